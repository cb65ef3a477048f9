package rocket_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	goruntime "runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// quietly makes a session log warnings and errors only, to nowhere.
func quietly() rocket.Option {
	return rocket.WithLogger(slog.New(slog.NewTextHandler(io.Discard,
		&slog.HandlerOptions{Level: slog.LevelWarn})))
}

// BenchmarkLaunch measures launches from due to ended: n tasks wait for one and start
// together when it has ended. An operation is one launch; ns/begun is how long after the end
// of the first an action begins in the mean.
func BenchmarkLaunch(b *testing.B) {
	for _, n := range []int{1, 1000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var left sync.WaitGroup
			var due, late atomic.Int64 // nanoseconds
			began := time.Now()
			first := rocket.Func(func(context.Context, *rocket.Run) (any, error) {
				due.Store(int64(time.Since(began)))
				left.Done()
				return nil, nil
			})
			nothing := rocket.Func(func(context.Context, *rocket.Run) (any, error) {
				late.Add(int64(time.Since(began)) - due.Load())
				left.Done()
				return nil, nil
			})
			tasks := []*rocket.TaskSpec{{Name: "first", Action: first}}
			for i := range n {
				tasks = append(tasks, &rocket.TaskSpec{Name: fmt.Sprint("task ", i),
					When: stdconds.After{Tasks: []string{"first"}}, Action: nothing})
			}
			s := newSession(b, rocket.Schedule{Tasks: tasks}, quietly())
			go s.Run(context.Background())
			<-s.Ready()
			b.ReportAllocs()
			b.ResetTimer()
			done := 0
			for ; done < b.N; done += n + 1 {
				left.Add(n + 1)
				if _, err := s.Task("first").Start(nil); err != nil {
					b.Fatal(err)
				}
				left.Wait()
			}
			b.StopTimer()
			b.ReportMetric(float64(late.Load())/float64(done)*float64(n+1)/float64(n), "ns/begun")
			s.Shutdown(context.Background())
		})
	}
}

// tomorrow does not hold. It reads what daily conditions read.
type tomorrow struct{}

func (tomorrow) Plain() {}

func (tomorrow) Observe(o *rocket.Observation) (rocket.State, error) {
	o.History("").LastStart(false)
	return rocket.State{Until: o.Now.Add(24 * hour)}, nil
}

// resting returns n tasks of which none is due.
func resting(n int) rocket.Schedule {
	tasks := make([]*rocket.TaskSpec, n)
	specs := make([]rocket.TaskSpec, n)
	for i := range tasks {
		tasks[i] = &specs[i]
		specs[i] = rocket.TaskSpec{
			Name: fmt.Sprint("task ", i),
			When: tomorrow{},
		}
	}
	return rocket.Schedule{Tasks: tasks}
}

// BenchmarkRest measures how long a session takes until n tasks that are not due have
// been looked at, and how much memory each keeps:
//
//	go test -run '^$' -bench Rest ./runtime
//
// docs/performance.md says which parts that is.
func BenchmarkRest(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			if testing.Short() && n > 10_000 {
				b.Skip("takes long")
			}
			schedule := resting(n)
			b.ReportAllocs()
			for b.Loop() {
				before := heap()
				s := newSession(b, schedule, quietly())
				ended := make(chan error)
				go func() { ended <- s.Run(context.Background()) }()
				<-s.Ready()
				for s.Stats().Rounds < 1 {
					goruntime.Gosched()
				}
				b.ReportMetric(float64(heap()-before)/float64(n), "B/task")
				s.Shutdown(context.Background())
				<-ended
			}
		})
	}
}

// heap returns how many bytes the heap has in use.
func heap() int64 {
	goruntime.GC()
	var m goruntime.MemStats
	goruntime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// BenchmarkNew registers tasks.
func BenchmarkNew(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			if testing.Short() && n > 10_000 {
				b.Skip("takes long")
			}
			schedule := resting(n)
			b.ReportAllocs()
			for b.Loop() {
				newSession(b, schedule, quietly())
			}
		})
	}
}

// BenchmarkHistory enters the start and the end of a run.
func BenchmarkHistory(b *testing.B) {
	facts, at := rocket.NewFacts(), time.Date(2026, 5, 6, 7, 8, 9, 0, time.UTC)
	b.ReportAllocs()
	for b.Loop() {
		facts.AddRecord(rocket.Record{Task: "a", RunID: "1", Event: rocket.Started, Start: at})
		at = at.Add(1)
		facts.AddRecord(rocket.Record{Task: "a", RunID: "1", Event: rocket.Succeeded, End: at})
	}
}

// BenchmarkRecord writes a record as JSON, and reads it.
func BenchmarkRecord(b *testing.B) {
	at := time.Date(2026, 5, 6, 7, 8, 9, 123456789, time.UTC)
	r := rocket.Record{
		Seq: 12345, Created: at.Add(time.Second), Task: "nightly.dump", Event: rocket.Succeeded,
		RunID: "0198c2f4-b7e3-7abc-8def-0123456789ab", Start: at, End: at.Add(time.Second),
		Scheduled: at, Duration: time.Second, Host: "localhost",
	}
	text, err := r.MarshalJSON()
	if err != nil {
		b.Fatal(err)
	}
	b.Run("write", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := r.MarshalJSON(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := new(rocket.Record).UnmarshalJSON(text); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkMemoryLog appends batches of 256 records.
func BenchmarkMemoryLog(b *testing.B) {
	log, batch := new(rocket.MemoryLog), make([]rocket.Record, 256)
	b.ReportAllocs()
	for b.Loop() {
		log.Append(context.Background(), batch)
	}
}
