package control

import (
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// A LogLine is a line of the log of a session.
type LogLine struct {
	Time  time.Time
	Level slog.Level
	Task  string // empty: the line is about none
	RunID string // empty: the line is about none
	Text  string // the message, with the attributes that the other fields do not have
}

// A ring keeps the newest lines of the whole log. Its zero value keeps none.
type ring struct {
	size  atomic.Int64
	mu    sync.Mutex
	lines []LogLine
	first int // the oldest of them, if the ring is full
}

// KeepLog has the newest lines of the whole log kept from now on, as many as size says.
func (t *Tap) KeepLog(size int) { t.log.size.Store(int64(size)) }

// Log returns the lines that are kept, the oldest first.
func (t *Tap) Log() []LogLine {
	t.log.mu.Lock()
	defer t.log.mu.Unlock()
	return slices.Concat(t.log.lines[t.log.first:], t.log.lines[:t.log.first])
}

// add keeps a line, which a handler has got for a task and a run.
func (k *ring) add(h *tapHandler, r slog.Record) {
	size := int(k.size.Load())
	if size == 0 || r.Level < slog.LevelInfo {
		return
	}
	attrs := slices.Clip(h.attrs)
	r.Attrs(func(a slog.Attr) bool {
		attrs = append(attrs, a)
		return true
	})
	line := LogLine{Time: r.Time, Level: r.Level, Task: h.task, RunID: h.run,
		Text: strings.TrimSpace(r.Message + " " + attrsText(attrs, unsaid...))}
	if i := slices.IndexFunc(attrs, func(a slog.Attr) bool { return a.Key == "line" }); i >= 0 &&
		r.Message == "output" {
		line.Text = "│ " + attrs[i].Value.String()
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.lines) < size {
		k.lines = append(k.lines, line)
		return
	}
	k.lines[k.first] = line
	k.first = (k.first + 1) % len(k.lines)
}

// unsaid are the attributes that a line of the log does not have: the schedule is always the
// same, and the message says what event it is.
var unsaid = []string{"task", "run_id", "schedule", "event", "stack"}

// attrsText returns attributes as a line has them, name=value, without some.
func attrsText(attrs []slog.Attr, without ...string) string {
	var words []string
	for _, a := range attrs {
		if slices.Contains(without, a.Key) {
			continue
		}
		text := a.Value.String()
		if a.Value.Kind() == slog.KindTime {
			text = a.Value.Time().Format(time.DateTime)
		}
		words = append(words, a.Key+"="+text)
	}
	return strings.Join(words, " ")
}
