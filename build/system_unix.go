//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package build

import (
	"io/fs"
	"os"
	"syscall"
)

// ownerOf returns the number of the user whom a file belongs to, if the system knows it.
func ownerOf(info fs.FileInfo) (uid int, known bool) {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, false
	}
	return int(stat.Uid), true
}

// lockDirectory locks a directory until the file is closed or this process ends. The error
// is errLocked, errNoLocks, or [fs.ErrNotExist] if the directory was removed meanwhile.
func lockDirectory(name string) (*os.File, error) {
	dir, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_DIRECTORY, 0)
	if err != nil {
		return nil, err
	}
	if err := lockIfThere(dir); err != nil {
		_ = dir.Close()
		return nil, err
	}
	return dir, nil
}

func lockIfThere(dir *os.File) error {
	switch err := syscall.Flock(int(dir.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); {
	case err == syscall.EWOULDBLOCK:
		return errLocked
	case err != nil:
		return errNoLocks
	}
	locked, err := dir.Stat()
	if err != nil {
		return err
	}
	if here, err := os.Lstat(dir.Name()); err != nil || !os.SameFile(here, locked) {
		return fs.ErrNotExist
	}
	return nil
}
