package rocket

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/rocketc/rocketc/runtime/process"
)

// A loop is the scheduler of one session: the one goroutine that owns its
// state.
type loop struct {
	s           *Session
	now         time.Time // of this round, in the session's zone
	lastStamp   time.Time
	wall        time.Time // at the last look at the clocks
	passed      time.Time // then, by the clock that nobody sets
	queue       queue
	touched     []*watch
	observation Observation
	shut        watch

	waiting  []*task // for a process slot
	demanded []*Launch
	slots    int           // process runs that are live
	live     map[*Run]bool // also of tasks that were removed
	steady   int           // live runs of permanent tasks

	begin   []*Run   // registered in this round
	records []Record // of this round

	news      bool // messages were taken since the round began
	hold      bool
	watching  bool // start conditions
	stopping  bool
	forced    bool
	patience  time.Time // until when a forced shutdown waits
	restart   bool      // after an orderly shutdown
	announced bool      // that the schedule is at work
	fatal     error
	nextBeat  time.Time // see reportLife
}

// Run runs the session until it is shut down, by [Session.Shutdown] or because
// ctx is done. It returns the error that made the scheduler stop, or nil. A
// session runs once.
//
// Started by the executor of another session's process run, the program only
// does that run: then Run does not return.
func (s *Session) Run(ctx context.Context) error {
	if _, called := process.Called(); called {
		s.runChild(ctx)
	}
	if !s.mail.open() {
		return errors.New("the session is already running, or has ended")
	}
	defer func() { s.mail.close(s.loop) }()
	defer context.AfterFunc(ctx, func() { s.ShutdownBy(context.Cause(ctx).Error(), false) })()
	defer s.logStopped(time.Now())
	process.ClearLeftovers()
	defer s.processes.Close()
	for {
		s.loop = &loop{s: s, live: map[*Run]bool{}, observation: s.facts.observation("")}
		s.loop.observation.session, s.loop.observation.ctx = s, ctx
		if s.config.ForceStatusFromLogs {
			s.loop.observation.log = s.runLog
		}
		err := s.loop.run()
		switch {
		case err != nil || !s.loop.restart:
			return err
		case s.config.Restarting != Recall:
			return s.startAgain()
		}
		s.logger.Info("restarting", "how", Recall.String())
	}
}

func (l *loop) run() error {
	l.look()
	l.s.facts.Started = l.now
	if !l.s.recovered {
		if err := l.recoverLog(); err != nil {
			return fmt.Errorf("reading the run log: %w", err)
		}
		l.s.recovered = true
	}
	l.shut = watch{condition: l.s.config.ShutCond, role: shutRole}
	l.around(AroundStartup, func() { l.runAll(func(t *task) bool { return t.OnStartup }) })
	l.watchAll()
	l.tell("READY=1")
	l.spin(func() bool { return l.stopping })
	l.unwatchAll()
	if !l.restart {
		l.tell("STOPPING=1")
	}
	l.around(AroundShutdown, func() {
		l.runAll(func(t *task) bool { return t.OnShutdown })
		l.drain()
	})
	return l.fatal
}

// around does something between its hooks.
func (l *loop) around(p HookPoint, do func()) {
	l.s.hooks(context.Background(), HookEvent{Around: p})
	do()
	l.s.hooks(context.Background(), HookEvent{Around: p, After: true})
}

// recoverLog takes what the run log holds into the histories, and closes runs
// whose program died.
func (l *loop) recoverLog() error {
	records, err := l.s.runLog.Records()
	if err != nil {
		return err
	}
	for _, r := range records {
		l.s.facts.Add(r.Task, r.Action, r.at(), r.Run)
		l.lastStamp = later(l.lastStamp, r.at())
	}
	if ahead := l.lastStamp.Sub(l.now); ahead > clockStep { // set back since the last record
		l.setBack(-ahead)
	}
	var crashed []string
	for _, t := range l.s.order {
		for _, run := range append([]LiveRun(nil), t.history.Live()...) {
			l.record(Record{Task: t.Name, Run: run.ID, Action: Crashed, Start: run.Start})
			if unique(run.ID) {
				crashed = append(crashed, run.ID)
			}
		}
	}
	process.KillRuns(crashed...)
	return l.flush()
}

// at is the instant at which the event of the record happened.
func (r Record) at() time.Time {
	if r.Action == Started {
		return r.Start
	}
	return r.End
}

func (l *loop) watchAll() {
	if l.stopping {
		return
	}
	l.watching = true
	for _, t := range l.s.order {
		l.watchStart(t)
	}
	l.watch(&l.shut)
}

// watchStart has the start condition of a task observed, in the loop's main
// phase.
func (l *loop) watchStart(t *task) {
	if l == nil || !l.watching {
		return
	}
	t.start.condition, t.start.task = t.When, t
	l.watch(&t.start)
}

// rewatch has the conditions of a task that was changed observed anew.
func (l *loop) rewatch(t *task) {
	if l == nil {
		return
	}
	l.unwatch(&t.start)
	l.watchStart(t)
	if l.unwatch(&t.until); len(t.runs) > 0 {
		l.watchUntil(t)
	}
}

func (l *loop) unwatchAll() {
	l.watching = false
	for _, t := range l.s.order {
		l.unwatch(&t.start)
		t.waiting = false
	}
	l.unwatch(&l.shut)
	l.waiting = nil
}

// runAll runs the tasks that which picks, those of one priority after those of
// the next higher, and waits until they have ended.
func (l *loop) runAll(which func(*task) bool) {
	var tasks []*task
	for _, t := range l.s.order {
		if which(t) && !t.disabled {
			tasks = append(tasks, t)
		}
	}
	byPriority(tasks)
	for len(tasks) > 0 && !l.forced {
		n := 1
		for n < len(tasks) && tasks[n].Priority == tasks[0].Priority {
			n++
		}
		for _, t := range tasks[:n] {
			l.demand(newLaunch(t, nil))
		}
		group := tasks[:n]
		l.spin(func() bool { return l.forced || idle(group) })
		tasks = tasks[n:]
	}
}

func idle(tasks []*task) bool {
	for _, t := range tasks {
		if len(t.runs) > 0 || t.demands > 0 {
			return false
		}
	}
	return true
}

// drain waits until the live runs have ended, or ends them.
func (l *loop) drain() {
	l.withdraw(errShutdown, func(*Launch) bool { return true })
	if !l.s.config.InstantShutdown {
		l.spin(func() bool { return l.forced || len(l.live) == l.steady })
	}
	l.terminateAll()
	deadline := time.Now().Add(l.lastGrace())
	if l.forced {
		deadline = l.patience
	}
	l.spinUntil(deadline, func() bool { return len(l.live) == 0 })
	for _, r := range l.liveRuns() {
		l.end(r, result{err: errOutlived})
	}
	l.closeRound()
}

// liveRuns returns the live runs, oldest first.
func (l *loop) liveRuns() []*Run {
	return slices.SortedFunc(maps.Keys(l.live), func(a, b *Run) int { return a.Start.Compare(b.Start) })
}

// lastGrace returns how long runs that were terminated at shutdown may take to
// end: longer than any of them may take before it is killed.
func (l *loop) lastGrace() time.Duration {
	longest := process.DefaultGrace
	for _, t := range l.s.order {
		longest = max(longest, t.Grace)
	}
	return longest + 5*time.Second
}

// spin makes rounds until done.
func (l *loop) spin(done func() bool) { l.spinUntil(time.Time{}, done) }

// spinUntil makes rounds until done, or until the deadline if there is one.
func (l *loop) spinUntil(deadline time.Time, done func() bool) {
	for {
		l.round()
		if done() {
			return
		}
		wait := maxSleep
		switch {
		case l.news || len(l.touched) > 0 || l.startable():
			wait = 0
		case len(l.queue) > 0:
			wait = min(wait, l.queue[0].state.Until.Sub(l.s.wall()))
		}
		if !deadline.IsZero() {
			left := time.Until(deadline)
			if left <= 0 {
				return
			}
			wait = min(wait, left)
		}
		l.sleep(wait)
	}
}

// sleep waits for a message, at most d.
func (l *loop) sleep(d time.Duration) {
	d = l.reportLife(d)
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-l.s.mail.wake:
	case <-timer.C:
	}
}

// round takes messages, observes what expired or was touched, by priority,
// registers the runs that are to start, writes the log, and begins the runs.
func (l *loop) round() {
	l.around(AroundCycle, func() {
		l.take()
		l.news = false
		l.startDemanded()
		l.fillSlots()
		l.observeDue()
		l.closeRound()
	})
}

func (l *loop) observeDue() {
	for _, w := range l.due() {
		if err := l.observe(w); err != nil {
			l.fail(err)
			return
		}
		l.act(w)
	}
}

// take looks at the clocks and does what messages ask for.
func (l *loop) take() {
	l.look()
	for _, message := range l.s.mail.take() {
		message.do(l)
	}
	l.news = true
}

// closeRound writes the records of the round to the log and begins its runs.
func (l *loop) closeRound() {
	if err := l.flush(); err != nil {
		l.fail(fmt.Errorf("writing the run log: %w", err))
		for _, r := range l.begin {
			l.end(r, result{err: errors.New("not begun: the run log could not be written")})
		}
		l.begin = nil
	}
	runs := l.begin
	l.begin = nil
	l.s.facts.Cycles++
	if l.watching && !l.announced {
		l.announce(l.foresee())
	}
	for _, r := range runs {
		l.execute(r)
	}
}

// flush writes the records to the log.
func (l *loop) flush() error {
	if len(l.records) == 0 {
		return nil
	}
	err := l.s.runLog.Append(l.records)
	l.records = l.records[:0]
	if err != nil && l.s.config.SilenceTaskLogging {
		l.s.logger.Error("the run log could not be written", "error", err)
		return nil
	}
	return err
}

// stamp returns the instant of an event: now, but later than any stamp before,
// so that the order of events can be told from their instants.
func (l *loop) stamp() time.Time {
	if !l.now.After(l.lastStamp) {
		l.now = l.lastStamp.Add(1).In(l.s.zone)
	}
	l.lastStamp = l.now
	return l.now
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b.In(a.Location())
	}
	return a
}

// due returns the watches that were touched or have expired, by priority.
func (l *loop) due() []*watch {
	due := l.touched
	l.touched = nil
	for len(l.queue) > 0 && !l.queue[0].state.Until.After(l.now) {
		w := l.queue[0]
		l.queue.remove(w)
		if !w.touched {
			due = append(due, w)
		}
	}
	n := 0
	for _, w := range due {
		w.touched = false
		if w.active {
			due[n] = w
			n++
		}
	}
	due = due[:n]
	sortWatches(due)
	return due
}

// act does what the answer of w asks for.
func (l *loop) act(w *watch) {
	if !w.state.Holds || !w.active {
		return
	}
	switch w.role {
	case startRole:
		l.start(w.task)
	case untilRole:
		l.terminate(w.task, errUntil)
	case shutRole:
		l.requestStop("shut_cond", false)
	}
}

// requestStop begins the shutdown, or hastens it. The log says by whom.
func (l *loop) requestStop(by string, force bool) {
	if !l.stopping || force && !l.forced {
		l.announce(nil, time.Time{})
		l.s.logger.Info("schedule stopping", "by", by, "force", force)
	}
	if force && !l.forced {
		l.patience = time.Now().Add(l.lastGrace())
	}
	hasten := force || l.s.config.InstantShutdown && !l.stopping
	l.stopping, l.forced = true, l.forced || force
	if hasten {
		l.terminateAll()
	}
}

// terminateAll asks the live runs to end.
func (l *loop) terminateAll() {
	for r := range l.live {
		l.cancel(r, errShutdown)
	}
}

// fail stops the scheduler for an error: live runs are terminated, then
// on_shutdown tasks run.
func (l *loop) fail(err error) {
	if l.fatal != nil {
		return
	}
	err = l.s.hideError(err)
	l.s.logger.Error("the scheduler stops", "error", err)
	l.fatal = err
	l.requestStop("an error", false)
	l.terminateAll()
}
