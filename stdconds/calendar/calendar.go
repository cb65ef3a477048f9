// Package calendar has the sensor that looks into a calendar file: the
// prelude's holiday. (docs/spec.md § Sensors)
//
// A calendar is a file in the iCalendar format (RFC 5545), as calendar programs
// export it and sites that list holidays offer it. Its events of whole days are
// holidays. An appointment with a clock time is not. The package reads as much of
// the format as tells on which days an event is:
//
//  1. [read] splits the file into lines (a long line is folded over several), and
//     a line into name, parameters and value.
//  2. The properties of each VEVENT become an [event]: its first day, how many
//     days it takes, the rule by which it comes again each year, and the days that
//     are left out.
//  3. An event is on a day if one of its occurrences begins on that day, or on a
//     day before from which it lasts until then. Without COUNT only the years
//     around the day are looked at.
//
// Whatever would change the answer and is not supported, such as a weekly rule, is
// an error with its line, and never ignored.
package calendar

import (
	"errors"
	"fmt"
	"os"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// Holiday reports whether today, in the session's time zone, is a day of an event
// in the iCalendar file. A nil session stands for the system's time zone. It is an
// error if the file cannot be read or is not a calendar.
func Holiday(s *rocket.Session, calendar string) (bool, error) {
	zone := time.Local
	if s != nil {
		zone = s.Location()
	}
	return On(calendar, time.Now().In(zone))
}

// On reports whether the day of an instant, in the instant's time zone, is a day of
// an event in the iCalendar file. Its errors are those of [Holiday].
func On(calendar string, at time.Time) (bool, error) {
	text, err := load(calendar)
	if err != nil {
		return false, err
	}
	events, err := read(text)
	if err != nil {
		return false, fmt.Errorf("%s:%w", calendar, err)
	}
	date := dayOf(at.Date())
	for _, e := range events {
		if e.on(date) {
			return true, nil
		}
	}
	return false, nil
}

// maxSize is the largest size of a calendar, in bytes.
const maxSize = 64 << 20

func load(name string) (string, error) {
	if name == "" {
		return "", errors.New("the path of the calendar is empty")
	}
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return "", err
	case !info.Mode().IsRegular():
		return "", fmt.Errorf("the calendar %s is not a regular file", name)
	case info.Size() > maxSize:
		return "", fmt.Errorf("the calendar %s is larger than 64 MiB", name)
	}
	text, err := os.ReadFile(name)
	return string(text), err
}
