package stdconds

import (
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// An Explainer is a condition that can say in a few words what its answer rests
// on, at the instant of the observation.
type Explainer interface {
	rocket.Condition
	Why(o *rocket.Observation) string
}

// clock is how reasons write an instant.
const clock = "Mon 2006-01-02 15:04:05"

func ago(at, now time.Time) string {
	if at.IsZero() {
		return "never"
	}
	return at.In(now.Location()).Format(clock)
}
