package period

import (
	"fmt"
	"strings"
	"time"
)

// timeOfDay is a time of the clock, counted from midnight: as the start of a window and as
// its end. They differ for midnight.
type timeOfDay struct{ from, to time.Duration }

// clockWords has the words for times of the day.
var clockWords = map[string]timeOfDay{
	"noon":     {12 * time.Hour, 12 * time.Hour},
	"midnight": {0, day},
}

// clock reads a time of day: 7, 07:00, 07:00:30.5, 10am, 10:30 PM, noon, midnight.
func (r *reader) clock() (timeOfDay, *ValueError) {
	if t, ok := clockWords[strings.ToLower(r.peek().text)]; ok {
		r.next()
		return t, nil
	}
	d, err := r.digitalClock()
	return timeOfDay{d, d}, err
}

// digitalClock reads a time of day in digits.
func (r *reader) digitalClock() (time.Duration, *ValueError) {
	t := r.next()
	digits, rest := t.cut()
	bad := func(hint string) *ValueError {
		return t.errorf(fmt.Sprintf("%q is not a time of day", t.text), hint)
	}
	hour, ok := digits.number(24)
	if !ok {
		return 0, bad("a day runs from 00:00 to 24:00")
	}
	half := ""
	rest, half = cutHalf(rest)
	if half == "" && isHalf(r.peek().text) {
		half = r.next().text
	}
	past, ok := parseMinutes(rest)
	if !ok || hour == 24 && past > 0 {
		return 0, bad("write hours and minutes like 07:00 or 07:00:30")
	}
	if half != "" {
		if hour < 1 || hour > 12 {
			return 0, bad("am and pm go with hours 1 to 12")
		}
		hour %= 12
		if strings.EqualFold(half, "pm") {
			hour += 12
		}
	}
	return time.Duration(hour)*time.Hour + past, nil
}

func isHalf(word string) bool {
	return strings.EqualFold(word, "am") || strings.EqualFold(word, "pm")
}

// cutHalf cuts am or pm from the end of a token.
func cutHalf(t token) (rest token, half string) {
	if i := len(t.text) - 2; i >= 0 && isHalf(t.text[i:]) {
		return t.part(0, i), t.text[i:]
	}
	return t, ""
}

// parseMinutes reads what follows the hour: nothing, ":30" or ":30:15.5".
func parseMinutes(t token) (time.Duration, bool) {
	if t.text == "" {
		return 0, true
	}
	if len(t.text) < 3 || t.text[0] != ':' {
		return 0, false
	}
	n, ok := t.part(1, 3).number(59)
	d := time.Duration(n) * time.Minute
	if len(t.text) == 3 || !ok {
		return d, ok
	}
	s, ok := parseSexagesimal(t.part(3, len(t.text)))
	return d + s, ok
}

// optionalClock reads a clock time if there is anything left to read.
func (r *reader) optionalClock() (d timeOfDay, timed bool, err *ValueError) {
	if len(r.toks) == 0 {
		return d, false, nil
	}
	d, err = r.clock()
	return d, true, err
}
