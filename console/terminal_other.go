//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package console

import "os"

// windowWidth returns 80 for a character device, as terminals are, else 0.
func windowWidth(file *os.File) int {
	info, err := file.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return 0
	}
	return 80
}

// deviceInode returns nothing: the system has no journal.
func deviceInode(*os.File) string { return "" }
