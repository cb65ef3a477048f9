package check

import (
	"cmp"
	"fmt"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// trapNegated warns of ~ before a part that depends on what the task itself did.
func (c *checker) trapNegated(_ *task, a alternative) {
	for _, p := range a {
		if !p.negated {
			continue
		}
		switch cond := p.cond.(type) {
		case stdconds.Once:
			c.warnNotOnce(p, cond)
		case stdconds.Every:
			d := c.trap(diag.NotOnce, p, "~%s holds only soon after a run of the task", cond)
			d.Help = "for a pause between runs leave ~ out; for a run within that time write " +
				"`has started past " + period.FormatDuration(cond.Interval) + "`"
		case stdconds.After:
			c.warnNotAfter(p, cond)
		case stdconds.AfterGroup:
			c.trap(diag.NotAfter, p, "~%s means: not since the latest start of this task", cond)
		}
	}
}

// warnNotOnce warns of `~daily after 10:00`.
func (c *checker) warnNotOnce(p part, once stdconds.Once) {
	clock := stdconds.TimeOf{Period: once.Period}.String()
	d := c.trap(diag.NotOnce, p, "~%s holds once the task has run, too", once)
	d.Help = "did you mean `~" + clock + "`?"
	if isWhole(once.Period) {
		_, unit := adverbOf(once)
		d.Help = "for a run in the same " + unit + " write `has started this " + unit + "`"
		if unit == "day" {
			d.Help = "for a run on the same day write `has started today`"
		}
	}
}

// warnNotAfter warns of `~after b`.
func (c *checker) warnNotAfter(p part, after stdconds.After) {
	d := c.trap(diag.NotAfter, p, "~%s means: not since the latest start of this task", after)
	var today stdconds.All
	if after.Wrong {
		after.Did = rocket.Failed
	}
	for _, name := range after.Tasks {
		today = append(today, stdconds.Has{Task: name, Did: cmp.Or(after.Did, rocket.Succeeded),
			Span: stdconds.This{Text: "today"}})
	}
	text := fmt.Sprint(stdconds.Not{Of: allOf(today...)})
	if after.Any {
		text = fmt.Sprint(stdconds.Not{Of: stdconds.Any(today)})
	}
	d.Help = "for today write `" + text + "`"
}

// trapOneAnswer warns of `every 5 minutes & ~http_ok(…)`: one answer that was lost on the
// way is enough. If other conditions have a say, too, there is no warning.
func (c *checker) trapOneAnswer(_ *task, a alternative) {
	var asked *part
	paced := false
	for _, p := range a {
		switch p.cond.(type) {
		case stdconds.Every:
			paced = true
		case stdconds.TimeOf, stdconds.Running:
		case stdconds.Checked:
			if asked != nil || !p.negated || !c.isSensorCond(p.node) {
				return
			}
			asked = &p
		default:
			return
		}
	}
	if !paced || asked == nil {
		return
	}
	d := c.trap(diag.OneAnswer, *asked, "one failed answer is enough for ~%s", asked.name)
	d.Help = "for failures in a row let a task ask, such as " +
		"`task probe when every 1 minute { command \"curl -fsS …\" }`, " +
		"and write `task probe has failed past 5 minutes >= 3`"
}

// isSensorCond reports whether a condition is one of the prelude.
func (c *checker) isSensorCond(node grammar.Cond) bool {
	call, ok := node.(*grammar.Call)
	if !ok {
		return false
	}
	d := c.conds[call.Name.Text]
	return d != nil && d.isSensor()
}
