package simulate_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc/condition"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/runtime/step"
	"github.com/rocketc/rocketc/simulate"
)

// parsed returns a condition as the language writes it.
func parsed(t *testing.T, when string) rocket.Condition {
	c, err := condition.Parse(when)
	if err != nil {
		t.Fatalf("%s: %v", when, err)
	}
	return c
}

// TestReally: runs of which a test says `really` do what Call does, and take what is said.
func TestReally(t *testing.T) {
	from := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
	schedule := &rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "a", When: parsed(t, "every 1 h")}, {Name: "b", When: parsed(t, "after a failed")},
		{Name: "c"}, {Name: "run c", When: parsed(t, "daily at 02:30"), Action: rocket.Do{
			step.Run{Task: "c", Args: []arg.Var{{Name: "n", Value: arg.Literal{Value: 3}}}}}},
	}}
	var called []string
	test := &simulate.Test{Zone: "UTC", At: from, Steps: []simulate.Step{
		simulate.OutcomeStep{Task: "a", Nth: 2, Really: true,
			Does: rocket.Performance{Takes: 5 * time.Minute}},
		simulate.OutcomeStep{Task: "a", Nth: 3, Really: true},
		simulate.OutcomeStep{Task: "c", Really: true},
		simulate.RunStep{Until: from.Add(3 * time.Hour)},
	}}
	if !test.CallsGo() {
		t.Error("the test calls no Go")
	}
	test.Call = func(r *rocket.Run) (any, error) {
		called = append(called, fmt.Sprint(r.Task().Name(), " ", r.Start.Format("15:04")))
		if r.Start.Hour() == 3 {
			panic("no")
		}
		return 1, errors.New("no")
	}
	result := test.Run(t.Context(), schedule)
	if len(result.Failures) > 0 {
		t.Errorf("%+v", result.Failures)
	}
	if got := strings.Join(called, ", "); got != "a 02:00, c 02:30, a 03:00" {
		t.Errorf("called: %s", got)
	}
	var runs []string
	for _, line := range result.Lines() {
		runs = append(runs, strings.Join(strings.Fields(line)[2:5], " "))
	}
	want := []string{"01:00:00 a succeeds", "02:00:00 a fails", "02:05:00 b succeeds",
		"02:30:00 \"run c\"", "02:30:00 c fails:", "03:00:00 a fails:", "03:00:00 b succeeds"}
	if !slices.Equal(runs, want) {
		t.Errorf("got %q, want %q", runs, want)
	}
	test.Call = nil
	if list := test.Run(t.Context(), schedule).Failures; len(list) != 1 ||
		list[0].Text != "the Go of the schedule cannot be called here" {
		t.Errorf("got %+v", list)
	}
	if got := fmt.Sprint(test.Steps[0]); got != "a really takes 5 minutes the 2nd time" {
		t.Errorf("it is written %s", got)
	}
}
