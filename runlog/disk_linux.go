package runlog

import (
	"errors"
	"os"
	"syscall"
)

// sync is fdatasync: it leaves out times, which nobody asks for.
func (f osFile) sync() (err error) {
	conn, err := f.SyscallConn()
	if err != nil {
		return err
	}
	failed := conn.Control(func(fd uintptr) {
		for err = syscall.Fdatasync(int(fd)); err == syscall.EINTR; {
			err = syscall.Fdatasync(int(fd))
		}
	})
	if err != nil {
		err = &os.PathError{Op: "fdatasync", Path: f.Name(), Err: err}
	}
	return errors.Join(failed, err)
}
