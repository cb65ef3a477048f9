package simulate_test

import (
	"context"
	"fmt"
	"time"

	"github.com/rocketc/rocketc/condition"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/simulate"
)

// night is a schedule of two tasks. Of a simulated task, no action is needed.
func night() *rocket.Schedule {
	schedule := &rocket.Schedule{Config: rocket.Config{Timezone: "UTC"}}
	for _, task := range [][2]string{
		{"dump", "daily at 01:30 | retry 1 every 10 minutes"}, {"copy", "after dump"},
	} {
		when, err := condition.Parse(task[1])
		if err != nil {
			panic(err)
		}
		schedule.Tasks = append(schedule.Tasks, &rocket.TaskSpec{Name: task[0], When: when})
	}
	return schedule
}

// evening is when the simulations begin.
var evening = time.Date(2026, 3, 1, 20, 0, 0, 0, time.UTC)

// What happens in a night in which the first dump fails?
func ExampleSimulation() {
	s := simulate.Simulation{Schedule: night(), From: evening, To: evening.Add(12 * time.Hour),
		Assumptions: simulate.Assumptions{Tasks: map[string]simulate.Outcomes{"dump": {
			{Takes: 5 * time.Minute, Err: simulate.ErrAssumed},
			{Takes: 20 * time.Minute},
		}}}}
	for e, err := range s.Events() {
		if err != nil {
			fmt.Println(err)
			return
		}
		if e.Event == rocket.Started {
			fmt.Println(e.Created.Format(time.TimeOnly), e.Task, "starts:", e.Because)
		} else {
			fmt.Println(e.Created.Format(time.TimeOnly), e.Task, e.Event)
		}
	}
	// Output:
	// 01:30:00 dump starts: daily at 01:30
	// 01:35:00 dump fail
	// 01:45:00 dump starts: retry 1 every 10 minutes
	// 02:05:00 dump success
	// 02:05:00 copy starts: after dump
	// 02:05:00 copy success
}

// When does each task start first?
func ExampleSimulation_FirstStarts() {
	s := simulate.Simulation{Schedule: night(), From: evening, To: evening.AddDate(1, 0, 0)}
	first, _, err := s.FirstStarts()
	for _, name := range []string{"dump", "copy"} {
		fmt.Println(name, first[name].Start.Format(time.DateTime), first[name].Because)
	}
	fmt.Println(err)
	// Output:
	// dump 2026-03-02 01:30:00 daily at 01:30
	// copy 2026-03-02 01:30:00 after dump
	// <nil>
}

// A test is a script: what runs do, how long time passes, and what is expected then. What is
// not as it was expected is told with its story. The language has it as a block, test "…" { … }.
func ExampleTest() {
	test := simulate.Test{Name: "a dump that fails", Zone: "UTC", At: evening,
		Steps: []simulate.Step{
			simulate.OutcomeStep{Task: "dump", Does: rocket.Performance{Err: simulate.ErrAssumed}},
			simulate.RunStep{Until: evening.Add(12 * time.Hour)},
			simulate.ExpectRunsStep{Runs: []simulate.ExpectedRun{
				{At: time.Date(2026, 3, 2, 1, 30, 0, 0, time.UTC), Task: "dump"}}},
		}}
	for _, failure := range test.Run(context.Background(), night()).Failures {
		fmt.Println(failure.Text)
		for _, line := range failure.Story {
			fmt.Println(line)
		}
	}
	// Output:
	// the runs are others than expected (- has not started, + was not expected)
	//    Mon 2026-03-02 01:30:00  dump  daily at 01:30
	// +  Mon 2026-03-02 01:40:00  dump  retry 1 every 10 minutes
}
