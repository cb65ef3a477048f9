package remote

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// A worker is one that serves, or has served until it was lost.
type worker struct {
	rocket.WorkerSpec
	domain *domain
	do     func(context.Context, rocket.Claim) rocket.RemoteOutcome

	seen     time.Time       // the last beat that has arrived
	runs     map[string]*run // that it has
	busy     int             // slots
	cut      bool
	dead     bool
	draining bool
	reached  chan struct{} // closed and made anew when it may reach the engine again
	killed   chan struct{}
	ended    sync.WaitGroup // its runs
}

// Serve does the work of a worker.
func (m *Memory) Serve(ctx context.Context, spec rocket.WorkerSpec,
	do func(context.Context, rocket.Claim) rocket.RemoteOutcome) error {
	w, err := m.enter(spec, do)
	if err != nil {
		return err
	}
	ticker := time.NewTicker(BeatTime)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			w.drain(ticker)
			return nil
		case <-w.killed:
			w.ended.Wait()
			return ErrKilled
		case <-ticker.C:
			w.beat()
		}
	}
}

// enter lists a worker.
func (m *Memory) enter(spec rocket.WorkerSpec,
	do func(context.Context, rocket.Claim) rocket.RemoteOutcome) (*worker, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	d := m.domain(spec.Schedule)
	if d.workers[spec.Name] != nil {
		return nil, fmt.Errorf("there is a worker %s already", spec.Name)
	}
	if len(spec.Labels) == 0 {
		spec.Labels = []string{rocket.DefaultLabel}
	}
	w := &worker{
		WorkerSpec: spec, domain: d, do: do, seen: time.Now(), runs: map[string]*run{},
		reached: make(chan struct{}), killed: make(chan struct{}),
	}
	d.workers[spec.Name] = w
	w.offer()
	return w, nil
}

// drain waits until the runs of the worker have ended, and takes it from the list.
func (w *worker) drain(ticker *time.Ticker) {
	m := w.domain.engine
	m.mu.Lock()
	w.draining = true
	m.mu.Unlock()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		w.ended.Wait()
	}()
	for over := false; !over; {
		select {
		case <-ended:
			over = true
		case <-ticker.C:
			w.beat()
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if !w.dead && len(w.runs) == 0 {
		delete(w.domain.workers, w.Name)
	}
}

// reaches reports whether the worker reaches the engine.
func (w *worker) reaches() bool { return !w.cut && !w.dead && !w.domain.engine.away }

// isForgotten reports whether the worker is not listed any more.
func (w *worker) isForgotten() bool { return time.Since(w.seen) >= KeepTime+LeaseTime }

// beat says that the worker is alive. One that has not reached the engine for too long ends its
// runs.
func (w *worker) beat() {
	m := w.domain.engine
	m.mu.Lock()
	defer m.mu.Unlock()
	if w.reaches() {
		w.seen = time.Now()
		for _, r := range w.inOrder() {
			if r.Cancelled != "" {
				w.heed(r)
			}
		}
		w.offer()
	} else if time.Since(w.seen) >= LeaseTime-BeatTime {
		w.kill(rocket.ErrCutOff)
	}
}

// heed has the worker end a run whose end is asked for, if it reaches the engine.
func (w *worker) heed(r *run) {
	if w.reaches() {
		r.cancel(errors.New(r.Cancelled))
	}
}

// kill ends the runs of the worker.
func (w *worker) kill(cause error) {
	for _, r := range w.runs {
		r.cancel(cause)
	}
}

// inOrder returns the runs of the worker, by their ids.
func (w *worker) inOrder() (list []*run) {
	for _, r := range w.runs {
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b *run) int { return strings.Compare(a.RunID, b.RunID) })
	return list
}

// state returns the worker as a session that leads sees it.
func (w *worker) state() rocket.Worker {
	state := rocket.Worker{
		WorkerSpec: w.WorkerSpec, Silent: time.Since(w.seen), Draining: w.draining,
	}
	state.Lost = state.Silent >= LeaseTime
	for _, r := range w.inOrder() {
		state.Running = append(state.Running, r.RunID)
	}
	return state
}

// offer has the worker take runs that wait, as many as it has free slots.
func (w *worker) offer() {
	if w.reaches() {
		close(w.reached)
		w.reached = make(chan struct{})
	}
	for _, label := range w.Labels {
		q := w.domain.queue(post{label, w.Build})
		if !slices.Contains(q.idle, w) {
			q.idle = append(q.idle, w)
		}
		w.domain.hand(q)
	}
}

// isFree reports whether the worker takes another run.
func (w *worker) isFree() bool { return w.reaches() && !w.draining && w.busy < w.Slots }

// hand hands the runs of a queue to the workers that are free, in turn.
func (d *domain) hand(q *queue) {
	if d.engine.away {
		return
	}
	for len(q.runs) > 0 && len(q.idle) > 0 {
		w := q.idle[0]
		q.idle = q.idle[1:]
		if !w.isFree() {
			continue
		}
		r := q.runs[0]
		q.runs[0], q.runs = nil, q.runs[1:]
		w.claim(r)
		if w.isFree() {
			q.idle = append(q.idle, w)
		}
	}
}

// claim has the worker begin a run.
func (w *worker) claim(r *run) {
	ctx, cancel := context.WithCancelCause(context.Background())
	w.domain.engine.token++
	r.token = w.domain.engine.token
	r.worker, r.cancel = w, cancel
	r.Claimed, r.RemoteState.Worker, r.Host = true, w.Name, w.WorkerSpec.Host
	w.runs[r.RunID] = r
	w.busy++
	w.seen = time.Now() // it has just been heard of
	w.domain.tell(r.event(rocket.RemoteClaimed))
	c := rocket.Claim{RemoteRun: r.RemoteRun, Token: r.token}
	c.Output = func(stream, line string) {
		w.say(r, c.Token, func(e *rocket.RemoteEvent) {
			e.Kind, e.Stream, e.Text = rocket.RemoteWrote, stream, line
		})
	}
	c.Progress = func(text json.RawMessage) {
		w.say(r, c.Token, func(e *rocket.RemoteEvent) {
			e.Kind, e.Text = rocket.RemoteProgressed, string(text)
		})
	}
	w.ended.Go(func() {
		defer cancel(nil)
		w.close(r, c.Token, w.do(ctx, c))
	})
}

// has reports whether the worker still has a run, by a claim.
func (w *worker) has(r *run, token int64) bool { return r.worker == w && r.token == token }

// say tells something of a run, if the worker reaches the engine.
func (w *worker) say(r *run, token int64, set func(*rocket.RemoteEvent)) {
	m := w.domain.engine
	m.mu.Lock()
	defer m.mu.Unlock()
	if w.reaches() && w.has(r, token) {
		e := r.event(0)
		set(&e)
		if e.Kind == rocket.RemoteWrote && (w.domain.leader == nil || len(r.unread) > 0) {
			r.keep(e)
		} else {
			w.domain.tell(e)
		}
	}
}

// keep keeps a line for the next session that leads.
func (r *run) keep(e rocket.RemoteEvent) {
	if len(r.unread) < MaxUnread {
		r.unread = append(r.unread, e)
	} else {
		r.omitted++
	}
}

// close says how a run has ended, as soon as the worker reaches the engine. If the run was lost
// by then, that is refused.
func (w *worker) close(r *run, token int64, o rocket.RemoteOutcome) {
	m := w.domain.engine
	m.mu.Lock()
	defer m.mu.Unlock()
	for !w.reaches() && !w.dead {
		reached := w.reached
		m.mu.Unlock()
		select {
		case <-reached:
		case <-w.killed:
		}
		m.mu.Lock()
	}
	w.busy--
	switch {
	case w.dead:
		return
	case w.has(r, token):
		w.domain.end(r, o)
	default:
		m.refused++
	}
	w.offer()
}
