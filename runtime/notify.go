package rocket

import (
	"fmt"
	"time"

	"github.com/rocketc/rocketc/runtime/process"
)

// WithServiceManager makes the session report to the service manager that has
// started the program, where one has (systemd's protocol, by NOTIFY_SOCKET):
// READY=1 when the on_startup tasks have ended, STOPPING=1 when the shutdown
// begins, unless a restart follows, and a STATUS with both. Where the manager
// watches this process (WATCHDOG_USEC), the scheduler loop itself reports
// WATCHDOG=1 twice in that time, so that a loop that is stuck is noticed.
func WithServiceManager() Option {
	return func(s *Session) { s.service = process.FindService() }
}

// tell reports a state, and what the session does.
func (l *loop) tell(state string) {
	if err := l.s.service.Notify(state + "\nSTATUS=" + l.status()); err != nil {
		l.s.logger.Warn("the service manager is not reached", "state", state, "error", err)
	}
}

// status says in a line what the session does.
func (l *loop) status() string {
	what := "scheduling"
	switch {
	case l.stopping:
		what = "shutting down"
	case l.hold:
		what = "holding"
	}
	return fmt.Sprintf("%s: %d tasks, %d live runs", what, len(l.s.order), len(l.live))
}

// reportLife tells the service manager, where it is time to, that the loop is
// alive. It returns how long the loop may sleep until the next time, at most d.
func (l *loop) reportLife(d time.Duration) time.Duration {
	beat := l.s.service.Beat()
	if beat == 0 {
		return d
	}
	left := time.Until(l.nextBeat)
	if left <= 0 {
		l.nextBeat = time.Now().Add(beat)
		l.tell("WATCHDOG=1")
		left = beat
	}
	return min(d, left)
}
