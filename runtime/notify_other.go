//go:build !unix

package rocket

import "errors"

func sendDatagram(string, string) error { return errors.New("this system has no such sockets") }
