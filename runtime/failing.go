package rocket

import "log/slog"

// A failure is what something fails with, and how many times in sequence.
type failure struct {
	text  string
	times int
}

// A saying is what the log says of a failure that the scheduler goes on in spite of: when it
// begins, when one with another text takes its place, if it says anything then, and when it ends.
type saying struct{ begins, changes, ends string }

var (
	condFailure = saying{"condition failed", "condition failure ended", "condition failure ended"}
	logFailure  = saying{"the run log could not be written", "", "the run log is written again"}
	readFailure = saying{"the run log could not be read", "", "the run log is read again"}
)

// failed logs a failure of what, with attrs, when it begins and when its error changes.
func (l *loop) failed(what any, say saying, err error, attrs ...any) {
	text := err.Error() // of guarded code, so that it can be read
	if text != l.failing[what].text {
		if say.changes != "" {
			l.failureEnded(what, say.changes, attrs...)
		}
		l.logError(say.begins, err, attrs...)
	}
	l.failing[what] = failure{text, l.failing[what].times + 1}
}

// recovered logs that a failure has ended, and how often it was seen.
func (l *loop) recovered(what any, say saying, attrs ...any) {
	l.failureEnded(what, say.ends, attrs...)
}

func (l *loop) failureEnded(what any, text string, attrs ...any) {
	if n := l.failing[what].times; n > 0 {
		l.log(slog.LevelInfo, text, append(attrs, "failures", n)...)
		delete(l.failing, what)
	}
}
