package rocket_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rocketc/rocketc/internal/transcript"
	"github.com/rocketc/rocketc/remote"
	rocket "github.com/rocketc/rocketc/runtime"
)

// A cluster is an engine in memory with the run log of a schedule, and what serves and leads.
// It is made in a bubble of testing/synctest.
type cluster struct {
	testing.TB
	schedule rocket.Schedule
	engine   remote.Memory
	log      sharedLog

	mu      sync.Mutex
	begun   map[string]int   // how often a run was begun, by its id
	spans   map[string]*span // when and where
	hosts   []*host
	leaders []*leader
	acts    map[string]act // by task
}

// An act is what a run of a task does on a worker: it takes a time, unless its context is done
// before, and reports.
type act struct {
	takes  time.Duration
	report string // JSON; empty: a success without a value
	says   func(c rocket.Claim)
}

// A span is when a run was on a worker.
type span struct {
	task, host string
	from, to   time.Time // to is zero if the worker was killed
	ended      error     // the cause of its context
}

func newCluster(t testing.TB, schedule rocket.Schedule, acts map[string]act) *cluster {
	schedule.Name, schedule.Build = "desk", "b1"
	schedule.Config.Timezone = "UTC"
	c := &cluster{TB: t, schedule: schedule, acts: acts, begun: map[string]int{},
		spans: map[string]*span{}}
	return c
}

// remoteTask returns a task whose runs are remote. Its action is not called where it leads.
func remoteTask(name string, when rocket.Condition) *rocket.TaskSpec {
	return &rocket.TaskSpec{Name: name, When: when, Execution: rocket.Remote,
		Action: rocket.Func(func(context.Context, *rocket.Run) (any, error) {
			return nil, errors.New("called by the session that leads")
		})}
}

// A host is a worker of a cluster.
type host struct {
	name  string
	drain context.CancelFunc
	done  chan error
}

// serve begins a worker with labels, of the build of the schedule unless the name of another
// is given.
func (c *cluster) serve(name string, slots int, labels ...string) *host {
	return c.serveBuild(name, c.schedule.Build, slots, labels...)
}

func (c *cluster) serveBuild(name, build string, slots int, labels ...string) *host {
	ctx, drain := context.WithCancel(context.Background())
	h := &host{name: name, drain: drain, done: make(chan error, 1)}
	spec := rocket.WorkerSpec{Schedule: c.schedule.Name, Build: build, Name: name,
		Host: "host of " + name, Labels: labels, Slots: slots}
	c.hosts = append(c.hosts, h)
	go func() { h.done <- c.engine.Serve(ctx, spec, c.doOn(name)) }()
	return h
}

// doOn returns what a worker does.
func (c *cluster) doOn(host string) func(context.Context, rocket.Claim) rocket.RemoteOutcome {
	return func(ctx context.Context, claim rocket.Claim) rocket.RemoteOutcome {
		c.mu.Lock()
		c.begun[claim.RunID]++
		s := &span{task: claim.Task, host: host, from: time.Now()}
		c.spans[claim.RunID] = s
		a := c.acts[claim.Task]
		c.mu.Unlock()
		report := a.report
		if a.says != nil {
			a.says(claim)
		}
		if _, err := rest(ctx, a.takes); err != nil {
			text, _ := json.Marshal(err.Error())
			report = fmt.Sprintf(`{"error":%s}`, text)
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		s.to, s.ended = time.Now(), context.Cause(ctx)
		if report == "" {
			report = "{}"
		}
		return rocket.RemoteOutcome{Report: json.RawMessage(report)}
	}
}

// A leader is a session that leads a cluster, or stands by.
type leader struct {
	*rocket.Session
	log    *leasedLog
	engine *mortal
	done   chan error
}

// lead begins a session.
func (c *cluster) lead(options ...rocket.Option) *leader {
	return c.leadRefusing(nil, options...)
}

// leadRefusing begins a session whose engine refuses runs for the reason that refuse returns.
func (c *cluster) leadRefusing(refuse func([]rocket.RemoteRun) error,
	options ...rocket.Option) *leader {
	l := &leader{log: &leasedLog{shared: &c.log, name: fmt.Sprint("leader ", len(c.leaders)+1)},
		engine: &mortal{Engine: &c.engine, refuse: refuse}, done: make(chan error, 1)}
	options = append([]rocket.Option{rocket.WithLogger(quiet), rocket.WithRunLog(l.log),
		rocket.WithEngine(l.engine)}, options...)
	s, err := rocket.New(&c.schedule, options...)
	if err != nil {
		c.Fatal(err)
	}
	l.Session = s
	c.leaders = append(c.leaders, l)
	go func() { l.done <- s.Run(context.Background()) }()
	return l
}

// kill ends a session as if its machine had lost power.
func (l *leader) kill() {
	l.log.kill()
	l.engine.kill()
	_ = l.Terminate(errors.New("killed by the test"))
}

// end shuts a session down in good order.
func (l *leader) end(t testing.TB) {
	t.Helper()
	_ = l.Shutdown(context.Background())
	if err := <-l.done; err != nil {
		t.Error(err)
	}
}

// close ends all that serves and leads, so that the bubble may end.
func (c *cluster) close() {
	for _, l := range c.leaders {
		_ = l.Terminate(errors.New("the test is over"))
	}
	for _, h := range c.hosts {
		c.engine.Kill(h.name)
		h.drain()
	}
	for _, l := range c.leaders {
		<-l.Done()
	}
	for _, h := range c.hosts {
		<-h.done
	}
}

// records returns the records of the runs, and of some tasks only if they are named.
func (c *cluster) records(tasks ...string) []rocket.Record {
	return recordsOf(c, &c.log.MemoryLog, tasks...)
}

// timesBegun returns how often runs were begun, those that were begun once left out.
func (c *cluster) timesBegun() map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	more := map[string]int{}
	for id, n := range c.begun {
		if n != 1 {
			more[id] = n
		}
	}
	return more
}

func (c *cluster) countBegun() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.begun)
}

// A mortal is an engine as one session sees it, which may die.
type mortal struct {
	rocket.Engine
	mu   sync.Mutex
	dead bool
	lead *mortalLeading
	// refuse, if not nil, says why runs cannot be opened.
	refuse func(runs []rocket.RemoteRun) error
}

func (m *mortal) kill() {
	m.mu.Lock()
	m.dead = true
	lead := m.lead
	m.mu.Unlock() // Close waits for who tells, who asks whether it is gone
	if lead != nil {
		_ = lead.Leading.Close()
	}
}

func (m *mortal) gone() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.dead {
		return remote.ErrAway
	}
	return nil
}

func (m *mortal) Lead(ctx context.Context, by rocket.Leader, tell func(rocket.RemoteEvent)) (
	rocket.Leading, error) {
	if err := m.gone(); err != nil {
		return nil, err
	}
	l, err := m.Engine.Lead(ctx, by, func(e rocket.RemoteEvent) {
		if m.gone() == nil {
			tell(e)
		}
	})
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.lead = &mortalLeading{l, m}
	return m.lead, nil
}

type mortalLeading struct {
	rocket.Leading
	of *mortal
}

func (l *mortalLeading) Open(ctx context.Context, runs []rocket.RemoteRun) error {
	if err := l.of.gone(); err != nil {
		return err
	}
	if l.of.refuse != nil {
		if err := l.of.refuse(runs); err != nil {
			return err
		}
	}
	return l.Leading.Open(ctx, runs)
}

func (l *mortalLeading) Cancel(ctx context.Context, id, why string) error {
	if err := l.of.gone(); err != nil {
		return err
	}
	return l.Leading.Cancel(ctx, id, why)
}

func (l *mortalLeading) Settle(ctx context.Context, ids []string) error {
	if err := l.of.gone(); err != nil {
		return err
	}
	return l.Leading.Settle(ctx, ids)
}

func (l *mortalLeading) Close() error {
	if err := l.of.gone(); err != nil {
		return nil
	}
	return l.Leading.Close()
}

// A sharedLog is a run log that several sessions have open, of which one writes: the one that has
// taken the lease last.
type sharedLog struct {
	rocket.MemoryLog
	mu      sync.Mutex
	epoch   int64
	holder  string
	expires time.Time
}

// leaseTime is how long a lease lasts that is not renewed.
const leaseTime = 5 * time.Second

// take takes the lease, if it is free.
func (s *sharedLog) take(name string) (epoch int64, holder string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if time.Now().Before(s.expires) {
		return 0, s.holder
	}
	s.epoch++
	s.holder, s.expires = name, time.Now().Add(leaseTime)
	return s.epoch, name
}

// A leasedLog is a sharedLog as one session sees it.
type leasedLog struct {
	shared *sharedLog
	name   string

	mu    sync.Mutex
	dead  bool
	epoch int64
	stop  chan struct{}
}

func (l *leasedLog) Name(context.Context) (string, error) { return "desk", nil }

func (l *leasedLog) Epoch() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.epoch
}

func (l *leasedLog) Open(ctx context.Context) ([]string, error) {
	return l.Stand(ctx, func(string) {})
}

func (l *leasedLog) Stand(ctx context.Context, waits func(string)) ([]string, error) {
	seen := ""
	for {
		if l.isDead() {
			return nil, errors.New("dead")
		}
		epoch, holder := l.shared.take(l.name)
		if epoch > 0 {
			l.hold(epoch)
			return nil, nil
		}
		if holder != seen {
			waits(holder)
			seen = holder
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-time.After(time.Second / 2):
		}
	}
}

// hold renews the lease until the log is closed, or dies.
func (l *leasedLog) hold(epoch int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.epoch, l.stop = epoch, make(chan struct{})
	stop := l.stop
	go func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(time.Second):
			}
			l.renew(epoch)
		}
	}()
}

// renew renews the lease, unless it was given back at this instant.
func (l *leasedLog) renew(epoch int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.shared.mu.Lock()
	defer l.shared.mu.Unlock()
	if l.stop != nil && l.shared.epoch == epoch {
		l.shared.expires = time.Now().Add(leaseTime)
	}
}

func (l *leasedLog) isDead() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.dead
}

// kill ends the log as if the machine of its session had lost power.
func (l *leasedLog) kill() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.dead = true; l.stop != nil {
		close(l.stop)
		l.stop = nil
	}
}

func (l *leasedLog) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.stop == nil {
		return nil
	}
	close(l.stop)
	l.stop = nil
	l.shared.mu.Lock()
	defer l.shared.mu.Unlock()
	if l.shared.epoch == l.epoch {
		l.shared.expires = time.Time{}
	}
	return nil
}

func (l *leasedLog) Append(ctx context.Context, records []rocket.Record) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.shared.mu.Lock()
	defer l.shared.mu.Unlock()
	if l.dead || l.shared.epoch != l.epoch {
		return fmt.Errorf("%s: %w", l.name, rocket.ErrLogTaken)
	}
	return l.shared.MemoryLog.Append(ctx, slices.Clone(records))
}

func (l *leasedLog) Read(ctx context.Context, q rocket.Query) iter.Seq2[rocket.Record, error] {
	return l.shared.MemoryLog.Read(ctx, q)
}

// logLines is a log whose lines are counted.
type logLines struct{ transcript.Buffer }

func (l *logLines) logger() *slog.Logger { return slog.New(slog.NewTextHandler(l, nil)) }

func (l *logLines) count(text string) int { return strings.Count(l.String(), text) }
