package period

import (
	"fmt"
	"strings"
	"time"
)

// Steps is windows of one day that begin each N units from a date on, counted by the
// calendar: `every 2 weeks from "2026-01-06 10:00"`. In months that lack the date's day it is
// the month's last.
type Steps struct {
	N    int  // greater than zero
	Unit Unit // Day, Week, Month or Year
	From Date
}

// ParseSteps reads how far apart the windows of [Steps] are: 2 weeks, 1 month, day. The
// error is a *[ValueError].
func ParseSteps(text string) (n int, u Unit, err error) {
	toks := fields(text)
	if len(toks) == 0 {
		return 0, 0, &ValueError{End: len(text), Msg: "the steps are empty", Hint: "as in: 2 weeks"}
	}
	number, unit := toks[0].cut()
	if strings.HasPrefix(unit.text, ".") {
		says := fmt.Sprintf("%q is not a whole number", toks[0].text)
		return 0, 0, toks[0].errorf(says, "1 to 9999")
	}
	if unit.text == "" && len(toks) > 1 {
		unit, toks = toks[1], toks[1:]
	}
	n = 1
	if number.text != "" {
		var ok bool
		if n, ok = number.number(9999); !ok || n == 0 {
			return 0, 0, number.errorf(fmt.Sprintf("%q is not a number of days, weeks, months "+
				"or years", number.text), "1 to 9999")
		}
	}
	for u := Day; u <= Year && len(toks) == 1; u++ {
		if strings.EqualFold(strings.TrimSuffix(strings.ToLower(unit.text), "s"), u.String()) {
			return n, u, nil
		}
	}
	return 0, 0, &ValueError{Start: unit.start, End: toks[len(toks)-1].end,
		Msg:  fmt.Sprintf("%q is not counted from a date", text[unit.start:toks[len(toks)-1].end]),
		Hint: "days, weeks, months and years are; shorter units are every 2 hours, or cron"}
}

// Next implements [Period].
func (p Steps) Next(t time.Time) (Window, bool) { return nextWindow(p, t, 1) }

// Prev implements [Period].
func (p Steps) Prev(t time.Time) (Window, bool) { return prevWindow(p, t) }

// days returns how many days the windows are apart, or 0 if it is months that are counted.
func (p Steps) days() int64 {
	switch p.Unit {
	case Day:
		return int64(p.N)
	case Week:
		return 7 * int64(p.N)
	}
	return 0
}

// months returns how many months the windows are apart.
func (p Steps) months() int64 {
	if p.Unit == Year {
		return 12 * int64(p.N)
	}
	return int64(p.N)
}

// index counts from the date. All that was before is one unit without a window.
func (p Steps) index(days int64) int64 {
	if apart := p.days(); apart > 0 {
		return max(floorDiv(days-p.From.wall().day, apart), -1)
	}
	return max(floorDiv(monthOf(days)-p.From.monthNumber(), p.months()), -1)
}

func (p Steps) bounds(n int64) (bounds, bool) {
	if n < 0 {
		return bounds{}, false
	}
	start, apart := p.From.wall(), p.days()
	if apart > 0 {
		start.day += n * apart
	} else {
		m := monthSpan(p.From.monthNumber() + n*p.months())
		start = at(m.start+min(int64(p.From.Day), m.days)-1, p.From.Clock)
	}
	return bounds{start, wall{start.day + 1, start.clock}, apart == 1}, true
}

// yearly returns windows that come back in each year, as far as that depends on the year's
// kind alone, among them all windows of p.
func (p Steps) yearly() Period {
	clock := p.From.wall().clock
	switch months := p.months(); {
	case p.Unit == Day && p.N%7 != 0:
		return All{}
	case p.days() > 0:
		start := time.Duration(weekdayOf(p.From.wall().day)+6)%7*day + clock
		return OfWeek{start, start + day}
	default:
		p.N, p.Unit = 1, Month
		for d := int64(2); d <= 12; d++ {
			if 12%d == 0 && months%d == 0 {
				p.N = int(d)
			}
		}
		p.From.Year = 1000
		return p
	}
}

// String implements [Period].
func (p Steps) String() string {
	s := fmt.Sprintf("every %d %v", p.N, p.Unit)
	if p.N > 1 {
		s += "s"
	}
	return fmt.Sprintf("%s from %q", s, p.From)
}
