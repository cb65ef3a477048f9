package rocket_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/step"
)

// since holds at that instant after the start of the clock of a test, and later.
type since time.Duration

func (c since) Observe(o *rocket.Observation) (rocket.State, error) {
	due := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(c))
	if o.Now.Before(due) {
		return rocket.State{Until: due}, nil
	}
	return rocket.State{Holds: true}, nil
}

// TestStartupWithACondition: a task that runs at startup or shutdown does so only if its
// condition holds then, and never in between.
func TestStartupWithACondition(t *testing.T) {
	var j journal
	records, err := play(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "first", OnStartup: true, Priority: 1, Action: j.does(time.Minute)},
		{Name: "plain", OnStartup: true, Action: j.does(0)},
		{Name: "due", OnStartup: true, When: since(time.Minute), Action: j.does(0)},
		{Name: "late", OnStartup: true, When: since(time.Hour), Action: j.does(0)},
		{Name: "end", OnShutdown: true, When: since(time.Hour), Action: j.does(0)},
		{Name: "never", OnShutdown: true, When: since(24 * time.Hour), Action: j.does(0)},
	}}, 2*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, story(records), "first:run@0s due:run@1m0s due:success@1m0s first:success@1m0s "+
		"plain:run@1m0s plain:success@1m0s end:run@2h0m0s end:success@2h0m0s")
}

// TestShutdownDuringStartup: it terminates the tasks of the startup, and no others start.
func TestShutdownDuringStartup(t *testing.T) {
	waits := rocket.Func(func(ctx context.Context, _ *rocket.Run) (any, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	})
	for _, permanent := range []bool{false, true} {
		var j journal
		records, err := play(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
			{Name: "waits", OnStartup: true, Priority: 1, Permanent: permanent, Action: waits},
			{Name: "next", OnStartup: true, Action: j.does(0)},
			{Name: "flush", OnShutdown: true, Action: j.does(0)},
		}}, time.Second)
		if err != nil {
			t.Fatal(err)
		}
		expect(t, story(records),
			"waits:run@0s flush:run@1s flush:success@1s waits:terminate@1s")
	}
}

// TestHoldsOfMetatasks: a metatask ends the hold of all tasks that another has begun.
func TestHoldsOfMetatasks(t *testing.T) {
	var j journal
	config := rocket.Config{CycleSleep: 10 * time.Second}
	live(t, rocket.Schedule{Config: config, Tasks: []*rocket.TaskSpec{
		{Name: "a", When: since(2 * time.Minute), Action: j.does(0)},
		{Name: "pause", When: started{time.Minute}, Action: rocket.Do{step.Hold{}}},
		{Name: "go", When: since(time.Hour), Action: rocket.Do{step.Resume{}}},
	}}, func(s *rocket.Session) {
		time.Sleep(30 * time.Minute)
		if !stateOf(s.Task("a")).Last(rocket.Started).IsZero() {
			t.Error("a has started during the hold")
		}
		time.Sleep(time.Hour + 5*time.Second) // between two runs of go, which ends all holds
		if stateOf(s.Task("a")).Last(rocket.Started).IsZero() {
			t.Error("a has not started after the hold")
		}
		names := []string{"go"}
		before := stateOf(s.Task("go")).Last(rocket.Started)
		_ = s.Hold(context.Background(), rocket.Hold{Tasks: names})
		time.Sleep(time.Minute)
		first := stateOf(s.Task("go")).Last(rocket.Started)
		time.Sleep(time.Minute)
		if last := stateOf(s.Task("go")).Last(rocket.Started); first != last || before.IsZero() {
			t.Error("a metatask that is held by its name starts")
		}
	})
}

// TestFailureThatGoesOn: the failure of a condition is logged when it begins, when it
// changes and when it ends, with how often it was seen.
func TestFailureThatGoesOn(t *testing.T) {
	n := 0
	fails := contextual(func(context.Context) error {
		switch n++; {
		case n <= 5:
			return errors.New("one")
		case n <= 8:
			return errors.New("two")
		}
		return nil
	})
	synctest.Test(t, func(t *testing.T) {
		log := strings.Builder{}
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		s := newSession(t, rocket.Schedule{
			Config: rocket.Config{SilenceCondCheck: true},
			Tasks:  []*rocket.TaskSpec{{Name: "a", When: fails}},
		}, rocket.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
		if err := s.Run(ctx); err != nil {
			t.Fatal(err)
		}
		var lines []string
		for line := range strings.Lines(log.String()) {
			if _, said, ok := strings.Cut(line, `msg="condition `); ok {
				lines = append(lines, strings.TrimSpace(said))
			}
		}
		const want = `failed" of="task a" error=one;failure ended" of="task a" failures=5;` +
			`failed" of="task a" error=two;failure ended" of="task a" failures=3`
		if got := strings.Join(lines, ";"); got != want {
			t.Errorf("the log has %s", got)
		}
	})
}

// TestShutdownBeforeTheStart: a session whose end is requested before it runs, runs nothing.
func TestShutdownBeforeTheStart(t *testing.T) {
	for range 50 {
		var j journal
		schedule := rocket.Schedule{Tasks: []*rocket.TaskSpec{
			{Name: "setup", OnStartup: true, Action: j.does(0)},
			{Name: "a", When: once{}, Action: j.does(0)},
			{Name: "flush", OnShutdown: true, Action: j.does(0)},
		}}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		s1, s2 := newSession(t, schedule), newSession(t, schedule)
		err := errors.Join(s1.Run(ctx), s2.Shutdown(t.Context()), s2.Run(t.Context()))
		if err != nil || len(recordsOf(t, s1.RunLog()))+len(recordsOf(t, s2.RunLog())) > 0 {
			t.Fatalf("%v, it ran %v", err, recordsOf(t, s1.RunLog()))
		}
	}
}
