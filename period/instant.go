package period

import (
	"fmt"
	"time"
)

// instants are the forms of an instant, with and without an offset.
var instants = []string{"2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04:05Z07:00",
	"2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02"}

// ParseInstant reads an instant: RFC 3339, or a date with or without a clock time in the
// zone.
func ParseInstant(text string, zone *time.Location) (time.Time, error) {
	for _, layout := range instants {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			return t.In(zone), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a time such as 2026-03-02T07:00:00", text)
}

// ParsePast reads an instant that lies before now: as [ParseInstant] does, in the zone of
// now; or the latest time of a clock, such as 03:00; or how long ago, such as 2d.
func ParsePast(text string, now time.Time) (time.Time, error) {
	for _, layout := range []string{"15:04", "15:04:05"} {
		if clock, err := time.Parse(layout, text); err == nil {
			return latest(clock, now), nil
		}
	}
	if ago, err := ParseDuration(text); err == nil {
		return now.Add(-ago), nil
	}
	at, err := ParseInstant(text, now.Location())
	if err != nil {
		return at, fmt.Errorf("%q is neither a time such as 03:00 or 2026-03-02T07:00:00 "+
			"nor a duration such as 2d", text)
	}
	return at, nil
}

// latest returns the latest time of a clock that is not after now.
func latest(clock, now time.Time) time.Time {
	y, m, d := now.Date()
	on := func(day int) time.Time {
		return time.Date(y, m, day, clock.Hour(), clock.Minute(), clock.Second(), 0,
			now.Location())
	}
	if at := on(d); !at.After(now) {
		return at
	}
	return on(d - 1)
}
