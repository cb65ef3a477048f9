package simulate_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc/condition"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/runtime/step"
	"github.com/rocketc/rocketc/simulate"
	"github.com/rocketc/rocketc/stdconds"
)

// monday is when the simulations of these tests begin.
var monday = time.Date(2026, 3, 2, 6, 0, 0, 0, time.UTC)

// task declares a task with a start condition in words.
func task(t *testing.T, name, when string) *rocket.TaskSpec {
	t.Helper()
	c, err := condition.Parse(when)
	if err != nil {
		t.Fatal(err)
	}
	return &rocket.TaskSpec{Name: name, When: c}
}

// story returns what happens, an event a line.
func story(t *testing.T, s simulate.Simulation) string {
	t.Helper()
	var b strings.Builder
	for e, err := range s.Events() {
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s %s %v", e.Created.Format("02 15:04:05"), e.Task, e.Event)
		if e.May {
			b.WriteString(" maybe")
		}
		if e.Because != "" {
			b.WriteString(": " + e.Because)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// hold compares a story with what is wanted of it.
func hold(t *testing.T, s simulate.Simulation, want ...string) {
	t.Helper()
	if got := story(t, s); got != strings.Join(want, "\n")+"\n" {
		t.Errorf("got\n%swant\n%s", got, strings.Join(want, "\n"))
	}
}

// TestCauses: a start says which alternative holds, or who has asked for it.
func TestCauses(t *testing.T) {
	schedule := &rocket.Schedule{Config: rocket.Config{Timezone: "UTC"}, Tasks: []*rocket.TaskSpec{
		task(t, "dump", "daily at 07:00 | retry 1 every 5 min"),
		task(t, "report", "after dump failed"),
		{Name: "meta", When: stdconds.After{Tasks: []string{"report"}},
			Action: rocket.Do{step.Run{Task: "clean"}}},
		{Name: "clean"},
		{Name: "first", OnStartup: true},
	}}
	s := simulate.Simulation{Schedule: schedule, From: monday, To: monday.Add(2 * time.Hour)}
	s.Tasks = map[string]simulate.Outcomes{
		"dump":   {{Takes: 3 * time.Minute, Err: errors.New("no")}, {}},
		"report": {{Takes: time.Minute}},
	}
	hold(t, s,
		"02 06:00:00 first run: on_startup",
		"02 06:00:00 first success",
		"02 07:00:00 dump run: daily at 07:00",
		"02 07:03:00 dump fail",
		"02 07:03:00 report run: after dump failed",
		"02 07:04:00 report success",
		"02 07:04:00 meta run: after report",
		"02 07:04:00 meta success",
		"02 07:04:00 clean run: run by task meta",
		"02 07:04:00 clean success",
		"02 07:08:00 dump run: retry 1 every 5 minutes",
		"02 07:08:00 dump success",
	)
}

// TestKept: a start that overlap has kept is by the start condition, not by the task of which an
// event has made it true.
func TestKept(t *testing.T) {
	alert := task(t, "alert", "after dump failed | hourly at 45")
	alert.Overlap = rocket.OverlapWait
	schedule := &rocket.Schedule{Config: rocket.Config{Timezone: "UTC"}, Tasks: []*rocket.TaskSpec{
		task(t, "dump", "daily at 06:00, 06:10"), alert}}
	s := simulate.Simulation{Schedule: schedule, From: monday,
		To: monday.Add(44 * time.Minute)}
	s.Tasks = map[string]simulate.Outcomes{
		"dump":  {{Err: errors.New("no")}},
		"alert": {{Takes: 20 * time.Minute}, {}},
	}
	hold(t, s,
		"02 06:00:00 dump run: daily at 06:00, 06:10",
		"02 06:00:00 dump fail",
		"02 06:00:00 alert run: after dump failed",
		"02 06:10:00 dump run: daily at 06:00, 06:10",
		"02 06:10:00 dump fail",
		"02 06:20:00 alert success",
		"02 06:20:00 alert run: after dump failed | hourly at 45, kept",
		"02 06:20:00 alert success",
	)
}

// TestSteps: what metatasks do to several tasks and to parameters decides what starts after.
// What is not known before the program runs holds up nothing.
func TestSteps(t *testing.T) {
	meta := func(when string, steps ...step.Step) *rocket.TaskSpec {
		spec := task(t, "at "+when, "daily at "+when)
		spec.Action = rocket.Do(steps)
		return spec
	}
	fetch := task(t, "fetch", "param 'region' is 'eu'")
	fetch.When = stdconds.All{stdconds.FromParams{Of: stdconds.Every{}, Duration: "pause",
		Text: "every (pause)"}, fetch.When}
	literal := func(value any) arg.Source { return arg.Literal{Value: value} }
	schedule := &rocket.Schedule{
		Config: rocket.Config{Timezone: "UTC"},
		Params: []rocket.Param{{Name: "pause", Value: literal(30 * time.Minute)},
			{Name: "region", Value: literal("eu")}},
		Tasks: []*rocket.TaskSpec{fetch, task(t, "us", "hourly & param 'region' is 'us'"),
			meta("07:40", step.Set{Param: "pause", Value: literal(time.Hour)},
				step.Set{Param: "region", Value: arg.Env("ROCKETC_TEST_NO_SUCH")},
				step.Run{Task: "us", Args: []arg.Var{{Name: "n", Value: arg.Env("NO_SUCH")}}}),
			meta("09:10", step.Set{Param: "region", Value: literal("us")}),
			meta("10:30", step.Disable{Tasks: step.All{}}),
		},
	}
	const fetches = "fetch run: every (pause) & param \"region\" is \"eu\""
	const us = "us run: hourly & param \"region\" is \"us\""
	hold(t, simulate.Simulation{Schedule: schedule, From: monday, To: monday.Add(6 * time.Hour)},
		"02 06:00:00 "+fetches, "02 06:00:00 fetch success",
		"02 06:30:00 "+fetches, "02 06:30:00 fetch success",
		"02 07:00:00 "+fetches, "02 07:00:00 fetch success",
		"02 07:30:00 "+fetches, "02 07:30:00 fetch success",
		"02 07:40:00 at 07:40 run: daily at 07:40", "02 07:40:00 at 07:40 success",
		"02 07:40:00 us run: run by task at 07:40", "02 07:40:00 us success",
		"02 08:30:00 "+fetches, "02 08:30:00 fetch success",
		"02 09:10:00 at 09:10 run: daily at 09:10", "02 09:10:00 at 09:10 success",
		"02 09:10:00 "+us, "02 09:10:00 us success",
		"02 10:00:00 "+us, "02 10:00:00 us success",
		"02 10:30:00 at 10:30 run: daily at 10:30", "02 10:30:00 at 10:30 success")
}

// asker is a Go function that must not be called.
type asker struct{}

func (asker) Ask(*rocket.Observation) (bool, error) { panic("the world was asked") }

// TestMay: what only the world can answer is not asked. A run may happen if it has to hold,
// and so may what follows; if it is assumed, it is certain.
func TestMay(t *testing.T) {
	holiday := stdconds.Ask{Call: asker{}, Text: "func prices.IsHoliday()"}
	fetch := task(t, "fetch", "daily at 07:00")
	fetch.When = stdconds.All{fetch.When, stdconds.Not{Of: holiday}}
	schedule := &rocket.Schedule{Config: rocket.Config{Timezone: "UTC"}, Tasks: []*rocket.TaskSpec{
		fetch, task(t, "report", "after fetch"), {Name: "any time", When: holiday},
	}}
	s := simulate.Simulation{Schedule: schedule, From: monday, To: monday.Add(48 * time.Hour)}
	hold(t, s,
		"02 06:00:00 any time run maybe: func prices.IsHoliday()",
		"02 06:00:00 any time success maybe",
		"02 07:00:00 fetch run maybe: daily at 07:00 & ~func prices.IsHoliday()",
		"02 07:00:00 fetch success maybe",
		"02 07:00:00 report run maybe: after fetch",
		"02 07:00:00 report success maybe",
		"03 07:00:00 fetch run maybe: daily at 07:00 & ~func prices.IsHoliday()",
		"03 07:00:00 fetch success maybe",
		"03 07:00:00 report run maybe: after fetch",
		"03 07:00:00 report success maybe",
	)
	s.To = monday.Add(2 * time.Hour)
	if err := s.Assume("prices.IsHoliday false"); err != nil {
		t.Fatal(err)
	}
	hold(t, s,
		"02 07:00:00 fetch run: daily at 07:00 & ~func prices.IsHoliday()",
		"02 07:00:00 fetch success",
		"02 07:00:00 report run: after fetch",
		"02 07:00:00 report success",
	)
}

// TestUnknown: what is assumed to be unknown starts nothing, and nor does its opposite; what
// nothing is assumed of may hold. A task that checks a condition does not run.
func TestUnknown(t *testing.T) {
	trading := stdconds.Ask{Call: asker{}, Text: "func trading()"}
	holiday := stdconds.Named{Name: "holiday", Of: stdconds.Checked{Task: "check holiday"}}
	yes, no, open := task(t, "yes", "daily at 07:00"), task(t, "no", "daily at 07:00"),
		task(t, "open", "daily at 07:00 | daily at 07:30")
	yes.When = stdconds.All{yes.When, trading}
	no.When = stdconds.All{no.When, stdconds.Not{Of: stdconds.Any{trading, stdconds.Const(false)}}}
	open.When = stdconds.All{open.When, holiday}
	check := task(t, "check holiday", "every 10 s")
	check.Check = true
	s := simulate.Simulation{From: monday, To: monday.Add(2 * time.Hour),
		Schedule: &rocket.Schedule{Config: rocket.Config{Timezone: "UTC"},
			Tasks: []*rocket.TaskSpec{yes, no, open, check}}}
	if err := s.Assume("trading unknown"); err != nil {
		t.Fatal(err)
	}
	const opens = "open run maybe: (daily at 07:00 | daily at 07:30) & holiday"
	hold(t, s, "02 07:00:00 "+opens, "02 07:00:00 open success maybe",
		"02 07:30:00 "+opens, "02 07:30:00 open success maybe")
}

// TestMayAgain: what may run, and is live when its condition becomes unknown again, may run
// again when it is over.
func TestMayAgain(t *testing.T) {
	fetch := task(t, "fetch", "every 2 seconds")
	fetch.When = stdconds.All{fetch.When, stdconds.Ask{Call: asker{}, Text: "func trading()"}}
	s := simulate.Simulation{Schedule: &rocket.Schedule{Tasks: []*rocket.TaskSpec{fetch},
		Config: rocket.Config{Timezone: "UTC"}}, From: monday, To: monday.Add(7 * time.Second)}
	s.Tasks = map[string]simulate.Outcomes{"fetch": {{Takes: 3 * time.Second}}}
	hold(t, s,
		"02 06:00:00 fetch run maybe: every 2 seconds & func trading()",
		"02 06:00:03 fetch success maybe",
		"02 06:00:03 fetch run maybe: every 2 seconds & func trading()",
		"02 06:00:06 fetch success maybe",
		"02 06:00:06 fetch run maybe: every 2 seconds & func trading()",
	)
}

// TestAssumed: runs that hang end by their timeout; those that crash, and the live ones of the
// history, are over.
func TestAssumed(t *testing.T) {
	schedule := &rocket.Schedule{Config: rocket.Config{Timezone: "UTC"}, Tasks: []*rocket.TaskSpec{
		task(t, "a", "every 1 h"), task(t, "b", "daily"), task(t, "c", "daily")}}
	s := simulate.Simulation{Schedule: schedule, From: monday, To: monday.Add(time.Hour)}
	for _, text := range []string{"a hangs", "'b' crashes after 10 min"} {
		if err := s.Assume(text); err != nil {
			t.Fatal(err)
		}
	}
	s.History = []rocket.Record{{Task: "c", RunID: "x", Event: rocket.Started,
		Created: monday.Add(-time.Hour), Start: monday.Add(-time.Hour)}}
	hold(t, s,
		"02 06:00:00 a run: every 1 hour",
		"02 06:00:00 b run: daily",
		"02 06:10:00 b crash",
		"02 06:10:00 b run: daily",
		"02 06:20:00 b crash",
		"02 06:20:00 b run: daily",
		"02 06:30:00 a terminate",
		"02 06:30:00 b crash",
		"02 06:30:00 b run: daily",
		"02 06:40:00 b crash",
		"02 06:40:00 b run: daily",
		"02 06:50:00 b crash",
		"02 06:50:00 b run: daily",
	)
}

// TestBefore: what a run log has only summed up counts as if its records were there: a task that
// has run today does not run again, and a live run is over when the simulation begins.
func TestBefore(t *testing.T) {
	schedule := &rocket.Schedule{Config: rocket.Config{Timezone: "UTC"}, Tasks: []*rocket.TaskSpec{
		task(t, "a", "every 1 h"), task(t, "b", "daily"), task(t, "c", "daily"),
		task(t, "d", "every 1 h & task b has succeeded = 2")}}
	s := simulate.Simulation{Schedule: schedule, From: monday, To: monday.Add(time.Minute)}
	record := func(task, id string, event rocket.Event, ago time.Duration) {
		s.Before.Add(rocket.Record{Task: task, RunID: id, Event: event,
			Created: monday.Add(-ago), Start: monday.Add(-ago)})
	}
	for i, ago := range []time.Duration{48 * time.Hour, time.Hour} {
		record("b", fmt.Sprint(i), rocket.Started, ago)
		record("b", fmt.Sprint(i), rocket.Succeeded, ago)
	}
	record("c", "x", rocket.Started, time.Hour)
	hold(t, s,
		"02 06:00:00 a run: every 1 hour",
		"02 06:00:00 d run: every 1 hour & task b has succeeded == 2",
		"02 06:00:00 a success",
		"02 06:00:00 d success",
	)
}

// TestWrongAssumptions: what is not understood, or about nothing, is an error that names it.
func TestWrongAssumptions(t *testing.T) {
	for text, want := range map[string]string{
		"":                     "it is not one such as",
		"takes 4 min":          "it is not one such as",
		"a takes":              "a duration",
		"a takes long":         `"long"`,
		"a fails in 4 min":     `"in 4 min" follows fails`,
		"a hangs after 4 min":  "until it is ended",
		"'a' is late":          `"is" is none of`,
		"a crashes after 4 mi": `"mi"`,
	} {
		var a simulate.Assumptions
		if err := a.Assume(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got error %v, want %s", text, err, want)
		}
	}
	for text, want := range map[string]string{
		"b fails": `no task "b"`, "quiet true": `condition "quiet"`,
	} {
		s := simulate.Simulation{From: monday, To: monday.Add(time.Hour),
			Schedule: &rocket.Schedule{Tasks: []*rocket.TaskSpec{{Name: "a"}}}}
		if err := s.Assume(text); err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.FirstStarts(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got error %v, want %s", text, err, want)
		}
	}
}

// TestCutOff: a schedule with too many runs ends with their count, also if no time passes
// between them, and so does one that nobody listens to any more.
func TestCutOff(t *testing.T) {
	for name, schedule := range map[string]*rocket.Schedule{
		"every second": {Tasks: []*rocket.TaskSpec{task(t, "a", "every 1 second")}},
		"no pause": {Config: rocket.Config{CycleSleep: -1},
			Tasks: []*rocket.TaskSpec{task(t, "a", "true")}},
		"a circle": {Tasks: []*rocket.TaskSpec{task(t, "b", "after c"), task(t, "c", "after b"),
			task(t, "a", "always"), {Name: "d", OnStartup: true,
				Action: rocket.Do{step.Run{Task: "b"}}}}},
	} {
		s := simulate.Simulation{Schedule: schedule, From: monday, To: monday.AddDate(1, 0, 0),
			MaxRuns: 5000, MaxOfTask: 1000}
		var last error
		for _, err := range s.Events() {
			last = err
		}
		cut := new(simulate.CutOff)
		if !errors.As(last, &cut) || cut.Runs != 1000 || !cut.At.Before(monday.AddDate(0, 0, 1)) {
			t.Errorf("%s: got error %v", name, last)
		}
	}
	s := simulate.Simulation{Schedule: &rocket.Schedule{
		Tasks: []*rocket.TaskSpec{task(t, "a", "every 1 second")}}, From: monday,
		To: monday.AddDate(1, 0, 0)}
	n := 0
	for range s.Events() {
		if n++; n == 10 {
			break
		}
	}
	s.To = s.From
	for _, err := range s.Events() {
		if err == nil || !strings.Contains(err.Error(), "before it begins") {
			t.Errorf("an empty span: error %v", err)
		}
	}
}

// TestSame: two simulations of a schedule have the same events, and leave it as it is.
func TestSame(t *testing.T) {
	p := randomSchedule(t, 3)
	s := simulate.Simulation{Schedule: &p.schedule, From: monday, To: monday.Add(span)}
	s.Tasks = p.outcomes
	first, second := story(t, s), story(t, s)
	if first != second || len(first) == 0 {
		t.Errorf("two simulations differ, or nothing happens")
	}
	for _, spec := range p.schedule.Tasks {
		if spec.Action == nil {
			t.Errorf("task %s has changed", spec.Name)
		}
	}
}

// TestRemote: a remote run is played as any other, without an engine.
func TestRemote(t *testing.T) {
	far := task(t, "far", "daily at 07:00 | retry 1 every 5 min")
	far.Execution, far.On = rocket.Remote, "gpu"
	s := simulate.Simulation{From: monday, To: monday.Add(2 * time.Hour)}
	s.Schedule = &rocket.Schedule{Config: rocket.Config{Timezone: "UTC"}, Tasks: []*rocket.TaskSpec{
		far, task(t, "near", "after far"),
	}}
	s.Tasks = map[string]simulate.Outcomes{
		"far": {{Takes: 3 * time.Minute, Err: errors.New("no")}, {Takes: time.Minute}},
	}
	hold(t, s,
		"02 07:00:00 far run: daily at 07:00",
		"02 07:03:00 far fail",
		"02 07:08:00 far run: retry 1 every 5 minutes",
		"02 07:09:00 far success",
		"02 07:09:00 near run: after far",
		"02 07:09:00 near success",
	)
}
