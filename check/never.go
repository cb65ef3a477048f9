package check

import (
	"fmt"
	"strings"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// judgeNever reports a condition whose calendar words exclude each other, and returns
// whether it is such. A condition with `false` in it never holds on purpose.
func (c *checker) judgeNever(cond rocket.Condition, at diag.Span) bool {
	if !Never(cond) {
		return false
	}
	d := c.diags.Errorf(diag.NeverHolds, at, "the condition can never hold")
	d.Help = clashIn(cond)
	return true
}

// trapDeadAlternative warns of `hourly | daily after 22:00 & time of day before 06:00`: the second
// alternative can never hold.
func (c *checker) trapDeadAlternative(w *written) {
	_, or := w.node.(*grammar.Or)
	for _, p := range w.parts {
		if or && Never(p.cond) {
			dead := part{node: p.node, use: p.node, cond: p.cond}
			c.trap(diag.DeadAlternative, dead, "this alternative can never hold").Help =
				clashIn(p.cond)
			continue
		}
		c.trapDeadAlternative(p)
	}
}

// clashIn says what keeps a condition from ever holding, if it has parts.
func clashIn(cond rocket.Condition) string {
	switch cond := cond.(type) {
	case stdconds.InZone:
		return clashIn(cond.Of)
	case stdconds.All:
		return clash(periods(cond))
	}
	return ""
}

// clash names the periods that never meet: if two alone never do, these two.
func clash(list []timed) string {
	if len(list) < 2 {
		return ""
	}
	for i, a := range list {
		for _, b := range list[:i] {
			if period.Never(period.All{a.period, b.period}) {
				return b.text + " and " + a.text + " never hold at the same time"
			}
		}
	}
	texts := make([]string, len(list))
	for i, p := range list {
		texts[i] = p.text
	}
	return "these never hold at the same time: " + strings.Join(texts, "; ")
}

// Never reports whether the calendar words of a condition keep it from ever holding.
func Never(cond rocket.Condition) bool {
	switch cond := cond.(type) {
	case stdconds.Named:
		return Never(cond.Of)
	case stdconds.InZone:
		return Never(cond.Of)
	case stdconds.Any:
		for _, part := range cond {
			if !Never(part) {
				return false
			}
		}
		return len(cond) > 0
	case stdconds.All:
		for _, part := range cond {
			if Never(part) {
				return true
			}
		}
		var all period.All
		for _, p := range periods(cond) {
			all = append(all, p.period)
		}
		return len(all) > 1 && period.Never(all)
	}
	p, ok := periodOf(cond)
	return ok && period.Never(p.period)
}

// A timed is a condition that holds only within a period.
type timed struct {
	period period.Period
	text   string
}

// periodOf returns the period outside of which a condition never holds.
func periodOf(cond rocket.Condition) (timed, bool) {
	switch cond := cond.(type) {
	case stdconds.Named:
		return periodOf(cond.Of)
	case stdconds.Timed:
		return timed{cond.Within(), fmt.Sprint(cond)}, true
	}
	return timed{}, false
}

// periods returns the periods outside of which one of the parts never holds.
func periods(all stdconds.All) (list []timed) {
	for _, part := range all {
		if named, ok := part.(stdconds.Named); ok {
			if inner, ok := named.Of.(stdconds.All); ok {
				list = append(list, periods(inner)...)
				continue
			}
		}
		if p, ok := periodOf(part); ok {
			list = append(list, p)
		}
	}
	return list
}
