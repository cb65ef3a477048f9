// Package cron reads the expressions of cron and its many relatives, says when they are due,
// and writes them as conditions of this language.
//
// An expression is read by the rules of one [Dialect]. [Rules] then say when a job is due, by
// a reading of the clock minute by minute that knows nothing of how this language does it: it
// is what an import is proved against. What differs between schedulers when the clocks change
// is the [Clock] of the dialect.
package cron

import (
	"fmt"
	"time"
)

// A Clock is how a scheduler goes by the clock when that is changed.
type Clock int

const (
	// Daemon is that of cron by Vixie and its heirs. What is due in an hour that is skipped
	// runs right after it, and what has run in an hour that comes twice does not run again;
	// but a job whose minute or hour begins with * follows the clock.
	Daemon Clock = iota
	// Wall follows the clock: what is due in an hour that is skipped does not run, and what
	// is due in one that comes twice runs twice.
	Wall
	// Dates makes instants of dates, as time.Date of Go does: an hour that comes twice counts
	// once, and one that is skipped is another one.
	Dates
)

// A Dialect is what a scheduler takes for an expression.
type Dialect struct {
	// Name is what the scheduler is called.
	Name  string
	Clock Clock
	// Seconds says that six fields begin with the second. Years says that six fields end
	// with the year, and seven begin with the second, too.
	Seconds, Years bool
	// Random allows ranges such as 0~59, of which a value is drawn.
	Random bool
	// Days allows L, W and # for days.
	Days bool
	// Open allows 5/10 for 5-59/10; else a step needs * or a range.
	Open bool
	// Question allows ? for *.
	Question bool
	// Wraps allows ranges that run over the end: 22-2.
	Wraps bool
	// Seven allows 7 for Sunday.
	Seven bool
	// StepsRestrict says that a field such as */2 counts as restricted when the day of the
	// month and the day of the week are joined.
	StepsRestrict bool
	// Both says that both days have to match if both are restricted; else one of them.
	Both bool
	// Every allows @every 5m.
	Every bool
}

// The dialects.
var (
	Vixie = Dialect{Name: "cron", Clock: Daemon, Random: true, Seven: true}
	// Supercronic is that of supercronic, by the library cronexpr.
	Supercronic = Dialect{Name: "supercronic", Clock: Dates, Years: true, Days: true,
		Open: true, Question: true, Seven: true, Both: true, StepsRestrict: true}
	// Robfig is that of github.com/robfig/cron, of which Kubernetes and others are made.
	Robfig = Dialect{Name: "cron", Clock: Wall, Open: true, Question: true,
		StepsRestrict: true, Every: true}
	// Calendar takes what all others do: seconds, years and special days; both days have to
	// match.
	Calendar = Dialect{Name: "the calendar", Clock: Wall, Years: true, Days: true, Open: true,
		Seven: true, StepsRestrict: true, Both: true}
	// Posix is that of GitHub Actions.
	Posix = Dialect{Name: "GitHub", Clock: Wall, Open: true}
)

// The fields, in the order of an expression with all of them.
const (
	second = iota
	minute
	hour
	day
	month
	weekday
	year
	fields
)

// kinds describe the fields.
var kinds = [fields]struct {
	name      string
	low, high int
	names     string // of the values, three letters each
}{
	second:  {"second", 0, 59, ""},
	minute:  {"minute", 0, 59, ""},
	hour:    {"hour", 0, 23, ""},
	day:     {"day of the month", 1, 31, ""},
	month:   {"month", 1, 12, "JanFebMarAprMayJunJulAugSepOctNovDec"},
	weekday: {"day of the week", 0, 7, "SunMonTueWedThuFriSatSun"},
	year:    {"year", 1970, 2099, ""},
}

// An Expression is what an expression says. The zero value is none.
type Expression struct {
	// Text is the expression as it is written.
	Text string
	// Every is the interval of @every; 0: it is none.
	Every time.Duration
	// Reboot says that it is @reboot.
	Reboot bool

	dialect Dialect
	fields  [fields]field
}

// A field is one of an expression.
type field struct {
	items []item
	star  bool // it begins with *, so that the other day decides alone
	fixed bool // it does not begin with * (for the clock of the daemon)
	named bool // values are written by name
	// drawn is how many values after the first a value may be that is drawn.
	drawn int
}

// An item is a part of a field: the values from low to high, step by step, or a special day.
type item struct {
	low, high, step int
	special         special
}

// A special is what L, W and # make of an item.
type special int

const (
	usual      special = iota
	lastDay            // L-low: so many days before the last
	working            // lowW: the working day nearest to a day; 0: the last one
	lastOfDays         // lowL: the last such weekday
	nthOfDays          // low#high
)

// An Error says what is wrong with an expression.
type Error struct {
	// Col is the byte of the expression, from 0 on.
	Col int
	Msg string
}

// Error says what is wrong.
func (e *Error) Error() string { return e.Msg }

func errorf(col int, format string, args ...any) *Error {
	return &Error{col, fmt.Sprintf(format, args...)}
}

// has reports whether a value is one of the plain ones of a field.
func (f *field) has(n, v int) bool {
	for _, i := range f.items {
		if i.special != usual {
			continue
		}
		for x := i.low; x <= i.high; x += i.step {
			if x == v || n == weekday && x%7 == v || n != weekday && ring(n, x) == v {
				return true
			}
		}
	}
	return false
}

// ring brings a value that runs over the end of its field back into it.
func ring(n, v int) int {
	k := kinds[n]
	if v <= k.high {
		return v
	}
	return k.low + (v-k.low)%(k.high-k.low+1)
}

// highest returns the highest value of a field; 7 is Sunday, and that is 0.
func highest(n int) int {
	if n == weekday {
		return 6
	}
	return kinds[n].high
}

// values returns the plain values of a field, sorted.
func (f *field) values(n int) (list []int) {
	for v := kinds[n].low; v <= highest(n); v++ {
		if f.has(n, v) {
			list = append(list, v)
		}
	}
	return list
}

// full reports whether a field has all of its values.
func (f *field) full(n int) bool {
	return len(f.values(n)) == highest(n)-kinds[n].low+1
}

// isSpecial reports whether a field has special days.
func (f *field) isSpecial() bool {
	for _, i := range f.items {
		if i.special != usual {
			return true
		}
	}
	return false
}
