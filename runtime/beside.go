package rocket

import (
	"errors"
	"time"
)

// The code of a program (hooks, conditions, namers of runs, run logs, log handlers,
// actions) never runs on the loop: it may ask the session, which only the loop can
// answer, and it may take its time. The loop has it run in a goroutine beside, and
// answers while it waits.

// errLeftBehind is the end of what the loop no longer waits for.
var errLeftBehind = errors.New("did not end in time; it is left behind")

// errGoexit is the end of a function that has ended its goroutine.
var errGoexit = errors.New("the goroutine was ended by runtime.Goexit")

// beside runs f, which is the code of the program that what names, as an errand, and waits
// for it. The loop takes a step whenever there are messages. It stops waiting, with
// errLeftBehind, if enough says so, or when the patience of a forced shutdown is over.
func (l *loop) beside(what string, f func() error, step func(), enough func() bool) error {
	e := l.s.send(what, f)
	if l.s.simulated() {
		return e.err // it is done
	}
	var beat <-chan time.Time
	if d := l.s.service.Beat(); d > 0 {
		ticker := time.NewTicker(d / 2)
		defer ticker.Stop()
		beat = ticker.C
	}
	var patience <-chan time.Time
	for {
		if l.forced && patience == nil {
			patience = time.After(max(time.Until(l.patience), leastPatience))
		}
		if enough() {
			return errLeftBehind
		}
		select {
		case <-e.done:
			return e.err
		case <-patience:
			e.leave()
			return errLeftBehind
		case <-l.s.mail.wake:
			step()
		case <-beat:
			l.reportLife(0)
		}
	}
}

// leastPatience is how long the loop waits for code of the program, such as the run
// log, after a shutdown was forced: however long the shutdown has taken.
const leastPatience = 5 * time.Second

// never says that the loop has not waited enough.
func never() bool { return false }

// serve is the step of a round that waits for a condition or a hook: runs that are
// asked for begin, and who waits for one that has ended is told. Nothing is observed;
// what the start conditions of the round have started so far begins when it ends.
func (l *loop) serve() {
	l.take()
	l.startDemanded()
	l.prepare()
	if len(l.launched)+len(l.ended) > 0 {
		launched := l.launched
		l.launched = nil
		l.begin(launched)
	}
}

// guard calls f. A panic in f is an error.
func guard(f func() error) (err error) {
	defer failOnPanic(&err)
	return f()
}
