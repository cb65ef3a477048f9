package cron

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rocketc/rocketc/foreign"
)

// mostPoints is how many points a person lists. More are said as cron says them.
const mostPoints = 4

// Condition returns the start condition that starts a task when the job is due, in the words
// of a person if there are such: `daily at 03:30`. It is empty for @reboot.
func (x *Expression) Condition() string {
	switch {
	case x.Reboot:
		return ""
	case x.Every > 0:
		return "every " + foreign.Duration(x.Every)
	}
	if years := x.years(); years != "" {
		if at := x.onlyDate(); at != "" {
			return at
		}
		return x.inFields() + " & " + years // a window of words may begin in the year before
	}
	if when := x.inWords(); when != "" {
		return when
	}
	return x.inFields()
}

// onlyDate returns the condition for the one instant that the fields name, if they name one.
func (x *Expression) onlyDate() string {
	var one [fields]int
	for n := range one {
		values := x.fields[n].values(n)
		if n == weekday && x.fields[n].full(n) {
			continue
		}
		if len(values) != 1 || x.fields[n].isSpecial() {
			return ""
		}
		one[n] = values[0]
	}
	return fmt.Sprintf(`once at "%04d-%02d-%02d %02d:%02d:%02d"`, one[year], one[month], one[day],
		one[hour], one[minute], one[second])
}

// inWords returns the condition in the words of the calendar; empty if there are none.
func (x *Expression) inWords() string {
	f := &x.fields
	minutes, hours := f[minute].values(minute), f[hour].values(hour)
	everyDay := f[day].full(day) && f[month].full(month) && f[weekday].full(weekday)
	atZero := !x.hasSeconds()
	switch {
	case x.unionOfDays():
		return ""
	case everyDay && atZero && f[minute].full(minute) && f[hour].full(hour):
		return "minutely"
	case everyDay && atZero && len(minutes) == 1 && f[hour].full(hour):
		return fmt.Sprintf("hourly at %02d", minutes[0])
	}
	times := x.times(minutes, hours)
	if times == nil {
		return ""
	}
	if everyDay {
		return "daily at " + strings.Join(times, ", ")
	}
	return x.onDays(times)
}

// hasSeconds reports whether the job is due at other seconds than the first of a minute.
func (x *Expression) hasSeconds() bool {
	return !slices.Equal(x.fields[second].values(second), []int{0})
}

// unionOfDays reports whether one of two restricted days is enough, which the words of the
// calendar do not say.
func (x *Expression) unionOfDays() bool {
	days, weekdays := &x.fields[day], &x.fields[weekday]
	return !days.star && !weekdays.star && !x.dialect.Both
}

// times returns the times of a day, if they are few.
func (x *Expression) times(minutes, hours []int) (list []string) {
	seconds := x.fields[second].values(second)
	if len(minutes)*len(hours)*len(seconds) > mostPoints {
		return nil
	}
	for _, h := range hours {
		for _, m := range minutes {
			for _, s := range seconds {
				text := fmt.Sprintf("%02d:%02d", h, m)
				if s > 0 {
					text += fmt.Sprintf(":%02d", s)
				}
				list = append(list, text)
			}
		}
	}
	return list
}

// onDays returns the condition for some days, of which one field tells.
func (x *Expression) onDays(times []string) string {
	days, weekdays, months := &x.fields[day], &x.fields[weekday], &x.fields[month]
	at := " at " + strings.Join(times, ", ")
	byDay, byWeekday := !days.full(day), !weekdays.full(weekday)
	switch {
	case byDay && byWeekday && months.full(month) && len(times) == 1:
		return x.onNthWeekday(at)
	case byDay && byWeekday:
		return ""
	case byWeekday && months.full(month):
		return x.onWeekdays(times)
	case len(times) > 1:
		return ""
	case byDay && months.full(month):
		if points := x.points(); points != nil {
			return "monthly on " + strings.Join(points, ", ") + at
		}
	case byDay && !days.isSpecial():
		return x.onDates(at)
	}
	return ""
}

// onNthWeekday returns the condition for one day of the week within seven days of a month.
func (x *Expression) onNthWeekday(at string) string {
	values, days := x.fields[weekday].values(weekday), &x.fields[day]
	if !x.dialect.Both || len(values) != 1 || x.fields[weekday].isSpecial() {
		return ""
	}
	name := nameOf(weekday, values[0]) + at
	if days.isSpecial() {
		lasts := 0
		for _, i := range days.items {
			if i.special == lastDay && i.low < 7 {
				lasts |= 1 << i.low
			}
		}
		if lasts == 1<<7-1 && len(days.items) == 7 {
			return "monthly on last " + name
		}
		return ""
	}
	list := days.values(day)
	if first := list[0]; len(list) == 7 && list[6] == first+6 && first%7 == 1 && first < 29 {
		return "monthly on " + ordinal(first/7+1) + " " + name
	}
	return ""
}

// onWeekdays returns the condition for some days of the week.
func (x *Expression) onWeekdays(times []string) string {
	f := &x.fields[weekday]
	at := " at " + strings.Join(times, ", ")
	values := f.values(weekday)
	switch {
	case f.isSpecial():
		return x.onSpecialWeekday(f, times)
	case slices.Equal(values, []int{1, 2, 3, 4, 5}):
		return "daily on weekdays" + at
	case slices.Equal(values, []int{0, 6}):
		return "daily on weekends" + at
	case len(times) > 1:
		return ""
	}
	slices.SortFunc(values, func(a, b int) int { return (a+6)%7 - (b+6)%7 }) // from Monday
	var names []string
	for _, v := range values {
		names = append(names, nameOf(weekday, v))
	}
	return "weekly on " + strings.Join(names, ", ") + at
}

// onSpecialWeekday returns the condition for the last, or n-th, weekday of months.
func (x *Expression) onSpecialWeekday(f *field, times []string) string {
	var points []string
	for _, i := range f.items {
		switch i.special {
		case lastOfDays:
			points = append(points, "last "+nameOf(weekday, i.low))
		case nthOfDays:
			points = append(points, ordinal(i.high)+" "+nameOf(weekday, i.low))
		default:
			return ""
		}
	}
	if len(points) > 1 || len(times) > 1 {
		return ""
	}
	return "monthly on " + points[0] + " at " + times[0]
}

// points returns the days of a month, if they are few.
func (x *Expression) points() (list []string) {
	f := &x.fields[day]
	if f.isSpecial() {
		if len(f.items) == 1 && f.items[0].special == lastDay && f.items[0].low == 0 {
			return []string{"last day"}
		}
		return nil
	}
	values := f.values(day)
	if len(values) > mostPoints {
		return nil
	}
	for _, v := range values {
		list = append(list, ordinal(v))
	}
	return list
}

// onDates returns the condition for days of a year, if they are few.
func (x *Expression) onDates(at string) string {
	days, months := x.fields[day].values(day), x.fields[month].values(month)
	if len(days)*len(months) > mostPoints {
		return ""
	}
	var points []string
	for _, m := range months {
		for _, d := range days {
			if d > daysOf(m) {
				return ""
			}
			points = append(points, nameOf(month, m)+" "+ordinal(d))
		}
	}
	return "yearly on " + strings.Join(points, ", ") + at
}

// daysOf returns how many days a month has, February in leap years.
func daysOf(m int) int { return time.Date(2024, time.Month(m+1), 0, 0, 0, 0, 0, time.UTC).Day() }

func nameOf(n, v int) string {
	i := (v - kinds[n].low) * 3
	return kinds[n].names[i : i+3]
}

func ordinal(n int) string {
	switch {
	case n%10 == 1 && n != 11:
		return strconv.Itoa(n) + "st"
	case n%10 == 2 && n != 12:
		return strconv.Itoa(n) + "nd"
	case n%10 == 3 && n != 13:
		return strconv.Itoa(n) + "rd"
	}
	return strconv.Itoa(n) + "th"
}

// inFields returns the condition as an expression of cron.
func (x *Expression) inFields() string {
	first := minute
	if x.hasSeconds() {
		first = second
	}
	var list []string
	for n := first; n <= weekday; n++ {
		list = append(list, x.inField(n))
	}
	if x.dialect.Both && !x.fields[day].full(day) && !x.fields[weekday].full(weekday) {
		return x.bothDays(list)
	}
	return "cron " + strings.Join(list, " ")
}

// bothDays returns the condition for days of the month that are certain days of the week, too.
func (x *Expression) bothDays(list []string) string {
	if x.fields[weekday].isSpecial() {
		var days []string
		for _, v := range x.fields[day].values(day) {
			days = append(days, "time of month on "+ordinal(v))
		}
		list[len(list)-3] = "*"
		return "cron " + strings.Join(list, " ") + " & " + anyOf(days)
	}
	list[len(list)-1] = "*"
	var names []string
	for _, v := range x.fields[weekday].values(weekday) {
		names = append(names, "time of week on "+nameOf(weekday, v))
	}
	return "cron " + strings.Join(list, " ") + " & " + anyOf(names)
}

// anyOf joins conditions of which one has to hold.
func anyOf(conditions []string) string {
	switch len(conditions) {
	case 0:
		return "never"
	case 1:
		return conditions[0]
	}
	return "(" + strings.Join(conditions, " | ") + ")"
}

// inField returns a field of an expression of this language.
func (x *Expression) inField(n int) string {
	f := &x.fields[n]
	if f.full(n) && (f.star || n != day && n != weekday) {
		return "*"
	}
	var list []string
	for _, i := range f.items {
		list = append(list, f.inItem(n, i))
	}
	return strings.Join(list, ",")
}

func (f *field) inItem(n int, i item) string {
	value := func(v int) string {
		if n == weekday && (f.named || v == 7) || n == month && f.named {
			return nameOf(n, v)
		}
		return strconv.Itoa(ring(n, v))
	}
	switch i.special {
	case lastDay:
		if i.low > 0 {
			return "L-" + strconv.Itoa(i.low)
		}
		return "L"
	case working:
		if i.low > 0 {
			return strconv.Itoa(i.low) + "W"
		}
		return "LW"
	case lastOfDays:
		return strconv.Itoa(i.low) + "L"
	case nthOfDays:
		return fmt.Sprintf("%d#%d", i.low, i.high)
	}
	text := value(i.low)
	if whole := i.low == kinds[n].low && i.high >= highest(n); whole &&
		(f.star || n != day && n != weekday) {
		text = "*"
	} else if i.high != i.low {
		text += "-" + value(i.high)
	}
	if i.step > 1 {
		text += "/" + strconv.Itoa(i.step)
	}
	return text
}

// years returns the condition that restricts the years; empty: there is none.
func (x *Expression) years() string {
	f := &x.fields[year]
	if f.full(year) || len(f.items) == 0 {
		return ""
	}
	values := f.values(year)
	var spans []string
	for i := 0; i < len(values); {
		j := i
		for j+1 < len(values) && values[j+1] == values[j]+1 {
			j++
		}
		spans = append(spans, fmt.Sprintf(`time between "%d-01-01" and "%d-12-31"`,
			values[i], values[j]))
		i = j + 1
	}
	return anyOf(spans)
}
