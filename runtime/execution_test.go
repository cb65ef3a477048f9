package rocket_test

import (
	"fmt"
	"testing"

	rocket "github.com/rocketc/rocketc/runtime"
)

func TestExecutionWords(t *testing.T) {
	for word, want := range map[string]rocket.Execution{
		"process": rocket.Process, "thread": rocket.Thread, "main": rocket.Main,
		"async": rocket.Async,
	} {
		got, err := rocket.ParseExecution(word)
		if err != nil || got != want || got.String() != word {
			t.Errorf("%s: got %v, %v", word, got, err)
		}
	}
	for _, word := range []string{"", "remote", "Main"} {
		_, err := rocket.ParseExecution(word)
		want := fmt.Sprintf("unknown execution %q (want process, thread, main or async)", word)
		if err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	for e, want := range map[rocket.Execution]string{
		rocket.SessionExecution: "rocket.SessionExecution", rocket.Main: "rocket.Main",
		99: "rocket.Execution(99)",
	} {
		if got := e.GoString(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if got := rocket.Execution(99).String(); got != "Execution(99)" {
		t.Errorf("got %s", got)
	}
}

// TestUnknownExecution: a run that can take place nowhere fails.
func TestUnknownExecution(t *testing.T) {
	task := rocket.TaskSpec{Action: rocket.Do{rocket.HoldStep{}}, Execution: 99}
	rec, _ := runOnce(t, task, rocket.Schedule{})
	if rec.Action != rocket.Failed || rec.Error != "there is no execution Execution(99)" {
		t.Errorf("got %v %q", rec.Action, rec.Error)
	}
}
