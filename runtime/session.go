package runtime

import (
	"errors"
	"fmt"
	"log/slog"
	"sort"
	"sync"
	"time"
)

// A Schedule is what a .rkt file declares: plain data, which generated code
// writes as one static literal.
type Schedule struct {
	Config Config
	Params []Param
	Tasks  []*Task
}

// A Session is a schedule at work. All methods are safe from any goroutine;
// those that change something take effect in the order in which they are
// called, before anything else starts.
type Session struct {
	schedule *Schedule
	config   Config
	zone     *time.Location
	params   map[string]Param
	flags    map[string]string
	runLog   RunLog
	logger   *slog.Logger

	mail  mailbox
	facts *Facts
	tasks map[string]*Task
	order []*Task

	spawner sync.Once
	spawns  chan spawnRequest
}

// An Option changes how a session is made.
type Option func(*Session)

// WithLogger makes the session log to l; the default is [slog.Default].
func WithLogger(l *slog.Logger) Option { return func(s *Session) { s.logger = l } }

// WithRunLog makes the session keep its records in l; the default is a new
// [MemoryLog].
func WithRunLog(l RunLog) Option { return func(s *Session) { s.runLog = l } }

// WithFlags gives the values of command-line flags, by their names as the
// schedule writes them ("--region").
func WithFlags(flags map[string]string) Option { return func(s *Session) { s.flags = flags } }

// New makes a session of a schedule. It returns an error where two tasks have
// the same name, a task has none, or the time zone is unknown.
func New(schedule *Schedule, options ...Option) (*Session, error) {
	s := &Session{
		schedule: schedule,
		config:   schedule.Config.withDefaults(),
		params:   map[string]Param{},
		runLog:   &MemoryLog{},
		logger:   slog.Default(),
		tasks:    map[string]*Task{},
	}
	for _, o := range options {
		o(s)
	}
	if err := s.setZone(); err != nil {
		return nil, err
	}
	for _, p := range schedule.Params {
		s.params[p.Name] = p
	}
	return s, s.declare()
}

func (s *Session) setZone() (err error) {
	s.zone = time.Local
	if s.config.Timezone != "" {
		s.zone, err = time.LoadLocation(s.config.Timezone)
	}
	return err
}

// declare makes the session's own copies of the declared tasks, and the facts
// that their conditions look at.
func (s *Session) declare() error {
	s.facts = NewFacts()
	s.facts.keepAll = false
	s.facts.CycleSleep = s.config.CycleSleep
	for _, declared := range s.schedule.Tasks {
		if declared.Name == "" {
			return fmt.Errorf("%s: a task has no name", declared.Pos)
		}
		if other, ok := s.tasks[declared.Name]; ok {
			return fmt.Errorf("%s: task %q is already declared at %s", declared.Pos, declared.Name, other.Pos)
		}
		t := *declared
		t.live = &taskState{history: s.facts.History(t.Name), seq: len(s.order), disabled: t.Disabled}
		s.tasks[t.Name] = &t
		s.order = append(s.order, &t)
	}
	for _, t := range s.order {
		s.keepFor(t, t.Start)
		s.keepFor(t, t.Until)
	}
	s.keepFor(nil, s.config.ShutCond)
	return s.setParams()
}

// keepFor makes histories keep what the condition looks back on.
func (s *Session) keepFor(owner *Task, c Condition) {
	if c == nil {
		return
	}
	lookBack(c, func(task string, span time.Duration) {
		if task == "" && owner != nil {
			task = owner.Name
		}
		h := s.facts.History(task)
		h.keep = max(h.keep, span)
	})
}

// setParams enters the parameters into the facts, and refuses a circle of them.
func (s *Session) setParams() error {
	for _, p := range s.schedule.Params {
		v, ok, err := s.param(p.Name)
		if err != nil {
			return fmt.Errorf("param %s: %w", p.Name, err)
		}
		if ok {
			s.facts.SetParam(p.Name, v)
		}
	}
	return nil
}

// param returns the value of a session parameter.
func (s *Session) param(name string) (any, bool, error) {
	p, ok := s.params[name]
	if !ok || p.Value == nil {
		return nil, false, nil
	}
	return p.Value.resolve(scope{session: s})
}

// Logger returns the session's logger.
func (s *Session) Logger() *slog.Logger { return s.logger }

// RunLog returns the session's run log.
func (s *Session) RunLog() RunLog { return s.runLog }

// Location returns the zone in which the session's wall-clock words are meant.
func (s *Session) Location() *time.Location { return s.zone }

// Tasks returns the tasks of the session in the order of their declaration.
func (s *Session) Tasks() (tasks []*Task) {
	s.mail.ask(func() { tasks = append(tasks, s.order...) })
	return tasks
}

// ErrStopped is returned where a session that has ended is asked for
// something that only a running one can do.
var ErrStopped = errors.New("the session has ended")

// Shutdown asks the session to end: on_shutdown tasks run, live runs end. With
// force, live runs are terminated and on_shutdown tasks do not run. A session
// that is shutting down can still be forced. It does not wait.
func (s *Session) Shutdown(force bool) {
	s.mail.post(func(l *loop) { l.requestStop(force) })
}

// RunTask runs a task now, whatever its start condition says. The run waits
// where the task may have no further live run or there is no process slot. Each
// call is one run, with the given arguments, by the names of parameters, before
// all others.
func (s *Session) RunTask(name string, args map[string]any) error {
	return s.with(name, func(l *loop, t *Task) { l.demand(t, args) })
}

// TerminateTask terminates the live runs of a task.
func (s *Session) TerminateTask(name string) error {
	return s.with(name, func(l *loop, t *Task) { l.terminate(t, errTerminated) })
}

// SetDisabled keeps a task from starting, or lets it start again.
func (s *Session) SetDisabled(name string, disabled bool) error {
	return s.with(name, func(l *loop, t *Task) {
		t.live.disabled = disabled
		l.touch(&t.live.start)
	})
}

// SetHold keeps all tasks from starting, or ends that.
func (s *Session) SetHold(hold bool) {
	s.mail.post(func(l *loop) {
		l.hold = hold
		l.touchAll()
	})
}

// with posts a message about a task, and returns an error where there is none
// of that name.
func (s *Session) with(name string, f func(*loop, *Task)) error {
	var task *Task
	s.mail.ask(func() { task = s.tasks[name] })
	if task == nil {
		return fmt.Errorf("there is no task %q", name)
	}
	if !s.mail.post(func(l *loop) { f(l, task) }) {
		return ErrStopped
	}
	return nil
}

// LastEvent returns the instant of the latest of the events in set that
// happened to the task, or the zero time.
func (s *Session) LastEvent(task string, set Event) (at time.Time) {
	s.mail.ask(func() {
		if t := s.tasks[task]; t != nil {
			at = t.live.history.Last(set)
		}
	})
	return at
}

// byPriority sorts tasks: higher priority first, then in the order of their
// declaration.
func byPriority(tasks []*Task) {
	sort.Slice(tasks, func(i, j int) bool { return before(tasks[i], tasks[j]) })
}

func before(a, b *Task) bool {
	if a.Priority != b.Priority {
		return a.Priority > b.Priority
	}
	return a.live.seq < b.live.seq
}
