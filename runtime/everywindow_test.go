package rocket_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/rockettest"
	"github.com/rocketc/rocketc/runlog"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// TestEveryWindow: whatever happens to a program, each window of its tasks has one run, or is
// missed once, for the right reason: what was in the way at the last instant.
func TestEveryWindow(t *testing.T) {
	for seed := range uint64(40) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			newFate(seed).check(t)
		})
	}
}

// FuzzEveryWindow is TestEveryWindow for a fate by chance.
func FuzzEveryWindow(f *testing.F) {
	for seed := range uint64(8) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) { newFate(seed).check(t) })
}

// A fate is what happens to a program with some tasks, by chance.
type fate struct {
	*rand.Rand
	tasks  []fatedTask
	spells []spell
	known  time.Time // when the program starts for the first time
	end    time.Time
}

// A fatedTask is `daily …` in a zone, with catch_up and perhaps spread. Its runs take some
// time, and succeed or fail. If it waits, it has `overlap wait`.
type fatedTask struct {
	name  string
	zone  *time.Location
	once  stdconds.Once
	shift time.Duration
	takes time.Duration
	fails bool
	waits bool
}

// A fatedRun is a live run, from an instant until another.
type fatedRun struct{ from, to time.Time }

// A spell is a time in which a program is on and awake. Between spells the program is off, or
// the machine sleeps.
type spell struct {
	from, to time.Time
	// held says that the scheduler is held, slept that the machine has slept before, with the
	// program on, and killed that the program dies at the end.
	held, slept, killed bool
	back                time.Duration // by which the clock is set back at the end
	start               time.Time     // of the program
}

var fateZones = []string{"UTC", "Europe/Helsinki", "America/New_York", "Australia/Lord_Howe",
	"America/Sao_Paulo", "Asia/Kathmandu"}

// fateDates are such that clocks change some days later, somewhere.
var fateDates = []string{"2026-01-10", "2026-03-03", "2026-03-25", "2026-10-02", "2026-10-22",
	"2018-11-01"}

func newFate(seed uint64) *fate {
	f := &fate{Rand: rand.New(rand.NewPCG(seed, 7))}
	f.known, _ = time.Parse(time.DateOnly, fateDates[f.IntN(len(fateDates))])
	f.known = f.instantAfter(f.known, 24*hour)
	for i := range 1 + f.IntN(3) {
		f.tasks = append(f.tasks, f.task(i))
	}
	for at := f.known; len(f.spells) < 4+f.IntN(10); {
		at = f.program(at)
	}
	f.end = f.spells[len(f.spells)-1].to
	return f
}

// instantAfter returns an instant within a span, in a minute in which no window begins or
// ends, and neither in the next one, within which it is noticed that the clock was set.
func (f *fate) instantAfter(at time.Time, span time.Duration) time.Time {
	at = at.Add(time.Duration(f.Int64N(int64(span)))).Truncate(5 * minute)
	return at.Add(6*minute + 7*time.Second)
}

func (f *fate) task(i int) fatedTask {
	zone, err := time.LoadLocation(fateZones[f.IntN(len(fateZones))])
	if err != nil {
		panic(err) // package runtime has all zones
	}
	from := time.Duration(f.IntN(48)) * 30 * minute
	window := period.Period(period.OfDay{From: from, To: from + hour})
	if f.IntN(3) == 0 {
		window = period.OfDay{From: from, To: (from + time.Duration(1+f.IntN(40))*30*minute) %
			(24 * hour)}
	}
	once := stdconds.Once{Period: window, Text: "daily"}
	if f.IntN(4) > 0 {
		once.CatchUp = time.Duration(1+f.IntN(60)) * 30 * minute
	}
	task := fatedTask{name: fmt.Sprintf("t%d", i), zone: zone, fails: f.IntN(2) == 0,
		waits: f.IntN(3) == 0}
	if f.IntN(3) == 0 {
		spread := period.Spread{Of: window, Span: 29 * minute, Key: fmt.Sprint(f.Int()),
			Whole: f.IntN(2) == 0}
		if task.shift = spread.Shift(); task.shift%(5*minute) > minute { // else: see instantAfter
			once.Period = spread
		} else {
			task.shift = 0
		}
	}
	task.once = once
	if most := []int{0, 36, 400}[f.IntN(3)]; most > 0 {
		task.takes = time.Duration(f.IntN(most))*5*minute + 2*minute
	}
	return task
}

// program adds the spells of a program that starts at an instant, and returns when the next
// one starts.
func (f *fate) program(start time.Time) (next time.Time) {
	s := spell{from: start, start: start}
	for {
		s.to = f.instantAfter(s.from, time.Duration(1+f.IntN(40))*hour)
		s.killed = f.IntN(4) == 0
		last := f.IntN(3) == 0
		f.spells = append(f.spells, s)
		next = f.instantAfter(s.to, []time.Duration{hour, 20 * hour, 100 * hour}[f.IntN(3)])
		if last || s.killed {
			return next
		}
		s.from, s.held, s.slept = s.to, !s.held && f.IntN(2) == 0, false
		if !f.spells[len(f.spells)-1].held && !s.held {
			s.from, s.slept = next, true
		}
	}
}

// stateAt returns whether a run can start at an instant; if not, why.
func (f *fate) stateAt(at time.Time) (obstacle string) {
	for _, s := range f.spells {
		if !at.Before(s.from) && at.Before(s.to) {
			if s.held {
				return "held"
			}
			return ""
		}
	}
	return "off"
}

// freeIn returns the first instant of a span at which a run can start that no live run is in
// the way of. A window that is made up for waits for the shift after a start.
func (f *fate) freeIn(from, to time.Time, runs []fatedRun, wait time.Duration) (at time.Time,
	ok bool) {
	for _, s := range f.spells {
		at = latest(from, s.from)
		if begins := s.start.Add(wait); begins.Before(to) {
			at = latest(at, begins)
		}
		for _, r := range runs {
			if !at.Before(r.from) && at.Before(r.to) {
				at = r.to
			}
		}
		if !s.held && at.Before(to) && at.Before(s.to) {
			return at, true
		}
	}
	return at, false
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// obstacle returns what is in the way of a run just before an instant.
func (f *fate) obstacle(at time.Time, runs []fatedRun) string {
	at = at.Add(-1)
	if state := f.stateAt(at); state != "" {
		return state
	}
	for _, r := range runs {
		if !at.Before(r.from) && at.Before(r.to) {
			return "overlap"
		}
	}
	return ""
}

// runAt returns a run that starts at an instant, and whether it ends with its program that dies.
// While the machine sleeps it does, too.
func (f *fate) runAt(at time.Time, takes time.Duration) (r fatedRun, crashes bool) {
	r.from = at
	var start time.Time
	for _, s := range f.spells {
		switch {
		case at.Before(s.to) && !at.Before(s.from):
			start = s.start
		case start.IsZero() || !s.start.Equal(start):
			continue
		default:
			at = s.from
		}
		if left := s.to.Sub(at); takes < left {
			r.to = at.Add(takes)
			return r, false
		} else {
			takes -= left
		}
		r.to, crashes = s.to, s.killed
	}
	return r, crashes
}

// A becoming is what becomes of the windows of a task, as far as the fate goes.
type becoming struct {
	*fate
	task fatedTask
	runs []fatedRun
}

// window returns what becomes of a window: its runs, of which all but the last crash, or why
// it is missed.
func (b *becoming) window(w period.Window, closes time.Time) (what []string) {
	begin := func(from, to time.Time, wait time.Duration) bool {
		for {
			at, ok := b.freeIn(from, to, b.runs, wait)
			if !ok {
				return false
			}
			run, crashes := b.runAt(at, b.task.takes)
			b.runs = append(b.runs, run)
			what = append(what, "run at "+at.UTC().Format(fateTime))
			if !crashes {
				return true
			}
			from = run.to
		}
	}
	if begin(w.Start, w.End, 0) || !w.End.Before(b.end) {
		return what
	}
	ended := b.obstacle(w.End, b.runs)
	switch {
	case len(what) == 0 && (ended == "held" || ended == "overlap"):
		return []string{"missed " + ended}
	case begin(w.End, closes, b.task.shift) || !closes.Before(b.end) || len(what) > 0:
		return what
	}
	return []string{"missed " + b.obstacle(closes, b.runs)}
}

const fateTime = "2006-01-02 15:04"

// expected returns what is to become of all windows of a task, by their starts.
func (f *fate) expected(task fatedTask) map[string][]string {
	want := map[string][]string{}
	windows := task.once.Windows()[0]
	b := becoming{fate: f, task: task}
	for w, ok := windows.Of.Next(f.known.In(task.zone)); ok && w.Start.Before(f.end); {
		if what := b.window(w, windows.Closes(w)); what != nil {
			want[task.name+" "+w.Start.UTC().Format(fateTime)] = what
		}
		w, ok = windows.Of.Next(w.End)
	}
	return want
}

// check lives through the fate, and compares what is in the run log.
func (f *fate) check(t *testing.T) {
	t.Helper()
	got := f.lived(t)
	want := map[string][]string{}
	var wrong []string
	for _, task := range f.tasks {
		if task.waits {
			wrong = append(wrong, f.ends(t, task, got)...)
			continue
		}
		for window, what := range f.expected(task) {
			want[window] = what
		}
	}
	for window, what := range want {
		if list := got[window]; !slices.EqualFunc(list, what, isLike) {
			wrong = append(wrong, fmt.Sprintf("%s: %q, want %q", window, list, what))
		}
		delete(got, window)
	}
	for window, list := range got {
		wrong = append(wrong, fmt.Sprintf("%s: %q, want nothing", window, list))
	}
	if len(wrong) > 0 {
		slices.Sort(wrong)
		t.Errorf("%s\n%s", f, strings.Join(wrong, "\n"))
	}
}

// ends says which windows of a task that keeps its starts have not ended as they have to: with one
// run that has not crashed, or missed once, and neither only if the fate ends before. It takes
// them out of what has become of windows.
func (f *fate) ends(t *testing.T, task fatedTask, got map[string][]fact) (
	wrong []string) {
	t.Helper()
	last := f.spells[len(f.spells)-1]
	windows := task.once.Windows()[0]
	for w, ok := windows.Of.Next(f.known.In(task.zone)); ok && w.Start.Before(f.end); {
		window := task.name + " " + w.Start.UTC().Format(fateTime)
		list := got[window]
		delete(got, window)
		for len(list) > 1 && list[0].crashed {
			list = list[1:]
		}
		open := !windows.Closes(w).Before(f.end) || last.killed && !w.End.Before(last.start)
		switch {
		case len(list) == 0 && !open, len(list) > 1:
			wrong = append(wrong, fmt.Sprintf("%s: %q", window, list))
		case len(list) == 1 && list[0].Reason == "off" && f.isOn(w.Start, list[0].Created):
			wrong = append(wrong, fmt.Sprintf("%s: %q, but the program was on", window, list))
		}
		w, ok = windows.Of.Next(w.End)
	}
	return wrong
}

// isOn reports whether a program is on and awake from an instant to another, and does not end then.
func (f *fate) isOn(from, to time.Time) bool {
	for _, s := range f.spells {
		if from.Before(s.from) {
			return false
		}
		if from.Before(s.to) {
			from = s.to
		}
	}
	return from.After(to)
}

// lived lives through the fate, and returns what has become of windows.
func (f *fate) lived(t *testing.T) map[string][]fact {
	t.Helper()
	log := &runlog.File{Path: filepath.Join(t.TempDir(), "runs.jsonl")}
	for i := 0; i < len(f.spells); {
		n := 1
		for i+n < len(f.spells) && f.spells[i+n].start.Equal(f.spells[i].start) {
			n++
		}
		f.live(t, log, f.spells[i:i+n])
		i += n
	}
	return becameOf(t, log)
}

// isLike reports whether what has become of a window is as expected. Runs may begin a minute
// late, after a sleep.
func isLike(was fact, want string) bool {
	got := was.String()
	begun, err := time.Parse("run at "+fateTime, got)
	due, failed := time.Parse("run at "+fateTime, want)
	if err != nil || failed != nil {
		return got == want
	}
	return !begun.Before(due) && !begun.After(due.Add(minute))
}

// TestSetBack: a clock that is set back, by up to a day, brings no window a second time: each
// has one run, or is missed, or neither.
func TestSetBack(t *testing.T) {
	for seed := range uint64(30) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			f := newFate(seed)
			for i := range f.tasks {
				f.tasks[i].takes = 0 // else runs crash, and windows open again
			}
			for i := range f.spells[:len(f.spells)-1] {
				if s := &f.spells[i]; s.start.Equal(f.spells[i+1].start) {
					s.back = time.Duration(f.IntN(24*12)) * 5 * minute
				}
			}
			for window, list := range f.lived(t) {
				if len(list) != 1 {
					t.Errorf("%s\n%s: %q", f, window, list)
				}
			}
		})
	}
}

// live runs the program for its spells.
func (f *fate) live(t *testing.T, log *runlog.File, spells []spell) {
	t.Helper()
	last := spells[len(spells)-1]
	var left []byte // of the log, if the program dies
	synctest.Test(t, func(t *testing.T) {
		var clock setClock
		session := rockettest.Start(t, func(o ...rocket.Option) (*rocket.Session, error) {
			return rocket.New(&rocket.Schedule{Tasks: f.specs()}, append(o,
				rocket.WithRunLog(log), rocket.WithClock(clock.now),
				rocket.WithLogger(slog.New(slog.DiscardHandler)))...)
		}, rockettest.At(spells[0].from))
		synctest.Wait()
		if err := session.Resume(t.Context()); err != nil { // a hold outlives its program
			t.Error(err)
		}
		for i, s := range spells {
			if s.held {
				if err := session.Hold(t.Context(), rocket.Hold{}); err != nil {
					t.Error(err)
				}
			}
			rockettest.RunUntil(t, s.to.Add(-time.Duration(clock.by.Load())))
			if s.held && i < len(spells)-1 {
				if err := session.Resume(t.Context()); err != nil {
					t.Error(err)
				}
			}
			clock.by.Add(-int64(s.back))
			if i < len(spells)-1 && spells[i+1].slept {
				clock.by.Add(int64(spells[i+1].from.Sub(s.to)))
			}
		}
		if last.killed {
			var err error
			if left, err = os.ReadFile(log.Path); err != nil {
				t.Error(err)
			}
		}
		session.Terminate(nil)
	})
	if last.killed {
		if err := os.WriteFile(log.Path, left, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func (f *fate) specs() (specs []*rocket.TaskSpec) {
	for _, task := range f.tasks {
		specs = append(specs, &rocket.TaskSpec{
			Name:   task.name,
			When:   stdconds.InZone{Zone: task.zone.String(), Of: task.once},
			Action: rocket.Func(task.act), Timeout: rocket.Never,
		})
		if task.waits {
			specs[len(specs)-1].Overlap = rocket.OverlapWait
		}
	}
	return specs
}

func (task fatedTask) act(ctx context.Context, _ *rocket.Run) (any, error) {
	_, _ = rest(ctx, task.takes)
	if task.fails {
		return nil, errors.New("no luck")
	}
	return nil, nil
}

// A fact is what a record says of a window: a run, or that it is missed.
type fact struct {
	rocket.Record
	crashed bool // the run
}

// String says what has become of a window.
func (e fact) String() string {
	if e.Event == rocket.Missed {
		return "missed " + e.Reason
	}
	return "run at " + e.Created.UTC().Format(fateTime)
}

// becameOf returns what has become of windows, by tasks and starts.
func becameOf(t *testing.T, log rocket.RunLog) map[string][]fact {
	became, windows := map[string][]fact{}, map[string]string{} // by run
	query := rocket.Query{Events: rocket.Started | rocket.Missed | rocket.Crashed}
	for r, err := range log.Read(t.Context(), query) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Event == rocket.Crashed {
			for i := range became[windows[r.RunID]] {
				if e := &became[windows[r.RunID]][i]; e.RunID == r.RunID {
					e.crashed = true
				}
			}
			continue
		}
		window := r.Task + " " + r.Scheduled.UTC().Format(fateTime)
		windows[r.RunID] = window
		became[window] = append(became[window], fact{Record: r})
	}
	return became
}

// String tells the fate, for messages.
func (f *fate) String() string {
	var b strings.Builder
	for _, task := range f.tasks {
		fmt.Fprintf(&b, "%s: %v in %v, catch_up %v, takes %v, is moved by %v\n", task.name,
			task.once.Period, task.zone, task.once.CatchUp, task.takes, task.shift)
	}
	for _, s := range f.spells {
		fmt.Fprintf(&b, "%s to %s", s.from.UTC().Format(fateTime), s.to.UTC().Format(fateTime))
		if s.back > 0 {
			fmt.Fprintf(&b, " set back %v", s.back)
		}
		for word, is := range map[string]bool{"held": s.held, "slept": s.slept, "killed": s.killed,
			"started": s.from.Equal(s.start)} {
			if is {
				b.WriteString(" " + word)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}
