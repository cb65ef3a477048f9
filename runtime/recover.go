package rocket

import (
	"cmp"
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"github.com/rocketc/rocketc/runtime/process"
)

// openLog opens the run log, if that is to be opened. A session with an engine waits as long as
// another one leads, but not for one task alone.
func (s *Session) openLog(ctx context.Context) error {
	opener, ok := s.runLog.(Opener)
	if !ok {
		return nil
	}
	open := opener.Open
	if log, ok := s.runLog.(Standby); ok && s.engine != nil && s.only == nil {
		open = func(ctx context.Context) ([]string, error) { return s.stand(ctx, log) }
	}
	notes, err := open(ctx)
	for _, note := range notes {
		s.logger.Warn(note)
	}
	return err
}

// closeLog closes the run log that openLog has opened.
func (s *Session) closeLog() {
	if _, ok := s.runLog.(Opener); !ok {
		return
	}
	if closer, ok := s.runLog.(io.Closer); ok {
		if err := closer.Close(); err != nil {
			s.logger.Error("the run log could not be closed", "error", err)
		}
	}
}

// recoverLog takes what the run log holds into the histories, and closes runs
// whose program died.
func (l *loop) recoverLog() error {
	if err := l.openLog(); err != nil {
		return err
	}
	left, err := l.readLog()
	if err != nil {
		return err
	}
	sum, recent := left.sum, left.recent
	l.s.keepFormers(recent)
	l.s.facts.Resume(sum)
	l.replayAll(recent)
	for _, r := range recent {
		sum.see(&r)
	}
	l.lastStamp = later(l.lastStamp, sum.Latest)
	l.s.seq = max(l.s.seq, sum.Seq)
	l.s.off, l.s.served = !sum.off.IsZero(), cmp.Or(sum.off, l.lastStamp)
	if ahead := l.lastStamp.Sub(l.now); ahead > clockStep { // set back since the last record
		l.setBack(-ahead)
		moveBack(&l.s.served, -ahead)
	}
	l.noteDeath()
	l.recordCrashes(left.states)
	l.noteTasks(left.tasks)
	l.obey(left.book, left.fills)
	return l.flush()
}

// A legacy is what a session finds when it begins: in short what was before an instant, the
// records since, the orders that stand with what the backfills among them have left, the tasks in
// words, and the runs that the engine has.
type legacy struct {
	sum    Summary
	recent []Record
	book   orderBook
	fills  map[string][]time.Time
	tasks  []worded
	states map[string]RemoteState
}

// readLog reads the run log, and begins to lead, beside the loop.
func (l *loop) readLog() (found legacy, err error) {
	from := l.s.causesFrom(l.s.facts.from(l.now), l.now)
	tasks := l.s.worded()
	err = l.beside("run log", func() error {
		for i := range tasks {
			tasks[i].text = tasks[i].when.words()
		}
		ctx := inside(l.unstopped, &call{session: l.s, stands: true})
		return l.s.untilReached(ctx, func() (err error) {
			found, err = l.s.readLegacy(ctx, from, tasks)
			return err
		})
	}, l.take, never)
	return found, err
}

// readLegacy reads the run log, and begins to lead.
func (s *Session) readLegacy(ctx context.Context, from time.Time, tasks []worded) (
	found legacy, err error) {
	found.tasks = tasks
	if found.sum, found.recent, err = readSince(ctx, s.runLog, from); err != nil {
		return found, err
	}
	found.book = slices.Clone(found.sum.orders)
	for i := range found.recent {
		found.book.take(&found.recent[i])
	}
	if s.engine != nil && !s.simulated() {
		if found.states, err = s.remotes.lead(ctx, s); err != nil {
			return found, err
		}
	}
	found.fills, err = s.fillsOf(ctx, found.book, tasks, found.states)
	return found, err
}

// untilReached calls f, which asks the run log and the engine. If there is an engine, f is called
// again if it fails, for as long as retry_log says: a session that has just begun to lead is not
// to end because the database starts again.
func (s *Session) untilReached(ctx context.Context, f func() error) error {
	began, said := time.Now(), ""
	for {
		err := f()
		if err == nil || s.engine == nil || s.simulated() || isTaken(err) ||
			errors.Is(err, ErrNewer) || time.Since(began) >= s.config().RetryLog {
			return err
		}
		if text := err.Error(); text != said {
			said = text
			s.logger.Warn("the session does not lead yet", "error", err)
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(longestRetry):
		}
	}
}

// openLog opens the run log beside the loop.
func (l *loop) openLog() error {
	ctx := inside(l.unstopped, &call{session: l.s, stands: true})
	err := l.beside("run log", func() error { return l.s.openLog(ctx) }, l.take, never)
	if err == nil {
		l.s.setCast()
	}
	if err == nil && l.s.stood {
		l.look()
		l.s.facts.Started, l.awake = l.now, l.now
	}
	return err
}

// replayAll enters the records of a run log into the histories.
func (l *loop) replayAll(records []Record) {
	for _, r := range records {
		l.s.replay(&r)
		l.s.facts.AddRecord(r)
		l.s.follow(l.s.facts.History(r.Task), &r)
		l.lastStamp = later(l.lastStamp, r.at())
		if r.Event == Succeeded {
			l.s.facts.recover(r)
		}
	}
}

// from returns the instant from which on conditions look at single records.
func (f *Facts) from(now time.Time) time.Time {
	span := time.Duration(0)
	for _, h := range f.tasks {
		span = max(span, h.keep)
	}
	return now.Add(-span)
}

// readSince reads a run log: in short what was before an instant, and the records since.
func readSince(ctx context.Context, log RunLog, from time.Time) (sum Summary, recent []Record,
	err error) {
	read := log.Read(ctx, Query{Events: AnyEvent})
	if resumer, ok := log.(Resumer); ok {
		sum, read = resumer.Resume(ctx, from)
	}
	for r, err := range read {
		if err != nil {
			return sum, nil, err
		}
		if len(recent) == 0 && r.at().Before(from) {
			sum.Add(r)
		} else {
			recent = append(recent, r)
		}
	}
	return sum, recent, nil
}

// recordCrashes records that the runs without an outcome have crashed, also those of tasks
// that are no more, and ends what is left of them. Runs that the engine has are adopted.
func (l *loop) recordCrashes(states map[string]RemoteState) {
	var crashed []string
	var live []string
	for task, h := range l.s.facts.tasks {
		if len(h.past().live) > 0 {
			live = append(live, task)
		}
	}
	slices.Sort(live)
	for _, task := range live {
		h := l.s.facts.tasks[task]
		for _, run := range slices.Clone(h.Live()) {
			if state, ok := stateOf(states, task, run); ok && l.adopt(h.task, run, state) {
				delete(states, state.RunID)
				continue
			}
			crash := Record{Task: task, RunID: run.ID, Event: Crashed, Start: run.Start}
			if run.fills != "" {
				crash.Cause = &Ref{Task: task, RunID: run.fills, Event: BackfillOrdered}
			}
			l.record(h, crash, nil)
			if unique(run.ID) {
				crashed = append(crashed, run.ID)
			}
		}
	}
	for _, state := range states {
		l.s.remotes.disown(state)
	}
	if !l.s.simulated() {
		process.KillRuns(crashed...)
	}
}
