package rocket

import "time"

// maxLooks bounds how often conditions are asked to find out what starts next.
const maxLooks = 1000

// foresee returns the task that starts next if nothing happens but time, and
// when. It is nil if none does, or none is found soon. The answers that the loop
// has expire at instants at which a condition may become true; each task is
// followed from expiry to expiry, as long as it may still be the first.
func (l *loop) foresee() (next *task, at time.Time) {
	looks := 0
	for _, e := range l.queue {
		w := e.item
		if w.role != startRole || w.state.Holds || w.task.disabled || l.isBeside(w) {
			continue
		}
		o := l.s.facts.observation(w.task.Name)
		o.Now = w.state.Until
		for (next == nil || o.Now.Before(at)) && looks < maxLooks {
			looks++
			state, err := o.whole(w.condition)
			if err != nil || o.present {
				break
			}
			if state.Holds {
				next, at = w.task, o.Now
				break
			}
			if !state.Until.After(o.Now) {
				break // never, or not by the clock
			}
			o.Now = state.Until
		}
	}
	return next, at
}
