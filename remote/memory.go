package remote

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// How the engine goes by time: a worker that has not beaten for LeaseTime is lost, it beats every
// BeatTime, and the session that leads looks every ReapTime. A worker ends its runs when it has not
// beaten for LeaseTime less a BeatTime. Workers that are lost are listed for KeepTime.
const (
	LeaseTime = 5 * time.Second
	BeatTime  = time.Second
	ReapTime  = time.Second / 2
	KeepTime  = time.Minute
)

// MaxUnread is how many lines of a run are kept while no session leads. Further ones are omitted.
const MaxUnread = 1000

// ErrAway is the error of an engine that nobody reaches.
var ErrAway = errors.New("the engine is away")

// ErrKilled is the error of Serve if the worker was killed.
var ErrKilled = errors.New("the worker was killed")

// A Memory is an engine in memory. The zero value is ready to use.
type Memory struct {
	mu      sync.Mutex
	away    bool
	domains map[string]*domain
	refused int
	token   int64 // of the latest claim
}

// A domain is what the engine has of one schedule.
type domain struct {
	engine  *Memory
	leader  *leading // nil: none leads
	epoch   int64    // of the last leader
	runs    map[string]*run
	queues  map[post]*queue
	workers map[string]*worker
}

// A post is where a run may run.
type post struct{ label, build string }

// A queue has the runs that wait for a worker, oldest first, and the workers that may have a free
// slot for them.
type queue struct {
	runs []*run
	idle []*worker
}

// A run is a run that was opened and not settled.
type run struct {
	rocket.RemoteState
	token   int64
	worker  *worker                 // that has it; nil: none
	cancel  context.CancelCauseFunc // on the worker
	unread  []rocket.RemoteEvent    // what it has written while none led
	omitted int                     // lines that were too many for that
}

// Refused returns how many outcomes came too late, and were refused.
func (m *Memory) Refused() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.refused
}

// Size returns how many runs of a schedule the engine has that are not settled.
func (m *Memory) Size(schedule string) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.domain(schedule).runs)
}

// Migrate does nothing: there are no tables.
func (m *Memory) Migrate(context.Context) ([]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return nil, m.reach()
}

// Away makes the engine one that nobody reaches, or ends that.
func (m *Memory) Away(away bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.away = away
	for _, d := range m.domains {
		for _, w := range d.workers {
			w.offer()
		}
	}
}

// Cut cuts a worker off from the engine, or ends that.
func (m *Memory) Cut(name string, cut bool) {
	m.each(name, func(w *worker) {
		w.cut = cut
		w.offer()
	})
}

// Kill kills a worker: its runs are no more, and it says nothing.
func (m *Memory) Kill(name string) {
	m.each(name, func(w *worker) {
		w.dead = true
		w.kill(ErrKilled)
		close(w.killed)
	})
}

// each calls f for the workers of a name that are not dead.
func (m *Memory) each(name string, f func(*worker)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, d := range m.domains {
		if w := d.workers[name]; w != nil && !w.dead {
			f(w)
		}
	}
}

// reach returns why nobody reaches the engine. m.mu is held.
func (m *Memory) reach() error {
	if m.away {
		return ErrAway
	}
	return nil
}

// domain returns what the engine has of a schedule. m.mu is held.
func (m *Memory) domain(schedule string) *domain {
	d := m.domains[schedule]
	if d == nil {
		if m.domains == nil {
			m.domains = map[string]*domain{}
		}
		d = &domain{engine: m, runs: map[string]*run{}, queues: map[post]*queue{},
			workers: map[string]*worker{}}
		m.domains[schedule] = d
	}
	return d
}

func (d *domain) queue(p post) *queue {
	q := d.queues[p]
	if q == nil {
		q = &queue{}
		d.queues[p] = q
	}
	return q
}

// tell tells the leader, if there is one, what has become of a run.
func (d *domain) tell(e rocket.RemoteEvent) {
	if d.leader != nil {
		d.leader.tell(e)
	}
}

// event returns what all events of a run have.
func (r *run) event(kind rocket.RemoteKind) rocket.RemoteEvent {
	return rocket.RemoteEvent{RunID: r.RunID, Kind: kind, Worker: r.Worker, Host: r.Host,
		Token: r.token}
}

// end ends a run.
func (d *domain) end(r *run, o rocket.RemoteOutcome) {
	o.Omitted = r.omitted
	r.Ended = &o
	r.release()
	e := r.event(rocket.RemoteEnded)
	e.Outcome = o
	d.tell(e)
}

// lose ends a run whose worker is lost.
func (d *domain) lose(r *run) {
	r.Lost = true
	r.release()
	d.tell(r.event(rocket.RemoteLost))
}

// release takes the run from its worker.
func (r *run) release() {
	if r.worker != nil {
		delete(r.worker.runs, r.RunID)
		r.worker = nil
	}
}

// A leading is the way of a session that leads to the engine.
type leading struct {
	domain *domain
	tell   func(rocket.RemoteEvent)
	stop   func() // ends watch
}

// Lead makes the caller the one that leads the schedule. The one that has led is deposed. If the
// epoch is older than that of the last leader, the error wraps [rocket.ErrLogTaken].
func (m *Memory) Lead(_ context.Context, by rocket.Leader, tell func(rocket.RemoteEvent)) (
	rocket.Leading, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.reach(); err != nil {
		return nil, err
	}
	d := m.domain(by.Schedule)
	if by.Epoch < d.epoch {
		return nil, fmt.Errorf("epoch %d: %w", by.Epoch, rocket.ErrLogTaken)
	}
	d.tell(rocket.RemoteEvent{Kind: rocket.RemoteDeposed})
	stop := make(chan struct{})
	l := &leading{d, tell, sync.OnceFunc(func() { close(stop) })}
	d.leader, d.epoch = l, by.Epoch
	go l.watch(stop)
	return l, nil
}

// watch looks for workers that are lost, until the leading is closed.
func (l *leading) watch(stop <-chan struct{}) {
	ticker := time.NewTicker(ReapTime)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			l.reap()
		case <-stop:
			return
		}
	}
}

// reap tells that the runs of workers are lost that have not beaten for too long.
func (l *leading) reap() {
	m := l.domain.engine
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.away || l.domain.leader != l {
		return
	}
	for name, w := range l.domain.workers {
		silent := time.Since(w.seen)
		if silent < LeaseTime {
			continue
		}
		for _, r := range w.inOrder() {
			l.domain.lose(r)
		}
		if w.dead && w.isForgotten() {
			delete(l.domain.workers, name)
		}
	}
}

// locked locks the engine, if the caller leads and the engine is there.
func (l *leading) locked() (unlock func(), err error) {
	m := l.domain.engine
	m.mu.Lock()
	if err = m.reach(); err == nil && l.domain.leader != l {
		err = rocket.ErrLogTaken
	}
	if err != nil {
		m.mu.Unlock()
		return nil, err
	}
	return m.mu.Unlock, nil
}

// Open queues runs.
func (l *leading) Open(_ context.Context, runs []rocket.RemoteRun) error {
	unlock, err := l.locked()
	if err != nil {
		return err
	}
	defer unlock()
	for _, one := range runs {
		if l.domain.runs[one.RunID] != nil {
			continue
		}
		r := &run{RemoteState: rocket.RemoteState{RemoteRun: one}}
		l.domain.runs[one.RunID] = r
		q := l.domain.queue(post{one.Label, one.Build})
		q.runs = append(q.runs, r)
		l.domain.hand(q)
	}
	return nil
}

// Cancel asks for the end of a run.
func (l *leading) Cancel(_ context.Context, runID, why string) error {
	unlock, err := l.locked()
	if err != nil {
		return err
	}
	defer unlock()
	r := l.domain.runs[runID]
	if r == nil || r.Ended != nil || r.Lost {
		return nil
	}
	r.Cancelled = why
	if r.worker != nil {
		r.worker.heed(r)
		return nil
	}
	l.domain.unqueue(r)
	l.domain.end(r, rocket.RemoteOutcome{Unbegun: true})
	return nil
}

// unqueue takes a run out of its queue.
func (d *domain) unqueue(r *run) {
	q := d.queue(post{r.Label, r.Build})
	q.runs = slices.DeleteFunc(q.runs, func(other *run) bool { return other == r })
}

// Live returns the runs that are not settled, and tells what they have written while none led.
func (l *leading) Live(context.Context) (list []rocket.RemoteState, err error) {
	unlock, err := l.locked()
	if err != nil {
		return nil, err
	}
	defer unlock()
	for _, r := range l.domain.runs {
		list = append(list, r.RemoteState)
		for _, e := range r.unread {
			l.tell(e)
		}
		r.unread = nil
	}
	slices.SortFunc(list, func(a, b rocket.RemoteState) int {
		return strings.Compare(a.RunID, b.RunID)
	})
	return list, nil
}

// Settle forgets runs. What has become of those that have not ended is not told.
func (l *leading) Settle(_ context.Context, runIDs []string) error {
	unlock, err := l.locked()
	if err != nil {
		return err
	}
	defer unlock()
	for _, id := range runIDs {
		if r := l.domain.runs[id]; r != nil {
			l.domain.unqueue(r)
			r.release()
			delete(l.domain.runs, id)
		}
	}
	return nil
}

// Workers returns the workers, by their names.
func (l *leading) Workers(context.Context) (list []rocket.Worker, err error) {
	unlock, err := l.locked()
	if err != nil {
		return nil, err
	}
	defer unlock()
	for _, w := range l.domain.workers {
		if !w.isForgotten() {
			list = append(list, w.state())
		}
	}
	slices.SortFunc(list, func(a, b rocket.Worker) int { return strings.Compare(a.Name, b.Name) })
	return list, nil
}

// Close ends the leading. Further calls do nothing.
func (l *leading) Close() error {
	l.domain.engine.mu.Lock()
	defer l.domain.engine.mu.Unlock()
	l.stop()
	if l.domain.leader == l {
		l.domain.leader = nil
	}
	return nil
}
