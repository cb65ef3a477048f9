package web

import (
	"cmp"
	"context"
	"net/http"
	"sync"
	"time"
)

// maxStreams is how many streams there are at most.
const maxStreams = 256

// feeds hands out the feed of a session. The feed is there as long as there are streams: a
// program that nobody looks at does not read its own run log.
type feeds struct {
	mu      sync.Mutex
	feed    *feed
	stop    context.CancelFunc
	streams int
}

// enter returns the feed for a stream; nil if there are too many.
func (f *feeds) enter(d *desk) *feed {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.streams == maxStreams {
		return nil
	}
	if f.streams++; f.streams == 1 {
		ctx, stop := context.WithCancel(context.Background())
		f.feed, f.stop = newFeed(d.session), stop
		go f.feed.follow(ctx)
		go d.watch(ctx, f.feed)
	}
	return f.feed
}

// leave ends the feed if there is no stream any more.
func (f *feeds) leave() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.streams--; f.streams == 0 {
		f.stop()
		f.feed = nil
	}
}

// events streams what happens (text/event-stream). A stream begins after the event that the
// client names (Last-Event-ID, or the field `after`), else with what comes.
func (d *desk) events(w http.ResponseWriter, r *http.Request) {
	feed := d.feeds.enter(d)
	if feed == nil {
		w.Header().Set("Retry-After", "10")
		fail(w, http.StatusServiceUnavailable, "too many streams are open; try again later")
		return
	}
	defer d.feeds.leave()
	s := &stream{w: w, control: http.NewResponseController(w), feed: feed}
	_ = s.control.SetReadDeadline(time.Time{})
	w.Header().Set("Content-Type", "text/event-stream")
	select {
	case <-feed.known:
	case <-r.Context().Done():
		return
	}
	s.begin(r.Context(), cmp.Or(r.Header.Get("Last-Event-ID"), r.FormValue("after")))
	s.serve(r.Context())
}

// A stream is one who listens.
type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
	feed    *feed
	at      place
	err     error // of the connection
}

// begin sends what has come since an event; if that is not known, that something is lost.
func (s *stream) begin(ctx context.Context, id string) {
	const again = "retry: 1000\n"
	end, latest := s.feed.end()
	after, ok := parseID(id)
	switch {
	case id == "":
		s.at = end
		s.write([]byte(again + "id: " + latest.String() + "\n\n"))
		return
	case ok:
		if s.at, ok = s.feed.find(after); ok {
			break
		}
		var events []event
		if events, ok = s.feed.read(ctx, after, latest); ok {
			s.at = end
			s.send(events)
		}
	}
	if !ok {
		s.at = end
		s.send([]event{lostEvent(latest)})
	}
	s.write([]byte(again + "\n"))
}

// serve sends the events until nobody listens or there are no more.
func (s *stream) serve(ctx context.Context) {
	const ping = 15 * time.Second
	tick := time.NewTicker(ping)
	defer tick.Stop()
	for s.err == nil {
		events, next, more := s.feed.take(s.at)
		s.send(events)
		s.flush()
		if s.at = next; more == nil {
			return
		}
		select {
		case <-more:
		case <-tick.C:
			s.write([]byte(": still here\n\n"))
		case <-ctx.Done():
			return
		}
	}
}

func (s *stream) send(events []event) {
	for _, e := range events {
		s.write(e.text)
	}
}

// write writes a text, for which the client has some time.
func (s *stream) write(text []byte) {
	if s.err == nil {
		_ = s.control.SetWriteDeadline(time.Now().Add(writeTime))
		_, s.err = s.w.Write(text)
	}
}

func (s *stream) flush() {
	if s.err == nil {
		s.err = s.control.Flush()
	}
}
