package ical

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// A rule says in which years an event comes again, and on which of their days.
type rule struct {
	interval int // from one such year to the next
	count    int // of occurrences in all; 0: no end
	until    day // the last day on which an occurrence can begin
	months   []int
	dates    []int // of the month; a negative one counts from its end
	weekdays []weekday
	places   []int // which of a year's days count; a negative one counts from the last
}

// A weekday is MO, or the nth Monday of the month or year, 2MO or -1MO.
type weekday struct {
	n  int // 0: every
	of time.Weekday
}

// endless is the until of a rule without an end.
const endless = day(1 << 40)

// rule reads an RRULE.
func (p property) rule() (*rule, error) {
	r := &rule{interval: 1, until: endless}
	frequency := ""
	for part := range strings.SplitSeq(strings.TrimSuffix(strings.ToUpper(p.value), ";"), ";") {
		key, value, _ := strings.Cut(part, "=")
		if key == "FREQ" {
			frequency = value
			continue
		}
		if supported, ok := r.set(key, value); !supported {
			return nil, p.unsupported("%s in an RRULE", key)
		} else if !ok {
			return nil, p.wrong("%s cannot be %q", key, value)
		}
	}
	if frequency != "YEARLY" {
		err := p.unsupported("FREQ=%s", frequency)
		err.Msg += ": a holiday comes again YEARLY"
		return nil, err
	}
	return r, nil
}

// set sets a part of the rule.
func (r *rule) set(key, value string) (supported, ok bool) {
	switch key {
	case "INTERVAL":
		r.interval, ok = positive(value)
	case "COUNT":
		r.count, ok = positive(value)
	case "UNTIL":
		date, _, _ := strings.Cut(value, "T")
		r.until, ok = parseDay(date)
	case "BYMONTH":
		r.months, ok = numbers(value, 12)
		ok = ok && !slices.ContainsFunc(r.months, func(n int) bool { return n < 0 })
	case "BYMONTHDAY":
		r.dates, ok = numbers(value, 31)
	case "BYDAY":
		r.weekdays, ok = parseWeekdays(value)
	case "BYSETPOS":
		r.places, ok = numbers(value, 366)
	case "WKST":
		_, ok = weekdayNames[value] // does not matter for the days of a year
	default:
		return false, false
	}
	return true, ok
}

func positive(text string) (int, bool) {
	n, err := strconv.Atoi(text)
	return n, err == nil && n > 0 && n < 1<<20
}

// numbers reads a list of numbers from 1 to most or -1 to -most.
func numbers(text string, most int) (list []int, ok bool) {
	for item := range strings.SplitSeq(text, ",") {
		n, err := strconv.Atoi(item)
		if err != nil || n == 0 || n > most || n < -most {
			return nil, false
		}
		list = append(list, n)
	}
	return list, true
}

var weekdayNames = map[string]time.Weekday{
	"SU": time.Sunday, "MO": time.Monday, "TU": time.Tuesday, "WE": time.Wednesday,
	"TH": time.Thursday, "FR": time.Friday, "SA": time.Saturday,
}

func parseWeekdays(text string) (list []weekday, ok bool) {
	for item := range strings.SplitSeq(text, ",") {
		number, name := item[:max(0, len(item)-2)], item[max(0, len(item)-2):]
		of, known := weekdayNames[name]
		n, isNumber := []int{0}, true
		if number != "" {
			n, isNumber = numbers(number, 53)
		}
		if !known || !isNumber {
			return nil, false
		}
		list = append(list, weekday{n[0], of})
	}
	return list, true
}

// occurrences returns the days between from and to on which an event begins by the
// rule, and perhaps some days after to. The event began on the day first for the
// first time. Years before from are looked at only if occurrences are counted.
func (r *rule) occurrences(first, from, to day) (list []day) {
	start, _, _ := first.date()
	year, _, _ := from.date()
	last, _, _ := to.date()
	if r.count > 0 || year < start {
		year = start
	}
	year += (r.interval - (year-start)%r.interval) % r.interval
	for n := 0; year <= last; year += r.interval {
		for _, d := range r.daysOf(year, first) {
			if d < first || d > r.until {
				continue
			}
			if n++; r.count > 0 && n > r.count {
				return list
			}
			if d >= from {
				list = append(list, d)
			}
		}
	}
	return list
}

// daysOf returns the days of a year on which an event begins by the rule, in order.
func (r *rule) daysOf(year int, first day) []day {
	var days []day
	for month := time.January; month <= time.December; month++ {
		if r.hasMonth(month, first) {
			days = append(days, r.daysIn(year, month, first)...)
		}
	}
	if r.places == nil {
		return days
	}
	var chosen []day
	for i, d := range days {
		if slices.Contains(r.places, i+1) || slices.Contains(r.places, i-len(days)) {
			chosen = append(chosen, d)
		}
	}
	return chosen
}

// hasMonth reports whether the rule has days in a month. A rule that gives only days
// has days in each month; a rule that gives nothing, in the month of the first
// occurrence.
func (r *rule) hasMonth(month time.Month, first day) bool {
	if r.months != nil {
		return slices.Contains(r.months, int(month))
	}
	_, own, _ := first.date()
	return r.dates != nil || r.weekdays != nil || month == own
}

func (r *rule) daysIn(year int, month time.Month, first day) (days []day) {
	begin, end := dayOf(year, month, 1), dayOf(year, month+1, 1)
	if r.dates == nil && r.weekdays == nil {
		_, _, date := first.date()
		if d := begin + day(date) - 1; d < end {
			return []day{d}
		}
		return nil
	}
	scope := [2]day{begin, end}
	if r.months == nil { // the nth of the year
		scope = [2]day{dayOf(year, 1, 1), dayOf(year+1, 1, 1)}
	}
	for d := begin; d < end; d++ {
		if r.hasDate(int(d-begin)+1, int(end-begin)) && r.hasWeekday(d, scope) {
			days = append(days, d)
		}
	}
	return days
}

// hasDate reports whether a day of a month with so many days is one of the dates.
func (r *rule) hasDate(date, of int) bool {
	return r.dates == nil || slices.Contains(r.dates, date) || slices.Contains(r.dates, date-of-1)
}

// hasWeekday reports whether a day is one of the weekdays, which count from the
// start or the end of the scope.
func (r *rule) hasWeekday(d day, scope [2]day) bool {
	if r.weekdays == nil {
		return true
	}
	n, back := int(d-scope[0])/7+1, -int(scope[1]-1-d)/7-1
	return slices.ContainsFunc(r.weekdays, func(w weekday) bool {
		return w.of == d.weekday() && (w.n == 0 || w.n == n || w.n == back)
	})
}
