package rockettest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

const (
	// histories is how many histories a condition is asked in.
	histories = 200
	// probes is how often it is asked in each.
	probes = 40
)

// CheckCondition holds a condition to what [rocket.Condition] demands: until the instant
// that an answer names, asking again gives the same answer if nothing happens. It asks the
// condition in 200 histories made by chance, the same in each call, at 40 instants each,
// most of them shortly before the answer expires. The test fails at the first answer that
// does not stand as long as it says, at one that has expired when it is given, and at an
// error. A fuzz target asks in one history an input, see [CheckHistory].
//
// The histories are those of the named tasks. The condition is set on the first of them,
// or without names on a task called "test". Each has returned a bool. There are no
// parameters, and there is no session.
func CheckCondition(t testing.TB, c rocket.Condition, tasks ...string) {
	t.Helper()
	for seed := range uint64(histories) {
		if CheckHistory(t, c, seed, tasks...); t.Failed() {
			return
		}
	}
}

// CheckHistory is [CheckCondition] in a single history, the one that the seed makes. Any
// seed does.
func CheckHistory(t testing.TB, c rocket.Condition, seed uint64, tasks ...string) {
	t.Helper()
	if len(tasks) == 0 {
		tasks = []string{taskName}
	}
	w := newWorld(seed, tasks)
	if mistake := w.mistake(c); mistake != "" {
		t.Errorf("the condition %v, set on the task %q, %s\n%s", c, tasks[0], mistake,
			w.story.String())
	}
}

// A world is a history of tasks, and an instant after it.
type world struct {
	*rand.Rand
	owner string
	facts *rocket.Facts
	now   time.Time
	story strings.Builder // the history in words
}

// newWorld makes a world by chance.
func newWorld(seed uint64, tasks []string) *world {
	w := &world{Rand: rand.New(rand.NewPCG(seed, 1)), owner: tasks[0], facts: rocket.NewFacts()}
	w.now = w.instant()
	w.facts.CycleSleep = 100 * time.Millisecond
	w.facts.Started = w.now.Add(-w.span())
	fmt.Fprintf(&w.story, "the scheduler started at %v\n", w.facts.Started)
	w.addRuns(tasks)
	for _, task := range tasks {
		w.facts.SetReturn(task, w.IntN(2) == 0)
	}
	for _, task := range tasks {
		if w.IntN(2) == 0 {
			since := w.now.Add(-w.span())
			w.facts.AddRecord(rocket.Record{Task: task, Event: rocket.Known, Created: since})
			fmt.Fprintf(&w.story, "%v: %s is known\n", since, task)
		}
	}
	return w
}

// addRuns lets up to 12 runs of each task have happened in the last 100 days. About one
// in four is still live.
func (w *world) addRuns(tasks []string) {
	at := w.now.Add(-time.Duration(w.Int64N(int64(100 * 24 * time.Hour))))
	for i := range w.IntN(12) {
		for _, task := range tasks {
			id := fmt.Sprint(i)
			if at = at.Add(w.span() / 8); at.After(w.now) {
				return
			}
			if w.IntN(8) == 0 {
				w.miss(task, at)
			}
			w.add(task, rocket.Started, at, id)
			if end := at.Add(w.span() / 32); !end.After(w.now) && w.IntN(4) > 0 {
				w.add(task, rocket.Event(2<<w.IntN(5)), end, id)
			}
		}
	}
}

// add enters an event. What was terminated was so by its timeout.
func (w *world) add(task string, event rocket.Event, at time.Time, id string) {
	r := rocket.Record{Task: task, RunID: id, Event: event, Created: at}
	if event == rocket.Terminated {
		r.Reason = "timeout"
	}
	w.facts.AddRecord(r)
	fmt.Fprintf(&w.story, "%v: %s %v, run %s\n", at, task, event, id)
}

// miss enters that a window is missed which opened before an instant.
func (w *world) miss(task string, at time.Time) {
	opened := at.Add(-w.span())
	w.facts.AddRecord(rocket.Record{Task: task, Event: rocket.Missed, Created: at,
		Scheduled: opened, Reason: "off"})
	fmt.Fprintf(&w.story, "%v: %s missed the window of %v\n", at, task, opened)
}

// zones are such that have changed their clocks in different ways.
var zones = sync.OnceValue(func() (zones []*time.Location) {
	for _, name := range []string{
		"UTC", "Europe/Helsinki", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
		"Pacific/Apia", "America/Sao_Paulo",
	} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			panic(err) // package runtime has all zones
		}
		zones = append(zones, zone)
	}
	return zones
})

// instant returns an instant between 2008 and 2030, often on a round second.
func (w *world) instant() time.Time {
	at := time.Unix(1_200_000_000+w.Int64N(700_000_000), w.Int64N(1e9))
	if w.IntN(2) == 0 {
		at = at.Truncate(time.Duration(1+w.IntN(3600)) * time.Second)
	}
	return at.In(zones()[w.IntN(len(zones()))])
}

// span returns a duration between a millisecond and 40 days.
func (w *world) span() time.Duration {
	units := []time.Duration{
		time.Millisecond, time.Second, time.Minute, time.Hour, 24 * time.Hour,
	}
	return time.Duration(1+w.IntN(40)) * units[w.IntN(len(units))]
}

// probe returns an instant from now until before an expiry, often close to it.
func (w *world) probe(until time.Time) time.Time {
	if until.IsZero() {
		return w.now.Add(time.Duration(w.Int64N(int64(1000 * 24 * time.Hour))))
	}
	span := until.Sub(w.now)
	if w.IntN(2) == 0 {
		return until.Add(-1 - time.Duration(w.Int64N(int64(min(span, time.Second)))))
	}
	return w.now.Add(time.Duration(w.Int64N(int64(span))))
}

// mistake returns what is wrong with the answers of a condition; empty if nothing is.
func (w *world) mistake(c rocket.Condition) string {
	first, err := w.facts.Observe(c, w.owner, w.now)
	if err != nil {
		return fmt.Sprintf("fails at %v: %v", w.now, err)
	}
	if !first.Until.IsZero() && !first.Until.After(w.now) {
		return fmt.Sprintf("gives at %v an answer until %v, which is not later", w.now, first.Until)
	}
	for i := range probes {
		at := w.now
		if i > 0 {
			at = w.probe(first.Until)
		}
		again, err := w.facts.Observe(c, w.owner, at)
		if err != nil {
			return fmt.Sprintf("%s at %v, and fails at %v: %v", answer(first), w.now, at, err)
		}
		if answer(again) != answer(first) {
			return fmt.Sprintf("%s at %v until %v, but %s at %v", answer(first), w.now,
				expiry(first), answer(again), at)
		}
	}
	return ""
}

// answer returns the answer in words.
func answer(s rocket.State) string {
	switch {
	case s.Unknown:
		return "is not known"
	case s.Holds:
		return "holds"
	}
	return "does not hold"
}

// expiry returns in words until when an answer stands.
func expiry(s rocket.State) string {
	if s.Until.IsZero() {
		return "something happens"
	}
	return s.Until.String()
}
