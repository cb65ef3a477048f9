package process

import (
	"encoding/binary"
	"io"
	"sync/atomic"
	"time"
)

// Beside its reply a copy may send notes, of which only the latest matters. A note is a message
// whose length has a mark. Notes come before the reply, at most ten a second.

// noteMark is the bit of a length that says that the message is a note.
const noteMark = 1 << 48

// maxNote is how many bytes a note has at most.
const maxNote = 64 << 10

// notePause is how long a copy waits after a note until the next.
const notePause = 100 * time.Millisecond

// Tell says that there is a new note, which the function returns that it is given. Of several
// notes that come soon after one another the last is sent.
type Tell func(note func() []byte)

// notes sends the notes of a copy.
type notes struct {
	out    io.Writer
	latest atomic.Pointer[func() []byte]
	wake   chan struct{}
	end    chan struct{}
	ended  chan struct{}
}

// newNotes sends notes until it is stopped.
func newNotes(out io.Writer) *notes {
	n := &notes{
		out: out, wake: make(chan struct{}, 1), end: make(chan struct{}),
		ended: make(chan struct{}),
	}
	go n.send()
	return n
}

func (n *notes) tell(note func() []byte) {
	n.latest.Store(&note)
	select {
	case n.wake <- struct{}{}:
	default:
	}
}

// stop sends the latest note, and ends the sending.
func (n *notes) stop() {
	close(n.end)
	<-n.ended
}

func (n *notes) send() {
	defer close(n.ended)
	defer n.write()
	for {
		select {
		case <-n.wake:
			n.write()
		case <-n.end:
			return
		}
		select {
		case <-time.After(notePause):
		case <-n.end:
			return
		}
	}
}

// write writes the latest note, if there is one that was not written.
func (n *notes) write() {
	note := n.latest.Swap(nil)
	if note == nil {
		return
	}
	if text := (*note)(); len(text) > 0 && len(text) <= maxNote {
		head := binary.BigEndian.AppendUint64(nil, noteMark|uint64(len(text)))
		_, _ = n.out.Write(append(head, text...)) // who has gone needs no note
	}
}

// readReply reads a reply, and hands the notes that come before it to heed.
func (c *conversation) readReply(in io.Reader, heed func([]byte)) ([]byte, error) {
	from := io.TeeReader(in, &c.crash)
	for {
		length, err := readLength(from)
		if err != nil {
			return nil, err
		}
		if size := length &^ noteMark; size == length || size > maxNote {
			return readBody(from, length)
		}
		note, err := readBody(from, length&^noteMark)
		if err != nil {
			return nil, err
		}
		c.crash = nil // what follows may be that
		if heed != nil {
			heed(note)
		}
	}
}
