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
// ignored when the program started, as SIGHUP is under nohup, stays ignored. The channel has
// room for more than anybody sends at once: a signal that finds no room is lost, and two
// SIGHUPs must not cost the SIGTERM after them, however busy the machine is.
func listen() (signals chan os.Signal, stop func()) {
	signals = make(chan os.Signal, 64)
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

// An obedience is how a program obeys its signals: it shuts the session down at the first, by
// stop, and terminates it at the second, by force. It does not wait for a session that does not
// end: one whose runs have grace to end gets the last resort more, unless there is a third signal.
// If the program had no terminal when the session began, SIGHUP restarts the session; of a
// program that stays, SIGHUP is a signal like any other.
type obedience struct {
	session *rocket.Session
	signals chan os.Signal
	stop    context.CancelCauseFunc
	force   func(cause error) // nil: terminates the session
	stays   bool
	ended   <-chan error
	grace   time.Duration
	settle  chan func() // see heedAll

	reloads bool // SIGHUP restarts the session
	asked   bool
	forced  os.Signal        // the second signal
	stuck   <-chan time.Time // when the session has had its last resort
}

// obey obeys signals until the session has ended, or is waited for no longer. It returns the
// signal that has forced the end, or nil.
func (o *obedience) obey() (forced os.Signal, err error) {
	o.reloads = !o.stays && !process.HasTerminal()
	for {
		select {
		case s := <-o.signals:
			if !o.heed(s) {
				return s, errStuck
			}
		case f := <-o.settle:
			f()
		case <-o.stuck:
			sayStuck(o.session.Logger())
			return o.forced, errStuck
		case err := <-o.ended:
			return o.forced, err
		}
	}
}

// heed does what a signal asks for. It reports false if the session is to be waited for no
// longer.
func (o *obedience) heed(s os.Signal) bool {
	if s == syscall.SIGHUP && o.reloads {
		go reload(o.session)
		return true
	}
	cause := errors.New(signalName(s))
	o.stop(cause)
	switch {
	case o.forced != nil:
		return false
	case o.asked:
		o.forced, o.stuck = s, time.After(o.grace+lastResort)
		if o.force != nil {
			o.force(cause)
		} else {
			_ = o.session.Terminate(cause)
		}
	}
	o.asked = true
	return true
}

// heedAll ends the signals, and returns when those that have come are heeded.
func (o *obedience) heedAll() {
	done := make(chan struct{})
	o.settle <- func() {
		defer close(done)
		signal.Stop(o.signals) // when it returns, all that have come are in the channel
		for len(o.signals) > 0 {
			o.heed(<-o.signals)
		}
	}
	<-done
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
