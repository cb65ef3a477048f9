//go:build linux

package river

import (
	"context"
	"fmt"
	"testing"
	"time"
)

// running has a run be one that a worker has, whose lease is over after some time.
func (s *store) running(t *testing.T, id string, lease time.Duration) {
	t.Helper()
	s.exec(t, "UPDATE rkt_run SET state = 'running', worker = 'w', token = 1, "+
		"lease_until = clock_timestamp() + make_interval(secs => $2) WHERE run_id = $1", id,
		lease.Seconds())
}

// TestLossBesideFailover: a leader that has just begun to lead finds a lease that is over, or soon
// will be, without giving the worker more time, and without waiting for the next sweep.
func TestLossBesideFailover(t *testing.T) {
	s := newStore(t, commonAddress(t))
	s.times.sweep, s.times.beat = time.Hour, time.Hour
	s.times.lease = time.Millisecond // of workers; the server is older than two of these
	former := newPair(t, s)
	former.open(t, "a", "b")
	if err := former.Close(); err != nil {
		t.Error(err)
	}
	s.running(t, "a", -time.Second)
	s.running(t, "b", 500*time.Millisecond)
	next := newPair(t, s)
	live, err := next.Live(t.Context())
	if err != nil || len(live) != 2 {
		t.Fatalf("%d runs are live, error %v", len(live), err)
	}
	if !live[0].Lost {
		if got := await(t, next.ends, "a run is lost"); got != "!a" {
			t.Errorf("%s has ended", got)
		}
	}
	if got := await(t, next.ends, "the other run is lost"); got != "!b" {
		t.Errorf("%s has ended", got)
	}
}

// TestResting: what a leader reads does not grow with the runs that wait for a worker.
func TestResting(t *testing.T) {
	s := newStore(t, newAddress(t))
	s.times.sweep, s.times.poll = time.Hour, time.Hour
	const resting, sweeps = 1000, 50
	p := newPair(t, s)
	var ids []string
	for i := range resting {
		ids = append(ids, fmt.Sprint("run ", i))
	}
	p.open(t, ids...)
	if err := p.Close(); err != nil {
		t.Error(err)
	}
	s.exec(t, "ANALYZE rkt_run, rkt_river.river_job")
	before := s.tuplesRead(t)
	next := newPair(t, s)
	live, err := next.Live(t.Context())
	if err != nil || len(live) != resting {
		t.Fatalf("%d runs are live, error %v", len(live), err)
	}
	for range sweeps {
		if _, err := next.Leading.(*leading).sweepOnce(context.Background(), false); err != nil {
			t.Fatal(err)
		}
	}
	if err := next.Close(); err != nil {
		t.Error(err)
	}
	// The leader reads all runs when it begins, by Live and when it listens.
	read := s.tuplesRead(t) - before
	t.Logf("%d rows are read", read)
	if read > 5*resting {
		t.Errorf("%d sweeps have read %d rows", sweeps, read)
	}
}

// tuplesRead returns how many rows of runs and jobs the server has read. It waits until all who
// have read have said so: they do when they end.
func (s *store) tuplesRead(t *testing.T) (n int) {
	t.Helper()
	within(t, "the others end", func() bool {
		return query[int](t, s, "SELECT count(*) FROM pg_stat_activity "+
			"WHERE datname = current_database() AND backend_type = 'client backend'") == 1
	})
	s.exec(t, "SELECT pg_stat_clear_snapshot()")
	return query[int](t, s, "SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::bigint "+
		"FROM pg_stat_user_tables WHERE relname IN ('rkt_run', 'river_job')")
}
