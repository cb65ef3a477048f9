package stdconds

import "time"

// clock is the layout of an instant in reasons.
const clock = "Mon 2006-01-02 15:04:05"

// ago writes the instant of an event. The zero time is "never".
func ago(at, now time.Time) string {
	if at.IsZero() {
		return "never"
	}
	return at.In(now.Location()).Format(clock)
}
