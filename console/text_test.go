package console

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/slogtest"
	"time"
)

// noon is the instant of all records in these tests.
var noon = time.Date(2026, 3, 2, 12, 0, 7, 0, time.UTC)

// written is what the handler writes of records.
func written(look style, log func(*slog.Logger)) string {
	var b strings.Builder
	log(slog.New(atNoon{newTextHandler(&b, slog.LevelDebug, look)}))
	return b.String()
}

// atNoon gives records their instant.
type atNoon struct{ slog.Handler }

func (h atNoon) Handle(ctx context.Context, r slog.Record) error {
	r.Time = noon
	return h.Handler.Handle(ctx, r)
}

func (h atNoon) WithAttrs(attrs []slog.Attr) slog.Handler {
	return atNoon{h.Handler.WithAttrs(attrs)}
}

func (h atNoon) WithGroup(name string) slog.Handler {
	return atNoon{h.Handler.WithGroup(name)}
}

// everything logs each kind of line once, as the runtime does.
func everything(l *slog.Logger) {
	ctx := context.Background()
	l = l.With("schedule", "desk")
	run := func(level slog.Level, what, event, task string, more ...any) {
		about := []any{"event", event, "task", task, "run_id", "1"}
		l.Log(ctx, level, "run "+what, append(about, more...)...)
	}
	next := func(start time.Time) slog.Attr {
		return slog.Group("next", "task", "hello", "start", start)
	}
	l.Info("schedule started", "tasks", 2, "build", "b1", next(noon.Add(time.Minute)))
	l.Info("schedule started", "tasks", 0)
	l.Info("schedule started", "tasks", 1, next(noon.Add(24*time.Hour)))
	run(slog.LevelInfo, "started", "run", "hello", "scheduled", noon)
	hello := l.With("task", "hello", "run_id", "1")
	hello.Info("output", "stream", "stdout", "line", "hi eu")
	hello.Info("output", "stream", "stderr", "line", "")
	hello.Info("output", "stream", "stdout", "line", "\x1b[2J\tä\x00\u202e")
	hello.Info("fetched", "prices", 3, "from", "a b")
	hello.WithGroup("g").Warn("slow", "task", "x")
	hello.With("z", 1).Error("bad\nnews", "err", errors.New("no\nprices"))
	hello.Debug("looking")
	run(slog.LevelInfo, "succeeded", "success", "hello", "duration_ms", 85.4)
	run(slog.LevelError, "failed", "fail", "bad",
		"duration_ms", 1.6, "error", "exit status 3: a\nb")
	run(slog.LevelWarn, "terminated", "terminate", "bad",
		"duration_ms", 3200.0, "error", "timed out after 3s", "reason", "timeout", "host", "h1")
	run(slog.LevelWarn, "terminated", "terminate", "bad", "duration_ms", 85.0, "reason", "shutdown")
	run(slog.LevelInfo, "had nothing to do", "inaction", "bad", "duration_ms", 0.0)
	run(slog.LevelError, "crashed", "crash", "bad", "duration_ms", 0.0)
	l.Warn("the clock was set", "by", time.Hour)
	l.Error("hook failed", "of", "x", "stack", "goroutine 1:\n\tmain.go:1\n")
	l.Info("run away", "task", "bad")
	l.Info("output", "task", "bad")
	l.Info("schedule stopping", "by", "SIGTERM", "force", false)
	l.Info("schedule stopping", "by", "SIGTERM", "force", true)
	l.Info("schedule stopped", "uptime_ms", 11100000.0)
}

func TestText(t *testing.T) {
	const want = `12:00:07 desk   started: 2 tasks, build b1, next hello at 12:01:07
12:00:07 desk   started: 0 tasks
12:00:07 desk   started: 1 task, next hello at Tue 2026-03-03 12:00:07
12:00:07 hello  started
12:00:07 hello  │ hi eu
12:00:07 hello  │
12:00:07 hello  │ \x1b[2J	ä\x00\u202e
12:00:07 hello  fetched  prices=3 from="a b"
12:00:07 hello  warning: slow  g.task=x
12:00:07 hello  error: bad
12:00:07 hello  │ news  z=1 err="no\nprices"
12:00:07 hello  debug: looking
12:00:07 hello  succeeded in 85 ms
12:00:07 bad    failed after 1.6 ms: exit status 3: a
12:00:07 bad    │ b
12:00:07 bad    terminated after 3.2 s: timed out after 3s  host=h1
12:00:07 bad    terminated after 85 ms: shutdown
12:00:07 bad    had nothing to do
12:00:07 bad    crashed
12:00:07 warning: the clock was set  by=1h0m0s
12:00:07 error: hook failed  of=x
12:00:07 │ goroutine 1:
12:00:07 │ 	main.go:1
12:00:07 bad    run away
12:00:07 bad    output
12:00:07 desk   stopping, by SIGTERM
12:00:07 desk   stopping at once, by SIGTERM
12:00:07 desk   stopped after 3 h 5 min
`
	if got := written(style{clock: "15:04:05", names: 5, bar: "│"}, everything); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestTextColors(t *testing.T) {
	got := written(style{clock: "15:04:05", color: true, bar: "│"}, everything)
	for _, want := range []string{
		"\x1b[2m12:00:07\x1b[0m hello  started\n",
		"\x1b[2m12:00:07\x1b[0m hello  \x1b[2m│\x1b[0m hi eu\n",
		"\x1b[2m12:00:07\x1b[0m hello  \x1b[33m│\x1b[0m\n",
		"\x1b[2m12:00:07\x1b[0m hello  \x1b[32msucceeded in 85 ms\x1b[0m\n",
		"\x1b[2m12:00:07\x1b[0m bad  \x1b[31mfailed after 1.6 ms: exit status 3: a\x1b[0m\n",
		"\x1b[2m12:00:07\x1b[0m bad  │ b\n",
		"\x1b[2m12:00:07\x1b[0m \x1b[33mwarning: the clock was set  by=1h0m0s\x1b[0m\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("there is no %q in\n%q", want, got)
		}
	}
}

// TestTextJournal: each line has its level, and no time.
func TestTextJournal(t *testing.T) {
	got := written(style{journal: true, bar: "│"}, everything)
	for _, want := range []string{
		"<6>hello  started\n", "<6>hello  │ hi eu\n",
		"<3>bad  failed after 1.6 ms: exit status 3: a\n<3>bad  │ b\n",
		"<4>warning: the clock was set  by=1h0m0s\n", "<7>hello  debug: looking\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("there is no %q in\n%s", want, got)
		}
	}
}

// TestTextHandler: the rules of slog hold for the part of a line that is for
// the attributes.
func TestTextHandler(t *testing.T) {
	var b strings.Builder
	h := newTextHandler(&b, slog.LevelInfo, style{})
	slogtest.Run(t, func(*testing.T) slog.Handler {
		b.Reset()
		return h
	}, func(t *testing.T) map[string]any {
		message, rest, _ := strings.Cut(strings.TrimSuffix(b.String(), "\n"), "  ")
		found := map[string]any{"msg": message, "level": "INFO"}
		if !strings.Contains(t.Name(), "zero-time") {
			found["time"] = "not written without a clock"
		}
		for _, pair := range strings.Fields(rest) {
			path, value, _ := strings.Cut(pair, "=")
			keys, at := strings.Split(path, "."), found
			for _, key := range keys[:len(keys)-1] {
				if at[key] == nil {
					at[key] = map[string]any{}
				}
				at = at[key].(map[string]any)
			}
			at[keys[len(keys)-1]] = value
		}
		return found
	})
	if h.Enabled(t.Context(), slog.LevelDebug) || !h.Enabled(t.Context(), slog.LevelInfo) {
		t.Error("the level does not decide what is logged")
	}
}

func TestShortDuration(t *testing.T) {
	for want, d := range map[string]time.Duration{
		"0.0 ms":     0,
		"1.6 ms":     1600 * time.Microsecond,
		"9.9 ms":     9949 * time.Microsecond,
		"10 ms":      9950 * time.Microsecond,
		"999 ms":     999499 * time.Microsecond,
		"1.0 s":      999500 * time.Microsecond,
		"10 s":       9950 * time.Millisecond,
		"59 s":       59499 * time.Millisecond,
		"1 min":      59500 * time.Millisecond,
		"2 min 3 s":  123 * time.Second,
		"1 h":        time.Hour - time.Second/2,
		"3 h 5 min":  3*time.Hour + 5*time.Minute,
		"1 d":        24*time.Hour - time.Minute/2,
		"2 d 1 h":    49*time.Hour + time.Minute,
		"100 d 12 h": 100*24*time.Hour + 12*time.Hour,
	} {
		if got := ShortDuration(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}
