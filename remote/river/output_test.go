//go:build linux

package river

import (
	"context"
	"fmt"
	"testing"

	rocket "github.com/rocketc/rocketc/runtime"
)

// TestOmitted: while none leads, the first lines of a run are kept, and the outcome says how many
// were written after them.
func TestOmitted(t *testing.T) {
	s := newStore(t, commonAddress(t))
	p := newPair(t, s)
	const kept, omitted = maxUnread + 100, 50
	began, write := make(chan struct{}), make(chan int)
	ctx, drain := context.WithCancel(context.Background())
	drained := make(chan error, 1)
	go func() {
		drained <- s.engine().Serve(ctx, rocket.WorkerSpec{Schedule: "a", Build: "1", Name: "w"},
			func(_ context.Context, c rocket.Claim) rocket.RemoteOutcome {
				close(began)
				for n := range write {
					for i := range n { // each line is a chunk
						c.Output([]string{"stdout", "stderr"}[i%2], fmt.Sprint("line ", i))
					}
				}
				return rocket.RemoteOutcome{}
			})
	}()
	p.open(t, "a")
	await(t, began, "the run begins")
	if err := p.Close(); err != nil {
		t.Error(err)
	}
	write <- kept
	within(t, "the lines are kept", func() bool {
		return query[int](t, s, "SELECT count(*) FROM rkt_run_output") == kept
	})
	write <- omitted
	close(write)
	drain()
	if err := await(t, drained, "the worker ends"); err != nil {
		t.Error(err)
	}
	lines := 0
	next, err := s.engine().Lead(t.Context(), rocket.Leader{Schedule: "a", Build: "1",
		Epoch: s.epoch(t, "a")}, func(e rocket.RemoteEvent) {
		if e.Kind == rocket.RemoteWrote {
			lines++
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	live, err := next.Live(t.Context())
	if err != nil || len(live) != 1 || live[0].Ended == nil || live[0].Ended.Omitted != omitted {
		t.Errorf("the next leader finds %+v, error %v", live, err)
	}
	if err := next.Close(); err != nil {
		t.Error(err)
	}
	if lines != kept {
		t.Errorf("%d lines are told, want %d", lines, kept)
	}
}
