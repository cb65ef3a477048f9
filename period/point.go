package period

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// Point reads a place within the unit (docs/spec.md § Calendar). Case and
// surrounding white space do not matter.
//
//	Second  milliseconds: 500, 0.5
//	Minute  seconds: 30, 30.25
//	Hour    minutes and seconds: 45:00, 15:30.5, 45; quarters past: 1 quarter, 3 q;
//	        4 q as an end
//	Day     a clock time: 07:00, 07:00:30.5, 7, 10am, 10:30 PM, noon, midnight; 24:00 as
//	        an end
//	Week    a weekday, with or without a clock time: Mon, Monday 15:00
//	Month   a day, with or without a clock time: 1st, 15., 31, 3rd 12:30,
//	        last day, last Fri, 2nd Tue 10:00
//	Year    a month, with or without a day and clock time: Feb, Feb 29th 10:00
//
// Of a week, month or year a point may also be a business day of one of the calendars, or a day
// that is shifted to one: 1st business day of fi, last business day, 1st or next business day.
// The calendar may be left out if there is only one. Such points are windows of [Unit.On].
//
// As the end of a window, a weekday, a day and a month without a clock time mean
// their own end. The error is a *[ValueError].
func (u Unit) Point(text string, calendars ...*Calendar) (Point, error) {
	r := &reader{text: text, toks: fields(text), calendars: calendars}
	if len(r.toks) == 0 {
		return Point{}, &ValueError{Start: 0, End: len(text),
			Msg: "a point of a " + u.String() + " is missing", Hint: "for example " + examples[u]}
	}
	p, err := r.point(u)
	if err == nil && len(r.toks) > 0 {
		err = r.unexpected("too much for a point of a " + u.String())
	}
	if err != nil {
		return Point{}, err
	}
	return p, nil
}

// examples has a point of each unit.
var examples = [...]string{
	"500 (milliseconds)", "30 (seconds)", "45:00 or 1 quarter", "07:00 or 10 PM",
	"Mon or Mon 15:00", "1st, last day or 2nd Tue", "Feb or Feb 29th",
}

// reader takes the words of a point one by one.
type reader struct {
	text      string
	toks      []token
	calendars []*Calendar
}

func (r *reader) peek() token {
	if len(r.toks) == 0 {
		return token{"", len(r.text), len(r.text)}
	}
	return r.toks[0]
}

func (r *reader) next() token {
	t := r.peek()
	if len(r.toks) > 0 {
		r.toks = r.toks[1:]
	}
	return t
}

func (r *reader) unexpected(msg string) *ValueError {
	t := r.peek()
	return t.errorf(fmt.Sprintf("%q is %s", t.text, msg), "")
}

func (r *reader) point(u Unit) (Point, *ValueError) {
	switch i := r.find("business"); {
	case u >= Week:
		return r.maybeBusiness(u)
	case i >= 0:
		return Point{}, r.toks[i].errorf("a "+u.String()+" has no business days",
			"weeks, months and years have: monthly on last business day of fi; "+
				"for each of them: daily & business day of fi")
	}
	return r.plainPoint(u)
}

// plainPoint reads a point without business days.
func (r *reader) plainPoint(u Unit) (Point, *ValueError) {
	switch u {
	case Second:
		return r.decimal(u, "a second has 1000 milliseconds, 0 to 999.999")
	case Minute:
		return r.decimal(u, "a minute has 60 seconds, 0 to 59.999")
	case Hour:
		return r.hour()
	case Day:
		return r.day()
	case Week:
		return r.week()
	case Month:
		return r.month()
	}
	return r.year()
}

// offsetPoint is the point d into a unit shorter than a month.
func offsetPoint(d, to, covers time.Duration) Point {
	return Point{from: edge{offset: d}, to: edge{offset: to}, next: edge{offset: d + covers}}
}

// decimal reads a number of the unit's steps.
func (r *reader) decimal(u Unit, rule string) (Point, *ValueError) {
	t := r.next()
	d, ok := parseSteps(t, u)
	if !ok {
		return Point{}, t.errorf(fmt.Sprintf("%q is not a point of a %s", t.text, u), rule)
	}
	return offsetPoint(d, d, u.step()), nil
}

// parseSteps reads a decimal number of steps that lies within the unit.
func parseSteps(t token, u Unit) (time.Duration, bool) {
	whole, rest := t.cut()
	n, ok := whole.number(1000)
	if !ok || time.Duration(n)*u.step() >= u.length() {
		return 0, false
	}
	frac, ok := parseFraction(rest.text, u.step())
	return time.Duration(n)*u.step() + frac, ok
}

// parseFraction reads ".5" as half of whole, and the empty text as 0.
func parseFraction(text string, whole time.Duration) (time.Duration, bool) {
	if text == "" {
		return 0, true
	}
	if text[0] != '.' || len(text) == 1 {
		return 0, false
	}
	d := time.Duration(0)
	for i, c := range []byte(text[1:]) {
		if c < '0' || c > '9' {
			return 0, false
		}
		if i < 9 {
			d = d*10 + time.Duration(c-'0')
		}
	}
	for i := len(text) - 1; i < 9; i++ {
		d *= 10
	}
	// d is in parts of 10⁻⁹, whole at most 24 hours.
	return d*(whole/time.Second) + d*(whole%time.Second)/time.Second, true
}

// hour reads minutes and seconds of an hour, or quarters of it.
func (r *reader) hour() (Point, *ValueError) {
	t := r.next()
	digits, rest := t.cut()
	unit := rest.text
	if unit == "" && isQuarter(r.peek().text) {
		unit = r.next().text
	}
	if isQuarter(unit) {
		n, ok := digits.number(4)
		if !ok || n == 0 {
			return Point{}, t.errorf("an hour has 1 to 4 quarters", "")
		}
		d := time.Duration(n) * 15 * time.Minute
		return offsetPoint(d, d, time.Minute), nil
	}
	const rule = "an hour runs from 00:00 to 59:59, minutes and seconds"
	bad := t.errorf(fmt.Sprintf("%q is not a point of an hour", t.text), rule)
	minute, ok := digits.number(59)
	if !ok {
		return Point{}, bad
	}
	d := time.Duration(minute) * time.Minute
	if rest.text != "" {
		second, ok := parseSexagesimal(rest)
		if !ok {
			return Point{}, bad
		}
		d += second
	}
	return offsetPoint(d, d, time.Minute), nil
}

func isQuarter(word string) bool {
	return strings.EqualFold(word, "q") || strings.EqualFold(word, "quarter") ||
		strings.EqualFold(word, "quarters")
}

// parseSexagesimal reads ":30.5", two digits of seconds and a fraction.
func parseSexagesimal(t token) (time.Duration, bool) {
	if len(t.text) < 3 || t.text[0] != ':' {
		return 0, false
	}
	n, ok := t.part(1, 3).number(59)
	frac, okFrac := parseFraction(t.text[3:], time.Second)
	return time.Duration(n)*time.Second + frac, ok && okFrac
}

func (r *reader) day() (Point, *ValueError) {
	if wd, ok := parseWeekday(r.peek().text); ok {
		t := r.next()
		return Point{}, t.errorf("a day has no weekday",
			fmt.Sprintf("for days of the week: weekly on %[1]v, or time of week on %[1]v",
				short(weekdays[wd])))
	}
	d, err := r.clock()
	if err != nil {
		return Point{}, err
	}
	return offsetPoint(d.from, d.to, time.Hour), nil
}

func (r *reader) week() (Point, *ValueError) {
	t := r.next()
	wd, ok := parseWeekday(t.text)
	if !ok {
		hint := suggest(t.text, shortAndLong(weekdays[:]))
		if n, ok := t.number(7); ok && n > 0 {
			hint = didYouMean(short(weekdays[n%7]))
		}
		return Point{}, t.errorf(fmt.Sprintf("%q is not a weekday", t.text), hint)
	}
	start := time.Duration((wd+6)%7) * day
	clock, timed, err := r.optionalClock()
	if err != nil {
		return Point{}, err
	}
	return dayPoint(edge{offset: start}, clock, timed), nil
}

func (r *reader) month() (Point, *ValueError) {
	d, err := r.monthDay()
	if err != nil {
		return Point{}, err
	}
	clock, timed, err := r.optionalClock()
	if err != nil {
		return Point{}, err
	}
	return dayPoint(edge{day: d}, clock, timed), nil
}

// dayPoint is the point on the day that starts at an edge.
func dayPoint(start edge, clock timeOfDay, timed bool) Point {
	from := start.plus(clock.from)
	next := from.plus(day)
	if !timed {
		return Point{from: from, to: next, next: next, naming: wholeDay}
	}
	return Point{from: from, to: start.plus(clock.to), next: next, naming: clockOfDay}
}

// monthDay reads the day of a month: 3, 3rd, 3., last day, last Fri, 2nd Tue.
func (r *reader) monthDay() (MonthDay, *ValueError) {
	t := r.next()
	if strings.EqualFold(t.text, "last") {
		return r.lastDay(t)
	}
	n, ok := parseOrdinal(t, 31)
	if !ok {
		return MonthDay{}, t.errorf(fmt.Sprintf("%q is not a day of a month", t.text),
			dayHint(t.text))
	}
	wd, ok := parseWeekday(r.peek().text)
	if !ok {
		return MonthDay{Day: n}, nil
	}
	r.next()
	if n > 5 {
		return MonthDay{}, t.errorf("a month has at most five of a weekday", "1st to 5th, or last")
	}
	return MonthDay{Nth: n, Weekday: wd}, nil
}

// lastDay reads what follows `last`: day or a weekday.
func (r *reader) lastDay(last token) (MonthDay, *ValueError) {
	t := r.next()
	if strings.EqualFold(t.text, "day") {
		return MonthDay{Day: -1}, nil
	}
	if wd, ok := parseWeekday(t.text); ok {
		return MonthDay{Nth: -1, Weekday: wd}, nil
	}
	if t.text == "" {
		return MonthDay{}, last.errorf("last what?", "last day, or a weekday as in last Fri")
	}
	return MonthDay{}, t.errorf(fmt.Sprintf("%q does not follow last", t.text),
		suggest(t.text, append(shortAndLong(weekdays[:]), "day")))
}

// parseOrdinal reads a number from 1 to most, such as a day of the month: 3, 3rd, 3.
func parseOrdinal(t token, most int) (int, bool) {
	digits, rest := t.cut()
	n, ok := digits.number(most)
	if !ok || n == 0 {
		return 0, false
	}
	switch strings.ToLower(rest.text) {
	case "", ".", "st", "nd", "rd", "th":
		return n, true
	}
	return 0, false
}

func dayHint(word string) string {
	for i, name := range [...]string{"first", "second", "third", "fourth", "fifth"} {
		if strings.EqualFold(name, word) {
			return didYouMean(ordinal(i + 1))
		}
	}
	return "days are 1st to 31st, or last day"
}

// daysIn is the length of each month in a leap year.
var daysIn = [...]int{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

func (r *reader) year() (Point, *ValueError) {
	t := r.next()
	month, ok := parseMonth(t.text)
	if !ok {
		hint := suggest(t.text, shortAndLong(months[:]))
		if n, ok := t.number(12); ok && n > 0 {
			hint = didYouMean(short(months[n-1]))
		}
		if after, ok := parseMonth(r.next().text); ok {
			hint = "the month stands first: " + short(months[after-1]) + " 24th"
		}
		return Point{}, t.errorf(fmt.Sprintf("%q is not a month", t.text), hint)
	}
	if len(r.toks) == 0 {
		return wholeMonth(month), nil
	}
	t = r.next()
	n, ok := parseOrdinal(t, 31)
	if !ok || n > daysIn[month-1] {
		return Point{}, t.errorf(fmt.Sprintf("%q is not a day of %s", t.text,
			short(months[month-1])),
			fmt.Sprintf("days are 1st to %s", ordinal(daysIn[month-1])))
	}
	clock, timed, err := r.optionalClock()
	if err != nil {
		return Point{}, err
	}
	return dayPoint(edge{date: YearDay{Month: month, Day: n}}, clock, timed), nil
}

// wholeMonth returns the point of a month without a day.
func wholeMonth(m time.Month) Point {
	start := YearDay{Month: m, Day: 1}
	end := edge{date: start.nextMonth()}
	return Point{from: edge{date: start}, to: end, next: end}
}

// nextMonth returns the start of the next month; for December the zero value, which is
// the end of the year.
func (d YearDay) nextMonth() YearDay {
	if d.Month == time.December {
		return YearDay{}
	}
	return YearDay{Month: max(d.Month, time.January) + 1, Day: 1}
}

// Number returns the n-th step of the unit as a point: n milliseconds of a second,
// seconds of a minute, minutes of an hour, hours of a day, weekday 1 (Mon) to 7 of
// a week, day of a month, month of a year. As the end of a window it includes that
// step: `between 10 and 12` of a day ends at 13:00. The error is a *[ValueError].
func (u Unit) Number(n float64) (Point, error) {
	low, high := 0.0, 0.0
	switch u {
	case Week:
		low, high = 1, 7
	case Month:
		low, high = 1, 31
	case Year:
		low, high = 1, 12
	default:
		high = float64(u.length()/u.step()) - 1e-9
	}
	if !(n >= low && n <= high) || u > Day && n != math.Trunc(n) {
		msg := fmt.Sprintf("%v is not a number of a %s", n, u)
		return Point{}, &ValueError{End: 0, Msg: msg,
			Hint: fmt.Sprintf("%v to %v", low, math.Trunc(high))}
	}
	switch u {
	case Month:
		return dayPoint(edge{day: MonthDay{Day: int(n)}}, timeOfDay{}, false), nil
	case Year:
		return wholeMonth(time.Month(n)), nil
	}
	d := time.Duration(math.Round((n - low) * float64(u.step())))
	return offsetPoint(d, d+u.step(), u.step()), nil
}
