//go:build unix

package runlog

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"time"
)

// lock takes the lock of the log at path, a file beside it with the id of the process that
// holds it. The lock is given up when the file is closed, also by the end of the process.
// But if that was killed while it started another, the lock lasts until that one has become
// what it is to be, which takes a moment: lock waits for it.
func lock(path string) (io.Closer, error) {
	const moment, step = 5 * time.Second, 5 * time.Millisecond
	return lockAfter(path, int(moment/step), func() { <-time.After(step) })
}

// lockAfter tries to take the lock, and as many times again, after each rest, as the process
// that the file names is no more.
func lockAfter(path string, more int, rest func()) (io.Closer, error) {
	for ; ; more-- {
		held, err := lockNow(path)
		locked, ok := errors.AsType[*LockedError](err)
		if !ok || more == 0 || locked.PID == 0 || !isGone(locked.PID) {
			return held, err
		}
		rest()
	}
}

// isGone reports whether there is no process with an id.
func isGone(pid int) bool { return errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) }

func lockNow(path string) (io.Closer, error) {
	f, err := os.OpenFile(path+".lock", os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		err = errors.Join(f.Truncate(0), write(f, fmt.Sprintln(os.Getpid())))
		if err == nil {
			return f, nil
		}
	} else if errors.Is(err, syscall.EWOULDBLOCK) {
		err = &LockedError{Path: path, PID: holder(f)}
	}
	return nil, errors.Join(err, f.Close())
}

func write(f *os.File, text string) error {
	_, err := f.WriteAt([]byte(text), 0)
	return err
}

// holder returns the id of the process that holds the lock, or 0.
func holder(f *os.File) (pid int) {
	text, err := io.ReadAll(io.LimitReader(f, 32))
	if err != nil {
		return 0
	}
	_, _ = fmt.Sscan(strings.TrimSpace(string(text)), &pid) // 0 if it is not there yet
	return pid
}
