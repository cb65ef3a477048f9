package stdconds

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
)

// After holds when other tasks did something after the latest start of the
// task: `after a`, `after any a, b failed`.
type After struct {
	Tasks []string
	// Did is what they must have done; zero means rocket.Succeeded.
	Did rocket.Event
	// Any asks for one of the tasks instead of all.
	Any bool
}

// Observe never expires: it reads histories only.
func (c After) Observe(o *rocket.Observation) (rocket.State, error) {
	started := o.History("").Last(rocket.Started)
	for _, task := range c.Tasks {
		if o.History(task).Last(c.did()).After(started) == c.Any {
			return rocket.State{Holds: c.Any}, nil
		}
	}
	return rocket.State{Holds: !c.Any}, nil
}

func (c After) did() rocket.Event {
	if c.Did == 0 {
		return rocket.Succeeded
	}
	return c.Did
}

// String returns the condition as the language writes it.
func (c After) String() string {
	var b strings.Builder
	b.WriteString("after ")
	if c.Any {
		b.WriteString("any ")
	}
	for i, task := range c.Tasks {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(taskName(task))
	}
	if c.did() != rocket.Succeeded {
		b.WriteString(" " + participle(c.did()))
	}
	return b.String()
}

// Has holds when the number of times that something happened to a task
// compares as asked: `has failed today`, `task a has succeeded past 1 hour >= 2
// times`. The zero Count means at least once.
type Has struct {
	// Task is the task that is looked at; empty: the task it is set on.
	Task string
	Did  rocket.Event
	// Span is where to look; nil means ever.
	Span  Span
	Count Count
}

// Observe stands until the span changes or its oldest event leaves it.
func (c Has) Observe(o *rocket.Observation) (rocket.State, error) {
	h := o.History(c.Task)
	if c.Span == nil {
		return rocket.State{Holds: c.Count.holds(h.Total(c.Did))}, nil
	}
	from, to, until := c.Span.bounds(o.Now)
	n, first, _ := h.Within(c.Did, from, to)
	if leave := c.Span.leaves(first); n > 0 && !leave.IsZero() {
		until = rocket.Earlier(until, leave.In(o.Now.Location()))
	}
	return rocket.State{Holds: c.Count.holds(n), Until: until}, nil
}

// LookBack visits the task with the length of the span.
func (c Has) LookBack(visit func(string, time.Duration)) {
	if c.Span != nil {
		visit(c.Task, c.Span.length())
	}
}

// String returns the condition as the language writes it.
func (c Has) String() string {
	s := "has " + participle(c.Did)
	if c.Task != "" {
		s = "task " + taskName(c.Task) + " " + s
	}
	if c.Span != nil {
		s += " " + c.Span.String()
	}
	return s + c.Count.String()
}

// A Span is the part of the past in which events are counted: [Past] or [This].
type Span interface {
	// bounds returns the half-open range of instants that count at now, and the
	// instant at which that range changes other than by sliding.
	bounds(now time.Time) (from, to, until time.Time)
	// leaves returns when an event at the instant leaves the span by sliding,
	// or the zero time.
	leaves(at time.Time) time.Time
	length() time.Duration
	String() string
}

// Past is a span that slides: `past 2 hours`. An event exactly that long ago
// is no longer in it.
type Past time.Duration

func (p Past) bounds(now time.Time) (from, to, until time.Time) {
	return now.Add(-time.Duration(p) + 1), now.Add(1), time.Time{}
}

func (p Past) leaves(at time.Time) time.Time { return at.Add(time.Duration(p)) }

func (p Past) length() time.Duration { return time.Duration(p) }

// String returns the condition as the language writes it.
func (p Past) String() string { return "past " + period.FormatDuration(time.Duration(p)) }

// This is a span that follows the calendar: `today`, `this week starting Tue`,
// `this hour before 15:00`.
type This struct {
	// Unit is the whole period that is counted in.
	Unit period.Period
	// Window is the part of it that counts; nil means all of it. A window that
	// runs over the end of the unit counts while it is open.
	Window period.Period
	// Text is how the span is written.
	Text string
}

func (t This) bounds(now time.Time) (from, to, until time.Time) {
	unit, ok := t.Unit.Next(now)
	if !ok || unit.Start.After(now) {
		return now, now, unit.Start
	}
	if t.Window == nil {
		return unit.Start, now.Add(1), unit.End
	}
	w, ok := t.Window.Next(now)
	if !ok {
		return now, now, time.Time{}
	}
	if !w.Start.After(now) {
		return w.Start, now.Add(1), w.End
	}
	until = rocket.Earlier(unit.End, w.Start)
	past, ok := t.Window.Next(unit.Start)
	if !ok || past.Start.Before(unit.Start) || past.End.After(now) {
		return now, now, until
	}
	return past.Start, past.End, until
}

func (t This) leaves(time.Time) time.Time { return time.Time{} }

// length is that of the longest year and a day over, whatever the unit: a
// window over the end of a unit reaches back less than two of them.
func (t This) length() time.Duration {
	const day = 24 * time.Hour
	switch t.Unit.(type) {
	case period.OfYear:
		return 2 * 366 * day
	case period.OfMonth:
		return 2 * 31 * day
	case period.OfWeek:
		return 15 * day
	}
	return 3 * day
}

// String returns the condition as the language writes it.
func (t This) String() string { return t.Text }

// Count compares a number of times with N. The zero Count asks for at least
// one.
type Count struct {
	Op Op
	N  int
}

// Op is a comparison.
type Op string

// The comparisons.
const (
	Less         Op = "<"
	LessEqual    Op = "<="
	Equal        Op = "=="
	NotEqual     Op = "!="
	GreaterEqual Op = ">="
	Greater      Op = ">"
)

func (c Count) holds(n int) bool {
	switch c.Op {
	case Less:
		return n < c.N
	case LessEqual:
		return n <= c.N
	case Equal:
		return n == c.N
	case NotEqual:
		return n != c.N
	case GreaterEqual:
		return n >= c.N
	case Greater:
		return n > c.N
	}
	return n > 0
}

// String returns the condition as the language writes it.
func (c Count) String() string {
	if c.Op == "" {
		return ""
	}
	return " " + string(c.Op) + " " + strconv.Itoa(c.N)
}

// Running holds when the number of live runs of a task compares as asked:
// `running`, `task a is running for more than 5 minutes`, `running <= 4`.
type Running struct {
	// Task is the task that is looked at; empty: the task it is set on.
	Task string
	// Over and Under narrow which live runs count: those that have run for more
	// than Over and less than Under. Zero means no bound.
	Over, Under time.Duration
	Count       Count
}

// Observe stands until the first live run comes to count or ceases to.
func (c Running) Observe(o *rocket.Observation) (rocket.State, error) {
	n, until := 0, time.Time{}
	for _, run := range o.History(c.Task).Live() {
		age := o.Now.Sub(run.Start)
		switch {
		case c.Over > 0 && age <= c.Over:
			until = rocket.Earlier(until, run.Start.Add(c.Over+1))
		case c.Under > 0 && age >= c.Under:
		default:
			n++
			if c.Under > 0 {
				until = rocket.Earlier(until, run.Start.Add(c.Under))
			}
		}
	}
	if !until.IsZero() {
		until = until.In(o.Now.Location())
	}
	return rocket.State{Holds: c.Count.holds(n), Until: until}, nil
}

// String returns the condition as the language writes it.
func (c Running) String() string {
	s := "running"
	if c.Task != "" {
		s = "task " + taskName(c.Task) + " is running"
	}
	over, under := period.FormatDuration(c.Over), period.FormatDuration(c.Under)
	switch {
	case c.Over > 0 && c.Under > 0:
		s += " for between " + over + " and " + under
	case c.Over > 0:
		s += " for more than " + over
	case c.Under > 0:
		s += " for less than " + under
	}
	return s + c.Count.String()
}

// Retry holds when the latest outcome of the task is a failure, there are at
// most Times failures in a row, and the wait since the last of them is over:
// `retry 3 every 10 seconds backoff 2`.
type Retry struct {
	// Times is how often to try again; negative means without end.
	Times int
	// Every is the wait before the first retry; zero means none.
	Every time.Duration
	// Backoff multiplies the wait before each further retry; zero means 1.
	Backoff float64
}

// Observe stands until the wait is over.
func (c Retry) Observe(o *rocket.Observation) (rocket.State, error) {
	h := o.History("")
	n := h.Failures()
	if n == 0 || (c.Times >= 0 && n > c.Times) {
		return rocket.State{}, nil
	}
	due := h.Last(rocket.Failed).Add(c.wait(n))
	if due.After(o.Now) {
		return rocket.State{Until: due.In(o.Now.Location())}, nil
	}
	return rocket.State{Holds: true}, nil
}

// maxWait bounds the growth of a backed-off wait: about 100 years.
const maxWait = 100 * 365 * 24 * time.Hour

func (c Retry) wait(failures int) time.Duration {
	if c.Backoff == 0 {
		return c.Every
	}
	wait := float64(c.Every) * math.Pow(c.Backoff, float64(failures-1))
	return time.Duration(min(wait, float64(maxWait)))
}

// String returns the condition as the language writes it.
func (c Retry) String() string {
	s := "retry"
	if c.Times >= 0 {
		s += " " + strconv.Itoa(c.Times)
	}
	if c.Every > 0 {
		s += " every " + period.FormatDuration(c.Every)
	}
	if c.Backoff != 0 {
		s += " backoff " + strconv.FormatFloat(c.Backoff, 'g', -1, 64)
	}
	return s
}

// participle returns the word that the language has for what happened.
func participle(e rocket.Event) string {
	switch e {
	case rocket.Started:
		return "started"
	case rocket.Succeeded:
		return "succeeded"
	case rocket.Failed:
		return "failed"
	case rocket.Finished:
		return "finished"
	case rocket.Terminated:
		return "terminated"
	case rocket.Inacted:
		return "inacted"
	case rocket.Crashed:
		return "crashed"
	}
	return e.String()
}

// taskName writes the name of a task, quoted where it is not a plain word.
func taskName(name string) string {
	for i, r := range name {
		letter := r == '_' || r == '.' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return strconv.Quote(name)
		}
	}
	return name
}
