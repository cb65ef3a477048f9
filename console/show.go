package console

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/rocketc/rocketc/control"
	rocket "github.com/rocketc/rocketc/runtime"
)

// decoded returns the values of an answer.
func decoded[T any](lines answer) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for data, err := range lines {
			var value T
			if err == nil {
				err = json.Unmarshal(data, &value)
			}
			if !yield(value, err) || err != nil {
				return
			}
		}
	}
}

// A table lines up cells. It is written when it is flushed.
type table struct{ *tabwriter.Writer }

func (s *screen) table(head ...string) table {
	t := table{tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)}
	if len(head) > 0 {
		t.row(head...)
	}
	return t
}

func (t table) row(cells ...string) {
	for i, cell := range cells {
		cells[i] = Printable(strings.ReplaceAll(cell, "\t", " "))
	}
	fmt.Fprintln(t, strings.TrimRight(strings.Join(cells, "\t"), "\t"))
}

// The layouts of an instant: of this day, and of another.
const (
	clockLayout = "15:04:05"
	dayLayout   = "Mon 2006-01-02 15:04:05"
)

// when writes an instant; a dash if there is none.
func (s *screen) when(at time.Time) string {
	if at.IsZero() {
		return "-"
	}
	now := s.now.In(at.Location())
	if y, d := at.Year(), at.YearDay(); y == now.Year() && d == now.YearDay() {
		return at.Format(clockLayout)
	}
	return at.Format(dayLayout)
}

// away writes how far off an instant is: "in 2 h", "3 min ago".
func (s *screen) away(at time.Time) string {
	if at.After(s.now) {
		return "in " + ShortDuration(at.Sub(s.now))
	}
	return ShortDuration(s.now.Sub(at)) + " ago"
}

// shortRun returns the end of the id of a run, which tells it from others.
func shortRun(id string) string { return id[max(0, len(id)-shortID):] }

const shortID = 8

// showStatus shows what the session does.
func showStatus(s *screen, lines answer) error {
	for status, err := range decoded[control.Status](lines) {
		if err != nil {
			return err
		}
		ShowStatus(s.out, &status)
	}
	return nil
}

// ShowStatus shows what a session does, for people.
func ShowStatus(w io.Writer, status *control.Status) {
	(&screen{out: w, now: status.Now}).showStatus(status)
}

func (s *screen) showStatus(status *control.Status) {
	fmt.Fprintf(s.out, "%s: %sprocess %d on %s, %s, %d tasks, zone %s\n",
		Printable(cmp.Or(status.Schedule, "schedule")), roleText(status.Role), status.PID,
		Printable(status.Host), upText(status), status.Tasks, status.Zone)
	if status.Leader != "" {
		fmt.Fprintf(s.out, "stands by: %s leads\n", Printable(status.Leader))
	}
	if status.LogError != "" {
		fmt.Fprintf(s.out, "what went wrong is not known: %s\n",
			Printable(strings.Join(strings.Fields(status.LogError), " ")))
	}
	if status.Hold != nil {
		fmt.Fprintf(s.out, "on hold %s\n", s.hold(status.Hold))
	}
	if n := status.Next; n != nil {
		fmt.Fprintf(s.out, "next: %s at %s, %s%s\n", Printable(n.Task), s.when(n.At), s.away(n.At),
			afterHold(n))
	}
	for _, held := range status.Held {
		fmt.Fprintf(s.out, "%s is on hold %s\n", Printable(held.Task), s.hold(&held.Hold))
	}
	s.showLive(status.Live)
	s.showWaiting(status)
	s.showBackfills(status.Backfills)
	s.showPools(status.Pools)
	s.showWorkers(status)
	s.showWrong(status.Wrong)
}

// afterHold says that a start comes after a hold, if it does.
func afterHold(n *control.Next) string {
	if n.Hold == nil {
		return ""
	}
	return ", after its hold"
}

func (s *screen) hold(h *control.Hold) string {
	text := "since " + s.when(h.Since)
	if !h.Until.IsZero() {
		text += " until " + s.when(h.Until)
	}
	if h.By != "" {
		text += " by " + h.By
	}
	if h.Reason != "" {
		text += ": " + h.Reason
	}
	return Printable(text)
}

func (s *screen) showLive(live []control.LiveRun) {
	if len(live) == 0 {
		return
	}
	fmt.Fprintln(s.out)
	head := []string{"RUNNING", "RUN", "SINCE", "FOR"}
	away := slices.ContainsFunc(live, func(r control.LiveRun) bool { return whereText(r) != "" })
	if away {
		head = append(head, "WHERE")
	}
	if slices.ContainsFunc(live, func(r control.LiveRun) bool { return r.Progress != nil }) {
		head = append(head, "PROGRESS")
	}
	t := s.table(head...)
	for _, r := range live {
		cells := []string{r.Task, shortRun(r.RunID), s.when(r.Start),
			ShortDuration(s.now.Sub(r.Start))}
		if away {
			cells = append(cells, whereText(r))
		}
		t.row(append(cells, progressText(r.Progress))...)
	}
	t.Flush()
}

func (s *screen) showWaiting(status *control.Status) {
	if len(status.Waiting) == 0 {
		return
	}
	fmt.Fprintln(s.out)
	t := s.table("WAITING", "SINCE", "FOR")
	for _, w := range status.Waiting {
		since := s.when(w.Since)
		if w.Overdue {
			since += ", overdue"
		}
		t.row(w.Task, since, obstacleText(w.For, w.Pools))
	}
	t.Flush()
}

// obstacleText says what keeps a task from starting, in words.
func obstacleText(obstacle string, pools []string) string {
	switch obstacle {
	case "held":
		return "the end of a hold"
	case "disabled":
		return "being enabled"
	case "overlap":
		return "the end of its live runs"
	case "asked":
		return "its turn: it was asked for"
	case "stopping":
		return "nothing: the session shuts down"
	case "slot":
		var names []string
		for _, p := range pools {
			if p == "" {
				names = append(names, "a process slot")
			} else {
				names = append(names, "room in the pool "+p)
			}
		}
		return cmp.Or(strings.Join(names, " and "), "its turn in the line")
	}
	return obstacle
}

func (s *screen) showPools(pools []control.Pool) {
	if len(pools) < 2 {
		return // the process slots alone
	}
	fmt.Fprintln(s.out)
	t := s.table("POOL", "TAKEN", "WAITING")
	for _, p := range pools {
		size := "any"
		if p.Size > 0 {
			size = fmt.Sprint(p.Size)
		}
		t.row(cmp.Or(p.Name, "process slots"), fmt.Sprintf("%d of %s", p.Taken, size),
			fmt.Sprint(p.Waiting))
	}
	t.Flush()
}

func (s *screen) showWrong(wrong []control.Wrong) {
	if len(wrong) == 0 {
		return
	}
	fmt.Fprintln(s.out)
	t := s.table("WENT WRONG", "FAILED", "MISSED", "LAST", "NOW")
	for _, w := range wrong {
		now := "fine"
		if w.Now {
			now = "failing"
		}
		t.row(w.Task, fmt.Sprint(w.Failed), fmt.Sprint(w.Missed), s.when(w.Last), now)
	}
	t.Flush()
}

// showTasks shows the tasks as a table.
func showTasks(s *screen, lines answer) error {
	t := s.table("TASK", "STATE", "LATEST", "ENDED", "NEXT", "WHEN")
	for task, err := range decoded[control.Task](lines) {
		if err != nil {
			return err
		}
		outcome := cmp.Or(task.Outcome, "-")
		if task.Failures > 1 {
			outcome += fmt.Sprintf(" ×%d", task.Failures)
		}
		state := task.State
		if len(task.Hosts) > 0 {
			state += " on " + strings.Join(task.Hosts, ", ")
		}
		t.row(task.Task, state, outcome, s.when(task.End), s.when(task.Next), task.When)
	}
	return t.Flush()
}

// showNext shows the next starts.
func showNext(s *screen, lines answer) error {
	t := s.table("TASK", "NEXT", "")
	for next, err := range decoded[control.Next](lines) {
		if err != nil {
			return err
		}
		remark := ""
		if !next.At.IsZero() {
			remark = s.away(next.At)
		}
		if next.Hold != nil {
			remark = strings.TrimLeft(remark+", on hold "+s.hold(next.Hold), ", ")
		}
		t.row(next.Task, s.when(next.At), remark)
	}
	return t.Flush()
}

// showDone says what was done.
func showDone(s *screen, lines answer) error {
	for done, err := range decoded[control.Done](lines) {
		if err != nil {
			return err
		}
		fmt.Fprintln(s.out, Printable(done.Done))
	}
	return nil
}

// showLines shows what runs have written.
func showLines(s *screen, lines answer) error {
	for line, err := range decoded[control.Line](lines) {
		if err != nil {
			return err
		}
		s.showLine(line)
	}
	return nil
}

func (s *screen) showLine(line control.Line) {
	text := line.Text
	switch line.Stream {
	case "":
	case "progress":
		text = "… " + text
	case "arguments":
		text = "with " + text
	default:
		text = "│ " + text
	}
	fmt.Fprintf(s.out, "%s %s  %s\n", line.Time.Format(clockLayout), shortRun(line.RunID),
		Printable(text))
}

// showRun shows what a run writes, and how it has ended.
func showRun(s *screen, lines answer) error {
	for data, err := range lines {
		if err != nil {
			return err
		}
		var run control.Run
		var line control.Line
		var done control.Done
		switch {
		case json.Unmarshal(data, &done) == nil && done.Done != "":
			fmt.Fprintln(s.out, Printable(done.Done))
		case json.Unmarshal(data, &line) == nil && line.Text != "":
			fmt.Fprintln(outputOf(s, line), Printable(line.Text))
		case json.Unmarshal(data, &run) == nil && run.Event != "":
			if s.failed = isFailure(data); s.failed {
				why := strings.TrimPrefix(run.Error, "task "+run.Task+": ")
				fmt.Fprintf(s.err, "%s: %s\n", Printable(run.Task),
					Printable(cmp.Or(why, run.Event)))
			}
		}
	}
	return nil
}

// outputOf returns where a line of a run goes: what the run has written to its standard
// output to ours, all else beside it.
func outputOf(s *screen, line control.Line) io.Writer {
	if line.Stream == "stdout" {
		return s.out
	}
	return s.err
}

// showHistory shows how runs have ended.
func showHistory(s *screen, lines answer) error {
	table := newIDTable(s.out, s.follows)
	for r, err := range decoded[rocket.Record](lines) {
		if err != nil {
			return errors.Join(table.Flush(), err)
		}
		if err := table.Show(r); err != nil {
			return err
		}
		if s.follows {
			if err := table.Flush(); err != nil {
				return err
			}
		}
	}
	return table.Flush()
}
