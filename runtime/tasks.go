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
	end       *watch // nil until a run is live for which there is an end condition
	runs      []*Run
	preparing int   // of the runs
	demands   int   // runs that were asked for and have not begun
	waiting   bool  // for a process slot
	held      *Hold // nil: it is not
	disabled  bool
	seq       int
}

// Task returns the session's task of that name, or nil; a nil session has no tasks. The
// methods of a nil *Task return [ErrNoTask] or nothing.
func (s *Session) Task(name string) (found *Task) {
	if s == nil {
		return nil
	}
	s.mail.ask(func() {
		if t := s.tasks[name]; t != nil {
			found = &t.handle
		}
	})
	return found
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

// Create adds a task to the session. If there is one of its name, task_pre_exist
// decides what happens. The task that is returned is nil if spec was ignored. A task
// without an action is an error.
func (s *Session) Create(spec TaskSpec) (created *Task, err error) {
	if spec.Action == nil {
		return nil, fmt.Errorf("task %q has no action", spec.Name)
	}
	declared := declare(spec)
	err = s.change(context.Background(), func(l *loop) error {
		t, err := s.add(declared)
		if t != nil {
			created = &t.handle
			l.watchStart(t)
		}
		return err
	})
	return created, err
}

// add makes a task of its declaration, which nobody else has yet. It returns nil if
// the task is ignored.
func (s *Session) add(spec declaration) (*task, error) {
	if spec.Name == "" {
		return nil, spec.Pos.errorf("a task has no name")
	}
	if other, exists := s.tasks[spec.Name]; exists {
		switch s.config().TaskPreExist {
		case Ignore:
			return nil, nil
		case Rename:
			spec.Name = s.freeName(spec.Name)
		case Replace:
			s.displace(other)
		default:
			return nil, spec.Pos.errorf("task %q is already declared%s", spec.Name,
				other.Pos.at())
		}
	}
	t := &task{
		declaration: spec, session: s, history: s.facts.History(spec.Name),
		seq: s.nextSeq, disabled: spec.Disabled,
	}
	t.handle.name, t.handle.task = spec.Name, t
	s.nextSeq++
	s.tasks[t.Name] = t
	s.order = append(s.order, t)
	s.keep(t)
	return t, nil
}

// freeName returns the name with the first number that makes it free.
func (s *Session) freeName(name string) string {
	for n := 1; ; n++ {
		numbered := fmt.Sprintf("%s %d", name, n)
		if s.tasks[numbered] == nil {
			return numbered
		}
	}
}

// displace takes out a task whose name another gets.
func (s *Session) displace(t *task) {
	if s.loop != nil {
		s.loop.takeAway(t)
	}
	s.remove(t)
}

// takeAway ends what the loop does for a task.
func (l *loop) takeAway(t *task) {
	l.unwatch(&t.start)
	l.terminate(t, ErrTerminated)
	l.withdraw(ErrNoTask, func(launch *Launch) bool { return launch.task == t })
}

func (s *Session) remove(t *task) {
	delete(s.tasks, t.Name)
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

func before(a, b *task) bool { return compareTasks(a, b) < 0 }
