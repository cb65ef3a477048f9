package stdconds

import (
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// An Explainer is a condition that can give the reason for its answer.
type Explainer interface {
	rocket.Condition
	// Why returns, in a few words, what the answer of this observation rests on.
	Why(o *rocket.Observation) string
}

// clock is the layout of an instant in reasons.
const clock = "Mon 2006-01-02 15:04:05"

// ago writes the instant of an event. The zero time is "never".
func ago(at, now time.Time) string {
	if at.IsZero() {
		return "never"
	}
	return at.In(now.Location()).Format(clock)
}
