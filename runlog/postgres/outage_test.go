//go:build linux

package postgres

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rocketc/rocketc/internal/pgserver"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/stdconds"
)

// A witness is a log that notes which records were acknowledged.
type witness struct {
	*Log
	mu           sync.Mutex
	acknowledged map[uint64]rocket.Event
	batches      chan struct{} // gets one for each batch, if there is room
}

func newWitness(log *Log) *witness {
	return &witness{Log: log, acknowledged: map[uint64]rocket.Event{},
		batches: make(chan struct{}, 1)}
}

func (w *witness) Append(ctx context.Context, records []rocket.Record) error {
	if err := w.Log.Append(ctx, records); err != nil {
		return err
	}
	w.mu.Lock()
	for _, r := range records {
		w.acknowledged[r.Seq] = r.Event
	}
	w.mu.Unlock()
	select {
	case w.batches <- struct{}{}:
	default:
	}
	return nil
}

// await waits for batches, a minute for each at most.
func (w *witness) await(t *testing.T, n int) {
	t.Helper()
	for i := range n {
		await(t, w.batches, fmt.Sprintf("batch %d of %d", i+1, n))
	}
}

// check checks that the log has each acknowledged record, none twice and in order, and that
// each run has an outcome.
func (w *witness) check(t *testing.T) {
	t.Helper()
	live, before := map[string]bool{}, uint64(0)
	for r, err := range w.Read(t.Context(), everything) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Seq != before+1 {
			t.Errorf("record %d follows %d", r.Seq, before)
		}
		before = r.Seq
		if event, ok := w.acknowledged[r.Seq]; ok && event != r.Event {
			t.Errorf("record %d is a %v, not %v", r.Seq, r.Event, event)
		}
		delete(w.acknowledged, r.Seq)
		switch r.Event {
		case rocket.Started:
			live[r.RunID] = true
		case rocket.Succeeded:
			delete(live, r.RunID)
		}
	}
	if len(w.acknowledged) > 0 || len(live) > 0 {
		t.Errorf("%d acknowledged records are missing, and %d outcomes", len(w.acknowledged),
			len(live))
	}
	t.Logf("%d records", before)
}

// TestServer stops, restarts and kills the server while a session runs its tasks as often as
// the log allows. The session goes on when the server is there again.
func TestServer(t *testing.T) {
	newAddress(t) // skips if there is no server
	s, err := pgserver.NewDurable()
	t.Cleanup(func() {
		if err := s.Remove(); err != nil {
			t.Error(err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	log := newWitness(newLog(s.Address("postgres"), "load"))
	work := func(context.Context, *rocket.Run) (any, error) { return nil, nil }
	var said strings.Builder
	session, err := rocket.New(&rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "a", When: stdconds.Every{Interval: time.Millisecond}, Action: rocket.Func(work)},
		{Name: "b", When: stdconds.After{Tasks: []string{"a"}}, Action: rocket.Func(work)},
	}}, rocket.WithRunLog(log), rocket.WithLogger(slog.New(slog.NewTextHandler(&said,
		&slog.HandlerOptions{Level: slog.LevelError}))))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- session.Run(ctx) }()
	for _, how := range []syscall.Signal{syscall.SIGINT, syscall.SIGQUIT, syscall.SIGKILL,
		syscall.SIGQUIT} {
		log.await(t, 20)
		if err := s.Stop(how); err != nil {
			t.Fatal(err)
		}
		if err := s.Start(); err != nil {
			t.Fatal(err)
		}
	}
	log.await(t, 20)
	cancel()
	if err := await(t, ended, "the end of the session"); err != nil {
		t.Fatalf("%v\n%s", err, said.String())
	}
	log.check(t)
}

// TestAddress: a session resolves the address, and keeps its records under the name of the
// schedule. A secret in the address is not in an error.
func TestAddress(t *testing.T) {
	t.Setenv("ROCKETC_TEST_DATABASE_URL", newAddress(t))
	t.Setenv("ROCKETC_TEST_WRONG_URL", "postgres://me:s3cret@localhost:1/runs")
	t.Setenv("ROCKETC_TEST_BAD_URL", "postgres://me:s3c%zzret@localhost:1/runs")
	for name, c := range map[string]struct {
		address arg.Source
		err     string
	}{
		"env":     {arg.Env("ROCKETC_TEST_DATABASE_URL"), ""},
		"param":   {arg.Param("database"), ""},
		"wrong":   {arg.Env("ROCKETC_TEST_WRONG_URL"), "connect"},
		"bad":     {arg.Env("ROCKETC_TEST_BAD_URL"), "cannot be read; it is written postgres:"},
		"missing": {arg.Env("ROCKETC_TEST_NO_URL"), `env "ROCKETC_TEST_NO_URL", has no value`},
	} {
		t.Run(name, func(t *testing.T) {
			var said strings.Builder
			log := &Log{Address: c.address}
			session, err := rocket.New(&rocket.Schedule{Name: "nightly " + name, RunLog: log,
				Params: []rocket.Param{{Name: "database", Secret: true,
					Value: arg.Env("ROCKETC_TEST_DATABASE_URL")}},
				Tasks: []*rocket.TaskSpec{{Name: "a", OnStartup: true,
					Action: rocket.Func(func(_ context.Context, r *rocket.Run) (any, error) {
						return nil, r.Session().Terminate(errors.New("enough"))
					})}},
			}, rocket.WithLogger(slog.New(slog.NewTextHandler(&said, nil))))
			if err != nil {
				t.Fatal(err)
			}
			err = session.Run(t.Context())
			if c.err == "" && err != nil || c.err != "" && (err == nil ||
				!strings.Contains(err.Error(), c.err)) {
				t.Errorf("error %v, want %q", err, c.err)
			}
			if all := fmt.Sprint(said.String(), err, log); strings.Contains(all, "s3c") {
				t.Errorf("the secret is shown: %s", all)
			}
			named := &Log{Address: arg.Env("ROCKETC_TEST_DATABASE_URL"),
				Schedule: "nightly " + name}
			if c.err == "" && numbers(t, named) == "" {
				t.Error("there are no records under the name of the schedule")
			}
		})
	}
}
