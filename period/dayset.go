package period

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A DaySet is a set of days, written as a line for each year: `2026 01-01 04-03 12-25`. Years in
// a row with the same days may share a line: `2031-2099 01-01 12-25`. A year with many days
// may have several lines. The years are in order; what is written otherwise is in no set. The
// zero value has no days.
type DaySet string

// maxDaysInLine is how many days are written in a line.
const maxDaysInLine = 14

// DaySetOf returns the set of the dates, in any order. Their clock times do not count.
func DaySetOf(dates []Date) DaySet {
	years := map[int][]string{}
	for _, d := range dates {
		years[d.Year] = append(years[d.Year], fmt.Sprintf(" %02d-%02d", d.Month, d.Day))
	}
	var runs []yearRun
	for _, year := range sortedKeys(years) {
		days := years[year]
		slices.Sort(days)
		days = slices.Compact(days)
		if n := len(runs); n > 0 && runs[n-1].last == year-1 && slices.Equal(runs[n-1].days, days) {
			runs[n-1].last = year
			continue
		}
		runs = append(runs, yearRun{year, year, days})
	}
	var b strings.Builder
	for _, r := range runs {
		for days := range slices.Chunk(r.days, maxDaysInLine) {
			if b.Len() > 0 {
				b.WriteByte('\n')
			}
			b.WriteString(r.name() + strings.Join(days, ""))
		}
	}
	return DaySet(b.String())
}

// A yearRun is years in a row with the same days, each with a space before it.
type yearRun struct {
	first, last int
	days        []string
}

func (r yearRun) name() string {
	if r.first == r.last {
		return fmt.Sprintf("%04d", r.first)
	}
	return fmt.Sprintf("%04d-%04d", r.first, r.last)
}

func sortedKeys(m map[int][]string) (keys []int) {
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// Has reports whether the set has a date. Its clock time does not count.
func (s DaySet) Has(date Date) bool { return s.has(date.number()) }

// has does not allocate: a year has a few dozen days, and is found line by line.
func (s DaySet) has(days int64) bool {
	if s == "" {
		return false
	}
	year, month, dom := civil(days)
	for text := string(s); text != ""; {
		line, rest, _ := strings.Cut(text, "\n")
		text = rest
		first, last, list := cutYears(line)
		if first > year {
			return false
		}
		if last < year {
			continue
		}
		for len(list) >= 6 {
			if list[1] == '0'+byte(month/10) && list[2] == '0'+byte(month%10) &&
				list[4] == '0'+byte(dom/10) && list[5] == '0'+byte(dom%10) {
				return true
			}
			list = list[6:]
		}
	}
	return false
}

// cutYears returns the years of a line, and its days, each with a space before it.
func cutYears(line string) (first, last int64, days string) {
	years, days, _ := strings.Cut(line, " ")
	from, to, several := strings.Cut(years, "-")
	first, _ = strconv.ParseInt(from, 10, 64)
	last = first
	if several {
		last, _ = strconv.ParseInt(to, 10, 64)
	}
	return first, last, line[len(line)-len(days)-min(len(days), 1):]
}

// bounds returns the first and the last day of the years of the set. It returns false if the
// set is empty.
func (s DaySet) bounds() (first, last int64, ok bool) {
	if s == "" {
		return 0, 0, false
	}
	start, _, _ := cutYears(string(s))
	_, end, _ := cutYears(string(s[strings.LastIndexByte(string(s), '\n')+1:]))
	return dayOf(start, time.January), dayOf(end+1, time.January) - 1, true
}

// number returns the date's day, counted from 1 January 1970.
func (d Date) number() int64 { return d.month().start + int64(d.Day-1) }
