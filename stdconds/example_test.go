package stdconds_test

import (
	"fmt"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// show prints what a condition answers on Wednesday 2026-03-04 at 10:00, on
// behalf of the task a, in a history.
func show(c rocket.Condition, history ...any) {
	state, err := happened(history...).Observe(c, "a", at("10:00:00"))
	until := "until something happens"
	if !state.Until.IsZero() {
		until = "until " + state.Until.Format("Mon 15:04:05")
	}
	fmt.Println(c, "is", state.Holds, until, err)
}

func ExampleTimeOf() {
	show(stdconds.TimeOf{Period: period.OfDay{From: 8 * time.Hour, To: 16 * time.Hour}})
	show(stdconds.TimeOf{Period: period.OfWeek{From: 4 * 24 * time.Hour}})
	// Output:
	// time of day between 08:00 and 16:00 is true until Wed 16:00:00 <nil>
	// time of week after Fri is false until Fri 00:00:00 <nil>
}

func ExampleOnce() {
	daily := stdconds.Once{Period: period.OfDay{From: 7 * time.Hour},
		Text: "daily after 07:00"}
	show(daily)
	show(daily, rocket.Started, "07:00:00", rocket.Succeeded, "07:00:05")
	// Output:
	// daily after 07:00 is true until Thu 00:00:00 <nil>
	// daily after 07:00 is false until Thu 00:00:00 <nil>
}

func ExampleEvery() {
	show(stdconds.Every{Interval: time.Hour}, rocket.Started, "09:30:00")
	show(stdconds.Every{Interval: time.Hour, Since: rocket.Failed}, rocket.Started, "09:30:00")
	// Output:
	// every 1 hour is false until Wed 10:30:00 <nil>
	// every 1 hour based on fail is true until something happens <nil>
}

func ExampleAfter() {
	show(stdconds.After{Tasks: []string{"b", "c"}, Any: true})
	// Output: after any b, c is false until something happens <nil>
}

func ExampleHas() {
	past := stdconds.Has{Did: rocket.Failed, Span: stdconds.Past(time.Hour),
		Count: stdconds.Count{Op: stdconds.GreaterEqual, N: 1}}
	show(past, rocket.Started, "09:00:00", rocket.Failed, "09:20:00")
	today := stdconds.Has{Did: rocket.Failed,
		Span: stdconds.This{Unit: period.OfDay{}, Text: "today"}}
	show(today, rocket.Started, "09:00:00", rocket.Failed, "09:20:00")
	// Output:
	// has failed past 1 hour >= 1 is true until Wed 10:20:00 <nil>
	// has failed today is true until Thu 00:00:00 <nil>
}

func ExampleRunning() {
	show(stdconds.Running{}, rocket.Started, "09:00:00")
	show(stdconds.Running{Over: 2 * time.Hour}, rocket.Started, "09:00:00")
	// Output:
	// running is true until something happens <nil>
	// running for more than 2 hours is false until Wed 11:00:00 <nil>
}

func ExampleRetry() {
	show(stdconds.Retry{Times: 3, Every: time.Hour, Backoff: 2}, rocket.Started, "09:00:00",
		rocket.Failed, "09:30:00")
	// Output: retry 3 every 1 hour backoff 2 is false until Wed 10:30:00 <nil>
}

func ExampleAll() {
	work := stdconds.Named{Name: "work_time", Of: stdconds.All{
		stdconds.TimeOf{Period: period.OfWeek{To: 5 * 24 * time.Hour}},
		stdconds.TimeOf{Period: period.OfDay{From: 8 * time.Hour, To: 16 * time.Hour}},
	}}
	show(work)
	show(stdconds.Not{Of: stdconds.Any{work, stdconds.Const(false)}})
	// Output:
	// work_time is true until Wed 16:00:00 <nil>
	// ~(work_time | false) is false until Wed 16:00:00 <nil>
}

func ExampleParam() {
	facts := rocket.NewFacts()
	facts.SetParam("env", "prod")
	state, _ := facts.Observe(stdconds.Param{Name: "env", Is: "prod"}, "", at("10:00:00"))
	fmt.Println(state.Holds)
	// Output: true
}

func ExampleSchedulerAge() {
	show(stdconds.SchedulerAge{Over: 5 * time.Hour}) // it started at 06:00
	// Output: scheduler has run over 5 hours is false until Wed 11:00:00 <nil>
}

// exchange is what a condition asks.
type exchange struct{}

func (exchange) Ask(*rocket.Observation) (bool, error) { return true, nil }

func ExampleAsk() {
	// asked again after one cycle_sleep
	show(stdconds.Ask{Text: "exchange.IsOpen()", Call: exchange{}})
	// Output: exchange.IsOpen() is true until Wed 10:00:00 <nil>
}

func ExampleChecked() {
	// the check of a, two minutes ago
	facts := happened(rocket.Started, "09:58:00", rocket.Succeeded, "09:58:01")
	facts.SetReturn("a", true)
	state, _ := facts.Observe(stdconds.Checked{Task: "a", Valid: 10 * time.Minute}, "",
		at("10:00:00"))
	fmt.Println(state.Holds, state.Until.Format(time.TimeOnly))
	// Output: true 10:08:01
}

func ExampleCycles() {
	facts := happened()
	facts.Cycles = 4
	state, _ := facts.Observe(stdconds.Cycles{Count: stdconds.Count{Op: stdconds.Greater, N: 3}},
		"", at("10:00:00"))
	fmt.Println(state.Holds)
	// Output: true
}
