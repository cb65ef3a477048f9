package stdconds_test

import (
	"testing"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// BenchmarkObserve measures one answer of each kind of condition, in a zone without
// clock changes and in a zone with them. No answer allocates.
func BenchmarkObserve(b *testing.B) {
	daily := stdconds.Once{Period: period.OfDay{From: 7 * time.Hour}}
	every := stdconds.Every{Interval: 10 * time.Minute}
	after := stdconds.After{Tasks: []string{"b"}}
	cron, err := period.ParseCron("*/5 * * * 1-5")
	if err != nil {
		b.Fatal(err)
	}
	for _, bench := range []struct {
		name string
		cond rocket.Condition
	}{
		{"periodic", daily},
		{"every", every},
		{"after", after},
		{"points", stdconds.Once{Period: period.Week.On(days(period.Week, "Mon", "Wed", "Fri"))}},
		{"cron", stdconds.Once{Period: cron, Crashed: true}},
		{"has", stdconds.Has{Did: rocket.Failed, Span: stdconds.Past(time.Hour)}},
		{"last", stdconds.Last{Task: "b", Did: rocket.Failed}},
		{"tree", stdconds.All{daily, stdconds.Not{Of: stdconds.Running{}},
			stdconds.Any{every, after},
			stdconds.TimeOf{Period: period.OfWeek{To: 5 * 24 * time.Hour}}}},
	} {
		for _, name := range []string{"UTC", "Europe/Berlin"} {
			zone, err := time.LoadLocation(name)
			if err != nil {
				b.Fatal(err)
			}
			b.Run(bench.name+"/"+name, func(b *testing.B) {
				facts := happened(rocket.Started, "05:00:00", rocket.Succeeded, "05:01:00")
				facts.Add("b", rocket.Succeeded, at("06:00:00"), "1")
				o := facts.Observer("a")
				o.Now = at("10:00:00").In(zone)
				b.ReportAllocs()
				for b.Loop() {
					if _, err := bench.cond.Observe(o); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// TestObserveDoesNotAllocate holds the benchmark to its word.
func TestObserveDoesNotAllocate(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		t.Fatal(err)
	}
	facts := happened(rocket.Started, "04:00:00", rocket.Succeeded, "04:01:00")
	o := facts.Observer("a")
	o.Now = at("10:00:00").In(zone)
	late := period.OfDay{From: 8 * time.Hour} // after the start
	cond := rocket.Condition(stdconds.All{
		stdconds.Once{Period: period.OfDay{From: 7 * time.Hour}},
		stdconds.Once{Period: period.Month.On(days(period.Month, "1st", "4th", "last Fri"), late)},
		stdconds.Not{Of: stdconds.Has{Did: rocket.Started, Span: stdconds.This{
			Unit: period.OfWeek{}, Window: period.Week.On(days(period.Week, "Mon", "Wed"), late)}}},
		stdconds.Not{Of: stdconds.Running{}},
		stdconds.Any{stdconds.Every{Interval: time.Hour}, stdconds.After{Tasks: []string{"b"}}},
		stdconds.TimeOf{Period: period.All{period.OfWeek{}, period.OfMonth{}}},
		stdconds.Not{Of: stdconds.Has{Did: rocket.Failed, Span: stdconds.Past(time.Hour)}},
		stdconds.Last{Did: rocket.Finished},
	})
	if s, _ := cond.Observe(o); !s.Holds {
		t.Fatal("not all parts are asked")
	}
	if n := testing.AllocsPerRun(100, func() { cond.Observe(o) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
