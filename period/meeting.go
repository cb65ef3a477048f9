package period

import "time"

// Meeting is the windows of a period in which another period holds at some instant: the
// days, say, that have working hours.
type Meeting struct{ Of, With Period }

// Next implements [Period].
func (p Meeting) Next(t time.Time) (Window, bool) {
	w, ok := p.Of.Next(t)
	if !ok {
		return w, false
	}
	meets, ok := p.common().Next(w.Start)
	if !ok || meets.Start.Before(w.End) {
		return w, ok
	}
	return p.Of.Next(meets.Start)
}

// Prev implements [Period].
func (p Meeting) Prev(t time.Time) (Window, bool) {
	w, ok := p.Of.Prev(t)
	if !ok {
		return w, false
	}
	if meets, ok := p.common().Next(w.Start); ok && meets.Start.Before(w.End) {
		return w, true
	}
	meets, ok := p.common().Prev(w.Start)
	if !ok {
		return w, false
	}
	return p.Of.Next(meets.Start)
}

func (p Meeting) common() Period { return All{p.Of, p.With} }

// String implements [Period].
func (p Meeting) String() string { return p.common().String() }
