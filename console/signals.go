package console

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"

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

// lastResort is how long, beyond the time that its runs may take to end, a session may take
// that was terminated.
const lastResort = 30 * time.Second

// errStuck is the end of a program whose session does not end.
var errStuck = errors.New("the session has not ended")

// obey shuts the session down at the first signal, by stop, and terminates it at the
// second, which it returns when the session has ended. It does not wait for a session that
// does not end: one whose runs have grace to end gets the last resort more, unless there is
// a third signal. If the program has no terminal, SIGHUP restarts it.
func obey(session *rocket.Session, signals <-chan os.Signal, stop context.CancelCauseFunc,
	ended <-chan error, grace time.Duration) (forced os.Signal, err error) {
	var stuck <-chan time.Time
	reloads, asked := !process.HasTerminal(), false
	for {
		select {
		case s := <-signals:
			if s == syscall.SIGHUP && reloads {
				go reload(session)
				continue
			}
			cause := errors.New(signalName(s))
			stop(cause)
			switch {
			case forced != nil:
				return s, errStuck
			case asked:
				forced, stuck = s, time.After(grace+lastResort)
				_ = session.Terminate(cause)
			}
			asked = true
		case <-stuck:
			sayStuck(session.Logger())
			return forced, errStuck
		case err := <-ended:
			return forced, err
		}
	}
}

// longestGrace returns how long a run of the schedule may take to end.
func longestGrace(s *rocket.Schedule) time.Duration {
	longest := process.DefaultGrace
	for _, t := range s.Tasks {
		longest = max(longest, t.Grace)
	}
	return longest
}

// sayStuck logs that the session does not end, with the stacks of all goroutines, if the log
// takes it soon.
func sayStuck(logger *slog.Logger) {
	said := make(chan struct{})
	go func() {
		defer close(said)
		stacks := make([]byte, 1<<20)
		stacks = stacks[:runtime.Stack(stacks, true)]
		logger.Error(errStuck.Error(), "stack", string(stacks))
	}()
	select {
	case <-said:
	case <-time.After(time.Second):
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
