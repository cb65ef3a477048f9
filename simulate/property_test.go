package simulate_test

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/condition"
	"github.com/rocketc/rocketc/rockettest"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/simulate"
)

// clockParts are conditions of the clock and of the task itself.
var clockParts = []string{
	"every 17 minutes", "every 2 h based on finish", "hourly", "hourly after 45:00",
	"daily at 06:30, 19:00", "daily between 22:00 and 06:00", "cron 5,35 * * * *",
	"weekly on Mon, Wed at 09:00", "time of day between 08:00 and 17:00 & every 40 min",
	"daily after 10:00 | retry 3 every 5 minutes", "every 3 h | retry 2 every 1 minute backoff 2",
	"monthly on last Fri", "every 1 h & ~running",
	"daily & has succeeded past 7 days < 3",
}

// taskParts are conditions that wait for another task, %s.
var taskParts = []string{
	"after %s", "after %s failed", "after any %s, a finished", "every 30 min & ~task %s is running",
	"task %s has failed today >= 2 & hourly", "daily & task %s has succeeded today",
	"after %s terminated", "task %s last failed & every 50 min",
}

// A played schedule is one with what its runs do.
type played struct {
	text     strings.Builder
	schedule rocket.Schedule
	outcomes map[string]simulate.Outcomes
}

// randomSchedule makes a schedule by chance. No task runs on the loop, or takes no time: what
// happens first of what happens at one instant is chance then.
func randomSchedule(t *testing.T, seed uint64) *played {
	r := rand.New(rand.NewPCG(seed, 2))
	p := &played{outcomes: map[string]simulate.Outcomes{}}
	p.schedule.Config = rocket.Config{
		Timezone: []string{"UTC", "Europe/Helsinki", "America/New_York"}[r.IntN(3)],
		Timeout:  47 * time.Minute,
	}
	names := []string{"a", "b", "c", "d", "e", "f"}
	for i, name := range names {
		when := clockParts[r.IntN(len(clockParts))]
		if i > 0 && r.IntN(2) == 0 {
			when = fmt.Sprintf(taskParts[r.IntN(len(taskParts))], names[r.IntN(i)])
		}
		c, err := condition.Parse(strings.ReplaceAll(when, "any a, a", "a"))
		if err != nil {
			t.Fatalf("%s: %v", when, err)
		}
		spec := &rocket.TaskSpec{Name: name, When: c, Priority: r.IntN(3),
			Action: rocket.Func(nil)}
		if r.IntN(6) == 0 {
			spec.Until, _ = condition.Parse("time of hour after 50:00")
		}
		p.schedule.Tasks = append(p.schedule.Tasks, spec)
		var list simulate.Outcomes
		for range 1 + r.IntN(4) { // what takes no time may be over before the next round, or not
			o := rocket.Performance{Takes: time.Duration(1+r.IntN(90)) * 53 * time.Second}
			if r.IntN(3) == 0 {
				o.Err = errors.New("no")
			}
			list = append(list, o)
		}
		p.outcomes[name] = list
		fmt.Fprintf(&p.text, "%+v takes %v\n", *spec, list)
	}
	return p
}

// quiet has a session log nothing.
var quiet = rocket.WithLogger(slog.New(slog.DiscardHandler))

// span is how long the schedules are played.
const span = 5 * 24 * time.Hour

// really returns when tasks start in a session with goroutines and timers of its own.
func (p *played) really(t *testing.T, from time.Time) map[string][]time.Time {
	starts := map[string][]time.Time{}
	synctest.Test(t, func(t *testing.T) {
		schedule := p.schedule
		schedule.Tasks = nil
		for _, spec := range p.schedule.Tasks {
			own := *spec
			schedule.Tasks = append(schedule.Tasks, &own)
		}
		options := []rockettest.Option{rockettest.At(from)}
		for _, spec := range schedule.Tasks {
			if _, steers := spec.Action.(rocket.Do); steers {
				continue
			}
			var outcomes []rockettest.Outcome
			for _, o := range p.outcomes[spec.Name] {
				outcomes = append(outcomes, rockettest.Outcome{Err: o.Err, Takes: o.Takes})
			}
			options = append(options, rockettest.Replace(spec.Name, outcomes...))
		}
		session := rockettest.Start(t, func(o ...rocket.Option) (*rocket.Session, error) {
			return rocket.New(&schedule, append(o, quiet)...)
		}, options...)
		rockettest.RunUntil(t, from.Add(span-time.Millisecond))
		for _, r := range rockettest.Records(t, session) {
			if r.Event == rocket.Started {
				starts[r.Task] = append(starts[r.Task], r.Start)
			}
		}
	})
	return starts
}

// simulated returns when tasks start in a simulation.
func (p *played) simulated(t *testing.T, from time.Time) map[string][]time.Time {
	starts := map[string][]time.Time{}
	s := simulate.Simulation{Schedule: &p.schedule, From: from, To: from.Add(span),
		Assumptions: simulate.Assumptions{Tasks: p.outcomes}}
	for e, err := range s.Events() {
		if err != nil {
			t.Fatal(err)
		}
		if e.Event == rocket.Started {
			starts[e.Task] = append(starts[e.Task], e.Start)
		}
	}
	return starts
}

// same reports whether two instants are the same, but for the grain of the loop: goroutines
// that end at one instant may do so in any order, and each event has an instant of its own.
func same(a, b time.Time) bool { return a.Sub(b).Abs() < time.Second/4 }

// TestLikeTheSession: tasks of schedules made by chance start in a simulation when they start
// in a session with goroutines and timers of its own. If several things happen at one
// instant, such as the end of two runs, their order in a session is chance: then it is played
// again, and the simulation has to be like one of the sessions.
func TestLikeTheSession(t *testing.T) {
	for seed := range uint64(40) {
		p := randomSchedule(t, seed)
		from := time.Date(2000, 3, 20+int(seed%10), int(seed%24), 7, 11, 0, time.UTC)
		got := p.simulated(t, from)
		var want map[string][]time.Time
		for range 25 {
			if want = p.really(t, from); alike(got, want) {
				break
			}
		}
		if !alike(got, want) {
			t.Fatalf("seed %d: the starts are\n%v\nin a simulation, and\n%v\nin a session:\n%s",
				seed, got, want, p.text.String())
		}
	}
}

// alike reports whether the same tasks start at the same instants.
func alike(a, b map[string][]time.Time) bool {
	return maps.EqualFunc(a, b, func(a, b []time.Time) bool { return slices.EqualFunc(a, b, same) })
}
