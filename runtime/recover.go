package rocket

import (
	"cmp"
	"context"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/rocketc/rocketc/runtime/process"
)

// openLog opens the run log, if that is to be opened.
func (s *Session) openLog(ctx context.Context) error {
	opener, ok := s.runLog.(Opener)
	if !ok {
		return nil
	}
	notes, err := opener.Open(ctx)
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
	var sum Summary
	var recent []Record
	var book orderBook
	var left map[string][]time.Time
	from := l.s.causesFrom(l.s.facts.from(l.now), l.now)
	tasks := l.s.worded()
	err := l.beside("run log", func() (err error) {
		for i := range tasks {
			tasks[i].text = tasks[i].when.words()
		}
		ctx := inside(l.unstopped, &call{session: l.s, stands: true})
		if err = l.s.openLog(ctx); err != nil {
			return err
		}
		if sum, recent, err = readSince(ctx, l.s.runLog, from); err != nil {
			return err
		}
		book = slices.Clone(sum.orders)
		for i := range recent {
			book.take(&recent[i])
		}
		left, err = l.s.fillsOf(ctx, book, tasks)
		return err
	}, l.take, never)
	if err != nil {
		return err
	}
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
	l.recordCrashes()
	l.noteTasks(tasks)
	l.obey(book, left)
	return l.flush()
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
// that are no more, and ends what is left of them.
func (l *loop) recordCrashes() {
	var crashed []string
	for _, task := range slices.Sorted(maps.Keys(l.s.facts.tasks)) {
		h := l.s.facts.tasks[task]
		for _, run := range slices.Clone(h.Live()) {
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
	if !l.s.simulated() {
		process.KillRuns(crashed...)
	}
}
