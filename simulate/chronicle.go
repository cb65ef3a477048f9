package simulate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/spelling"
)

// A chronicle has the runs of a test.
type chronicle struct {
	kept   []*Run // the first of the test
	total  int
	from   time.Time // when the latest step began that lets time pass
	starts []start   // since then
	recent []*Run    // the latest since then
	live   map[rocket.Ref]*Run
	told   bool // a failure has told the story since then
}

// A start is that of a run.
type start struct {
	at            time.Time
	task, because string
}

// The bounds of a chronicle: of the runs that a list can be compared with, and of those that a
// story tells.
const (
	maxCompared = 200_000
	maxTold     = 20
)

// Layouts of instants in stories.
const (
	timeOnly = "15:04:05"
	dayClock = "Mon 2006-01-02 15:04:05"
)

// forget begins a new stretch of time.
func (c *chronicle) forget(at time.Time) {
	c.from, c.starts, c.recent, c.told = at, nil, nil, false
}

// note takes what happens.
func (c *chronicle) note(e Event) error {
	ref := rocket.Ref{Task: e.Task, RunID: e.RunID}
	switch {
	case e.Event == rocket.Started:
		run := &Run{Event: e}
		c.live[ref] = run
		c.total++
		if len(c.kept) < KeptRuns {
			c.kept = append(c.kept, run)
		}
		if len(c.starts) <= maxCompared {
			c.starts = append(c.starts, start{e.Start, e.Task, e.Because})
		}
		if len(c.recent) == 2*maxTold {
			c.recent = append(c.recent[:0], c.recent[maxTold:]...)
		}
		c.recent = append(c.recent, run)
	case e.Event&rocket.Outcome != 0 && c.live[ref] != nil:
		run := c.live[ref]
		run.Outcome, run.Took = e.Event, e.Duration
		if e.Event == rocket.Failed {
			run.Why = e.Error
		}
		delete(c.live, ref)
	}
	return nil
}

// story tells the latest runs, one a line.
func (c *chronicle) story() []string {
	if len(c.starts) == 0 {
		return []string{"nothing has run since " + c.from.Format(dayClock)}
	}
	runs := c.recent[max(0, len(c.recent)-maxTold):]
	layout := c.layout(runs[len(runs)-1].Start)
	var lines []string
	if more := len(c.starts) - len(runs); more > 0 {
		lines = append(lines, fmt.Sprintf("… %d runs before these", more))
	}
	rows := make([][]string, len(runs))
	for i, r := range runs {
		rows[i] = r.cells(layout)
	}
	return append(lines, columns(rows)...)
}

// layout returns how the instants of the stretch up to a last one are written: without the
// day, if there is only one.
func (c *chronicle) layout(last time.Time) string {
	y, m, d := c.from.Date()
	if ly, lm, ld := last.In(c.from.Location()).Date(); y == ly && m == lm && d == ld {
		return timeOnly
	}
	return dayClock
}

// Lines tells the runs, one a line.
func (r *Result) Lines() []string {
	rows := make([][]string, len(r.Runs))
	for i, run := range r.Runs {
		rows[i] = run.cells(dayClock)
	}
	return columns(rows)
}

// cells tells the run: when it has started, of which task, how it has ended, and why it has
// started.
func (r *Run) cells(layout string) []string {
	return []string{r.Start.Format(layout), spelling.Name(r.Task), r.ending(), r.Because}
}

// ending says how the run has ended.
func (r *Run) ending() string {
	words := map[rocket.Event]string{rocket.Succeeded: "succeeds", rocket.Failed: "fails",
		rocket.Terminated: "is terminated", rocket.Inacted: "does nothing",
		rocket.Crashed: "crashes"}
	if r.Outcome == 0 {
		return "runs"
	}
	text := words[r.Outcome]
	if took := r.Took.Round(time.Millisecond); took > 0 {
		text += " after " + period.FormatDuration(took)
	}
	if r.Why != "" && r.Why != ErrAssumed.Error() {
		why, _, _ := strings.Cut(r.Why, "\n")
		text += ": " + shorten(why)
	}
	return text
}

// shorten returns at most maxWhy characters of a text.
func shorten(text string) string {
	if runes := []rune(text); len(runes) > maxWhy {
		return string(runes[:maxWhy-1]) + "…"
	}
	return text
}

// maxWhy is how much a story has of why a run has failed.
const maxWhy = 100

// columns joins the cells of rows, each as wide as the widest of its column.
func columns(rows [][]string) (lines []string) {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], len([]rune(cell)))
		}
	}
	for _, row := range rows {
		line := ""
		for i, cell := range row {
			line += fmt.Sprintf("%-*s  ", widths[i], cell)
		}
		lines = append(lines, strings.TrimRight(line, " "))
	}
	return lines
}

// A slot is when a run starts, to the grain of the list that it is in, and of which task it is.
type slot struct {
	at   int64 // Unix milliseconds
	task string
}

// A listed is a run that was expected, has started, or both.
type listed struct {
	slot
	mark    string // "-": was expected, "+": was not, " ": was, and has started
	because string
}

// compare compares the runs of the latest stretch with a list.
func (t *trial) compare(step ExpectRunsStep) {
	if len(t.starts) > maxCompared {
		t.fail(step.Span, fmt.Sprintf("there are more than %d runs to compare", maxCompared), nil)
		return
	}
	list, wrong := merge(step.Runs, t.starts)
	if wrong == 0 {
		return
	}
	last := t.from
	if len(list) > 0 {
		last = time.UnixMilli(list[len(list)-1].at)
	}
	layout := t.layout(last)
	var rows [][]string
	for _, l := range list {
		at := time.UnixMilli(l.at).In(t.at.Location()).Format(layout)
		rows = append(rows, []string{l.mark, at, spelling.Name(l.task), l.because})
	}
	t.fail(step.Span, "the runs are others than expected (- has not started, + was not expected)",
		excerpt(columns(rows)))
}

// merge returns the runs that were expected and those that have started, in order, and how
// many of them are wrong.
func merge(expected []ExpectedRun, starts []start) (list []listed, wrong int) {
	grain := time.Second
	for _, run := range expected {
		if run.At.Nanosecond() != 0 {
			grain = time.Millisecond
		}
	}
	left := map[slot]int{}
	for _, run := range expected {
		left[slot{run.At.UnixMilli(), run.Task}]++
	}
	for _, run := range starts {
		s := slot{run.at.Truncate(grain).UnixMilli(), run.task}
		if left[s] > 0 {
			left[s]--
			list = append(list, listed{s, " ", run.because})
			continue
		}
		list = append(list, listed{s, "+", run.because})
		wrong++
	}
	for s, n := range left {
		for range n {
			list = append(list, listed{s, "-", ""})
			wrong++
		}
	}
	slices.SortStableFunc(list, func(a, b listed) int {
		return cmp.Or(cmp.Compare(a.at, b.at), strings.Compare(a.task, b.task),
			strings.Compare(a.mark, b.mark))
	})
	return list, wrong
}

// excerpt returns the lines of a list that are marked, with two around each, and says where
// others are left out.
func excerpt(lines []string) (kept []string) {
	near := make([]bool, len(lines))
	for i, line := range lines {
		if !strings.HasPrefix(line, " ") {
			for j := max(0, i-2); j < min(len(lines), i+3); j++ {
				near[j] = true
			}
		}
	}
	left := 0
	for i, line := range lines {
		if !near[i] || len(kept) >= 2*maxTold {
			left++
			continue
		}
		if left > 0 {
			kept, left = append(kept, fmt.Sprintf("  … %d more", left)), 0
		}
		kept = append(kept, line)
	}
	if left > 0 {
		kept = append(kept, fmt.Sprintf("  … %d more", left))
	}
	return kept
}
