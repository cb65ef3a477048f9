// Package alarm wakes a goroutine at an instant, as precisely as the system can.
//
// A [time.Timer] is up to a millisecond late, because the Go runtime waits for files and
// timers together, in whole milliseconds. Linux has timers that are files: an alarm there
// is one, and a goroutine waits for it as for any other file. It is some 50 microseconds
// late. Such a timer also tells at once that the clock was set. On other systems, and if
// the time of the program is simulated (package testing/synctest), an alarm is a timer of
// Go.
package alarm

import "time"

// An Alarm goes off at an instant, once each time that it is set. Its methods must not be
// called at the same time.
type Alarm struct {
	// C gets a value when the alarm goes off, and sometimes before that: when the clock
	// of the system was set.
	C <-chan struct{}

	ring   chan struct{} // C
	system *systemTimer  // nil: there is none
	timer  *time.Timer   // instead
}

// New returns an alarm that is not set.
func New() *Alarm {
	ring := make(chan struct{}, 1)
	return &Alarm{C: ring, ring: ring, system: newSystemTimer(ring)}
}

// Set makes the alarm go off after a time, instead of when it was set to go off before.
func (a *Alarm) Set(after time.Duration) {
	select {
	case <-a.ring: // it has gone off since
	default:
	}
	switch {
	case a.system != nil && a.system.set(after):
	case a.timer == nil:
		a.timer = time.AfterFunc(after, func() { signal(a.ring) })
	default:
		a.timer.Reset(after)
	}
}

// Close frees the alarm. It does not go off any more.
func (a *Alarm) Close() {
	if a.system != nil {
		a.system.close()
	}
	if a.timer != nil {
		a.timer.Stop()
	}
}

func signal(ring chan<- struct{}) {
	select {
	case ring <- struct{}{}:
	default:
	}
}
