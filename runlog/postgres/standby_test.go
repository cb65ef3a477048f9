//go:build linux

package postgres

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

var _ rocket.Standby = (*Log)(nil)

// stand has a log stand by. It returns the names of leaders as they are found, and how Stand has
// ended.
func stand(ctx context.Context, log *Log) (leaders chan string, ended chan error) {
	leaders, ended = make(chan string, 100), make(chan error, 1)
	go func() {
		_, err := log.Stand(ctx, func(leader string) { leaders <- leader })
		ended <- err
	}()
	return leaders, ended
}

// await returns what comes from a channel within a minute.
func await[T any](t *testing.T, from chan T, what string) (got T) {
	t.Helper()
	select {
	case got = <-from:
	case <-time.After(time.Minute):
		t.Fatalf("%s: nothing has come for a minute", what)
	}
	return got
}

// TestStandby: a program that stands by leads as soon as another gives up the lease, and at the
// end of the lease if it does not renew it: it is stopped, cut off, or dead on another machine.
func TestStandby(t *testing.T) {
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	for name, end := range map[string]func(t *testing.T, address string, former *Log){
		"closed": func(t *testing.T, address string, former *Log) { // long before the lease ends
			execute(t, address, "UPDATE rkt_lease SET expires_at = expires_at + interval '1 hour'")
			if err := former.Close(); err != nil {
				t.Error(err)
			}
		},
		"cut_off": func(_ *testing.T, _ string, former *Log) { former.w.release() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address := newAddress(t)
			former, log := newLog(address, "a"), newLog(address, "a")
			if _, err := former.Stand(t.Context(), func(string) {}); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { former.Close() })
			if err := former.Append(t.Context(), runs(1, 1)); err != nil {
				t.Fatal(err)
			}
			leaders, ended := stand(t.Context(), log)
			if got, want := await(t, leaders, "leader"), fmt.Sprintf("%s:%d", host,
				os.Getpid()); got != want {
				t.Errorf("%s leads, want %s", got, want)
			}
			end(t, address, former)
			if err := await(t, ended, "standby"); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { log.Close() })
			if got, former := log.Epoch(), former.Epoch(); got != 2 || former > 1 {
				t.Errorf("the epochs are %d and %d", former, got)
			}
			if err := log.Append(t.Context(), runs(3, 1)); err != nil {
				t.Error(err)
			}
			if err := former.Append(t.Context(), runs(3, 1)); !errors.Is(err,
				rocket.ErrLogTaken) && !errors.Is(err, errNotOpen) {
				t.Errorf("the former program appends: %v", err)
			}
		})
	}
}

// TestStandbys: of several that stand by one leads at a time, whoever that is; and one that
// gives up returns.
func TestStandbys(t *testing.T) {
	usual := standing
	t.Cleanup(func() { standing = usual })
	standing.lease = time.Hour // none ends because a busy machine is late to renew it
	address := newAddress(t)
	first := newLog(address, "a")
	if _, err := first.Stand(t.Context(), func(string) {}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	leaders, gaveUp := stand(ctx, newLog(address, "a"))
	await(t, leaders, "leader")
	enough := errors.New("enough")
	cancel(enough)
	if err := await(t, gaveUp, "standby"); !errors.Is(err, enough) {
		t.Errorf("error %v", err)
	}
	leads := make(chan *Log, 3)
	for range cap(leads) {
		log := newLog(address, "a")
		go func() {
			if _, err := log.Stand(t.Context(), func(string) {}); err != nil {
				t.Error(err)
			}
			leads <- log
		}()
	}
	for epoch := range int64(cap(leads)) {
		if got := first.Epoch(); got != epoch+1 {
			t.Errorf("the epoch is %d, want %d", got, epoch+1)
		}
		if err := first.Close(); err != nil {
			t.Error(err)
		}
		first = await(t, leads, "leader")
	}
	if err := first.Close(); err != nil {
		t.Error(err)
	}
}

// TestWatch: a lease that has expired is taken at once, but after the database was away the leader
// has the time to renew it. That of a dead process is taken in any case.
func TestWatch(t *testing.T) {
	now, away := time.Now(), errors.New("away")
	expired, held := lease{epoch: 3, process: "elsewhere"}, lease{epoch: 3, left: time.Second}
	dead := lease{epoch: 3, left: time.Second, process: machine() + " 1073741824 1"}
	seen := watch{epoch: 3}
	for i, step := range []struct {
		lease lease
		err   error
		after time.Duration
		take  bool
	}{
		{held, nil, 0, false},
		{expired, nil, 0, true},
		{lease{}, away, 0, false},
		{expired, nil, 0, false},
		{expired, nil, standing.renewal, false},
		{dead, nil, standing.renewal, true},
		{lease{epoch: 4, process: "elsewhere"}, nil, standing.renewal, true},
		{held, nil, 3 * standing.renewal, false},
		{expired, nil, 3 * standing.renewal, true},
	} {
		if got := seen.mayTake(step.lease, step.err, now.Add(step.after)); got != step.take {
			t.Errorf("step %d: the lease is taken: %v", i, got)
		}
	}
}

// TestMigrate makes the tables without opening the log.
func TestMigrate(t *testing.T) {
	address := newAddress(t)
	log := newLog(address, "a")
	for i := range 2 {
		notes, err := log.Migrate(t.Context())
		if err != nil || len(notes) != 1-i {
			t.Errorf("notes %q, error %v", notes, err)
		}
	}
	if log.Epoch() != 0 {
		t.Error("the log is open")
	}
}
