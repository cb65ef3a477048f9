package process

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// Init does, in process 1, what only process 1 can: it starts the program again
// as its child, forwards signals to it, and reaps every orphan. When the child
// ends, Init returns true and the exit status for process 1: that of the child, or
// 128 and the number of the signal that killed it. An error says that there is no
// child; then the status is 1. In any other process Init returns false at once.
//
// A program that reaped orphans itself would take the exit status of its own
// processes from those who wait for them.
func Init() (status int, is bool, err error) {
	if os.Getpid() != 1 {
		return 0, false, nil
	}
	signals := make(chan os.Signal, 64)
	signal.Notify(signals)
	pid, err := startChild()
	if err != nil {
		return 1, true, fmt.Errorf("starting the program as a child of process 1: %w", err)
	}
	go forward(signals, pid)
	status, err = reap(pid)
	return status, true, err
}

// startChild starts this program in a session of its own, so that what a terminal
// sends reaches it once, by way of its parent.
func startChild() (pid int, err error) {
	exe, err := os.Executable()
	if err != nil {
		return 0, err
	}
	return syscall.ForkExec(exe, os.Args, &syscall.ProcAttr{
		Env:   append(os.Environ(), underInit+"=1"),
		Files: []uintptr{0, 1, 2},
		Sys:   &syscall.SysProcAttr{Setsid: true},
	})
}

// forward passes on all signals but those that are about this process.
func forward(signals <-chan os.Signal, pid int) {
	for s := range signals {
		switch s {
		case syscall.SIGCHLD, syscall.SIGURG, syscall.SIGPIPE:
		default:
			if s, ok := s.(syscall.Signal); ok {
				_ = syscall.Kill(pid, s)
			}
		}
	}
}

// reap reaps all children until the one with this number has ended.
func reap(pid int) (status int, err error) {
	for {
		var ws syscall.WaitStatus
		ended, err := syscall.Wait4(-1, &ws, 0, nil)
		switch {
		case err == syscall.EINTR:
		case err != nil:
			return 1, fmt.Errorf("waiting for the program: %w", err)
		case ended == pid && ws.Signaled():
			return 128 + int(ws.Signal()), nil
		case ended == pid:
			return ws.ExitStatus(), nil
		}
	}
}
