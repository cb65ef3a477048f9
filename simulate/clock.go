package simulate

import (
	"container/heap"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// A clock shows an instant that moves only when somebody sleeps. It has the functions that
// are to be called later.
type clock struct {
	now    time.Time
	timers timers
	made   uint64 // how many timers were set
}

// Now returns the instant.
func (c *clock) Now() time.Time { return c.now }

// AfterFunc has f called when d has passed.
func (c *clock) AfterFunc(d time.Duration, f func()) rocket.Timer {
	t := &timer{clock: c, call: f, place: -1}
	t.Reset(d)
	return t
}

// advance lets time pass until an instant, or less: it calls all functions that are due
// first, and returns then.
func (c *clock) advance(until time.Time) {
	if !c.isDue(until) {
		c.now = until
		return
	}
	at := c.timers[0].at
	if at.After(c.now) {
		c.now = at
	}
	for len(c.timers) > 0 && !c.timers[0].at.After(at) {
		heap.Pop(&c.timers).(*timer).call()
	}
}

// isDue reports whether a function is to be called until an instant, or at it.
func (c *clock) isDue(until time.Time) bool {
	return len(c.timers) > 0 && !c.timers[0].at.After(until)
}

// A timer is a function that is to be called.
type timer struct {
	clock *clock
	at    time.Time
	turn  uint64 // timers of one instant are called in the order in which they were set
	call  func()
	place int // in the heap; -1: it is not there
}

// Stop keeps the function from being called. It reports whether it was to be.
func (t *timer) Stop() bool {
	waits := t.place >= 0
	if waits {
		heap.Remove(&t.clock.timers, t.place)
	}
	return waits
}

// Reset has the function called when d has passed, and not when it was to be before.
func (t *timer) Reset(d time.Duration) bool {
	waits := t.Stop()
	t.clock.made++
	t.at, t.turn = t.clock.now.Add(max(d, 0)), t.clock.made
	heap.Push(&t.clock.timers, t)
	return waits
}

// timers are a heap.
type timers []*timer

func (q timers) Len() int { return len(q) }

func (q timers) Less(i, j int) bool {
	if c := q[i].at.Compare(q[j].at); c != 0 {
		return c < 0
	}
	return q[i].turn < q[j].turn
}

func (q timers) Swap(i, j int) {
	q[i], q[j] = q[j], q[i]
	q[i].place, q[j].place = i, j
}

// Push is called by package heap.
func (q *timers) Push(x any) {
	t := x.(*timer)
	t.place = len(*q)
	*q = append(*q, t)
}

// Pop is called by package heap.
func (q *timers) Pop() any {
	last := len(*q) - 1
	t := (*q)[last]
	(*q)[last] = nil
	*q = (*q)[:last]
	t.place = -1
	return t
}
