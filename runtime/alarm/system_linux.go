package alarm

import (
	"errors"
	"os"
	"syscall"
	"time"
	"unsafe"
)

// A systemTimer is a timerfd on the clock of the day.
type systemTimer struct {
	file *os.File
	ring chan<- struct{}
}

// What the system calls take.
const (
	clockRealtime = 0
	absolute      = 1
	cancelOnSet   = 2
)

// newSystemTimer returns a timer that signals on ring, or nil if there can be none.
func newSystemTimer(ring chan<- struct{}) *systemTimer {
	if isSimulated() {
		return nil
	}
	fd, _, errno := syscall.Syscall(syscall.SYS_TIMERFD_CREATE, clockRealtime,
		syscall.O_NONBLOCK|syscall.O_CLOEXEC, 0)
	if errno != 0 {
		return nil
	}
	t := &systemTimer{os.NewFile(fd, "timerfd"), ring}
	go t.wait()
	return t
}

// isSimulated reports whether the time of this goroutine is not that of the system.
func isSimulated() bool {
	var now syscall.Timeval
	if err := syscall.Gettimeofday(&now); err != nil {
		return true
	}
	return time.Since(time.Unix(now.Unix())).Abs() > time.Minute
}

// wait signals whenever the timer has fired, until it is closed. If the clock was set,
// reading the timer fails with ECANCELED.
func (t *systemTimer) wait() {
	count := make([]byte, 8)
	for {
		_, err := t.file.Read(count)
		if err != nil && !errors.Is(err, syscall.ECANCELED) {
			return
		}
		signal(t.ring)
	}
}

// set makes the timer fire after a time, and reports whether it will. If the clock was set
// since the last time, the system says ECANCELED here, and the timer fires all the same.
func (t *systemTimer) set(after time.Duration) (ok bool) {
	at := time.Now().Add(max(after, 1)).UnixNano()
	spec := [2]syscall.Timespec{1: syscall.NsecToTimespec(at)} // once
	raw, err := t.file.SyscallConn()
	if err != nil {
		return false
	}
	err = raw.Control(func(fd uintptr) {
		_, _, errno := syscall.Syscall6(syscall.SYS_TIMERFD_SETTIME, fd, absolute|cancelOnSet,
			uintptr(unsafe.Pointer(&spec)), 0, 0, 0)
		if errno == syscall.ECANCELED {
			signal(t.ring)
		}
		ok = errno == 0 || errno == syscall.ECANCELED
	})
	return ok && err == nil
}

func (t *systemTimer) close() { _ = t.file.Close() }
