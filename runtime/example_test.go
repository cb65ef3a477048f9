package rocket_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/step"

	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/stdconds"
)

// stopAfter shuts a session down when a task has ended.
func stopAfter(task string) rocket.Config {
	return rocket.Config{ShutCond: stdconds.Has{Task: task, Did: rocket.Outcome}}
}

var silent = rocket.WithLogger(slog.New(slog.DiscardHandler))

// A schedule is plain data; a session is that data at work.
func ExampleSession() {
	schedule := rocket.Schedule{
		Config: stopAfter("report"),
		Tasks: []*rocket.TaskSpec{
			{
				Name: "fetch",
				When: stdconds.Every{Interval: time.Hour},
				Action: rocket.Func(func(context.Context, *rocket.Run) (any, error) {
					fmt.Println("fetching")
					return 42, nil
				}),
			},
			{
				Name: "report",
				When: stdconds.After{Tasks: []string{"fetch"}},
				Action: rocket.Func(func(_ context.Context, r *rocket.Run) (any, error) {
					n, err := rocket.Arg[int]{Name: "n", From: arg.ReturnOf("fetch")}.Value(r)
					fmt.Println("reporting", n)
					return nil, err
				}),
			},
		},
	}
	session, err := rocket.New(&schedule, silent)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := session.Run(context.Background()); err != nil {
		fmt.Println(err)
	}
	// Output:
	// fetching
	// reporting 42
}

// A condition of one's own is a type with one method. It says until when its
// answer stands, so it is not asked before.
func ExampleCondition() {
	facts := rocket.NewFacts()
	noon := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	state, _ := facts.Observe(before(noon), "task", noon.Add(-time.Hour))
	fmt.Println(state.Holds, state.Until.Format("15:04"))
	state, _ = facts.Observe(before(noon), "task", noon)
	fmt.Println(state.Holds, state.Until.IsZero())
	// Output:
	// true 12:00
	// false true
}

// before holds before an instant.
type before time.Time

func (b before) Observe(o *rocket.Observation) (rocket.State, error) {
	end := time.Time(b)
	if o.Now.Before(end) {
		return rocket.State{Holds: true, Until: end}, nil
	}
	return rocket.State{}, nil
}

// Facts let a condition be tried in any history.
func ExampleFacts() {
	at := func(clock string) time.Time {
		t, _ := time.Parse(time.DateTime, "2026-03-02 "+clock)
		return t
	}
	facts := rocket.NewFacts()
	facts.Add("fetch", rocket.Started, at("06:00:00"), "1")
	facts.Add("fetch", rocket.Failed, at("06:00:10"), "1")
	state, _ := facts.Observe(stdconds.Retry{Times: 3, Every: time.Minute}, "fetch", at("06:00:30"))
	fmt.Println(state.Holds, state.Until.Format(time.TimeOnly))
	// Output: false 06:01:10
}

// Runs can be asked for, with arguments of their own, and waited for.
func ExampleTask_Run() {
	name := rocket.Arg[string]{Name: "name", From: arg.Literal{Value: "you"}}
	schedule := rocket.Schedule{Tasks: []*rocket.TaskSpec{{
		Name: "greet",
		Action: rocket.Func(func(_ context.Context, r *rocket.Run) (any, error) {
			who, err := name.Value(r)
			return "hello, " + who, err
		}),
	}}}
	session, err := rocket.New(&schedule, silent)
	if err != nil {
		fmt.Println(err)
		return
	}
	ended := make(chan error)
	go func() { ended <- session.Run(context.Background()) }()
	greet := session.Task("greet")
	for _, args := range []map[string]any{nil, {"name": "world"}} {
		text, err := greet.Run(context.Background(), args)
		fmt.Println(text, err)
	}
	session.Shutdown(context.Background())
	state, err := greet.State()
	fmt.Println(<-ended, state.Status, err)
	// Output:
	// hello, you <nil>
	// hello, world <nil>
	// <nil> success <nil>
}

// How a run has ended is in its record.
func ExampleRecord() {
	log := &rocket.MemoryLog{}
	schedule := rocket.Schedule{
		Config: stopAfter("b"),
		Tasks: []*rocket.TaskSpec{
			{Name: "a", When: stdconds.Const(true), Execution: rocket.Main, Priority: 1,
				Action: rocket.Func(func(context.Context, *rocket.Run) (any, error) {
					return nil, errors.New("no luck")
				})},
			{Name: "b", When: stdconds.After{Tasks: []string{"a"}, Did: rocket.Failed},
				Execution: rocket.Main,
				Action: rocket.Func(func(context.Context, *rocket.Run) (any, error) {
					return nil, rocket.ErrInaction
				})},
		},
	}
	session, err := rocket.New(&schedule, silent, rocket.WithRunLog(log))
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := session.Run(context.Background()); err != nil {
		fmt.Println(err)
	}
	for r := range log.Read(context.Background(), rocket.Query{Limit: 4}) {
		fmt.Printf("%d %s %v %q\n", r.Seq, r.Task, r.Event, r.Error)
		if r.Cause != nil {
			fmt.Println("  because of", r.Cause.Task, r.Cause.Event)
		}
	}
	// Output:
	// 3 a run ""
	// 4 a fail "no luck"
	// 5 b run ""
	//   because of a fail
	// 6 b inaction ""
	//   because of a fail
}

// A hook is called around what the scheduler does.
func ExampleHook() {
	schedule := rocket.Schedule{
		Config: stopAfter("work"),
		Hooks: []rocket.Hook{{Around: rocket.AroundTask,
			Call: rocket.HookFunc(func(_ context.Context, e rocket.HookEvent) error {
				fmt.Println(e.Run.Task().Name(), "after:", e.After)
				return nil
			})}},
		Tasks: []*rocket.TaskSpec{{
			Name: "work", When: stdconds.Every{Interval: time.Hour},
			Action: rocket.Func(func(context.Context, *rocket.Run) (any, error) {
				fmt.Println("working")
				return nil, nil
			}),
		}},
	}
	session, err := rocket.New(&schedule, silent)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := session.Run(context.Background()); err != nil {
		fmt.Println(err)
	}
	// Output:
	// work after: false
	// working
	// work after: true
}

// A metatask steers the scheduler.
func ExampleDo() {
	schedule := rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "work", Action: rocket.Func(func(_ context.Context, r *rocket.Run) (any, error) {
			n, err := rocket.Arg[int]{Name: "n"}.Value(r)
			fmt.Println("working on", n)
			return nil, err
		})},
		{Name: "start", When: stdconds.Every{Interval: time.Hour},
			Action: rocket.Do{step.Run{Task: "work",
				Args: []arg.Var{{Name: "n", Value: arg.Literal{Value: 7}}}}}},
		{Name: "stop", When: stdconds.After{Tasks: []string{"work"}},
			Action: rocket.Do{step.Shutdown{}}},
	}}
	session, err := rocket.New(&schedule, silent)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(session.Run(context.Background()))
	// Output:
	// working on 7
	// <nil>
}

// A command is supervised: its output is its value, its process group ends with
// it.
func ExampleCommand() {
	schedule := rocket.Schedule{
		Config: stopAfter("greet"),
		Params: []rocket.Param{{Name: "who",
			Value: arg.First{arg.Flag("--who"), arg.Literal{Value: "you"}}}},
		Tasks: []*rocket.TaskSpec{{
			Name: "greet", When: stdconds.Every{Interval: time.Hour},
			Action: rocket.Command{Line: "echo hello, $WHO",
				Env: []arg.Var{{Name: "WHO", Value: arg.Param("who")}}},
		}},
	}
	session, err := rocket.New(&schedule, silent,
		rocket.WithFlags(map[string]string{"--who": "world"}))
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := session.Run(context.Background()); err != nil {
		fmt.Println(err)
	}
	state, err := session.Task("greet").State()
	fmt.Println(state.Return, err)
	// Output: hello, world <nil>
}

// Options can be set as text.
func ExampleConfig_Set() {
	var c rocket.Config
	fmt.Println(c.Set("timeout", "1h30m"), c.Timeout)
	fmt.Println(c.Set("restarting", "later"))
	// Output:
	// <nil> 1h30m0s
	// restarting is "later": want replace, relaunch, fresh or recall
}

// A typed handle is a task as a Go package sees it; generated code has one for
// each task.
func ExampleHandleOf() {
	schedule := rocket.Schedule{Tasks: []*rocket.TaskSpec{{
		Name:   "count",
		Action: rocket.Func(func(context.Context, *rocket.Run) (any, error) { return 42, nil }),
	}}}
	session, err := rocket.New(&schedule, silent)
	if err != nil {
		fmt.Println(err)
		return
	}
	ended := make(chan error)
	go func() { ended <- session.Run(context.Background()) }()
	count := rocket.HandleOf[rocket.None, int](session.Task("count"))
	n, err := count.Run(context.Background()) // n is an int
	fmt.Println(n+1, err)
	session.Shutdown(context.Background())
	fmt.Println(<-ended)
	// Output:
	// 43 <nil>
	// <nil>
}

// A task can be created, changed and removed while the session runs.
func ExampleSession_Create() {
	session, err := rocket.New(&rocket.Schedule{}, silent)
	if err != nil {
		fmt.Println(err)
		return
	}
	task, err := session.Create(rocket.TaskSpec{
		Name: "new", When: stdconds.Every{Interval: time.Hour},
		Action: rocket.Func(func(ctx context.Context, r *rocket.Run) (any, error) {
			fmt.Println(r.Task().Name(), "runs")
			r.Session().Shutdown(ctx)
			return nil, nil
		}),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(task.Update(func(spec *rocket.TaskSpec) { spec.Priority = 7 }))
	fmt.Println(session.Run(context.Background()))
	// Output:
	// <nil>
	// new runs
	// <nil>
}
