// Package ical reads on which days a file in the iCalendar format (RFC 5545) has events, as
// calendar programs export it and sites that list holidays offer it. Package check has the
// holidays of a schedule's calendars from it. (docs/spec.md § Business days)
//
// An event of whole days is a holiday. An appointment with a clock time is not; it is handed
// back apart. The package reads as much of the format as tells on which days an event is:
//
//  1. [Parse] splits the file into lines (a long line is folded over several), and
//     a line into name, parameters and value.
//  2. The properties of each VEVENT become an event: its first day, how many
//     days it takes, the rule by which it comes again each year, and the days that
//     are left out.
//  3. The days of its occurrences are written out, from [First] to [Last].
//
// Whatever would change the answer and is not supported, such as a weekly rule, is
// an error with its place, and never ignored.
package ical

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/rocketc/rocketc/period"
)

// The first and the last year whose days are read. An event that comes again without an end
// does so until then.
const (
	First = 2000
	Last  = 2099
)

// A Calendar is what a file says.
type Calendar struct {
	// Days are the days of all events, in order. A day with several events is there several
	// times.
	Days []Day
	// Until is the last year that has a day of an event with an end. If all events come again
	// without an end, it is [Last].
	Until int
	// Appointments are the events that do not take whole days.
	Appointments []Appointment
}

// A Day is one day of an event.
type Day struct {
	Date period.Date
	Name string // the summary of the event; may be empty
}

// An Appointment is an event that begins or ends at a clock time.
type Appointment struct {
	Line int // of its beginning, from 1
	Name string
}

// An Error is what is wrong with a file, and where.
type Error struct {
	Line, Col int // from 1, in bytes
	Msg       string
	Help      string // how to go on; may be empty
}

// Error returns the place and the message: `12:7: …`.
func (e *Error) Error() string { return fmt.Sprintf("%d:%d: %s", e.Line, e.Col, e.Msg) }

// Parse reads the text of a file. The error is an *[Error].
func Parse(text string) (*Calendar, error) {
	events, appointments, err := read(text)
	if err != nil {
		return nil, err
	}
	c := &Calendar{Appointments: appointments}
	for i := range events {
		e := &events[i]
		days := e.days()
		for _, d := range days {
			year, month, dom := d.date()
			c.Days = append(c.Days,
				Day{period.Date{Year: year, Month: month, Day: dom}, e.name})
		}
		if n := len(days); n > 0 && !e.endless() {
			year, _, _ := days[n-1].date()
			c.Until = max(c.Until, year)
		}
		if len(c.Days) > maxDays {
			return nil, &Error{Line: e.line, Col: 1,
				Msg:  fmt.Sprintf("the events have more than %d days", maxDays),
				Help: "a file of holidays has a few dozen a year: is it another one?"}
		}
	}
	if c.Until == 0 {
		c.Until = Last
	}
	slices.SortStableFunc(c.Days, func(a, b Day) int {
		return cmp.Or(cmp.Compare(a.Date.Year, b.Date.Year),
			cmp.Compare(a.Date.Month, b.Date.Month), cmp.Compare(a.Date.Day, b.Date.Day),
			cmp.Compare(a.Name, b.Name))
	})
	c.Days = slices.Compact(c.Days)
	return c, nil
}

// maxDays is how many days the events of a file may have.
const maxDays = 200_000
