package rocketry

import (
	"iter"
	"slices"
	"time"

	"github.com/rocketc/rocketc/foreign"
)

// A program is the tasks of an import as Rocketry starts them, if all runs succeed at once. It
// goes by the clock on the wall without its zone, as Rocketry does, minute by minute; minutes
// at which no answer can change are left out.
type program struct {
	zone  *time.Location
	tasks []*task
}

// A task is one of a program.
type task struct {
	job    *foreign.Job
	when   condition // nil: nothing starts it
	open   string    // a part of its condition that the program cannot answer
	latest run
}

// A run is the latest one of a task. The zero value is none.
type run struct {
	start, end int   // as all starts and ends are counted
	at, wall   int64 // of the start, as of a moment
}

// A moment is when a condition of a task is asked: at is the instant, and wall what the clock
// reads, in minutes since 1970.
type moment struct {
	at, wall int64
	of       *task
}

// A condition is one that the clock, and the starts of the tasks, can answer.
type condition interface {
	holds(moment) bool
	// next returns the first minute of the clock after a moment at which the answer may be
	// another one, if no task starts until then; never: the clock alone changes nothing.
	next(moment) int64
	// isSpent reports whether the condition does not hold right after the task has started.
	isSpent() bool
}

// never is later than all minutes.
const never = 1 << 60

// taskOf returns the task of a job.
func (p *program) taskOf(name string) *task {
	for _, t := range p.tasks {
		if t.job.Name == name || foreign.Name(t.job.Name) == name {
			return t
		}
	}
	return nil
}

// give gives the jobs their rules: those whose conditions can be answered, and ask about no
// job whose condition cannot.
func (p *program) give() {
	for _, t := range p.tasks {
		if t.open == "" && p.follows(t, t, map[*task]bool{}) {
			t.open = "tasks that follow one another"
		}
	}
	for again := true; again; {
		again = false
		for _, t := range p.tasks {
			for _, j := range t.job.Asks {
				if asked := p.tasks[p.index(j)]; t.open == "" && asked.open != "" {
					t.open, again = asked.open, true
				}
			}
		}
	}
	for _, t := range p.tasks {
		if t.job.Open = t.open; t.open == "" && t.when != nil && t.job.Rules == nil {
			t.job.Rules = rules{&program{p.zone, p.asked(t)}, t}
		}
	}
}

// follows reports whether a task asks about another one, if need be by those between.
func (p *program) follows(t, other *task, seen map[*task]bool) bool {
	for _, j := range t.job.Asks {
		asked := p.tasks[p.index(j)]
		if asked == other {
			return true
		}
		if !seen[asked] {
			seen[asked] = true
			if p.follows(asked, other, seen) {
				return true
			}
		}
	}
	return false
}

// asked returns a task, and those that it asks about, in the order of the program.
func (p *program) asked(t *task) (list []*task) {
	for _, other := range p.tasks {
		if other == t || p.follows(t, other, map[*task]bool{}) {
			list = append(list, other)
		}
	}
	return list
}

func (p *program) index(j *foreign.Job) int {
	return slices.IndexFunc(p.tasks, func(t *task) bool { return t.job == j })
}

// rules are those of one task.
type rules struct {
	*program
	task *task
}

// Zone returns the zone of the clock.
func (r rules) Zone() *time.Location { return r.zone }

// Reads reports whether the task starts when the clock reads so, on a day on which nobody
// changes it.
func (r rules) Reads(at time.Time) bool {
	wall := time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), 0, 0, time.UTC)
	for range (rules{&program{time.UTC, r.tasks}, r.task}).Starts(wall, wall.Add(time.Minute)) {
		return true
	}
	return false
}

// Starts returns the starts in a span, of a program that starts so long before it as
// simulations do.
func (r rules) Starts(from, to time.Time) iter.Seq[foreign.Start] {
	return func(yield func(foreign.Start) bool) {
		for at, t := range r.starts(from.Add(-foreign.Lead), to) {
			if t == r.task && !at.Before(from) && !yield(foreign.Start{At: at}) {
				return
			}
		}
	}
}

// starts returns the starts of all tasks in a span, of a program that starts with it.
func (p *program) starts(from, to time.Time) iter.Seq2[time.Time, *task] {
	return func(yield func(time.Time, *task) bool) {
		for _, t := range p.tasks {
			t.latest = run{}
		}
		count := 0
		for at := from.Truncate(time.Minute); at.Before(to); {
			_, offset := at.In(p.zone).Zone()
			now := moment{at: at.Unix() / 60, wall: (at.Unix() + int64(offset)) / 60}
			for due := p.due(now); len(due) > 0; due = p.due(now) {
				for _, t := range due {
					count++
					t.latest = run{start: count, at: now.at, wall: now.wall}
					if !yield(at, t) {
						return
					}
				}
				for _, t := range due {
					count++
					t.latest.end = count
				}
			}
			at = p.after(at, p.next(now)-now.wall)
		}
	}
}

// due returns the tasks that are due. They start in one cycle of the scheduler, and the next one
// sees that they have succeeded.
func (p *program) due(now moment) (list []*task) {
	for _, t := range p.tasks {
		if now.of = t; t.when != nil && t.open == "" && t.when.holds(now) {
			list = append(list, t)
		}
	}
	return list
}

// next returns the next minute of the clock at which a task may be due.
func (p *program) next(now moment) int64 {
	next := int64(never)
	for _, t := range p.tasks {
		if now.of = t; t.when != nil && t.open == "" {
			next = min(next, t.when.next(now))
		}
	}
	return max(next, now.wall+1)
}

// after returns the instant some minutes after another, or that of the next change of the
// clock if that is before.
func (p *program) after(at time.Time, minutes int64) time.Time {
	later := at.Add(time.Duration(min(minutes, 1<<26)) * time.Minute)
	if _, end := at.In(p.zone).ZoneBounds(); !end.IsZero() && end.Before(later) {
		return end.Add(time.Minute - 1).Truncate(time.Minute)
	}
	return later
}
