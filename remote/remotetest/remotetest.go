package remotetest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// A Store is what the engines of one test share, such as a database.
type Store interface {
	// Engine returns an engine, as one more program has it.
	Engine(t *testing.T) rocket.Engine
	// Epoch begins the next epoch of a schedule, as a program does that opens its run log, and
	// returns it.
	Epoch(t *testing.T, schedule string) int64
	// Cut has an engine, which serves as a worker of that name, not reach the store until it is
	// called with false.
	Cut(t *testing.T, e rocket.Engine, worker string, cut bool)
	// Left says what the store has of runs of a schedule that it need not have if all are
	// settled; empty: nothing.
	Left(t *testing.T, schedule string) string
}

// Names of the tests.
const (
	schedule = "nightly ä"
	build    = "build 1"
)

// patience is how long anything may take.
const patience = time.Minute

// Test holds engines to what [rocket.Engine] promises. lease is how long a worker may be cut off
// until it is lost. in calls each test with a store that has no runs, maybe in a bubble of
// testing/synctest.
func Test(t *testing.T, lease time.Duration, in func(t *testing.T, test func(*testing.T, Store))) {
	for name, test := range map[string]func(*bench){
		"output":            (*bench).output,
		"output_kept":       (*bench).outputKept,
		"once":              (*bench).once,
		"opened_again":      (*bench).openedAgain,
		"epoch":             (*bench).epoch,
		"adopted":           (*bench).adopted,
		"cancel_queued":     (*bench).cancelQueued,
		"cancel_running":    (*bench).cancelRunning,
		"cancel_unknown":    (*bench).cancelUnknown,
		"lost":              (*bench).lost,
		"outcome_kept":      (*bench).outcomeKept,
		"drain":             (*bench).drain,
		"build_and_label":   (*bench).buildAndLabel,
		"slots":             (*bench).slots,
		"exclusive":         (*bench).exclusive,
		"settled":           (*bench).settled,
		"schedules":         (*bench).schedules,
		"migrate":           (*bench).migrate,
		"odd_text":          (*bench).oddText,
		"what_is_handed_on": (*bench).handedOn,
	} {
		t.Run(name, func(t *testing.T) {
			in(t, func(t *testing.T, s Store) { test(&bench{t, s, lease}) })
		})
	}
}

// A bench is what a test works with.
type bench struct {
	*testing.T
	store Store
	lease time.Duration
}

// A leader is a session that leads, and what it was told.
type leader struct {
	rocket.Leading
	b     *bench
	mu    sync.Mutex
	event chan struct{} // closed when something is told
	told  []rocket.RemoteEvent
}

// lead returns a leader of the next epoch.
func (b *bench) lead() *leader { return b.leadOf(schedule) }

func (b *bench) leadOf(schedule string) *leader {
	b.Helper()
	l := &leader{b: b, event: make(chan struct{})}
	var err error
	l.Leading, err = b.store.Engine(b.T).Lead(b.Context(), rocket.Leader{Schedule: schedule,
		Build: build, Epoch: b.store.Epoch(b.T, schedule)}, l.tell)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := l.Close(); err != nil {
			b.Error(err)
		}
	})
	return l
}

func (l *leader) tell(e rocket.RemoteEvent) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.told = append(l.told, e)
	close(l.event)
	l.event = make(chan struct{})
}

// all returns what the leader was told, and a channel that is closed when it is told more.
func (l *leader) all() ([]rocket.RemoteEvent, <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.told), l.event
}

// await waits until the leader was told of each of the runs what is asked for, and returns these
// events.
func (l *leader) await(kind rocket.RemoteKind, ids ...string) (found []rocket.RemoteEvent) {
	l.b.Helper()
	end := time.After(patience)
	for {
		all, more := l.all()
		found = nil
		for _, id := range ids {
			if i := slices.IndexFunc(all, func(e rocket.RemoteEvent) bool {
				return e.Kind == kind && e.RunID == id
			}); i >= 0 {
				found = append(found, all[i])
			}
		}
		if len(found) == len(ids) {
			return found
		}
		select {
		case <-more:
		case <-end:
			l.b.Fatalf("%v was told of %d of the runs %q only; all that was told:\n%s", kind,
				len(found), ids, list(all))
		}
	}
}

// list returns events, one a line.
func list(all []rocket.RemoteEvent) string {
	var text strings.Builder
	for _, e := range all {
		fmt.Fprintf(&text, "%s %v %.200q %s\n", e.RunID, e.Kind, e.Text, e.Outcome.Report)
	}
	return text.String()
}

// open opens runs.
func (l *leader) open(runs ...rocket.RemoteRun) {
	l.b.Helper()
	if err := l.Open(l.b.Context(), runs); err != nil {
		l.b.Fatal(err)
	}
}

// settle settles runs, and waits until the store has nothing of them.
func (l *leader) settle(ids ...string) {
	l.b.Helper()
	if err := l.Settle(l.b.Context(), ids); err != nil {
		l.b.Fatal(err)
	}
	left := ""
	l.b.within("the runs are gone", func() bool {
		left = l.b.store.Left(l.b.T, schedule)
		return left == ""
	})
}

// within waits until a condition holds.
func (b *bench) within(what string, holds func() bool) {
	b.Helper()
	for end := time.Now().Add(patience); !holds(); <-time.After(b.lease / 100) {
		if time.Now().After(end) {
			b.Fatalf("%s: that was not so within %v", what, patience)
		}
	}
}

// work returns a run of a task, with the default label.
func work(id string) rocket.RemoteRun {
	return rocket.RemoteRun{RunID: id, Task: "task of " + id, Label: rocket.DefaultLabel,
		Build: build, Order: json.RawMessage(`{"do":"` + id + `"}`), Queued: time.Now()}
}

// works returns n runs, and their ids.
func works(n int) (runs []rocket.RemoteRun, ids []string) {
	for i := range n {
		ids = append(ids, fmt.Sprintf("run-%03d", i))
		runs = append(runs, work(ids[i]))
	}
	return runs, ids
}

// A worker serves, and does what its work says.
type worker struct {
	b      *bench
	engine rocket.Engine
	name   string
	drain  context.CancelFunc
	ended  chan struct{} // closed when Serve has returned
	work   func(ctx context.Context, c rocket.Claim) json.RawMessage

	mu   sync.Mutex
	runs map[string]int // how often each was begun
	busy int
	most int // of busy
}

// serve starts a worker.
func (b *bench) serve(name string, spec rocket.WorkerSpec,
	work func(context.Context, rocket.Claim) json.RawMessage) *worker {
	b.Helper()
	spec.Name, spec.Host = name, "host of "+name
	if spec.Schedule == "" {
		spec.Schedule = schedule
	}
	if spec.Build == "" {
		spec.Build = build
	}
	spec.Slots = max(spec.Slots, 1)
	ctx, drain := context.WithCancel(context.WithoutCancel(b.Context()))
	w := &worker{b: b, engine: b.store.Engine(b.T), name: name, drain: drain, work: work,
		ended: make(chan struct{}), runs: map[string]int{}}
	go func() {
		defer close(w.ended)
		if err := w.engine.Serve(ctx, spec, w.do); err != nil {
			b.Error(err)
		}
	}()
	b.Cleanup(w.end)
	return w
}

// end drains the worker, and waits until it has ended.
func (w *worker) end() {
	w.b.Helper()
	w.drain()
	await(w.b, w.ended, "the worker "+w.name+" ends")
}

// await waits for a channel.
func await[T any](b *bench, from <-chan T, what string) (got T) {
	b.Helper()
	select {
	case got = <-from:
	case <-time.After(patience):
		b.Fatalf("%s: that was not so within %v", what, patience)
	}
	return got
}

func (w *worker) do(ctx context.Context, c rocket.Claim) rocket.RemoteOutcome {
	w.mu.Lock()
	w.runs[c.RunID]++
	w.busy++
	w.most = max(w.most, w.busy)
	w.mu.Unlock()
	report := w.work(ctx, c)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.busy--
	return rocket.RemoteOutcome{Report: report}
}

// begun returns how often the worker has begun a run.
func (w *worker) begun(id string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.runs[id]
}

// quick is work that ends at once.
func quick(_ context.Context, c rocket.Claim) json.RawMessage {
	return json.RawMessage(`"` + c.RunID + `"`)
}

// A gate is work that ends when the gate is opened, or its context is done. It reports why.
type gate struct {
	b    *bench
	in   chan string // ids of runs that have begun
	open chan struct{}
}

func (b *bench) newGate() gate { return gate{b, make(chan string, 100), make(chan struct{})} }

func (g gate) work(ctx context.Context, c rocket.Claim) json.RawMessage {
	g.in <- c.RunID
	select {
	case <-g.open:
		return json.RawMessage(`"opened"`)
	case <-ctx.Done():
		text, err := json.Marshal(context.Cause(ctx).Error())
		if err != nil {
			g.b.Error(err)
		}
		return text
	case <-time.After(patience):
		return json.RawMessage(`"nobody has ended the run"`)
	}
}
