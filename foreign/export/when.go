package export

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/rocketc/rocketc/foreign/cron"
	"github.com/rocketc/rocketc/period"
)

// A start is when a window begins, in the fields of cron: of the second, the minute, the hour,
// the day, the month and the day of the week.
type start [6]string

const (
	ofSecond = iota
	ofMinute
	ofHour
	ofDay
	ofMonth
	ofWeekday
)

var (
	window = regexp.MustCompile(`^(minutely|hourly|daily|weekly|monthly|yearly)(?: (on|at|after|` +
		`between) (.+))?$`)
	clockTime = regexp.MustCompile(`^(\d{1,2}):(\d\d)(?::(\d\d))?$`)
	atTimes   = regexp.MustCompile(`^(.*?)(?: (?:at|after) (.+))?$`)
	ordinal   = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th|\.)$`)
	nthDay    = regexp.MustCompile(`^(\d)(?:st|nd|rd|th) ([A-Z][a-z]+)$`)
	monthDay  = regexp.MustCompile(`^([A-Z][a-z]+)(?: (\d{1,2})(?:st|nd|rd|th)?)?$`)
)

// starts returns when the windows of a condition begin, as the schedule writes it. It is false
// if the fields cannot say it.
func starts(when string) ([]start, bool) {
	if text, is := strings.CutPrefix(when, "cron "); is {
		return ofCron(strings.Trim(text, `"`))
	}
	m := window.FindStringSubmatch(when)
	if m == nil {
		return nil, false
	}
	unit, word, points := m[1], m[2], m[3]
	if word == "between" {
		points, _, _ = strings.Cut(points, " and ")
	}
	switch unit {
	case "minutely":
		return []start{{"0", "*", "*", "*", "*", "*"}}, word == ""
	case "hourly":
		return ofHours(word, points)
	case "daily":
		return ofDays(word, points)
	}
	return ofLonger(unit, word, points)
}

// ofCron returns the fields of an expression of cron.
func ofCron(text string) ([]start, bool) {
	words := strings.Fields(text)
	if len(words) == 1 {
		whole, known := map[string]string{"@hourly": "0 * * * *", "@daily": "0 0 * * *",
			"@midnight": "0 0 * * *", "@weekly": "0 0 * * 0", "@monthly": "0 0 1 * *",
			"@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *"}[strings.ToLower(words[0])]
		if !known {
			return nil, false
		}
		words = strings.Fields(whole)
	}
	if len(words) == 5 {
		words = append([]string{"0"}, words...)
	}
	if len(words) != 6 {
		return nil, false
	}
	if _, err := cron.Parse(strings.Join(words[1:], " "), cron.Calendar); err != nil {
		return nil, false
	}
	return []start{start(words)}, true
}

// ofHours returns the starts of hourly.
func ofHours(word, points string) ([]start, bool) {
	if word == "" {
		points = "0"
	}
	var minutes []string
	for part := range strings.SplitSeq(points, ", ") {
		minute, seconds, _ := strings.Cut(part, ":")
		n, err := strconv.Atoi(minute)
		if err != nil || n > 59 || seconds != "" && seconds != "00" {
			return nil, false
		}
		minutes = append(minutes, strconv.Itoa(n))
	}
	return []start{{"0", strings.Join(minutes, ","), "*", "*", "*", "*"}}, true
}

// ofDays returns the starts of daily.
func ofDays(word, points string) ([]start, bool) {
	weekday := "*"
	if word == "on" {
		m := atTimes.FindStringSubmatch(points)
		days := map[string]string{"weekdays": "1-5", "weekends": "0,6"}
		if weekday = days[m[1]]; weekday == "" {
			return nil, false
		}
		points = m[2]
	}
	return atEach(points, func(s *start) { s[ofWeekday] = weekday })
}

// atEach returns a start for each time of a list; the others of its fields are set by fill.
func atEach(points string, fill func(*start)) (list []start, ok bool) {
	if points == "" {
		points = "00:00"
	}
	for part := range strings.SplitSeq(points, ", ") {
		part = map[string]string{"noon": "12:00", "midnight": "00:00"}[part] + part
		m := clockTime.FindStringSubmatch(strings.TrimSuffix(strings.TrimSuffix(part, "noon"),
			"midnight"))
		if m == nil {
			return nil, false
		}
		s := start{"0", trimmed(m[2]), trimmed(m[1]), "*", "*", "*"}
		if m[3] != "" {
			s[ofSecond] = trimmed(m[3])
		}
		fill(&s)
		list = append(list, s)
	}
	return list, true
}

// trimmed returns a number without zeros before it.
func trimmed(text string) string {
	if text = strings.TrimLeft(text, "0"); text == "" {
		return "0"
	}
	return text
}

// ofLonger returns the starts of weekly, monthly and yearly.
func ofLonger(unit, word, points string) (list []start, ok bool) {
	if word == "" {
		points = map[string]string{"weekly": "Mon", "monthly": "1st", "yearly": "Jan 1st"}[unit]
	}
	m := atTimes.FindStringSubmatch(points)
	for day := range strings.SplitSeq(m[1], ", ") {
		times := m[2]
		if fields := strings.Fields(day); len(fields) > 1 && clockTime.MatchString(
			fields[len(fields)-1]) {
			times, day = fields[len(fields)-1], strings.Join(fields[:len(fields)-1], " ")
		}
		fill, known := dayOf(unit, day)
		if !known {
			return nil, false
		}
		more, ok := atEach(times, fill)
		if !ok {
			return nil, false
		}
		list = append(list, more...)
	}
	return list, true
}

// dayOf returns what sets the fields of a day of a week, a month or a year.
func dayOf(unit, day string) (func(*start), bool) {
	switch unit {
	case "weekly":
		if d, err := period.ParseWeekday(day); err == nil {
			return func(s *start) { s[ofWeekday] = strconv.Itoa(int(d)) }, true
		}
	case "monthly":
		return dayOfMonth(day)
	case "yearly":
		m := monthDay.FindStringSubmatch(day)
		if m == nil {
			return nil, false
		}
		n := slices.Index(monthNames, m[1][:min(3, len(m[1]))])
		date := m[2]
		if date == "" {
			date = "1"
		}
		return func(s *start) { s[ofMonth], s[ofDay] = strconv.Itoa(n+1), trimmed(date) }, n >= 0
	}
	return nil, false
}

var monthNames = []string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct",
	"Nov", "Dec"}

func dayOfMonth(day string) (func(*start), bool) {
	if m := ordinal.FindStringSubmatch(day); m != nil {
		return func(s *start) { s[ofDay] = trimmed(m[1]) }, true
	}
	if day == "last day" {
		return func(s *start) { s[ofDay] = "L" }, true
	}
	if m := nthDay.FindStringSubmatch(day); m != nil {
		if d, err := period.ParseWeekday(m[2]); err == nil {
			return func(s *start) { s[ofWeekday] = fmt.Sprintf("%d#%s", d, m[1]) }, true
		}
	}
	if name, is := strings.CutPrefix(day, "last "); is {
		if d, err := period.ParseWeekday(name); err == nil {
			return func(s *start) { s[ofWeekday] = fmt.Sprintf("%dL", d) }, true
		}
	}
	return nil, false
}
