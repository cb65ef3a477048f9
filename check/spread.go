package check

import (
	"slices"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// A spread is a part of the start condition: the windows of all its calendar parts are moved
// by the same shift, which is drawn from the name of the task. So it is entered into the
// condition when that is whole.

// taskSpread checks the duration. It takes effect when the start condition is whole; see
// spread.
func (c *checker) taskSpread(s *grammar.Setting) change {
	c.timeLimit(s)
	return func(*rocket.TaskSpec, *rocket.Command) {}
}

// spread returns the start condition of a task with its windows moved.
func (c *checker) spread(t *task, cond rocket.Condition) rocket.Condition {
	s := c.nearestSetting(t, "spread")
	if s == nil || cond == nil || durationOf(s) == 0 {
		return cond
	}
	own := setting(t.decl.Attrs, "spread") == s
	shift := period.Spread{Span: durationOf(s), Key: SpreadKey(c.nameOfSchedule(), t.name),
		ByHost: s.ByHost}
	return c.spreadOut(cond, shift, own, s.Span(), t.whenSpan())
}

// spreadAlone returns a condition that stands alone with its windows moved.
func (c *checker) spreadAlone(cond rocket.Condition, shift period.Spread,
	n grammar.Cond) rocket.Condition {
	return c.spreadOut(cond, shift, true, n.Span(), n.Span())
}

// SpreadKey returns what the shift of a task is drawn from, in a schedule of some name.
func SpreadKey(schedule, task string) string { return schedule + "/" + task }

// hasPoints reports whether a window, which may be nil, is one of points: `on Mon at 09:00`.
func hasPoints(w *grammar.Window) bool {
	for w != nil && w.Hours != nil {
		w = w.Hours
	}
	return w != nil && (w.Word.Text == "on" || w.Word.Text == "at")
}

// A spreader moves the windows of a start condition.
type spreader struct {
	*checker
	shift period.Spread
	at    diag.Span // of the setting
	when  diag.Span // of the condition
	moved bool      // a window is
}

// spreadOut returns a start condition with its windows moved. If it has none, that is an
// error if the task itself is to be spread. Retries are told again which windows they stand
// beside.
func (c *checker) spreadOut(cond rocket.Condition, shift period.Spread, own bool,
	at, when diag.Span) rocket.Condition {
	sp := &spreader{checker: c, shift: shift, at: at, when: when}
	moved := sp.move(cond)
	if !sp.moved && own {
		d := c.diags.Errorf(diag.BadSpread, at,
			"there is nothing to spread: the start condition has no windows")
		d.Help = "windows are those of the calendar, as in: daily at 02:00"
	}
	return besideCalendar(moved)
}

// move returns a condition with the windows of its calendar parts moved. Conditions are
// shared, so what changes is a copy.
func (sp *spreader) move(cond rocket.Condition) rocket.Condition {
	switch cond := cond.(type) {
	case stdconds.Once:
		cond.Period = sp.spread(cond)
		return cond
	case stdconds.FromParams:
		cond.Of = sp.move(cond.Of)
		return cond
	case stdconds.Named:
		return stdconds.Named{Name: cond.Name, Of: sp.move(cond.Of)}
	case stdconds.InZone:
		return stdconds.InZone{Zone: cond.Zone, Of: sp.move(cond.Of)}
	case stdconds.All:
		return stdconds.All(sp.moveAll(cond))
	case stdconds.Any:
		return stdconds.Any(sp.moveAll(cond))
	}
	return cond
}

func (sp *spreader) moveAll(parts []rocket.Condition) []rocket.Condition {
	parts = slices.Clone(parts)
	for i, part := range parts {
		parts[i] = sp.move(part)
	}
	return parts
}

// spread returns the windows of a calendar part moved. Those that are too short are an error.
func (sp *spreader) spread(once stdconds.Once) period.Period {
	sp.moved = true
	p := sp.shift
	p.Of = once.Period
	switch p.Of.(type) {
	case period.Cron, period.Steps, period.Dates:
		p.Whole = true
	default:
		p.Whole = sp.pointed[once.Text]
	}
	if room := p.Room(); room <= p.Span {
		sp.tooLong(p, once.Text)
	}
	return p
}

// tooLong reports a spread that is not shorter than the windows, once a setting.
func (sp *spreader) tooLong(p period.Spread, text string) {
	w := warning{diag.BadSpread, sp.at}
	if sp.warned[w] {
		return
	}
	sp.warned[w] = true
	room := period.FormatDuration(p.Room())
	says := "the windows of " + text + " are only " + room + " long"
	if p.Whole {
		says = "the points of " + text + " are only " + room + " apart"
	}
	d := sp.diags.Errorf(diag.BadSpread, sp.at, "a spread of %s is too long: %s",
		period.FormatDuration(p.Span), says)
	d.Help = "name a shorter time, or at the task: spread never"
	if sp.when != sp.at {
		d.Related = []diag.Related{{Span: sp.when, Msg: "the windows are written here"}}
	}
}

// unspread returns the windows of a period before they were moved.
func unspread(p period.Period) period.Period {
	switch p := p.(type) {
	case period.Spread:
		return p.Of
	case period.Meeting:
		return period.Meeting{Of: unspread(p.Of), With: p.With}
	}
	return p
}
