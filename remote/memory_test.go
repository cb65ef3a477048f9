package remote_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/remote"
	rocket "github.com/rocketc/rocketc/runtime"
)

// TestWorkersOfMemory: a worker that is killed is lost after its lease, and listed for a while;
// one that drains says so; an engine that is away refuses all.
func TestWorkersOfMemory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var m remote.Memory
		var told []rocket.RemoteEvent
		l, err := m.Lead(t.Context(), rocket.Leader{Schedule: "desk"}, func(e rocket.RemoteEvent) {
			told = append(told, e)
		})
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		served := make(chan error)
		go func() {
			spec := rocket.WorkerSpec{Schedule: "desk", Name: "w", Slots: 1}
			served <- m.Serve(t.Context(), spec, func(ctx context.Context, _ rocket.Claim) (
				o rocket.RemoteOutcome) {
				<-ctx.Done()
				return o
			})
		}()
		run := rocket.RemoteRun{RunID: "a", Task: "a", Label: rocket.DefaultLabel}
		if err := l.Open(t.Context(), []rocket.RemoteRun{run}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2500 * time.Millisecond)
		m.Kill("w")
		if err := <-served; !errors.Is(err, remote.ErrKilled) {
			t.Errorf("Serve: %v", err)
		}
		time.Sleep(6 * time.Second)
		workers, err := l.Workers(t.Context())
		if err != nil || len(workers) != 1 || !workers[0].Lost {
			t.Errorf("workers: %+v, %v", workers, err)
		}
		synctest.Wait()
		if len(told) != 2 || told[0].Kind != rocket.RemoteClaimed ||
			told[1].Kind != rocket.RemoteLost {
			t.Errorf("told: %+v", told)
		}
		time.Sleep(2 * time.Minute)
		if workers, err = l.Workers(t.Context()); err != nil || len(workers) != 0 {
			t.Errorf("later: %+v, %v", workers, err)
		}
		m.Away(true)
		if err := l.Settle(t.Context(), []string{"a"}); !errors.Is(err, remote.ErrAway) {
			t.Errorf("settling while the engine is away: %v", err)
		}
		if _, err := m.Migrate(t.Context()); !errors.Is(err, remote.ErrAway) {
			t.Errorf("migrating while the engine is away: %v", err)
		}
		m.Away(false)
		if err := l.Settle(t.Context(), []string{"a"}); err != nil || m.Size("desk") != 0 {
			t.Errorf("settling: %v, %d left", err, m.Size("desk"))
		}
	})
}
