package rocket_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/runtime/step"
)

func TestNilIsAnError(t *testing.T) {
	empty := &rocket.Schedule{}
	for _, test := range []struct {
		schedule *rocket.Schedule
		option   rocket.Option
		want     string
	}{
		{nil, rocket.WithFlags(nil), "rocket.New: the schedule is nil"},
		{&rocket.Schedule{Tasks: []*rocket.TaskSpec{nil}}, rocket.WithFlags(nil),
			"rocket.New: a task of the schedule is nil"},
		{empty, nil, "rocket.New: an option is nil"},
		{empty, rocket.WithLogger(nil), "rocket.WithLogger(nil)"},
		{empty, rocket.WithRunLog(nil), "rocket.WithRunLog(nil)"},
		{empty, rocket.WithConfig(nil), "rocket.WithConfig(nil)"},
		{empty, rocket.WithClock(nil), "rocket.WithClock(nil)"},
		{empty, rocket.WithMiddleware(nil), "rocket.WithMiddleware: a middleware is nil"},
	} {
		if _, err := rocket.New(test.schedule, test.option); err == nil ||
			err.Error() != test.want {
			t.Errorf("got error %v, want %s", err, test.want)
		}
	}
}

// The words of constants that do not exist are no panics.
func TestStringsOfWhatIsNotThere(t *testing.T) {
	for got, want := range map[string]string{
		rocket.HookPoint(9).String():     "HookPoint(9)",
		rocket.HookPoint(9).GoString():   "rocket.HookPoint(9)",
		rocket.PreExist(9).String():      "PreExist(9)",
		rocket.Materialize(9).String():   "Materialize(9)",
		rocket.RunID(9).String():         "RunID(9)",
		rocket.Restarting(9).String():    "Restarting(9)",
		rocket.Execution(9).String():     "Execution(9)",
		rocket.Event(1 << 15).String():   "",
		rocket.Event(1 << 15).GoString(): "0",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// Actions and conditions can be called without a session.
func TestZeroValues(t *testing.T) {
	r := &rocket.Run{}
	r.Logger().Debug("hello")
	if r.Task().Name() != "" || len(r.Session().Tasks()) != 0 {
		t.Error("a run of nothing has a task")
	}
	if _, err := r.Session().Task("x").Run(t.Context(), nil); !errors.Is(err, rocket.ErrNoTask) {
		t.Errorf("running a task: %v", err)
	}
	if err := r.Session().Shutdown(t.Context()); err != nil {
		t.Errorf("shutting down: %v", err)
	}
	if v, err := (rocket.Arg[int]{Name: "n", From: arg.Literal{Value: 4}}).Value(r); v != 4 ||
		err != nil {
		t.Errorf("got %v, error %v", v, err)
	}
	var j journal
	for _, action := range []rocket.Action{
		rocket.Command{Args: []string{"true"}}, rocket.Do{step.Disable{Task: "x"}, step.Hold{}},
		j.says(arg.Param("p")), j.says(arg.ReturnOf("x")), j.says(arg.Flag("--x")),
		j.says(arg.Config{}), j.says(arg.Task("")),
	} {
		_, _ = action.Act(t.Context(), r)
	}
	o := &rocket.Observation{}
	if _, ok := o.Param("x"); ok || o.History("").Total(rocket.Started) != 0 ||
		o.History("x").Live() != nil {
		t.Error("an observation of nothing has seen something")
	}
	_, _ = o.Returned("x")
	o.Logger().Debug("hello")
	if o.Cycles() != 0 || !o.Started().IsZero() || o.Task().Name() != "" || o.Context() == nil ||
		!o.NextAsk().Equal(o.Now) {
		t.Error("an observation of nothing has seen something")
	}
	if (rocket.TaskState{}).Total(rocket.Started) != 0 ||
		!(rocket.TaskState{}).Last(rocket.Started).IsZero() {
		t.Error("no state is one")
	}
	rocket.HookEvent{}.SetContext(t.Context())
}

func TestMiddleware(t *testing.T) {
	type key struct{}
	var j journal
	around := func(name string) rocket.Middleware {
		return func(ctx context.Context, r *rocket.Run, next rocket.Func) (any, error) {
			j.note("%s(%s", name, r.Task().Name())
			v, err := next(context.WithValue(ctx, key{}, name), r)
			j.note("%v)", v)
			if err != nil && strings.Contains(err.Error(), "forgive") {
				err = nil
			}
			return v, err
		}
	}
	action := func(ctx context.Context, r *rocket.Run) (any, error) {
		run, ok := rocket.RunFrom(ctx)
		j.note("value=%v mine=%v", ctx.Value(key{}), ok && run == r)
		return 7, errors.New("forgive me")
	}
	schedule := rocket.Schedule{
		Hooks: []rocket.Hook{{Around: rocket.AroundTask,
			Call: rocket.HookFunc(func(ctx context.Context, e rocket.HookEvent) error {
				j.note("hook=%v", ctx.Value(key{}))
				e.SetContext(context.WithValue(ctx, key{}, "hook"))
				return nil
			})}},
		Tasks: []*rocket.TaskSpec{{Name: "a", When: once{}, Action: rocket.Func(action)}},
	}
	records := live(t, schedule, func(*rocket.Session) { time.Sleep(time.Second) },
		rocket.WithMiddleware(around("outer"), around("inner")))
	expect(t, j.text(), "hook=<nil> outer(a inner(a value=inner mine=true 7) 7) hook=hook")
	expect(t, story(records), "a:run@0s a:success@0s")
}

// Runs have the values of the context that Run got, but not its end.
func TestRunsHaveTheValuesOfRun(t *testing.T) {
	type key struct{}
	var j journal
	s := newSession(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{{
		Name: "a", When: once{},
		Action: rocket.Func(func(ctx context.Context, r *rocket.Run) (any, error) {
			_ = r.Session().Shutdown(ctx)
			j.note("%v %v", ctx.Value(key{}), ctx.Err())
			return nil, nil
		}),
	}}})
	ctx, cancel := context.WithCancel(context.WithValue(t.Context(), key{}, "value"))
	defer cancel()
	if err := s.Run(ctx); err != nil {
		t.Error(err)
	}
	expect(t, j.text(), "value <nil>")
	if _, ok := rocket.RunFrom(t.Context()); ok {
		t.Error("there is a run outside of one")
	}
}
