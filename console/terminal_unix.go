//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package console

import (
	"fmt"
	"os"
	"syscall"
	"unsafe"
)

// windowWidth returns the columns of a terminal, 80 if it does not tell them; 0
// if the file is no terminal.
func windowWidth(file *os.File) int {
	var size struct{ rows, columns, x, y uint16 }
	_, _, errno := syscall.Syscall(syscall.SYS_IOCTL,
		file.Fd(), syscall.TIOCGWINSZ, uintptr(unsafe.Pointer(&size)))
	switch {
	case errno != 0:
		return 0
	case size.columns == 0:
		return 80
	}
	return int(size.columns)
}

// deviceInode returns the device and the inode of a file, in decimal.
func deviceInode(file *os.File) string {
	info, err := file.Stat()
	if err != nil {
		return ""
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return ""
	}
	return fmt.Sprintf("%d:%d", stat.Dev, stat.Ino)
}
