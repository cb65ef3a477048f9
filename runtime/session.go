package rocket

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"
	_ "time/tzdata" // a machine without a zone database has all zones, too

	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/runtime/process"
)

// GeneratedV1 is referred to by the code that this version of rocketc generates. If the
// code needs another version of this package, the Go compiler says that the name of its
// version is undefined: generate the code anew, or require the version it was made for.
const GeneratedV1 = 1

// A Schedule is what a .rkt file declares: plain data, which generated code
// writes as one static literal.
type Schedule struct {
	// Name is what logs and the service manager call the schedule; empty: it has none.
	Name string
	// Build tells one build of the schedule from others, such as a version or a hash.
	Build string
	// Sources is a hash of the text of the schedule, Compiler the version of the rocketc that
	// has compiled it; empty: unknown.
	Sources, Compiler string
	Config            Config
	// RunLog keeps the records; nil: in memory. Sessions that run at the same time cannot
	// share it if it is an [Opener].
	RunLog RunLog
	// Engine takes runs with execution remote to workers; nil: there can be none.
	Engine Engine
	// Console answers for the session over the network; nil: nothing does.
	Console Console
	Params  []Param
	Hooks   []Hook
	// Calendars are the calendars of business days that conditions go by. While a session
	// lasts, a line of the log says each day which of them have ended.
	Calendars []*period.Calendar
	// Pools are the pools of places that runs of the tasks share.
	Pools []Pool
	Tasks []*TaskSpec
	// Places says where the tasks are declared that have no Pos of their own: a row for
	// each task. It may be nil.
	Places []Place
}

// A Session is a schedule at work. All methods are safe from any goroutine, and from
// code that the session calls: hooks, conditions, run logs and so on. Those that change
// something take effect in the order in which they are called, before anything else
// starts. After the end of the session they return [ErrStopped], in the process of a
// run [ErrInProcess].
type Session struct {
	schedule   *Schedule
	configured atomic.Pointer[Config]
	zone       *time.Location
	params     atomic.Pointer[paramTable]
	secrets    atomic.Pointer[mask] // nil: there are none
	flags      map[string]string
	runLog     RunLog
	engine     Engine // nil: none
	ownLog     bool   // nobody has given it the log, so none has written it or will read it
	logger     *slog.Logger
	clock      func() time.Time // nil: the system's
	timekeeper
	middleware []Middleware
	traces     []Trace
	service    process.Service
	processes  process.Supervisor
	timeouts   timeouts // of the live runs
	remotes    remotes  // those on workers
	serving    serving  // those of others that this worker does
	places     places   // of the tasks of the schedule
	host       string
	executable string // taken at the start: after an upgrade it is the new one
	child      bool   // this process does one run of another's

	mail     mailbox
	stood    bool                   // it has waited; the loop's own when the run log is open
	ready    chan struct{}          // closed when the startup is over
	cast     chan struct{}          // closed when it is known whether this session leads
	casting  sync.Once              // of that
	isReady  bool                   // it is closed; the loop's own
	standby  atomic.Pointer[string] // who leads, while this session waits; nil: it does not
	endBy    atomic.Pointer[string] // who has requested the end last; nil: nobody has
	appended signal                 // records were appended to the run log
	tracer   tracer

	// The loop's own, or of who asks while no loop runs:
	facts     *Facts
	shut      examined // the shut_cond
	order     []*task
	held      *Hold   // all tasks
	only      *single // nil: the session runs all its tasks
	loop      *loop   // nil until it runs
	nextSeq   int32   // of a task
	seq       uint64  // of the latest record
	observed  int
	missed    int
	served    time.Time // until when windows were served before, as the run log tells
	off       bool      // the run log says that windows are not served
	recovered bool      // the histories have what the log has
	adopted   []*Run    // of an earlier leader, that have not begun in this session
	early     []Record  // notes of orders that were given before that
	fills     []*fill   // the backfills that have not ended, oldest first
}

// New makes a session of a schedule. It returns an error if two tasks have the same
// name, a task has none, the time zone is unknown, a parameter has no value because of
// an error, or none that a condition can use, or an argument or an option's argument is
// nil. It does not change the schedule, which may make several sessions. They share the
// tasks that it declares: while a session lasts, change them by [Task.Update] only.
func New(schedule *Schedule, given ...Option) (*Session, error) {
	if schedule == nil {
		return nil, errors.New("rocket.New: the schedule is nil")
	}
	own := *schedule
	schedule = &own
	o, err := takeOptions(schedule, given)
	if err != nil {
		return nil, err
	}
	s := &Session{
		schedule: schedule, flags: o.flags, runLog: o.runLog, engine: o.engine,
		logger: o.logger, clock: o.clock,
		timekeeper: timekeeper{o.world}, timeouts: timeouts{clock: timekeeper{o.world}},
		service: o.service, middleware: o.middleware, traces: o.traces,
		mail: mailbox{done: make(chan struct{}), alone: o.world != nil}, ready: make(chan struct{}),
		cast: make(chan struct{}), places: newPlaces(schedule.Places), facts: NewFacts(),
		order: make([]*task, 0, len(schedule.Tasks)),
	}
	s.executable, _ = os.Executable()
	s.host, _ = os.Hostname()
	if s.runLog == nil {
		s.runLog, s.ownLog = &MemoryLog{}, true
	}
	if schedule.Name != "" {
		s.logger = s.logger.With("schedule", schedule.Name)
	}
	s.processes.Warn = func(err error) { s.logger.Warn("there is no guard", "error", err) }
	if s.zone, err = zoneOf(o.config); err != nil {
		return nil, err
	}
	if err := checkPools(schedule.Pools); err != nil {
		return nil, err
	}
	s.facts.keep, s.facts.regroup = 0, s.regroup
	s.facts.reserve(len(schedule.Tasks))
	s.configure(&o.config, examine(o.config.ShutCond))
	if err := s.declareParams(); err != nil {
		return nil, err
	}
	if s.shut, err = s.bindShut(s.shut); err != nil {
		return nil, err
	}
	s.keepSpans("", &s.shut)
	if err := s.keepAsked(o.asked); err != nil {
		return nil, err
	}
	return s, s.declare()
}

func zoneOf(c Config) (*time.Location, error) {
	if c.Timezone == "" {
		return time.Local, nil
	}
	return time.LoadLocation(c.Timezone)
}

// declare adds the tasks that the schedule declares.
func (s *Session) declare() error {
	tasks := make([]task, len(s.schedule.Tasks))
	for i, declared := range s.schedule.Tasks {
		if declared == nil {
			return errors.New("rocket.New: a task of the schedule is nil")
		}
		t := &tasks[i]
		t.declaration, t.row = declare(declared), int32(i)
		if _, err := s.add(t); err != nil {
			return err
		}
	}
	return s.checkFormers()
}

// config returns the options as they are now, which are never changed but replaced.
func (s *Session) config() *Config { return s.configured.Load() }

// configure makes c the options of the session; shut is its shut_cond.
func (s *Session) configure(c *Config, shut examined) {
	s.configured.Store(c)
	s.facts.CycleSleep = c.CycleSleep
	s.shut = shut
	s.keepSpans("", &s.shut)
}

// Update changes the options of the session, except for the time zone, from now on.
// change gets a copy. It is called again, with a new copy, if something else has changed
// the options meanwhile.
func (s *Session) Update(ctx context.Context, change func(*Config)) error {
	for {
		was := s.config()
		next, done := *was, false
		change(&next)
		if next.Timezone != was.Timezone {
			return errors.New("the time zone of a session cannot be changed")
		}
		next = next.withDefaults()
		shut := examine(next.ShutCond)
		err := s.change(ctx, func(l *loop) error {
			bound, err := s.bindShut(shut)
			if done = s.config() == was && err == nil; done {
				s.configure(&next, bound)
				l.reconfigure()
			}
			return err
		})
		if done || err != nil {
			return err
		}
	}
}

// reconfigure has the loop go by options that have changed.
func (l *loop) reconfigure() {
	if l == nil {
		return
	}
	l.slots().size = l.s.config().MaxProcessCount
	l.unwatch(&l.shut)
	l.shut.examined = &l.s.shut
	if l.watching {
		l.watch(&l.shut)
	}
	l.touchAll()
}

// keep makes histories keep what the conditions of a task look back on.
func (s *Session) keep(t *task) {
	s.regrouped(t)
	s.keepSpans(t.Name, &t.when)
	if t.until != nil {
		s.keepSpans(t.Name, t.until)
	}
}

// keepSpans makes histories keep what a condition of the named task looks back on.
func (s *Session) keepSpans(owner string, e *examined) {
	for task, span := range e.spans {
		h := s.facts.History(cmp.Or(task, owner))
		h.keep = max(h.keep, span)
	}
}

// Logger returns the session's logger.
func (s *Session) Logger() *slog.Logger { return s.logger }

// RunLog returns the session's run log.
func (s *Session) RunLog() RunLog { return s.runLog }

// Location returns the zone in which the session's wall-clock words are meant.
func (s *Session) Location() *time.Location { return s.zone }

// Config returns a copy of the options as they are now, with their defaults filled in.
func (s *Session) Config() Config { return *s.config() }

// change does f on the loop, or in the caller's goroutine if no loop runs, and returns
// its error, or the cause of ctx, if it is done before f is.
func (s *Session) change(ctx context.Context, f func(*loop) error) (err error) {
	asked := s.mail.askFor(ctx, func() {
		if err = s.mail.ended; err == nil {
			err = f(s.loop)
		}
	})
	if asked != nil {
		return asked
	}
	return err
}

// standsFor reports whether the scheduler waits for the code that has ctx, and starts
// nothing before that has returned.
func (s *Session) standsFor(ctx context.Context) bool {
	c := callOf(ctx)
	return c.session == s && c.stands
}
