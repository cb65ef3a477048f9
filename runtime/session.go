package rocket

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"
	_ "time/tzdata" // a machine without a zone database has all zones, too

	"github.com/rocketc/rocketc/runtime/process"
)

// A Schedule is what a .rkt file declares: plain data, which generated code
// writes as one static literal.
type Schedule struct {
	// Name is what logs and the service manager call the schedule; empty: it has none.
	Name string
	// Build tells one build of the schedule from others, such as a version or a hash.
	Build  string
	Config Config
	Params []Param
	Hooks  []Hook
	Tasks  []*TaskSpec
	// Places says where the tasks are declared that have no Pos of their own: a row for
	// each task. It may be nil.
	Places []Place
}

// A Session is a schedule at work. All methods are safe from any goroutine;
// those that change something take effect in the order in which they are
// called, before anything else starts.
type Session struct {
	schedule *Schedule
	config   Config
	zone     *time.Location
	params   map[string]Param
	secrets  *strings.Replacer // nil: there are none
	flags    map[string]string
	runLog   RunLog
	logger   *slog.Logger
	shut     examined // the shut_cond

	mail       mailbox
	facts      *Facts
	tasks      map[string]*task
	order      []*task
	loop       *loop  // nil until it runs
	nextSeq    int    // of a task
	seq        uint64 // of the latest record
	host       string
	executable string           // taken at the start: after an upgrade it is the new one
	clock      func() time.Time // nil: the system's
	recovered  bool             // the histories have what the log has
	child      bool             // this process does one run of another's

	service   process.Service
	processes process.Supervisor
}

// An Option changes how a session is made.
type Option func(*Session)

// WithLogger makes the session log to l; the default is [slog.Default].
func WithLogger(l *slog.Logger) Option { return func(s *Session) { s.logger = l } }

// WithRunLog makes the session keep its records in l; the default is a new
// [MemoryLog].
func WithRunLog(l RunLog) Option { return func(s *Session) { s.runLog = l } }

// WithConfig changes the options that the schedule sets, before the session is
// made of them. See [Config.Set] for options as text.
func WithConfig(change func(*Config)) Option { return func(s *Session) { change(&s.config) } }

// WithClock makes the session read the wall clock by now; the default is
// [time.Now]. How long something takes is measured by the system all the same:
// a clock that shows another time is followed as one that was set. To play
// with time itself, run the session in a testing/synctest bubble.
func WithClock(now func() time.Time) Option { return func(s *Session) { s.clock = now } }

// WithFlags gives the values of command-line flags, by their names as the
// schedule writes them ("--region").
func WithFlags(flags map[string]string) Option { return func(s *Session) { s.flags = flags } }

// New makes a session of a schedule. It returns an error where two tasks have
// the same name, a task has none, or the time zone is unknown.
func New(schedule *Schedule, options ...Option) (*Session, error) {
	s := &Session{
		schedule: schedule,
		config:   schedule.Config,
		params:   map[string]Param{},
		runLog:   &MemoryLog{},
		logger:   slog.Default(),
		tasks:    map[string]*task{},
		mail:     mailbox{done: make(chan struct{})},
	}
	s.executable, _ = os.Executable()
	s.host, _ = os.Hostname()
	for _, o := range options {
		o(s)
	}
	if schedule.Name != "" {
		s.logger = s.logger.With("schedule", schedule.Name)
	}
	s.processes.Warn = func(err error) { s.logger.Warn("there is no guard", "error", err) }
	s.config = s.config.withDefaults()
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
	places := positions(s.schedule.Places, len(s.schedule.Tasks))
	for i, declared := range s.schedule.Tasks {
		spec := *declared
		spec.Pos = cmp.Or(spec.Pos, places[i])
		if _, err := s.add(declare(spec)); err != nil {
			return err
		}
	}
	s.shut = examine(s.config.ShutCond)
	s.keepSpans("", s.shut)
	return s.setParams()
}

// keep makes histories keep what the conditions of a task look back on.
func (s *Session) keep(t *task) {
	s.keepSpans(t.Name, t.when)
	s.keepSpans(t.Name, t.until)
}

// keepSpans makes histories keep what a condition of the named task looks back on.
func (s *Session) keepSpans(owner string, e examined) {
	for task, span := range e.spans {
		h := s.facts.History(cmp.Or(task, owner))
		h.keep = max(h.keep, span)
	}
}

// setParams enters the parameters into the facts.
func (s *Session) setParams() error {
	s.hideSecrets()
	for _, p := range s.schedule.Params {
		v, ok, err := s.param(p.Name)
		if err != nil {
			return s.hideError(fmt.Errorf("param %s: %w", p.Name, err))
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
	return p.Value.Resolve(scope{session: s})
}

// Logger returns the session's logger.
func (s *Session) Logger() *slog.Logger { return s.logger }

// RunLog returns the session's run log.
func (s *Session) RunLog() RunLog { return s.runLog }

// Location returns the zone in which the session's wall-clock words are meant.
func (s *Session) Location() *time.Location { return s.zone }

// Shutdown asks the session to end: on_shutdown tasks run, live runs end. With
// force, live runs are terminated and on_shutdown tasks do not run. A session
// that is shutting down can still be forced. It does not wait.
func (s *Session) Shutdown(force bool) { s.ShutdownBy("a request", force) }

// ShutdownBy is [Session.Shutdown] for a log that says who has asked: "SIGTERM",
// "task nightly".
func (s *Session) ShutdownBy(who string, force bool) {
	s.request("shut down", func(l *loop) { l.requestStop(who, force) })
}

// request posts a message. That it was not taken is logged, but for a session
// that has ended, of which nothing more can be asked.
func (s *Session) request(what string, f func(*loop)) {
	if err := s.mail.post(f); errors.Is(err, ErrInProcess) {
		s.logger.Error("cannot "+what, "error", err)
	}
}

// Hold keeps all tasks from starting until [Session.Resume].
func (s *Session) Hold() { s.setHold(true) }

// Resume ends a hold.
func (s *Session) Resume() { s.setHold(false) }

func (s *Session) setHold(hold bool) {
	s.request("hold or resume", func(l *loop) {
		l.hold = hold
		l.touchAll()
	})
}
