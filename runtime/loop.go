package rocket

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/rocketc/rocketc/runtime/alarm"
	"github.com/rocketc/rocketc/runtime/process"
)

// A loop is the scheduler of one session: the one goroutine that owns its
// state.
type loop struct {
	s           *Session
	now         time.Time // of this round, in the session's zone
	lastStamp   time.Time
	awake       time.Time    // since when the loop has not slept longer than it meant to
	wall        time.Time    // at the last look at the clocks
	passed      time.Time    // then, by the clock that nobody sets
	alarm       *alarm.Alarm // of sleep
	queue       queue[*watch]
	touched     []*watch
	expired     []*watch // in this round
	spare       []*watch // the place of those that were touched before
	observation Observation
	shut        watch
	ids         uuids

	// ctx is that of Run, without its end. The two others end when the session
	// stops, and when it is forced to.
	ctx, unstopped, unforced context.Context
	cancelStop, cancelForce  context.CancelFunc

	pools    []*pool   // the process slots first
	demanded []*Launch // runs that were asked for
	unlined  []*Launch // of these, which are in no line
	begun    int       // of these, which have started
	live     []*Run    // in no order; also of tasks that were removed
	steady   int       // live runs of permanent tasks

	// The runs that have started in this round, by demand and by their conditions; their
	// actions have not begun.
	launched, started []*Run
	unprepared        []preparation // of runs of this round
	records           []Record      // of this round
	lines             []line        // of the log, of this round
	ended             []*Launch

	writing     bool // records or lines, beside the loop
	news        bool // messages were taken since the round began
	drained     bool // no run starts any more
	watching    bool // start conditions
	stopping    bool
	forced      bool
	failing     map[any]failure             // of watches, and of the run log, by the session
	channels    map[<-chan struct{}]*source // what answers of Go functions wait for
	deaf        bool                        // a hook was left behind: no other is called
	late        *backlog                    // it could not be written yet; nil: there is none
	unbegun     []*Run                      // that have started since
	givenUp     bool                        // the latest records are not in the run log
	logless     bool                        // the run log was left behind
	unreadSince time.Time                   // since when the run log cannot be read; zero: it can
	patience    time.Time                   // until when a forced shutdown waits
	restart     bool                        // after an orderly shutdown
	announced   bool                        // that the schedule is at work
	looks       int                         // at conditions, in this round
	starts      int                         // of runs, in this round
	fatal       error
	still       standstill
	nextBeat    time.Time // see reportLife
	attested    time.Time // when it was noted that the session is on, as passed has it
	reported    int       // the day of the latest reportEnded

	quietUntil time.Time // the logger takes no lines of level Info, see logRecord
}

// Run runs the session until it is shut down, by [Session.Shutdown] or because
// ctx is done. If that is so before Run is called, nothing runs. It returns the
// error that made the scheduler stop, or nil. A session runs once. Runs and
// hooks get the values of ctx, but not its end.
//
// If this program was started for a run of a task with execution process, Run returns an
// error: see [ServeChild].
func (s *Session) Run(ctx context.Context) error { return s.runFor(ctx, nil) }

// runFor is Run for one task only, or for all if only is nil.
func (s *Session) runFor(ctx context.Context, only *single) error {
	if err := s.mayRun(); err != nil {
		return err
	}
	if !s.mail.open() {
		return errors.New("the session is already running, or has ended")
	}
	s.only = only
	if !s.simulated() {
		process.ClearLeftovers()
	}
	defer s.processes.Close()
	defer s.timeouts.stop()
	start, endTraces := s.now(), s.startTraces()
	err := s.runLoops(ctx)
	s.remotes.close()
	s.closeLog()
	endTraces()
	s.logger.Info("schedule stopped", "uptime_ms", milliseconds(s.now().Sub(start)))
	if how := s.config().Restarting; err == nil && s.loop.restart && !recalls(how) {
		return s.startAgain(ctx, how)
	}
	return err
}

// runLoops runs the loop until the session ends, or is to start again in another way
// than by running the loop again.
func (s *Session) runLoops(ctx context.Context) error {
	defer func() { s.mail.close(s.loop) }()
	defer context.AfterFunc(ctx, func() { _, _ = s.stop(context.Cause(ctx).Error(), false) })()
	if ctx.Err() != nil { // at once: nothing is to begin
		_, _ = s.stop(context.Cause(ctx).Error(), false)
	}
	for {
		s.loop = newLoop(ctx, s)
		err := s.loop.run()
		s.loop.cancelStop()
		s.loop.cancelForce()
		if !s.simulated() {
			s.loop.alarm.Close()
		}
		again := err == nil && s.loop.restart && recalls(s.config().Restarting)
		if !again || s.staysEnded(ctx) {
			return err
		}
	}
}

// recalls reports whether a restart runs the loop again.
func recalls(how Restarting) bool { return how == Recall || how == DefaultRestarting }

func newLoop(ctx context.Context, s *Session) *loop {
	l := &loop{
		s: s, observation: s.facts.observation(""), failing: map[any]failure{},
	}
	if !s.simulated() {
		l.alarm = alarm.New()
	}
	l.openPools()
	l.ctx = inside(context.WithoutCancel(ctx), &call{session: s})
	l.unstopped, l.cancelStop = context.WithCancel(l.ctx)
	l.unforced, l.cancelForce = context.WithCancel(l.ctx)
	l.observation.session, l.observation.ctx = s, l.unforced
	return l
}

func (l *loop) run() error {
	l.look()
	l.s.facts.Started, l.awake = l.now, l.now
	if !l.s.recovered {
		err := l.recoverLog()
		if l.stopping && err != nil {
			return l.flush()
		}
		if err != nil {
			return fmt.Errorf("opening the run log: %w", err)
		}
		l.s.recovered = true
		l.takeUp()
	}
	l.s.facts.nobody.since = l.noted() // an end is not requested by what was before
	l.shut = watch{examined: &l.s.shut, role: shutRole}
	if l.take(); l.stopping { // before anything has begun
		l.drain()
		return l.fatal
	}
	l.around(AroundStartup, l.runStartup)
	l.watchAll()
	l.tell("READY=1")
	if !l.s.isReady {
		l.s.isReady = true
		close(l.s.ready)
	}
	if only := l.s.only; only != nil {
		l.serveSingle(only)
	}
	l.spin(func() bool { return l.stopping })
	l.unwatchAll()
	if !l.restart {
		l.tell("STOPPING=1")
	}
	l.around(AroundShutdown, func() {
		l.runAll(func(t *task) bool { return t.OnShutdown }, func() bool { return l.forced })
		l.drain()
	})
	if l.restart && recalls(l.s.config().Restarting) {
		l.log(slog.LevelInfo, "restarting", "how", Recall.String())
	}
	l.closeRound()
	return l.fatal
}

func (l *loop) watchAll() {
	if l.stopping || l.s.only != nil {
		return
	}
	l.watching = true
	l.touched = slices.Grow(l.touched, len(l.s.order)+1)
	l.queue = slices.Grow(l.queue, len(l.s.order))
	if l.s.off {
		l.noteOn()
	}
	for _, t := range l.s.order {
		l.watchStart(t)
	}
	l.watch(&l.shut)
}

// watchStart has the start condition of a task observed, in the loop's main
// phase.
func (l *loop) watchStart(t *task) {
	if l == nil || !l.watching || t.OnStartup || t.OnShutdown {
		return
	}
	t.start.examined, t.start.task = &t.when, t
	l.watch(&t.start)
	l.watchWindows(t)
}

// rewatch has the conditions of a task that was changed observed anew.
func (l *loop) rewatch(t *task) {
	if l == nil {
		return
	}
	l.unwatch(&t.start)
	l.watchStart(t)
	for _, launch := range l.demanded {
		if launch.task == t {
			l.leave(launch.waiter) // it lines up again, by the declaration as it is now
		}
	}
	if l.unwatch(t.end); len(t.runs) > 0 {
		l.watchUntil(t)
	}
}

// unwatchAll ends that start conditions are asked. Windows that have closed until now are
// settled.
func (l *loop) unwatchAll() {
	if l.watching {
		for _, t := range l.s.order {
			l.settle(t)
		}
		l.noteOff()
	}
	l.watching = false
	for _, t := range l.s.order {
		l.unwatch(&t.start)
	}
	l.unwatch(&l.shut)
}

// runStartup runs the on_startup tasks. An end that is requested meanwhile terminates them.
func (l *loop) runStartup() {
	l.runAll(func(t *task) bool { return t.OnStartup }, func() bool { return l.stopping })
	if l.stopping {
		l.terminateAll()
	}
}

// runAll runs the tasks that which picks, those of one priority after those of
// the next higher, and waits until they have ended, or enough says so. A task that has a
// start condition runs only if that holds when its turn comes.
func (l *loop) runAll(which func(*task) bool, enough func() bool) {
	var tasks []*task
	for _, t := range l.s.order {
		if which(t) && !t.disabled && l.s.only == nil {
			tasks = append(tasks, t)
		}
	}
	byPriority(tasks)
	for len(tasks) > 0 && !enough() {
		n := 1
		for n < len(tasks) && tasks[n].Priority == tasks[0].Priority {
			n++
		}
		for _, t := range tasks[:n] {
			if t.when.condition == nil || l.isDue(t) {
				l.demand(newLaunch(t, nil))
			}
		}
		group := tasks[:n]
		l.spin(func() bool { return enough() || idle(group) })
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
	l.withdraw(ErrShutdown, func(*Launch) bool { return true })
	if l.restart && !recalls(l.s.config().Restarting) {
		l.s.remotes.leave()
	}
	if !l.s.config().InstantShutdown {
		l.spin(func() bool { return l.forced || len(l.live) == l.steady })
	}
	l.terminateAll()
	deadline := l.s.now().Add(l.lastGrace())
	if l.forced {
		deadline = l.patience
	}
	l.spinUntil(deadline, func() bool { return len(l.live) == 0 })
	for _, r := range l.liveRuns() {
		l.end(r, ending{event: Terminated, err: errOutlived, text: errOutlived.Error()})
	}
	l.drained = true
	l.withdraw(ErrStopped, func(*Launch) bool { return true })
	for len(l.records) > 0 || l.late != nil {
		l.awaitLog()
		l.closeRound()
	}
}

// awaitLog waits until no records wait for the run log, or the patience of a forced shutdown
// is over.
func (l *loop) awaitLog() {
	if l.late == nil {
		return
	}
	l.spin(func() bool { return l.late == nil || l.forced && !l.s.now().Before(l.patience) })
	if l.late != nil {
		l.leaveBacklog()
	}
}

// liveRuns returns the live runs, oldest first.
func (l *loop) liveRuns() []*Run {
	return slices.SortedFunc(slices.Values(l.live), func(a, b *Run) int {
		return a.Start.Compare(b.Start)
	})
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
		wait := l.longestSleep()
		switch {
		case l.news || len(l.touched) > 0:
			wait = 0
		case len(l.queue) > 0:
			wait = min(wait, time.Duration(l.queue[0].at-l.s.wall().UnixNano()))
		}
		if l.forced {
			wait = min(wait, max(l.s.until(l.patience), 0))
		}
		if !deadline.IsZero() {
			left := l.s.until(deadline)
			if left <= 0 {
				return
			}
			wait = min(wait, left)
		}
		l.sleep(wait)
	}
}

// grain is the shortest sleep. What is due sooner waits: tasks that are due one shortly
// after the other are observed together, and cost less.
const grain = 100 * time.Microsecond

// sleep waits for a message, at most d.
func (l *loop) sleep(d time.Duration) {
	d = l.reportLife(d)
	if d <= 0 {
		return
	}
	d = max(d, grain)
	if l.s.simulated() {
		l.s.world.Sleep(d, l.s.mail.hasMail)
		return
	}
	l.alarm.Set(d)
	l.s.mail.sleep(time.Now().Add(d), l.alarm.C)
}

// round takes messages, observes what expired or was touched, by priority,
// registers the runs that are to start, writes the log, and begins the runs.
func (l *loop) round() {
	l.around(AroundCycle, func() {
		begin := time.Now()
		l.looks, l.starts = 0, 0
		l.take()
		l.news = false
		l.goOnFilling()
		l.startDemanded()
		l.observeDue()
		l.admitAll()
		if l.watching && !l.announced {
			l.announce(l.foresee())
		}
		l.reportEnded()
		l.closeRound()
		l.s.facts.Cycles++
		l.traceRound(begin)
	})
}

// observeDue observes what was touched or has expired. If a great many runs start, the
// first of them begin meanwhile, unless the loop stands still for one.
func (l *loop) observeDue() {
	due := l.due()
	defer func() {
		clear(due)
		l.spare = due[:0]
		l.moveOn()
	}()
	for _, w := range due {
		if w.role == startRole && !l.stopping {
			l.settle(w.task) // before anything starts
		}
	}
	for _, w := range due {
		if l.stopping && w.role != untilRole || !w.active {
			l.queue.remove(w)
			continue
		}
		if err := l.observe(w); err != nil {
			l.fail(err)
			return
		}
		if len(l.started) >= batch && !slices.ContainsFunc(l.started, (*Run).stands) {
			l.beginStarted()
		}
	}
}

// batch is how many runs that start together begin together. Fewer begin earlier, more
// cost less.
const batch = 256

// take looks at the clocks and does what messages ask for.
func (l *loop) take() {
	l.look()
	messages := l.s.mail.take()
	for _, message := range messages {
		message.deliver(l)
		l.spill()
	}
	l.s.mail.giveBack(messages)
	l.news = true
}

// closeRound writes the records of the round to the log and begins its runs.
func (l *loop) closeRound() {
	l.prepare()
	l.beginStarted()
}

// beginStarted begins the runs that have started.
func (l *loop) beginStarted() {
	runs := append(l.launched, l.started...)
	l.launched, l.started = nil, nil
	l.begin(runs)
}

// write writes records to the run log, and the lines to the log, beside the loop. The loop
// itself adds records to a MemoryLog, and to the log of a simulation, if there are no lines. A
// log that was left behind is not called again: it need not be safe for concurrent use.
func (l *loop) write(records []Record) error {
	lines := l.lines
	l.lines = nil
	if len(records)+len(lines) == 0 {
		return nil
	}
	if memory, ok := l.s.runLog.(*MemoryLog); ok && len(lines) == 0 {
		return memory.Append(l.ctx, records)
	}
	if l.s.simulated() && len(lines) == 0 {
		return l.s.runLog.Append(l.ctx, records)
	}
	if l.logless {
		return errLeftBehind
	}
	d := l.s.config().RetryLog
	err := l.besideLog(func(ctx context.Context) error {
		err := l.s.append(ctx, records, d)
		l.s.writeLines(ctx, lines, records)
		return err
	})
	l.logless = errors.Is(err, errLeftBehind)
	return err
}

// writeLines writes the lines to the log, beside the loop, while the records that they are
// about wait for the run log.
func (l *loop) writeLines() {
	lines, records := l.lines, l.records
	if l.lines = nil; len(lines) > 0 && !l.logless {
		_ = l.besideLog(func(ctx context.Context) error {
			l.s.writeLines(ctx, lines, records)
			return nil
		})
	}
}

// besideLog runs f, which writes logs, beside the loop.
func (l *loop) besideLog(f func(context.Context) error) error {
	ctx, cancel := context.WithCancel(inside(l.ctx, &call{session: l.s, stands: true}))
	defer cancel()
	quiet := false
	l.writing = true
	defer func() { l.writing = false }()
	err := l.beside("run log", func() error {
		_ = guard(func() error {
			quiet = !l.s.logger.Enabled(ctx, slog.LevelInfo)
			return nil
		})
		return f(ctx)
	}, l.take, never)
	if !errors.Is(err, errLeftBehind) && quiet {
		l.quietUntil = l.passed.Add(time.Second)
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

// due returns the watches that were touched or have expired, by priority. Those that have
// expired stay in the queue until they have been observed.
func (l *loop) due() []*watch {
	l.expired = l.queue.until(nanoseconds(l.now), l.expired[:0])
	for _, w := range l.expired {
		l.touch(w)
	}
	due := l.touched
	l.touched, l.spare = l.spare, nil
	n := 0
	for _, w := range due {
		if w.touched && w.active { // it may be in the list twice, or have had its look
			due[n] = w
			n++
		}
		w.touched = false
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
		l.terminate(w.task, ErrUntil)
	case shutRole:
		l.requestStop("shut_cond", false)
	}
}

// requestStop begins the shutdown, or hastens it. The log says by whom.
func (l *loop) requestStop(by string, force bool) {
	if !l.stopping || l.restart || force && !l.forced {
		l.announce(nil, time.Time{})
		l.log(slog.LevelInfo, "schedule stopping", "by", by, "force", force)
	}
	if force && !l.forced {
		l.patience = l.s.now().Add(l.lastGrace())
	}
	l.restart = false
	if !l.stopping {
		l.abandon()
	}
	hasten := force || l.s.config().InstantShutdown && !l.stopping
	l.stopping, l.forced = true, l.forced || force
	if l.cancelStop(); l.forced {
		l.cancelForce()
	}
	if hasten {
		l.terminateAll()
	}
}

// abandon gives up the runs that have not started, because code of the program prepares
// them.
func (l *loop) abandon() {
	for _, r := range l.liveRuns() {
		if r.ID == "" {
			r.cancel(ErrShutdown)
			l.end(r, ending{})
		}
	}
}

// terminateAll asks the live runs to end.
func (l *loop) terminateAll() {
	for _, r := range l.live {
		l.cancel(r, ErrShutdown)
	}
}

// fail stops the scheduler for an error: live runs are terminated, then
// on_shutdown tasks run.
func (l *loop) fail(err error) {
	if l.fatal != nil {
		return
	}
	l.logError("the scheduler stops", err)
	if isTaken(err) {
		l.s.remotes.leave()
	}
	l.fatal = l.s.hideError(err)
	l.requestStop("an error", false)
	l.terminateAll()
}
