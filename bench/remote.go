package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rocketc/rocketc/internal/pgserver"
	"github.com/rocketc/rocketc/remote/river"
	"github.com/rocketc/rocketc/runlog/postgres"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

// workerCounts are how many workers the engine of remote runs is measured with.
var workerCounts = []int{1, 3, 10}

const (
	remoteRate  = 50               // runs a second, if delays are measured
	remoteBatch = 20               // runs that are opened together, if as many as possible are
	remoteLive  = 200              // of them at most
	remoteLimit = 30 * time.Second // for something that has to come
)

// remote measures the engine of remote runs alone, with several workers and their database, all
// of it on this machine. The runs do nothing, in this process.
func (b *bench) remote(ctx context.Context) error {
	for _, workers := range workerCounts {
		b.say("remote: %s", plural(workers, "worker"))
		address, err := b.newDatabase()
		if errors.Is(err, pgserver.ErrMissing) {
			b.say("%v", err)
			return nil
		}
		if err != nil {
			return err
		}
		if err := b.note(ctx, b.remoteOf(ctx, address, workers)); err != nil {
			return err
		}
	}
	return nil
}

// A remoteLoad is an engine under load.
type remoteLoad struct {
	*bench
	*remoteDatabase
	ctx     context.Context
	name    string // of the load
	leading rocket.Leading
	opened  int
	begun   chan time.Time // when runs began
	ending  chan time.Time // when runs were asked to end
	ended   chan string    // runs that have ended
}

// databaseCPU is the figure of how much the database works for a run.
const databaseCPU = "CPU of the database a run"

// block is the task whose runs end when they are asked to.
const block = "block"

// remoteOf measures the engine with so many workers.
func (b *bench) remoteOf(ctx context.Context, address string, workers int) (err error) {
	l := &remoteLoad{bench: b, remoteDatabase: &remoteDatabase{b.server, address},
		name: fmt.Sprint(workers), begun: make(chan time.Time, remoteLive),
		ending: make(chan time.Time, 1),
		ended:  make(chan string, remoteLive)}
	ctx, cancel := context.WithCancel(ctx)
	l.ctx = ctx
	defer cancel()
	engine := &river.Engine{Address: arg.Literal{Value: address}, Schedule: "bench"}
	log := &postgres.Log{Address: engine.Address, Schedule: "bench"} // who leads has its lease
	if _, err := log.Stand(ctx, func(string) {}); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	l.leading, err = engine.Lead(ctx, rocket.Leader{Schedule: "bench", Build: "b",
		Epoch: log.Epoch()}, l.tell)
	if err != nil {
		return err
	}
	var serving sync.WaitGroup
	served := make(chan error, workers)
	for i := range workers {
		serving.Go(func() {
			// Each worker has connections of its own.
			own := &river.Engine{Address: engine.Address, Schedule: "bench"}
			served <- own.Serve(ctx, rocket.WorkerSpec{Schedule: "bench", Build: "b",
				Name: fmt.Sprint("w", i), Host: "localhost", Slots: remoteLive}, l.do)
		})
	}
	err = l.all()
	cancel()
	serving.Wait()
	close(served)
	for one := range served {
		err = errors.Join(err, one)
	}
	return errors.Join(err, l.leading.Close())
}

// do is a run.
func (l *remoteLoad) do(ctx context.Context, c rocket.Claim) rocket.RemoteOutcome {
	if l.begun <- time.Now(); c.Task == block {
		<-ctx.Done()
		l.ending <- time.Now()
	}
	return rocket.RemoteOutcome{Report: json.RawMessage("{}")}
}

func (l *remoteLoad) tell(e rocket.RemoteEvent) {
	if e.Kind == rocket.RemoteEnded || e.Kind == rocket.RemoteLost {
		l.ended <- e.RunID
	}
}

// all measures delays, cancelling, what the database does, and how much the engine can do.
func (l *remoteLoad) all() error {
	if _, err := l.paced(time.Second / 2); err != nil { // until connections are there
		return err
	}
	for _, measure := range []func() error{l.atRest, l.delays, l.cancels, l.most} {
		if err := measure(); err != nil {
			return err
		}
	}
	return nil
}

func (l *remoteLoad) add(name, unit string, value float64) {
	l.figures.add(place{"remote", l.name, name, unit}, ownName, value)
}

// open opens runs of a task.
func (l *remoteLoad) open(task string, n int) (ids []string, err error) {
	runs := make([]rocket.RemoteRun, n)
	for i := range runs {
		l.opened++
		runs[i] = rocket.RemoteRun{RunID: fmt.Sprint("run-", l.opened), Task: task,
			Label: rocket.DefaultLabel, Build: "b", Order: json.RawMessage("{}"),
			Queued: time.Now()}
		ids = append(ids, runs[i].RunID)
	}
	return ids, l.leading.Open(l.ctx, runs)
}

// next takes the next of what comes.
func next[T any](ctx context.Context, from <-chan T, what string) (value T, err error) {
	select {
	case value = <-from:
		return value, nil
	case <-ctx.Done():
		return value, context.Cause(ctx)
	case <-time.After(remoteLimit):
		return value, fmt.Errorf("%s did not come within %v", what, remoteLimit)
	}
}

// finish waits for the ends of runs, and settles them.
func (l *remoteLoad) finish(n int) error {
	var ids []string
	for range n {
		id, err := next(l.ctx, l.ended, "the end of a run")
		if err != nil {
			return err
		}
		ids = append(ids, id)
	}
	return l.leading.Settle(l.ctx, ids)
}

// paced opens a run at each instant of a grid, and returns in milliseconds how long after it
// each has begun.
func (l *remoteLoad) paced(window time.Duration) (delays []float64, err error) {
	due := time.Now()
	for end := due.Add(window); due.Before(end); due = due.Add(time.Second / remoteRate) {
		sleep(l.ctx, due)
		from := time.Now()
		if _, err := l.open("task", 1); err != nil {
			return nil, err
		}
		at, err := next(l.ctx, l.begun, "the begin of a run")
		if err != nil {
			return nil, err
		}
		delays = append(delays, milliseconds(at.Sub(from)))
		if err := l.finish(1); err != nil {
			return nil, err
		}
	}
	return sorted(delays), nil
}

// delays measures how long after it is due a run begins, and what the database does meanwhile.
func (l *remoteLoad) delays() error {
	var delays []float64
	transactions, cpu, err := l.during(func() (err error) {
		delays, err = l.paced(pick(l.options, time.Second, 10*time.Second))
		return err
	})
	if err != nil {
		return err
	}
	runs := float64(len(delays))
	l.add("begun p50", "ms", quantile(delays, 0.5))
	l.add("begun p99", "ms", quantile(delays, 0.99))
	l.add("transactions a run", "", transactions/runs)
	l.add(databaseCPU, "ms", milliseconds(cpu)/runs)
	return nil
}

// cancels measures how long after it is asked to a run ends.
func (l *remoteLoad) cancels() error {
	var times []float64
	for range pick(l.options, 5, 50) {
		ids, err := l.open(block, 1)
		if err != nil {
			return err
		}
		if _, err := next(l.ctx, l.begun, "the begin of a run"); err != nil {
			return err
		}
		from := time.Now()
		if err := l.leading.Cancel(l.ctx, ids[0], "enough"); err != nil {
			return err
		}
		at, err := next(l.ctx, l.ending, "the end of a run")
		if err != nil {
			return err
		}
		times = append(times, milliseconds(at.Sub(from)))
		if err := l.finish(1); err != nil {
			return err
		}
	}
	l.add("cancelled p99", "ms", quantile(sorted(times), 0.99))
	return nil
}

// most measures how many runs a second there can be.
func (l *remoteLoad) most() error {
	live, done := 0, 0
	began := time.Now()
	end := began.Add(pick(l.options, time.Second, 10*time.Second))
	for time.Now().Before(end) || live > 0 {
		for time.Now().Before(end) && live+remoteBatch <= remoteLive/2 {
			if _, err := l.open("task", remoteBatch); err != nil {
				return err
			}
			live += remoteBatch
		}
		for range remoteBatch {
			if _, err := next(l.ctx, l.begun, "the begin of a run"); err != nil {
				return err
			}
		}
		if err := l.finish(remoteBatch); err != nil {
			return err
		}
		live, done = live-remoteBatch, done+remoteBatch
	}
	l.add("runs", "1/s", float64(done)/time.Since(began).Seconds())
	return nil
}

// A remoteDatabase is the database of remote runs.
type remoteDatabase struct {
	server  *pgserver.Server
	address string
}

// transactions returns how many there were so far.
func (d *remoteDatabase) transactions(ctx context.Context) (n float64, err error) {
	conn, err := pgx.Connect(ctx, d.address)
	if err != nil {
		return 0, err
	}
	defer conn.Close(ctx)
	err = conn.QueryRow(ctx, "SELECT sum(xact_commit + xact_rollback) FROM pg_stat_database").
		Scan(&n)
	return n, err
}

// cpu returns the CPU time that the processes of the server which are there have used.
func (d *remoteDatabase) cpu() (used time.Duration) {
	for _, pid := range append(childrenOf(d.server.PID()), d.server.PID()) {
		used += cpuOf(pid)
	}
	return used
}

// during measures what the database does while something is done.
func (l *remoteLoad) during(do func() error) (transactions float64, cpu time.Duration, err error) {
	before, err := l.transactions(l.ctx)
	if err != nil {
		return 0, 0, err
	}
	began, all, own := time.Now(), busy(), cpuOf(os.Getpid())
	cpu = l.cpu()
	if err := do(); err != nil {
		return 0, 0, err
	}
	cpu = l.cpu() - cpu
	l.noteOthers(began, busy()-all-cpu-(cpuOf(os.Getpid())-own))
	after, err := l.transactions(l.ctx)
	return after - before, cpu, err
}

// noteOthers notes how many CPUs other processes have used since a measurement began.
func (b *bench) noteOthers(began time.Time, used time.Duration) {
	b.others = append(b.others, max(0, float64(used)/float64(time.Since(began))))
}

// atRest measures what the database does while no run is due.
func (l *remoteLoad) atRest() error {
	window := pick(l.options, time.Second, 10*time.Second)
	transactions, cpu, err := l.during(func() error {
		sleep(l.ctx, time.Now().Add(window))
		return context.Cause(l.ctx)
	})
	l.add("transactions at rest", "1/s", transactions/window.Seconds())
	l.add("CPU of the database at rest", "ms/s", milliseconds(cpu)/window.Seconds())
	return err
}
