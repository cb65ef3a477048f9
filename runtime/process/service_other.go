//go:build !unix

package process

import "errors"

func sendDatagram(string, string) error {
	return errors.New("this system has no service manager that listens to a socket")
}
