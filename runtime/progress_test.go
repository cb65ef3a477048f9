package rocket_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

func TestParseProgress(t *testing.T) {
	for _, c := range []struct {
		line, want string
	}{
		{"::progress 40/100 rows of a", "40 100 rows of a true"},
		{"::progress 40/100", "40 100  true"},
		{"::progress 40 rows", "40 0 rows true"},
		{"::progress   0/0 ", "0 0  true"},
		{"::progress 9223372036854775807/1 x", "9223372036854775807 1 x true"},
		{"::progress 9223372036854775808/1", ""}, {"::progress NaN/1", ""}, {"::progress -1/2", ""},
		{"::progress +1/2", ""}, {"::progress 1e3/2", ""}, {"::progress 1/2/3", ""},
		{"::progress 1/", ""}, {"::progress /1", ""}, {"::progress", ""}, {"::progress ", ""},
		{" ::progress 1/2", ""}, {"::progress " + strings.Repeat("1", 1000), ""},
	} {
		done, total, text, ok := rocket.ParseProgress(c.line)
		got := fmt.Sprintln(done, total, text, ok)
		if want := c.want + "\n"; ok != (c.want != "") || ok && got != want {
			t.Errorf("%.50q: got %q, want %q", c.line, got, want)
		}
	}
}

// The latest progress of a run is told while it is live, and its last record has it.
func TestProgress(t *testing.T) {
	var said []string
	say := func(done, total int64, text string) string {
		var shown string
		schedule := rocket.Schedule{Tasks: []*rocket.TaskSpec{{Name: "a", When: once{},
			Action: rocket.Func(func(_ context.Context, r *rocket.Run) (any, error) {
				r.Progress(1, 2, "an earlier one")
				r.Progress(done, total, text)
				for _, live := range r.Session().Overview().Live {
					shown = live.Progress.String()
				}
				return nil, nil
			})}}}
		records := live(t, schedule, func(*rocket.Session) { time.Sleep(time.Second) })
		last := records[len(records)-1]
		if last.Progress != shown || records[0].Progress != "" {
			t.Errorf("the records have %q and %q", records[0].Progress, last.Progress)
		}
		said = append(said, shown)
		return shown
	}
	for _, c := range []struct {
		done, total int64
		text, want  string
	}{
		{40, 100, "rows", "40/100 rows"}, {40, 0, "rows", "40 rows"}, {0, 0, "asks", "asks"},
		{0, 3, "", "0/3"}, {-5, -1, "", ""}, {math.MaxInt64, 1, "", "9223372036854775807/1"},
		{1, 2, "two\nlines\tand \xff", "1/2 two lines and \uFFFD"},
		{1, 2, strings.Repeat("ä", 1000), "1/2 " + strings.Repeat("ä", 100)},
	} {
		if got := say(c.done, c.total, c.text); got != c.want {
			t.Errorf("Progress(%d, %d, %.20q) is shown as %q, want %q", c.done, c.total, c.text,
				got, c.want)
		}
	}
}

// A run that was made for a test of its action has nobody to tell.
func TestProgressOfNobody(t *testing.T) {
	(&rocket.Run{}).Progress(1, 2, "x")
	synctest.Test(t, func(*testing.T) { (&rocket.Run{}).Progress(1, 2, "x") })
}

// TestCommandProgress: the lines in which a command says how far it is are no output, unless the
// task says so, however many there are.
func TestCommandProgress(t *testing.T) {
	for _, c := range []struct {
		line  string
		off   bool
		want  string
		lines string
	}{
		{`echo a; echo ::progress 40/100 rows >&2; echo ::progress NaN/1 x`, false, "40/100 rows",
			"::progress NaN/1 x|a"},
		{`echo ::progress 40/100 rows`, true, "", "::progress 40/100 rows"},
		{`yes ::progress 1/3 x | head -n 1000000; echo ::progress 3/3`, false, "3/3", ""},
	} {
		command := rocket.Command{Line: c.line, NoProgress: c.off}
		run, log := runOnce(t, rocket.TaskSpec{Action: command}, rocket.Schedule{})
		var lines []string
		for line := range strings.Lines(log) {
			if _, text, is := strings.Cut(line, " line="); is {
				lines = append(lines, strings.Trim(text, "\"\n"))
			}
		}
		slices.Sort(lines)
		if run.Progress != c.want || strings.Join(lines, "|") != c.lines {
			t.Errorf("%s: progress %q, want %q; lines %.100q, want %q", c.line, run.Progress,
				c.want, lines, c.lines)
		}
	}
}

func init() {
	programs["progress"] = func() rocket.Schedule {
		say := func(_ context.Context, r *rocket.Run) (any, error) {
			for i := range int64(100_000) {
				r.Progress(i+1, 100_000, "steps")
			}
			return nil, nil
		}
		return rocket.Schedule{
			Config: rocket.Config{ShutCond: ended{"a"}},
			Tasks: []*rocket.TaskSpec{{Name: "a", When: once{}, Execution: rocket.Process,
				Action: rocket.Func(say)}},
		}
	}
}

func TestProgressOfAProcess(t *testing.T) {
	records := playProcesses(t, "progress")
	if last := records[len(records)-1]; last.Progress != "100000/100000 steps" {
		t.Errorf("the last record has %q, error %q", last.Progress, last.Error)
	}
}
