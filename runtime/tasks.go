package rocket

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// A task is what the loop knows of a task.
type task struct {
	declaration
	handle    Task
	session   *Session
	history   *History
	start     watch
	end       *watch  // nil until a run is live for which there is an end condition
	ledger    *ledger // nil: its start condition has no windows, or it was not watched yet
	runs      []*Run
	causes    *causes        // nil: nothing has happened for which it waits
	held      *Hold          // nil: it is not
	waiter    *waiter        // nil: its start condition has no start wait for places
	kept      *Launch        // the start that its overlap keeps, or nil
	filled    map[int64]bool // the windows that backfills have, by their starts
	preparing int32          // of the runs
	demands   int32          // runs that were asked for and have not begun
	seq       int32
	row       int32 // of the task in the schedule; unlisted: in none
	disabled  bool
}

// unlisted is the row of a task that its schedule does not declare.
const unlisted = -1

// pos returns where the task is declared.
func (t *task) pos() Pos { return cmp.Or(t.Pos, t.session.places.at(int(t.row))) }

// spec returns a copy of the declaration, with its place.
func (t *task) spec() TaskSpec {
	spec := *t.TaskSpec
	spec.Pos = t.pos()
	return spec
}

// Task returns the session's task of that name, or nil; a nil session has no tasks. The
// methods of a nil *Task return [ErrNoTask] or nothing.
func (s *Session) Task(name string) (found *Task) {
	if s == nil {
		return nil
	}
	s.mail.ask(func() {
		if t := s.find(name); t != nil {
			found = &t.handle
		}
	})
	return found
}

// find returns the task of that name, or nil.
func (s *Session) find(name string) *task {
	if h := s.facts.tasks[name]; h != nil {
		return h.task
	}
	return nil
}

// Tasks returns the tasks of the session in the order of their declaration.
func (s *Session) Tasks() (tasks []*Task) {
	s.mail.ask(func() {
		for _, t := range s.order {
			tasks = append(tasks, &t.handle)
		}
	})
	return tasks
}

// Create adds a task to the session. If there is one of its name, OnExists of the new
// task, or else task_pre_exist, decides what happens. The task that is returned is nil if spec
// was ignored. A task without an action is an error.
func (s *Session) Create(spec TaskSpec) (created *Task, err error) {
	if spec.Action == nil {
		return nil, fmt.Errorf("task %q has no action", spec.Name)
	}
	declared := declare(&spec)
	when := declared.when.words()
	err = s.change(context.Background(), func(l *loop) error {
		t, err := s.add(&task{declaration: declared, row: unlisted})
		if t != nil {
			created = &t.handle
			if t.when.bindable {
				when = t.when.words()
			}
			l.renote(t, when)
			l.watchStart(t)
		}
		return err
	})
	return created, err
}

// add makes t, which has a declaration and its row, a task of the session. It returns nil if
// the task is ignored.
func (s *Session) add(t *task) (*task, error) {
	t.session, t.seq, t.disabled = s, s.nextSeq, t.Disabled
	if t.Name == "" {
		return nil, t.pos().errorf("a task has no name")
	}
	if other := s.find(t.Name); other != nil {
		switch cmp.Or(t.OnExists, s.config().TaskPreExist) {
		case Ignore:
			return nil, nil
		case Rename:
			renamed := t.spec()
			renamed.Name = s.freeName(t.Name)
			t.TaskSpec = &renamed
		case Replace:
			s.displace(other)
		default:
			return nil, t.pos().errorf("task %q is already declared%s", t.Name,
				other.pos().at())
		}
	}
	var err error
	if t.declaration, err = s.bind(t, t.declaration, s.values); err != nil {
		return nil, err
	}
	t.handle.name, t.handle.task = t.Name, t
	s.nextSeq++
	t.history = s.facts.History(t.Name)
	t.history.task = t
	s.order = append(s.order, t)
	s.keep(t)
	return t, nil
}

// freeName returns the name with the first number that makes it free.
func (s *Session) freeName(name string) string {
	for n := 1; ; n++ {
		numbered := fmt.Sprintf("%s %d", name, n)
		if s.find(numbered) == nil {
			return numbered
		}
	}
}

// displace takes out a task whose name another gets.
func (s *Session) displace(t *task) {
	if s.loop != nil {
		s.loop.takeAway(t, ErrTerminated)
	}
	s.remove(t)
}

// takeAway ends what the loop does for a task. Its live runs end because of cause.
func (l *loop) takeAway(t *task, cause error) {
	l.unwatch(&t.start)
	l.terminate(t, cause)
	l.withdraw(ErrNoTask, func(launch *Launch) bool { return launch.task == t })
}

func (s *Session) remove(t *task) {
	s.regrouped(t)
	t.history.task = nil
	t.handle.removed.Store(true)
	if i := slices.Index(s.order, t); i >= 0 {
		s.order = slices.Concat(s.order[:i], s.order[i+1:]) // somebody may range over it
	}
}

// byPriority sorts tasks: higher priority first, then in the order of their
// declaration.
func byPriority(tasks []*task) { slices.SortFunc(tasks, compareTasks) }

func compareTasks(a, b *task) int {
	return cmp.Or(cmp.Compare(b.Priority, a.Priority), cmp.Compare(a.seq, b.seq))
}
