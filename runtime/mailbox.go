package rocket

import (
	"context"
	"sync"
	"time"
)

// A message is for the loop to do. It never waits for anything.
type message interface{ deliver(l *loop) }

// A request is a message that is a function.
type request func(*loop)

func (f request) deliver(l *loop) { f(l) }

// A mailbox takes messages to the loop. Posting never blocks.
type mailbox struct {
	mu       sync.Mutex
	messages []message
	spare    []message // the place of those that were taken before
	wake     chan struct{}
	wakes    time.Time     // when the loop, which sleeps, wakes by itself; zero: it is awake
	done     chan struct{} // closed when the loop has ended
	looping  bool
	alone    bool  // who asks is in the goroutine of the loop
	ended    error // why nothing is taken any more
}

// do posts a function.
func (m *mailbox) do(f func(*loop)) error { return m.post(request(f)) }

// post leaves a message. An error says why there is and will be no loop to read it.
func (m *mailbox) post(message message) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.ended != nil {
		return m.ended
	}
	m.messages = append(m.messages, message)
	m.ring()
	return nil
}

// leave posts a message that nobody waits for: it lies until the loop wakes by itself, if
// that is soon.
func (m *mailbox) leave(message message) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.ended != nil {
		return
	}
	m.messages = append(m.messages, message)
	if m.wakes.IsZero() || time.Until(m.wakes) > soon {
		m.ring()
	}
}

// soon is how long what nobody waits for may lie: of many short runs, most cost no
// round then.
const soon = 2 * grain

// sleep waits until the loop is to take messages, or until the alarm goes off, which it does
// at an instant.
func (m *mailbox) sleep(until time.Time, alarm <-chan struct{}) {
	if !m.setWakes(until) {
		select {
		case <-m.wake:
		case <-alarm:
		}
	}
	m.setWakes(time.Time{})
}

// hasMail reports whether there are messages.
func (m *mailbox) hasMail() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.messages) > 0
}

// setWakes says when the loop wakes by itself. It reports whether there are messages.
func (m *mailbox) setWakes(at time.Time) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.wakes = at
	return len(m.messages) > 0
}

// refuse makes every post from now on fail.
func (m *mailbox) refuse(why error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.ended = why
}

// ask runs f while nothing else touches the state of the session, and waits for f: on
// the loop if one runs, else in the caller's goroutine.
func (m *mailbox) ask(f func()) { _ = m.askFor(context.Background(), f) }

// askFor is ask that waits until ctx is done at the longest, and returns its cause then;
// f may be done later.
func (m *mailbox) askFor(ctx context.Context, f func()) error {
	m.mu.Lock()
	if m.alone {
		m.mu.Unlock()
		f()
		return nil
	}
	if !m.looping {
		defer m.mu.Unlock()
		f()
		return nil
	}
	done := make(chan struct{})
	m.messages = append(m.messages, request(func(*loop) {
		defer close(done)
		f()
	}))
	m.ring()
	m.mu.Unlock()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// isOpen reports whether a loop runs.
func (m *mailbox) isOpen() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.looping
}

// hasEnded reports whether the session has ended.
func (m *mailbox) hasEnded() bool {
	select {
	case <-m.done:
		return true
	default:
		return false
	}
}

// ring wakes the loop. m.mu is held.
func (m *mailbox) ring() {
	if m.wake != nil {
		select {
		case m.wake <- struct{}{}:
		default:
		}
	}
}

// open makes the caller the loop. It reports false if there is or was one.
func (m *mailbox) open() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.looping || m.ended != nil {
		return false
	}
	m.looping, m.wake = true, make(chan struct{}, 1)
	m.ring()
	return true
}

// take returns the messages that have come, oldest first. They are the caller's until it
// gives them back.
func (m *mailbox) take() []message {
	m.mu.Lock()
	defer m.mu.Unlock()
	select {
	case <-m.wake: // for what is taken now
	default:
	}
	messages := m.messages
	m.messages, m.spare = m.spare, nil
	return messages
}

// giveBack takes the place of messages for others.
func (m *mailbox) giveBack(messages []message) {
	clear(messages)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.spare = messages[:0]
}

// close ends the loop and answers those who still ask.
func (m *mailbox) close(l *loop) {
	m.mu.Lock()
	m.looping, m.ended = false, ErrStopped
	messages := m.messages
	m.messages = nil
	m.mu.Unlock()
	for _, message := range messages {
		message.deliver(l)
	}
	close(m.done)
}
