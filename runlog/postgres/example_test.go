package postgres_test

import (
	"context"
	"log"
	"time"

	"github.com/rocketc/rocketc/runlog"
	"github.com/rocketc/rocketc/runlog/postgres"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/stdconds"
)

// The records of many programs are in one database, each under the name of its schedule. Of
// several programs with one name, one runs; Run returns a LockedError for the others.
func ExampleLog() {
	schedule := rocket.Schedule{Name: "nightly", Tasks: []*rocket.TaskSpec{{
		Name:   "backup",
		When:   stdconds.Every{Interval: 24 * time.Hour},
		Action: rocket.Command{Line: "backup"},
	}}}
	session, err := rocket.New(&schedule, rocket.WithRunLog(&postgres.Log{
		Address: arg.Env("DATABASE_URL"),
		Keep:    runlog.Keep{Age: 365 * 24 * time.Hour},
	}))
	if err != nil {
		log.Fatal(err)
	}
	if err := session.Run(context.Background()); err != nil {
		log.Fatal(err)
	}
}
