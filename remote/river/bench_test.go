//go:build linux

package river

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// A bench is a leader and three workers of eight slots, with the usual times.
type bench struct {
	rocket.Leading
	begun, told chan string // run ids
	asked       chan string // of runs that are to end
}

// newBench returns a bench whose runs end at once, or wait to be cancelled.
func newBench(b *testing.B, wait bool) *bench {
	s := newStore(b, newAddress(b))
	s.times = usual
	m := &bench{begun: make(chan string, 100_000), told: make(chan string, 100_000),
		asked: make(chan string, 100)}
	ctx, drain := context.WithCancel(context.Background())
	var workers sync.WaitGroup
	for i := range 3 {
		workers.Go(func() {
			err := s.engine().Serve(ctx, rocket.WorkerSpec{Schedule: "a", Build: "1",
				Name: fmt.Sprint("w", i), Slots: 8}, func(ctx context.Context,
				c rocket.Claim) rocket.RemoteOutcome {
				m.begun <- c.RunID
				if wait {
					<-ctx.Done()
					m.asked <- c.RunID
				}
				return rocket.RemoteOutcome{Report: json.RawMessage(`{}`)}
			})
			if err != nil {
				b.Error(err)
			}
		})
	}
	var err error
	m.Leading, err = s.engine().Lead(b.Context(), rocket.Leader{Schedule: "a", Build: "1",
		Epoch: s.epoch(b, "a")}, func(e rocket.RemoteEvent) {
		if e.Kind == rocket.RemoteEnded {
			m.told <- e.RunID
		}
	})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		drain()
		workers.Wait()
		if err := m.Close(); err != nil {
			b.Error(err)
		}
	})
	for {
		workers, err := m.Workers(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		if len(workers) == 3 {
			return m
		}
		pause(b.Context(), 10*time.Millisecond)
	}
}

// open opens runs.
func (m *bench) open(b *testing.B, ids ...string) {
	var runs []rocket.RemoteRun
	for _, id := range ids {
		runs = append(runs, rocket.RemoteRun{RunID: id, Task: "a", Label: rocket.DefaultLabel,
			Build: "1", Order: json.RawMessage(`{"task":"a"}`), Queued: time.Now()})
	}
	if err := m.Open(b.Context(), runs); err != nil {
		b.Fatal(err)
	}
}

// report reports the median and the 99th percentile of durations.
func report(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	for name, part := range map[string]int{"p50-ms": 50, "p99-ms": 99} {
		at := took[min(len(took)-1, len(took)*part/100)]
		b.ReportMetric(float64(at)/float64(time.Millisecond), name)
	}
	b.ReportMetric(0, "ns/op")
}

// BenchmarkBegin opens 50 runs a second, one by one: how long it takes until a worker begins each.
func BenchmarkBegin(b *testing.B) {
	m := newBench(b, false)
	tick := time.NewTicker(time.Second / 50)
	defer tick.Stop()
	var took []time.Duration
	for i := range b.N {
		<-tick.C
		id, began := fmt.Sprint(i), time.Now()
		m.open(b, id)
		<-m.begun
		took = append(took, time.Since(began))
		<-m.told
		if err := m.Settle(b.Context(), []string{id}); err != nil {
			b.Fatal(err)
		}
	}
	report(b, took)
}

// BenchmarkRuns opens runs, 20 a time, as soon as fewer than 100 are open: how many a second are
// told to have ended.
func BenchmarkRuns(b *testing.B) {
	m := newBench(b, false)
	began := time.Now()
	opened, ended := 0, 0
	for ended < b.N {
		for opened < b.N && opened-ended < 100 {
			var ids []string
			for range min(20, b.N-opened) {
				ids = append(ids, fmt.Sprint(opened))
				opened++
			}
			m.open(b, ids...)
		}
		id := <-m.told
		ended++
		if err := m.Settle(b.Context(), []string{id}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/time.Since(began).Seconds(), "runs/s")
}

// BenchmarkCancel cancels runs: how long it takes until the context of each is done.
func BenchmarkCancel(b *testing.B) {
	m := newBench(b, true)
	var took []time.Duration
	for i := range b.N {
		id := fmt.Sprint(i)
		m.open(b, id)
		<-m.begun
		began := time.Now()
		if err := m.Cancel(b.Context(), id, "request"); err != nil {
			b.Fatal(err)
		}
		<-m.asked
		took = append(took, time.Since(began))
		<-m.told
		if err := m.Settle(b.Context(), []string{id}); err != nil {
			b.Fatal(err)
		}
	}
	report(b, took)
}
