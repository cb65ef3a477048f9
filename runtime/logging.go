package rocket

import (
	"errors"
	"log/slog"
	"time"
)

// outcomes are the messages of the log for the events of a run.
var outcomes = map[Event]string{
	Started:    "run started",
	Succeeded:  "run succeeded",
	Failed:     "run failed",
	Terminated: "run terminated",
	Inacted:    "run had nothing to do",
	Crashed:    "run crashed",
}

// A line is one of the log that is not yet written: what takes it is code of the
// program, so it is written beside the loop, at the end of the round.
type line struct {
	level slog.Level
	text  string
	attrs []any
}

// log has a line written to the session's logger.
func (l *loop) log(level slog.Level, text string, attrs ...any) {
	l.lines = append(l.lines, line{level, text, attrs})
}

// logError has an error written to the session's logger.
func (l *loop) logError(text string, err error, attrs ...any) {
	l.log(slog.LevelError, text, append(attrs, errorAttrs(err)...)...)
}

// errorAttrs are an error for the log: with its stack if it is a panic.
func errorAttrs(err error) []any {
	if p := (*PanicError)(nil); errors.As(err, &p) {
		return []any{"error", err, "stack", string(p.Stack)}
	}
	return []any{"error", err}
}

// logRecord has a record written to the session's logger, with the names that
// records have for their parts. err is nil, or why the run has ended.
func (l *loop) logRecord(rec Record, err error) {
	level := slog.LevelInfo
	switch rec.Action {
	case Failed, Crashed:
		level = slog.LevelError
	case Terminated:
		level = slog.LevelWarn
	}
	attrs := []any{
		slog.String("event", rec.Action.String()),
		slog.String("task", rec.Task),
		slog.String("run_id", rec.Run),
	}
	if rec.Action == Started {
		attrs = append(attrs, slog.Time("scheduled", rec.Scheduled))
	} else {
		attrs = append(attrs, slog.Float64("duration_ms", milliseconds(rec.Runtime)))
	}
	if rec.Error != "" {
		attrs = append(attrs, slog.String("error", rec.Error))
	}
	if p := (*PanicError)(nil); errors.As(err, &p) {
		attrs = append(attrs, slog.String("stack", string(p.Stack)))
	}
	l.log(level, outcomes[rec.Action], attrs...)
}

// milliseconds returns d in milliseconds, to the microsecond.
func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// announce logs, once, that the schedule is at work, and which task starts next
// and when; t is nil if that is not known.
func (l *loop) announce(t *task, at time.Time) {
	if l.announced {
		return
	}
	l.announced = true
	attrs := []any{"tasks", len(l.s.order)}
	if l.s.schedule.Build != "" {
		attrs = append(attrs, "build", l.s.schedule.Build)
	}
	if t != nil {
		attrs = append(attrs, slog.Group("next", "task", t.Name, "start", at))
	}
	l.log(slog.LevelInfo, "schedule started", attrs...)
}
