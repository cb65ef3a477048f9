package web

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"

	rocket "github.com/rocketc/rocketc/runtime"
)

// told are the events of records that streams tell.
const told = rocket.Started | rocket.Outcome | rocket.Missed |
	rocket.Held | rocket.Resumed | rocket.BackfillOrdered | rocket.BackfillEnded

// kindOf returns the kind of the event that tells of a record.
func kindOf(e rocket.Event) string {
	switch {
	case e == rocket.Missed:
		return "missed"
	case e&(rocket.Held|rocket.Resumed) != 0:
		return "hold"
	case e&(rocket.BackfillOrdered|rocket.BackfillEnded) != 0:
		return "backfill"
	}
	return "run"
}

// What a feed has at hand.
const (
	keptEvents = 1024
	keptBytes  = 1 << 20
)

// A feed has the latest events of a session at hand, each as the text that all streams send.
// A stream has a place in the feed and no events of its own: nobody waits for a stream, and
// a thousand of them cost no more memory than one.
type feed struct {
	session *rocket.Session
	known   chan struct{} // closed when it is known which record is the newest

	mu     sync.Mutex
	events []event
	bytes  int           // of the events' texts
	first  int           // the number of events[0]
	before eventID       // the newest record before events[0]
	latest eventID       // the newest record
	more   chan struct{} // closed when there are more events
	ended  bool          // there will be no more
}

// An event is the text of one, and which record it tells of; a zero id: of none.
type event struct {
	eventID
	text []byte
}

// An eventID names a record of a run log: its number, and when it was created, by which it is
// told from a record of that number in another log.
type eventID struct {
	seq uint64
	at  int64
}

func idOf(r rocket.Record) eventID { return eventID{r.Seq, r.Created.UnixNano()} }

// String returns the id as streams have it.
func (m eventID) String() string {
	return strconv.FormatUint(m.seq, 10) + "-" + strconv.FormatInt(m.at, 36)
}

// parseID reads an id. ok is false if the text is none.
func parseID(text string) (m eventID, ok bool) {
	seq, at, _ := strings.Cut(text, "-")
	var errSeq, errAt error
	m.seq, errSeq = strconv.ParseUint(seq, 10, 64)
	m.at, errAt = strconv.ParseInt(at, 36, 64)
	return m, errSeq == nil && errAt == nil
}

func newFeed(s *rocket.Session) *feed {
	return &feed{session: s, known: make(chan struct{}), more: make(chan struct{})}
}

// follow adds the records of the session as they are written, until the session has ended or
// ctx is done.
func (f *feed) follow(ctx context.Context) {
	newest := rocket.Query{Events: told, Newest: true, Limit: 1}
	var latest eventID
	for r, err := range f.session.RunLog().Read(ctx, newest) {
		if err == nil {
			latest = idOf(r)
		}
	}
	f.mu.Lock()
	f.before, f.latest = latest, latest
	f.mu.Unlock()
	close(f.known)
	next := rocket.Query{Events: told, After: latest.seq}
	for r, err := range f.session.FollowQuery(ctx, next) {
		if err != nil {
			break
		}
		f.add(recordEvent(r))
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ended = true
	close(f.more)
}

// add adds an event. The oldest have to go if there are too many.
func (f *feed) add(e event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.ended {
		return
	}
	f.events = append(f.events, e)
	f.bytes += len(e.text)
	for len(f.events) > keptEvents || f.bytes > keptBytes && len(f.events) > 1 {
		if oldest := f.events[0].eventID; oldest != (eventID{}) {
			f.before = oldest
		}
		f.bytes -= len(f.events[0].text)
		f.events = f.events[1:]
		f.first++
	}
	if e.eventID != (eventID{}) {
		f.latest = e.eventID
	}
	close(f.more)
	f.more = make(chan struct{})
}

// A place is where a stream is in a feed: the number of the event that it sends next.
type place int

// take returns the events from a place on, the place after them, and what is closed when
// there are more; that is nil if the feed has ended. If some of the events are not at hand any
// more, the one that is returned says that they are lost.
func (f *feed) take(at place) (events []event, next place, more <-chan struct{}) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.ended {
		more = f.more
	}
	next = place(f.first + len(f.events))
	if int(at) < f.first {
		return []event{lostEvent(f.latest)}, next, more
	}
	return f.events[int(at)-f.first:], next, more
}

// find returns the place after a record, if the events after it are at hand.
func (f *feed) find(m eventID) (at place, ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if m == f.latest {
		return place(f.first + len(f.events)), true
	}
	if m == f.before {
		return place(f.first), true
	}
	for i, e := range f.events {
		if e.eventID == m {
			return place(f.first + i + 1), true
		}
	}
	return 0, false
}

// end returns the place after all events, and the newest record.
func (f *feed) end() (place, eventID) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return place(f.first + len(f.events)), f.latest
}

// read returns the records after one up to another from the run log, as events. ok is false
// if the first is not in the log, so that it is not known what came after it, or if there
// are more than a feed has at hand.
func (f *feed) read(ctx context.Context, after, last eventID) (events []event, ok bool) {
	ok = after == eventID{} // the log was empty
	query := rocket.Query{Events: told, After: max(after.seq, 1) - 1, Limit: keptEvents + 1}
	for r, err := range f.session.RunLog().Read(ctx, query) {
		switch {
		case err != nil:
			return nil, false
		case !ok && idOf(r) != after:
			return nil, false
		case !ok:
			ok = true
		case r.Seq > last.seq:
			return events, true
		default:
			events = append(events, recordEvent(r))
		}
	}
	return events, ok && len(events) < keptEvents
}

// lostEvent returns an event that says that those up to a record are lost to a stream: who
// listens has to look again.
func lostEvent(latest eventID) event {
	return event{text: eventText(latest.String(), "lost", []byte(`{"reload":true}`))}
}

// recordEvent returns the event that tells of a record. What may be long is left out.
func recordEvent(r rocket.Record) event {
	const longest = 4 << 10
	r.Return, r.Output = nil, ""
	r.Error = r.Error[:min(len(r.Error), longest)]
	text, err := r.AppendJSON(nil)
	if err != nil {
		text = []byte("{}")
	}
	m := idOf(r)
	return event{m, eventText(m.String(), kindOf(r.Event), text)}
}

// eventText returns an event as text/event-stream has it. data is one line.
func eventText(id, kind string, data []byte) []byte {
	var b bytes.Buffer
	if id != "" {
		fmt.Fprintf(&b, "id: %s\n", id)
	}
	fmt.Fprintf(&b, "event: %s\ndata: %s\n\n", kind, data)
	return b.Bytes()
}
