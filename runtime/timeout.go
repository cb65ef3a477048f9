package rocket

import (
	"sync"
	"time"
)

// A timeouts ends runs that take too long. It has one timer, for the run that is next, so a
// run costs neither a timer nor a goroutine. The loop adds runs and removes them; the timer
// ends them whatever the loop waits for. The zero value is ready to use.
type timeouts struct {
	clock timekeeper
	mu    sync.Mutex
	began time.Time // deadlines count from then
	runs  queue[*Run]
	timer Timer
	due   int64 // when the timer fires; 0: it does not
}

// add has a run ended after a time. The run must be removed when it has ended.
func (t *timeouts) add(r *Run, limit timeoutError) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.began.IsZero() {
		t.began = t.clock.now()
	}
	r.limit = limit
	t.runs.set(r, int64(t.passed()+limit.after-limit.spent))
	t.arm()
}

// passed returns how long ago the first run was added.
func (t *timeouts) passed() time.Duration { return t.clock.now().Sub(t.began) }

// remove forgets a run, if it was added. The timer is left alone: when it fires there may be
// nothing to do.
func (t *timeouts) remove(r *Run) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.runs.remove(r)
}

// arm sets the timer to the first deadline, unless it fires before that. t.mu is held.
func (t *timeouts) arm() {
	if len(t.runs) == 0 || t.due > 0 && t.due <= t.runs[0].at {
		return
	}
	t.due = t.runs[0].at
	left := time.Duration(t.due) - t.passed()
	if t.timer == nil {
		t.timer = t.clock.after(left, t.fire)
	} else {
		t.timer.Reset(left)
	}
}

// fire ends the runs that are due.
func (t *timeouts) fire() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.due = 0
	for len(t.runs) > 0 && t.runs[0].at <= int64(t.passed()) {
		r := t.runs[0].item
		t.runs.remove(r)
		r.cancel(r.limit)
	}
	t.arm()
}

// stop ends the timer.
func (t *timeouts) stop() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.timer != nil {
		t.timer.Stop()
	}
}
