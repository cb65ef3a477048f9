package simulate_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/rocketc/rocketc/condition"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/simulate"
)

// BenchmarkYear simulates 100 tasks that run hourly, for a year.
func BenchmarkYear(b *testing.B) {
	hourly, err := condition.Parse("hourly")
	if err != nil {
		b.Fatal(err)
	}
	schedule := &rocket.Schedule{Config: rocket.Config{Timezone: "Europe/Helsinki"}}
	for i := range 100 {
		schedule.Tasks = append(schedule.Tasks,
			&rocket.TaskSpec{Name: fmt.Sprint("task", i), When: hourly})
	}
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for b.Loop() {
		runs := 0
		s := simulate.Simulation{Schedule: schedule, From: from, To: from.AddDate(1, 0, 0)}
		for e, err := range s.Events() {
			if err != nil {
				b.Fatal(err)
			}
			if e.Event == rocket.Started {
				runs++
			}
		}
		if runs != 876_000 {
			b.Fatalf("%d runs", runs)
		}
	}
}
