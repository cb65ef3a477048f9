package web

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/control"
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// get makes a request for a page.
func get(path string) *http.Request { return request("GET", path, steerToken, "") }

// press presses a button.
func (s *site) press(do, form string) *http.Response {
	s.Helper()
	r := request("POST", "/do/"+do, steerToken, form)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := s.ask(r)
	if w.Code != http.StatusSeeOther {
		s.Errorf("%s of %s: status %d: %.300s", do, form, w.Code, w.Body)
	}
	return w.Result()
}

// await waits for the end of a run that the tasks begin, and returns its id.
func (s *site) await(task string, event rocket.Event) string {
	s.Helper()
	ctx, stop := context.WithTimeout(s.Context(), time.Minute)
	defer stop()
	for r, err := range s.session.Follow(ctx, 0) {
		if err != nil {
			s.Fatal(err)
		}
		if r.Task == task && r.Event == event {
			return r.RunID
		}
	}
	s.Fatalf("no %v of %s", event, task)
	return ""
}

// eventually waits until something is so.
func (s *site) eventually(what string, is func() bool) {
	s.Helper()
	for deadline := time.Now().Add(time.Minute); !is(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			s.Fatalf("%s: not within a minute", what)
		}
	}
}

// TestPages: each page shows what it is for.
func TestPages(t *testing.T) {
	s := open(t)
	s.press("run", "task=bad")
	bad := s.await("bad", rocket.Failed)
	s.expect(get("/tasks"), 200, "<h1>Tasks <small>3</small>", "/task?name=nightly.dump", "✓",
		"every 1 day", `formaction="/do/hold"`, "/task?name=bad", "1 failed")
	s.expect(get("/tasks?q=SLOW"), 200, "<small>1</small>", "/task?name=slow")
	s.expect(get("/tasks?state=failing"), 200, "<small>1</small>", "/task?name=bad")
	s.expect(get("/tasks?state=idle"), 200, "<small>3</small>")
	s.expect(get("/tasks?state=held"), 200, "<small>0</small>")
	s.expect(get("/tasks?q=none"), 200, "There is no such task")
	s.expect(get("/task?name=nightly.dump"), 200, "<h1>nightly.dump</h1>", "next start",
		"Run now", "truth false", "every 1 day", `class="mark success"`)
	s.expect(get("/task?name=slow"), 200, "takes &lt;b&gt;its&lt;/b&gt; time",
		"no start condition", "No run has ended")
	s.expect(get("/task?name=nobody"), 404, "there is no task nobody")
	s.expect(get("/runs"), 200, "fail", "/task?name=bad", "no way", "/run?id="+bad,
		"/task?name=nightly.dump")
	s.expect(get("/runs?outcome=success"), 200, "/task?name=nightly.dump")
	s.expect(get("/runs?text=NO+way"), 200, "/task?name=bad")
	s.expect(get("/runs?task=slow"), 200, "There is no such run")
	s.expect(get("/runs?since=x"), 200, `role="alert"`)
	s.expect(get("/run?id="+bad), 200, "Run of", "/task?name=bad", "fail", "no other run", "no way",
		"run started")
	s.expect(get("/run?id=none"), 404, "no run none")
	s.expect(get("/timeline?span=7d"), 200, "/task?name=nightly.dump", `class="now"`, "bar success",
		"bar next", "/run?id="+bad, "bar fail")
	s.expect(get("/graph"), 200, "No task waits for another")
	s.expect(get("/graph?task=bad"), 200, "No task waits for bad")
	s.desk.server.Tap.KeepLog(10)
	s.press("hold", "task=bad")
	s.expect(get("/log"), 200, "held", "tasks=bad")
	s.expect(get("/log?level=error"), 200, "no such line")
}

// TestNoButtons: one who may only look sees no buttons that change something.
func TestNoButtons(t *testing.T) {
	s := open(t)
	for _, path := range []string{"/", "/tasks", "/task?name=slow", "/timeline", "/graph", "/runs",
		"/log"} {
		w := s.expect(request("GET", path, lookToken, ""), 200)
		if strings.Contains(w.Body.String(), `method="post"`) {
			t.Errorf("%s has a form that changes something", path)
		}
	}
}

// TestRunPage: a run is shown while it is live and after that, with its arguments.
func TestRunPage(t *testing.T) {
	s := open(t)
	s.press("run", "task=slow&arg.region=eu&args=day%3D1%0A")
	id := s.await("slow", rocket.Started)
	s.eventually("the run says how far it is", func() bool {
		return s.session.Overview().Live[0].Progress.String() != ""
	})
	s.expect(get("/run?id="+id), 200, "running", "<progress", "arguments",
		"day=1 region=eu", `action="/do/terminate"`)
	s.expect(get("/task?name=slow"), 200, "/run?id="+id, "of the live run")
	s.expect(get("/runs"), 200, "Live", "/run?id="+id)
	s.expect(get("/timeline"), 200, "bar run")
	s.release <- struct{}{}
	s.eventually("the log has the end of the run", func() bool {
		return strings.Contains(s.ask(get("/run?id="+id)).Body.String(), "run succeeded")
	})
	w := s.expect(get("/run?id="+id), 200, "success", "Returned", "42", "run succeeded")
	if strings.Contains(w.Body.String(), "/do/terminate") {
		t.Error("a run that has ended can be terminated")
	}
	if w := s.ask(request("POST", "/do/run", steerToken, "")); w.Code != 400 {
		t.Errorf("a run of no task: status %d", w.Code)
	}
}

// TestBackfillButton: a backfill is tried, ordered, and can be ended.
func TestBackfillButton(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t)
		daily := stdconds.Once{Period: period.OfDay{}, Text: "daily"}
		_, err := s.session.Create(rocket.TaskSpec{Name: "daily", When: daily,
			Action: rocket.Func(s.slow)})
		if err != nil {
			t.Fatal(err)
		}
		s.await("daily", rocket.Started)
		s.release <- struct{}{}
		s.await("daily", rocket.Succeeded)
		s.expect(get("/task?name=daily"), 200, "<summary>Backfill", "Which windows?")
		s.expect(get("/task?name=daily&from=x"), 200, `role="alert"`)
		today := time.Now()
		span := "&from=" + today.AddDate(0, 0, -2).Format(time.DateOnly) +
			"&to=" + today.Format(time.DateOnly)
		s.expect(get("/task?name=daily"+span), 200, "2 windows, 2 without a run", "Run for 2", "○")
		w := s.press("backfill", "task=daily"+span+"&back=/task?name=daily")
		r := get("/task?name=daily")
		for _, c := range w.Cookies() {
			r.AddCookie(c)
		}
		s.expect(r, 200, "runs daily for 2 windows, one after the other", `action="/do/terminate"`,
			"Undo (terminate)", "backfill from", "0 of 2 windows", "End it")
		s.press("terminate", "run="+s.session.Backfills()[0].ID)
		s.await("daily", rocket.Terminated)
		s.eventually("no backfill is left", func() bool { return len(s.session.Backfills()) == 0 })
	})
}

// TestRunsPaging: all runs are on some page, each once.
func TestRunsPaging(t *testing.T) {
	s := open(t)
	log := s.session.RunLog().(*rocket.MemoryLog)
	began := time.Now().Add(-time.Hour)
	var records []rocket.Record
	for i := range 250 {
		at := began.Add(time.Duration(i/3) * time.Second) // several at one instant
		records = append(records, rocket.Record{Seq: uint64(100 + i), Created: at, Start: at,
			End: at, Task: "old", RunID: fmt.Sprintf("old-%03d", i), Event: rocket.Succeeded})
	}
	if err := log.Append(t.Context(), records); err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	pages := 0
	for path := "/runs?task=old&outcome=success"; path != "" && pages < 9; pages++ {
		body := s.expect(get(path), 200).Body.String()
		for i := range 250 {
			id := fmt.Sprintf("old-%03d", i)
			seen[id] += strings.Count(body, "/run?id="+id+`"`)
		}
		path = ""
		if before, _, is := strings.Cut(body, `" rel="next"`); is {
			path = strings.ReplaceAll(before[strings.LastIndex(before, `"`)+1:], "&amp;", "&")
		}
	}
	if pages != 3 {
		t.Errorf("%d pages, want 3", pages)
	}
	for id, n := range seen {
		if n != 1 {
			t.Errorf("%s is shown %d times", id, n)
		}
	}
}

// many runs a session with many tasks, in groups, of which each waits for the one before it
// in its group.
func many(t testing.TB, n int) *desk {
	t.Helper()
	d := &desk{port: "8080"}
	schedule := &rocket.Schedule{Name: "many"}
	var records []rocket.Record
	began := time.Now().Add(-12 * time.Hour)
	for i := range n {
		name := fmt.Sprintf("group%02d.a_task_with_a_long_name_%05d", i/100, i)
		var when rocket.Condition = stdconds.Every{Interval: 30 * time.Minute}
		if i%10 > 0 {
			when = stdconds.After{Tasks: []string{schedule.Tasks[i-1].Name}}
		}
		schedule.Tasks = append(schedule.Tasks, &rocket.TaskSpec{Name: name, When: when,
			Disabled: true, Action: rocket.Func(fine),
			Description: strings.Repeat("what it does ", 9)})
		at := began.Add(time.Duration(i) * 4 * time.Second)
		records = append(records, rocket.Record{Seq: uint64(i + 1), Created: at, Start: at,
			End: at.Add(time.Second), Duration: time.Second, Task: name, Event: rocket.Failed,
			RunID: fmt.Sprintf("01980000-0000-7000-8000-%012d", i),
			Error: strings.Repeat("an error ", 99)})
	}
	log := &rocket.MemoryLog{}
	if err := log.Append(t.Context(), records); err != nil {
		t.Fatal(err)
	}
	tap := &control.Tap{}
	tap.KeepLog(logKept)
	logger := slog.New(tap.Handler(slog.NewTextHandler(io.Discard, nil)))
	session, err := rocket.New(schedule, rocket.WithRunLog(log), rocket.WithLogger(logger))
	if err != nil {
		t.Fatal(err)
	}
	d.session = session
	d.server = &control.Server{Session: session, Schedule: "many", Tap: tap}
	for i := range logKept {
		logger.Warn(strings.Repeat("a long line of the log ", 20), "n", i)
	}
	ended := make(chan error, 1)
	go func() { ended <- session.Run(context.Background()) }()
	<-session.Ready()
	t.Cleanup(func() {
		_ = session.Terminate(nil)
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return d
}

// largePages are the pages of a session with many tasks.
var largePages = []string{"/", "/tasks", "/tasks?state=disabled&page=7", "/tasks?q=task",
	"/timeline", "/timeline?span=30d", "/graph", "/graph?group=group07.", "/runs",
	"/runs?text=nothing",
	"/task?name=group07.a_task_with_a_long_name_00700",
	"/run?id=01980000-0000-7000-8000-000000000700", "/log"}

// TestPageSize: with 10,000 tasks no page is larger than 300 KB.
func TestPageSize(t *testing.T) {
	d := many(t, 10_000)
	handler := d.routes()
	for _, path := range largePages {
		w := askHandler(handler, path)
		if size := w.Body.Len(); w.Code != 200 || size > 300_000 {
			t.Errorf("%s: status %d, %d bytes", path, w.Code, size)
		}
	}
}

// BenchmarkPages measures how long the pages of a session with 10,000 tasks take.
func BenchmarkPages(b *testing.B) {
	handler := many(b, 10_000).routes()
	for _, path := range largePages {
		b.Run(path, func(b *testing.B) {
			for b.Loop() {
				askHandler(handler, path)
			}
		})
	}
}

func askHandler(handler http.Handler, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r := httptest.NewRequest("GET", "http://127.0.0.1:8080"+path, nil)
	handler.ServeHTTP(w, r.WithContext(withRight(r.Context(), steer)))
	return w
}
