package rocket

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// ErrNoTask is returned by the methods of a task that is not, or no longer, part
// of a running session; those of a nil *Task included.
var ErrNoTask = errors.New("there is no such task in the session")

// ErrStopped is returned where a session that has ended is asked for
// something that only a running one can do.
var ErrStopped = errors.New("the session has ended")

// ErrInProcess is returned where a run with execution process asks its session
// for something: the session is in another process. It has no history there,
// either.
var ErrInProcess = errors.New("a run in a process of its own cannot steer the session")

// Run starts a run now, whatever the start condition says. The run waits where
// the task may have no further live run, or there is no process slot. Each call
// is one run; args are its own arguments, by the names of parameters, and come
// before all others. Run does not wait for the run.
func (t *Task) Run(args map[string]any) error {
	return t.post(func(l *loop, t *Task) { l.demand(t, args) })
}

// Await starts a run as Run does, waits for its end, and returns its return
// value, or its error: that of the action, or what terminated it. When ctx is
// done it stops waiting and returns the context's error; the run goes on.
//
// A task that runs on the loop must not await another: nothing starts while it
// runs.
func (t *Task) Await(ctx context.Context, args map[string]any) (any, error) {
	ended := make(chan result, 1)
	err := t.post(func(l *loop, t *Task) {
		l.ask(demand{task: t, values: args, ended: func(res result) { ended <- res }})
	})
	if err != nil {
		return nil, err
	}
	select {
	case res := <-ended:
		return res.value, res.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	case <-t.live.session.mail.done:
		return nil, ErrStopped
	}
}

// Terminate ends the live runs: their contexts are cancelled, processes are
// asked to end and killed after their grace time.
func (t *Task) Terminate() error {
	return t.post(func(l *loop, t *Task) { l.terminate(t, errTerminated) })
}

// Disable keeps the task from starting by itself. Live runs go on.
func (t *Task) Disable() error { return t.setDisabled(true) }

// Enable lets a disabled task start again.
func (t *Task) Enable() error { return t.setDisabled(false) }

func (t *Task) setDisabled(disabled bool) error {
	return t.post(func(l *loop, t *Task) {
		t.live.disabled = disabled
		l.touch(&t.live.start)
	})
}

// post has f done by the loop, in order with all other requests.
func (t *Task) post(f func(*loop, *Task)) error {
	if t == nil || t.live == nil {
		return ErrNoTask
	}
	state := t.live
	return state.session.mail.post(func(l *loop) {
		if now := state.session.tasks[t.Name]; now != nil && now.live == state {
			f(l, now)
		}
	})
}

// ask has f look at the state of the task; it reports false where there is
// none.
func (t *Task) ask(f func(*taskState)) bool {
	if t == nil || t.live == nil {
		return false
	}
	s := t.live.session
	s.mail.ask(func() {
		if s.config.ForceStatusFromLogs {
			(&Observation{log: s.runLog}).reload(t.live.history)
		}
		f(t.live)
	})
	return true
}

// Last returns the instant of the latest of the events in set, or the zero
// time.
func (t *Task) Last(set Event) (at time.Time) {
	t.ask(func(s *taskState) { at = s.history.Last(set) })
	return at
}

// LastRun returns when the latest run started, or the zero time.
func (t *Task) LastRun() time.Time { return t.Last(Started) }

// LastSuccess returns when a run last succeeded, or the zero time.
func (t *Task) LastSuccess() time.Time { return t.Last(Succeeded) }

// LastFail returns when a run last failed, or the zero time.
func (t *Task) LastFail() time.Time { return t.Last(Failed) }

// LastTerminate returns when a run last was terminated, or the zero time.
func (t *Task) LastTerminate() time.Time { return t.Last(Terminated) }

// LastInaction returns when a run last found nothing to do, or the zero time.
func (t *Task) LastInaction() time.Time { return t.Last(Inacted) }

// LastCrash returns when a run last crashed, or the zero time.
func (t *Task) LastCrash() time.Time { return t.Last(Crashed) }

// Status returns the latest event of the task, 0 where there was none.
func (t *Task) Status() (status Event) {
	t.ask(func(s *taskState) { status = s.history.status })
	return status
}

// Live returns the live runs, oldest first.
func (t *Task) Live() (runs []LiveRun) {
	t.ask(func(s *taskState) { runs = append(runs, s.history.Live()...) })
	return runs
}

// Enabled reports whether the task may start by itself.
func (t *Task) Enabled() (enabled bool) {
	t.ask(func(s *taskState) { enabled = !s.disabled })
	return enabled
}

// Returned returns what the latest successful run returned, and whether there
// was one. What a process run returned is a json.RawMessage.
func (t *Task) Returned() (any, bool) {
	if t == nil || t.live == nil {
		return nil, false
	}
	return t.live.session.facts.returned(t.Name)
}

// Records returns the task's records in the run log, oldest first.
func (t *Task) Records() ([]Record, error) {
	if t == nil || t.live == nil {
		return nil, ErrNoTask
	}
	all, err := t.live.session.runLog.Records()
	var own []Record
	for _, r := range all {
		if r.Task == t.Name {
			own = append(own, r)
		}
	}
	return own, err
}

// Task returns the session's task of that name, or nil. The methods of a nil
// *Task return [ErrNoTask] or nothing.
func (s *Session) Task(name string) (t *Task) {
	s.mail.ask(func() { t = s.tasks[name] })
	return t
}

// Tasks returns the tasks of the session in the order of their declaration.
func (s *Session) Tasks() (tasks []*Task) {
	s.mail.ask(func() { tasks = append(tasks, s.order...) })
	return tasks
}

// Create adds a task to the session. Where there is one of its name,
// task_pre_exist decides. The session has its own copy, which is returned; it
// is nil where the task was ignored.
func (s *Session) Create(t Task) (created *Task, err error) {
	err = s.change(func(l *loop) error {
		created, err = s.add(&t)
		if created != nil {
			s.keepFor(created, created.Start)
			s.keepFor(created, created.Until)
			l.watchStart(created)
		}
		return err
	})
	return created, err
}

// Update changes the declaration of a task: its conditions, timeout, priority,
// action and so on. Its name stays. Runs that are live go on as they began.
func (t *Task) Update(change func(*Task)) error {
	if t == nil || t.live == nil {
		return ErrNoTask
	}
	s := t.live.session
	return s.change(func(l *loop) error {
		now := s.tasks[t.Name]
		if now == nil || now.live != t.live {
			return ErrNoTask
		}
		next := *now
		change(&next)
		next.Name, next.live = now.Name, now.live
		s.replace(now, &next)
		l.rewatch(&next)
		return nil
	})
}

// Remove takes the task out of the session. Its live runs are terminated; its
// records stay.
func (t *Task) Remove() error {
	return t.post(func(l *loop, t *Task) {
		l.unwatch(&t.live.start)
		l.terminate(t, errTerminated)
		t.live.demands = 0
		l.s.remove(t)
	})
}

// change does f on the loop, or in the caller's goroutine where none runs yet,
// and returns its error.
func (s *Session) change(f func(*loop) error) error {
	var err error
	s.mail.ask(func() {
		if err = s.mail.ended; err == nil {
			err = f(s.loop)
		}
	})
	return err
}

// replace puts another declaration in the place of a task.
func (s *Session) replace(old, next *Task) {
	s.tasks[next.Name] = next
	for i, t := range s.order {
		if t == old {
			s.order[i] = next
		}
	}
	s.keepFor(next, next.Start)
	s.keepFor(next, next.Until)
}

func (s *Session) remove(t *Task) {
	delete(s.tasks, t.Name)
	for i, other := range s.order {
		if other == t {
			s.order = append(s.order[:i:i], s.order[i+1:]...)
			return
		}
	}
}

// add makes the session's own copy of a task that is declared, or created.
func (s *Session) add(declared *Task) (*Task, error) {
	if declared.Name == "" {
		return nil, fmt.Errorf("%s: a task has no name", declared.Pos)
	}
	t := *declared
	if other, exists := s.tasks[t.Name]; exists {
		switch s.config.TaskPreExist {
		case Ignore:
			return nil, nil
		case Rename:
			t.Name = s.freeName(t.Name)
		case Replace:
			s.displace(other)
		default:
			return nil, fmt.Errorf("%s: task %q is already declared at %s", t.Pos, t.Name, other.Pos)
		}
	}
	t.live = &taskState{session: s, history: s.facts.History(t.Name), seq: s.nextSeq, disabled: t.Disabled}
	s.nextSeq++
	s.tasks[t.Name] = &t
	s.order = append(s.order, &t)
	return &t, nil
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
func (s *Session) displace(t *Task) {
	if s.loop != nil {
		s.loop.unwatch(&t.live.start)
		s.loop.terminate(t, errTerminated)
	}
	s.remove(t)
}
