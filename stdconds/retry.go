package stdconds

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
)

// Retry holds if the latest thing that happened to the task is a failure, there are at
// most Times failures in a row, and the wait since the last of them is over:
// `retry 3 every 10 seconds backoff 2`. The end of a run by its timeout is a failure.
type Retry struct {
	// Times is how often to try again; a negative number means without end.
	Times int
	// Every is the wait before the first retry; it may be zero.
	Every time.Duration
	// Backoff multiplies the wait before each further retry; zero means 1.
	Backoff float64
	// UpTo is the longest wait; zero: there is no limit.
	UpTo time.Duration
	// Beside are the windows of the calendar parts to which the retry is an
	// alternative, as in `daily at 02:00 | retry 3`. Only failures of runs count that
	// have started since the newest of them opened.
	Beside []period.Period
}

// Observe stands until the wait is over, or a window opens.
func (c Retry) Observe(o *rocket.Observation) (rocket.State, error) {
	n := c.failures(o)
	if n == 0 || (c.Times >= 0 && n > c.Times) {
		return rocket.State{}, nil
	}
	// Of the ends by request, and the like, none is the latest event.
	due := o.History("").Last(rocket.Failed | rocket.Terminated).Add(c.wait(n))
	s := rocket.State{Holds: !due.After(o.Now), Until: c.opens(o.Now)}
	if !s.Holds {
		s.Until = rocket.Earlier(due.In(o.Now.Location()), s.Until)
	}
	return s, nil
}

// failures returns how many failures in a row count.
func (c Retry) failures(o *rocket.Observation) int {
	h := o.History("")
	if h.Failures(time.Time{}) == 0 {
		return 0
	}
	return h.Failures(c.opened(o.Now))
}

// opened returns when the newest window has opened, or the zero time.
func (c Retry) opened(now time.Time) (newest time.Time) {
	for _, p := range c.Beside {
		if w, ok := p.Prev(now.Add(1)); ok && w.Start.After(newest) {
			newest = w.Start
		}
	}
	return newest
}

// opens returns when the next window opens, or the zero time.
func (c Retry) opens(now time.Time) (next time.Time) {
	for _, p := range c.Beside {
		w, ok := p.Next(now)
		if ok && !w.Start.After(now) {
			w, ok = p.Next(w.End)
		}
		if ok {
			next = rocket.Earlier(next, w.Start)
		}
	}
	return next
}

// maxWait bounds the growth of a backed-off wait: about 100 years.
const maxWait = 100 * 365 * 24 * time.Hour

func (c Retry) wait(failures int) time.Duration {
	if c.Backoff == 0 {
		return c.Every
	}
	wait := float64(c.Every) * math.Pow(c.Backoff, float64(failures-1))
	return time.Duration(min(wait, float64(cmp.Or(c.UpTo, maxWait))))
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
	if c.UpTo > 0 {
		s += " up to " + period.FormatDuration(c.UpTo)
	}
	return s
}

// Why says how many failures there were in a row.
func (c Retry) Why(o *rocket.Observation) string {
	n := c.failures(o)
	if n == 0 {
		return "the latest event is not a failure that counts"
	}
	return fmt.Sprintf("%d failed in a row, the last %s", n,
		ago(o.History("").Last(rocket.Failed|rocket.Terminated), o.Now))
}

// Repeats does nothing; that there is such a method says that the run repeats another.
func (c Retry) Repeats() {}

// Stays is false: a run of the task ends its failures, or adds one.
func (c Retry) Stays(bool) bool { return false }

// MayHold is true.
func (c Retry) MayHold(func(string) bool) bool { return true }
