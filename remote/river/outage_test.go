//go:build linux

package river

import (
	"context"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// TestServer stops, kills and restarts the server while runs are opened as fast as they end. Each
// ends or is lost, each is begun once at most, and in the end nothing is left.
func TestServer(t *testing.T) {
	s := newStore(t, commonAddress(t))
	p := newPair(t, s, s.engine(), s.engine())
	next, lost := 0, 0
	open := func() {
		id := fmt.Sprintf("run-%d", next)
		next++
		for p.tryOpen(t, id) != nil {
			pause(t.Context(), 20*time.Millisecond)
		}
	}
	turn := func(n int) {
		for range n {
			id := await(t, p.ends, "a run ends")
			if id[0] == '!' {
				lost, id = lost+1, id[1:]
			}
			if err := p.Settle(t.Context(), []string{id}); err != nil {
				t.Error(err)
			}
			open()
		}
	}
	for range 6 {
		open()
	}
	for _, how := range []syscall.Signal{syscall.SIGINT, syscall.SIGQUIT} {
		turn(50)
		if err := shared.Stop(how); err != nil {
			t.Fatal(err)
		}
		if err := shared.Start(); err != nil {
			t.Fatal(err)
		}
	}
	turn(50)
	for range 6 {
		id := strings.TrimPrefix(await(t, p.ends, "a run ends"), "!")
		if err := p.Settle(t.Context(), []string{id}); err != nil {
			t.Error(err)
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for id, n := range p.runs {
		if n > 1 {
			t.Errorf("%s was begun %d times", id, n)
		}
	}
	t.Logf("%d runs, %d lost", next, lost)
	if lost > 12 { // each outage can cost what the workers have
		t.Errorf("%d runs are lost", lost)
	}
}

// TestStalled: a worker whose packets get lost without a word kills its runs before it is counted
// as lost, and serves again when the network is there.
func TestStalled(t *testing.T) {
	s := newStore(t, commonAddress(t))
	p := newPair(t, s)
	e, began, ended := s.engine(), make(chan string, 10), make(chan error, 10)
	drained := make(chan error, 1)
	ctx, drain := context.WithCancel(context.Background())
	go func() {
		drained <- e.Serve(ctx, rocket.WorkerSpec{Schedule: "a", Build: "1", Name: "w", Slots: 2},
			func(ctx context.Context, c rocket.Claim) rocket.RemoteOutcome {
				began <- c.RunID
				if c.RunID == "a" {
					<-ctx.Done()
					ended <- context.Cause(ctx)
				}
				return rocket.RemoteOutcome{}
			})
	}()
	p.open(t, "a")
	await(t, began, "the run begins")
	n := s.networks[e]
	n.stalled.Store(true)
	if err := await(t, ended, "the run is killed"); err != rocket.ErrCutOff {
		t.Errorf("the run is ended because of %v", err)
	}
	select {
	case id := <-p.ends:
		t.Errorf("%s was told before the run was killed", id)
	default:
	}
	if got := await(t, p.ends, "the run is lost"); got != "!a" {
		t.Errorf("%s has ended", got)
	}
	n.stalled.Store(false)
	p.open(t, "b")
	if got := await(t, p.ends, "the next run ends"); got != "b" {
		t.Errorf("%s has ended", got)
	}
	drain()
	if err := await(t, drained, "the worker ends"); err != nil {
		t.Error(err)
	}
}
