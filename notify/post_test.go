package notify_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc/internal/transcript"
	"github.com/rocketc/rocketc/notify"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/stdconds"
)

// fails fails.
func fails(context.Context, *rocket.Run) (any, error) {
	return nil, errors.New("no luck\nat all")
}

// session starts a session with these tasks, in which the secret url is an address. It ends
// with the test. The buffer has what the session logs.
func session(t *testing.T, url string, tasks ...*rocket.TaskSpec) (
	*rocket.Session, *transcript.Buffer,
) {
	t.Helper()
	out := &transcript.Buffer{}
	s, err := rocket.New(&rocket.Schedule{
		Config: rocket.Config{Timezone: "Europe/Helsinki", TaskExecution: rocket.Thread},
		Params: []rocket.Param{{Name: "url", Secret: true, Value: arg.Literal{Value: url}}},
		Tasks:  tasks,
	}, rocket.WithLogger(slog.New(slog.NewTextHandler(out, nil))))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	<-s.Ready()
	return s, out
}

// TestAlert: a task that fails makes an alert, which tells of it. A place that does not take
// the alert makes a failed run, of which the retry tells the same. Nothing shows the address.
func TestAlert(t *testing.T) {
	posts := make(chan string, 10)
	status := 500
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.WriteHeader(status)
		fmt.Fprint(w, r.URL)
		status = 200
		posts <- string(body)
	}))
	defer server.Close()
	s, out := session(t, server.URL+"/s3cr3t?key=t0psecret",
		&rocket.TaskSpec{Name: "backup", Action: rocket.Func(fails)},
		&rocket.TaskSpec{Name: "alert", Action: notify.New(arg.Param("url"), nil, nil),
			When: stdconds.Any{stdconds.AfterGroup{Wrong: true}, stdconds.Retry{Times: 1}}})
	_, err := s.Task("backup").Run(t.Context(), nil)
	if err == nil {
		t.Error("no error")
	}
	first, second := <-posts, <-posts
	var got, again struct {
		Title, Message, Task string
		RunID                string `json:"run_id"`
		Scheduled            time.Time
		Causes               []struct {
			Task, Event, Error string
			RunID              string `json:"run_id"`
			Time               time.Time
		}
	}
	if err := errors.Join(json.Unmarshal([]byte(first), &got),
		json.Unmarshal([]byte(second), &again)); err != nil {
		t.Fatal(err, first, second)
	}
	cause := got.Causes[0]
	zone, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		t.Fatal(err)
	}
	message := fmt.Sprintf("backup failed at %s: no luck\nat all",
		cause.Time.In(zone).Format("2006-01-02 15:04:05 MST"))
	if got.Title != "backup failed" || got.Message != message || got.Task != "alert" ||
		got.RunID == "" || got.Scheduled.IsZero() || len(got.Causes) != 1 ||
		cause.Task != "backup" || cause.Event != "fail" || cause.Error != "no luck\nat all" ||
		cause.RunID == "" {
		t.Errorf("the post is %s, want the message %q", first, message)
	}
	if again.Message != message || again.RunID == got.RunID {
		t.Errorf("the retry posts %s", second)
	}
	if _, err := s.Task("alert").Run(t.Context(), nil); err != nil {
		t.Error(err)
	}
	third := <-posts
	if !strings.HasPrefix(third, `{"title":"alert","message":"alert runs, scheduled`) {
		t.Errorf("without causes the post is %s", third)
	}
	text := out.String()
	if !strings.Contains(text, `level=ERROR msg="run failed" event=fail task=alert`) ||
		!strings.Contains(text, "hook: the answer is 500 Internal Server Error: /*****?key=*****") {
		t.Errorf("the log is %s", text)
	}
	for _, secret := range []string{"s3cr3t", "t0psecret", server.URL} {
		if strings.Contains(text, secret) {
			t.Errorf("the log has %s in it:\n%s", secret, text)
		}
	}
}

// TestOwnTexts: a title and a message are posted as they are, whatever they come from.
func TestOwnTexts(t *testing.T) {
	posts := make(chan string, 1)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		posts <- string(body)
	}))
	defer server.Close()
	post := notify.Post{To: arg.Param("url"), Title: arg.Literal{Value: 5},
		Message: arg.First{arg.ReturnOf("none"), arg.List{arg.Literal{Value: 1}, arg.Env("HOME")}}}
	t.Setenv("HOME", "at home")
	s, _ := session(t, server.URL+"/", &rocket.TaskSpec{Name: "post", Action: post})
	if _, err := s.Task("post").Run(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if got := <-posts; !strings.HasPrefix(got, `{"title":"5","message":"[1,\"at home\"]",`) {
		t.Errorf("the post is %s", got)
	}
}

// TestNoAddress: an address without a value, or one that is none, is a failed run that says so.
func TestNoAddress(t *testing.T) {
	t.Setenv("NOTIFY_NONE", "")
	s, out := session(t, "s3cr3t",
		&rocket.TaskSpec{Name: "unset", Action: notify.Post{To: arg.Flag("--none")}},
		&rocket.TaskSpec{Name: "empty", Action: notify.Post{To: arg.Env("NOTIFY_NONE")}},
		&rocket.TaskSpec{Name: "wrong", Action: notify.Post{To: arg.Param("url")}})
	for task, want := range map[string]string{
		"unset": `parameter "address": cli "--none" has no value`,
		"empty": "no scheme that is known", "wrong": "no scheme that is known"} {
		if _, err := s.Task(task).Run(t.Context(), nil); err == nil ||
			!strings.Contains(err.Error(), want) {
			t.Errorf("%s: the error is %v", task, err)
		}
	}
	if strings.Contains(out.String(), "s3cr3t") {
		t.Errorf("the log is %s", out.String())
	}
}

// TestDeadPlace: a server that does not answer holds up no other task, and a run that is
// terminated ends.
func TestDeadPlace(t *testing.T) {
	asked, left := make(chan bool, 1), make(chan bool, 1)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		asked <- true
		<-r.Context().Done()
		left <- true
	}))
	defer server.Close()
	s, out := session(t, server.URL+"/s3cr3t",
		&rocket.TaskSpec{Name: "alert", Action: notify.Post{To: arg.Param("url")}},
		&rocket.TaskSpec{Name: "other", Action: rocket.Func(
			func(context.Context, *rocket.Run) (any, error) { return 7, nil })})
	launch, err := s.Task("alert").Start(nil)
	if err != nil {
		t.Fatal(err)
	}
	<-asked
	if v, err := s.Task("other").Run(t.Context(), nil); v != 7 || err != nil {
		t.Errorf("the other task returns %v, %v", v, err)
	}
	if err := s.Task("alert").Terminate(); err != nil {
		t.Error(err)
	}
	<-left
	if _, err := launch.Wait(t.Context()); err == nil {
		t.Error("no error")
	}
	if text := out.String(); !strings.Contains(text, `event=terminate task=alert`) ||
		strings.Contains(text, "s3cr3t") {
		t.Errorf("the log is %s", text)
	}
}

// TestString: of an address that is written in a schedule only the scheme is shown.
func TestString(t *testing.T) {
	for want, p := range map[string]notify.Post{
		"notify slack://*****": {To: arg.Literal{Value: "slack://T/B/s3cr3t"}},
		"notify *****":         {To: arg.Literal{Value: "s3cr3t"}},
		`notify env "A" >> url >> ntfy://***** title "T" message return of a`: {
			To:    arg.First{arg.Env("A"), arg.Param("url"), arg.Literal{Value: "ntfy://h/t"}},
			Title: arg.Literal{Value: "T"}, Message: arg.ReturnOf("a")},
		"notify ?": {},
	} {
		if got := p.String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// ExampleSend posts a message from Go.
func ExampleSend() {
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fmt.Println(string(body))
	}))
	defer server.Close()
	err := notify.Send(context.Background(), server.URL, "Prices", "They are late.")
	fmt.Println(err)
	// Output:
	// {"title":"Prices","message":"They are late."}
	// <nil>
}
