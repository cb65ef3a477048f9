package rockettest

import (
	"context"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

const (
	// maxRecords is how many records the run log of a test keeps.
	maxRecords = 1_000_000
	// patience is how long, by the clock of the bubble, a session may take to end.
	patience = 24 * time.Hour
)

// An Option changes how [Start] starts a session.
type Option func(*start)

// A start is how a session starts.
type start struct {
	at       time.Time
	options  []rocket.Option
	replaced []replacement
}

// At has the session start at an instant of the simulated clock, instead of now. The test
// fails if the clock is past it: the first instant of a bubble is midnight UTC on 1
// January 2000.
func At(at time.Time) Option { return func(s *start) { s.at = at } }

// With gives options to the session, such as [rocket.WithFlags]. They count before those
// that Start gives by itself.
func With(options ...rocket.Option) Option {
	return func(s *start) { s.options = append(s.options, options...) }
}

// Start makes a session and runs it until the end of the test, which fails if the session
// does. It must be called in a bubble of testing/synctest, with the t of the bubble.
//
// newSession makes the session: NewSession of generated code, or a function that calls
// [rocket.New]. Unless [With] says otherwise, the time zone of a schedule that names none
// is UTC, the log goes to the output of the test, and the run log is in memory and keeps
// the latest 1,000,000 records.
//
// At the end of the test the session is shut down in good order: tasks marked on_shutdown
// run. If the session has not ended a day later, by the simulated clock, its runs are
// terminated.
func Start(
	t testing.TB, newSession func(...rocket.Option) (*rocket.Session, error), options ...Option,
) *rocket.Session {
	t.Helper()
	if !isInBubble() {
		t.Fatal("rockettest.Start was called outside a bubble: call it in " +
			"synctest.Test(t, func(t *testing.T) { … })")
	}
	s := start{options: []rocket.Option{
		rocket.WithConfig(func(c *rocket.Config) {
			if c.Timezone == "" {
				c.Timezone = "UTC"
			}
		}),
		rocket.WithLogger(slog.New(slog.NewTextHandler(t.Output(), nil))),
		rocket.WithRunLog(&rocket.MemoryLog{Max: maxRecords}),
		rocket.WithEngine(nil),
	}}
	for _, option := range options {
		option(&s)
	}
	session, err := newSession(s.options...)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range s.replaced {
		if err := r.apply(session); err != nil {
			t.Fatal(err)
		}
	}
	if !s.at.IsZero() {
		RunUntil(t, s.at)
	}
	run(t, session)
	return session
}

// isInBubble reports whether the caller is in a bubble, where it waits for all others.
func isInBubble() (is bool) {
	defer func() { is = recover() == nil }()
	synctest.Wait()
	return true
}

// run runs a session until the end of the test.
func run(t testing.TB, session *rocket.Session) {
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- session.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		select {
		case err := <-done:
			report(t, err)
		case <-time.After(patience):
			session.Terminate(nil)
			report(t, <-done)
		}
	})
}

// report fails the test if there is an error.
func report(t testing.TB, err error) {
	if err != nil {
		t.Errorf("the session has ended with an error: %v", err)
	}
}

// RunUntil lets everything in the bubble run until an instant, and then until nothing has
// anything more to do at that instant. The test fails if the clock is past it.
func RunUntil(t testing.TB, at time.Time) {
	t.Helper()
	left := time.Until(at)
	if left < 0 {
		t.Fatalf("the clock of the bubble is at %v, past %v: it does not go back",
			time.Now().In(at.Location()), at)
	}
	time.Sleep(left)
	synctest.Wait()
}

// Records waits until nothing in the bubble has anything more to do now, and returns what
// is in the run log of the session: all records, or those of the named tasks, oldest
// first. The test fails if the log cannot be read.
func Records(t testing.TB, session *rocket.Session, tasks ...string) (records []rocket.Record) {
	t.Helper()
	synctest.Wait()
	for r, err := range session.RunLog().Read(t.Context(), rocket.Query{Tasks: tasks}) {
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, r)
	}
	return records
}
