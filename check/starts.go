package check

import (
	"slices"
	"strings"
	"sync"

	"github.com/rocketc/rocketc/diag"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/spelling"
	"github.com/rocketc/rocketc/stdconds"
)

// judgeStarts reports the tasks that can never start: those that nothing starts, and those
// that wait for such tasks. A circle of tasks that wait for each other is an error.
//
// It goes from what is sure to what follows. At first those tasks can start that start by
// themselves; then, again and again, those whose waiting a task that can start may end. The
// remaining tasks cannot start.
func (c *checker) judgeStarts() {
	s := &starts{checker: c, can: map[string]bool{}, waiters: map[string][]*task{},
		goStarts: sync.OnceValue(c.goSeesSession)}
	for _, t := range c.tasks {
		s.enter(t)
	}
	queue := s.tasks
	for len(queue) > 0 {
		t := queue[0]
		queue = queue[1:]
		if s.can[t.name] || !s.startable(t) {
			continue
		}
		s.can[t.name] = true
		queue = append(queue, s.waiters[t.name]...)
	}
	s.report()
}

// starts knows which tasks can start.
type starts struct {
	*checker
	tasks    []*task
	can      map[string]bool
	runBy    map[string][]string // by the task that is run: those that run it
	waiters  map[string][]*task  // by the task that they wait for or are run by
	goStarts func() bool         // whether Go can start tasks
}

// enter notes what a task waits for, and what it runs.
func (s *starts) enter(t *task) {
	if s.byName[t.name] != t {
		return
	}
	s.tasks = append(s.tasks, t)
	eachAwaited(t.spec.When, func(name string) { s.waiters[name] = append(s.waiters[name], t) })
	for _, name := range s.runs(t) {
		if s.runBy == nil {
			s.runBy = map[string][]string{}
		}
		s.runBy[name] = append(s.runBy[name], t.name)
		if target := s.byName[name]; target != nil {
			s.waiters[t.name] = append(s.waiters[t.name], target)
		}
	}
}

// startable reports whether a task can start, as far as is known.
func (s *starts) startable(t *task) bool {
	if t.spec.OnStartup || t.spec.OnShutdown || s.startsOtherwise(t) {
		return true
	}
	for _, runner := range s.runBy[t.name] {
		if s.can[runner] {
			return true
		}
	}
	return t.spec.When != nil &&
		judged(t.spec.When).MayHold(func(name string) bool { return s.can[name] })
}

// startsOtherwise reports whether something outside the schedule may start a task: the
// schedule says `when never`, or says nothing and has Go that can start the task.
func (s *starts) startsOtherwise(t *task) bool {
	return t.spec.When == stdconds.Const(false) || t.spec.When == nil && s.goStarts()
}

// eachAwaited visits the tasks that a condition waits for.
func eachAwaited(cond rocket.Condition, visit func(name string)) {
	switch cond := cond.(type) {
	case stdconds.Not: // what it is made of need not happen
	case stdconds.Waiter:
		for _, name := range cond.Awaits() {
			visit(name)
		}
	case rocket.Composite:
		for _, part := range cond.Parts() {
			eachAwaited(part, visit)
		}
	}
}

// report reports circles among the tasks that cannot start, and then the others of these.
func (s *starts) report() {
	state := map[string]visit{}
	for _, t := range s.tasks {
		if !s.can[t.name] && state[t.name] == 0 {
			s.circle(t, state, nil)
		}
	}
	for _, t := range s.tasks {
		if !s.can[t.name] && state[t.name] != inCircle {
			s.idle(t)
		}
	}
}

// A visit is the state of a task in the search for circles.
type visit uint8

const (
	visiting visit = iota + 1
	visited
	inCircle
)

// circle follows the tasks that a task waits for, and reports a way that leads back to it.
// path is the way so far.
func (s *starts) circle(t *task, state map[string]visit, path []*task) {
	state[t.name] = visiting
	path = append(path, t)
	eachAwaited(t.spec.When, func(name string) {
		next := s.byName[name]
		switch {
		case next == nil || next.spec == nil || s.can[name]:
		case state[name] == 0:
			s.circle(next, state, path)
		default:
			if at := slices.Index(path, next); at >= 0 && state[name] == visiting {
				s.reportCircle(path[at:], state)
			}
		}
	})
	if state[t.name] == visiting {
		state[t.name] = visited
	}
}

func (s *starts) reportCircle(circle []*task, state map[string]visit) {
	var names []string
	for _, t := range circle {
		if state[t.name] == inCircle {
			return // part of one that is reported
		}
		names = append(names, spelling.Name(t.name))
	}
	first := circle[0]
	d := s.diags.Errorf(diag.CircularWait, first.whenSpan(),
		"%s, and nothing else starts any of them", waitText(names))
	d.Help = "let one of them start by itself as well, such as `when daily | after …`"
	for _, t := range circle {
		state[t.name] = inCircle
	}
	for _, t := range circle[1:min(len(circle), maxNamed)] {
		d.Related = append(d.Related,
			diag.Related{Span: t.whenSpan(), Msg: spelling.Name(t.name) + " waits here"})
	}
}

func waitText(names []string) string {
	if len(names) == 1 {
		return "task " + names[0] + " waits for itself"
	}
	return "these tasks wait for each other: " + circleText(names)
}

// idle warns of a task that nothing starts.
func (s *starts) idle(t *task) {
	var waits []string
	eachAwaited(t.spec.When, func(name string) {
		if !s.can[name] {
			waits = append(waits, spelling.Name(name))
		}
	})
	switch {
	case len(waits) > 0:
		s.diags.Warnf(diag.NeverStarts, t.whenSpan(),
			"task %q never starts: it waits for %s, which nothing starts",
			t.name, strings.Join(waits, ", "))
	case t.decl.When != nil:
		s.diags.Warnf(diag.NeverStarts, t.decl.When.Span(),
			"task %q never starts: its condition never holds", t.name)
	default:
		d := s.diags.Warnf(diag.NeverStarts, t.nameSpan(), "nothing ever starts task %q", t.name)
		d.Help = "give it a condition, task NAME when …, or start it with `do run` or on_startup"
	}
}
