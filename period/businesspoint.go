package period

import (
	"fmt"
	"slices"
	"strings"
)

// A businessPoint is what a point of a week, month or year says of business days. The zero
// value says nothing.
type businessPoint struct {
	of   *Calendar
	nth  int  // of the unit; negative: the last; 0: the point's own day, shifted
	back bool // it is shifted to the previous business day
}

// IsBusiness reports whether a point of a week, month or year names a business day.
func (p Point) IsBusiness() bool { return p.business.of != nil }

// onBusiness returns the part of the business days that a point names.
func (u Unit) onBusiness(p Point, hours OfDay) Period {
	if b := p.business; b.nth != 0 {
		return NthBusinessDay{Of: b.of, Unit: u, Nth: b.nth, Hours: hours}
	}
	return ShiftedDay{Of: p.business.of, Day: u.window(p.from, p.next), Back: p.business.back,
		Hours: hours}
}

// maybeBusiness reads a point of a week, month or year, which may be a business day.
func (r *reader) maybeBusiness(u Unit) (Point, *ValueError) {
	if i := r.find("business"); i == 0 || i == 1 {
		return r.nthBusinessDay(u)
	}
	shift := []token(nil)
	if i := r.find("or"); i >= 0 {
		r.toks, shift = r.toks[:i], r.toks[i:]
	}
	end := r.toks
	p, err := r.plainPoint(u)
	if err != nil || shift == nil {
		return p, err
	}
	switch {
	case len(r.toks) > 0:
		return p, r.unexpected("too much for a day")
	case p.naming != wholeDay:
		return p, &ValueError{Start: end[0].start, End: end[len(end)-1].end,
			Msg:  "only a day, without a clock time, has a next business day",
			Hint: "a window of the day follows: 1st or next business day of fi at 09:00"}
	}
	r.toks = shift[1:]
	return r.shift(p)
}

// find returns the index of the first token that is a word, or -1.
func (r *reader) find(word string) int {
	return slices.IndexFunc(r.toks, func(t token) bool { return strings.EqualFold(t.text, word) })
}

// nthBusinessDay reads `1st business day of fi`, `last business day`.
func (r *reader) nthBusinessDay(u Unit) (p Point, err *ValueError) {
	t := r.next()
	p.naming = wholeDay
	most := map[Unit]int{Week: 7, Month: 31, Year: 366}[u]
	switch n, ok := parseOrdinal(t, most); {
	case strings.EqualFold(t.text, "business"):
		return p, t.errorf("which business day?", "1st, 2nd … or last business day")
	case strings.EqualFold(t.text, "last"):
		p.business.nth = -1
	case ok:
		p.business.nth = n
	default:
		return p, t.errorf(fmt.Sprintf("%q is not a business day of a %s", t.text, u),
			fmt.Sprintf("1st to %s, or last", ordinal(most)))
	}
	p.business.of, err = r.businessDay()
	return p, err
}

// shift reads `next business day of fi` behind a day.
func (r *reader) shift(p Point) (Point, *ValueError) {
	t := r.next()
	p.business.back = strings.EqualFold(t.text, "previous")
	if !p.business.back && !strings.EqualFold(t.text, "next") {
		return p, t.errorf(fmt.Sprintf("%q does not follow or", t.text),
			"as in: 1st or next business day of fi, 1st or previous business day of fi")
	}
	var err *ValueError
	p.business.of, err = r.businessDay()
	return p, err
}

// businessDay reads `business day of fi`. The calendar may be left out if there is only one.
func (r *reader) businessDay() (*Calendar, *ValueError) {
	for _, word := range []string{"business", "day"} {
		if t := r.next(); !strings.EqualFold(t.text, word) {
			return nil, t.errorf(fmt.Sprintf("%q is not business day", t.text), "")
		}
	}
	t := r.next()
	switch {
	case t.text == "" && len(r.calendars) == 1:
		return r.calendars[0], nil
	case t.text == "" && len(r.calendars) == 0:
		return nil, t.errorf("no calendar is declared", "")
	case t.text == "":
		return nil, t.errorf("of which calendar?", "business day of "+r.calendars[0].Name)
	case !strings.EqualFold(t.text, "of"):
		return nil, t.errorf(fmt.Sprintf("%q does not follow business day", t.text),
			"the calendar follows it: business day of fi")
	}
	name, names := r.next(), []string{}
	for _, c := range r.calendars {
		if c.Name == name.text {
			return c, nil
		}
		names = append(names, c.Name)
	}
	return nil, name.errorf(fmt.Sprintf("calendar %q is not declared", name.text),
		suggest(name.text, names))
}
