package rocket_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// opened holds since the task open has succeeded, until its own task starts, or the task
// close succeeds.
type opened struct{}

func (opened) Observe(o *rocket.Observation) (rocket.State, error) {
	at := o.History("open").Last(rocket.Succeeded)
	return rocket.State{Holds: at.After(o.History("").Last(rocket.Started)) &&
		at.After(o.History("close").Last(rocket.Succeeded))}, nil
}

// Plain has the condition asked at the very instant of a start: it is false then.
func (opened) Plain() {}

// untilThere is an action that ends when there is a file, or it is asked to.
func untilThere(file string) rocket.Func {
	return func(ctx context.Context, _ *rocket.Run) (any, error) {
		for {
			if _, err := os.Stat(file); err == nil {
				return nil, nil
			}
			select {
			case <-time.After(2 * time.Millisecond):
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}
	}
}

// runsElsewhere are the ways in which runs do not stand in the way of the loop.
var runsElsewhere = map[string]func(file string) rocket.TaskSpec{
	"thread": func(file string) rocket.TaskSpec {
		return rocket.TaskSpec{Execution: rocket.Thread, Action: untilThere(file)}
	},
	"async": func(file string) rocket.TaskSpec {
		return rocket.TaskSpec{Execution: rocket.Async, Action: untilThere(file)}
	},
	"process": func(file string) rocket.TaskSpec {
		return rocket.TaskSpec{Execution: rocket.Process, Action: untilThere(file)}
	},
	"command": func(file string) rocket.TaskSpec {
		return rocket.TaskSpec{Action: rocket.Command{
			Line: "while [ ! -e '" + file + "' ]; do sleep 0.01; done"}}
	},
}

func init() {
	programs["overlap"] = func() rocket.Schedule {
		nothing := rocket.Func(func(context.Context, *rocket.Run) (any, error) { return nil, nil })
		spec := runsElsewhere[os.Getenv("ROCKETC_TEST_HOW")](os.Getenv("ROCKETC_TEST_FILE"))
		spec.Name, spec.When, spec.Grace = "a", opened{}, time.Minute
		for _, o := range rocket.Overlaps() {
			if o.String() == os.Getenv("ROCKETC_TEST_OVERLAP") {
				spec.Overlap = o
			}
		}
		return rocket.Schedule{Tasks: []*rocket.TaskSpec{&spec,
			{Name: "open", Execution: rocket.Thread, Action: nothing},
			{Name: "close", Execution: rocket.Thread, Action: nothing}}}
	}
}

// TestOverlapElsewhere: what each overlap makes of a start condition that becomes true and
// false again while a run goes on, wherever that takes place.
func TestOverlapElsewhere(t *testing.T) {
	for how := range runsElsewhere {
		for overlap, want := range map[string]string{
			"skip":    "run success",
			"wait":    "run success run success",
			"replace": "run terminate run success",
		} {
			t.Run(how+"/"+overlap, func(t *testing.T) {
				expect(t, overlapped(t, how, overlap), want)
			})
		}
	}
}

// overlapped runs the program "overlap", and returns what the runs of a do.
func overlapped(t *testing.T, how, overlap string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "there")
	t.Setenv("ROCKETC_TEST_PROGRAM", "overlap")
	t.Setenv("GORACE", "atexit_sleep_ms=0")
	t.Setenv("ROCKETC_TEST_HOW", how)
	t.Setenv("ROCKETC_TEST_FILE", file)
	t.Setenv("ROCKETC_TEST_OVERLAP", overlap)
	s := newSession(t, programs["overlap"]())
	done := make(chan error, 1)
	go func() { done <- s.Run(t.Context()) }()
	<-s.Ready()
	do := func(task string) {
		if _, err := s.Task(task).Run(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	}
	story := func() string {
		var words []string
		for _, r := range recordsOf(t, s.RunLog(), "a") {
			words = append(words, r.Event.String())
		}
		return strings.Join(words, " ")
	}
	become := func(want string) {
		t.Helper()
		eventually(t, fmt.Sprintf("the story is %q", want), func() bool { return story() == want })
	}
	do("open")
	become("run")
	do("open")
	do("close")
	if overlap == "replace" {
		become("run terminate run")
	}
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if overlap == "wait" {
		become("run success run success")
	}
	if err := s.Shutdown(t.Context()); err != nil {
		t.Error(err)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
	return story()
}
