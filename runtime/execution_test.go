package rocket_test

import (
	"testing"

	rocket "github.com/rocketc/rocketc/runtime"
)

// TestUnknownExecution: a run that can take place nowhere fails.
func TestUnknownExecution(t *testing.T) {
	task := rocket.TaskSpec{Action: rocket.Do{rocket.HoldStep{}}, Execution: 99}
	rec, _ := runOnce(t, task, rocket.Schedule{})
	if rec.Event != rocket.Failed || rec.Error != "there is no execution Execution(99)" {
		t.Errorf("got %v %q", rec.Event, rec.Error)
	}
}
