package rocket

import (
	"context"
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

// logRecord writes a record to the session's logger, with the names that
// records have for their parts.
func (s *Session) logRecord(rec Record) {
	level := slog.LevelInfo
	switch rec.Action {
	case Failed, Crashed:
		level = slog.LevelError
	case Terminated:
		level = slog.LevelWarn
	}
	if !s.logger.Enabled(context.Background(), level) {
		return
	}
	attrs := []slog.Attr{
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
	s.logger.LogAttrs(context.Background(), level, outcomes[rec.Action], attrs...)
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
	l.s.logger.Info("schedule started", attrs...)
}

// logStopped logs how long the session has run.
func (s *Session) logStopped(since time.Time) {
	s.logger.Info("schedule stopped", "uptime_ms", milliseconds(time.Since(since)))
}
