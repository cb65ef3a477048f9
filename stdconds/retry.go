package stdconds

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
)

// Retry holds if the latest outcome of the task is a failure, there are at most
// Times failures in a row, and the wait since the last of them is over:
// `retry 3 every 10 seconds backoff 2`.
type Retry struct {
	// Times is how often to try again; a negative number means without end.
	Times int
	// Every is the wait before the first retry; it may be zero.
	Every time.Duration
	// Backoff multiplies the wait before each further retry; zero means 1.
	Backoff float64
}

// Observe stands until the wait is over.
func (c Retry) Observe(o *rocket.Observation) (rocket.State, error) {
	h := o.History("")
	n := h.Failures()
	if n == 0 || (c.Times >= 0 && n > c.Times) {
		return rocket.State{}, nil
	}
	due := h.Last(rocket.Failed).Add(c.wait(n))
	if due.After(o.Now) {
		return rocket.State{Until: due.In(o.Now.Location())}, nil
	}
	return rocket.State{Holds: true}, nil
}

// maxWait bounds the growth of a backed-off wait: about 100 years.
const maxWait = 100 * 365 * 24 * time.Hour

func (c Retry) wait(failures int) time.Duration {
	if c.Backoff == 0 {
		return c.Every
	}
	wait := float64(c.Every) * math.Pow(c.Backoff, float64(failures-1))
	return time.Duration(min(wait, float64(maxWait)))
}

// String returns the condition as the language writes it.
func (c Retry) String() string {
	s := "retry"
	if c.Times >= 0 {
		s += " " + strconv.Itoa(c.Times)
	}
	if c.Every > 0 {
		s += " every " + period.FormatDuration(c.Every)
	}
	if c.Backoff != 0 {
		s += " backoff " + strconv.FormatFloat(c.Backoff, 'f', -1, 64)
	}
	return s
}

// Why says how many failures there were in a row.
func (c Retry) Why(o *rocket.Observation) string {
	n := o.History("").Failures()
	if n == 0 {
		return "the latest outcome is not a failure"
	}
	return fmt.Sprintf("%d failed in a row, the last %s", n,
		ago(o.History("").Last(rocket.Failed), o.Now))
}

// Stays is false: a run of the task ends its failures, or adds one.
func (c Retry) Stays(bool) bool { return false }

// MayHold is true.
func (c Retry) MayHold(func(string) bool) bool { return true }
