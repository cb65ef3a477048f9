package rocket

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// DefaultRetryLog is the retry_log of a session that sets none.
const DefaultRetryLog = time.Minute

// Pauses between attempts to write the run log: the first, and the longest. Each is twice
// as long as the one before it, but not longer than half of the time that is left: what is
// mended just before that is over is still noticed.
const (
	firstLogPause = 100 * time.Millisecond
	maxLogPause   = 5 * time.Second
)

// logPause returns the pause after one, if so much time is left.
func logPause(last, left time.Duration) time.Duration {
	return max(firstLogPause, min(2*last, maxLogPause, left/2))
}

// maxLogWait is how long the loop waits for the first attempt of a log that heeds its
// context.
const maxLogWait = 5 * time.Second

// ErrLogTaken is wrapped by the error of a [RunLog] that another program has taken over.
// The scheduler stops at once: the other program runs the tasks now.
var ErrLogTaken = errors.New("another program has taken over the run log")

// A backlog is what is written to the run log at once, and what waits for that. If the run
// log fails, the backlog is tried again beside the loop, which goes on meanwhile. What
// happens in the meantime is the next backlog, so the order of records is kept.
type backlog struct {
	records []Record
	runs    []*Run    // that begin when the records are in the log
	ended   []*Launch // of which those who wait are told then

	over bool  // no attempt follows
	err  error // of the last attempt
}

// takeBacklog returns what is to be written now, with runs that begin then.
func (l *loop) takeBacklog(runs []*Run) backlog {
	if len(l.unbegun) > 0 {
		runs = append(l.unbegun, runs...)
	}
	b := backlog{records: l.records, runs: runs, ended: l.ended}
	l.records, l.unbegun, l.ended = nil, nil, nil
	return b
}

// begin writes the records to the log, and begins runs that have started. As long as older
// records wait for the log, they wait, too.
func (l *loop) begin(runs []*Run) {
	if l.late != nil && !l.late.over {
		l.unbegun = append(l.unbegun, runs...)
		l.writeLines()
		return
	}
	if b := l.late; b != nil {
		l.late = nil
		l.conclude(*b, b.err)
	}
	b, began := l.takeBacklog(runs), time.Now()
	if err := l.write(b.records); err == nil || !l.postpone(b, err, began) {
		l.conclude(b, err)
	}
}

// spill writes records to a log in memory as soon as there are many: so those of a great many
// runs that end together do not lie twice in the memory. Other logs take them at once, at the
// end of the round.
func (l *loop) spill() {
	if len(l.records) < batch || len(l.lines) > 0 || l.writing || l.late != nil {
		return
	}
	if _, memory := l.s.runLog.(*MemoryLog); memory {
		b := l.takeBacklog(nil)
		l.conclude(b, l.write(b.records))
	}
}

// postpone has a backlog that could not be written tried again, if it makes sense. began is
// when the first attempt has begun.
func (l *loop) postpone(b backlog, err error, began time.Time) bool {
	d := l.s.config().RetryLog
	if d < 0 || len(b.records) == 0 || l.givenUp || l.logless || l.forced || isTaken(err) {
		return false
	}
	l.failed(l.s, logFailure, err)
	late := &backlog{records: b.records, runs: b.runs, ended: b.ended, err: err}
	l.late = late
	ctx := inside(l.unforced, &call{session: l.s, stands: true})
	ctx, cancel := context.WithDeadline(ctx, began.Add(d))
	go func() {
		defer cancel()
		l.s.retry(ctx, late.records, err)
		_ = l.s.mail.post(request(func(*loop) { late.over = true }))
	}()
	return true
}

// retry tries to append records that failed with an error, until it succeeds, ctx is done,
// or the log is taken over. The loop is told of each attempt.
func (s *Session) retry(ctx context.Context, records []Record, err error) {
	deadline, _ := ctx.Deadline()
	for pause := firstLogPause; err != nil && !isTaken(err); {
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
		attempt := s.send("run log", func() error { return s.runLog.Append(ctx, records) })
		<-attempt.done
		result := attempt.err
		if result != nil && ctx.Err() != nil {
			return // what came before says more
		}
		err = result
		_ = s.mail.post(request(func(l *loop) { l.retried(result) }))
		pause = logPause(pause, time.Until(deadline))
	}
}

// retried notes how an attempt to write the backlog has ended.
func (l *loop) retried(err error) {
	if l.late == nil || l.late.over { // it was left behind
		return
	}
	if l.late.err = err; err != nil {
		l.failed(l.s, logFailure, err)
	}
}

// conclude does what waits for a backlog that has been written, or is given up with an
// error: runs begin, unless the scheduler stops for the error. Those for which the loop stands
// still begin last, so that they hold up no others.
func (l *loop) conclude(b backlog, err error) {
	err = l.written(b, err)
	if err != nil {
		l.fail(fmt.Errorf("writing the run log: %w", err))
	}
	if err == nil {
		l.s.remotes.expect(b.runs)
	}
	was := l.still.standing
	l.still.standing = was || slices.ContainsFunc(b.runs, (*Run).stands)
	defer func() { l.still.standing = was }()
	var standing []*Run
	for _, r := range b.runs {
		switch {
		case err == nil && r.stands() && r.cause() == nil:
			standing = append(standing, r)
		case err != nil:
			l.end(r, ending{event: Failed, err: errNotBegun, text: errNotBegun.Error()})
		case r.cause() == nil:
			l.execute(r)
		default:
			l.s.remotes.pass(r.remote)
			l.end(r, ending{}) // it was ended while it waited
		}
	}
	for _, r := range standing {
		l.execute(r)
	}
}

var errNotBegun = errors.New("not begun: the run log could not be written")

// written tells of a backlog that was written, or given up, and decides whether the
// scheduler goes on in spite of an error: then it returns nil.
func (l *loop) written(b backlog, err error) error {
	for _, launch := range b.ended {
		launch.tell()
	}
	if len(b.records) > 0 {
		if err == nil {
			l.s.remotes.recorded(b.records)
		}
		l.s.appended.tell()
		l.traceRecords(b.records)
		l.givenUp = err != nil
	}
	l.reuse(b.records, err)
	if err != nil && l.s.config().SilenceTaskLogging && !isTaken(err) {
		l.failed(l.s, logFailure, err)
		return nil
	}
	if err == nil && len(b.records) > 0 {
		l.recovered(l.s, logFailure)
	}
	return err
}

// append makes the first attempt to append records to the run log.
func (s *Session) append(ctx context.Context, records []Record, d time.Duration) error {
	if len(records) == 0 {
		return nil
	}
	if d > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, min(d, maxLogWait))
		defer cancel()
	}
	return guard(func() error { return s.runLog.Append(ctx, records) })
}

// reuse takes the place of records that were appended for those that come, if the log has
// copies of them.
func (l *loop) reuse(records []Record, err error) {
	if _, copied := l.s.runLog.(*MemoryLog); copied && err == nil && len(l.records) == 0 {
		clear(records)
		l.records = records[:0]
	}
}

// flush writes the records to the run log and the lines to the log, before any run begins.
func (l *loop) flush() error {
	b := l.takeBacklog(nil)
	return l.written(b, l.write(b.records))
}

// leaveBacklog gives up the backlog whose attempts do not end: the run log is left behind.
func (l *loop) leaveBacklog() {
	l.late.over, l.late.err, l.logless = true, errLeftBehind, true
}

// isTaken reports whether an error says that the run log is another program's now.
func isTaken(err error) (taken bool) {
	_ = guard(func() error { taken = errors.Is(err, ErrLogTaken); return nil })
	return taken
}

// unread is what the run log fails as if it cannot be read.
type unread struct{}

// unreadable reports whether conditions that look at the run log go on by what the session
// remembers, because the log cannot be read: for as long as retry_log says.
func (l *loop) unreadable(err error) bool {
	d := l.s.config().RetryLog
	if l.unreadSince.IsZero() {
		l.unreadSince = l.now
	}
	if d < 0 || l.now.Sub(l.unreadSince) >= d {
		return false
	}
	l.failed(unread{}, readFailure, err)
	return true
}

// readable notes that the run log was read.
func (l *loop) readable() {
	l.unreadSince = time.Time{}
	l.recovered(unread{}, readFailure)
}
