package rocket_test

import (
	"testing"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/step"
)

// TestUnknownExecution: a run that can take place nowhere fails.
func TestUnknownExecution(t *testing.T) {
	task := rocket.TaskSpec{Action: rocket.Do{step.Hold{}}, Execution: 99}
	rec, _ := runOnce(t, task, rocket.Schedule{})
	if rec.Event != rocket.Failed || rec.Error != "there is no execution Execution(99)" {
		t.Errorf("got %v %q", rec.Event, rec.Error)
	}
}

// TestRunInTheProcessOfARun: a program that was started for a run runs no session.
func TestRunInTheProcessOfARun(t *testing.T) {
	t.Setenv("ROCKET_PROCESS_TASK", "a")
	const want = `this program was started for a run of the task "a", with execution process: ` +
		"it has to call rocket.ServeChild before Session.Run"
	s := newSession(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{{Name: "a", Action: rocket.Do{}}}})
	_, err := s.RunTask(t.Context(), "a", nil)
	for _, err := range []error{s.Run(t.Context()), err} {
		if err == nil || err.Error() != want {
			t.Errorf("got %v", err)
		}
	}
}
