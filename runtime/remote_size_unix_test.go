//go:build unix

package rocket_test

import (
	"context"
	"fmt"
	goruntime "runtime"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/remote"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// TestRemoteAtSize: a session leads 1,000 workers which do 278 runs a second, as many as a million
// an hour, of 10 seconds each. It takes some seconds of the simulated clock, or as many as
// ROCKETC_TEST_SECONDS says: 3600 are the million runs.
func TestRemoteAtSize(t *testing.T) {
	const workers, tasks, takes, perHour = 1000, 2000, 10 * time.Second, 1_000_000
	seconds := countOf(t, "ROCKETC_TEST_SECONDS", 20)
	interval := tasks * time.Hour / perHour
	synctest.Test(t, func(t *testing.T) {
		schedule := rocket.Schedule{Name: "desk", Build: "b1",
			Config: rocket.Config{Timezone: "UTC"}}
		for i := range tasks {
			apart := interval * time.Duration(4000+i) / 5000 // not all at once
			task := remoteTask(fmt.Sprint("task ", i), stdconds.Every{Interval: apart})
			task.Multilaunch = 4
			schedule.Tasks = append(schedule.Tasks, task)
		}
		var engine remote.Memory
		var done atomic.Int64
		do := func(context.Context, rocket.Claim) rocket.RemoteOutcome {
			time.Sleep(takes)
			done.Add(1)
			return rocket.RemoteOutcome{Report: []byte(`{"value":1}`)}
		}
		ctx, drain := context.WithCancel(context.Background())
		ended := make(chan error)
		for i := range workers {
			go func() {
				ended <- engine.Serve(ctx, rocket.WorkerSpec{Schedule: "desk", Build: "b1",
					Name: fmt.Sprint("w", i), Host: "host", Slots: 8}, do)
			}()
		}
		s, err := rocket.New(&schedule, rocket.WithLogger(quiet), rocket.WithEngine(&engine))
		if err != nil {
			t.Fatal(err)
		}
		stopped := make(chan error, 1)
		before := processorTime()
		go func() { stopped <- s.Run(context.Background()) }()
		time.Sleep(time.Duration(seconds) * time.Second)
		var memory goruntime.MemStats
		goruntime.GC()
		goruntime.ReadMemStats(&memory)
		live := len(s.Overview().Live)
		_ = s.Shutdown(context.Background())
		if err := <-stopped; err != nil {
			t.Error(err)
		}
		cpu := processorTime() - before
		drain()
		for range workers {
			if err := <-ended; err != nil {
				t.Error(err)
			}
		}
		want := int64(seconds) * perHour / 3600
		if n := done.Load(); n < want*9/10 || engine.Size("desk") != 0 {
			t.Errorf("%d runs in %d s, want %d; %d are not settled", n, seconds, want,
				engine.Size("desk"))
		}
		t.Logf("%d runs in %d s of an hour with a million, on %d workers: %v of processor time "+
			"for session, engine and workers, %.1f%% of a core, %d live, %d MB in use",
			done.Load(), seconds, workers, cpu.Round(time.Millisecond),
			100*cpu.Seconds()/float64(seconds), live, memory.HeapAlloc>>20)
	})
}

// processorTime returns how much this process has used.
func processorTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
