package control

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// How much a [Tap] keeps.
const (
	keptLines = 500 // of a run, the newest
	keptRuns  = 200 // with output, live or not, the newest
)

// A Tap keeps what runs write and what the log says of them, and hands it to those that
// follow. Its zero value keeps nothing yet.
type Tap struct {
	warnings, errors atomic.Uint64
	log              ring // of the whole log

	mu      sync.Mutex
	runs    map[string]*written
	order   []string             // the ids, those that wrote first before others
	lines   uint64               // how many lines were written
	readers map[chan Line]string // the task whose lines each reads
}

// written is what a run has written.
type written struct {
	task  string
	lines []Line // a ring
	first int    // the oldest of them, if the ring is full
	last  uint64 // the number of the latest, among those of all runs
}

// Handler returns a handler that hands records on to another, and keeps those of runs.
func (t *Tap) Handler(next slog.Handler) slog.Handler {
	return &tapHandler{tap: t, next: next}
}

// Lines returns what is kept of a run, or of the latest runs of a task if run is empty: the
// oldest first.
func (t *Tap) Lines(task, run string) (lines []Line) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.kept(task, run)
}

func (t *Tap) kept(task, run string) (lines []Line) {
	for _, id := range t.order {
		if w := t.runs[id]; id == run || run == "" && w.task == task {
			lines = append(lines, w.lines[w.first:]...)
			lines = append(lines, w.lines[:w.first]...)
		}
	}
	return lines
}

// each calls f with each task and run of which something is kept.
func (t *Tap) each(f func(task, run string)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for id, w := range t.runs {
		f(w.task, id)
	}
}

// Written returns the runs of which there are lines after the first n that were written, and
// how many there are now.
func (t *Tap) Written(n uint64) (runs []LiveRun, now uint64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if n == t.lines {
		return nil, n
	}
	for _, id := range t.order {
		if w := t.runs[id]; w.last > n {
			runs = append(runs, LiveRun{Task: w.task, RunID: id})
		}
	}
	return runs, t.lines
}

// Troubles returns how many lines of the log were warnings, and how many errors.
func (t *Tap) Troubles() (warnings, errors uint64) { return t.warnings.Load(), t.errors.Load() }

// Follow returns what is kept, as Lines does, and a channel of what comes, until ctx is done.
// One who does not read loses lines: nobody waits for that.
func (t *Tap) Follow(ctx context.Context, task, run string) ([]Line, <-chan Line) {
	const room = 1024
	t.mu.Lock()
	defer t.mu.Unlock()
	coming := make(chan Line, room)
	if t.readers == nil {
		t.readers = map[chan Line]string{}
	}
	t.readers[coming] = task
	context.AfterFunc(ctx, func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		delete(t.readers, coming)
	})
	return t.kept(task, run), coming
}

// add keeps a line.
func (t *Tap) add(line Line) {
	t.mu.Lock()
	defer t.mu.Unlock()
	w := t.runs[line.RunID]
	if w == nil {
		if w = t.begin(line); len(t.order) > keptRuns {
			delete(t.runs, t.order[0])
			t.order = t.order[1:]
		}
	}
	t.lines++
	w.last = t.lines
	if len(w.lines) < keptLines {
		w.lines = append(w.lines, line)
	} else {
		w.lines[w.first] = line
		w.first = (w.first + 1) % keptLines
	}
	for reader, task := range t.readers {
		if task == line.Task {
			select {
			case reader <- line:
			default:
			}
		}
	}
}

func (t *Tap) begin(line Line) *written {
	if t.runs == nil {
		t.runs = map[string]*written{}
	}
	w := &written{task: line.Task}
	t.runs[line.RunID] = w
	t.order = append(t.order, line.RunID)
	return w
}

// A tapHandler hands records on.
type tapHandler struct {
	tap     *Tap
	next    slog.Handler
	task    string
	run     string
	attrs   []slog.Attr // of the logger, but for the task and the run
	grouped bool
}

// Enabled reports whether the level is logged, or is one of which lines are kept.
func (h *tapHandler) Enabled(ctx context.Context, level slog.Level) bool {
	kept := h.run != "" || h.tap.log.size.Load() > 0
	return kept && level >= slog.LevelInfo || h.next.Enabled(ctx, level)
}

// WithAttrs implements [slog.Handler].
func (h *tapHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	clone := *h
	clone.next = h.next.WithAttrs(attrs)
	for _, a := range attrs {
		if h.grouped || !clone.note(a) {
			clone.attrs = append(clone.attrs[:len(clone.attrs):len(clone.attrs)], a)
		}
	}
	return &clone
}

// WithGroup implements [slog.Handler].
func (h *tapHandler) WithGroup(name string) slog.Handler {
	clone := *h
	clone.next = h.next.WithGroup(name)
	clone.grouped = h.grouped || name != ""
	return &clone
}

// note takes what an attribute says of the run. It reports whether the attribute does.
func (h *tapHandler) note(a slog.Attr) bool {
	switch a.Key {
	case "task":
		h.task = a.Value.String()
	case "run_id":
		h.run = a.Value.String()
	default:
		return false
	}
	return true
}

// Handle implements [slog.Handler].
func (h *tapHandler) Handle(ctx context.Context, r slog.Record) error {
	switch {
	case r.Level >= slog.LevelError:
		h.tap.errors.Add(1)
	case r.Level >= slog.LevelWarn:
		h.tap.warnings.Add(1)
	}
	of := *h
	line := Line{Time: r.Time, Text: r.Message}
	event := ""
	if line.Time.IsZero() {
		line.Time = time.Now()
	}
	var rest []string
	r.Attrs(func(a slog.Attr) bool {
		switch {
		case h.grouped:
		case a.Key == "event":
			event = a.Value.String()
			return true
		case a.Key == "task", a.Key == "run_id":
			of.note(a)
			return true
		case a.Key == "stream" && r.Message == "output":
			line.Stream = a.Value.String()
			return true
		case a.Key == "line" && line.Stream != "":
			line.Text = a.Value.String()
			return true
		case a.Key == "arguments" && a.Value.Kind() == slog.KindGroup:
			line.Stream, line.Text = "arguments", attrsText(a.Value.Group())
			return true
		}
		if a.Key == "error" && event != "" {
			line.Text += ": " + a.Value.String()
		}
		if a.Key != "stack" {
			rest = append(rest, a.Key+"="+a.Value.String())
		}
		return true
	})
	h.tap.log.add(&of, r)
	if of.run != "" {
		line.Task, line.RunID = of.task, of.run
		if line.Event = event; event == "" {
			line.Text = strings.Join(append([]string{line.Text}, rest...), " ")
		}
		h.tap.add(line)
	}
	if !h.next.Enabled(ctx, r.Level) {
		return nil
	}
	return h.next.Handle(ctx, r)
}
