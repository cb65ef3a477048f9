package diff_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc/condition"
	"github.com/rocketc/rocketc/diff"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/simulate"
)

// helsinki is the zone of the schedules; its clocks are changed on 29 March 2026.
const helsinki = "Europe/Helsinki"

// schedule returns a schedule of tasks, each written `name: condition`.
func schedule(t *testing.T, tasks ...string) *rocket.Schedule {
	t.Helper()
	s := &rocket.Schedule{Config: rocket.Config{Timezone: helsinki}}
	for _, text := range tasks {
		name, when, _ := strings.Cut(text, ": ")
		c, err := condition.Parse(when)
		if err != nil {
			t.Fatalf("%s: %v", when, err)
		}
		s.Tasks = append(s.Tasks, &rocket.TaskSpec{Name: name, When: c})
	}
	return s
}

// compare compares two schedules for some days, from midnight of a day in March 2026 on.
func compare(t *testing.T, old, new *rocket.Schedule, day, days int) *diff.Difference {
	t.Helper()
	zone, err := time.LoadLocation(helsinki)
	if err != nil {
		t.Fatal(err)
	}
	from := time.Date(2026, 3, day, 0, 0, 0, 0, zone)
	d, err := diff.Of(&simulate.Simulation{Schedule: old, From: from},
		&simulate.Simulation{Schedule: new, From: from},
		[]diff.Window{{From: from, To: from.AddDate(0, 0, days)}}, zone)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// text returns what a difference says, without the line that says when.
func text(t *testing.T, d *diff.Difference) string {
	t.Helper()
	var b strings.Builder
	if err := d.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(b.String(), "\n")
	return strings.TrimSuffix(rest, "\n")
}

// TestMoves: runs that differ are paired within a day, else a week, else a month.
func TestMoves(t *testing.T) {
	for _, test := range []struct {
		old, new  string
		day, days int
		want      string
	}{
		{"daily at 01:00", "daily at 03:30", 2, 3, "3 runs move from 01:00 to 03:30, " +
			"first on Mon 2 Mar 2026, last on Wed 4 Mar 2026"},
		{"daily at 01:00", "daily at 01:00:30", 2, 1,
			"on Mon 2 Mar 2026, 01:00:30 instead of 01:00"},
		{"weekly on Mon at 07:00", "weekly on Tue at 07:00", 2, 21, "3 runs move from Mon 07:00 " +
			"to Tue 07:00, first on Mon 2 Mar 2026, last on Mon 16 Mar 2026"},
		{"monthly on 5th at 08:00", "monthly on 25th at 08:00", 1, 92, "3 runs move from " +
			"day 5, 08:00 to day 25, 08:00, first on Thu 5 Mar 2026, last on Tue 5 May 2026"},
		{"cron 0 * * * *", "cron 5 * * * *", 2, 1, "24 runs move by +5 min, on Mon 2 Mar 2026"},
		{"cron 5 * * * *", "cron 0 * * * *", 2, 1, "24 runs move by -5 min, on Mon 2 Mar 2026"},
		{"daily at 01:00, 02:00, 03:00, 04:00, 05:00, 06:00",
			"daily at 01:01, 02:03, 03:07, 04:15, 05:31, 06:59", 2, 1,
			"6 runs move to other times, on Mon 2 Mar 2026"},
		{"daily at 06:00", "daily at 06:00, 18:00", 2, 4, "4 runs appear at 18:00, " +
			"first on Mon 2 Mar 2026, last on Thu 5 Mar 2026"},
		{"daily at 06:00, 18:00", "daily at 06:00", 2, 1, "1 run vanishes: Mon 2 Mar 2026 18:00"},
		// On the 29th the clock goes from 03:00 to 04:00: 03:30 is not there that day.
		{"daily at 02:30", "daily at 03:30", 28, 3,
			"on Sat 28 Mar 2026, 03:30 instead of 02:30\n" +
				"    on Mon 30 Mar 2026, 03:30 instead of 02:30\n" +
				"    on Sun 29 Mar 2026, 04:00 instead of 02:30"},
		{"daily at 03:30", "daily at 04:00", 29, 1, ""}, // that day both are at 04:00
		{"daily at 06:00", "daily at 06:00 & always", 2, 9, ""},
	} {
		d := compare(t, schedule(t, "a: "+test.old), schedule(t, "a: "+test.new), test.day,
			test.days)
		want := ""
		if test.want != "" {
			want = fmt.Sprintf("a: when: %s → %s\n    %s", written(t, test.old),
				written(t, test.new), test.want)
		}
		if got := text(t, d); got != want {
			t.Errorf("%s, %s: got\n%s\nwant\n%s", test.old, test.new, got, want)
		}
	}
}

// written returns a condition as the language writes it.
func written(t *testing.T, when string) string {
	return fmt.Sprint(schedule(t, "a: "+when).Tasks[0].When)
}

// TestReasons: what has caused a difference is named: the task's own declaration, else a task
// that it waits for, else what is not of one task.
func TestReasons(t *testing.T) {
	old := schedule(t, "dump: daily at 01:00", "report: after dump", "sync: daily at 05:00",
		"old: daily at 06:00")
	new := schedule(t, "dump: daily at 02:00", "report: after dump", "copy: daily at 05:10",
		"extra: daily at 09:00")
	new.Tasks[2].Formerly = []string{"sync"}
	got := text(t, compare(t, old, new, 2, 1))
	want := strings.Join([]string{
		"dump: when: daily at 01:00 → daily at 02:00",
		"    on Mon 2 Mar 2026, 02:00 instead of 01:00",
		"report: because of dump",
		"    on Mon 2 Mar 2026, 02:00 instead of 01:00",
		"copy, formerly sync: when: daily at 05:00 → daily at 05:10",
		"    on Mon 2 Mar 2026, 05:10 instead of 05:00",
		"extra: a new task", "    1 run appears: Mon 2 Mar 2026 09:00",
		"old: the task is gone", "    1 run vanishes: Mon 2 Mar 2026 06:00",
	}, "\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	old, new = schedule(t, "a: daily at 01:00"), schedule(t, "a: daily at 01:00")
	new.Config.Timezone = "Europe/Paris"
	got = text(t, compare(t, old, new, 2, 2))
	want = "a: timezone: Europe/Helsinki → Europe/Paris\n" +
		"    on Mon 2 Mar 2026, 02:00 instead of 01:00\n" +
		"    on Tue 3 Mar 2026, 02:00 instead of 01:00"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestCuts: if a task has too many runs, only what it and the tasks that depend on it do before
// that is compared, and all that the others do.
func TestCuts(t *testing.T) {
	zone, _ := time.LoadLocation(helsinki)
	from := time.Date(2026, 3, 2, 0, 0, 0, 0, zone)
	old := schedule(t, "often: every 1 h", "next: after often", "late: after next & has failed",
		"idle: daily at 12:00 & ~task often is running", "other: daily at 13:00")
	new := schedule(t, "often: every 2 h", "next: after often & always",
		"late: after next & has failed", "idle: daily at 12:30 & ~task often is running",
		"other: daily at 14:00", "much: daily at 14:00")
	d, err := diff.Of(&simulate.Simulation{Schedule: old, From: from, MaxOfTask: 6},
		&simulate.Simulation{Schedule: new, From: from, MaxOfTask: 9},
		[]diff.Window{{From: from, To: from.AddDate(0, 0, 3)}}, zone)
	if err != nil {
		t.Fatal(err)
	}
	var cuts []string
	for _, c := range d.Cuts {
		cuts = append(cuts, fmt.Sprintf("%s at %s of %s, %d", c.Task, c.At.Format("15:04"), c.Of,
			c.Runs))
	}
	const want = "often at 06:00 of , 7; next at 06:00 of often, 0; late at 06:00 of often, 0; " +
		"idle at 06:00 of often, 0"
	if got := strings.Join(cuts, "; "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	const changes = `often: when: every 1 hour → every 2 hours
    3 runs vanish at 01:00 (1), 03:00 (1), 05:00 (1), on Mon 2 Mar 2026
next: when: after often → after often & true
    3 runs vanish at 01:00 (1), 03:00 (1), 05:00 (1), on Mon 2 Mar 2026
other: when: daily at 13:00 → daily at 14:00
    3 runs move from 13:00 to 14:00, first on Mon 2 Mar 2026, last on Wed 4 Mar 2026
much: a new task
    3 runs appear at 14:00, first on Mon 2 Mar 2026, last on Wed 4 Mar 2026`
	if got := text(t, d); got != changes {
		t.Errorf("got  %s\nwant %s", got, changes)
	}
}

// TestCutsOfAll: if all tasks together have too many runs, the one with most is stopped.
func TestCutsOfAll(t *testing.T) {
	zone, _ := time.LoadLocation(helsinki)
	from := time.Date(2026, 3, 2, 0, 0, 0, 0, zone)
	d, err := diff.Of(&simulate.Simulation{Schedule: schedule(t, "a: every 1 h"), From: from},
		&simulate.Simulation{Schedule: schedule(t, "a: every 1 h", "b: daily at 12:00"), From: from,
			MaxRuns: 6}, []diff.Window{{From: from, To: from.AddDate(0, 0, 1)}}, zone)
	if err != nil || len(d.Cuts) != 1 || d.Cuts[0].Task != "a" || len(d.Tasks) != 1 ||
		d.Tasks[0].Name != "b" {
		t.Errorf("got %+v, error %v", d, err)
	}
}

// TestOtherWayRound: for schedules made by chance, what appears one way vanishes the other way
// round, moves go back, and all starts are accounted for.
func TestOtherWayRound(t *testing.T) {
	conditions := []string{"every 50 min", "daily at 01:00", "daily at 03:30", "hourly", "after a",
		"cron 30 2 * * *", "daily at 06:00, 18:00", "weekly on Mon at 09:00", "daily after 10:00",
		"cron \"*/20 * * * *\"", "monthly on 28th", "daily & hourly"}
	r := rand.New(rand.NewPCG(1, 1))
	some := func() *rocket.Schedule {
		return schedule(t, "a: daily at 01:30", "b: "+conditions[r.IntN(len(conditions))],
			"c: "+conditions[r.IntN(len(conditions))])
	}
	for range 15 {
		a, b := some(), some()
		there, back := compare(t, a, b, 26, 5), compare(t, b, a, 26, 5)
		x, y := tally(there), tally(back)
		x[diff.New], x[diff.Gone] = x[diff.Gone], x[diff.New]
		if fmt.Sprint(x) != fmt.Sprint(y) || len(there.Tasks) != len(back.Tasks) {
			t.Errorf("%v and %v:\n%s\nand the other way round\n%s", a.Tasks[1].When,
				b.Tasks[1].When, text(t, there), text(t, back))
		}
		if d := compare(t, a, a, 26, 5); len(d.Tasks) > 0 {
			t.Errorf("%v differs from itself", a.Tasks[1].When)
		}
		olds, news := len(starts(t, a)), len(starts(t, b))
		x = tally(there)
		if olds-x[diff.Gone] != news-x[diff.New] {
			t.Errorf("%v: %d starts of which %d vanish, and %d of which %d appear", a.Tasks[1].When,
				olds, x[diff.Gone], news, x[diff.New])
		}
	}
}

// tally returns how many runs change, by kind.
func tally(d *diff.Difference) map[diff.Kind]int {
	count := map[diff.Kind]int{diff.New: 0, diff.Gone: 0}
	for _, task := range d.Tasks {
		for _, c := range task.Changes {
			count[c.Kind] += max(len(c.Old), len(c.New))
		}
	}
	return count
}

// starts returns the starts of a schedule in the days that are compared, sorted.
func starts(t *testing.T, s *rocket.Schedule) (list []string) {
	zone, _ := time.LoadLocation(helsinki)
	from := time.Date(2026, 3, 26, 0, 0, 0, 0, zone)
	sim := simulate.Simulation{Schedule: s, From: from, To: from.AddDate(0, 0, 5)}
	for e, err := range sim.Events() {
		if err != nil {
			t.Fatal(err)
		}
		if e.Event == rocket.Started {
			list = append(list, e.Task+e.Start.String())
		}
	}
	slices.Sort(list)
	return list
}
