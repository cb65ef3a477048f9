package rocket

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"
)

// A Pool has places that runs share. A run of a task that names the pool takes its places
// when it starts, those of all its pools at once, and gives them back when it has ended. A
// start that does not find its places waits in the lines of its pools, and holds none
// meanwhile. Of two that wait for the same pool, the one of higher priority starts first,
// then the one that was due earlier, then the one whose task was declared earlier; nobody
// overtakes another. The process slots are a pool, too.
type Pool struct {
	// Name is unique in the schedule.
	Name string
	// Size is how many places there are, greater than 0.
	Size int
}

// A PoolShare is how many places of a pool each run of a task takes.
type PoolShare struct {
	Pool string
	// Weight is from 1 to the size of the pool; zero means 1.
	Weight int
}

// String returns the share as the language writes it.
func (s PoolShare) String() string {
	if s.Weight <= 1 {
		return s.Pool
	}
	return fmt.Sprintf("%s weight %d", s.Pool, s.Weight)
}

// checkPools returns an error if the pools of a schedule are not what [Pool] says.
func checkPools(pools []Pool) error {
	for i, p := range pools {
		switch {
		case p.Name == "":
			return errors.New("a pool has no name")
		case p.Size < 1:
			return fmt.Errorf("pool %q has %d places: want at least 1", p.Name, p.Size)
		case poolNamed(pools[:i], p.Name) != nil:
			return fmt.Errorf("pool %q is already declared", p.Name)
		}
	}
	return nil
}

// poolNamed returns the pool of that name, or nil.
func poolNamed(pools []Pool, name string) *Pool {
	i := slices.IndexFunc(pools, func(p Pool) bool { return p.Name == name })
	if i < 0 {
		return nil
	}
	return &pools[i]
}

// checkShares returns an error if a task names a pool that is not there, or names a pool
// twice, or wants more places than a pool has.
func (s *Session) checkShares(spec *TaskSpec) error {
	for i, share := range spec.Pools {
		p := poolNamed(s.schedule.Pools, share.Pool)
		switch {
		case p == nil:
			return fmt.Errorf("there is no pool %q", share.Pool)
		case share.Weight < 0 || share.Weight > p.Size:
			return fmt.Errorf("a weight of %d in pool %q, which has %d places", share.Weight,
				p.Name, p.Size)
		case slices.ContainsFunc(spec.Pools[:i], func(other PoolShare) bool {
			return other.Pool == share.Pool
		}):
			return fmt.Errorf("pool %q is named twice", p.Name)
		}
	}
	return nil
}

// A pool is a [Pool] at work.
type pool struct {
	name  string // empty for the process slots
	size  int
	taken int
	line  []*waiter // those who wait for places, in the order in which they get them
}

// A taking is how many places of one pool a run takes.
type taking struct {
	*pool
	weight int
}

// A waiter is a start that lacks nothing but places.
type waiter struct {
	task      *task
	launch    *Launch // nil: the start condition asks for the run
	priority  int
	scheduled time.Time
	since     time.Time // when it came into the lines
	overdue   time.Time // the start of the window that is over and that it is for, or zero
	takes     []taking
}

// compare returns which of two waiters is first. One that takes the place of a run that was
// replaced comes before all.
func (w *waiter) compare(other *waiter) int {
	switch heir := w.isHeir(); {
	case heir != other.isHeir() && heir:
		return -1
	case heir != other.isHeir():
		return 1
	}
	return cmp.Or(cmp.Compare(other.priority, w.priority), w.scheduled.Compare(other.scheduled),
		cmp.Compare(w.task.seq, other.task.seq))
}

func (w *waiter) isHeir() bool { return w.launch != nil && w.launch.heir }

// openPools makes the pools of the session, of which nothing is taken.
func (l *loop) openPools() {
	l.pools = make([]*pool, 1, 1+len(l.s.schedule.Pools))
	l.pools[0] = &pool{size: l.s.config().MaxProcessCount}
	for _, p := range l.s.schedule.Pools {
		l.pools = append(l.pools, &pool{name: p.Name, size: p.Size})
	}
}

// slots returns the pool of the process slots.
func (l *loop) slots() *pool { return l.pools[0] }

// takings returns the places that a run takes; slot says that one of them is a process slot.
func (l *loop) takings(spec *TaskSpec, slot bool) (list []taking) {
	if slot {
		list = append(list, taking{l.slots(), 1})
	}
	for _, share := range spec.Pools {
		for _, p := range l.pools[1:] {
			if p.name == share.Pool {
				list = append(list, taking{p, max(share.Weight, 1)})
			}
		}
	}
	return list
}

// occupy has a run take its places.
func (l *loop) occupy(r *Run) {
	for _, t := range l.takings(r.spec, r.executor.slot) {
		t.taken += t.weight
	}
}

// vacate has a run give back its places.
func (l *loop) vacate(r *Run) {
	for _, t := range l.takings(r.spec, r.executor.slot) {
		t.taken -= t.weight
	}
}

// lineUp has a start wait in the lines of the pools of its task, if it does not yet. It
// returns nil if the task needs no places. launch is nil for the start condition.
func (l *loop) lineUp(t *task, launch *Launch) *waiter {
	at := &t.waiter
	if launch != nil {
		at = &launch.waiter
	}
	if *at != nil {
		return *at
	}
	takes := l.takings(t.TaskSpec, l.s.executor(t.TaskSpec).slot)
	if len(takes) == 0 {
		return nil
	}
	w := &waiter{task: t, launch: launch, priority: t.Priority, since: l.now, takes: takes}
	if launch != nil {
		w.scheduled = launch.scheduled
	} else {
		w.scheduled = l.scheduled(t)
	}
	for _, p := range takes {
		i, _ := slices.BinarySearchFunc(p.line, w, func(other, w *waiter) int {
			return cmp.Or(other.compare(w), -1) // behind its equals
		})
		p.line = slices.Insert(p.line, i, w)
	}
	*at = w
	return w
}

// leave takes a waiter, if it is not nil, out of its lines.
func (l *loop) leave(w *waiter) {
	if w == nil {
		return
	}
	l.giveUpOverdue(w)
	for _, p := range w.takes {
		if i := slices.Index(p.line, w); i > 0 {
			p.line = slices.Delete(p.line, i, i+1)
		} else {
			p.line[0], p.line = nil, p.line[1:]
		}
	}
	if w.launch != nil {
		w.launch.waiter = nil
		l.list(w.launch)
	} else {
		w.task.waiter = nil
	}
}

// admit starts the run that a waiter is for, if it is first in all its lines and there is
// room. It reports whether the waiter has left the lines.
func (l *loop) admit(w *waiter) bool {
	if !l.isReady(w) {
		l.leave(w)
		return true
	}
	if w.launch == nil && !w.task.start.isFresh(l.now) {
		return false // first the condition is asked
	}
	for _, p := range w.takes {
		if p.line[0] != w || p.taken+p.weight > p.size {
			return false
		}
	}
	at := l.waitedFor(w)
	l.leave(w)
	if w.launch != nil {
		w.task.demands--
	}
	l.register(w.task, at, w.launch)
	return true
}

// waitedFor returns the scheduled instant of a run whose start has waited, which may be another
// than when it came into the lines. A window that is over is served if no newer one is.
func (l *loop) waitedFor(w *waiter) time.Time {
	if w.launch != nil {
		if w.task.kept == w.launch {
			l.settle(w.task) // while it is known what the start has waited for
		}
		return w.launch.scheduled
	}
	at := w.overdue
	if at.IsZero() || !l.openSince(w.task, l.now).IsZero() {
		return l.scheduled(w.task)
	}
	w.overdue = time.Time{}
	return at.In(l.s.zone)
}

// isReady reports whether a waiter still lacks nothing but places.
func (l *loop) isReady(w *waiter) bool {
	t := w.task
	if w.launch != nil {
		return l.mayStart(w.launch)
	}
	why := l.obstacle(t)
	return !l.stopping && t.kept == nil && t.preparing == 0 && t.start.active &&
		t.start.state.Holds && (why == unhindered || why == slotless)
}

// isFresh reports whether the answer of w stands.
func (w *watch) isFresh(now time.Time) bool {
	return !w.touched && (w.state.Until.IsZero() || w.state.Until.After(now))
}

// admitAll starts the runs of the waiters whose turn it is.
func (l *loop) admitAll() {
	for again := true; again; {
		again = false
		for _, p := range l.pools {
			for len(p.line) > 0 && l.admit(p.line[0]) {
				again = true
			}
		}
	}
	l.forgetStarted()
}

// WaitsSince returns since when the start that the condition is for has waited for its
// places in pools. ok is false if it does not wait. Meanwhile a condition that opens for a
// moment, such as `cron …`, holds until it opens again.
func (o *Observation) WaitsSince() (since time.Time, ok bool) { return o.waits, !o.waits.IsZero() }

// waits returns since when the start waits for places that w is the condition of; the zero
// time if it does not.
func (w *watch) waits() (since time.Time) {
	if w.role == startRole && w.task != nil && w.task.waiter != nil {
		since = w.task.waiter.since
	}
	return since
}

// PoolStats are figures of a pool.
type PoolStats struct {
	Name string
	// Size is how many places there are, Taken how many of them runs have, Waiting how many
	// starts wait for places.
	Size, Taken, Waiting int
}

// poolStats returns the figures of the pools, the process slots first.
func (l *loop) poolStats() (all []PoolStats) {
	for _, p := range l.pools {
		all = append(all, p.stats())
	}
	return all
}

func (p *pool) stats() PoolStats { return PoolStats{p.name, p.size, p.taken, len(p.line)} }
