package plan

import (
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// CatchUp returns for how long after its end a window of a start condition is made up for,
// as `catch_up` has it; zero if none is.
func CatchUp(cond rocket.Condition) (longest time.Duration) {
	eachCalendarPart(cond, func(c stdconds.Once) { longest = max(longest, c.CatchUp) })
	return longest
}

// Spread returns by what the windows of a start condition are moved, as `spread` has it:
// "10 minutes by host". It is empty if they are not moved.
func Spread(cond rocket.Condition) (text string) {
	eachCalendarPart(cond, func(c stdconds.Once) {
		if p, moved := c.Period.(period.Spread); moved {
			text = period.FormatDuration(p.Span)
			if p.ByHost {
				text += " by host"
			}
		}
	})
	return text
}

// eachCalendarPart calls do with the calendar parts of a condition, which may be nil.
func eachCalendarPart(cond rocket.Condition, do func(stdconds.Once)) {
	switch c := cond.(type) {
	case stdconds.Once:
		do(c)
	case stdconds.FromParams:
		eachCalendarPart(c.Of, do)
	case rocket.Composite:
		for _, part := range c.Parts() {
			eachCalendarPart(part, do)
		}
	}
}
