package main

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/rockettest"
	rocket "github.com/rocketc/rocketc/runtime"
)

// monday is when the service of a test starts.
var monday = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// start starts a session with a book of its own, on a simulated clock, and returns what asks
// the handlers.
func start(t *testing.T, options ...rockettest.Option) (*Book, func(call string) (int, string)) {
	t.Helper()
	book := newBook()
	session := rockettest.Start(t, func(o ...rocket.Option) (*rocket.Session, error) {
		session, err := NewSession(o...)
		if err != nil {
			return nil, err
		}
		return session, session.SetParam(t.Context(), "book", book)
	}, append(options, rockettest.At(monday), rockettest.Replace("save"))...)
	<-session.Ready()
	rockettest.Records(t, session) // what is due has run
	handler := handler(session, book)
	return book, func(call string) (int, string) {
		method, path, _ := strings.Cut(call, " ")
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, httptest.NewRequest(method, path, nil))
		return answer.Code, answer.Body.String()
	}
}

// TestRates: the rates that are asked for most are there; others are fetched, if there are any.
func TestRates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, ask := start(t)
		for call, want := range map[string]string{
			"GET /rates/eur": `{"base":"EUR","at":"2026-03-02T09:00:00Z","cost":{"EUR":1,`,
			"GET /rates/gbp": `{"base":"GBP","at":"2026-03-02T09:00:00Z","cost":{"EUR":1.15,`,
		} {
			code, got := ask(call)
			if code != http.StatusOK || !strings.HasPrefix(got, want) {
				t.Errorf("%s: got %d %s", call, code, got)
			}
		}
		if code, got := ask("GET /rates/xyz"); code != http.StatusNotFound {
			t.Errorf("got %d %s", code, got)
		}
	})
}

// TestHealth: a bank that does not answer makes the service ill after half an hour, and one that
// answers again makes it well.
func TestHealth(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		offline := rockettest.Outcome{Err: errors.New("offline")}
		outcomes := []rockettest.Outcome{{}}
		for range 7 { // at 09:10 and three times soon after, at 09:21, 09:31 and 09:41
			outcomes = append(outcomes, offline)
		}
		_, ask := start(t, rockettest.Replace("refresh", append(outcomes, rockettest.Outcome{})...),
			rockettest.Replace("watch"))
		for _, at := range []struct {
			after time.Duration
			want  int
		}{{time.Minute, 200}, {29 * time.Minute, 200}, {31 * time.Minute, 503}, {time.Hour, 200}} {
			rockettest.RunUntil(t, monday.Add(at.after))
			if code, got := ask("GET /healthz"); code != at.want {
				t.Errorf("after %v: got %d %s", at.after, code, got)
			}
		}
	})
}

// TestDay: rates that nobody has asked for again are gone after the night; those of the base,
// which are fetched anew, are not.
func TestDay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		book, ask := start(t)
		ask("GET /rates/usd")
		if code, got := ask("POST /refresh"); code != http.StatusAccepted {
			t.Errorf("got %d %s", code, got)
		}
		rockettest.RunUntil(t, monday.Add(48*time.Hour))
		if _, _, found := book.Latest("USD"); found {
			t.Error("the rates of the dollar are still there")
		}
		if rates, _, _ := book.Latest("EUR"); time.Since(rates.At) > 10*time.Minute {
			t.Errorf("the rates of the euro are of %v", rates.At)
		}
	})
}

// TestMoved: what has moved by more than two percent is named.
func TestMoved(t *testing.T) {
	book := newBook()
	book.Put(Rates{Base: "EUR", Cost: map[Currency]float64{"USD": 1, "GBP": 1, "SEK": 11}})
	now := Rates{Base: "EUR", Cost: map[Currency]float64{"USD": 1.03, "GBP": 1.01, "NOK": 11}}
	book.Put(now)
	_, r := rockettest.NewRun(t, nil)
	if names := moved(book, now, 2, r.Logger()); len(names) != 1 || names[0] != "USD" {
		t.Errorf("got %v", names)
	}
}

// TestSave: what is saved is read.
func TestSave(t *testing.T) {
	file := filepath.Join(t.TempDir(), "rates.json")
	if book, err := readBook(file); err != nil || len(book.latest) != 0 {
		t.Fatalf("got %v, error %v", book, err)
	}
	book := newBook()
	book.Put(Rates{Base: "EUR", At: monday, Cost: map[Currency]float64{"USD": 1}})
	if err := book.Save(file); err != nil {
		t.Fatal(err)
	}
	read, err := readBook(file)
	if err != nil {
		t.Fatal(err)
	}
	if rates, _, found := read.Latest("EUR"); !found || !rates.At.Equal(monday) {
		t.Errorf("got %v", rates)
	}
}

// TestServe: a client who waits for a run when the service is to end gets an answer, and the
// task save is the last.
func TestServe(t *testing.T) {
	asked, answer := make(chan bool), make(chan bool)
	real := askBank
	t.Cleanup(func() { askBank = real })
	askBank = func(ctx context.Context) (map[Currency]float64, error) {
		asked <- true
		<-answer
		return real(ctx)
	}
	t.Chdir(t.TempDir())
	session, err := NewSession()
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	book := newBook()
	if err := session.SetParam(t.Context(), "book", book); err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(t.Context())
	ended, got := make(chan error, 1), make(chan string, 1)
	go func() { ended <- serve(ctx, session, listener, handler(session, book)) }()
	<-asked // by the task refresh
	answer <- true
	go func() {
		response, err := http.Get("http://" + listener.Addr().String() + "/rates/SEK")
		if err != nil {
			got <- err.Error()
			return
		}
		defer response.Body.Close()
		text, _ := io.ReadAll(response.Body)
		got <- response.Status + " " + string(text)
	}()
	<-asked // by the task lookup
	end()
	answer <- true
	if text := <-got; !strings.HasPrefix(text, `200 OK {"base":"SEK"`) {
		t.Errorf("the client got %s", text)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if read, err := readBook(saved); err != nil || len(read.latest) != 2 {
		t.Errorf("saved are %v, error %v", read, err)
	}
}
