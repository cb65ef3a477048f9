package period

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A Date is a reading of the calendar and the clock.
type Date struct {
	Year  int
	Month time.Month
	Day   int
	// Clock is the time on that day, counted from midnight; 24 hours are the end of the
	// day.
	Clock time.Duration
}

// dateForm is how a date is written.
const dateForm = `"2026-12-24", or with a clock time "2026-12-24 18:00"`

// ParseDate reads a date with or without a clock time: 2026-12-24, 2026-12-24 18:00,
// 2026-12-24T18:00:30. It returns the date as the start of a span and as its end: as an end,
// a date without a clock time means the end of the day. The error is a *[ValueError].
func ParseDate(text string) (start, end Date, err error) {
	r := &reader{text: text, toks: fields(text)}
	if len(r.toks) == 0 {
		return start, end, &ValueError{End: len(text), Msg: "the date is empty",
			Hint: "it is written " + dateForm}
	}
	d, wrong := r.date()
	if wrong != nil {
		return start, end, wrong
	}
	clock, timed, wrong := r.optionalClock()
	if wrong == nil && len(r.toks) > 0 {
		wrong = r.unexpected("too much for a date")
		wrong.Hint = "it is written " + dateForm + ", in the schedule's time zone"
	}
	if wrong != nil {
		return start, end, wrong
	}
	start, end = d, d
	if !timed {
		clock.to = day
	}
	start.Clock, end.Clock = clock.from, clock.to
	return start, end, nil
}

// date reads 2026-12-24. A clock time may follow behind T.
func (r *reader) date() (Date, *ValueError) {
	t := r.next()
	if i := strings.IndexAny(t.text, "Tt"); i > 0 && t.text[i-1] <= '9' {
		r.toks = append([]token{t.part(i+1, len(t.text))}, r.toks...)
		t = t.part(0, i)
	}
	bad := func(hint string) (Date, *ValueError) {
		return Date{}, t.errorf(fmt.Sprintf("%q is not a date", t.text), hint)
	}
	parts := split(t, '-')
	if len(parts) != 3 || len(parts[0].text) != 4 || len(parts[1].text) != 2 ||
		len(parts[2].text) != 2 {
		return bad("a date is written " + dateForm)
	}
	year, ok := parts[0].number(9999)
	month, okMonth := parts[1].number(12)
	dom, okDay := parts[2].number(31)
	if !ok || !okMonth || !okDay || month == 0 || dom == 0 {
		return bad("a date is written " + dateForm)
	}
	d := Date{Year: year, Month: time.Month(month), Day: dom}
	if days := d.month().days; int64(dom) > days {
		return bad(fmt.Sprintf("%s %d has %d days", months[month-1], year, days))
	}
	return d, nil
}

// month returns the span of the date's month.
func (d Date) month() span { return monthSpan(d.monthNumber()) }

// monthNumber returns the number of the date's month, counted from January of year 0.
func (d Date) monthNumber() int64 { return int64(d.Year)*12 + int64(d.Month) - 1 }

// wall returns the reading of the wall clock.
func (d Date) wall() wall { return at(d.month().start+int64(d.Day-1), d.Clock) }

// Before reports whether the date is earlier than another.
func (d Date) Before(o Date) bool { return d.wall().before(o.wall()) }

// String returns the date as the language writes it, without quotes.
func (d Date) String() string {
	s := fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
	if d.Clock == 0 {
		return s
	}
	return s + " " + clockText(d.Clock)
}

// Dates is one span of time between two dates, such as `time between "2026-01-01" and
// "2026-06-30"`. The zero From is long before all others, the zero To long after.
type Dates struct{ From, To Date }

// window returns the only window. It returns false if the clocks skip it.
func (p Dates) window(loc *time.Location) (Window, bool) {
	w := Window{time.Unix(dawn, 0).In(loc), time.Unix(dusk, 0).In(loc)}
	z := zoneAt(w.Start)
	if p.From != (Date{}) {
		w.Start = z.first(p.From.wall())
	}
	if p.To != (Date{}) {
		w.End = z.last(p.To.wall())
	}
	return w, w.Start.Before(w.End)
}

// Endless reports whether the window has no end.
func (w Window) Endless() bool { return w.End.Unix() >= dusk }

// Beginningless reports whether the window has no start.
func (w Window) Beginningless() bool { return w.Start.Unix() <= dawn }

// Next implements [Period].
func (p Dates) Next(t time.Time) (Window, bool) {
	w, ok := p.window(t.Location())
	return w, ok && t.Before(w.End)
}

// Prev implements [Period].
func (p Dates) Prev(t time.Time) (Window, bool) {
	w, ok := p.window(t.Location())
	return w, ok && w.Start.Before(t)
}

// String implements [Period].
func (p Dates) String() string {
	from := strconv.Quote(p.From.String())
	switch {
	case p.To == Date{}:
		return "time after " + from
	case p.From == Date{}:
		return "time before " + strconv.Quote(p.To.end())
	}
	return "time between " + from + " and " + strconv.Quote(p.To.end())
}

// end writes the date as the end of a span. There a date without a clock time means the end
// of the day.
func (d Date) end() string {
	switch d.Clock {
	case day:
		d.Clock = 0
		return d.String()
	case 0:
		return d.String() + " 00:00"
	}
	return d.String()
}
