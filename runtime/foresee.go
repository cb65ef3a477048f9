package rocket

import "time"

// maxLooks bounds how often conditions are asked to find out what starts next.
const maxLooks = 1000

// foresee returns the task that starts next if nothing happens but time, and
// when. It is nil if none does, or none is found soon. The answers that the loop
// has expire at instants at which a condition may become true; each task is
// followed from expiry to expiry, as long as it may still be the first.
func (l *loop) foresee() (next *task, at time.Time) {
	looks := maxLooks
	for _, e := range l.queue {
		if e.item.role != startRole {
			continue
		}
		if found := l.foreseen(e.item, at, &looks); !found.IsZero() {
			next, at = e.item.task, found
		}
	}
	for _, t := range l.s.order { // a start that a hold keeps need not be in the queue
		if t.start.queued > 0 || t.hold() == nil {
			continue
		}
		if found := l.foreseen(&t.start, at, &looks); !found.IsZero() {
			next, at = t, found
		}
	}
	return next, at
}

// foreseen returns when the start condition of w becomes true next if nothing happens but
// time, or when its task is no longer held if it is true then; the zero time if that does not
// happen, or not before another instant that is not zero, or it is not found with the looks
// that are left.
func (l *loop) foreseen(w *watch, before time.Time, looks *int) time.Time {
	if !w.active { // while the run log is read it is nobody's yet
		return time.Time{}
	}
	held, ends := w.task.heldUntil()
	if w.state.Holds && held.IsZero() || !ends || w.task.disabled || l.isBeside(w) {
		return time.Time{}
	}
	from := w.state.Until
	if w.state.Holds || !from.IsZero() && from.Before(held) {
		from = held
	}
	if from.IsZero() || !before.IsZero() && !from.Before(before) || *looks == 0 {
		return time.Time{} // of many tasks few are followed
	}
	o := l.s.facts.observation(w.task.Name)
	for o.Now = from; (before.IsZero() || o.Now.Before(before)) && *looks > 0; {
		*looks--
		state, err := o.whole(w.condition)
		if err != nil || o.present {
			break
		}
		if state.Holds {
			return o.Now
		}
		if !state.Until.After(o.Now) {
			break // never, or not by the clock
		}
		o.Now = state.Until
	}
	return time.Time{}
}

// Next returns when the start condition of the task becomes true next, as far as the clock
// alone tells; of a task that is held, when it can start after that: the zero time if the clock
// does not tell, the condition holds now, only [Session.Resume] ends the hold, the task is
// disabled, or the session does not run. The error is [ErrNoTask], or [ErrInProcess] in the
// process of a run.
func (t *Task) Next() (at time.Time, err error) {
	err = t.ask(func(t *task) {
		if l := t.session.loop; l != nil {
			looks := maxLooks
			at = l.foreseen(&t.start, time.Time{}, &looks)
		}
	})
	return at, err
}
