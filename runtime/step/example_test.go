package step_test

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/runtime/step"
	"github.com/rocketc/rocketc/stdconds"
)

// A metatask steers the scheduler: this one runs a task with an argument, and the next one ends
// the session.
func Example() {
	first := rocket.Do{
		step.Set{Param: "region", Value: arg.Literal{Value: "us"}},
		step.Run{Task: "fetch", Args: []arg.Var{{Name: "n", Value: arg.Literal{Value: 2}}}},
	}
	fetch := func(_ context.Context, r *rocket.Run) (any, error) {
		n, err := rocket.Arg[int]{Name: "n"}.Value(r)
		region, _ := r.Session().Param("region")
		fmt.Println("fetching", n, "from", region)
		return nil, err
	}
	schedule := rocket.Schedule{
		Params: []rocket.Param{{Name: "region", Value: arg.Literal{Value: "eu"}}},
		Tasks: []*rocket.TaskSpec{
			{Name: "fetch", Action: rocket.Func(fetch)},
			{Name: "first", When: stdconds.Every{Interval: time.Hour}, Action: first},
			{Name: "last", When: stdconds.After{Tasks: []string{"fetch"}},
				Action: rocket.Do{step.Shutdown{}}},
		},
	}
	session, err := rocket.New(&schedule, rocket.WithLogger(slog.New(slog.DiscardHandler)))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(session.Run(context.Background()))
	// Output:
	// fetching 2 from us
	// <nil>
}

// A step may be for several tasks.
func ExampleTasks() {
	for _, s := range []step.Step{
		step.Disable{Tasks: step.Group("nightly")},
		step.Terminate{Tasks: step.List{"fetch", "report"}},
		step.Enable{Tasks: step.All{}},
	} {
		fmt.Println(s)
	}
	// Output:
	// disable nightly.*
	// terminate [fetch, report]
	// enable all
}
