package stdconds

import (
	"fmt"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
)

// TimeOf holds while now is in the period: `time of day between 10:00 and
// 12:00`, `crontime */5 * * * *`.
type TimeOf struct {
	Period period.Period
	// Text is how the condition is written; if it is empty, the period says it.
	Text string
}

// Observe stands until the next edge of the period.
func (c TimeOf) Observe(o *rocket.Observation) (rocket.State, error) {
	w, ok := c.shown(o.Now)
	switch {
	case !ok:
		return rocket.State{}, nil
	case w.Start.After(o.Now):
		return rocket.State{Until: w.Start}, nil
	}
	return rocket.State{Holds: true, Until: expiry(w)}, nil
}

// expiry returns the end of a window, or the zero time if it has none.
func expiry(w period.Window) time.Time {
	if w.Endless() {
		return time.Time{}
	}
	return w.End
}

// shown returns the window that holds now, or the next one. A window that the clocks skip is
// not there.
func (c TimeOf) shown(now time.Time) (period.Window, bool) {
	return period.Shown{Of: c.Period}.Next(now)
}

// String returns the condition as the language writes it.
func (c TimeOf) String() string {
	if c.Text != "" {
		return c.Text
	}
	if cron, ok := c.Period.(period.Cron); ok {
		return fmt.Sprintf("crontime %q", cron.Expr)
	}
	return c.Period.String()
}

// Why says whether now is inside the period.
func (c TimeOf) Why(o *rocket.Observation) string {
	w, ok := c.shown(o.Now)
	return whereabouts(w, ok, o.Now)
}

// whereabouts says whether now is inside the window that was found, if there is one.
func whereabouts(w period.Window, ok bool, now time.Time) string {
	switch {
	case !ok:
		return "there is no such time"
	case w.Start.After(now):
		return "outside; begins " + w.Start.Format(clock)
	}
	if w.Beginningless() {
		return "inside"
	}
	return "inside since " + w.Start.Format(clock)
}

// Stays is true: the condition looks at the clock alone.
func (c TimeOf) Stays(bool) bool { return true }

// MayHold is true.
func (c TimeOf) MayHold(func(string) bool) bool { return true }

// Within returns the period.
func (c TimeOf) Within() period.Period { return c.Period }

// Once holds once per window of the period, such as `daily after 07:00`: while now is
// in the window and no run of the task has started in it. So a run belongs to the
// window in which it started, however long it takes.
type Once struct {
	Period period.Period
	// Crashed says that a run counts even if it has crashed, as `cron …` has it.
	// Otherwise the window is open again after a crash.
	Crashed bool
	// New says that a window which had opened before the run log knew the task with its
	// start condition is none, as `once at …` has it.
	New bool
	// CatchUp is how long after its end a window in which no run has started is made up
	// for, at most; zero: not at all. See [Once.Observe].
	CatchUp time.Duration
	// Counted are the windows that are made up for; nil: all of the period.
	Counted period.Period
	// Text is how the condition is written.
	Text string
}

// Observe stands until the next edge of the period. With CatchUp the condition holds, too,
// after the newest window, if the run log knew the task by then and no run that has not
// crashed has started since the window opened, and it is not missed: until CatchUp is over,
// or the next window opens. After a start of the scheduler that waits as long as a
// [period.Spread] moves the windows.
func (c Once) Observe(o *rocket.Observation) (rocket.State, error) {
	s := c.inWindow(o)
	s.Holds = s.Holds || c.isKept(o)
	if s.Holds || c.CatchUp <= 0 {
		return s, nil
	}
	if _, end, ok := c.owed(o); ok {
		if begins := c.waits(o, end); begins.After(o.Now) {
			return rocket.State{Until: rocket.Earlier(begins, s.Until)}, nil
		}
		return rocket.State{Holds: true, Until: rocket.Earlier(end, s.Until)}, nil
	}
	return s, nil
}

// inWindow observes whether a window is open in which the task has not started. One that is
// missed may come again, if the clock is set back.
func (c Once) inWindow(o *rocket.Observation) rocket.State {
	w, ok := c.Period.Next(o.Now)
	if !ok {
		return rocket.State{}
	}
	if w.Start.After(o.Now) {
		return rocket.State{Until: w.Start}
	}
	own := o.History("")
	open := own.LastStart(c.Crashed).Before(w.Start) && !c.isOld(w, own) && !own.Missed(w.Start)
	return rocket.State{Holds: open, Until: expiry(w)}
}

// owed returns the newest window, if it has ended without a run and is to be made up for
// now, and until when.
func (c Once) owed(o *rocket.Observation) (w period.Window, end time.Time, ok bool) {
	windows := c.Windows()[0]
	w, ok = windows.Of.Prev(o.Now.Add(1))
	if !ok || w.End.After(o.Now) {
		return w, end, false
	}
	end = windows.Closes(w)
	own := o.History("")
	return w, end, end.After(o.Now) && w.End.After(knownSince(own)) &&
		own.LastStart(false).Before(w.Start) && !own.Missed(w.Start)
}

// waits returns when a window that is to be made up for until an instant may be: at a start
// of the scheduler windows that are spread wait as long as they are moved, if there is time.
func (c Once) waits(o *rocket.Observation, end time.Time) time.Time {
	begins := o.Started().Add(shiftOf(c.Period))
	if !begins.Before(end) {
		return o.Now
	}
	return begins.In(o.Now.Location())
}

// shiftOf returns how much later the windows of a period are because they are spread.
func shiftOf(p period.Period) time.Duration {
	if spread, ok := p.(period.Spread); ok {
		return spread.Shift()
	}
	return 0
}

// knownSince returns since when the run log knows the task of a history. If the log does not
// tell, that is the latest start; without one, no window has passed since.
func knownSince(own *rocket.History) time.Time {
	if since := own.KnownSince(); !since.IsZero() {
		return since
	}
	if last := own.Last(rocket.Started); !last.IsZero() {
		return last
	}
	return endOfTime
}

// endOfTime is later than all windows but endless ones.
var endOfTime = time.Unix(1<<50, 0)

// isKept reports whether the latest window of a cron condition, which is over, was open when
// the start began to wait for places, and no run has started since.
func (c Once) isKept(o *rocket.Observation) bool {
	since, waits := o.WaitsSince()
	if !c.Crashed || !waits {
		return false
	}
	last, ok := c.Period.Prev(o.Now)
	return ok && last.End.After(since) && o.History("").LastStart(true).Before(last.Start)
}

// isOld reports whether a window is none, because the task was not known when it opened.
func (c Once) isOld(w period.Window, own *rocket.History) bool {
	return c.New && own.KnownSince().After(w.Start)
}

// String returns the condition as the language writes it.
func (c Once) String() string { return c.Text }

// Why says whether now is inside the window, when the task has started in it, and by how
// much the windows are moved.
func (c Once) Why(o *rocket.Observation) string {
	why := c.why(o)
	if shift := shiftOf(c.Period); shift > 0 {
		why += "; spread by " + period.FormatDuration(shift)
	}
	return why
}

func (c Once) why(o *rocket.Observation) string {
	if w, end, ok := c.owed(o); ok && c.CatchUp > 0 {
		text := "not started in the window of " + w.Start.Format(clock) + "; made up for "
		if begins := c.waits(o, end); begins.After(o.Now) {
			text += "from " + begins.Format(clock) + " "
		}
		return text + "until " + end.Format(clock)
	}
	w, ok := c.Period.Next(o.Now)
	inside := whereabouts(w, ok, o.Now)
	if !ok || w.Start.After(o.Now) {
		return inside
	}
	own := o.History("")
	last := own.LastStart(c.Crashed)
	if last.Before(w.Start) && c.isOld(w, own) {
		return inside + ", but the task is known only since " +
			own.KnownSince().In(o.Now.Location()).Format(clock)
	}
	if last.Before(w.Start) {
		return inside + ", not started in it"
	}
	return "started at " + last.In(o.Now.Location()).Format(clock)
}

// Stays is false: the start of a run takes the window.
func (c Once) Stays(bool) bool { return false }

// MayHold is true.
func (c Once) MayHold(func(string) bool) bool { return true }

// Within returns the period.
func (c Once) Within() period.Period { return c.Period }
