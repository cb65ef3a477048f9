package simulate

import (
	"context"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/runtime/step"
	"github.com/rocketc/rocketc/stdconds"
)

// A world is that of the session of a simulation.
type world struct {
	clock
	session            *rocket.Session
	schedule           *rocket.Schedule // of the session
	log                log
	assume             *assumer
	tasks              map[string]*actor
	emit               func(Event) error
	until              time.Time // when reached is called
	reached            func()
	over               bool
	err                error // why it is over, before its time
	runs, rounds       int
	stopped            func(*CutOff) // nil: too many runs end the simulation
	stoppedRuns        int           // of tasks that were stopped, until then
	maxRuns, maxOfTask int
	maxRounds          int
	ctx                context.Context // the simulation ends when it is done
	thins              bool
	longestSleep       time.Duration
	begin              time.Time
}

// looksUp is after how many rounds a simulation asks whether it is to end.
const looksUp = 1000

// An actor is a task of a simulation.
type actor struct {
	spec     *rocket.TaskSpec
	outcomes Outcomes
	ways     []rocket.Condition // the alternatives of its start condition
	texts    []string           // of these; empty until one is told
	pause    time.Time          // until when it does not start, see thinned
	due      []due              // runs that are about to start
	may      map[string]bool    // by id, of the newest runs
	mays     []string           // these ids, oldest first
	begun    int                // runs
	started  int
	stopped  bool
}

// due is why a run is about to start.
type due struct {
	run     *rocket.Run
	because string
	may     bool
}

// suppose returns a schedule for the session: with what is assumed, and without the code of
// the program.
func (w *world) suppose(s *Simulation) *rocket.Schedule {
	own := *s.Schedule
	own.Hooks, own.RunLog, own.Engine, own.Name = nil, nil, nil, ""
	c := &own.Config
	if c.Timezone == "" {
		c.Timezone = s.Zone
	}
	c.ForceStatusFromLogs, c.ParamMaterialize, c.NameRun = false, rocket.Post, nil
	c.RunID, c.Restarting = rocket.Increment, rocket.Recall
	c.ShutCond = w.assume.condition(c.ShutCond)
	own.Params = params(own.Params, s.Params)
	own.Tasks = nil
	for _, declared := range s.Schedule.Tasks {
		if declared.Check { // what it would answer is assumed
			continue
		}
		t := *declared
		t.When = w.assume.fix(w.assume.condition(t.When), c.Timezone)
		t.Until = w.assume.fix(w.assume.condition(t.Until), c.Timezone)
		t.NameRun, t.RunID = nil, rocket.SessionRunID
		do, steers := t.Action.(rocket.Do)
		if t.Action = nil; steers {
			t.Action = steps(do)
		}
		own.Tasks = append(own.Tasks, &t)
		a := &actor{spec: &t, outcomes: w.assume.outcomes[t.Name]}
		a.ways = alternatives(t.When)
		w.tasks[t.Name] = a
		if (w.thins || w.stopped != nil) && t.When != nil {
			t.When = thinned{t.When, &a.pause}
		}
	}
	return &own
}

// params returns the session parameters with other values for some. Those whose own value is
// not known before the program runs, because a Go function gives it, are left out.
func params(declared []rocket.Param, values map[string]any) []rocket.Param {
	values = maps.Clone(values)
	all := declared
	declared = nil
	for _, p := range all {
		if v, given := values[p.Name]; given {
			p.Value = arg.Literal{Value: v}
			delete(values, p.Name)
		}
		with := append(slices.Clip(declared), p)
		if _, err := rocket.New(&rocket.Schedule{Params: with}); err == nil {
			declared = with
		}
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		declared = append(declared,
			rocket.Param{Name: name, Value: arg.Literal{Value: values[name]}})
	}
	return declared
}

// steps returns the steps of a metatask, without what may not be known before the program
// runs: arguments of runs that are no literals, and values of parameters.
func steps(do rocket.Do) rocket.Do {
	do = slices.Clone(do)
	for i, s := range do {
		switch s := s.(type) {
		case step.Run:
			s.Args = slices.DeleteFunc(slices.Clone(s.Args), func(a arg.Var) bool {
				_, literal := a.Value.(arg.Literal)
				return !literal
			})
			do[i] = s
		case step.Set:
			do[i] = knownSet{s}
		}
	}
	return do
}

// A knownSet is a step that leaves a parameter as it is if the value is not known, or is none
// that conditions can use.
type knownSet struct{ step.Set }

// Take sets the parameter.
func (s knownSet) Take(on step.Scheduler) error {
	_ = s.Set.Take(on)
	return nil
}

// alternatives returns what the outermost | of a condition joins, with named conditions
// written out.
func alternatives(c rocket.Condition) (list []rocket.Condition) {
	switch c := c.(type) {
	case nil:
		return nil
	case stdconds.Any:
		for _, part := range c {
			list = append(list, alternatives(part)...)
		}
		return list
	case stdconds.Named:
		if parts := alternatives(c.Of); len(parts) > 1 {
			return parts
		}
	}
	return []rocket.Condition{c}
}

// Sleep lets time pass. What is due when the simulation is to stop is not called before that.
func (w *world) Sleep(d time.Duration, awake func() bool) {
	switch w.rounds++; {
	case w.rounds > w.maxRounds:
		w.end(&CutOff{At: w.now, Runs: w.runs, Rounds: w.maxRounds})
	case w.rounds%looksUp == 0 && w.ctx.Err() != nil:
		w.end(context.Cause(w.ctx))
	}
	for until := w.now.Add(d); !awake() && w.now.Before(until); {
		switch {
		case w.over || until.Before(w.until):
			w.advance(until)
		case w.isDue(w.until.Add(-1)):
			w.advance(w.until)
		default:
			w.now = w.until
			w.reached()
		}
	}
}

// LongestSleep returns how long the scheduler sleeps at most.
func (w *world) LongestSleep() time.Duration { return w.longestSleep }

// end ends the session.
func (w *world) end(err error) {
	if !w.over {
		w.over, w.err = true, err
		_ = w.session.Terminate(err)
	}
}

// Supposes says whether what only the world can answer is supposed to hold.
func (w *world) Supposes() bool { return !w.assume.strict }

// Due notes why a run is about to start: the first alternative that holds, else the first that
// is not known.
func (w *world) Due(r *rocket.Run, s rocket.State, o *rocket.Observation) {
	a := w.tasks[r.Task().Name()]
	if a == nil || len(a.ways) == 0 {
		return
	}
	which := 0
	if len(a.ways) > 1 {
		which = slices.IndexFunc(a.ways, func(way rocket.Condition) bool {
			if bound, err := rocket.Bind(way, o.Param); err == nil {
				way = bound
			}
			answer := o.Ask(way)
			return answer.Holds || s.Unknown && answer.Unknown
		})
	}
	because := a.text(max(which, 0))
	if o.Now.Sub(r.Scheduled) > time.Second && isCatchUp(a.ways[max(which, 0)], r, o.Now) {
		because += ", catch-up"
	}
	a.due = append(a.due, due{run: r, because: because, may: s.Unknown})
}

// isCatchUp reports whether a run makes up for a window of an alternative that has closed.
func isCatchUp(way rocket.Condition, r *rocket.Run, now time.Time) bool {
	c, ok := way.(rocket.Windowed)
	if !ok {
		return false
	}
	return slices.ContainsFunc(c.Windows(), func(ws rocket.Windows) bool {
		zone, err := time.LoadLocation(ws.Zone)
		if ws.Zone == "" || err != nil {
			zone = now.Location()
		}
		w, ok := ws.Of.Prev(r.Scheduled.In(zone).Add(1))
		return ok && ws.CatchUp > 0 && w.Start.Equal(r.Scheduled) && !w.End.After(now)
	})
}

// text returns an alternative of the start condition as the language writes it.
func (a *actor) text(way int) string {
	if a.texts == nil {
		a.texts = make([]string, len(a.ways))
	}
	if a.texts[way] == "" {
		a.texts[way] = text(a.ways[way])
	}
	return a.texts[way]
}

// kept says why a run has started whose start was kept: which of the alternatives held then is not
// known any more.
func (a *actor) kept() string {
	var texts []string
	for way := range a.ways {
		texts = append(texts, a.text(way))
	}
	return strings.Join(texts, " | ") + ", kept"
}

// Perform says what a run does.
func (w *world) Perform(r *rocket.Run) rocket.Performance {
	a := w.tasks[r.Task().Name()]
	if a == nil {
		return rocket.Performance{}
	}
	a.begun++
	return a.outcomes.at(a.begun - 1)
}

// take takes a record that the session has made.
func (w *world) take(r rocket.Record) {
	if w.over || r.Event&rocket.Noted != 0 {
		return
	}
	e := Event{Record: r}
	e.Host, e.Seq = "", 0
	if a := w.tasks[r.Task]; a != nil {
		a.explain(&e, w)
	}
	if e.Event == rocket.Started {
		w.count(&e)
	}
	if w.emit != nil && !w.over {
		if err := w.emit(e); err != nil {
			w.end(err)
		}
	}
}

// explain says why a run has started, and whether it may happen only.
func (a *actor) explain(e *Event, w *world) {
	if e.Event != rocket.Started {
		e.May = a.may[e.RunID]
		return
	}
	found := false
	for i, d := range a.due {
		if d.run.ID == e.RunID {
			e.Because, e.May, found = d.because, d.may, true
			a.due = slices.Delete(a.due, i, i+1)
			break
		}
	}
	switch {
	case found:
	case e.Cause != nil && e.Cause.Event == rocket.Started:
		e.Because = "run by task " + e.Cause.Task
	case a.spec.OnStartup:
		e.Because = "on_startup"
	case a.spec.OnShutdown:
		e.Because = "on_shutdown"
	case len(a.ways) > 0:
		e.Because = a.kept()
	}
	if e.Cause != nil {
		if by := w.tasks[e.Cause.Task]; by != nil {
			e.May = e.May || by.may[e.Cause.RunID]
		}
	}
	if e.May {
		a.noteMay(e.RunID)
	}
}

// keptMays is of how many runs a task remembers that they may happen only: longer than
// another task is caused by them.
const keptMays = 1000

// noteMay notes that a run may happen only.
func (a *actor) noteMay(id string) {
	if a.may == nil {
		a.may = map[string]bool{}
	}
	a.may[id] = true
	if a.mays = append(a.mays, id); len(a.mays) > keptMays {
		delete(a.may, a.mays[0])
		a.mays = a.mays[1:]
	}
}

// count counts a run, and cuts the simulation off if there are too many.
func (w *world) count(e *Event) {
	w.runs++
	a := w.tasks[e.Task]
	if a != nil {
		a.started++
		if w.thins {
			a.thin(w, e.Start)
		}
	}
	switch all, many := w.runs-w.stoppedRuns > w.maxRuns, a != nil && a.started > w.maxOfTask; {
	case w.stopped != nil && many:
		w.stop(a, e.Start)
	case w.stopped != nil && all:
		w.stop(w.busiest(), e.Start)
	case all:
		w.end(&CutOff{At: e.Start, Runs: w.maxRuns})
	case many:
		w.end(&CutOff{At: e.Start, Runs: w.maxOfTask, Task: e.Task})
	}
}

// stop has a task start by itself no more.
func (w *world) stop(a *actor, at time.Time) {
	if a == nil || a.stopped {
		return
	}
	a.stopped, a.pause = true, at.AddDate(1000, 0, 0)
	w.stoppedRuns += a.started
	w.stopped(&CutOff{At: at, Runs: a.started, Task: a.spec.Name})
}

// busiest returns the task with most runs that was not stopped, nil if there is none.
func (w *world) busiest() (most *actor) {
	for _, t := range w.schedule.Tasks {
		a := w.tasks[t.Name]
		if !a.stopped && (most == nil || a.started > most.started) {
			most = a
		}
	}
	return most
}

// A log is the run log of a simulation: what has happened before, and what happens.
type log struct {
	world  *world
	before rocket.Summary // of what has happened before the seed
	seed   []rocket.Record
	keeps  bool // what happens is read later, too
}

// Append takes the events.
func (l *log) Append(_ context.Context, records []rocket.Record) error {
	if l.keeps && !l.world.over {
		l.seed = append(l.seed, records...)
	}
	for _, r := range records {
		l.world.take(r)
	}
	return nil
}

// Resume returns what has happened before.
func (l *log) Resume(ctx context.Context, _ time.Time) (rocket.Summary,
	iter.Seq2[rocket.Record, error]) {
	return l.before.Clone(), l.Read(ctx, rocket.Query{Events: rocket.AnyEvent})
}

// Read returns the records of what has happened before.
func (l *log) Read(_ context.Context, q rocket.Query) iter.Seq2[rocket.Record, error] {
	return func(yield func(rocket.Record, error) bool) {
		for _, r := range l.seed {
			if q.Match(r) && !yield(r, nil) {
				return
			}
		}
	}
}
