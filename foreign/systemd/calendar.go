package systemd

import (
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rocketc/rocketc/foreign"
)

// A Calendar is an expression of OnCalendar=.
type Calendar struct {
	// Text is the expression as it is written.
	Text string
	// Timezone is the name of its zone; empty: it has none of its own.
	Timezone string

	weekdays [7]bool // from Sunday; all false: each day
	dated    bool    // it is restricted to weekdays
	fields   [6]chain
	fromEnd  bool // days count from the end of the month

}

// The fields of an expression. Seconds are counted in microseconds.
const (
	year = iota
	month
	day
	hour
	minute
	second
)

const microseconds = 1_000_000

// limits are the least and the greatest value of fields.
var limits = [6][2]int{year: {1970, 2199}, month: {1, 12}, day: {1, 31}, hour: {0, 23},
	minute: {0, 59}, second: {0, 60*microseconds - 1}}

// A chain is the values of a field; nil: all.
type chain []component

// A component is one of a chain: a value, or those from start to stop, step by step. A stop of
// -1 is the end of the field, and a step of 0 makes it the one value.
type component struct{ start, stop, step int }

// An Error says what is wrong with a text.
type Error struct {
	// Col is the byte of the text, from 0 on.
	Col int
	Msg string
}

// Error says what is wrong.
func (e *Error) Error() string { return e.Msg }

// shorthands are the words that stand for expressions.
var shorthands = map[string]string{
	"minutely": "*-*-* *:*:00", "hourly": "*-*-* *:00:00", "daily": "*-*-* 00:00:00",
	"monthly": "*-*-01 00:00:00", "weekly": "Mon *-*-* 00:00:00",
	"yearly": "*-01-01 00:00:00", "annually": "*-01-01 00:00:00", "anually": "*-01-01 00:00:00",
	"quarterly":     "*-01,04,07,10-01 00:00:00",
	"semiannually":  "*-01,07-01 00:00:00",
	"semi-annually": "*-01,07-01 00:00:00",
	"biannually":    "*-01,07-01 00:00:00",
	"bi-annually":   "*-01,07-01 00:00:00",
}

// ParseCalendar reads an expression of OnCalendar=. The error is an *[Error].
func ParseCalendar(text string) (*Calendar, error) {
	c := &Calendar{Text: text}
	words, cols := fields(text)
	if len(words) == 0 {
		return nil, &Error{0, "the expression is empty"}
	}
	if n := len(words); n > 1 && isZone(words[n-1]) {
		if _, err := time.LoadLocation(words[n-1]); err != nil {
			return nil, &Error{cols[n-1], fmt.Sprintf("%q is no time zone", words[n-1])}
		}
		c.Timezone, words = words[n-1], words[:n-1]
	}
	if whole, is := shorthands[strings.ToLower(words[0])]; is && len(words) == 1 {
		words, cols = fields(whole)
	}
	if strings.HasPrefix(words[0], "@") && len(words) == 1 {
		return c, c.parseEpoch(words[0])
	}
	return c, c.parse(words, cols)
}

// fields splits a text at blanks, and says where the parts begin.
func fields(text string) (words []string, cols []int) {
	for i := 0; i < len(text); {
		if text[i] == ' ' || text[i] == '\t' {
			i++
			continue
		}
		end := i
		for end < len(text) && text[end] != ' ' && text[end] != '\t' {
			end++
		}
		words, cols = append(words, text[i:end]), append(cols, i)
		i = end
	}
	return words, cols
}

// isZone reports whether a word at the end is a time zone.
func isZone(word string) bool {
	_, isDay := weekdayAt(word)
	return !isDay && word[0] >= 'A' && word[0] <= 'Z' && !strings.ContainsAny(word, ":*~")
}

// parseEpoch reads @SECONDS: one instant.
func (c *Calendar) parseEpoch(word string) error {
	n, err := strconv.ParseInt(word[1:], 10, 50)
	if err != nil || n < 0 {
		return &Error{0, fmt.Sprintf("%q is no number of seconds", word)}
	}
	at := time.Unix(n, 0).UTC()
	c.Timezone = "UTC"
	for i, v := range []int{at.Year(), int(at.Month()), at.Day(), at.Hour(), at.Minute(),
		at.Second() * microseconds} {
		c.fields[i] = chain{{start: v, stop: -1}}
	}
	return nil
}

// parse reads weekdays, a date and a time, each of which may be missing.
func (c *Calendar) parse(words []string, cols []int) error {
	zero := chain{{start: 0, stop: -1}}
	c.fields[hour], c.fields[minute], c.fields[second] = zero, zero, zero
	i := 0
	if _, is := weekdayAt(words[0]); is {
		if err := c.parseWeekdays(words[0], cols[0]); err != nil {
			return err
		}
		i++
	}
	if i < len(words) && !strings.Contains(words[i], ":") {
		if err := c.parseDate(words[i], cols[i]); err != nil {
			return err
		}
		i++
	}
	if i < len(words) {
		if err := c.parseTime(words[i], cols[i]); err != nil {
			return err
		}
		i++
	}
	if i < len(words) {
		return &Error{cols[i], fmt.Sprintf("%q is not understood", words[i])}
	}
	return nil
}

var weekdayNames = [7]string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday",
	"saturday"}

// weekdayAt returns the weekday with whose name a text begins.
func weekdayAt(text string) (int, bool) {
	end := 0
	for end < len(text) && (text[end]|0x20) >= 'a' && (text[end]|0x20) <= 'z' {
		end++
	}
	word := strings.ToLower(text[:end])
	for i, name := range weekdayNames {
		if word == name || word == name[:3] {
			return i, true
		}
	}
	return 0, false
}

// parseWeekdays reads Mon,Wed..Fri.
func (c *Calendar) parseWeekdays(text string, col int) error {
	c.dated = true
	for part := range strings.SplitSeq(strings.TrimSuffix(text, ","), ",") {
		from, to, ranged := strings.Cut(part, "..")
		if !ranged {
			from, to, ranged = strings.Cut(part, "-")
		}
		first, is := wholeWeekday(from)
		last := first
		if ranged && is {
			last, is = wholeWeekday(to)
		}
		first, last = (first+6)%7, (last+6)%7 // from Monday
		if !is || last < first {
			return &Error{col, fmt.Sprintf("%q are no days of the week", part)}
		}
		for d := first; d <= last; d++ {
			c.weekdays[(d+1)%7] = true
		}
	}
	return nil
}

func wholeWeekday(text string) (int, bool) {
	d, is := weekdayAt(text)
	return d, is && (len(text) == 3 || len(text) == len(weekdayNames[d]))
}

// parseDate reads a date, with a year or without. Before the day may stand ~, which counts
// days from the end of the month.
func (c *Calendar) parseDate(text string, col int) error {
	tilde := strings.IndexByte(text, '~')
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == '-' || r == '~' })
	seps := strings.Count(text, "-") + strings.Count(text, "~")
	c.fromEnd = tilde >= 0
	last := strings.LastIndexAny(text, "-~")
	if seps != len(parts)-1 || len(parts) < 2 || len(parts) > 3 || c.fromEnd && tilde != last {
		return &Error{col, fmt.Sprintf("%q is no date", text)}
	}
	first := year + 3 - len(parts)
	for i, part := range parts {
		if err := c.parseChain(first+i, part, col); err != nil {
			return err
		}
	}
	return nil
}

// parseTime reads HH:MM or HH:MM:SS.
func (c *Calendar) parseTime(text string, col int) error {
	parts := strings.Split(text, ":")
	if len(parts) < 2 || len(parts) > 3 {
		return &Error{col, fmt.Sprintf("%q is no time", text)}
	}
	for i, part := range parts {
		if err := c.parseChain(hour+i, part, col); err != nil {
			return err
		}
	}
	return nil
}

// parseChain reads the values of a field.
func (c *Calendar) parseChain(n int, text string, col int) error {
	if text == "*" {
		if c.fields[n] = nil; n == second {
			c.fields[n] = chain{{start: 0, stop: -1, step: microseconds}}
		}
		return nil
	}
	c.fields[n] = nil
	for part := range strings.SplitSeq(text, ",") {
		v, ok := readComponent(n, part, c.fromEnd && n == day)
		if !ok {
			return &Error{col, fmt.Sprintf("%q is no value of %q", part, text)}
		}
		c.fields[n] = append(c.fields[n], v)
	}
	return nil
}

// readComponent reads START[..STOP][/STEP].
func readComponent(n int, text string, fromEnd bool) (v component, ok bool) {
	unit := 1
	if n == second {
		unit = microseconds
	}
	span, stepText, stepped := strings.Cut(text, "/")
	from, to, ranged := strings.Cut(span, "..")
	v = component{stop: -1}
	if v.start, ok = number(n, from); !ok {
		return v, false
	}
	if ranged {
		if v.stop, ok = number(n, to); !ok {
			return v, false
		}
		v.step = unit
	}
	if stepped {
		if v.step, ok = number(max(n, month), stepText); !ok || v.step == 0 {
			return v, false
		}
	}
	if n == second && v.start == v.stop && !stepped {
		return v, false // systemd refuses it of seconds only
	}
	return v.normal(n, fromEnd)
}

// number reads a number; seconds may have a fraction, and years two digits.
func number(n int, text string) (int, bool) {
	whole, fraction, _ := strings.Cut(text, ".")
	v, err := strconv.Atoi(whole)
	if err != nil || whole[0] == '+' || v < 0 || v > 9999 || fraction != "" && n != second {
		return 0, false
	}
	switch {
	case n == second:
		micro, err := strconv.Atoi((fraction + "000000")[:6])
		if err != nil || len(fraction) > 9 || strings.ContainsAny(fraction, "+-") ||
			strings.HasSuffix(text, ".") {
			return 0, false
		}
		return v*microseconds + micro, true
	case n == year && v < 70:
		v += 2000
	case n == year && v < 100:
		v += 1900
	}
	return v, true
}

// normal returns a component with the end that it reaches, and whether it fits its field.
func (v component) normal(n int, fromEnd bool) (component, bool) {
	low, high := limits[n][0], limits[n][1]
	if fromEnd {
		high = 28
	}
	if v.start < low || v.start > high || v.stop > high {
		return v, false
	}
	if v.stop >= 0 {
		if v.stop < v.start {
			return v, false
		}
		v.stop -= (v.stop - v.start) % v.step
		if v.stop == v.start {
			return component{start: v.start, stop: -1}, true
		}
		return v, true
	}
	if fromEnd {
		return v, v.step == 0 || v.start-v.step >= low
	}
	return v, v.step == 0 || v.start+v.step <= high
}

// has reports whether a chain has a value.
func (c chain) has(v int) bool {
	return c == nil || slices.ContainsFunc(c, func(k component) bool {
		if k.step == 0 {
			return v == k.start
		}
		return v >= k.start && (k.stop < 0 || v <= k.stop) && (v-k.start)%k.step == 0
	})
}

// hasDay reports whether the days of the expression have a day of a month with so many days.
func (c *Calendar) hasDay(d, of int) bool {
	if !c.fromEnd || c.fields[day] == nil {
		return c.fields[day].has(d)
	}
	return slices.ContainsFunc(c.fields[day], func(k component) bool {
		first, last := of+1-k.start, of // counted from the begin of the month
		switch {
		case k.step == 0:
			return d == first
		case k.stop >= 0:
			first, last = of+1-k.stop, of+1-k.start
		}
		return d >= first && d <= last && (d-first)%k.step == 0
	})
}

// isDue reports whether the expression has a date.
func (c *Calendar) isDue(date time.Time) bool {
	last := time.Date(date.Year(), date.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()
	return c.fields[year].has(date.Year()) && c.fields[month].has(int(date.Month())) &&
		c.hasDay(date.Day(), last) && (!c.dated || c.weekdays[date.Weekday()])
}

// values returns the values of a field that has few, sorted.
func (c *Calendar) values(n int) (list []int) {
	step := 1
	if n == second {
		return c.seconds()
	}
	for v := limits[n][0]; v <= limits[n][1]; v += step {
		if c.fields[n].has(v) {
			list = append(list, v)
		}
	}
	return list
}

// seconds returns the seconds, in microseconds.
func (c *Calendar) seconds() (list []int) {
	for _, k := range c.fields[second] {
		stop := k.stop
		if stop < 0 {
			stop = limits[second][1]
		}
		for v := k.start; v <= stop; v += k.step {
			list = append(list, v)
			if k.step == 0 {
				break
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// A Timer is the Rules of an expression.
type Timer struct {
	*Calendar
	// In is the zone of the clock.
	In *time.Location
	// Delay is how much later systemd may start the unit.
	Delay time.Duration
	// Whole has the fractions of seconds left out.
	Whole bool
}

// Zone returns the zone of the clock.
func (t *Timer) Zone() *time.Location { return t.In }

// Reads reports whether the expression has what the clock reads.
func (t *Timer) Reads(at time.Time) bool {
	return t.isDue(at) && t.fields[hour].has(at.Hour()) && t.fields[minute].has(at.Minute()) &&
		slices.ContainsFunc(t.seconds(), func(v int) bool { return v/microseconds == at.Second() })
}

// Starts returns the instants of the expression. What the clock skips is left out, and of what
// it reads twice the first counts.
func (t *Timer) Starts(from, to time.Time) iter.Seq[foreign.Start] {
	return func(yield func(foreign.Start) bool) {
		clock := t.times()
		begin, end := from.In(t.In), to.In(t.In)
		last := time.Date(end.Year(), end.Month(), end.Day(), 0, 0, 0, 0, time.UTC)
		for d := time.Date(begin.Year(), begin.Month(), begin.Day(), 0, 0, 0, 0, time.UTC); ; d =
			d.AddDate(0, 0, 1) {
			if d.After(last) {
				return
			}
			if !t.isDue(d) {
				continue
			}
			for _, c := range clock {
				at, there := t.instant(d.Add(c))
				if !there || at.Before(from) || !at.Before(to) {
					continue
				}
				if !yield(foreign.Start{At: at, Slack: t.Delay}) {
					return
				}
			}
		}
	}
}

// times returns the times of a day.
func (t *Timer) times() (list []time.Duration) {
	seconds := t.seconds()
	for _, h := range t.values(hour) {
		for _, m := range t.values(minute) {
			for _, s := range seconds {
				at := time.Duration(h)*time.Hour + time.Duration(m)*time.Minute
				if t.Whole {
					s -= s % microseconds
				}
				list = append(list, at+time.Duration(s)*time.Microsecond)
			}
		}
	}
	return slices.Compact(list)
}

// instant returns the first instant at which the clock reads so, if it ever does.
func (t *Timer) instant(wall time.Time) (time.Time, bool) {
	const far = 26 * time.Hour
	for _, near := range []time.Time{wall.Add(-far), wall.Add(far)} {
		_, offset := near.In(t.In).Zone()
		at := wall.Add(-time.Duration(offset) * time.Second).In(t.In)
		if _, now := at.Zone(); now == offset {
			return at, true
		}
	}
	return time.Time{}, false
}
