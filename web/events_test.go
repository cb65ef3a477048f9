package web

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/runlog"
	rocket "github.com/rocketc/rocketc/runtime"
)

// A happening is an event as a client has got it.
type happening struct {
	id, kind, data string
	record         rocket.Record
}

func (h happening) String() string {
	text := h.kind
	if h.record.Event != 0 {
		text += " " + h.record.Task + " " + h.record.Event.String()
	}
	return text
}

// A listener listens to a stream.
type listener struct {
	*testing.T
	lines  *bufio.Scanner
	body   io.Closer
	status int
	last   string // the id of the latest event
}

// listens connects to the stream of events, as one that has seen an event last.
func (s *site) listens(address, query, last string) *listener {
	s.Helper()
	r, _ := http.NewRequest("GET", "http://"+address+"/events"+query, nil)
	r.Header.Set("Authorization", "Bearer "+lookToken)
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		s.Fatal(err)
	}
	timer := time.AfterFunc(time.Minute, func() { answer.Body.Close() })
	s.Cleanup(func() {
		timer.Stop()
		answer.Body.Close()
	})
	return &listener{s.T, bufio.NewScanner(answer.Body), answer.Body, answer.StatusCode, last}
}

// next returns the next event; one of the kind "end" if there is none. An id alone is an event
// of no kind.
func (l *listener) next() (h happening) {
	l.Helper()
	for l.lines.Scan() {
		field, value, _ := strings.Cut(l.lines.Text(), ": ")
		switch {
		case field == "id":
			h.id, l.last = value, value
		case field == "event":
			h.kind = value
		case field == "data":
			h.data = value
		case field == "" && value == "" && (h.kind != "" || h.id != ""):
			_ = json.Unmarshal([]byte(h.data), &h.record)
			return h
		}
	}
	return happening{kind: "end"}
}

// until returns the events up to one that reads as a text, in words.
func (l *listener) until(last string) (all []string) {
	l.Helper()
	for {
		h := l.next()
		if h.kind != "" {
			all = append(all, h.String())
		}
		if h.String() == last {
			return all
		}
		if h.kind == "end" {
			l.Fatalf("there is no %q in %q", last, all)
		}
	}
}

// records is until, without events that have no record.
func (l *listener) records(last string) []string {
	l.Helper()
	return slices.DeleteFunc(l.until(last), func(text string) bool {
		return !strings.Contains(text, " ")
	})
}

// order gives an order.
func (s *site) order(do, body string) {
	s.Helper()
	r := request("POST", "/v1/"+do, steerToken, body)
	r.Host = "desk.example.com" // by which it is called at any port
	s.expect(r, 200)
}

// TestEvents: a stream tells what happens, by the kinds that the documentation names, and goes
// on after the event that its client has seen last.
func TestEvents(t *testing.T) {
	s := open(t, rocket.WithRunLog(&rocket.MemoryLog{}))
	address, _ := s.listen()
	l := s.listens(address, "", "")
	first := l.next()
	if _, ok := parseID(first.id); !ok || first.kind != "" {
		t.Errorf("the stream begins with %+v", first)
	}
	s.order("run", `{"tasks":["bad"]}`)
	ran := l.records("run bad fail")
	if want := []string{"run bad run", "run bad fail"}; !slices.Equal(ran, want) {
		t.Errorf("got %q, want %q", ran, want)
	}
	seen := l.last
	s.order("hold", `{"tasks":["bad"]}`)
	l.until("hold bad hold")
	s.order("resume", `{"tasks":["bad"]}`)
	l.until("hold bad resume")
	for name, again := range map[string]*listener{
		"header": s.listens(address, "?after="+first.id, seen),
		"field":  s.listens(address, "?after="+seen, ""),
	} {
		got := again.records("hold bad resume")
		if want := []string{"hold bad hold", "hold bad resume"}; !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	for _, unknown := range []string{"1-x", "7", "x-y", "999-1", "-1-z"} {
		if h := s.listens(address, "", unknown).next(); h.kind != "lost" || h.id != l.last {
			t.Errorf("after %q came %+v", unknown, h)
		}
	}
}

// TestEventsOfStates: a stream tells that a run has written something and how far it is, that a
// hold has ended by itself, and that a task waits.
func TestEventsOfStates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t)
		l := s.hears()
		s.order("run", `{"tasks":["slow"],"detach":true}`)
		wanted := map[string]string{"run": `"slow"`, "output": "",
			"progress": `"done":40,"total":100`}
		for len(wanted) > 0 {
			h := l.next()
			if h.kind == "run" {
				wanted["output"] = `"` + h.record.RunID + `"`
			}
			if part, ok := wanted[h.kind]; ok && strings.Contains(h.data, part) {
				delete(wanted, h.kind)
			}
			if h.kind == "end" {
				t.Fatalf("there is no %v", wanted)
			}
		}
		s.order("hold", `{"for_ns":1500000000}`)
		l.until("hold")
		l.until("hold") // that it has ended
		s.order("disable", `{"tasks":["bad"]}`)
		l.until("tasks")
		s.order("hold", `{"tasks":["nightly.dump"]}`)
		s.order("run", `{"tasks":["nightly.dump"],"detach":true}`)
		l.until("waiting")
		close(s.release)
		l.until("run slow success")
	})
}

// A wire is a client who reads from a pipe, without a network.
type wire struct {
	*pipe
	*io.PipeWriter
}

func (w wire) Write(text []byte) (int, error) { return w.PipeWriter.Write(text) }

// hears listens to the stream of events without a network, on a simulated clock, until the test
// ends.
func (s *site) hears() *listener {
	s.Helper()
	read, write := io.Pipe()
	r := request("GET", "/events", lookToken, "").WithContext(s.Context())
	go s.handler.ServeHTTP(wire{&pipe{}, write}, r)
	s.Cleanup(func() { read.Close() })
	l := &listener{T: s.T, lines: bufio.NewScanner(read), body: read}
	l.next()        // the id after which it begins
	synctest.Wait() // then all is watched
	return l
}

// TestEventsAfterRestart: a stream goes on where it was when the program has started anew, as
// far as the run log knows; if the log is another, that is said.
func TestEventsAfterRestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "runs.jsonl")
	log := func() rocket.Option { return rocket.WithRunLog(&runlog.File{Path: path}) }
	s := open(t, log())
	address, stop := s.listen()
	l := s.listens(address, "", "")
	s.order("run", `{"tasks":["bad"]}`)
	l.until("run bad fail")
	stop()
	s.end()
	l.until("end")

	s = open(t, log())
	s.order("run", `{"tasks":["bad"]}`)
	s.order("hold", `{"tasks":["slow"]}`)
	address, stop = s.listen()
	got := s.listens(address, "", l.last).records("hold slow hold")
	want := []string{"run bad run", "run bad fail", "hold slow hold"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	stop()
	s.end()

	s = open(t)
	for range 5 {
		s.order("run", `{"tasks":["bad"]}`)
	}
	address, _ = s.listen()
	if h := s.listens(address, "", l.last).next(); h.kind != "lost" {
		t.Errorf("a stream goes on in another log: %+v", h)
	}
}

// TestTooManyStreams: one stream too many is refused, and lets go when it ends.
func TestTooManyStreams(t *testing.T) {
	s := open(t)
	gone, stop := context.WithCancel(t.Context())
	stop()
	get := func() *http.Request {
		return request("GET", "/events", lookToken, "").WithContext(gone)
	}
	for range maxStreams + 1 {
		s.expect(get(), 200)
	}
	s.desk.feeds.streams += maxStreams
	s.expect(get(), 503, "too many streams")
	s.desk.feeds.streams -= maxStreams
}

// A pipe is a client that reads when it wants to.
type pipe struct {
	mu     sync.Mutex
	text   bytes.Buffer
	writes chan struct{} // one lets a write go on; nil: all do
}

func (p *pipe) Header() http.Header              { return http.Header{} }
func (p *pipe) WriteHeader(int)                  {}
func (p *pipe) FlushError() error                { return nil }
func (p *pipe) SetWriteDeadline(time.Time) error { return nil }

func (p *pipe) Write(text []byte) (int, error) {
	if p.writes != nil {
		<-p.writes
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.Write(text)
}

func (p *pipe) String() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.String()
}

// numbered returns an event with a number.
func numbered(n int) event {
	m := eventID{uint64(n), int64(n)}
	return event{m, eventText(m.String(), "run", nil)}
}

// TestSlowStream: one who reads slowly holds up nobody, and is told that something is lost. A
// stream that is silent shows that it is there.
func TestSlowStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFeed(nil)
		ctx, stop := context.WithCancel(t.Context())
		quick, slow := &pipe{}, &pipe{writes: make(chan struct{})}
		for _, p := range []*pipe{quick, slow} {
			s := &stream{w: p, control: http.NewResponseController(p), feed: f}
			go s.serve(ctx)
		}
		const all = 3 * keptEvents
		for n := 1; n <= all; n++ {
			f.add(numbered(n))
			synctest.Wait()
		}
		if n := strings.Count(quick.String(), "event: run"); n != all {
			t.Errorf("one who reads has got %d events of %d", n, all)
		}
		f.add(numbered(all + 1))
		close(slow.writes)
		synctest.Wait()
		got := slow.String()
		lost := fmt.Sprintf("id: %s\nevent: lost\n", eventID{all + 1, all + 1})
		if strings.Count(got, "event: run") != 1 || !strings.HasSuffix(got,
			lost+"data: {\"reload\":true}\n\n") {
			t.Errorf("one who does not read has got %q", got)
		}
		time.Sleep(16 * time.Second)
		if !strings.HasSuffix(quick.String(), ": still here\n\n") {
			t.Error("a silent stream says nothing")
		}
		stop()
	})
}

// TestFeedPlaces: a place is found by its id as long as all after it is at hand, and what is
// at hand is bounded in bytes, too.
func TestFeedPlaces(t *testing.T) {
	f := newFeed(nil)
	f.before, f.latest = eventID{1, 1}, eventID{1, 1}
	find := func(n int) (place, bool) { return f.find(eventID{uint64(n), int64(n)}) }
	for n := 2; n <= 9; n++ {
		f.add(event{text: []byte("a state")})
		f.add(numbered(n))
	}
	for n := 1; n <= 9; n++ {
		at, ok := find(n)
		events, _, _ := f.take(at)
		if want := 2 * (9 - n); !ok || len(events) != want {
			t.Errorf("after %d: %d events, want %d (%t)", n, len(events), want, ok)
		}
	}
	long := numbered(10)
	long.text = make([]byte, keptBytes)
	f.add(long)
	if _, ok := find(8); ok {
		t.Error("what is not at hand is found")
	}
	if at, ok := find(9); !ok || int(at) != f.first || len(f.events) != 1 {
		t.Errorf("%d events are at hand, the place after 9 is %d, %t", len(f.events), at, ok)
	}
	if _, ok := f.find(eventID{9, 8}); ok {
		t.Error("a record of another log is found")
	}
}

// TestManyStreams: two hundred clients each get every record. With ROCKETC_TEST_STREAMS=60 it
// takes that many seconds, and says what that costs.
func TestManyStreams(t *testing.T) {
	const clients = 200
	seconds, _ := strconv.Atoi(os.Getenv("ROCKETC_TEST_STREAMS"))
	s := open(t)
	address, _ := s.listen()
	streams := make([]*listener, clients)
	for i := range streams {
		streams[i] = s.listens(address, "", "")
		streams[i].next()
	}
	began, spent := time.Now(), processorTime(t)
	runs := max(20, seconds)
	var reading sync.WaitGroup
	for i, l := range streams {
		reading.Add(1)
		go func() {
			defer reading.Done()
			for n := range 2 * runs {
				h := l.next()
				for h.record.Event == 0 && h.kind != "end" {
					h = l.next()
				}
				if want := []string{"run bad run", "run bad fail"}[n%2]; h.String() != want {
					t.Errorf("client %d, event %d: %v, want %s", i, n, h, want)
					return
				}
			}
		}()
	}
	for range runs {
		s.order("run", `{"tasks":["bad"]}`)
		if seconds > 0 {
			time.Sleep(time.Second)
		}
	}
	reading.Wait()
	took, cost := time.Since(began), processorTime(t)-spent
	share := 100 * cost.Seconds() / took.Seconds()
	t.Logf("%d clients, %d records: %v, %v of a processor (%.1f %%), the clients' own with it",
		clients, 2*runs, took, cost, share)
	if seconds > 0 && share > 5 {
		t.Errorf("that costs %.1f %% of a processor", share)
	}
}
