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
