package rocket

import "errors"

// Aside lets f answer in a goroutine of its own, so that it may ask the session
// and its tasks: the loop, on which conditions are observed, answers until f does.
// What f wants done, such as a run, is done when the round goes on. A panic in f
// is an error.
func (o *Observation) Aside(f func() (bool, error)) (holds bool, err error) {
	if o.session == nil || o.session.loop == nil {
		return f()
	}
	answered := make(chan struct{})
	err = errors.New("the condition ended its goroutine (runtime.Goexit)")
	go func() {
		defer close(answered)
		defer failOnPanic(&err)
		holds, err = f()
	}()
	o.session.loop.answer(answered)
	return holds, err
}

// answer answers what is asked of the session until done is closed.
func (l *loop) answer(done <-chan struct{}) {
	for {
		select {
		case <-done:
			l.s.mail.remind()
			return
		case <-l.s.mail.wake:
			for _, message := range l.s.mail.takeAsked() {
				message.do(l)
			}
		}
	}
}

// remind wakes the loop where messages are left.
func (m *mailbox) remind() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.messages) > 0 {
		m.ring()
	}
}
