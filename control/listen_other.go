//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package control

import "errors"

// Listen is not possible on this system.
func Listen(string) (*Listener, error) { return nil, errors.ErrUnsupported }

// Answers reports whether a program listens on a socket: on this system, none does.
func Answers(string) bool { return false }

func checkDir(string) error { return errors.ErrUnsupported }
