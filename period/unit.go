package period

import (
	"strings"
	"time"
)

// Unit is a unit of the calendar. A window comes back in each unit.
type Unit int

// The units, from short to long.
const (
	Second Unit = iota
	Minute
	Hour
	Day
	Week
	Month
	Year
)

var unitNames = [...]string{"second", "minute", "hour", "day", "week", "month", "year"}

// String returns the unit's name: "second" … "year".
func (u Unit) String() string {
	if u < Second || u > Year {
		return "unit?"
	}
	return unitNames[u]
}

// length returns how long a unit shorter than a month is.
func (u Unit) length() time.Duration {
	return [...]time.Duration{time.Second, time.Minute, time.Hour, day, 7 * day}[u]
}

// step returns what `on X` covers in a unit shorter than a month: a millisecond
// of a second, a second of a minute … a day of a week.
func (u Unit) step() time.Duration {
	return [...]time.Duration{time.Millisecond, time.Second, time.Minute, time.Hour, day}[u]
}

// A Point is a place within a unit, as it is written behind `before`, `after`,
// `between`, `on` and `starting`. [Unit.Point] and [Unit.Number] return points, and
// the methods of the same Unit make windows of them.
type Point struct {
	from   edge // of a window that starts here
	to     edge // of a window that ends here
	next   edge // the end of the window `on` the point
	naming naming
	// business is what the point says of business days.
	business businessPoint
}

// naming says what a point of a week, month or year names.
type naming uint8

const (
	noDay naming = iota // a month, or a point of a shorter unit
	wholeDay
	clockOfDay // a day with a clock time
)

// edge is a place within a unit, in the form that the unit needs. The clock time is part of
// each form.
type edge struct {
	offset time.Duration // second … week
	day    MonthDay      // month
	date   YearDay       // year
}

// plus returns the edge that lies d later.
func (e edge) plus(d time.Duration) edge {
	e.offset += d
	e.day.Clock += d
	e.date.Clock += d
	return e
}

// EndOnly reports whether the point is the end of its unit, such as 24:00 of a
// day. A window may end there, but not start there.
func (u Unit) EndOnly(p Point) bool { return u < Month && p.from.offset >= u.length() }

// StartOnly reports whether the point, as an end, is the start of its unit, such as
// 00:00 of a day. A window may start there, but one that ends there is empty.
func (u Unit) StartOnly(p Point) bool {
	return p.to.offset == 0 && (u != Month || p.to.day == MonthDay{Day: 1}) &&
		(u != Year || p.to.date == YearDay{Month: time.January, Day: 1})
}

// Full returns the whole unit.
func (u Unit) Full() Period { return u.window(edge{}, edge{}) }

// Before returns the part of the unit from its start to p.
func (u Unit) Before(p Point) Period { return u.window(edge{}, p.to) }

// After returns the part of the unit from p to its end.
func (u Unit) After(p Point) Period { return u.window(p.from, edge{}) }

// Between returns the part from a to b. If b is not after a it runs into the next
// unit: `between 22:00 and 06:00`.
func (u Unit) Between(a, b Point) Period { return u.window(a.from, b.to) }

// At returns the one smaller unit that starts at p: a millisecond of a second, a
// second of a minute, a minute of an hour, an hour of a day, a day of a week or
// month, a month of a year, or a day of a year if p names one. If p names a business day, it
// is that.
func (u Unit) At(p Point) Period {
	if p.IsBusiness() {
		return u.onBusiness(p, OfDay{})
	}
	return u.window(p.from, p.next)
}

// Starting returns the unit counted from p.
func (u Unit) Starting(p Point) Period { return u.window(p.from, p.from) }

func (u Unit) window(from, to edge) Period {
	switch u {
	case Second:
		return OfSecond{wrap(from.offset, time.Second), wrap(to.offset, time.Second)}
	case Minute:
		return OfMinute{wrap(from.offset, time.Minute), wrap(to.offset, time.Minute)}
	case Hour:
		return OfHour{wrap(from.offset, time.Hour), wrap(to.offset, time.Hour)}
	case Day:
		return OfDay{wrap(from.offset, day), wrap(to.offset, day)}
	case Week:
		return OfWeek{wrap(from.offset, 7*day), wrap(to.offset, 7*day)}
	case Month:
		return OfMonth{from.day, to.day}
	}
	return OfYear{from.date, to.date}
}

// GoString returns the unit as Go has it: period.Week.
func (u Unit) GoString() string {
	name := u.String()
	return "period." + strings.ToUpper(name[:1]) + name[1:]
}
