//go:build unix

package control_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc/control"
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// A desk is a session that can be asked.
type desk struct {
	*testing.T
	session *rocket.Session
	socket  string
	release chan struct{} // lets a run of slow end
}

// open runs a session with some tasks, and lets it be asked.
func open(t *testing.T) *desk {
	t.Helper()
	inDir(t)
	d := &desk{T: t, release: make(chan struct{})}
	tap := &control.Tap{}
	s, err := rocket.New(&rocket.Schedule{Name: "desk", Tasks: []*rocket.TaskSpec{
		{Name: "nightly.dump", When: stdconds.Every{Interval: 24 * time.Hour},
			Action: rocket.Func(fine)},
		{Name: "nightly.copy", When: stdconds.After{Tasks: []string{"nightly.dump"}},
			Action: rocket.Func(fine)},
		{Name: "slow", Action: rocket.Func(d.slow)},
		{Name: "bad", Action: rocket.Func(bad)},
		{Name: "hours", When: stdconds.Once{Period: period.Hour.Full()}, Disabled: true,
			Action: rocket.Func(d.slow)},
	}}, rocket.WithLogger(slog.New(tap.Handler(slog.NewTextHandler(io.Discard, nil)))))
	if err != nil {
		t.Fatal(err)
	}
	listener, err := control.Listen("desk")
	if err != nil {
		t.Fatal(err)
	}
	d.session, d.socket = s, listener.Path()
	ctx, stop := context.WithCancel(context.Background())
	ended, served := make(chan error, 1), make(chan struct{})
	go func() { ended <- s.Run(ctx) }()
	for r, err := range s.Follow(ctx, 0) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Task == "nightly.copy" && r.Event == rocket.Succeeded {
			break
		}
	}
	go func() {
		defer close(served)
		(&control.Server{Session: s, Schedule: "desk", Tap: tap}).Serve(ctx, listener)
	}()
	t.Cleanup(func() {
		_ = s.Terminate(nil)
		if err := <-ended; err != nil {
			t.Error(err)
		}
		stop()
		<-served
		if _, err := os.Stat(d.socket); !os.IsNotExist(err) {
			t.Errorf("the socket is still there: %v", err)
		}
	})
	return d
}

// inDir has sockets made in a directory of the test. Its path is short: that of a socket may
// not be long.
func inDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "rk")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	t.Setenv("RUNTIME_DIRECTORY", "")
	t.Setenv("XDG_RUNTIME_DIR", dir)
	return filepath.Join(dir, "rocketc")
}

func fine(context.Context, *rocket.Run) (any, error) { return nil, nil }

func bad(context.Context, *rocket.Run) (any, error) { return nil, errors.New("no way") }

// slow says that it is there, and goes on until it may end.
func (d *desk) slow(ctx context.Context, r *rocket.Run) (any, error) {
	r.Progress(40, 100, "rows")
	r.Logger().Info("output", "stream", "stdout", "line", "here")
	select {
	case <-d.release:
		return 42, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// ask returns the whole answer to a request.
func (d *desk) ask(r control.Request) (lines []string, err error) {
	for data, err := range control.Ask(d.Context(), d.socket, r) {
		if err != nil {
			return lines, err
		}
		lines = append(lines, string(data))
	}
	return lines, nil
}

// expect compares the answer to a request with parts that it must have, in order.
func (d *desk) expect(r control.Request, parts ...string) {
	d.Helper()
	lines, err := d.ask(r)
	if err != nil {
		d.Errorf("%+v: %v", r, err)
		return
	}
	text := strings.Join(lines, "\n")
	for _, part := range parts {
		_, after, found := strings.Cut(text, part)
		if !found {
			d.Errorf("%+v: there is no %s in\n%s", r, part, strings.Join(lines, "\n"))
			return
		}
		text = after
	}
}

// refuse asks for what is wrong.
func (d *desk) refuse(r control.Request, usage bool, want string) {
	d.Helper()
	_, err := d.ask(r)
	if err == nil || !strings.Contains(err.Error(), want) ||
		errors.Is(err, control.ErrUsage) != usage {
		d.Errorf("%+v: %v, want %s", r, err, want)
	}
}

// TestWhyMissed: asked about an instant of a window that was missed, the answer has the reason of
// that window, also if several were recorded together later.
func TestWhyMissed(t *testing.T) {
	d := open(t)
	now := time.Now()
	for i, reason := range []string{"slot", "off", "held"} {
		err := d.session.RunLog().Append(d.Context(), []rocket.Record{{Seq: uint64(1000 + i),
			Task: "nightly.dump", Event: rocket.Missed, Reason: reason,
			Scheduled: now.AddDate(0, 0, -5+i), Created: now.Add(-time.Hour)}})
		if err != nil {
			t.Fatal(err)
		}
	}
	why := control.Request{Do: "why", Tasks: []string{"nightly.dump"}}
	for at, want := range map[string]string{"80h": `"missed":"off"`, "36h": `"missed":"held"`,
		"30min": `"past":true}`} {
		why.At = at
		d.expect(why, `"truth":"true"`, want)
	}
}

// TestQuestions asks a session whatever can be asked.
func TestQuestions(t *testing.T) {
	d := open(t)
	d.expect(control.Request{Do: "status"}, `"schedule":"desk"`, `"tasks":5`, `"live":[]`)
	d.expect(control.Request{Do: "list"}, `"task":"nightly.dump"`, `"when":"every 1 day"`,
		`"task":"slow"`, `"state":"idle"`)
	d.expect(control.Request{Do: "list", Tasks: []string{"nightly.*"}}, "dump", "copy")
	d.expect(control.Request{Do: "next"}, `"task":"nightly.dump"`)
	d.expect(control.Request{Do: "why", Tasks: []string{"nightly.dump"}},
		`"when":{"text":"every 1 day","truth":"false"`, `"truth":"false"`, `"next":`)
	d.expect(control.Request{Do: "why", Tasks: []string{"nightly.dump"}, At: "2d"},
		`"truth":"true"`, `"past":true`)
	d.refuse(control.Request{Do: "dance"}, true,
		`cannot do "dance"; it can do backfill, disable, enable,`)
	d.refuse(control.Request{Do: "why", Tasks: []string{"slow"}, At: "9999-01-01"}, true,
		"at: 9999-01-01 is yet to come; rocketc timeline shows")
	d.refuse(control.Request{Do: "backfill", Tasks: []string{"slow"}, From: "9999-01-01"}, true,
		"--from 9999-01-01 is yet to come")
	d.refuse(control.Request{Do: "why"}, true, "why needs one task")
	d.refuse(control.Request{Do: "why", Tasks: []string{"slw"}}, true, "did you mean slow?")
	d.refuse(control.Request{Do: "why", Tasks: []string{"nightly.*"}}, true, "why needs one task")
	d.refuse(control.Request{Do: "history", Since: "soon"}, true, `since: "soon" is neither`)
	d.refuse(control.Request{Do: "logs", Run: "nothing"}, true, "no recent run nothing")
}

// TestOrders steers a session.
func TestOrders(t *testing.T) {
	d := open(t)
	answer, stop := d.begin(control.Request{Do: "run", Tasks: []string{"slow"}})
	defer stop()
	d.next(answer, `"text":"run started"`)
	d.next(answer, `"stream":"stdout","text":"here"`)
	d.expect(control.Request{Do: "status"}, `"live":[{"task":"slow"`)
	close(d.release)
	d.next(answer, `"text":"run succeeded"`)
	d.next(answer, `"event":"success","return":42`)
	d.expect(control.Request{Do: "logs", Run: "slow"}, `"text":"here"`, "run succeeded")
	d.expect(control.Request{Do: "run", Tasks: []string{"bad"}}, `"event":"fail","error":`)
	d.expect(control.Request{Do: "history", Failed: true}, `"task":"bad"`, `"error":"no way"`)
	d.expect(control.Request{Do: "status"}, `"wrong":[{"task":"bad","failed":1,`, `"now":true`)
	d.refuse(control.Request{Do: "run"}, true, "run needs one task")

	d.expect(control.Request{Do: "hold", Reason: "moving", By: "ada", Tasks: []string{"nightly.*"},
		For: time.Hour}, "holds nightly.dump, nightly.copy for 1h0m0s")
	d.expect(control.Request{Do: "list"}, `"state":"held"`, `"reason":"moving"`, `"by":"ada (uid `)
	d.expect(control.Request{Do: "resume", Tasks: []string{"nightly.dump"}}, "resumed nightly.dump")
	d.expect(control.Request{Do: "disable", Tasks: []string{"nightly.dump"}}, "disabled")
	d.expect(control.Request{Do: "why", Tasks: []string{"nightly.dump"}}, `"obstacle":"disabled"`)
	d.expect(control.Request{Do: "enable", Tasks: []string{"nightly.dump"}}, "enabled")
	d.refuse(control.Request{Do: "enable"}, true, "enable needs a task")
	d.refuse(control.Request{Do: "hold", Tasks: []string{"nothing"}}, true, "no task nothing")
}

// TestNextOfHeld: no start is named that a hold keeps, and it is said what holds the task.
func TestNextOfHeld(t *testing.T) {
	d := open(t)
	dump := []string{"nightly.dump"}
	next := func() (n control.Next) {
		t.Helper()
		n, err := control.Get[control.Next](t.Context(), d.socket, control.Request{Do: "next"})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	free := next()
	if free.At.IsZero() || free.Hold != nil {
		t.Errorf("not held: %+v", free)
	}
	d.expect(control.Request{Do: "hold", Tasks: dump, For: time.Hour}, "holds")
	if n := next(); !n.At.Equal(free.At) || n.Hold == nil {
		t.Errorf("a hold that ends before the start: %+v", n)
	}
	d.expect(control.Request{Do: "hold", Tasks: dump, For: 48 * time.Hour, By: "ada"}, "holds")
	for _, request := range []control.Request{{Do: "next"}, {Do: "status"}} {
		d.expect(request, `"task":"nightly.dump","at":"`, `"hold":{`, `"until":"`, `"by":"ada `)
	}
	if n := next(); !n.At.Equal(n.Hold.Until) {
		t.Errorf("a hold that ends after the start: %+v", n)
	}
	d.expect(control.Request{Do: "hold", By: "ada"}, "holds all")
	d.expect(control.Request{Do: "next"}, `{"task":"nightly.dump","hold":{`)
	for _, request := range []control.Request{{Do: "why", Tasks: dump}, {Do: "list", Tasks: dump},
		{Do: "status"}} {
		lines, err := d.ask(request)
		if err != nil || strings.Contains(lines[0], `"next":`) {
			t.Errorf("%s: %s, %v", request.Do, lines, err)
		}
	}
}

// TestTerminate ends one run, by the end of its id, and all of a task.
func TestTerminate(t *testing.T) {
	d := open(t)
	answer, stop := d.begin(control.Request{Do: "run", Tasks: []string{"slow"}})
	defer stop()
	d.next(answer, `"text":"run started"`)
	d.next(answer, `"text":"here"`)
	id := d.session.Overview().Live[0].ID
	d.expect(control.Request{Do: "terminate", Run: id[len(id)-8:]}, "terminated the run "+id)
	d.next(answer, `"event":"terminate"`)
	d.expect(control.Request{Do: "terminate", Run: "slow"}, "terminated 0 runs of slow")
	d.refuse(control.Request{Do: "terminate", Run: "zzz"}, true, "no recent run zzz")
}

// begin asks for what goes on.
func (d *desk) begin(r control.Request) (<-chan string, context.CancelFunc) {
	ctx, stop := context.WithCancel(d.Context())
	lines := make(chan string, 100)
	go func() {
		defer close(lines)
		for data, err := range control.Ask(ctx, d.socket, r) {
			if err != nil {
				lines <- err.Error()
				return
			}
			lines <- string(data)
		}
	}()
	return lines, stop
}

// next waits for a line that has a part.
func (d *desk) next(lines <-chan string, part string) {
	d.Helper()
	for line := range lines {
		if strings.Contains(line, part) {
			return
		}
	}
	d.Fatalf("no line has %s", part)
}

// TestFollowers hang up, and are told of what comes until then.
func TestFollowers(t *testing.T) {
	d := open(t)
	records, stopRecords := d.begin(control.Request{Do: "history", Tasks: []string{"bad"},
		Follow: true})
	lines, stopLines := d.begin(control.Request{Do: "logs", Run: "bad", Follow: true})
	defer stopLines()
	for range 3 {
		d.expect(control.Request{Do: "run", Tasks: []string{"bad"}}, `"event":"fail"`)
		d.next(records, `"event":"fail"`)
	}
	d.next(lines, "run failed: ")
	stopRecords()
	for range records {
	}
	since := time.Now()
	records, stopRecords = d.begin(control.Request{Do: "history", Tasks: []string{"bad"},
		Since: since.Format(time.RFC3339Nano), Follow: true})
	d.expect(control.Request{Do: "run", Tasks: []string{"bad"}}, `"event":"fail"`)
	var r rocket.Record
	if line := <-records; json.Unmarshal([]byte(line), &r) != nil || r.Created.Before(since) {
		t.Errorf("the first record since %v is %s", since, line)
	}
	stopRecords()
	for range records {
	}
	d.expect(control.Request{Do: "shutdown", Force: true}, "shut down at once")
	for range lines {
	}
}

// TestNonsense: what is no request is refused, and harms nobody.
func TestNonsense(t *testing.T) {
	d := open(t)
	for text, want := range map[string]string{
		"GET / HTTP/1.1\r\n":         "the request is not understood",
		"{}\n":                       `cannot do \"\"`,
		"[1]\n":                      "the request is not understood",
		`{"do":"list","x":1}` + "\n": `unknown field \"x\"`,
		strings.Repeat("x", 2<<20):   "the request is no line of at most",
	} {
		conn, err := net.Dial("unix", d.socket)
		if err != nil {
			t.Fatal(err)
		}
		go func() { _, _ = io.WriteString(conn, text) }() // the rest may not be read
		answer, _ := bufio.NewReader(conn).ReadString('\n')
		if !strings.Contains(answer, want) {
			t.Errorf("%.20q: %q, want %s", text, answer, want)
		}
		conn.Close()
	}
	d.expect(control.Request{Do: "status"}, `"tasks":5`)
}

// TestManyAsk: more than may ask at a time are told so, and when they have gone, others can.
func TestManyAsk(t *testing.T) {
	d := open(t)
	var conns []net.Conn
	for i := range 65 {
		conn, err := net.Dial("unix", d.socket)
		if err != nil {
			t.Fatal(err)
		}
		conns = append(conns, conn)
		want := `{"data":`
		if i < 64 {
			fmt.Fprintln(conn, `{"do":"history","follow":true}`)
		} else {
			want = "too many ask at once"
		}
		answer, err := bufio.NewReader(conn).ReadString('\n')
		if err != nil || !strings.Contains(answer, want) {
			t.Errorf("%d: %q, %v", i, answer, err)
		}
	}
	for _, conn := range conns {
		conn.Close()
	}
	for deadline := time.Now().Add(time.Minute); ; {
		_, err := d.ask(control.Request{Do: "status"})
		if err == nil {
			return
		}
		waits := strings.Contains(err.Error(), "too many") || errors.Is(err, control.ErrHungUp)
		if !waits || time.Now().After(deadline) {
			t.Fatal(err)
		}
	}
}

// TestListen: a second program of a name has a socket of its own, and what a dead one has left
// is replaced.
func TestListen(t *testing.T) {
	dir := inDir(t)
	first, err := control.Listen("my desk")
	if err != nil {
		t.Fatal(err)
	}
	go accept(first)
	second, err := control.Listen("my desk")
	if err != nil {
		t.Fatal(err)
	}
	go accept(second)
	name := filepath.Join(dir, fmt.Sprintf("my desk-%d.sock", os.Getpid()))
	if second.Path() != name {
		t.Errorf("the second listens at %s", second.Path())
	}
	if _, err := control.Find("my desk"); err == nil || !strings.Contains(err.Error(), name) {
		t.Errorf("Find: %v", err)
	}
	first.Close()
	if found, err := control.Find("my desk"); err != nil || found != name {
		t.Errorf("Find: %s, %v", found, err)
	}
	second.Close()
	if _, err := control.Find("my desk"); !errors.Is(err, control.ErrNobody) {
		t.Errorf("Find: %v", err)
	}
	for _, name := range []string{"..", "a/b", strings.Repeat("ä", 300), "", "x\x00y"} {
		l, err := control.Listen(name)
		if err != nil {
			t.Errorf("%.10q: %v", name, err)
			continue
		}
		if filepath.Dir(l.Path()) != dir {
			t.Errorf("%.10q: %s", name, l.Path())
		}
		l.Close()
	}
	dead, err := net.ListenUnix("unix", &net.UnixAddr{Name: filepath.Join(dir, "desk.sock")})
	if err != nil {
		t.Fatal(err)
	}
	dead.SetUnlinkOnClose(false)
	dead.Close()
	l, err := control.Listen("desk")
	if err != nil || filepath.Base(l.Path()) != "desk.sock" {
		t.Errorf("%v", err)
	}
	l.Close()
}

// TestServiceDirectory: who has the directory of a service sees only the programs there.
func TestServiceDirectory(t *testing.T) {
	inDir(t)
	other, err := control.Listen("desk")
	if err != nil {
		t.Fatal(err)
	}
	go accept(other)
	defer other.Close()
	t.Setenv("RUNTIME_DIRECTORY", t.TempDir())
	if places := control.Places(); places != nil {
		t.Errorf("there are %v", places)
	}
	own, err := control.Listen("desk")
	if err != nil {
		t.Fatal(err)
	}
	go accept(own)
	defer own.Close()
	if found, err := control.Find("desk"); err != nil || found != own.Path() {
		t.Errorf("Find: %s, %v", found, err)
	}
}

func accept(l *control.Listener) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		conn.Close()
	}
}

// TestUnsafeDirectory: where others could put a socket, nobody listens.
func TestUnsafeDirectory(t *testing.T) {
	dir := inDir(t)
	if err := os.Mkdir(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	l, err := control.Listen("desk")
	if err == nil {
		defer l.Close()
		if filepath.Dir(l.Path()) == dir {
			t.Errorf("it listens in %s", dir)
		}
	}
}

// TestTap keeps the newest lines of a run.
func TestTap(t *testing.T) {
	tap := &control.Tap{}
	log := slog.New(tap.Handler(slog.DiscardHandler)).With("task", "a", "run_id", "1")
	for i := range 1000 {
		log.Info("output", "stream", "stdout", "line", fmt.Sprint(i))
	}
	lines := tap.Lines("a", "")
	if len(lines) != 500 || lines[0].Text != "500" || lines[499].Text != "999" {
		t.Errorf("%d lines, %+v", len(lines), lines[0])
	}
	for i := range 300 {
		log.Info("hello", "run_id", fmt.Sprint("other", i), "n", i)
	}
	if lines := tap.Lines("a", "1"); len(lines) != 0 {
		t.Errorf("%d lines of the oldest run", len(lines))
	}
	lines = tap.Lines("a", "other299")
	if len(lines) != 1 || lines[0].Text != "hello n=299" {
		t.Errorf("%+v", lines)
	}
	text, err := json.Marshal(lines[0])
	if err != nil || !strings.Contains(string(text), `"run_id":"other299"`) {
		t.Errorf("%s, %v", text, err)
	}
}
