package check

import (
	"time"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// judgeForgets warns, once, of a task that starts at most every so often if the run log is in
// memory and nothing says that this is meant: `daily` forgets at a restart that it has run. If
// the program is a Go program that may hand in a log of its own, there is no warning.
func (c *checker) judgeForgets() {
	if c.diags.HasErrors() || c.saysLog() {
		return
	}
	judged := map[*start]bool{}
	for _, t := range c.tasks {
		if judged[t.start] {
			continue
		}
		judged[t.start] = true
		if p, ok := t.seldom(); ok && !c.goChoosesLog() {
			d := c.diags.Warnf(diag.Forgets, p.span(), "after a restart the program does not "+
				"know whether %s has run: its run log is in memory", p.text())
			d.Help = "write `config { log file \"runs.jsonl\" }`, which remembers, " +
				"or `log memory` if it may forget"
			return
		}
	}
}

// saysLog reports whether the schedule chooses its run log.
func (c *checker) saysLog() bool {
	return c.config != nil && setting(c.config.Settings, "log") != nil
}

// goChoosesLog reports whether Go may hand the program its run log: the schedule is a part of
// a library, or of a program that uses WithRunLog.
func (c *checker) goChoosesLog() bool {
	return c.packageName() != "main" || c.ownDir().Uses["WithRunLog"]
}

// seldom returns the part of a task's start condition that paces the task, if the pauses are
// long.
func (t *task) seldom() (p part, ok bool) {
	for _, a := range t.alternatives() {
		for _, p := range a {
			if !p.negated && isSeldom(p.cond) {
				return p, true
			}
		}
	}
	return part{}, false
}

// isSeldom reports whether a condition starts a task an hour after the last time at the
// earliest, or in longer pauses. A duration or a window that a session parameter has may be any.
func isSeldom(cond rocket.Condition) bool {
	switch cond := cond.(type) {
	case stdconds.Every:
		return cond.Interval >= time.Hour
	case stdconds.Once:
		return pausesOver(cond.Period, time.Hour)
	}
	return false
}

// pausesOver reports whether windows of a period begin further apart than a time, or there is
// one window only.
func pausesOver(p period.Period, most time.Duration) bool {
	list := windows(p, maxWindows)
	for i, w := range list[min(1, len(list)):] {
		if w.Start.Sub(list[i].Start) > most {
			return true
		}
	}
	return len(list) == 1
}
