package rocket

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// A Trace has functions that are called for what happens in a session; each may be nil.
// They are called one after the other, in the order in which it happened, in a goroutine
// of their own: the scheduler does not wait for them. Up to 10,000 calls wait their turn.
// If a trace is slower than that, calls are left out; [Stats] counts them, and the log
// says so once. When the session has ended, it waits for the calls up to 5 seconds.
type Trace struct {
	// RunStart is called when a run has started, RunEnd when it has ended, with its
	// record, which is in the run log. The context is that of the run.
	RunStart, RunEnd func(context.Context, Record)
	// Waiting is called when a task should start a run and cannot. why is "overlap"
	// (it has all the live runs that it may have), "slot" (there is no process slot),
	// "held" or "disabled".
	Waiting func(task, why string)
	// Missed is called when a window of a start condition cannot have a run any more, with
	// its record, which is in the run log; and when a start condition without windows, whose
	// task was waiting, no longer holds. The record has the task, when the window opened, or
	// the condition began to hold (Scheduled), and why no run has started (Reason).
	Missed func(context.Context, Record)
	// Round is called after each round of the scheduler.
	Round func(RoundInfo)
}

// RoundInfo tells of a round of the scheduler.
type RoundInfo struct {
	// Start is when it began; Duration is how long it took.
	Start    time.Time
	Duration time.Duration
	// Observed is how many conditions were asked, Started how many runs started.
	Observed, Started int
}

// maxTraced is how many calls of traces wait their turn.
const maxTraced = 10_000

// A tracer calls traces.
type tracer struct {
	mu      sync.Mutex
	calls   []func()
	wake    chan struct{}
	dropped uint64
	ended   bool
}

// trace has a function called for each of the session's traces.
func (l *loop) trace(call func(Trace)) {
	if len(l.s.traces) == 0 {
		return
	}
	full := false
	for _, t := range l.s.traces {
		full = l.s.tracer.add(func() { call(t) }) || full
	}
	if full {
		l.log(slog.LevelWarn, "a trace is too slow; not all is traced")
	}
}

// add has a call wait its turn. It reports whether the call is the first that is left
// out.
func (t *tracer) add(call func()) (first bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.calls) >= maxTraced {
		t.dropped++
		return t.dropped == 1
	}
	t.calls = append(t.calls, call)
	t.ring()
	return false
}

// ring wakes the goroutine that makes the calls. t.mu is held.
func (t *tracer) ring() {
	select {
	case t.wake <- struct{}{}:
	default:
	}
}

// serve makes the calls until end. A panic in one is logged.
func (t *tracer) serve(logger *slog.Logger) {
	for range t.wake {
		t.mu.Lock()
		calls, ended := t.calls, t.ended
		t.calls = nil
		t.mu.Unlock()
		for _, call := range calls {
			if err := guard(func() error { call(); return nil }); err != nil {
				logger.Error("a trace failed", errorAttrs(err)...)
			}
		}
		if ended {
			return
		}
	}
}

// end ends serve after the calls that wait.
func (t *tracer) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ended = true
	t.ring()
}

// startTraces starts the session's traces. What it returns ends them.
func (s *Session) startTraces() (end func()) {
	if len(s.traces) == 0 {
		return func() {}
	}
	s.tracer.wake = make(chan struct{}, 1)
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.tracer.serve(s.logger)
	}()
	return func() {
		s.tracer.end()
		select {
		case <-done:
		case <-time.After(leastPatience):
		}
	}
}

// traceRecords traces records that are in the run log.
func (l *loop) traceRecords(records []Record) {
	if len(l.s.traces) == 0 {
		return
	}
	for _, rec := range records {
		if rec.Event&Noted != 0 {
			continue
		}
		l.trace(func(trace Trace) {
			call := trace.RunEnd
			switch rec.Event {
			case Started:
				call = trace.RunStart
			case Missed:
				call = trace.Missed
			}
			if call != nil {
				call(l.ctx, rec)
			}
		})
	}
}

// traceRound traces a round.
func (l *loop) traceRound(begin time.Time) {
	info := RoundInfo{
		Start: begin.In(l.s.zone), Duration: time.Since(begin), Observed: l.looks,
		Started: l.starts,
	}
	l.trace(func(trace Trace) {
		if trace.Round != nil {
			trace.Round(info)
		}
	})
}
