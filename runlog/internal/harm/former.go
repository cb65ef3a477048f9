package harm

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// What a log of a former version has: the records of the tasks of formerTasks from the 2nd to the
// 6th of March 2026, of which the oldest are removed. The program was cut off on the 6th at noon,
// when tick had just started.
const (
	formerSeq    = 63 // the Seq of the newest record
	formerReturn = `{"file":"dump, 1","rows":3}`
	formerError  = "offline: \"no route\"\nto =host"
)

// formerTasks are the tasks of a log of a former version.
func formerTasks() []*rocket.TaskSpec {
	does := func(err error) rocket.Func {
		return func(context.Context, *rocket.Run) (any, error) { return nil, err }
	}
	return []*rocket.TaskSpec{
		{Name: "backup", When: stdconds.Once{Period: period.OfDay{From: time.Hour,
			To: 24 * time.Hour}}, Action: does(nil)},
		{Name: "send", When: stdconds.After{Tasks: []string{"backup"}, Did: rocket.Succeeded},
			Action: does(errors.New("offline"))},
		{Name: "tick", When: stdconds.Every{Interval: 6 * time.Hour}, Action: does(nil)},
	}
}

// Former checks that a log that a former version has written is read whole, with the totals of what
// is removed, and that a session goes on with it: the run that was cut off has crashed, and what is
// due once a day runs when the next day's window opens, once.
func Former(t *testing.T, log rocket.RunLog) {
	before := lines(t, log)
	checkFormer(t, log)
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 3, 6, 23, 50, 0, 0, time.UTC)))
		session, err := rocket.New(&rocket.Schedule{Tasks: formerTasks(), RunLog: log,
			Config: rocket.Config{Timezone: "UTC"}},
			rocket.WithLogger(slog.New(slog.DiscardHandler)))
		if err != nil {
			t.Fatal(err)
		}
		ctx, end := context.WithTimeout(t.Context(), 80*time.Minute)
		defer end()
		if err := session.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	after := lines(t, log)
	told := strings.Join(after[len(before):], "\n")
	if strings.Join(after[:len(before)], "\n") != strings.Join(before, "\n") {
		t.Errorf("the log had\n%s\nand has now\n%s", strings.Join(before, "\n"),
			strings.Join(after, "\n"))
	}
	if want := "tick crash 23:50\ntick run 23:50\ntick success 23:50\nbackup run 01:00\n" +
		"backup success 01:00\nsend run 01:00\nsend fail 01:00"; told != want {
		t.Errorf("the session has added\n%s\nwant\n%s", told, want)
	}
	checkTotals(t, log, 6, 21)
}

// lines returns the records of a log in words.
func lines(t *testing.T, log rocket.RunLog) (all []string) {
	t.Helper()
	for _, r := range readStory(t, log) {
		all = append(all, fmt.Sprintf("%s %s %s", r.Task, r.Event, r.Created.UTC().Format("15:04")))
	}
	return all
}

// checkFormer checks the records.
func checkFormer(t *testing.T, log rocket.RunLog) {
	t.Helper()
	seq := uint64(0)
	for r, err := range log.Read(t.Context(), rocket.Query{Events: rocket.AnyEvent}) {
		switch {
		case err != nil:
			t.Fatal(err)
		case seq > 0 && r.Seq != seq+1:
			t.Errorf("record %d follows %d", r.Seq, seq)
		case r.Event == rocket.Succeeded && r.Task == "backup" && string(r.Return) != formerReturn,
			r.Event == rocket.Failed && r.Error != formerError, r.Host == "":
			t.Errorf("a record is\n%+v", r)
		}
		seq = r.Seq
	}
	if seq != formerSeq {
		t.Errorf("the newest record has the number %d, want %d", seq, formerSeq)
	}
	checkTotals(t, log, 5, 20)
}

// checkTotals checks how many runs of two tasks are known, also those whose records are removed.
func checkTotals(t *testing.T, log rocket.RunLog, backup, tick int) {
	t.Helper()
	facts, err := rocket.FactsOf(t.Context(), log, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	for task, want := range map[string]int{"backup": backup, "send": backup, "tick": tick} {
		if n := facts.History(task).Total(rocket.Started); n != want {
			t.Errorf("%d runs of %s are known, want %d", n, task, want)
		}
	}
}
