package simulate_test

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/condition"
	"github.com/rocketc/rocketc/rockettest"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/step"
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
	*rand.Rand
	text     strings.Builder
	schedule rocket.Schedule
	outcomes map[string]simulate.Outcomes
}

// names are those of the tasks that do not steer others.
var names = []string{"a", "b", "c", "d", "e", "f"}

// randomSchedule makes a schedule by chance. No run takes no time: it may be over before the
// next round of a session, or not. No two runs of different tasks take the same time.
func randomSchedule(t *testing.T, seed uint64) *played {
	p := &played{Rand: rand.New(rand.NewPCG(seed, 2)), outcomes: map[string]simulate.Outcomes{}}
	p.schedule.Config = rocket.Config{
		Timezone: []string{"UTC", "Europe/Helsinki", "America/New_York"}[p.IntN(3)],
		Timeout:  47*time.Minute + 7*time.Second, // the loop wakes each minute
		Overlap:  []rocket.Overlap{rocket.OverlapSkip, rocket.OverlapWait}[p.IntN(2)],
	}
	p.schedule.Pools = []rocket.Pool{{Name: "disk", Size: 2}, {Name: "line", Size: 1}}
	for i, name := range names {
		when := clockParts[p.IntN(len(clockParts))]
		if i > 0 && p.IntN(2) == 0 {
			when = fmt.Sprintf(taskParts[p.IntN(len(taskParts))], names[p.IntN(i)])
		}
		spec := p.add(t, name, strings.ReplaceAll(when, "any a, a", "a"))
		spec.Action = rocket.Func(nil)
		if p.IntN(6) == 0 {
			spec.Until, _ = condition.Parse("time of hour after 50:00")
		}
		p.share(spec)
		fmt.Fprintf(&p.text, "%+v takes %v\n", *spec, p.perform(name, i))
	}
	for i := range p.IntN(3) {
		spec := p.add(t, fmt.Sprint("meta", i), []string{
			"daily at 11:10", "every 5 h", "after a", "after any b, c failed", "hourly at 20:00",
		}[p.IntN(5)])
		spec.Action = p.steps()
		fmt.Fprintf(&p.text, "%+v\n", *spec)
	}
	return p
}

// add adds a task.
func (p *played) add(t *testing.T, name, when string) *rocket.TaskSpec {
	c, err := condition.Parse(when)
	if err != nil {
		t.Fatalf("%s: %v", when, err)
	}
	spec := &rocket.TaskSpec{Name: name, When: c, Priority: p.IntN(3)}
	p.schedule.Tasks = append(p.schedule.Tasks, spec)
	return spec
}

// share has the loop stand still for the runs of a task, or gives these places in pools, or lets
// several of them run at once.
func (p *played) share(spec *rocket.TaskSpec) {
	switch p.IntN(5) {
	case 0:
		spec.Execution = rocket.Main
	case 1:
		spec.Pools = []rocket.PoolShare{{Pool: "disk", Weight: 1 + p.IntN(2)}}
	case 2:
		spec.Pools = []rocket.PoolShare{{Pool: "disk"}, {Pool: "line"}}
	case 3:
		spec.Multilaunch = 2
	}
}

// perform says what the runs of the ith task do. What they take differs by milliseconds from
// what those of any other take.
func (p *played) perform(name string, i int) (list simulate.Outcomes) {
	for range 1 + p.IntN(4) {
		o := rocket.Performance{Takes: time.Duration(1+p.IntN(90))*53*time.Second +
			time.Duration(1)<<i*time.Millisecond}
		if p.IntN(3) == 0 {
			o.Err = errors.New("no")
		}
		list = append(list, o)
	}
	p.outcomes[name] = list
	return list
}

// steps returns what a metatask does.
func (p *played) steps() rocket.Do {
	one := names[p.IntN(len(names))]
	return []rocket.Do{
		{step.Run{Task: one}}, {step.Run{Task: one}, step.Run{Task: "b"}},
		{step.Disable{Task: one}, step.Run{Task: "a"}},
		{step.Enable{Tasks: step.All{}}}, {step.Terminate{Task: one}},
	}[p.IntN(5)]
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

// same reports whether two instants are the same, but for the grain of the loop, 0.1 ms. Each
// event has an instant of its own, a nanosecond later than the one before. So if goroutines end
// at one instant, their order decides whether a task that is due then waits for a grain or not,
// and that adds up if an `every` counts from there.
func same(a, b time.Time) bool { return a.Sub(b).Abs() < 10*time.Millisecond }

// TestLikeTheSession: tasks of schedules made by chance start in a simulation when they start
// in a session with goroutines and timers of its own. If several things happen at one
// instant, such as the end of two runs, their order in a session is chance: then it is played
// again, and the simulation has to be like one of the sessions. There are 40 schedules, or as
// many as the variable ROCKETC_TEST_SCHEDULES says.
func TestLikeTheSession(t *testing.T) {
	schedules := uint64(40)
	if n, err := strconv.ParseUint(os.Getenv("ROCKETC_TEST_SCHEDULES"), 10, 32); err == nil {
		schedules = n
	}
	for seed := range schedules {
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
			t.Errorf("seed %d: %s\n%s", seed, difference(got, want), p.text.String())
		}
	}
}

// alike reports whether the same tasks start at the same instants.
func alike(a, b map[string][]time.Time) bool {
	return maps.EqualFunc(a, b, func(a, b []time.Time) bool { return slices.EqualFunc(a, b, same) })
}

// difference says where the starts of a simulation differ first from those of a session.
func difference(got, want map[string][]time.Time) string {
	var list []string
	for _, task := range slices.Sorted(maps.Keys(want)) {
		a, b := got[task], want[task]
		n := 0
		for n < min(len(a), len(b)) && same(a[n], b[n]) {
			n++
		}
		if n < max(len(a), len(b)) {
			list = append(list, fmt.Sprintf("%s has %d starts and %d, first different: %v and %v",
				task, len(a), len(b), a[n:min(n+1, len(a))], b[n:min(n+1, len(b))]))
		}
	}
	return strings.Join(list, "\n")
}
