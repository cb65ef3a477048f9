package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/eval"
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/sensor/direct"
)

// evalCommand tries a condition.
type evalCommand struct {
	Cond      []string `arg:"" optional:"" help:"The condition; - reads it from standard input."`
	At        string   `placeholder:"TIME" help:"The instant, such as 2026-03-02T07:00:00."`
	TZ        string   `name:"tz" placeholder:"ZONE" help:"The time zone, such as Europe/Helsinki."`
	History   string   `placeholder:"FILE" help:"What has happened: a run log, or a program's log."`
	Task      string   `placeholder:"NAME" default:"task" help:"The task that has the condition."`
	Calendars string   `placeholder:"PATH" help:"A schedule whose calendars it may name."`
	CatchUp   string   `placeholder:"D" help:"The attribute catch_up of the task."`
	Spread    string   `placeholder:"D" help:"The attribute spread: 30m, or 30m by host."`
	Schedule  string   `placeholder:"NAME" help:"The schedule's name, which spread draws from."`
	Batch     bool     `help:"Answers questions on standard input, a JSON object a line."`
}

// upcoming is how many instants to come are shown.
const upcoming = 5

// Help returns what `rocketc help eval` adds.
func (*evalCommand) Help() string {
	return `Several arguments are one condition. The instant is by default now, the time zone
the system's. A line of history has task, event, time and run_id; a question has
id, cond, and what it needs of task, tasks, params, now, timezone, history and
scheduler.`
}

// Run prints whether the condition holds, and why.
func (c *evalCommand) Run(inv *invocation) error {
	if c.Batch {
		if len(c.Cond) > 0 {
			return usagef("with --batch, conditions come from standard input")
		}
		return eval.Batch(inv.stdin, inv.stdout, direct.Calls)
	}
	cond, err := c.cond(inv.stdin)
	if err != nil {
		return err
	}
	question, err := c.question(inv, cond)
	if err != nil {
		return usageError{err}
	}
	trial, err := question.Prepare(direct.Calls)
	var mistakes eval.Mistakes
	if errors.As(err, &mistakes) {
		if slices.Equal(c.Cond, []string{"-"}) {
			for i := range mistakes {
				mistakes[i].Span.File = stdinName
			}
		}
		return errors.Join(inv.reportCond(cond, diag.List(mistakes)), errReported)
	}
	if err != nil {
		return usageError{err}
	}
	var text bytes.Buffer
	show(&text, trial)
	_, err = text.WriteTo(inv.stdout)
	return err
}

// cond returns the condition that the arguments make, joined by blanks.
func (c *evalCommand) cond(stdin io.Reader) (string, error) {
	cond := strings.Join(c.Cond, " ")
	if cond == "-" {
		text, err := readLimited(stdin)
		if err != nil {
			return "", err
		}
		cond = strings.TrimRight(string(text), "\r\n")
	}
	if strings.TrimSpace(cond) == "" {
		return "", usagef("there is no condition to try; for example: " +
			"rocketc eval 'daily after 07:00'")
	}
	return cond, nil
}

func (c *evalCommand) question(inv *invocation, cond string) (*eval.Question, error) {
	name := cmp.Or(c.TZ, localZone())
	zone, err := loadZone(name)
	if err != nil {
		return nil, err
	}
	q := &eval.Question{Cond: cond, Task: c.Task, Timezone: name,
		CatchUp: c.CatchUp, Spread: c.Spread, Schedule: c.Schedule}
	if c.At != "" {
		at, err := period.ParseInstant(c.At, zone)
		if err != nil {
			return nil, fmt.Errorf("--at: %w", err)
		}
		q.Now = eval.At(at)
	}
	if err := c.readCalendars(inv, q); err != nil {
		return nil, err
	}
	return q, c.readHistory(inv, q)
}

// readCalendars takes the calendars of business days of a schedule.
func (c *evalCommand) readCalendars(inv *invocation, q *eval.Question) error {
	if c.Calendars == "" {
		return nil
	}
	p, err := inv.planOf([]string{c.Calendars}, tagsFlag{})
	if err != nil {
		return err
	}
	q.Calendars = p.Schedule.Calendars
	return nil
}

// readHistory reads what has happened: a run log, with all of its segments, or a text.
func (c *evalCommand) readHistory(inv *invocation, q *eval.Question) (err error) {
	if c.History == "" {
		return nil
	}
	_, isLog, _ := kindOfContent(c.History)
	if isLog || isAddress(c.History) || isSchedule(c.History) {
		named, err := inv.openRunLog(c.History)
		if err == nil {
			q.Before, q.History, err = eventsOf(inv.ctx, named.log)
		}
		return err
	}
	text, err := os.ReadFile(c.History)
	if err != nil {
		return err
	}
	q.History, err = eval.ReadHistory(text)
	if err != nil {
		return fmt.Errorf("%s:%w", c.History, err)
	}
	return nil
}

// eventsOf returns the history that a run log is: what it knows of records that it no longer
// has, and the events of the others.
func eventsOf(ctx context.Context, log rocket.RunLog) (older rocket.Summary, events []eval.Event,
	err error) {
	older, records := everything(ctx, log)
	for r, err := range records {
		if err != nil {
			return older, nil, err
		}
		events = append(events, eval.Event{
			Task: r.Task, Event: r.Event, RunID: r.RunID, Reason: r.Reason, Return: r.Return,
			Time: eval.At(r.Created), Start: eval.At(r.Start), End: eval.At(r.End),
			Scheduled: eval.At(r.Scheduled), When: r.When, Formerly: r.Formerly, Cause: r.Cause,
		})
	}
	return older, events, nil
}

// reportCond reports what is wrong with a condition.
func (inv *invocation) reportCond(text string, list diag.List) error {
	source := func(string) []byte { return []byte(text) }
	return diag.RenderLimited(inv.stderr, source, list, diag.MaxShown, inColor(inv.stderr))
}

// show prints the answer, the tree of its parts, and what is to come.
func show(w io.Writer, t *eval.Trial) {
	whole := t.Explain()
	fmt.Fprintln(w, truth(whole))
	showPart(w, whole, 1)
	over := t.Over()
	moments := t.Next(upcoming)
	if len(moments) == 0 {
		text := "becomes true only by an event, if at all"
		switch {
		case check.Never(t.Cond):
			text = "never becomes true"
		case over:
			text = "never becomes true from now on"
		}
		fmt.Fprintln(w, text)
		return
	}
	if slices.ContainsFunc(moments, func(m eval.Moment) bool { return m.If == nil }) {
		fmt.Fprint(w, "becomes true, ")
	}
	fmt.Fprintln(w, "as if the task ran at once each time:")
	for _, m := range moments {
		fmt.Fprintln(w, "  "+momentText(m))
	}
}

// momentText says when a condition becomes true, or may do so.
func momentText(m eval.Moment) string {
	if m.If == nil {
		return m.At.Format(instant)
	}
	return fmt.Sprintf("may become true at %s if %v holds then", m.At.Format(instant), m.If)
}

// instant is how instants are shown.
const instant = "Mon 2006-01-02 15:04:05.999999999 MST"

func showPart(w io.Writer, p rocket.Part, depth int) {
	line := strings.Repeat("  ", depth) + truth(p) + ": " + p.Text
	if p.Why != "" {
		line += " (" + p.Why + ")"
	}
	fmt.Fprintln(w, line)
	for _, part := range p.Parts {
		showPart(w, part, depth+1)
	}
}

func truth(p rocket.Part) string {
	if p.Err != nil && p.State.Unknown {
		return "not known: " + p.Err.Error()
	}
	return stateText(p.State)
}

func stateText(s rocket.State) string {
	text := fmt.Sprint(s.Holds)
	if s.Unknown {
		text = "not known yet"
	}
	if !s.Until.IsZero() {
		text += " until " + s.Until.Format(instant)
	}
	return text
}
