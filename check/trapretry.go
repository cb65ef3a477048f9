package check

import (
	"fmt"
	"slices"
	"time"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// A retry is meant to be an alternative to what starts the first run.

// starter returns the part of an alternative by which tasks start by themselves.
func (a alternative) starter() (p part, ok bool) {
	i := slices.IndexFunc(a, func(p part) bool {
		switch p.cond.(type) {
		case stdconds.Once, stdconds.Every, stdconds.After, stdconds.AfterGroup:
			return !p.negated
		}
		return false
	})
	if i < 0 {
		return part{}, false
	}
	return a[i], true
}

// trapRetryBesideWindow warns of a retry beside a part that does not hold once the task has
// run: the retry waits for the next window.
func (c *checker) trapRetryBesideWindow(_ *task, a alternative) {
	retries, _ := partsLike[stdconds.Retry](a, false)
	onces, _ := partsLike[stdconds.Once](a, false)
	if len(retries) == 0 || len(onces) == 0 {
		return
	}
	c.warnRetryOnly(retries[0], onces[0])
}

// trapRetryOnly warns of a condition of which each alternative has a retry: `every 1 hour &
// retry 3`. A retry alone is for a task that something else runs.
func (c *checker) trapRetryOnly(_ *task, form []alternative) {
	for _, a := range form {
		if retries, _ := partsLike[stdconds.Retry](a, false); len(retries) == 0 {
			return
		}
	}
	for _, a := range form {
		if starter, ok := a.starter(); ok {
			retries, _ := partsLike[stdconds.Retry](a, false)
			c.warnRetryOnly(retries[0], starter)
		}
	}
}

func (c *checker) warnRetryOnly(retry, starter part) {
	d := c.trap(diag.RetryNotFirst, retry, "a retry never starts a first run, "+
		"and %s does not hold after one", starter.text())
	d.Help = fmt.Sprintf("join them with |: `%s | %s`", starter.text(), retry.text())
}

// trapRetryUnasked warns of `daily at 02:00 & x | retry`: what stands beside the first part
// is not asked before a retry. Parentheses around the part say that this is meant.
func (c *checker) trapRetryUnasked(w *written) {
	for _, p := range w.parts {
		c.trapRetryUnasked(p)
	}
	if _, or := w.node.(*grammar.Or); !or {
		return
	}
	i := slices.IndexFunc(w.parts, func(p *written) bool {
		_, retry := p.node.(*grammar.Retry)
		return retry
	})
	for _, p := range w.parts {
		if _, and := p.node.(*grammar.And); i >= 0 && and {
			c.warnUnasked(p, w.parts[i])
		}
	}
}

func (c *checker) warnUnasked(and, retry *written) {
	var once, others []rocket.Condition
	for _, p := range and.parts {
		switch cond := unnamed(p.cond).(type) {
		case stdconds.Once:
			once = append(once, p.cond)
		case stdconds.Not:
			if own, running := unnamed(cond.Of).(stdconds.Running); !running || own.Task != "" {
				others = append(others, p.cond)
			}
		default:
			others = append(others, p.cond)
		}
	}
	if len(once) == 0 || len(others) == 0 {
		return
	}
	first, rest := stdconds.All(once).String(), stdconds.All(others).String()
	d := c.trap(diag.RetryUnasked, part{node: retry.node, use: retry.node, cond: retry.cond},
		"& binds tighter than |: %s is not asked before a retry", rest)
	d.Help = fmt.Sprintf("write `(%s | %s) & %s`, or parentheses around `%s & %[3]s` "+
		"if that is meant", first, retry.cond, rest, first)
}

// trapRetryOutside warns of `daily between 01:00 and 05:00 | retry 3 every 4 hours`: the
// window has an end, and a retry may come after it.
func (c *checker) trapRetryOutside(_ *task, form []alternative) {
	for _, a := range form {
		retries, conds := partsLike[stdconds.Retry](a, false)
		_, clocks := partsLike[stdconds.TimeOf](a, false)
		if len(retries) == 0 || len(clocks) > 0 {
			continue
		}
		for _, first := range form {
			c.judgeOutside(first, retries[0], conds[0])
		}
	}
}

// judgeOutside judges a retry beside the windows of an alternative.
func (c *checker) judgeOutside(a alternative, p part, retry stdconds.Retry) {
	parts, onces := partsLike[stdconds.Once](a, false)
	for i, window := range parts {
		periodic, ok := window.node.(*grammar.Periodic)
		list := windows(onces[i].Period, 1)
		if !ok || periodic.Window == nil || len(list) == 0 ||
			!slices.Contains([]string{"before", "between"}, periodic.Window.Word.Text) ||
			within(retry, list[0].End.Sub(list[0].Start)) {
			continue
		}
		d := c.trap(diag.RetryOutside, p, "retries may run outside the window of %s", onces[i])
		d.Help = fmt.Sprintf("add it to the retry: `%s & %s`", retry,
			stdconds.TimeOf{Period: onces[i].Period})
	}
}

// within reports whether all retries come within a time after the first run.
func within(retry stdconds.Retry, window time.Duration) bool {
	if retry.Times < 0 {
		return false
	}
	wait, all := float64(retry.Every), 0.0
	for range retry.Times {
		all += wait
		if all >= float64(window) {
			return false
		}
		if retry.Backoff > 0 {
			wait *= retry.Backoff
		}
		if retry.UpTo > 0 {
			wait = min(wait, float64(retry.UpTo))
		}
	}
	return true
}
