package rocket

import "log/slog"

// A failure is what something fails with, and how many times in sequence.
type failure struct {
	text  string
	times int
}

// A saying is what the log says of a failure that the scheduler goes on in spite of.
type saying struct{ begins, ends string }

var (
	condFailure = saying{"condition failed", "condition failure ended"}
	logFailure  = saying{"the run log could not be written", "the run log is written again"}
	readFailure = saying{"the run log could not be read", "the run log is read again"}
)

// failed logs a failure of what, with attrs, when it begins and when its error changes.
func (l *loop) failed(what any, say saying, err error, attrs ...any) {
	text := err.Error() // of guarded code, so that it can be read
	if text != l.failing[what].text {
		l.recovered(what, say, attrs...)
		l.logError(say.begins, err, attrs...)
	}
	l.failing[what] = failure{text, l.failing[what].times + 1}
}

// recovered logs that a failure has ended, and how often it was seen.
func (l *loop) recovered(what any, say saying, attrs ...any) {
	if n := l.failing[what].times; n > 0 {
		l.log(slog.LevelInfo, say.ends, append(attrs, "failures", n)...)
		delete(l.failing, what)
	}
}
