//go:build linux || darwin

package system

import "syscall"

// space returns how many bytes the file system that holds the path has free for
// the user, and in all.
func space(path string) (free, total uint64, err error) {
	var s syscall.Statfs_t
	for {
		err = syscall.Statfs(path, &s)
		if err != syscall.EINTR {
			break
		}
	}
	block := uint64(s.Bsize)
	return s.Bavail * block, s.Blocks * block, err
}
