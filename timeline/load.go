package timeline

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/rocketc/rocketc/console"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/simulate"
)

// A series has how many things are there at once, at most, in each piece of a span.
type series struct {
	Peaks []int
	Now   int // how many are there
	from  time.Time
	step  time.Duration
	at    int // the latest piece
}

// index returns the piece that has an instant.
func (s *series) index(at time.Time) int {
	return min(max(int(at.Sub(s.from)/s.step), 0), len(s.Peaks)-1)
}

// stampRoom is how much later than meant an event may be: each has an instant of its own.
const stampRoom = time.Millisecond

// add notes that there are n more, from an instant on. Instants do not become earlier. What ends
// as a piece begins is not in that piece.
func (s *series) add(at time.Time, n int) {
	if n < 0 {
		at = at.Add(-stampRoom)
	}
	i := max(s.index(at), s.at)
	s.reach(i)
	s.Now += n
	s.Peaks[i] = max(s.Peaks[i], s.Now)
}

// reach goes on to a piece.
func (s *series) reach(i int) {
	for s.at < i {
		s.at++
		s.Peaks[s.at] = s.Now
	}
}

// Load is how many runs are live at once.
type Load struct {
	// Step is the piece of time that is looked at: a minute, unless the span has too many.
	Step time.Duration
	// Resources are what runs take: all runs first, then the places for processes, if tasks
	// run in some, and then the pools.
	Resources []*Resource

	weights map[string][]int // of a run of a task, of each resource
	live    map[rocket.Ref]bool
}

// A Resource is something of which runs take a part.
type Resource struct {
	// Name is what it is called, and Limit how much there is; 0: it has no limit.
	Name  string
	Limit int
	// Most is how much is taken at once, at most, and At when that is so first. Tasks are
	// those that have it then, sorted.
	Most  int
	At    time.Time
	Tasks []string
	// Full is in how many pieces of time all is taken.
	Full int

	series series
	rising bool // the tasks of the peak are not noted yet
}

// maxPieces is into how many pieces a span is divided for its load, at most.
const maxPieces = 600_000

func newLoad(s *rocket.Schedule, from, to time.Time) *Load {
	l := &Load{Step: time.Minute, weights: map[string][]int{}, live: map[rocket.Ref]bool{}}
	for to.Sub(from)/l.Step > maxPieces {
		l.Step *= 2
	}
	add := func(name string, limit int) {
		pieces := int((to.Sub(from) + l.Step - 1) / l.Step)
		l.Resources = append(l.Resources, &Resource{Name: name, Limit: limit,
			series: series{from: from, step: l.Step, Peaks: make([]int, pieces)}})
	}
	add("all runs", 0)
	processes := slices.ContainsFunc(s.Tasks, func(t *rocket.TaskSpec) bool {
		return inProcess(s, t)
	})
	if processes {
		add("processes", s.Config.MaxProcessCount)
	}
	for _, p := range s.Pools {
		add("pool "+p.Name, p.Size)
	}
	for _, t := range s.Tasks {
		weights := []int{1}
		if processes {
			weights = append(weights, map[bool]int{true: 1}[inProcess(s, t)])
		}
		for _, p := range s.Pools {
			weight := 0
			for _, share := range t.Pools {
				if share.Pool == p.Name {
					weight = max(share.Weight, 1)
				}
			}
			weights = append(weights, weight)
		}
		l.weights[t.Name] = weights
	}
	return l
}

// inProcess reports whether the runs of a task take process slots: those that have processes
// of their own, and if the schedule says how many slots there are, those on workers.
func inProcess(s *rocket.Schedule, t *rocket.TaskSpec) bool {
	execution := t.Execution
	if execution == rocket.SessionExecution {
		execution = s.Config.TaskExecution
	}
	return execution == rocket.Process ||
		execution == rocket.Remote && s.Config.MaxProcessCount > 0
}

// take takes an event.
func (l *Load) take(e *simulate.Event) {
	change := changeOf(e)
	if change == 0 {
		return
	}
	ref := rocket.Ref{Task: e.Task, RunID: e.RunID}
	if change < 0 {
		if !l.live[ref] {
			return
		}
		l.note(e)
		delete(l.live, ref)
	} else {
		l.live[ref] = true
	}
	for i, weight := range l.weights[e.Task] {
		if weight == 0 {
			continue
		}
		r := l.Resources[i]
		if r.series.add(e.Created, change*weight); r.series.Now > r.Most {
			r.Most, r.At, r.rising = r.series.Now, e.Created, true
		}
	}
}

// changeOf returns how many more runs there are by an event: 1 or -1, or 0.
func changeOf(e *simulate.Event) int {
	switch e.Event {
	case rocket.Missed:
		return 0
	case rocket.Started:
		return 1
	}
	return -1
}

// note notes which tasks have the resources that are at a peak, before one of them ends.
func (l *Load) note(e *simulate.Event) {
	for i, r := range l.Resources {
		if !r.rising || e != nil && l.weights[e.Task][i] == 0 {
			continue
		}
		r.rising = false
		names := map[string]bool{}
		for ref := range l.live {
			if l.weights[ref.Task][i] > 0 {
				names[ref.Task] = true
			}
		}
		r.Tasks = slices.Sorted(maps.Keys(names))
	}
}

// finish ends the load.
func (l *Load) finish(end time.Time) {
	l.note(nil)
	for _, r := range l.Resources {
		r.series.reach(r.series.index(end))
		for _, n := range r.series.Peaks {
			if r.Limit > 0 && n >= r.Limit {
				r.Full++
			}
		}
	}
}

// A Stretch is a span in which as many runs are live at once, at most, in each piece.
type Stretch struct {
	From, To time.Time
	Runs     int
}

// Busiest returns the stretches with the most runs, n at most, the busiest first.
func (l *Load) Busiest(n int) []Stretch {
	s := &l.Resources[0].series
	var list []Stretch
	for i, peak := range s.Peaks {
		start := s.from.Add(time.Duration(i) * s.step)
		if last := len(list) - 1; i > 0 && peak > 0 && s.Peaks[i-1] == peak {
			list[last].To = start.Add(s.step)
		} else if peak > 0 {
			list = append(list, Stretch{start, start.Add(s.step), peak})
		}
	}
	slices.SortStableFunc(list, func(a, b Stretch) int { return b.Runs - a.Runs })
	return list[:min(n, len(list))]
}

// some names the first of some tasks, and says how many more there are.
func some(names []string) string {
	const shown = 5
	text := ""
	for i, name := range names[:min(shown, len(names))] {
		if i > 0 {
			text += ", "
		}
		text += console.Printable(name)
	}
	if more := len(names) - shown; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}
