//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package process

import "os"

// HasTerminal reports false: this system sends no signal when a terminal goes away.
func HasTerminal() bool { return false }

// isTerminal reports whether the file is a character device, as terminals are.
func isTerminal(file *os.File) bool {
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
