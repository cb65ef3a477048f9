package console_test

import (
	"context"
	"fmt"
	"time"

	"github.com/rocketc/rocketc/console"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// A program whose schedule is declared in Go has the command line of any other: this one runs a
// task and ends. Its main would be os.Exit(console.Main(schedule)).
func ExampleRun() {
	schedule := &rocket.Schedule{Name: "greeter", Tasks: []*rocket.TaskSpec{{
		Name: "greet",
		When: stdconds.Every{Interval: time.Hour},
		Action: rocket.Func(func(context.Context, *rocket.Run) (any, error) {
			fmt.Println("hello")
			return nil, nil
		}),
	}}}
	status := console.Run(schedule,
		[]string{"greeter", "run", "greet", "--alone", "--log", "error"})
	fmt.Println("exit status", status)
	// Output:
	// hello
	// exit status 0
}
