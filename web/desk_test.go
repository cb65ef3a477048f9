package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rocketc/rocketc/control"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/stdconds"
)

const (
	steerToken = "steer-0123456789"
	lookToken  = "look-0123456789a"
)

// A site is the page of a session that runs.
type site struct {
	*testing.T
	*desk
	log     *bytes.Buffer // of the session; read it after the session has ended
	handler http.Handler
	release chan struct{} // lets a run of slow end
	end     func()        // ends the session, and waits for that
}

// open runs a session with some tasks, and has it answer without a network.
func open(t *testing.T, options ...rocket.Option) *site {
	t.Helper()
	s := &site{T: t, release: make(chan struct{}), log: &bytes.Buffer{}}
	console := New(rocket.ConsoleSpec{
		Address: "127.0.0.1:8080", Hosts: []string{"desk.example.com"},
		Tokens:     []arg.Source{arg.Literal{Value: steerToken}},
		ReadTokens: []arg.Source{arg.Literal{Value: lookToken}},
	}).(*Console)
	s.desk = &desk{console: *console}
	tap := &control.Tap{}
	session, err := rocket.New(&rocket.Schedule{Name: "desk", Tasks: []*rocket.TaskSpec{
		{Name: "nightly.dump", When: stdconds.Every{Interval: 24 * time.Hour},
			Action: rocket.Func(fine)},
		{Name: "slow", Action: rocket.Func(s.slow), Description: "takes <b>its</b> time"},
		{Name: "bad", Action: rocket.Func(bad)},
	}}, append(options, rocket.WithTrace(s.desk.tally.trace()),
		rocket.WithLogger(slog.New(tap.Handler(slog.NewTextHandler(s.log, nil)))))...)
	if err != nil {
		t.Fatal(err)
	}
	s.desk.server = &control.Server{Session: session, Schedule: "desk", Build: "b1", Tap: tap}
	s.desk.session = session
	if _, err := s.desk.readKeys(); err != nil {
		t.Fatal(err)
	}
	s.desk.port = "8080"
	s.desk.hosts = hostsOf(s.desk.console, "8080")
	s.handler = s.desk.handler()
	ended := make(chan error, 1)
	go func() { ended <- session.Run(context.Background()) }()
	for r, err := range session.Follow(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Task == "nightly.dump" && r.Event == rocket.Succeeded {
			break
		}
	}
	s.end = sync.OnceFunc(func() {
		_ = session.Terminate(nil)
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(s.end)
	return s
}

func fine(context.Context, *rocket.Run) (any, error) { return nil, nil }

func bad(context.Context, *rocket.Run) (any, error) { return nil, errors.New("no way") }

func (s *site) slow(ctx context.Context, r *rocket.Run) (any, error) {
	r.Progress(40, 100, "rows")
	r.Logger().Info("output", "stream", "stdout", "line", "here")
	select {
	case <-s.release:
		return 42, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// request makes a request as one who has a token makes it; empty: none.
func request(method, path, token, body string) *http.Request {
	r := httptest.NewRequest(method, "http://127.0.0.1:8080"+path, strings.NewReader(body))
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return r
}

// ask returns the answer to a request.
func (s *site) ask(r *http.Request) *httptest.ResponseRecorder {
	s.Helper()
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}

// expect makes a request, and compares the answer with parts that it must have, in order.
func (s *site) expect(r *http.Request, status int, parts ...string) *httptest.ResponseRecorder {
	s.Helper()
	w := s.ask(r)
	rest := w.Body.String()
	if w.Code != status {
		s.Errorf("%s %s: status %d, want %d: %.300s", r.Method, r.URL, w.Code, status, rest)
	}
	for _, part := range parts {
		_, after, found := strings.Cut(rest, part)
		if !found {
			s.Errorf("%s %s: there is no %s in\n%s", r.Method, r.URL, part, w.Body)
			return w
		}
		rest = after
	}
	return w
}

// TestAPI asks for what the control socket answers.
func TestAPI(t *testing.T) {
	s := open(t)
	get := func(path string) *http.Request { return request("GET", path, lookToken, "") }
	s.expect(get("/v1/status"), 200, `"schedule":"desk"`, `"tasks":3`)
	s.expect(get("/v1/list?tasks=slow&tasks=bad"), 200, `"task":"slow"`, `"task":"bad"`)
	s.expect(get("/v1/why?tasks=nightly.dump&at=2d"), 200, `"past":true`)
	s.expect(get("/v1/next?n=1"), 200, `"task":"nightly.dump"`)
	s.expect(get("/v1/history"), 200, `"event":"success"`)
	s.expect(get("/v1/next?n=x"), 400, "whole number")
	s.expect(get("/v1/why?task=slow"), 400, `there is no field \"task\"; there are at, failed,`)
	s.expect(get("/v1/history?failed=yes"), 400, "failed is true or false")
	s.expect(get("/v1/dance"), 405, "dance is a POST")
	s.expect(get("/v1/why?tasks=slw"), 400, "did you mean slow?")
	s.expect(get("/v1/run?tasks=bad"), 405, "run is a POST")
	s.expect(get("/nothing"), 404)
	post := func(path, body string) *http.Request { return request("POST", path, steerToken, body) }
	s.expect(post("/v1/run", `{"tasks":["bad"]}`), 200, `"event":"fail"`, `no way"`)
	s.expect(post("/v1/history", `{"failed":true}`), 200, `"task":"bad"`)
	s.expect(post("/v1/dance", `{}`), 400, `cannot do \"dance\"`)
	s.expect(post("/v1/run", `{"x":1}`), 400, "unknown field")
	s.expect(post("/v1/hold", `{"tasks":["slow"],"by":"ada"}`), 200, "holds slow")
	s.expect(get("/v1/list?tasks=slow"), 200, `"by":"the page, from 192.0.2.1"`)
}

// TestGuard: what has no right gets nothing.
func TestGuard(t *testing.T) {
	s := open(t)
	s.expect(request("GET", "/v1/status", "", ""), 401, "no token")
	s.expect(request("GET", "/v1/status", "wrong-0123456789", ""), 401, "no token")
	s.expect(request("GET", "/v1/status?token=wrong", "", ""), 401, "no token")
	s.expect(request("POST", "/v1/hold", lookToken, "{}"), 403, "read_only")
	s.expect(request("POST", "/do/hold", lookToken, ""), 403, "read_only")
	s.expect(request("GET", "/static/style.css", "", ""), 200, "color-scheme")
	large := strings.Repeat(" ", maxBody+1)
	s.expect(request("POST", "/v1/hold", steerToken, large), 413, "not understood")

	html := func(path string) *http.Request {
		r := request("GET", path, "", "")
		r.Header.Set("Accept", "text/html")
		return r
	}
	s.expect(html("/"), 401, "A token opens this page", `name="token"`)
	s.expect(html("/?token=wrong"), 401, "no token of this program")
	s.expect(html("/v1/status"), 401, `{"error":`)

	for host, status := range map[string]int{
		"127.0.0.1:8080": 200, "localhost:8080": 200, "LOCALHOST:8080": 200, "[::1]:8080": 200,
		"desk.example.com": 200, "desk.example.com:443": 200,
		"evil.example.com:8080": 421, "localhost:80": 421, "localhost": 421, "": 421,
		"127.0.0.1.evil.example.com:8080": 421,
	} {
		r := request("GET", "/v1/status", steerToken, "")
		r.Host = host
		s.expect(r, status)
	}

	for name, head := range map[string][2]string{
		"other site":  {"Sec-Fetch-Site", "cross-site"},
		"same site":   {"Sec-Fetch-Site", "same-site"},
		"old browser": {"Origin", "http://evil.example.com"},
	} {
		r := request("POST", "/v1/hold", steerToken, "{}")
		r.Header.Set(head[0], head[1])
		if w := s.ask(r); w.Code != 403 {
			t.Errorf("%s: status %d", name, w.Code)
		}
	}
	w := s.expect(request("GET", "/", steerToken, ""), 200)
	for name, part := range map[string]string{
		"Content-Security-Policy": "frame-ancestors 'none'", "Cache-Control": "no-store",
		"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin",
	} {
		if !strings.Contains(w.Header().Get(name), part) {
			t.Errorf("%s is %q", name, w.Header().Get(name))
		}
	}
	for name := range w.Header() {
		if strings.HasPrefix(name, "Access-Control") {
			t.Errorf("there is %s", name)
		}
	}
	if held := s.session.Stats().Hold; held != nil {
		t.Errorf("something was held: %+v", held)
	}
}

// TestLogin: a token becomes a cookie, by the link or by the form.
func TestLogin(t *testing.T) {
	s := open(t)
	w := s.expect(request("GET", "/?n=1&token="+lookToken, "", ""), 303)
	if to := w.Header().Get("Location"); to != "/?n=1" {
		t.Errorf("leads to %s", to)
	}
	cookie := w.Result().Cookies()[0]
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Secure ||
		strings.Contains(cookie.Value, lookToken) {
		t.Errorf("the cookie is %v", cookie)
	}
	r := request("GET", "/", "", "")
	r.AddCookie(cookie)
	if w := s.expect(r, 200, "<h1>Now</h1>"); strings.Contains(w.Body.String(), "<button") {
		t.Error("one who may only look sees buttons")
	}
	form := func(token string) *http.Request {
		r := request("POST", "/login", "", "token="+token)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return r
	}
	s.expect(form("wrong"), 401, "no token of this program")
	w = s.expect(form(steerToken), 303)
	r = request("GET", "/", "", "")
	r.AddCookie(w.Result().Cookies()[0])
	s.expect(r, 200, "Hold all")
}

// TestButtons: a button does what it says, the page says that it was done, and offers to take
// it back.
func TestButtons(t *testing.T) {
	s := open(t)
	press := func(do, form string) *httptest.ResponseRecorder {
		t.Helper()
		r := request("POST", "/do/"+do, steerToken, form)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return s.ask(r)
	}
	after := func(w *httptest.ResponseRecorder, parts ...string) {
		t.Helper()
		if w.Code != 303 || w.Header().Get("Location") != "/" {
			t.Fatalf("status %d, to %s: %s", w.Code, w.Header().Get("Location"), w.Body)
		}
		r := request("GET", "/", steerToken, "")
		for _, c := range w.Result().Cookies() {
			r.AddCookie(c)
		}
		s.expect(r, 200, parts...)
	}
	after(press("hold", "for=2h&reason=<moving>&back=/"), "holds all tasks for 2h0m0s",
		`action="/do/resume"`, "Undo (resume)", "All tasks are held since", "&lt;moving&gt;",
		"Resume all")
	after(press("resume", "back=//evil.example.com"), "resumed all tasks")
	asked := press("run", "task=slow")
	s.await("slow", rocket.Started)
	after(asked, "asked for a run of slow", "<b>slow</b>", "Terminate")
	id := s.session.Overview().Live[0].ID
	after(press("terminate", "run="+id), "terminated the run "+id)
	for form, want := range map[string]string{
		"for=x": "such as 2h", "task=nobody": "no task nobody",
	} {
		if w := press("hold", form); w.Code != 400 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: status %d: %s", form, w.Code, w.Body)
		}
	}
	if w := press("status", ""); w.Code != 400 {
		t.Errorf("status by a button: status %d", w.Code)
	}
}

// TestOpenAPI compares the description of the API with what is answered.
func TestOpenAPI(t *testing.T) {
	s := open(t)
	var doc struct {
		Paths      map[string]map[string]any
		Components struct {
			Schemas struct {
				Request struct{ Properties map[string]any }
			}
		}
	}
	w := s.expect(request("GET", "/v1/openapi.json", lookToken, ""), 200)
	if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	for _, do := range control.Requests() {
		methods := doc.Paths["/v1/"+do]
		want := "post"
		if control.Looks(do) {
			want = "get"
		}
		if _, ok := methods[want]; !ok || len(methods) != 1 {
			t.Errorf("openapi.json: %s has %v, want %s", do, methods, want)
		}
		delete(doc.Paths, "/v1/"+do)
	}
	fields := reflect.TypeFor[control.Request]()
	for i := range fields.NumField() {
		name, _, _ := strings.Cut(fields.Field(i).Tag.Get("json"), ",")
		if _, ok := doc.Components.Schemas.Request.Properties[name]; !ok {
			t.Errorf("openapi.json does not say that a request has %s", name)
		}
	}
	if described := len(doc.Components.Schemas.Request.Properties); described != fields.NumField() {
		t.Errorf("openapi.json describes %d fields, a request has %d", described, fields.NumField())
	}
	gone, stop := context.WithCancel(t.Context())
	stop() // who asks does not wait for the end of a stream
	for path := range doc.Paths {
		r := request("GET", path, lookToken, "").WithContext(gone)
		if w := s.ask(r); w.Code == 404 {
			t.Errorf("openapi.json has %s, and nothing answers there", path)
		}
	}
}

// TestMetrics: what has happened is counted, in the form that Prometheus reads.
func TestMetrics(t *testing.T) {
	s := open(t)
	s.expect(request("POST", "/v1/run", steerToken, `{"tasks":["bad"]}`), 200, `"fail"`)
	s.end() // then all is traced
	var text bytes.Buffer
	s.desk.writeMetrics(metricsWriter{&text})
	for _, part := range []string{
		`rocket_runs_total{task="bad",event="fail"} 1`,
		`rocket_runs_total{task="nightly.dump",event="success"} 1`,
		`rocket_run_duration_seconds_bucket{task="bad",le="+Inf"} 1`,
		`rocket_run_duration_seconds_count{task="bad"} 1`, "rocket_start_delay_seconds_count ",
		`rocket_build_info{schedule="desk",build="b1"} 1`, "rocket_tasks 3",
		`rocket_tasks_waiting{for="slot"} 0`, `rocket_task_failures{task="bad"} 1`,
		`rocket_task_last_success_timestamp_seconds{task="nightly.dump"} 1`,
	} {
		if !strings.Contains(text.String(), part) {
			t.Errorf("there is no %s in\n%s", part, &text)
		}
	}
	line := regexp.MustCompile(`^(# (HELP|TYPE) rocket_[a-z_]+ .+|` +
		`rocket_[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.+Inf]+)$`)
	for _, l := range strings.Split(strings.TrimSpace(text.String()), "\n") {
		if !line.MatchString(l) {
			t.Errorf("a line that Prometheus does not read: %s", l)
		}
	}
}

// TestMetricLabels: labels are escaped, and the buckets of a histogram add up.
func TestMetricLabels(t *testing.T) {
	var text bytes.Buffer
	w := metricsWriter{&text}
	w.value("x", 1.5, "task", "a\"b\\c\nd")
	h := &histogram{}
	h.add(-time.Second)
	h.add(700 * time.Millisecond)
	h.add(time.Hour * 100)
	w.histogram("h", h)
	for _, part := range []string{
		`x{task="a\"b\\c\nd"} 1.5`, `h_bucket{le="0.5"} 1`, `h_bucket{le="1"} 2`,
		`h_bucket{le="14400"} 2`, `h_bucket{le="+Inf"} 3`, "h_sum 360000.7", "h_count 3",
	} {
		if !strings.Contains(text.String(), part) {
			t.Errorf("there is no %s in\n%s", part, &text)
		}
	}
}

// TestHealth: 503 before the scheduler has begun, and when it has not turned for long.
func TestHealth(t *testing.T) {
	session, err := rocket.New(&rocket.Schedule{})
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{session: session}
	for _, c := range []struct {
		turned time.Time
		status int
	}{{time.Time{}, 503}, {time.Now(), 200}, {time.Now().Add(-90 * time.Second), 200},
		{time.Now().Add(-3 * time.Minute), 503}} {
		d.tally.turned = c.turned
		w := httptest.NewRecorder()
		d.healthz(w, nil)
		if w.Code != c.status {
			t.Errorf("%v: status %d: %s", c.turned, w.Code, w.Body)
		}
	}
}

// listen answers at an address of this machine, which it returns, until the test has ended or
// stop is called.
func (s *site) listen() (address string, stop func()) {
	s.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		s.desk.answer(ctx, listener, "")
	}()
	stop = func() {
		cancel()
		<-answered
	}
	s.Cleanup(stop)
	return listener.Addr().String(), stop
}

// TestHostile: who opens thousands of connections and says nothing shuts nobody out.
func TestHostile(t *testing.T) {
	s := open(t)
	address, _ := s.listen()
	var silent []net.Conn
	for range silentConnections() {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		silent = append(silent, conn)
		_, _ = io.WriteString(conn, "GET / HTTP/1.1\r\n")
	}
	r, _ := http.NewRequest("GET", "http://"+address+"/v1/status", nil)
	r.Header.Set("Authorization", "Bearer "+steerToken)
	asked := time.Now()
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("among %d connections the answer takes %v", len(silent), time.Since(asked))
	defer answer.Body.Close()
	if text, err := io.ReadAll(answer.Body); err != nil || answer.StatusCode != 200 {
		t.Errorf("status %d, %v: %s", answer.StatusCode, err, text)
	}
	_ = silent[0].SetReadDeadline(time.Now().Add(time.Minute))
	if text, err := io.ReadAll(silent[0]); err != nil && strings.Contains(err.Error(), "timeout") {
		t.Errorf("the oldest is still there: %q, %v", text, err)
	}
	for _, conn := range silent {
		conn.Close()
	}
	http.DefaultClient.CloseIdleConnections()
}
