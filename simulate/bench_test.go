package simulate_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/rocketc/rocketc/condition"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/step"
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

// BenchmarkDaily simulates 10,000 tasks that run daily, at many times of the day, for 30 days.
func BenchmarkDaily(b *testing.B) {
	schedule := &rocket.Schedule{Config: rocket.Config{Timezone: "Europe/Helsinki"}}
	for i := range 10_000 {
		daily, err := condition.Parse(fmt.Sprintf("daily at %02d:%02d", i%24, i%60))
		if err != nil {
			b.Fatal(err)
		}
		schedule.Tasks = append(schedule.Tasks,
			&rocket.TaskSpec{Name: fmt.Sprint("task", i), When: daily})
	}
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	runs := 0
	for b.Loop() {
		s := simulate.Simulation{Schedule: schedule, From: from, To: from.AddDate(0, 0, 30)}
		for e, err := range s.Events() {
			if err != nil {
				b.Fatal(err)
			}
			if e.Event == rocket.Started {
				runs++
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(runs), "ns/run")
}

// BenchmarkDemanded has a metatask run many tasks, which wait for the one place of a pool. What a
// run costs does not grow with how many wait.
func BenchmarkDemanded(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			once, err := condition.Parse("daily")
			if err != nil {
				b.Fatal(err)
			}
			var names step.List
			schedule := &rocket.Schedule{Pools: []rocket.Pool{{Name: "one", Size: 1}}}
			for i := range n {
				name := fmt.Sprint("task", i)
				schedule.Tasks = append(schedule.Tasks, &rocket.TaskSpec{Name: name,
					Pools: []rocket.PoolShare{{Pool: "one"}}})
				names = append(names, name)
			}
			schedule.Tasks = append(schedule.Tasks,
				&rocket.TaskSpec{Name: "all", When: once,
					Action: rocket.Do{step.Run{Tasks: names}}})
			from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
			for b.Loop() {
				runs := 0
				s := simulate.Simulation{Schedule: schedule, From: from,
					To: from.Add(20 * time.Hour)}
				s.Tasks = map[string]simulate.Outcomes{}
				for i := range n {
					s.Tasks[fmt.Sprint("task", i)] = simulate.Outcomes{{Takes: time.Second}}
				}
				for e, err := range s.Events() {
					if err != nil {
						b.Fatal(err)
					}
					if e.Event == rocket.Started {
						runs++
					}
				}
				if runs != n+1 {
					b.Fatalf("%d runs", runs)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/run")
		})
	}
}
