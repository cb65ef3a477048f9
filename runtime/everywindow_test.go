package rocket_test

import (
	"context"
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

// A fatedTask is `daily …` in a zone, with catch_up.
type fatedTask struct {
	name string
	zone *time.Location
	once stdconds.Once
}

// A spell is a time in which a program is on and awake. Between spells the program is off, or
// the machine sleeps.
type spell struct {
	from, to time.Time
	// held says that the scheduler is held, slept that the machine has slept before, with the
	// program on, and killed that the program dies at the end.
	held, slept, killed bool
	start               time.Time // of the program
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
	return fatedTask{fmt.Sprintf("t%d", i), zone, once}
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

// freeIn returns the first instant of a span at which a run can start.
func (f *fate) freeIn(from, to time.Time) (at time.Time, ok bool) {
	for _, s := range f.spells {
		at = s.from
		if at.Before(from) {
			at = from
		}
		if !s.held && at.Before(to) && at.Before(s.to) {
			return at, true
		}
	}
	return at, false
}

// expect returns what is to become of a window, which closes at an instant; empty: nothing
// before the end.
func (f *fate) expect(w period.Window, closes time.Time) string {
	if at, ok := f.freeIn(w.Start, w.End); ok {
		return "run at " + at.UTC().Format(fateTime)
	}
	if !w.End.Before(f.end) {
		return ""
	}
	if f.stateAt(w.End.Add(-1)) == "held" {
		return "missed held"
	}
	if at, ok := f.freeIn(w.End, closes); ok {
		return "run at " + at.UTC().Format(fateTime)
	}
	if !closes.Before(f.end) {
		return ""
	}
	return "missed " + f.stateAt(closes.Add(-1))
}

const fateTime = "2006-01-02 15:04"

// expected returns what is to become of all windows of a task, by their starts.
func (f *fate) expected(task fatedTask) map[string]string {
	want := map[string]string{}
	windows := task.once.Windows()[0]
	for w, ok := task.once.Period.Next(f.known.In(task.zone)); ok && w.Start.Before(f.end); {
		if what := f.expect(w, windows.Closes(w)); what != "" {
			want[task.name+" "+w.Start.UTC().Format(fateTime)] = what
		}
		w, ok = task.once.Period.Next(w.End)
	}
	return want
}

// check lives through the fate, and compares what is in the run log.
func (f *fate) check(t *testing.T) {
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
	got := becameOf(t, log)
	want := map[string]string{}
	for _, task := range f.tasks {
		for window, what := range f.expected(task) {
			want[window] = what
		}
	}
	var wrong []string
	for window, what := range want {
		if list := got[window]; len(list) != 1 || !isLike(list[0], what) {
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

// isLike reports whether what has become of a window is as expected. Runs may begin a minute
// late, after a sleep.
func isLike(got, want string) bool {
	begun, err := time.Parse("run at "+fateTime, got)
	due, failed := time.Parse("run at "+fateTime, want)
	if err != nil || failed != nil {
		return got == want
	}
	return !begun.Before(due) && !begun.After(due.Add(minute))
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
			Name: task.name,
			When: stdconds.InZone{Zone: task.zone.String(), Of: task.once},
			Action: rocket.Func(
				func(context.Context, *rocket.Run) (any, error) { return nil, nil }),
		})
	}
	return specs
}

// becameOf returns what has become of windows, by tasks and starts.
func becameOf(t *testing.T, log rocket.RunLog) map[string][]string {
	became := map[string][]string{}
	query := rocket.Query{Events: rocket.Started | rocket.Missed}
	for r, err := range log.Read(t.Context(), query) {
		if err != nil {
			t.Fatal(err)
		}
		window := r.Task + " " + r.Scheduled.UTC().Format(fateTime)
		what := "missed " + r.Reason
		if r.Event == rocket.Started {
			what = "run at " + r.Created.UTC().Format(fateTime)
		}
		became[window] = append(became[window], what)
	}
	return became
}

// String tells the fate, for messages.
func (f *fate) String() string {
	var b strings.Builder
	for _, task := range f.tasks {
		fmt.Fprintf(&b, "%s: %v in %v, catch_up %v\n", task.name, task.once.Period, task.zone,
			task.once.CatchUp)
	}
	for _, s := range f.spells {
		fmt.Fprintf(&b, "%s to %s", s.from.UTC().Format(fateTime), s.to.UTC().Format(fateTime))
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
