package simulate_test

import (
	"context"
	"errors"
	"testing"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/simulate"
)

// TestInterrupted: a simulation ends when its context is done.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	defer cancel(nil)
	s := simulate.Simulation{From: monday, To: monday.AddDate(1, 0, 0), Context: ctx,
		Schedule: &rocket.Schedule{Tasks: []*rocket.TaskSpec{task(t, "often", "every 1 s")}}}
	enough := errors.New("enough")
	starts := 0
	for e, err := range s.Events() {
		if starts > 10_000 {
			t.Fatal("the simulation goes on")
		}
		if e.Event == rocket.Started {
			starts++
			cancel(enough)
		} else if err != nil && !errors.Is(err, enough) {
			t.Errorf("error %v", err)
		}
	}
}

// TestRareBesideOften: the first start of a task that runs once a year is found beside one
// that runs each 10 milliseconds, and so is that of one that waits for it.
func TestRareBesideOften(t *testing.T) {
	s := simulate.Simulation{From: monday, To: monday.AddDate(1, 1, 0), MaxRuns: 500_000,
		Schedule: &rocket.Schedule{Config: rocket.Config{Timezone: "UTC"},
			Tasks: []*rocket.TaskSpec{task(t, "often", "every 10 ms"),
				task(t, "rare", "yearly on Dec 24 at 07:00"), task(t, "then", "after rare")}}}
	first, _, err := s.FirstStarts()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"often": "2026-03-02 06:00",
		"rare": "2026-12-24 07:00", "then": "2026-12-24 07:00"} {
		if got := first[name].Start.UTC().Format("2006-01-02 15:04"); got != want {
			t.Errorf("%s starts at %s, want %s", name, got, want)
		}
	}
}
