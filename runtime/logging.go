package rocket

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
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
	Missed:     "window missed",
}

// A line is one of the log that is not yet written: what takes it is code of the
// program, so it is written beside the loop, at the end of the round.
type line struct {
	level  slog.Level
	text   string
	attrs  []any
	record int // the number of the record whose attributes the line has, too; 0: of none
}

// log has a line written to the session's logger, unless the session is simulated.
func (l *loop) log(level slog.Level, text string, attrs ...any) {
	if l.s.simulated() {
		return
	}
	l.lines = append(l.lines, line{level: level, text: text, attrs: attrs})
}

// writeLines writes lines about records to the session's logger.
func (s *Session) writeLines(ctx context.Context, lines []line, records []Record) {
	for _, line := range lines {
		_ = s.writeLine(ctx, line, records)
	}
}

// writeLine writes a line to the session's logger. A handler that panics has lost it.
func (s *Session) writeLine(ctx context.Context, l line, records []Record) error {
	return guard(func() error {
		if !s.logger.Enabled(ctx, l.level) {
			return nil
		}
		attrs := l.attrs
		if l.record > 0 {
			attrs = append(recordAttrs(&records[l.record-1]), attrs...)
		}
		s.logger.Log(ctx, l.level, l.text, attrs...)
		return nil
	})
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

// logRecord has the latest record written to the session's logger. err is nil, or why the
// run has ended. The logger, which only code of the program can ask for its level, is asked
// once a second: as long as it takes no lines of level Info, none are made.
func (l *loop) logRecord(event Event, err error) {
	if l.s.simulated() {
		return
	}
	line := line{level: slog.LevelInfo, text: outcomes[event], record: len(l.records)}
	switch event {
	case Failed, Crashed:
		line.level = slog.LevelError
	case Terminated, Missed:
		line.level = slog.LevelWarn
	}
	if line.level == slog.LevelInfo && l.passed.Before(l.quietUntil) {
		return
	}
	if p := (*PanicError)(nil); errors.As(err, &p) {
		line.attrs = []any{"stack", string(p.Stack)}
	}
	l.lines = append(l.lines, line)
}

// recordAttrs are a record in the log, with the names that it has as JSON.
func recordAttrs(rec *Record) []any {
	attrs := []any{"event", rec.Event.String(), "task", rec.Task}
	if rec.Event != Missed {
		attrs = append(attrs, "run_id", rec.RunID)
	}
	if rec.Event&(Started|Missed) != 0 {
		attrs = append(attrs, "scheduled", rec.Scheduled)
	} else {
		attrs = append(attrs, "duration_ms", milliseconds(rec.Duration))
	}
	if rec.Error != "" {
		attrs = append(attrs, "error", rec.Error)
	}
	if rec.Reason != "" {
		attrs = append(attrs, "reason", rec.Reason)
	}
	if rec.Progress != "" {
		attrs = append(attrs, "progress", rec.Progress)
	}
	return attrs
}

// logArguments has the arguments that a run was asked for with written to the log.
func (l *loop) logArguments(r *Run) {
	if len(r.values) == 0 {
		return
	}
	var args []any
	for _, name := range slices.Sorted(maps.Keys(r.values)) {
		args = append(args, slog.String(name, fmt.Sprint(r.values[name])))
	}
	l.log(slog.LevelInfo, "run has arguments", "task", r.spec.Name, "run_id", r.ID,
		slog.Group("arguments", args...))
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
