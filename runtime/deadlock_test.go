package rocket_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// waits are tasks whose runs wait for others, and the errors that these have got.
type waits struct {
	sync.Mutex
	begun map[string]bool
	errs  map[string]error
}

func newWaits() *waits { return &waits{begun: map[string]bool{}, errs: map[string]error{}} }

// isFirst reports whether a run is the first of its task.
func (w *waits) isFirst(name string) bool {
	w.Lock()
	defer w.Unlock()
	begun := w.begun[name]
	w.begun[name] = true
	return !begun
}

// task returns a task whose first run after some time waits for another task in a way. Its
// other runs do nothing.
func (w *waits) task(name string, after time.Duration, of string,
	wait func(context.Context, *rocket.Task) error) *rocket.TaskSpec {
	do := func(ctx context.Context, r *rocket.Run) (any, error) {
		if w.isFirst(name) {
			time.Sleep(after)
			err := wait(ctx, r.Session().Task(of))
			w.Lock()
			w.errs[name] = err
			w.Unlock()
		}
		return nil, nil
	}
	return &rocket.TaskSpec{Name: name, When: once{}, Action: rocket.Func(do)}
}

// The ways to wait for a run of a task.
var (
	byRun = func(ctx context.Context, t *rocket.Task) error {
		_, err := t.Run(ctx, nil)
		return err
	}
	byWait = func(ctx context.Context, t *rocket.Task) error {
		launch, err := t.Start(nil)
		if err == nil {
			_, err = launch.Wait(ctx)
		}
		return err
	}
	forASecond = func(ctx context.Context, t *rocket.Task) error {
		ctx, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		return byWait(ctx, t)
	}
)

// TestAwaitsTheEndOfItself: a run that waits for one which can start only after its own end,
// because the task may have no further live run, gets an error: in Run and in Wait, for itself
// and in a circle. One that was only started starts when it can.
func TestAwaitsTheEndOfItself(t *testing.T) {
	w := newWaits()
	two := w.task("two", 0, "two", byRun)
	two.Multilaunch = 2
	records, _ := play(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
		w.task("itself", 0, "itself", byRun), two,
		w.task("started", 0, "started", byWait),
		w.task("brief", 0, "brief", forASecond),
		w.task("left", 2*time.Second, "right", byRun),
		w.task("right", 3*time.Second, "left", byRun),
		w.task("a", 2*time.Second, "b", byWait),
		w.task("b", 3*time.Second, "c", byWait),
		w.task("c", 4*time.Second, "a", byWait),
	}}, time.Minute)
	for name, want := range map[string]error{
		"itself": rocket.ErrDeadlock, "two": nil, "started": rocket.ErrDeadlock,
		"brief": context.DeadlineExceeded, "left": nil, "right": rocket.ErrDeadlock,
		"a": nil, "b": nil, "c": rocket.ErrDeadlock,
	} {
		if got := w.errs[name]; !errors.Is(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	starts := map[string]int{}
	for _, r := range records {
		if r.Event == rocket.Started {
			starts[r.Task]++
		}
	}
	for name, want := range map[string]int{"itself": 1, "two": 2, "started": 2, "brief": 2,
		"left": 1, "right": 2, "a": 2, "b": 2, "c": 2} {
		if starts[name] != want {
			t.Errorf("%s has started %d times, want %d", name, starts[name], want)
		}
	}
}

// TestAWaitThatIsOver: a run that waits no longer is in nobody's way.
func TestAWaitThatIsOver(t *testing.T) {
	w := newWaits()
	a := w.task("a", 0, "b", func(ctx context.Context, t *rocket.Task) error {
		err := forASecond(ctx, t)
		time.Sleep(10 * time.Second)
		return err
	})
	holder := w.task("holder", 5*time.Second, "a", byRun)
	holder.Pools = in("p")
	a.When = fromThen{time.Second}
	records, _ := play(t, rocket.Schedule{
		Pools: []rocket.Pool{{Name: "p", Size: 1}},
		Tasks: []*rocket.TaskSpec{holder, a,
			{Name: "b", Action: rocket.Func(noop), Pools: in("p")}},
	}, time.Minute)
	if err := w.errs["holder"]; err != nil {
		t.Errorf("holder: %v", err)
	}
	expect(t, startsIn(records), "holder@0s a@1s a@12s b@12s")
}
