package rocket

import (
	"log/slog"
	"time"
)

// LongestSleep is how long the scheduler of a program sleeps at most, so that it notices a step
// of the wall clock.
const LongestSleep = time.Minute

// longestSleep returns the longest sleep of the loop. A simulated world, whose clock nobody sets,
// may have a longer one than a program.
func (l *loop) longestSleep() time.Duration {
	if w, is := l.s.world.(interface{ LongestSleep() time.Duration }); is {
		return w.LongestSleep()
	}
	return LongestSleep
}

// clockStep is how far the wall clock may differ from the time that has passed
// before everything is observed again.
const clockStep = time.Second

// maxSetBack is how far the clock may be set back for the calendar to remember
// what it showed before. A clock that is set back further was wrong.
const maxSetBack = 24 * time.Hour

// wall returns what the wall clock shows.
func (s *Session) wall() time.Time {
	if s.clock != nil {
		return s.clock().Round(0)
	}
	return s.now().Round(0)
}

// look takes the time, and has everything observed again where the wall clock
// was stepped.
func (l *loop) look() {
	passed, wall := l.s.now(), l.s.wall()
	var step time.Duration
	if !l.wall.IsZero() {
		if step = wall.Sub(l.wall) - passed.Sub(l.passed); step.Abs() > clockStep {
			l.log(slog.LevelWarn, "the clock was set", "by", step)
			l.stepHolds(step)
			if step > 0 {
				l.awake = later(wall.In(l.s.zone), l.lastStamp)
			} else {
				l.setBack(step)
				moveBack(&l.s.facts.Started, step)
				moveBack(&l.awake, step)
			}
			l.touchAll()
		}
	}
	l.wall, l.passed = wall, passed
	l.now = later(wall.In(l.s.zone), l.lastStamp)
	if -step > maxSetBack {
		l.forgetWindows()
	}
}

// setBack moves what has happened back with the clock: how long ago it was, and
// in which order, stays what it is. (A clock that is set forward is not told
// from a machine that slept: then time has passed.)
func (l *loop) setBack(step time.Duration) {
	for _, h := range l.s.facts.tasks {
		if h.known != nil {
			h.known.move(step)
		}
		moveBack(&h.since, step)
	}
	l.s.facts.remake()
	moveBack(&l.lastStamp, step)
}

// move moves all instants by a step back.
func (p *past) move(step time.Duration) {
	for i := range p.last {
		moveBack(&p.last[i], step)
	}
	moveBack(&p.overtime, step)
	moveBack(&p.struck, step)
	for i := range p.recent {
		p.recent[i].at = p.recent[i].at.Add(step)
	}
	for i := range p.live {
		p.live[i].Start = p.live[i].Start.Add(step)
	}
	if -step > maxSetBack {
		p.forgetShown(step)
	}
}

// forgetShown makes what the clock has shown what it would have shown.
func (p *past) forgetShown(step time.Duration) {
	moveBack(&p.shown, step)
	moveBack(&p.served, step)
	for i := range p.live {
		if p.live[i].fills == "" {
			p.live[i].shown = p.live[i].Start
		}
	}
	for i := range p.missed {
		p.missed[i] = p.missed[i].Add(step)
	}
	for i := range p.row {
		p.row[i] = p.row[i].Add(step)
	}
}

// moveBack moves an instant by a step, unless it is the zero time.
func moveBack(at *time.Time, step time.Duration) {
	if !at.IsZero() {
		*at = at.Add(step)
	}
}
