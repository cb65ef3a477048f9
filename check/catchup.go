package check

import (
	"slices"
	"time"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// A catch-up is a part of the start condition: the calendar part of each alternative holds
// for some time after its window, too, if that had no run. So it is entered into the
// condition when that is whole.

// taskCatchUp checks the duration. It takes effect when the start condition is whole; see
// caughtUp.
func (c *checker) taskCatchUp(s *grammar.Setting) change {
	c.timeLimit(s)
	return func(*rocket.TaskSpec, *rocket.Command) {}
}

// nearestSetting returns the nearest setting of a key: at the task, at its groups, in config;
// nil if there is none.
func (c *checker) nearestSetting(t *task, key string) *grammar.Setting {
	if s := setting(t.decl.Attrs, key); s != nil {
		return s
	}
	for g := t.group; g != nil; g = g.outer {
		if s := setting(g.decl.Attrs, key); s != nil {
			return s
		}
	}
	if c.config == nil {
		return nil
	}
	return setting(c.config.Settings, key)
}

// durationOf returns the duration of a setting that was checked; zero if it has none.
func durationOf(s *grammar.Setting) time.Duration {
	text := ""
	switch v := s.Value.(type) {
	case *grammar.Duration:
		text = v.Text
	case *grammar.Number:
		text = v.Text
	}
	d, _ := period.ParseSeconds(text)
	return d
}

// caughtUp returns the start condition of a task with the windows that are made up for.
func (c *checker) caughtUp(t *task, cond rocket.Condition) rocket.Condition {
	s := c.nearestSetting(t, "catch_up")
	if s == nil || cond == nil || durationOf(s) == 0 {
		return cond
	}
	pauses := slices.ContainsFunc(stdconds.WindowsOf(cond), hasPause)
	switch own := setting(t.decl.Attrs, "catch_up") == s; {
	case !pauses && own:
		c.noPause(t, s, cond)
	case pauses && c.plan.Schedule.RunLog == nil && !c.goChoosesLog():
		d := c.warnOnce(diag.OnlySleep, s.Span(),
			"only sleep is made up for: the run log is in memory")
		d.Help = "a run log that outlives the program is written: " +
			"config { log file \"runs.jsonl\" }"
	}
	return catchUp(cond, durationOf(s), nil)
}

// noPause reports a task whose windows cannot be made up for.
func (c *checker) noPause(t *task, s *grammar.Setting, cond rocket.Condition) {
	if len(stdconds.WindowsOf(cond)) == 0 {
		d := c.diags.Errorf(diag.NoPause, s.Span(),
			"there is nothing to make up for: the start condition has no windows")
		d.Help = "windows are those of the calendar, as in: daily at 02:00"
		return
	}
	d := c.diags.Errorf(diag.NoPause, s.Span(),
		"there is no time to make up for a window: the next opens as one closes")
	d.Help = "leave catch_up out, or name a window that ends earlier, as in: daily at 02:00"
	d.Related = []diag.Related{{Span: t.whenSpan(), Msg: "the windows are written here"}}
}

// hasPause reports whether windows do not follow each other without a pause. Of windows
// that a session parameter has it is not known.
func hasPause(w rocket.Windows) bool { return !isWhole(unspread(w.Of)) }

// catchUp returns a condition in which the windows of the calendar parts are made up for,
// but for those that follow without a pause. Beside it are clocks, `time of …`, outside of
// which windows are none. Conditions are shared, so what changes is a copy.
func catchUp(cond rocket.Condition, d time.Duration, clocks period.All) rocket.Condition {
	switch cond := cond.(type) {
	case stdconds.Once:
		return catchUpOnce(cond, d, clocks)
	case stdconds.FromParams:
		cond.Of = catchUp(cond.Of, d, clocks)
		return cond
	case stdconds.Named:
		return stdconds.Named{Name: cond.Name, Of: catchUp(cond.Of, d, clocks)}
	case stdconds.InZone:
		return stdconds.InZone{Zone: cond.Zone, Of: catchUp(cond.Of, d, clocks)}
	case stdconds.All:
		all := slices.Clone(cond)
		if i := cond.Longest(); i >= 0 {
			all[i] = catchUp(cond[i], d, slices.Concat(clocks, cond.Clocks()))
		}
		return all
	case stdconds.Any:
		alternatives := slices.Clone(cond)
		for i, part := range cond {
			alternatives[i] = catchUp(part, d, clocks)
		}
		return alternatives
	}
	return cond
}

// catchUpOnce returns a calendar part whose windows are made up for.
func catchUpOnce(once stdconds.Once, d time.Duration, clocks period.All) rocket.Condition {
	if len(clocks) > 0 {
		once.Counted = period.Meeting{Of: once.Period, With: clocks}
	}
	if hasPause(once.Windows()[0]) {
		once.CatchUp = d
	}
	if stdconds.Unread(once.Counted) && !stdconds.Unread(once.Period) {
		return stdconds.FromParams{Text: once.Text, Of: once}
	}
	return once
}
