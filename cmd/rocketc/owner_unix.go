//go:build unix

package main

import (
	"os"
	"syscall"
)

// keepOwner gives a new file the owner and the group of another one.
func keepOwner(fresh *os.File, old os.FileInfo) error {
	mine, err := fresh.Stat()
	if err != nil {
		return err
	}
	had, has := old.Sys().(*syscall.Stat_t), mine.Sys().(*syscall.Stat_t)
	if had.Uid == has.Uid && had.Gid == has.Gid {
		return nil
	}
	return fresh.Chown(int(had.Uid), int(had.Gid))
}
