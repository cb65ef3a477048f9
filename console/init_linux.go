package console

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"

	rocket "github.com/rocketc/rocketc/runtime"
)

// becomeInit does, in process 1, what only process 1 can: it starts the program
// again as its child, forwards signals to it, reaps it and every orphan, and
// returns its exit status when it ends: 128 and the signal where one killed it.
// In any other process it reports false.
//
// A scheduler that did this itself would have to reap what it does not know
// beside what it waits for, and take exit statuses from itself.
func becomeInit() (status int, is bool) {
	if os.Getpid() != 1 {
		return 0, false
	}
	signals := make(chan os.Signal, 64)
	signal.Notify(signals)
	pid, err := startChild()
	if err != nil {
		fmt.Fprintln(os.Stderr, "starting the program as a child of process 1:", err)
		return exitFailed, true
	}
	go forward(signals, pid)
	return reap(pid), true
}

// startChild starts this program in a session of its own, so that what a
// terminal sends reaches it once, by way of its parent.
func startChild() (pid int, err error) {
	exe, err := os.Executable()
	if err != nil {
		return 0, err
	}
	return syscall.ForkExec(exe, os.Args, &syscall.ProcAttr{
		Env:   append(os.Environ(), rocket.UnderInit+"=1"),
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

// reap reaps all children until the one that matters has ended.
func reap(pid int) (status int) {
	for {
		var ws syscall.WaitStatus
		ended, err := syscall.Wait4(-1, &ws, 0, nil)
		switch {
		case err == syscall.EINTR:
		case err != nil:
			fmt.Fprintln(os.Stderr, "waiting for the program:", err)
			return exitFailed
		case ended == pid && ws.Signaled():
			return 128 + int(ws.Signal())
		case ended == pid:
			return ws.ExitStatus()
		}
	}
}
