package rocket

import (
	"fmt"
	"log/slog"
	"time"
)

// tell reports a state to the service manager, and what the session does.
func (l *loop) tell(state string) {
	if err := l.s.service.Notify(state + "\nSTATUS=" + l.status()); err != nil {
		l.log(slog.LevelWarn, "the service manager is not reached", "state", state, "error", err)
	}
}

// status says in one line what the session does.
func (l *loop) status() string {
	what := "scheduling"
	switch {
	case l.stopping:
		what = "shutting down"
	case l.s.held != nil:
		what = "holding"
	}
	return fmt.Sprintf("%s: %d tasks, %d live runs", what, len(l.s.order), len(l.live))
}

// reportLife tells the service manager that the loop is alive, if it is time to do so.
// It returns how long the loop may sleep until the next time, at most d.
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
