package remotetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// epoch: a leader whose epoch is over opens and cancels nothing, and is told so.
func (b *bench) epoch() {
	former, g := b.lead(), b.newGate()
	former.open(work("a"))
	l := b.lead()
	for range 2 {
		if err := former.Open(b.Context(), []rocket.RemoteRun{work("b")}); !errors.Is(err,
			rocket.ErrLogTaken) {
			b.Errorf("the former leader opens: %v", err)
		}
	}
	if err := former.Cancel(b.Context(), "a", "request"); !errors.Is(err, rocket.ErrLogTaken) {
		b.Errorf("the former leader cancels: %v", err)
	}
	former.await(rocket.RemoteDeposed, "")
	live := l.live()
	if len(live) != 1 || live[0].RunID != "a" || live[0].Claimed || live[0].Cancelled != "" {
		b.Errorf("the new leader finds %+v", live)
	}
	b.serve("w", rocket.WorkerSpec{}, g.work)
	await(b, g.in, "a run begins")
	close(g.open)
	l.await(rocket.RemoteEnded, "a")
	l.settle("a")
}

// live returns the runs that the engine has, sorted.
func (l *leader) live() []rocket.RemoteState {
	l.b.Helper()
	live, err := l.Live(l.b.Context())
	if err != nil {
		l.b.Fatal(err)
	}
	slices.SortFunc(live, func(x, y rocket.RemoteState) int {
		return strings.Compare(x.RunID, y.RunID)
	})
	return live
}

// adopted: a new leader finds the runs of the former: what has ended with its outcome, what goes
// on, and what no worker has; and is told what becomes of them.
func (b *bench) adopted() {
	former, g := b.lead(), b.newGate()
	w := b.serve("w", rocket.WorkerSpec{Slots: 2}, func(ctx context.Context,
		c rocket.Claim) json.RawMessage {
		if c.RunID == "ended" {
			return quick(ctx, c)
		}
		return g.work(ctx, c)
	})
	former.open(work("ended"))
	former.await(rocket.RemoteEnded, "ended")
	queued, asked := work("queued"), work("asked")
	queued.Label = "none"
	former.open(work("running"), asked, queued)
	await(b, g.in, "a run begins")
	await(b, g.in, "a run begins")
	if err := former.Close(); err != nil {
		b.Error(err)
	}
	l := b.lead()
	var found []string
	for _, s := range l.live() {
		what := fmt.Sprint(s.RunID, " ", s.Claimed, " ", s.Worker, " ",
			s.Task == "task of "+s.RunID)
		if s.Ended != nil {
			what += " " + string(s.Ended.Report)
		}
		found = append(found, what)
	}
	want := []string{`asked true w true`, `ended true w true "ended"`, `queued false  true`,
		`running true w true`}
	if !slices.Equal(found, want) {
		b.Errorf("the new leader finds %q, want %q", found, want)
	}
	for _, id := range []string{"asked", "queued"} {
		if err := l.Cancel(b.Context(), id, "request"); err != nil {
			b.Error(err)
		}
	}
	l.await(rocket.RemoteEnded, "asked", "queued")
	for _, s := range l.live() {
		if s.Cancelled != "" != (s.RunID == "asked" || s.RunID == "queued") {
			b.Errorf("%s was cancelled: %q", s.RunID, s.Cancelled)
		}
	}
	close(g.open)
	if end := l.await(rocket.RemoteEnded, "running")[0]; string(end.Outcome.Report) != `"opened"` {
		b.Errorf("the run ends with %s", end.Outcome.Report)
	}
	if w.begun("running") != 1 {
		b.Errorf("the run was begun %d times", w.begun("running"))
	}
	l.settle("ended", "running", "asked", "queued")
}

// lost: a worker that is cut off ends its runs before it is counted as lost, and what they report
// later is refused. Then it serves again.
func (b *bench) lost() {
	l, g := b.lead(), b.newGate()
	kept := make(chan struct{}) // the run reports when it is closed
	w := b.serve("w", rocket.WorkerSpec{}, func(ctx context.Context,
		c rocket.Claim) json.RawMessage {
		if c.RunID != "a" {
			return quick(ctx, c)
		}
		g.in <- c.RunID
		<-ctx.Done()
		if cause := context.Cause(ctx); !errors.Is(cause, rocket.ErrCutOff) {
			b.Errorf("the run is ended because of %v", cause)
		}
		g.in <- "ended"
		<-kept
		return json.RawMessage(`"late"`)
	})
	l.open(work("a"))
	await(b, g.in, "a run begins")
	l.await(rocket.RemoteClaimed, "a")
	began := time.Now()
	b.store.Cut(b.T, w.engine, w.name, true)
	await(b, g.in, "a run is ended")
	if all, _ := l.all(); len(all) != 1 {
		b.Errorf("the run is ended after it was counted as lost:\n%s", list(all))
	}
	lost := l.await(rocket.RemoteLost, "a")[0]
	if lost.Worker != "w" || lost.Token == 0 {
		b.Errorf("the loss is told as %+v", lost)
	}
	if took := time.Since(began); took < b.lease/2 {
		b.Errorf("the run is counted as lost after %v", took)
	}
	b.store.Cut(b.T, w.engine, w.name, false)
	close(kept)
	l.open(work("b"))
	l.await(rocket.RemoteEnded, "b")
	all, _ := l.all()
	for _, e := range all {
		if e.RunID == "a" && e.Kind == rocket.RemoteEnded {
			b.Error("the outcome of a run is told that was lost")
		}
	}
	l.settle("a", "b")
}

// outcomeKept: a run that ends while its worker is cut off for a short while is told as ended
// when the worker is back.
func (b *bench) outcomeKept() {
	l, g := b.lead(), b.newGate()
	w := b.serve("w", rocket.WorkerSpec{}, g.work)
	l.open(work("a"))
	await(b, g.in, "a run begins")
	l.await(rocket.RemoteClaimed, "a")
	b.store.Cut(b.T, w.engine, w.name, true)
	close(g.open)
	b.within("the run ends", func() bool {
		w.mu.Lock()
		defer w.mu.Unlock()
		return w.busy == 0
	})
	<-time.After(b.lease / 20)
	if all, _ := l.all(); len(all) != 1 {
		b.Errorf("something is told of a run whose worker is cut off:\n%s", list(all))
	}
	b.store.Cut(b.T, w.engine, w.name, false)
	if end := l.await(rocket.RemoteEnded, "a")[0]; string(end.Outcome.Report) != `"opened"` {
		b.Errorf("the run ends with %s", end.Outcome.Report)
	}
	l.settle("a")
}

// drain: a worker that drains ends the runs that it has begun, begins no other, and returns.
func (b *bench) drain() {
	l, g := b.lead(), b.newGate()
	w := b.serve("w", rocket.WorkerSpec{}, g.work)
	runs, ids := works(6)
	l.open(runs...)
	first := await(b, g.in, "a run begins")
	w.drain()
	b.within("the worker is said to drain", func() bool {
		workers := l.workers()
		return len(workers) == 1 && workers[0].Draining && !workers[0].Serves("default", build)
	})
	next := b.serve("next", rocket.WorkerSpec{Slots: 6}, quick)
	rest := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == first })
	l.await(rocket.RemoteEnded, rest...)
	close(g.open)
	if end := l.await(rocket.RemoteEnded, first)[0]; string(end.Outcome.Report) != `"opened"` {
		b.Errorf("the run that was begun ends with %s", end.Outcome.Report)
	}
	await(b, w.ended, "the worker returns")
	for _, id := range rest {
		if w.begun(id) != 0 || next.begun(id) != 1 {
			b.Errorf("%s was begun %d and %d times", id, w.begun(id), next.begun(id))
		}
	}
	b.within("the worker is not listed any more", func() bool { return len(l.workers()) == 1 })
	l.settle(ids...)
}

// workers returns the workers.
func (l *leader) workers() []rocket.Worker {
	l.b.Helper()
	workers, err := l.Workers(l.b.Context())
	if err != nil {
		l.b.Fatal(err)
	}
	return workers
}

// buildAndLabel: a worker takes runs of its build and of its labels only, and is listed with
// them.
func (b *bench) buildAndLabel() {
	l := b.lead()
	plain := b.serve("a plain one", rocket.WorkerSpec{}, quick)
	other := b.serve("b other build", rocket.WorkerSpec{Build: "build 2", Slots: 2}, quick)
	labels := []string{"gpu", "Größe-1.x_y"}
	gpu := b.serve("c gpu", rocket.WorkerSpec{Labels: labels, Slots: 3}, quick)
	b.within("three workers are listed", func() bool { return len(l.workers()) == 3 })
	for i, w := range l.workers() {
		want := []*worker{plain, other, gpu}[i].name
		if w.Name != want || w.Host != "host of "+want || w.Slots != i+1 || w.Lost ||
			w.Draining || w.Schedule != schedule || w.Silent > b.lease ||
			w.Serves(rocket.DefaultLabel, build) != (i == 0) || w.Serves("gpu", build) != (i == 2) {
			b.Errorf("worker %d is %+v", i, w)
		}
	}
	runs, ids := works(12)
	takes := []*worker{plain, other, gpu, gpu}
	for i := range runs {
		switch i % 4 {
		case 1:
			runs[i].Build = "build 2"
		case 2, 3:
			runs[i].Label = labels[i%4-2]
		}
	}
	l.open(runs...)
	l.await(rocket.RemoteEnded, ids...)
	for i, id := range ids {
		if n := takes[i%4].begun(id); n != 1 {
			b.Errorf("%s has begun %s %d times", takes[i%4].name, id, n)
		}
	}
	l.settle(ids...)
}

// slots: a worker of several labels does as many runs at the same time as it has slots, and a
// worker that has free slots takes the others.
func (b *bench) slots() {
	l, g := b.lead(), b.newGate()
	spec := rocket.WorkerSpec{Labels: []string{"a", "b"}, Slots: 3}
	w := b.serve("w", spec, g.work)
	runs, ids := works(8)
	for i := range runs {
		runs[i].Label = []string{"a", "b"}[i%2]
	}
	l.open(runs...)
	var began []string
	for range 3 {
		began = append(began, await(b, g.in, "a run begins"))
	}
	next := b.serve("x", spec, quick)
	rest := slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		return slices.Contains(began, id)
	})
	l.await(rocket.RemoteEnded, rest...)
	b.within("the runs of the worker are listed", func() bool {
		workers := l.workers()
		slices.Sort(began)
		return len(workers) == 2 && slices.Equal(workers[0].Running, began)
	})
	close(g.open)
	l.await(rocket.RemoteEnded, ids...)
	if w.most != 3 || next.most > 3 {
		b.Errorf("the workers have done %d and %d runs at the same time", w.most, next.most)
	}
	l.settle(ids...)
}

// settled: when all runs are settled, whatever has become of them, nothing is left of them.
func (b *bench) settled() {
	l := b.lead()
	b.serve("w", rocket.WorkerSpec{Slots: 2}, func(_ context.Context,
		c rocket.Claim) json.RawMessage {
		c.Output("stdout", "a line")
		return nil
	})
	runs, ids := works(20)
	for i := range runs {
		if i >= 10 {
			runs[i].Label = "none"
		}
	}
	l.open(runs...)
	l.await(rocket.RemoteEnded, ids[:10]...)
	for _, id := range ids[10:15] {
		if err := l.Cancel(b.Context(), id, "request"); err != nil {
			b.Error(err)
		}
	}
	if len(l.live()) != len(ids) {
		b.Error("runs are gone that are not settled")
	}
	l.settle(ids...)
	if live := l.live(); len(live) != 0 {
		b.Errorf("%d runs are left", len(live))
	}
}

// schedules: two schedules on one store know nothing of each other.
func (b *bench) schedules() {
	l, other := b.lead(), b.leadOf("other")
	w := b.serve("w", rocket.WorkerSpec{}, quick)
	x := b.serve("w", rocket.WorkerSpec{Schedule: "other"}, quick)
	l.open(work("a"), work("b"))
	other.open(work("a"), work("c"))
	l.await(rocket.RemoteEnded, "a", "b")
	other.await(rocket.RemoteEnded, "a", "c")
	l.once([]string{"a", "b"})
	other.once([]string{"a", "c"})
	if w.begun("c") != 0 || x.begun("b") != 0 || w.begun("a") != 1 || x.begun("a") != 1 {
		b.Error("a worker has begun a run of another schedule")
	}
	if n := len(l.workers()); n != 1 {
		b.Errorf("%d workers are listed", n)
	}
	l.settle("a", "b")
	if n := len(other.live()); n != 2 {
		b.Errorf("the other schedule has %d runs", n)
	}
}

// migrate: the tables are made once, whoever does so.
func (b *bench) migrate() {
	e := b.store.Engine(b.T)
	ended := make(chan error, 4)
	for range cap(ended) {
		go func() {
			_, err := b.store.Engine(b.T).Migrate(b.Context())
			ended <- err
		}()
	}
	for range cap(ended) {
		if err := await(b, ended, "the tables are made"); err != nil {
			b.Error(err)
		}
	}
	if notes, err := e.Migrate(b.Context()); err != nil || len(notes) > 0 {
		b.Errorf("when the tables are made, Migrate says %q, error %v", notes, err)
	}
}
