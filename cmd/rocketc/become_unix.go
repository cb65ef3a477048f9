//go:build unix

package main

import (
	"fmt"
	"os"
	"syscall"
)

// become runs the program in the place of this one.
func become(program string, args []string) error {
	err := syscall.Exec(program, append([]string{program}, args...), os.Environ())
	return fmt.Errorf("running %s: %w", program, err)
}
