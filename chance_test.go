package rocketc_test

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc"
	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/runlog/linked"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/simulate"
	"github.com/rocketc/rocketc/stdconds"
)

var (
	chances = flag.Uint64("chances", 12, "how many schedules TestSchedulesByChance plays")
	chance1 = flag.Uint64("chance", 0, "the first of them")
)

// TestSchedulesByChance: whatever a schedule combines, it is refused or it can be played; no
// task has more live runs than it may, no pool is overdrawn, and each window of a calendar part
// that stands alone has a run, or is missed, once: also if the program dies, is shut down, or
// restarts meanwhile. Only what has crashed runs again.
func TestSchedulesByChance(t *testing.T) {
	played := uint64(0)
	for i := range *chances {
		seed := *chance1 + i
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			if newChance(seed).play(t) {
				played++
			}
		})
	}
	if played < *chances/2 {
		t.Errorf("only %d schedules of %d have no mistakes", played, *chances)
	}
}

// A chance is a schedule made by chance, with what its runs do.
type chance struct {
	*rand.Rand
	text  strings.Builder
	steps []simulate.Step // what the runs do, and when the program is off
}

// The span of what is played.
var (
	chanceBegin = time.Date(2026, 3, 20, 12, 0, 0, 0, time.UTC)
	chanceEnd   = chanceBegin.Add(12 * 24 * time.Hour)
)

// one returns one of some texts.
func (c *chance) one(texts ...string) string { return texts[c.IntN(len(texts))] }

// maybe returns a text or, with one part in n less often, nothing.
func (c *chance) maybe(n int, text string) string {
	if c.IntN(n) > 0 {
		return ""
	}
	return text
}

func newChance(seed uint64) *chance {
	c := &chance{Rand: rand.New(rand.NewPCG(seed, 13))}
	fmt.Fprintf(&c.text, "config {\n\tlog postgres env \"DB\"\n\ttimezone %q\n\tname \"chance\"\n",
		c.one("UTC", "Europe/Helsinki", "America/New_York", "Australia/Lord_Howe"))
	c.text.WriteString("\ttimeout never\n" + c.maybe(3, "\tcatch_up 3 hours\n") +
		c.maybe(3, "\toverlap "+c.one("wait", "replace")+"\n") +
		c.maybe(4, "\ttask_execution "+c.one("main", "process", "remote")+
			"\n\tmax_process_count 2\n"))
	fmt.Fprintf(&c.text, "}\npool p %d\npool q %d\n", 1+c.IntN(3), 1+c.IntN(2))
	c.text.WriteString("calendar fi { holidays [\"2026-03-30\", \"2026-04-03\"] }\n")
	for i := range 2 + c.IntN(6) {
		c.task(i)
	}
	if c.IntN(4) == 0 {
		c.text.WriteString("task held when daily at 03:30 { do hold }\n" +
			"task resumed when daily at 04:10 { do resume }\n")
	}
	if c.IntN(3) > 0 {
		c.turnOff()
	}
	c.steps = append(c.steps, simulate.RunStep{Until: chanceEnd})
	return c
}

// turnOff has the program die some times, after it was shut down or not, and has it restart.
func (c *chance) turnOff() {
	for at := chanceBegin; ; {
		from := at.Add(time.Duration(1+c.IntN(90*60)) * time.Minute)
		at = from.Add(time.Duration(1+c.IntN([]int{3, 90, 35 * 60}[c.IntN(3)])) * time.Minute)
		if at.After(chanceEnd.Add(-24 * time.Hour)) {
			break
		}
		c.steps = append(c.steps, simulate.OffStep{From: from, Until: at})
		if c.IntN(2) == 0 {
			stop := from.Add(-time.Duration(c.IntN(200)) * time.Minute)
			fmt.Fprintf(&c.text, "task stop%d when once at %q & time before %q {\n\t"+
				"do shutdown%s\n\ttimezone \"UTC\"\n}\n", len(c.steps), stop.Format(minutes),
				from.Format(minutes), c.one("", " force"))
		}
	}
	c.text.WriteString(c.maybe(2, "task again when daily at 06:20, 15:00 { do restart }\n"))
}

// task adds a task.
func (c *chance) task(i int) {
	name := fmt.Sprint("t", i)
	alternatives := make([]string, 1+c.IntN(3))
	for k := range alternatives {
		alternatives[k] = c.one("daily at 02:00", "daily at 02:00, 14:00", "weekly on Sun at 02:00",
			"daily after 01:30", "daily between 22:00 and 06:00", "hourly", "hourly at 30:00",
			"monthly on last business day of fi at 09:00", "cron */40 * * * *", "daily",
			"weekly on 1st business day of fi", "daily at 02:30",
			"every 2 days from \"2026-03-01 02:00\"",
			"daily on weekdays at 02:00", "monthly on 1st or next business day",
			"hourly before 20:00") +
			c.maybe(4, " & "+c.one("business day of fi", "time of day between 01:00 and 03:00",
				"~holiday of fi", "time of week on Sun"))
	}
	if c.IntN(4) == 0 {
		alternatives = append(alternatives, c.one("retry 2 every 10 minutes",
			"retry every 5 minutes backoff 2 up to 1 hour", "after t0", "every 3 hours",
			"after any task went wrong", "after t0 missed", "after t0, t1 finished"))
	}
	fmt.Fprintf(&c.text, "task %s when %s%s {\n\tcommand \"x\"\n", name,
		strings.Join(alternatives, " | "), c.maybe(6, " until "+
			c.one("time of hour after 50:00", "running for more than 5 h", "after t0")))
	for _, attribute := range []string{"catch_up " + c.one("1 hour", "8 hours", "2 days", "never"),
		"spread " + c.one("5 minutes", "20 minutes", "7 seconds by host"),
		"overlap " + c.one("skip", "wait", "replace"), "pool p weight " + c.one("1", "2"), "pool q",
		"multilaunch " + c.one("1", "2", "3"), "priority " + c.one("-1", "3"),
		"timeout " + c.one("2 hours", "30 hours"),
		"execution " + c.one("main", "process", "thread", "remote on \"gpu\"")} {
		c.text.WriteString(c.maybe(3, "\t"+attribute+"\n"))
	}
	c.text.WriteString("}\n")
	for nth := range 1 + c.IntN(4) {
		most := []int{1, 200, 4000}[c.IntN(3)]
		o := rocket.Performance{Takes: time.Duration(c.IntN(most)) * 31 * time.Second}
		if c.IntN(3) == 0 {
			o.Err = errors.New("no")
		}
		c.steps = append(c.steps, simulate.OutcomeStep{Task: name, Nth: nth, Does: o})
	}
}

// play plays the schedule if it has no mistakes, and reports whether it has none.
func (c *chance) play(t *testing.T) bool {
	t.Helper()
	text := c.text.String()
	p, list := rocketc.Check([]rocketc.Source{{Name: "a.rkt", Text: []byte(text)}},
		check.Options{RunLogs: linked.Kinds, Today: time.Date(2026, 3, 20, 0, 0, 0, 0, time.UTC)})
	for _, d := range list {
		if d.Code == diag.GoSyntax || d.Code == diag.NotBuilt {
			t.Errorf("%s: %s\n%s", d.Code, d.Msg, text)
		}
	}
	if p == nil {
		return false
	}
	_ = p.String()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	b := books{schedule: &p.Schedule, from: chanceBegin, tasks: map[string]*book{}}
	for _, step := range c.steps {
		if off, ok := step.(simulate.OffStep); ok {
			b.off = append(b.off, stretch{off.From, off.Until})
		}
	}
	test := simulate.Test{Zone: p.Schedule.Config.Timezone, At: chanceBegin, Steps: c.steps,
		Each: func(e simulate.Event) {
			if b.enter(&e.Record); b.runs > 4_000 {
				cancel()
			}
		}}
	result := test.Run(ctx, &p.Schedule)
	if b.runs > 4_000 {
		return true
	}
	for _, f := range result.Failures {
		t.Fatalf("%s\n%s", f.Text, text)
	}
	b.close(chanceEnd)
	if len(b.wrong) > 0 {
		t.Errorf("%s\n%s\n%v", strings.Join(b.wrong[:min(len(b.wrong), 8)], "\n"), text, c.steps)
	}
	return true
}

// books are what is kept of the events of a schedule, and what is wrong with them.
type books struct {
	schedule *rocket.Schedule
	from     time.Time
	tasks    map[string]*book
	runs     int
	ending   time.Time // since when the program has been ending; zero: it has not
	off      []stretch // when the program was off, or has been ending
	wrong    []string
}

// A stretch is a time.
type stretch struct{ from, to time.Time }

// meets reports whether a stretch has an instant of another, ends included.
func (s stretch) meets(other stretch) bool {
	return !s.from.After(other.to) && !other.from.After(s.to)
}

// A book is what is kept of the events of a task.
type book struct {
	starts  []rocket.Record
	ran     []stretch // when runs were live
	missed  []rocket.Record
	more    int         // how many windows were missed that have no record of their own
	crashed []time.Time // when runs have started that have crashed
	live    int
}

func (b *books) fail(format string, args ...any) {
	b.wrong = append(b.wrong, fmt.Sprintf(format, args...))
}

// of returns the book of a task.
func (b *books) of(task string) *book {
	if b.tasks[task] == nil {
		b.tasks[task] = &book{}
	}
	return b.tasks[task]
}

// enter enters an event.
func (b *books) enter(r *rocket.Record) {
	k := b.of(r.Task)
	switch {
	case r.Event == rocket.Missed && r.Error != "":
		n := 0
		if _, err := fmt.Sscan(r.Error, &n); err != nil || n == 0 {
			b.fail("%s: %q", r.Task, r.Error)
		}
		k.more += n
	case r.Event == rocket.Missed:
		if k.hasMissed(r.Scheduled) {
			b.fail("%s: the window of %v is missed twice", r.Task, r.Scheduled)
		}
		k.missed = append(k.missed, *r)
	case r.Event == rocket.Started:
		k.starts = append(k.starts, *r)
		k.live++
		b.runs++
		if !b.ending.IsZero() && r.Start.Sub(b.ending) > time.Minute { // not together
			b.off = append(b.off, stretch{b.ending, r.Start})
			b.ending = time.Time{}
		}
		if strings.HasPrefix(r.Task, "stop") || r.Task == "again" {
			b.ending = r.Start
		}
		b.crowd(r)
	case r.Event&rocket.Outcome != 0:
		k.live--
		k.ran = append(k.ran, stretch{r.Start, r.Created})
		if r.Event == rocket.Crashed {
			k.crashed = append(k.crashed, r.Start)
		}
	}
}

// crowd looks whether there is room for the runs that are live.
func (b *books) crowd(r *rocket.Record) {
	taken := map[string]int{}
	for _, spec := range b.schedule.Tasks {
		live := b.of(spec.Name).live
		if live > max(spec.Multilaunch, 1) {
			b.fail("%v: %s has %d live runs", r.Start, spec.Name, live)
		}
		for _, share := range spec.Pools {
			taken[share.Pool] += live * max(share.Weight, 1)
		}
	}
	for _, p := range b.schedule.Pools {
		if taken[p.Name] > p.Size {
			b.fail("%v: %d places of pool %s are taken", r.Start, taken[p.Name], p.Name)
		}
	}
}

// close looks at the windows of tasks that start by nothing else. While a run goes on for
// which the loop stands still, nothing is missed yet.
func (b *books) close(to time.Time) {
	for _, spec := range b.schedule.Tasks {
		if k := b.of(spec.Name); k.live > 0 && b.stands(spec) {
			if at := k.starts[len(k.starts)-1].Start; at.Before(to) {
				to = at
			}
		}
	}
	if !b.ending.IsZero() {
		b.off = append(b.off, stretch{b.ending, chanceEnd})
		if b.ending.Before(to) {
			to = b.ending // it waits for its live runs
		}
	}
	for _, spec := range b.schedule.Tasks {
		for _, r := range b.of(spec.Name).missed {
			if !b.isReason(spec, &r) {
				b.fail("%s: the window of %v is missed at %v, and not because of %s", spec.Name,
					r.Scheduled, r.Created, r.Reason)
			}
		}
		if once, plain := alone(spec.When); plain {
			b.settle(spec, once, to)
		}
	}
}

// isReason reports whether a window may be missed for the reason that its record has.
func (b *books) isReason(spec *rocket.TaskSpec, r *rocket.Record) bool {
	missed := stretch{r.Scheduled, r.Created}
	switch k := b.of(spec.Name); r.Reason {
	case "off":
		return slices.ContainsFunc(b.off, missed.meets)
	case "overlap":
		return slices.ContainsFunc(k.ran, missed.meets) ||
			k.live > 0 && k.starts[len(k.starts)-1].Start.Before(r.Created)
	case "held":
		return slices.ContainsFunc(b.of("held").ran, func(s stretch) bool {
			return !s.from.After(r.Created)
		})
	case "slot":
		return len(spec.Pools) > 0 || b.takesSlot(spec) ||
			slices.ContainsFunc(b.schedule.Tasks, b.stands)
	}
	return false
}

// stands reports whether the loop stands still for the runs of a task.
func (b *books) stands(spec *rocket.TaskSpec) bool {
	return cmp.Or(spec.Execution, b.schedule.Config.TaskExecution) == rocket.Main
}

// alone returns the calendar parts of a condition of which each is an alternative.
func alone(cond rocket.Condition) (parts []stdconds.Once, ok bool) {
	alternatives, is := cond.(stdconds.Any)
	if !is {
		alternatives = stdconds.Any{cond}
	}
	for _, part := range alternatives {
		once, is := part.(stdconds.Once)
		if !is {
			return nil, false
		}
		parts = append(parts, once)
	}
	return parts, true
}

// settle looks at what has become of the windows of a task.
func (b *books) settle(spec *rocket.TaskSpec, parts []stdconds.Once, to time.Time) {
	k := b.of(spec.Name)
	zone, _ := time.LoadLocation(b.schedule.Config.Timezone)
	runs := map[int64]int{}
	for _, r := range k.starts {
		if slices.ContainsFunc(k.crashed, r.Start.Equal) {
			continue // it is made up for, or not
		}
		if runs[r.Scheduled.UnixNano()]++; runs[r.Scheduled.UnixNano()] > 1 {
			b.fail("%s: two runs are scheduled for %v", spec.Name, r.Scheduled)
		}
		if k.hasMissed(r.Scheduled) {
			b.fail("%s: the window of %v has a run and is missed", spec.Name, r.Scheduled)
		}
	}
	var lost []period.Window
	for _, part := range parts {
		windows := part.Windows()[0]
		for w, ok := windows.Of.Next(b.from.In(zone)); ok; w, ok = windows.Of.Next(w.End) {
			closes := windows.Closes(w)
			if !closes.Before(to) {
				break
			}
			if r, ok := k.stale(w); ok && !k.hasMissed(w.Start) {
				b.fail("%s: the run of %v is scheduled for %v, before the window of %v", spec.Name,
					r.Start, r.Scheduled, w.Start)
			}
			if w.Start.Before(b.from) && windows.CatchUp > 0 {
				continue
			}
			twin := func(other period.Window) bool { return other.Start.Equal(w.Start) }
			if !k.serves(w, closes) && !outlasts(parts, w, closes) &&
				!b.isPending(spec, w, closes) && !slices.ContainsFunc(lost, twin) {
				lost = append(lost, w)
			}
		}
	}
	if len(lost) > k.more || len(lost) < k.more && to.Equal(chanceEnd) {
		b.fail("%s: %d windows have no run and are not missed, and %d are said to be more: %v",
			spec.Name, len(lost), k.more, lost)
	}
}

// stale returns a run that has started in or after a window and is scheduled for an earlier one.
func (k *book) stale(w period.Window) (*rocket.Record, bool) {
	i := slices.IndexFunc(k.starts, func(r rocket.Record) bool { return !r.Start.Before(w.Start) })
	if i < 0 || !k.starts[i].Scheduled.Before(w.Start) {
		return nil, false
	}
	return &k.starts[i], true
}

// hasMissed reports whether a window is missed.
func (k *book) hasMissed(start time.Time) bool {
	return slices.ContainsFunc(k.missed, func(r rocket.Record) bool {
		return r.Scheduled.Equal(start)
	})
}

// serves reports whether a window has a run, or is missed.
func (k *book) serves(w period.Window, closes time.Time) bool {
	return k.hasMissed(w.Start) ||
		slices.ContainsFunc(k.starts, func(r rocket.Record) bool {
			return r.Scheduled.Equal(w.Start) || !r.Start.Before(w.Start) && !r.Start.After(closes)
		})
}

// outlasts reports whether another part has a window with the same start that closes later.
func outlasts(parts []stdconds.Once, w period.Window, closes time.Time) bool {
	return slices.ContainsFunc(parts, func(part stdconds.Once) bool {
		windows := part.Windows()[0]
		twin, ok := windows.Of.Prev(w.Start.Add(1))
		return ok && twin.Start.Equal(w.Start) && windows.Closes(twin).After(closes)
	})
}

// isPending reports whether a start for a window may still be kept, or wait for its places,
// when the simulation ends: the task has not started since, and no newer window was missed.
func (b *books) isPending(spec *rocket.TaskSpec, w period.Window, closes time.Time) bool {
	k := b.of(spec.Name)
	if last := len(k.starts) - 1; last >= 0 && !k.starts[last].Start.Before(w.Start) {
		return false
	}
	if slices.ContainsFunc(k.missed, func(r rocket.Record) bool {
		return r.Scheduled.After(w.Start) && r.Created.After(closes)
	}) {
		return false // that has taken its place
	}
	return k.live > 0 || len(spec.Pools) > 0 || b.takesSlot(spec)
}

// takesSlot reports whether the runs of a task may take process slots.
func (b *books) takesSlot(spec *rocket.TaskSpec) bool {
	execution := cmp.Or(spec.Execution, b.schedule.Config.TaskExecution)
	return execution == rocket.Process || execution == rocket.Remote
}
