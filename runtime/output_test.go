package rocket_test

import (
	"context"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// lineLog keeps the lines of output that are logged.
type lineLog struct{ lines []string }

func (*lineLog) Enabled(context.Context, slog.Level) bool { return true }

func (l *lineLog) Handle(_ context.Context, r slog.Record) error {
	r.Attrs(func(a slog.Attr) bool {
		if a.Key == "line" {
			l.lines = append(l.lines, a.Value.String())
		}
		return true
	})
	return nil
}

func (l *lineLog) WithAttrs([]slog.Attr) slog.Handler { return l }
func (l *lineLog) WithGroup(string) slog.Handler      { return l }

// output runs a command and returns what is logged of its standard output, what
// it returned and its error.
func output(t *testing.T, c rocket.Command) (lines []string, returned any, failure string) {
	t.Helper()
	var log lineLog
	schedule := rocket.Schedule{
		Config: rocket.Config{ShutCond: ended{"a"}},
		Tasks:  []*rocket.TaskSpec{{Name: "a", When: once{}, Action: c}},
	}
	s := newSession(t, schedule, rocket.WithLogger(slog.New(&log)))
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	records, _ := s.RunLog().Records()
	returned, _ = s.Task("a").Returned()
	return log.lines, returned, records[len(records)-1].Error
}

func TestOutput(t *testing.T) {
	const x = 100_000
	for _, test := range []struct {
		name, line string
		keep       int
		lines      int    // that are logged
		last       string // of them
		returned   string
		failure    string
	}{
		{"nothing", "true", 0, 0, "", "", ""},
		{"empty lines", `printf '\n\n'`, 0, 2, "", "", ""},
		{"carriage returns", `printf 'a\r\nb\r\n'`, 0, 2, "b", "a\r\nb", ""},
		{"all is kept", `printf 0123456789`, 10, 1, "0123456789", "0123456789", ""},
		{"the end is kept", `printf 'a\n0123456789'`, 5, 2, "0123456789", "[…]56789", ""},
		{"no rune is cut", `printf 'aöö'`, 3, 1, "aöö", "[…]ö", ""},
		{"the end of the error", `echo 0123456789 >&2; exit 1`, 5, 1, "0123456789", "", "exit status 1: […]6789"},
		{"no text", `printf 'a\377b\n'`, 0, 1, "a\uFFFDb", "a\xffb", ""},
		{"no text in the error", `printf 'a\377b\n' >&2; exit 1`, 0, 1, "a\uFFFDb", "", "exit status 1: a\uFFFDb"},
		{"a long line", `head -c 100000 /dev/zero | tr '\000' x; echo y`, 0, 7, strings.Repeat("x", x-6<<14) + "y", "[…]" + strings.Repeat("x", 64<<10-2) + "y", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			lines, returned, failure := output(t, rocket.Command{Line: test.line, Output: test.keep})
			if len(lines) != test.lines || len(lines) > 0 && lines[len(lines)-1] != test.last {
				t.Errorf("logged %d lines: %.80q, want %d, the last %.80q", len(lines), lines, test.lines, test.last)
			}
			if returned == nil {
				returned = ""
			}
			if returned != test.returned || failure != test.failure {
				t.Errorf("returned %.80q, error %.80q; want %.80q, %.80q", returned, failure, test.returned, test.failure)
			}
		})
	}
}

// TestLinesAreCutBetweenRunes: pieces of a line that is logged in pieces are
// text, too.
func TestLinesAreCutBetweenRunes(t *testing.T) {
	long := "a" + strings.Repeat("ö", 20_000)
	lines, _, _ := output(t, rocket.Command{Args: []string{"printf", "%s", long}})
	if got := strings.Join(lines, ""); len(lines) != 3 || got != long {
		t.Errorf("%d lines, the same text: %v", len(lines), got == long)
	}
}

// TestAFloodHoldsNobodyUp: what a command floods its log with costs that
// command only.
func TestAFloodHoldsNobodyUp(t *testing.T) {
	var ticks atomic.Int64
	schedule := rocket.Schedule{
		Config: rocket.Config{ShutCond: ended{"flood"}},
		Tasks: []*rocket.TaskSpec{
			{Name: "flood", When: once{}, Timeout: 300 * time.Millisecond, Action: rocket.Command{Args: []string{"yes"}}},
			{Name: "tick", When: every{10 * time.Millisecond}, Action: rocket.Func(func(context.Context, *rocket.Run) (any, error) {
				ticks.Add(1)
				return nil, nil
			})},
		},
	}
	if err := newSession(t, schedule).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := ticks.Load(); n < 8 {
		t.Errorf("the other task has run %d times in 300 ms", n)
	}
}
