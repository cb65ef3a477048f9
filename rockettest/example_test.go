package rockettest_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/rockettest"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// NewSession stands for the function of generated code.
func NewSession(options ...rocket.Option) (*rocket.Session, error) {
	return rocket.New(&rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "fetch", When: stdconds.Every{Interval: time.Hour}, Action: rocket.Func(fetch)},
		{Name: "alarm", When: stdconds.After{Tasks: []string{"fetch"}, Did: rocket.Failed}},
	}}, options...)
}

func fetch(_ context.Context, r *rocket.Run) (any, error) {
	region, err := rocket.Arg[string]{Name: "region"}.Value(r)
	return "prices of " + region, err
}

// A month of hourly runs, the second of which fails.
func ExampleStart() {
	var t *testing.T // of the test function
	synctest.Test(t, func(t *testing.T) {
		start := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
		session := rockettest.Start(t, NewSession, rockettest.At(start),
			rockettest.Replace("fetch", rockettest.Outcome{},
				rockettest.Outcome{Err: errors.New("offline")},
				rockettest.Outcome{Value: "prices", Takes: 5 * time.Second}),
			rockettest.Replace("alarm"))
		rockettest.RunUntil(t, start.AddDate(0, 1, 0))
		for _, r := range rockettest.Records(t, session, "alarm") {
			if r.Event == rocket.Started && r.Start.Hour() != 1 {
				t.Errorf("an alarm at %v", r.Start)
			}
		}
	})
}

// An action is called with the arguments of a run of its own.
func ExampleNewRun() {
	var t *testing.T // of the test function
	value, err := fetch(rockettest.NewRun(t, map[string]any{"region": "us"}))
	if value != "prices of us" || err != nil {
		t.Errorf("got %v, error %v", value, err)
	}
}

// odd holds in every second minute.
type odd struct{}

func (odd) Observe(o *rocket.Observation) (rocket.State, error) {
	minute := o.Now.Truncate(time.Minute)
	return rocket.State{
		Holds: minute.Unix()/60%2 == 1,
		Until: minute.Add(time.Minute),
	}, nil
}

// A condition of one's own says how long its answers stand. So it does.
func ExampleCheckCondition() {
	t := new(testing.T) // the t of the test function
	rockettest.CheckCondition(t, odd{})
	fmt.Println("failed:", t.Failed())
	// Output: failed: false
}
