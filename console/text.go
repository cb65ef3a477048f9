package console

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"
)

// A style is how a log for people looks.
type style struct {
	clock   string // the layout of the time; empty: no time
	journal bool   // the level stands before each line, as journald takes it
	color   bool
	names   int    // the width of the column of names
	bar     string // stands before what a task writes
}

// The colours of a log.
const (
	dim    = "2"
	red    = "31"
	green  = "32"
	yellow = "33"
)

// A textHandler writes a log for people: the time, the task, and what happened
// in words. What the runtime does not say itself follows as key=value.
type textHandler struct {
	*textOutput
	level    slog.Level
	task     string
	schedule string
	grouped  bool
	rest     slog.Handler // writes the attributes that have no place of their own
}

// A textOutput is where handlers write; they share it.
type textOutput struct {
	mu    sync.Mutex
	w     io.Writer
	style style
	buf   bytes.Buffer // what rest writes
}

func newTextHandler(w io.Writer, level slog.Level, look style) *textHandler {
	h := &textHandler{textOutput: &textOutput{w: w, style: look}, level: level}
	h.rest = slog.NewTextHandler(&h.buf, &slog.HandlerOptions{ReplaceAttr: withoutHead})
	return h
}

// withoutHead drops the level and the message that a handler writes first; it
// writes no time if the record has none.
func withoutHead(groups []string, a slog.Attr) slog.Attr {
	_, isLevel := a.Value.Any().(slog.Level)
	isMessage := a.Key == slog.MessageKey && a.Value.String() == ""
	if len(groups) == 0 && (a.Key == slog.LevelKey && isLevel || isMessage) {
		return slog.Attr{}
	}
	return a
}

// Enabled reports whether the level is logged.
func (h *textHandler) Enabled(_ context.Context, level slog.Level) bool { return level >= h.level }

// WithAttrs returns a handler that adds the attributes to what it writes.
func (h *textHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	clone := *h
	list := attributes(attrs)
	if !h.grouped {
		clone.place(&list)
	}
	clone.rest = h.rest.WithAttrs(list)
	return &clone
}

// WithGroup returns a handler that puts attributes into a group.
func (h *textHandler) WithGroup(name string) slog.Handler {
	clone := *h
	clone.grouped = h.grouped || name != ""
	clone.rest = h.rest.WithGroup(name)
	return &clone
}

// place takes the attributes out of the list that say what a line is about.
func (h *textHandler) place(list *attributes) {
	if task, ok := list.take("task"); ok {
		h.task = task.String()
	}
	if schedule, ok := list.take("schedule"); ok {
		h.schedule = schedule.String()
	}
	list.take("run_id")
}

// Handle writes a record.
func (h *textHandler) Handle(ctx context.Context, r slog.Record) error {
	var list attributes
	r.Attrs(func(a slog.Attr) bool {
		list = append(list, a)
		return true
	})
	line := *h
	var p phrase
	ours, stack := false, ""
	if !h.grouped {
		line.place(&list)
		stack = list.text("stack")
		p, ours = phraseOf(r, &list)
	}
	if !ours {
		p = phrase{text: levelWord(r.Level) + r.Message, color: levelColor(r.Level)}
	}
	name := line.task
	if p.ofSchedule {
		name = line.schedule
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	rest, err := h.pairs(ctx, r, list)
	if err != nil {
		return err
	}
	if rest != "" {
		p.text += "  " + rest
	}
	if stack != "" {
		p.text += "\n" + strings.TrimRight(stack, "\n")
	}
	_, err = io.WriteString(h.w, h.style.lines(r, name, p))
	return err
}

// pairs returns the attributes that have no place of their own as key=value.
// h.mu is held.
func (h *textHandler) pairs(ctx context.Context, r slog.Record, list attributes) (string, error) {
	h.buf.Reset()
	rest := slog.NewRecord(time.Time{}, r.Level, "", r.PC)
	rest.AddAttrs(list...)
	err := h.rest.Handle(ctx, rest)
	return strings.TrimSpace(h.buf.String()), err
}

// lines returns the lines of a record, each with all that stands before it.
func (s style) lines(r slog.Record, name string, p phrase) string {
	var head strings.Builder
	if s.journal {
		head.WriteString("<" + strconv.Itoa(priority(r.Level)) + ">")
	}
	if s.clock != "" {
		head.WriteString(s.paint(dim, r.Time.Format(s.clock)) + " ")
	}
	if name != "" {
		name = Printable(name)
		padding := max(s.names-utf8.RuneCountInString(name), 0)
		head.WriteString(name + strings.Repeat(" ", padding) + "  ")
	}
	var b strings.Builder
	for i, text := range strings.Split(p.text, "\n") {
		text = Printable(text)
		if p.output || i > 0 {
			text = s.paint(p.barColor, s.bar) + strings.TrimRight(" "+text, " ")
		} else {
			text = s.paint(p.color, text)
		}
		b.WriteString(head.String() + text + "\n")
	}
	return b.String()
}

func (s style) paint(color, text string) string {
	if !s.color || color == "" || text == "" {
		return text
	}
	return "\x1b[" + color + "m" + text + "\x1b[0m"
}

// Printable returns text that does not drive a terminal: what cannot be printed
// is written as an escape of Go.
func Printable(text string) string {
	isPlain := func(r rune) bool {
		return r == '\t' || unicode.IsPrint(r) && r != utf8.RuneError
	}
	if strings.IndexFunc(text, func(r rune) bool { return !isPlain(r) }) < 0 {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if isPlain(r) {
			b.WriteRune(r)
		} else {
			b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
		}
	}
	return b.String()
}

// priority returns the priority that syslog gives to a level.
func priority(level slog.Level) int {
	switch {
	case level >= slog.LevelError:
		return 3
	case level >= slog.LevelWarn:
		return 4
	case level >= slog.LevelInfo:
		return 6
	}
	return 7
}

// levelWord returns what stands before a message that is not of a usual level.
func levelWord(level slog.Level) string {
	switch {
	case level >= slog.LevelError:
		return "error: "
	case level >= slog.LevelWarn:
		return "warning: "
	case level >= slog.LevelInfo:
		return ""
	}
	return "debug: "
}

func levelColor(level slog.Level) string {
	switch {
	case level >= slog.LevelError:
		return red
	case level >= slog.LevelWarn:
		return yellow
	case level >= slog.LevelInfo:
		return ""
	}
	return dim
}

// attributes is a list from which those are taken that have a place of their
// own.
type attributes []slog.Attr

// take removes an attribute and returns its value.
func (list *attributes) take(key string) (slog.Value, bool) {
	for i, a := range *list {
		if a.Key == key {
			*list = append((*list)[:i:i], (*list)[i+1:]...)
			return a.Value.Resolve(), true
		}
	}
	return slog.Value{}, false
}

// text removes an attribute and returns its value as text.
func (list *attributes) text(key string) string {
	v, ok := list.take(key)
	if !ok {
		return ""
	}
	return fmt.Sprint(v.Any())
}
