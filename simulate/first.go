package simulate

import (
	"errors"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// FirstStarts returns the first start of each task, by its name. It ends early when all tasks
// that may start by themselves have started, and when the simulation is cut off: then it
// returns until when it has looked, else To. However often some tasks run, those that run
// rarely are found: tasks that have run very often start less and less often.
func (s *Simulation) FirstStarts() (first map[string]Event, until time.Time, err error) {
	thinning := *s
	thinning.thins = true
	s = &thinning
	first = map[string]Event{}
	left := 0
	for _, t := range s.Schedule.Tasks {
		if t.When != nil || t.OnStartup {
			left++
		}
	}
	for e, err := range s.Events() {
		if cut := (*CutOff)(nil); errors.As(err, &cut) {
			return first, cut.At, nil
		}
		if err != nil {
			return nil, s.From, err
		}
		if _, again := first[e.Task]; e.Event != rocket.Started || again {
			continue
		}
		first[e.Task] = e
		if len(first) >= left && s.allStarted(first) {
			return first, s.To, nil
		}
	}
	return first, s.To, nil
}

// allStarted reports whether all tasks that may start by themselves have started.
func (s *Simulation) allStarted(first map[string]Event) bool {
	for _, t := range s.Schedule.Tasks {
		if _, started := first[t.Name]; !started && (t.When != nil || t.OnStartup) {
			return false
		}
	}
	return true
}
