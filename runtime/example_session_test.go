package rocket_test

import (
	"context"
	"fmt"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// greeting is a schedule with a task that greets once.
func greeting() *rocket.Schedule {
	return &rocket.Schedule{
		Config: stopAfter("greet"),
		Tasks: []*rocket.TaskSpec{{
			Name: "greet",
			When: stdconds.Every{Interval: time.Hour},
			Action: rocket.Func(func(context.Context, *rocket.Run) (any, error) {
				fmt.Println("hello")
				return nil, nil
			}),
		}},
	}
}

// A hold keeps tasks from starting until it ends.
func ExampleSession_Hold() {
	session, err := rocket.New(greeting(), silent)
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	err = session.Hold(ctx, rocket.Hold{Reason: "maintenance", By: "ann"})
	done := make(chan error)
	go func() { done <- session.Run(ctx) }()
	<-session.Ready()
	hold := session.Stats().Hold
	fmt.Println("held by", hold.By, "for", hold.Reason, err)
	err = session.Resume(ctx)
	fmt.Println("resumed", err, <-done)
	// Output:
	// held by ann for maintenance <nil>
	// hello
	// resumed <nil> <nil>
}

// Follow hands over the records of the run log as they come.
func ExampleSession_Follow() {
	quietly := greeting()
	quietly.Tasks[0].Action = rocket.Do{}
	session, err := rocket.New(quietly, silent)
	if err != nil {
		fmt.Println(err)
		return
	}
	done := make(chan error)
	go func() { done <- session.Run(context.Background()) }()
	for record, err := range session.Follow(context.Background(), 0) {
		fmt.Println(record.Seq, record.Task, record.Event, err)
	}
	fmt.Println(<-done)
	// Output:
	// 1 greet run <nil>
	// 2 greet success <nil>
	// <nil>
}

// A trace is told what happens, beside the session.
func ExampleTrace() {
	trace := rocket.Trace{
		RunStart: func(_ context.Context, r rocket.Record) { fmt.Println(r.Task, "starts") },
		RunEnd: func(_ context.Context, r rocket.Record) {
			fmt.Println(r.Task, "ends:", r.Event)
		},
	}
	quietly := greeting()
	quietly.Tasks[0].Action = rocket.Do{}
	session, err := rocket.New(quietly, silent, rocket.WithTrace(trace))
	if err == nil {
		err = session.Run(context.Background())
	}
	fmt.Println(err)
	// Output:
	// greet starts
	// greet ends: success
	// <nil>
}

// A middleware is around the action of each run, as a span or a timer is.
func ExampleMiddleware() {
	around := func(ctx context.Context, r *rocket.Run, next rocket.Func) (any, error) {
		fmt.Println("before", r.Task())
		defer fmt.Println("after", r.Task())
		return next(ctx, r)
	}
	session, err := rocket.New(greeting(), silent, rocket.WithMiddleware(around))
	if err == nil {
		err = session.Run(context.Background())
	}
	fmt.Println(err)
	// Output:
	// before greet
	// hello
	// after greet
	// <nil>
}

// RunTask runs one task of a session, and nothing else.
func ExampleSession_RunTask() {
	session, err := rocket.New(greeting(), silent)
	if err == nil {
		_, err = session.RunTask(context.Background(), "greet", nil)
	}
	fmt.Println(err)
	// Output:
	// hello
	// <nil>
}
