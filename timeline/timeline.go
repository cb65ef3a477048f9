// Package timeline shows what a schedule will do, and when.
//
// A [Timeline] is made of the events of a simulation, as they come, and is as large as what it
// shows: a row for each task, with a cell for each piece of the span, and the first runs one by
// one. However many runs there are, they are counted in the cells. The timeline is written as
// text for a terminal, as a picture (SVG), or as a page (HTML). What lists every event, the
// lines of JSON and the entries of a calendar, is written while the simulation goes on.
package timeline

import (
	"cmp"
	"errors"
	"slices"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/simulate"
)

// Options say what a timeline has.
type Options struct {
	// Zone is that in which instants are shown.
	Zone *time.Location
	// Cells is how many pieces the span has at most, greater than 0. With Even, a piece is as
	// long as people like it, such as 20 minutes.
	Cells int
	Even  bool
	// Tasks are the names of the tasks that have rows, in order; nil: all.
	Tasks []string
	// Load asks for the load of each minute, and Clocks for the changes of clocks.
	Load, Clocks bool
}

// A Timeline is what tasks do in a span of time.
type Timeline struct {
	From, To time.Time // in the zone
	Step     time.Duration
	Rows     []*Row
	// Runs are the first runs, oldest first, and Total is how many there are.
	Runs  []Run
	Total int
	// Peaks has how many runs are live at once, at most, in each cell.
	Peaks []int
	// Shown is how many cells are shown: all, unless the timeline is cut off.
	Shown int
	// Load is nil unless it was asked for.
	Load *Load
	// Clocks are the changes of clocks; nil unless they were asked for.
	Clocks []ClockChange
	// CutOff is not nil if there were too many runs.
	CutOff *simulate.CutOff

	rows map[string]*Row
	live map[rocket.Ref]*Run
	load series
}

// A Row is what one task does.
type Row struct {
	Task *rocket.TaskSpec
	// Starts is how many runs start, May how many of them may start only. Wrong is how many
	// go wrong, and how many windows are missed.
	Starts, May, Wrong int
	Cells              []Cell
}

// A Cell is what a task does in a piece of the span.
type Cell struct {
	// Starts is how many runs start.
	Starts int32
	// Sure says that a run is live, May that one may be, and Wrong that something goes wrong.
	Sure, May, Wrong bool
}

// A Run is a run of a task.
type Run struct {
	Task  string
	Start time.Time
	// End is when the run ends, and Outcome how: zero, if it has not ended within the span.
	End     time.Time
	Outcome rocket.Event
	// Wrong says that the run goes wrong, Timeout that its timeout ends it.
	Wrong, Timeout bool
	// Because and May are those of the event, and By is the task of its cause.
	Because string
	May     bool
	By      string
}

// keptRuns is how many runs a timeline has one by one.
const keptRuns = 2000

// Of returns the timeline of a simulation. If that is cut off, the timeline ends then.
func Of(s *simulate.Simulation, o Options) (*Timeline, error) {
	t := newTimeline(s, o)
	for e, err := range s.Events() {
		if errors.As(err, &t.CutOff) {
			break
		}
		if err != nil {
			return nil, err
		}
		t.take(&e)
	}
	t.finish()
	if !o.Clocks {
		return t, nil
	}
	var err error
	if t.Clocks, err = ClockChanges(s, o.Tasks); t.Clocks == nil {
		t.Clocks = []ClockChange{}
	}
	return t, err
}

func newTimeline(s *simulate.Simulation, o Options) *Timeline {
	t := &Timeline{From: s.From.In(o.Zone), To: s.To.In(o.Zone),
		rows: map[string]*Row{}, live: map[rocket.Ref]*Run{}}
	span := t.To.Sub(t.From)
	t.Step = max((span+time.Duration(o.Cells)-1)/time.Duration(o.Cells), 1)
	if o.Even {
		t.Step = evenStep(t.Step)
	}
	cells := int((span + t.Step - 1) / t.Step)
	t.load = series{from: t.From, step: t.Step, Peaks: make([]int, cells)}
	specs := map[string]*rocket.TaskSpec{}
	for _, spec := range s.Schedule.Tasks {
		specs[spec.Name] = spec
		if o.Tasks == nil {
			t.addRow(spec, cells)
		}
	}
	for _, name := range o.Tasks {
		if spec := specs[name]; spec != nil && t.rows[name] == nil {
			t.addRow(spec, cells)
		}
	}
	if o.Load {
		t.Load = newLoad(s.Schedule, t.From, t.To)
	}
	return t
}

func (t *Timeline) addRow(spec *rocket.TaskSpec, cells int) {
	row := &Row{Task: spec, Cells: make([]Cell, cells)}
	t.rows[spec.Name] = row
	t.Rows = append(t.Rows, row)
}

// evenSteps are lengths that people like, beside whole numbers of weeks.
var evenSteps = []time.Duration{
	time.Millisecond, 10 * time.Millisecond, 100 * time.Millisecond, time.Second,
	2 * time.Second, 5 * time.Second, 10 * time.Second, 15 * time.Second, 30 * time.Second,
	time.Minute, 2 * time.Minute, 3 * time.Minute, 5 * time.Minute, 10 * time.Minute,
	15 * time.Minute, 20 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour,
	3 * time.Hour, 4 * time.Hour, 6 * time.Hour, 12 * time.Hour, day, 2 * day, 3 * day, 4 * day,
}

const (
	day  = 24 * time.Hour
	week = 7 * day
)

// evenStep returns the least length that people like and that is not shorter than d.
func evenStep(d time.Duration) time.Duration {
	for _, step := range evenSteps {
		if step >= d {
			return step
		}
	}
	return (d + week - 1) / week * week
}

// take takes an event.
func (t *Timeline) take(e *simulate.Event) {
	if t.Load != nil {
		t.Load.take(e)
	}
	row := t.rows[e.Task]
	if row == nil {
		return
	}
	if change := changeOf(e); change != 0 {
		t.load.add(e.Created, change)
	}
	switch e.Event {
	case rocket.Missed:
		row.Wrong++
		t.cell(row, e.Created).Wrong = true
	case rocket.Started:
		t.start(row, e)
	default:
		t.end(row, e)
	}
}

// start notes the start of a run.
func (t *Timeline) start(row *Row, e *simulate.Event) {
	run := &Run{Task: e.Task, Start: e.Start.In(t.From.Location()), Because: e.Because,
		May: e.May}
	if e.Cause != nil {
		run.By = e.Cause.Task
	}
	t.live[rocket.Ref{Task: e.Task, RunID: e.RunID}] = run
	t.Total++
	row.Starts++
	if e.May {
		row.May++
	}
	t.cell(row, e.Start).Starts++
}

// end notes the end of a run.
func (t *Timeline) end(row *Row, e *simulate.Event) {
	ref := rocket.Ref{Task: e.Task, RunID: e.RunID}
	run := t.live[ref]
	if run == nil {
		return
	}
	delete(t.live, ref)
	run.End, run.Outcome = e.End.In(t.From.Location()), e.Event
	run.Timeout = e.Event == rocket.Terminated && e.Reason == "timeout"
	run.Wrong = run.Timeout || e.Event&(rocket.Failed|rocket.Crashed) != 0
	if run.Wrong {
		row.Wrong++
		t.cell(row, e.End).Wrong = true
	}
	t.cover(row, run, e.End)
	t.keep(run)
}

// cover marks the cells in which a run is live.
func (t *Timeline) cover(row *Row, run *Run, end time.Time) {
	first := t.index(run.Start)
	for i := first; i <= max(first, t.index(end.Add(-stampRoom))); i++ {
		if run.May {
			row.Cells[i].May = true
		} else {
			row.Cells[i].Sure = true
		}
	}
}

func (t *Timeline) index(at time.Time) int { return t.load.index(at) }

func (t *Timeline) cell(row *Row, at time.Time) *Cell { return &row.Cells[t.index(at)] }

// keep keeps a run if it is one of the first.
func (t *Timeline) keep(run *Run) {
	if len(t.Runs) < keptRuns {
		t.Runs = append(t.Runs, *run)
	}
}

// finish ends the timeline: the runs that are live still go on.
func (t *Timeline) finish() {
	end := t.To
	if t.CutOff != nil {
		end = t.CutOff.At
	}
	for _, run := range t.live {
		t.cover(t.rows[run.Task], run, end)
		t.keep(run)
	}
	slices.SortFunc(t.Runs, func(a, b Run) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Task, b.Task))
	})
	t.Shown = t.index(end) + 1
	t.load.reach(t.index(end))
	t.Peaks = t.load.Peaks
	if t.Load != nil {
		t.Load.finish(end)
	}
}

// IsWhole reports whether Runs has all runs.
func (t *Timeline) IsWhole() bool { return len(t.Runs) == t.Total }
