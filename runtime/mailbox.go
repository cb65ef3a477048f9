package rocket

import (
	"slices"
	"sync"
)

// A mailbox takes messages to the loop. Posting never blocks, so anything may
// post, an action that runs on the loop included.
type mailbox struct {
	mu       sync.Mutex
	messages []message
	wake     chan struct{}
	done     chan struct{} // closed when the loop has ended
	looping  bool
	ended    error // why nothing is taken any more
}

// A message is what the loop is to do.
type message struct {
	do    func(*loop)
	asked bool // somebody waits for it
}

// post leaves a message. An error says why there is and will be no loop to read
// it.
func (m *mailbox) post(f func(*loop)) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.ended != nil {
		return m.ended
	}
	m.messages = append(m.messages, message{do: f})
	m.ring()
	return nil
}

// refuse makes every post from now on fail.
func (m *mailbox) refuse(why error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.ended = why
}

// ask runs f while nothing else touches the state of the session, and waits
// for it: on the loop where one runs, else in the caller's goroutine.
func (m *mailbox) ask(f func()) {
	m.mu.Lock()
	if !m.looping {
		defer m.mu.Unlock()
		f()
		return
	}
	done := make(chan struct{})
	m.messages = append(m.messages, message{asked: true, do: func(*loop) {
		defer close(done)
		f()
	}})
	m.ring()
	m.mu.Unlock()
	<-done
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

// open makes the caller the loop; it reports false where there is or was one.
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

// take returns the messages that have come, oldest first.
func (m *mailbox) take() []message {
	m.mu.Lock()
	defer m.mu.Unlock()
	messages := m.messages
	m.messages = nil
	return messages
}

// takeAsked returns the messages that somebody waits for. The others stay.
func (m *mailbox) takeAsked() (asked []message) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.messages = slices.DeleteFunc(m.messages, func(msg message) bool {
		if msg.asked {
			asked = append(asked, msg)
		}
		return msg.asked
	})
	return asked
}

// close ends the loop and answers those who still ask.
func (m *mailbox) close(l *loop) {
	m.mu.Lock()
	m.looping, m.ended = false, ErrStopped
	messages := m.messages
	m.messages = nil
	m.mu.Unlock()
	for _, message := range messages {
		message.do(l)
	}
	close(m.done)
}
