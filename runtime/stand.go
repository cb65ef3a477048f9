package rocket

import (
	"context"
	"time"
)

// AnswerStands says how long an answer stands that a Go function gives to a condition, with
// the context that the function was given: for d from the instant of the question, or until
// changed is closed, if it is not nil. Without that, and if d is not more than zero, it
// stands for one cycle_sleep. After changed is closed, the function is asked again within a
// cycle_sleep. In any other context, AnswerStands does nothing.
//
//	func Holiday(ctx context.Context) bool {
//		rocket.AnswerStands(ctx, time.Hour, nil)
//		…
//	}
func AnswerStands(ctx context.Context, d time.Duration, changed <-chan struct{}) {
	if o, ok := ctx.Value(standingKey{}).(*Observation); ok && d > 0 {
		o.standing = standing{d, changed}
	}
}

type standingKey struct{}

// standing is how long an answer stands.
type standing struct {
	d       time.Duration // zero: nothing was said
	changed <-chan struct{}
}

// AnswerUntil returns until when the answer of a Go function stands that was just asked with
// the context of the observation: what it has said by [AnswerStands], else NextAsk.
func (o *Observation) AnswerUntil() time.Time {
	said := o.standing
	o.standing = standing{}
	if said.d <= 0 {
		return o.NextAsk()
	}
	o.present = true
	if said.changed != nil && o.beside != nil {
		o.session.mail.ask(func() {
			if l := o.session.loop; l != nil {
				o.read(l.outside(said.changed), AnyEvent)
			}
		})
	}
	return o.Now.Add(said.d)
}

// outside returns what changes when the channel is closed.
func (l *loop) outside(changed <-chan struct{}) *source {
	if s := l.channels[changed]; s != nil {
		return s
	}
	s := &source{}
	if l.channels == nil {
		l.channels = map[<-chan struct{}]*source{}
	}
	l.channels[changed] = s
	pace := time.Now().Add(l.s.facts.CycleSleep)
	go func() {
		select {
		case <-changed:
		case <-l.unstopped.Done():
			return
		}
		if wait := time.Until(pace); wait > 0 {
			select {
			case <-time.After(wait):
			case <-l.unstopped.Done():
				return
			}
		}
		_ = l.s.mail.do(func(l *loop) {
			delete(l.channels, changed)
			l.change(s, nil)
		})
	}()
	return s
}
