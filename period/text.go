package period

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// String implements [Period].
func (p OfSecond) String() string { return cycleText(Second, p.From, p.To, milliText) }

// String implements [Period].
func (p OfMinute) String() string { return cycleText(Minute, p.From, p.To, secondText) }

// String implements [Period].
func (p OfHour) String() string { return cycleText(Hour, p.From, p.To, minuteText) }

// String implements [Period].
func (p OfDay) String() string { return cycleText(Day, p.From, p.To, clockText) }

// String implements [Period].
func (p OfWeek) String() string {
	from, to := wrap(p.From, 7*day), wrap(p.To, 7*day)
	if to == from+day || to == from-6*day {
		return "time of week on " + weekText(from)
	}
	if to != 0 && to%day == 0 && to != from {
		return windowText(Week, false, false, false, weekText(from), weekText(to-day))
	}
	return cycleText(Week, p.From, p.To, weekText)
}

// String implements [Period].
func (p OfMonth) String() string {
	from := p.From
	if from == (MonthDay{}) {
		from.Day = 1
	}
	next := from
	next.Clock += day
	if p.To == next {
		return "time of month on " + from.text()
	}
	start := p.From == MonthDay{} && p.To.Clock != day
	return windowText(Month, start, p.To == MonthDay{}, p.From == p.To, from.text(), p.To.end())
}

// String implements [Period].
func (p OfYear) String() string {
	from := p.From
	if from == (YearDay{}) {
		from = YearDay{Month: time.January, Day: 1}
	}
	next := from
	next.Clock += day
	switch p.To {
	case next:
		return "time of year on " + dayClockText(from.name(), from.Clock)
	case from.nextMonth():
		if from.startsMonth() && from.Month != time.December {
			return "time of year on " + from.text()
		}
	}
	start := p.From == YearDay{} && !p.To.startsMonth()
	return windowText(Year, start, p.To == YearDay{}, p.From == p.To, from.text(), p.To.end())
}

// windowText writes a window by the names of its ends. The whole unit becomes the
// part after its start. A window from the start of the unit to the end of a named
// day or month gets both ends: `between Mon and Fri` is plainer than `before Fri`.
func windowText(u Unit, start, end, whole bool, from, to string) string {
	s := "time of " + u.String()
	switch {
	case end:
		return s + " after " + from
	case whole:
		return s + " starting " + from
	case start:
		return s + " before " + to
	}
	return s + " between " + from + " and " + to
}

func cycleText(u Unit, from, to time.Duration, text func(time.Duration) string) string {
	from, to = wrap(from, u.length()), wrap(to, u.length())
	return windowText(u, from == 0, to == 0, from == to, text(from), text(to))
}

func milliText(d time.Duration) string { return decimalText(d, time.Millisecond, 1) }

func secondText(d time.Duration) string { return decimalText(d, time.Second, 1) }

// decimalText writes d as a number of steps with at least that many digits.
func decimalText(d, step time.Duration, digits int) string {
	s := fmt.Sprintf("%0*d", digits, d/step)
	if frac := d % step; frac != 0 {
		width := len(strconv.Itoa(int(step))) - 1
		s += "." + strings.TrimRight(fmt.Sprintf("%0*d", width, frac), "0")
	}
	return s
}

func minuteText(d time.Duration) string {
	return fmt.Sprintf("%02d:%s", d/time.Minute, decimalText(d%time.Minute, time.Second, 2))
}

func clockText(d time.Duration) string {
	s := fmt.Sprintf("%02d:%02d", d/time.Hour, d%time.Hour/time.Minute)
	if sec := d % time.Minute; sec != 0 {
		s += ":" + decimalText(sec, time.Second, 2)
	}
	return s
}

func weekText(d time.Duration) string {
	return dayClockText(short(weekdays[(d/day+1)%7]), d%day)
}

// dayClockText writes a day, and the time on it unless that is midnight.
func dayClockText(name string, clock time.Duration) string {
	if clock == 0 {
		return name
	}
	return name + " " + clockText(clock)
}

func (d MonthDay) text() string { return dayClockText(d.name(), d.Clock) }

// end writes the place as the end of a window. There a day without a clock time
// means the end of the day.
func (d MonthDay) end() string {
	if d.Clock == day {
		return d.name()
	}
	return d.name() + " " + clockText(d.Clock)
}

func (d MonthDay) name() string {
	switch {
	case d.Nth < 0:
		return "last " + short(weekdays[d.Weekday])
	case d.Nth > 0:
		return ordinal(d.Nth) + " " + short(weekdays[d.Weekday])
	case d.Day < 0:
		return "last day"
	}
	return ordinal(max(d.Day, 1))
}

func (d YearDay) text() string {
	if d.startsMonth() {
		return short(months[d.Month-1])
	}
	return dayClockText(d.name(), d.Clock)
}

// end writes the place as the end of a window. There a month or a day without a clock
// time means its own end.
func (d YearDay) end() string {
	switch {
	case d.startsMonth() && d.Month > time.January:
		return short(months[d.Month-2])
	case d.Clock == day:
		return d.name()
	}
	return d.name() + " " + clockText(d.Clock)
}

// name writes the date.
func (d YearDay) name() string {
	return short(months[max(d.Month, time.January)-1]) + " " + ordinal(max(d.Day, 1))
}

// startsMonth reports whether a month starts at the place.
func (d YearDay) startsMonth() bool { return d.Day <= 1 && d.Clock == 0 && d.Month > 0 }

// ordinal writes 1st, 2nd, 3rd, 4th …
func ordinal(n int) string {
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return strconv.Itoa(n) + suffix
}

// String implements [Period].
func (p All) String() string {
	if len(p) == 0 {
		return "always"
	}
	parts := make([]string, len(p))
	for i, o := range p {
		parts[i] = o.String()
	}
	return strings.Join(parts, " & ")
}

// String implements [Period]. It writes the condition that holds whenever the
// expression matches.
func (c Cron) String() string {
	if c.Expr == "" {
		return "crontime * * * * *"
	}
	return "crontime " + strconv.Quote(c.Expr)
}
