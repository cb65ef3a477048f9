package rocket

import "time"

// The run log tells when windows were served. A log is on at first. A session notes TurnedOff
// when it no longer asks start conditions, before it waits for live runs, and TurnedOn when it
// begins to ask those of a log that is off. If a program dies in between, the next session
// notes TurnedOff with the instant of the newest record as its End. So the records of a
// session that runs a single task say nothing about windows.

// attestPause is how long a session waits at least before it notes again that it is on. It
// does so when a window closes in which the condition was false, for nothing else says then
// that the window was served.
const attestPause = time.Minute

// noteOn notes that start conditions are asked.
func (l *loop) noteOn() {
	l.s.off, l.attested = false, l.passed
	l.note(Record{Created: l.noted(), Event: TurnedOn, Host: l.s.host})
}

// noteOff notes that start conditions are no longer asked. A run log that fails is not asked
// to keep it.
func (l *loop) noteOff() {
	if l.fatal == nil && !l.givenUp {
		l.s.off = true
		l.note(Record{Created: l.noted(), Event: TurnedOff, Host: l.s.host})
	}
}

// noteDeath notes until when at least a session was on that did not note its end.
func (l *loop) noteDeath() {
	if !l.s.off && !l.s.served.IsZero() {
		l.s.off = true
		l.note(Record{Created: l.noted(), End: l.s.served, Event: TurnedOff, Host: l.s.host})
	}
}

// attest notes that start conditions are asked, if that was not noted a short time ago.
func (l *loop) attest() {
	if l.attested.IsZero() || l.passed.Sub(l.attested) >= attestPause {
		l.noteOn()
	}
}

// turn takes what a record says about when windows were served.
func (s *Summary) turn(r *Record) {
	switch r.Event {
	case TurnedOn:
		s.off = time.Time{}
	case TurnedOff:
		s.off = r.at()
	}
}
