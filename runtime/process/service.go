package process

import (
	"os"
	"strconv"
	"time"
)

// A Service is the tie of this program to the service manager that has started it
// (systemd's protocol, sd_notify). The zero value is that of a program that no
// service manager has started.
type Service struct {
	socket string
	beat   time.Duration
}

// FindService returns the tie that the environment tells of: NOTIFY_SOCKET,
// WATCHDOG_USEC and WATCHDOG_PID.
func FindService() Service { return serviceFrom(os.Getenv, os.Getpid()) }

func serviceFrom(env func(string) string, pid int) (s Service) {
	s.socket = env(notifySocket)
	usec, err := strconv.ParseInt(env(watchdogUsec), 10, 64)
	watched := env(watchdogPID)
	if s.socket != "" && err == nil && usec > 0 && (watched == "" || watched == strconv.Itoa(pid)) {
		s.beat = max(time.Duration(usec)*time.Microsecond/2, time.Millisecond)
	}
	return s
}

// Managed reports whether a service manager has started the program.
func (s Service) Managed() bool { return s.socket != "" }

// Beat returns how often the service manager must hear WATCHDOG=1: twice in its
// patience, at least 1 ms apart. Zero means that it does not watch this process.
func (s Service) Beat() time.Duration { return s.beat }

// Notify tells the service manager the state: lines such as READY=1. It waits for
// at most a second, and does nothing if there is no service manager.
func (s Service) Notify(state string) error {
	if s.socket == "" {
		return nil
	}
	return sendDatagram(s.socket, state)
}
