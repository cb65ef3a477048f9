package process_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/rocketc/rocketc/runtime/process"
)

func ExampleSupervisor_Run() {
	var s process.Supervisor
	defer s.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	result, err := s.Run(ctx, process.Command{
		Args:  []string{"sh", "-c", "echo $NAME; exit 3"},
		Env:   []string{"NAME=desk"},
		Print: func(stream, line string) { fmt.Println(stream, line) },
	})
	var exit *process.ExitError
	if errors.As(err, &exit) {
		fmt.Println(result.Stdout, exit.Code)
	}
	// Output:
	// stdout desk
	// desk 3
}
