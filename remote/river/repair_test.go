//go:build linux

package river

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

// A pair is a leader and what it was told of the ends of runs.
type pair struct {
	rocket.Leading
	ends chan string // ids, with a ! before those that are lost
	mu   sync.Mutex
	runs map[string]int // how often each was begun
}

// newPair returns a leader of the schedule a, and workers with two slots each.
func newPair(t *testing.T, s *store, workers ...*Engine) *pair {
	t.Helper()
	p := &pair{ends: make(chan string, 10_000), runs: map[string]int{}}
	var err error
	p.Leading, err = s.engine().Lead(t.Context(), rocket.Leader{Schedule: "a", Build: "1",
		Epoch: s.epoch(t, "a")}, p.tell)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	for i, e := range workers {
		p.serve(t, e, fmt.Sprint("w", i))
	}
	return p
}

func (p *pair) tell(e rocket.RemoteEvent) {
	switch e.Kind {
	case rocket.RemoteEnded:
		p.ends <- e.RunID
	case rocket.RemoteLost:
		p.ends <- "!" + e.RunID
	}
}

// serve starts a worker, which is drained when the test ends.
func (p *pair) serve(t *testing.T, e *Engine, name string) {
	t.Helper()
	ctx, drain := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		ended <- e.Serve(ctx, rocket.WorkerSpec{Schedule: "a", Build: "1", Name: name, Slots: 2},
			p.do)
	}()
	t.Cleanup(func() {
		drain()
		if err := await(t, ended, "a worker ends"); err != nil {
			t.Error(err)
		}
	})
}

func (p *pair) do(_ context.Context, c rocket.Claim) rocket.RemoteOutcome {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.runs[c.RunID]++
	return rocket.RemoteOutcome{Report: json.RawMessage("{}")}
}

// open opens a run for each id.
func (p *pair) open(t *testing.T, ids ...string) {
	t.Helper()
	if err := p.tryOpen(t, ids...); err != nil {
		t.Fatal(err)
	}
}

func (p *pair) tryOpen(t *testing.T, ids ...string) error {
	var runs []rocket.RemoteRun
	for _, id := range ids {
		runs = append(runs, rocket.RemoteRun{RunID: id, Task: id, Label: rocket.DefaultLabel,
			Build: "1", Queued: time.Now()})
	}
	return p.Open(t.Context(), runs)
}

// await returns what comes from a channel within a minute.
func await[T any](t testing.TB, from <-chan T, what string) (got T) {
	t.Helper()
	select {
	case got = <-from:
	case <-time.After(time.Minute):
		t.Fatalf("%s: nothing has come for a minute", what)
	}
	return got
}

// within waits until a condition holds, a minute at the longest.
func within(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !holds(); pause(t.Context(), 10*time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s: that was not so within a minute", what)
		}
	}
}

// TestStranded: a run whose job was fetched by a worker that has died, or is gone, or has ended,
// is given another job; a job that comes twice begins its run once.
func TestStranded(t *testing.T) {
	address := commonAddress(t)
	for name, c := range map[string]string{
		"fetched": "UPDATE rkt_river.river_job SET state = 'running', attempt = 1, " +
			"attempted_at = clock_timestamp() - interval '1 minute'",
		"gone": "DELETE FROM rkt_river.river_job",
		"ended": "UPDATE rkt_river.river_job SET state = 'discarded', attempt = 1, " +
			"finalized_at = clock_timestamp(), attempted_at = clock_timestamp() - interval '1 day'",
		"twice": "INSERT INTO rkt_river.river_job (args, kind, max_attempts, queue) " +
			"SELECT args, kind, max_attempts, queue FROM rkt_river.river_job",
	} {
		t.Run(name, func(t *testing.T) {
			s := newStore(t, address)
			p := newPair(t, s)
			p.open(t, "a")
			s.exec(t, c)
			for i := range 2 {
				p.serve(t, s.engine(), fmt.Sprint("w", i))
			}
			if got := await(t, p.ends, "the run ends"); got != "a" {
				t.Errorf("%s has ended", got)
			}
			p.open(t, "b")
			if got := await(t, p.ends, "the next run ends"); got != "b" {
				t.Errorf("%s has ended", got)
			}
		})
	}
}

// TestRemoved: a run whose row was removed by others is told as lost.
func TestRemoved(t *testing.T) {
	s := newStore(t, commonAddress(t))
	p := newPair(t, s)
	p.open(t, "a")
	s.exec(t, "DELETE FROM rkt_run")
	if got := await(t, p.ends, "the run is lost"); got != "!a" {
		t.Errorf("%s has ended", got)
	}
}

// TestOtherRiver: another program has a River of its own in the database, which stays as it is.
func TestOtherRiver(t *testing.T) {
	address := newAddress(t)
	pool, err := pgxpool.New(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	migrator, err := rivermigrate.New(riverpgxv5.New(pool), nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = migrator.Migrate(t.Context(), rivermigrate.DirectionUp,
		&rivermigrate.MigrateOpts{TargetVersion: 6})
	if err != nil {
		t.Fatal(err)
	}
	s := newStore(t, address)
	s.exec(t, "INSERT INTO public.river_job (args, kind, max_attempts, queue) "+
		"VALUES ('{}', 'theirs', 1, 'default')")
	p := newPair(t, s, s.engine())
	p.open(t, "a")
	await(t, p.ends, "the run ends")
	const theirs = "SELECT (SELECT max(version) FROM public.river_migration) || ' ' || " +
		"(SELECT string_agg(kind || state, ' ') FROM public.river_job)"
	if got := query[string](t, s, theirs); got != "6 theirsavailable" {
		t.Errorf("the other River has %s", got)
	}
}

// TestVersions: Migrate says what it has done, and refuses tables that a newer rocketc has made.
func TestVersions(t *testing.T) {
	address := newAddress(t)
	e := (&store{address: address, networks: map[*Engine]*network{}, times: short}).engine()
	notes, err := e.Migrate(t.Context())
	if err != nil || len(notes) != 3 || !strings.Contains(notes[1], "schema rkt_river") ||
		!strings.Contains(notes[2], "remote runs have version 3") {
		t.Errorf("notes %q, error %v", notes, err)
	}
	s := newStore(t, address)
	for _, newer := range []string{"ours", "queue"} {
		s.exec(t, "UPDATE rkt_remote_meta SET ours = 1, queue = 8")
		s.exec(t, "UPDATE rkt_remote_meta SET "+newer+" = 99")
		if _, err := e.Migrate(t.Context()); err == nil ||
			!strings.Contains(err.Error(), "newer rocketc") {
			t.Errorf("error %v", err)
		}
		_, err := e.Lead(t.Context(), rocket.Leader{Schedule: "a"}, func(rocket.RemoteEvent) {})
		if !errors.Is(err, rocket.ErrNewer) {
			t.Errorf("who leads gets error %v", err)
		}
		err = e.Serve(t.Context(), rocket.WorkerSpec{Schedule: "a", Name: "w"}, nil)
		if !errors.Is(err, rocket.ErrNewer) {
			t.Errorf("who serves gets error %v", err)
		}
	}
}

// TestRefused: a run that the database can never keep is refused by name, and the others of the
// call are not opened; without it they are.
func TestRefused(t *testing.T) {
	s := newStore(t, commonAddress(t))
	p := newPair(t, s, s.engine())
	good := rocket.RemoteRun{RunID: "good", Label: "default", Build: "1"}
	for name, change := range map[string]func(*rocket.RemoteRun){
		"nul":   func(r *rocket.RemoteRun) { r.RunID = "a\x00b" },
		"utf-8": func(r *rocket.RemoteRun) { r.RunID = "a\xffb" },
		"long":  func(r *rocket.RemoteRun) { r.RunID = strings.Repeat("a", 2000) },
		"label": func(r *rocket.RemoteRun) { r.Label = "\x00" },
		"order": func(r *rocket.RemoteRun) { r.Order = json.RawMessage("{") },
		"bytes": func(r *rocket.RemoteRun) { r.Order = json.RawMessage("\"\xff\"") },
	} {
		bad := good
		bad.RunID = "bad"
		change(&bad)
		err := p.Open(t.Context(), []rocket.RemoteRun{good, bad})
		refused, ok := errors.AsType[*rocket.RefusedError](err)
		if !ok || refused.RunID != bad.RunID {
			t.Errorf("%s: error %v", name, err)
		}
	}
	if left := s.Left(t, "a"); left != "" {
		t.Errorf("there are %s", left)
	}
	spaced := good
	spaced.RunID = "a task 17 12"
	if err := p.Open(t.Context(), []rocket.RemoteRun{good, spaced}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		await(t, p.ends, "a run ends")
	}
}

// TestFrozen: a leader that is frozen in the middle of opening a run does not keep the next one
// from beginning its epoch.
func TestFrozen(t *testing.T) {
	s := newStore(t, commonAddress(t))
	p := newPair(t, s)
	l := p.Leading.(*leading)
	tx, err := l.pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback(context.Background())
	if _, err := l.unopened(t.Context(), tx, []rocket.RemoteRun{{RunID: "a"}}); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if epoch := s.epoch(t, "a"); epoch != 2 {
		t.Errorf("the epoch is %d", epoch)
	}
	if took := time.Since(began); took > 30*time.Second {
		t.Errorf("the next epoch begins after %v", took)
	}
	if err := tx.Commit(t.Context()); err == nil {
		t.Error("the run is opened")
	}
}

// TestLeadAway: a leader that cannot reach its engine does not lead.
func TestLeadAway(t *testing.T) {
	s := newStore(t, commonAddress(t))
	e := s.engine()
	s.networks[e].cut(true)
	_, err := e.Lead(t.Context(), rocket.Leader{Schedule: "a"}, func(rocket.RemoteEvent) {})
	if !errors.Is(err, errCut) {
		t.Errorf("error %v", err)
	}
}

// TestString: an engine is shown without the password.
func TestString(t *testing.T) {
	e := &Engine{Address: arg.Literal{Value: "postgres://me:s3cret@host/runs"}}
	if got := e.String(); got != `river on postgres "postgres://me:xxxxx@host/runs"` {
		t.Errorf("it is shown as %s", got)
	}
}
