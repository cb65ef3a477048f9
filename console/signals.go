package console

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/process"
)

// listen returns a channel of the signals that the program heeds. A signal that was
// ignored when the program started, as SIGHUP is under nohup, stays ignored.
func listen() (signals chan os.Signal, stop func()) {
	signals = make(chan os.Signal, 2)
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
		if !signal.Ignored(s) {
			signal.Notify(signals, s)
		}
	}
	return signals, func() { signal.Stop(signals) }
}

// obey shuts the session down at the first signal, by stop, and terminates it at the
// next, which it returns when the session has ended. If the program has no terminal,
// SIGHUP restarts it.
func obey(session *rocket.Session, signals <-chan os.Signal, stop context.CancelCauseFunc,
	ended <-chan struct{}) (forced os.Signal) {
	reloads := !process.HasTerminal()
	for asked := false; ; {
		select {
		case s := <-signals:
			if s == syscall.SIGHUP && reloads {
				go reload(session)
				continue
			}
			cause := errors.New(signalName(s))
			stop(cause)
			if asked {
				session.Terminate(cause)
				forced = s
			}
			asked = true
		case <-ended:
			return forced
		}
	}
}

// reload restarts the program in place, in good order, so that a new build of it is taken
// up. A session that is shutting down does not restart.
func reload(session *rocket.Session) {
	inPlace := func(c *rocket.Config) { c.Restarting = rocket.ReplaceProcess }
	if err := session.Update(context.Background(), inPlace); err == nil {
		session.Logger().Info("restart requested", "by", signalName(syscall.SIGHUP))
		_ = session.Restart()
	}
}

// signalName returns the name that a signal has in C.
func signalName(s os.Signal) string {
	switch s {
	case os.Interrupt:
		return "SIGINT"
	case syscall.SIGTERM:
		return "SIGTERM"
	case syscall.SIGHUP:
		return "SIGHUP"
	}
	return s.String()
}
