package period

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// durationUnits are the words for units of elapsed time, the most usual first.
var durationUnits = []struct {
	length time.Duration
	words  []string
}{
	{7 * day, []string{"week", "weeks", "w"}},
	{day, []string{"day", "days", "d"}},
	{time.Hour, []string{"hour", "hours", "hr", "hrs", "h"}},
	{time.Minute, []string{"minute", "minutes", "min", "mins", "m"}},
	{time.Second, []string{"second", "seconds", "sec", "secs", "s"}},
	{time.Millisecond, []string{"millisecond", "milliseconds", "ms"}},
	{time.Microsecond, []string{"microsecond", "microseconds", "µs", "μs", "us"}},
	{time.Nanosecond, []string{"nanosecond", "nanoseconds", "ns"}},
}

// UnitWords returns the words for units of elapsed time, those of the longest unit first.
func UnitWords() (words []string) {
	for _, u := range durationUnits {
		words = append(words, u.words...)
	}
	return words
}

// IsUnit reports whether a word is a unit of elapsed time: s, sec, hours, weeks …
// Case does not matter.
func IsUnit(word string) bool {
	_, ok := unitLength(word)
	return ok
}

func unitLength(word string) (time.Duration, bool) {
	for _, u := range durationUnits {
		for _, w := range u.words {
			if strings.EqualFold(w, word) {
				return u.length, true
			}
		}
	}
	return 0, false
}

// ParseDuration reads an elapsed time: "10 seconds", "1 day, 12 hours, 30 min",
// "2h30m", "1.5 hours", "01:30:00", "1 day 01:30:00". Parts add up. Their order,
// case, and commas, colons and white space between them do not matter. The result
// is exact to the nanosecond. Anything longer than the longest [time.Duration], 292
// years, becomes that duration. The error is a *[ValueError].
func ParseDuration(text string) (time.Duration, error) {
	s := &durationScanner{text: text}
	s.skip(" \t\r\n,:+")
	if s.pos == len(text) {
		return 0, s.errorf(0, "a duration is missing", "for example 10 minutes")
	}
	total := time.Duration(0)
	for s.pos < len(text) {
		d, err := s.part()
		if err != nil {
			return 0, err
		}
		total = add(total, d)
		s.skip(" \t\r\n,:")
	}
	return total, nil
}

// ParseSeconds reads what options and attributes take: an elapsed time as [ParseDuration]
// reads it, or a number without a unit, which is a number of seconds.
func ParseSeconds(text string) (time.Duration, error) {
	if _, err := strconv.ParseFloat(text, 64); err == nil {
		text += " s"
	}
	return ParseDuration(text)
}

type durationScanner struct {
	text string
	pos  int
}

func (s *durationScanner) errorf(start int, msg, hint string) *ValueError {
	return &ValueError{Start: start, End: max(s.pos, start), Msg: msg, Hint: hint}
}

func (s *durationScanner) skip(set string) {
	for s.pos < len(s.text) && strings.IndexByte(set, s.text[s.pos]) >= 0 {
		s.pos++
	}
}

// part reads a number and its unit, or a clock time.
func (s *durationScanner) part() (time.Duration, *ValueError) {
	start := s.pos
	whole, digits := s.digits()
	if digits > 0 && s.startsClock() {
		return s.clock(start, whole)
	}
	frac := 0.0
	if strings.HasPrefix(s.text[s.pos:], ".") {
		s.pos++
		var n int
		frac, n = s.fraction()
		digits += n
	}
	if digits == 0 {
		return 0, s.noNumber(start)
	}
	unit, err := s.unit(start)
	if err != nil {
		return 0, err
	}
	return add(times(whole, unit), time.Duration(math.Round(frac*float64(unit)))), nil
}

// digits reads decimal digits of any script. It returns their value, at most the
// largest int64, and how many there are.
func (s *durationScanner) digits() (value int64, n int) {
	for {
		d, size := digitAt(s.text[s.pos:])
		if size == 0 {
			return value, n
		}
		if value > (math.MaxInt64-int64(d))/10 {
			value = math.MaxInt64
		} else {
			value = value*10 + int64(d)
		}
		s.pos += size
		n++
	}
}

// fraction reads the digits behind a decimal point.
func (s *durationScanner) fraction() (value float64, n int) {
	part, scale := 0.0, 1.0
	for {
		d, size := digitAt(s.text[s.pos:])
		if size == 0 {
			return part / scale, n
		}
		if n < 17 {
			part, scale = part*10+float64(d), scale*10
		}
		s.pos += size
		n++
	}
}

// digitAt returns the value and the size of the decimal digit that text begins
// with. The size is 0 if text begins with something else.
func digitAt(text string) (value, size int) {
	r, size := utf8.DecodeRuneInString(text)
	if r >= '0' && r <= '9' {
		return int(r - '0'), 1
	}
	if r < utf8.RuneSelf || !unicode.IsDigit(r) {
		return 0, 0
	}
	// The digits of a script stand in order, in runs of ten.
	first := r
	for unicode.IsDigit(first - 1) {
		first--
	}
	return int(r-first) % 10, size
}

// startsClock reports whether a colon and a digit come next.
func (s *durationScanner) startsClock() bool {
	rest := s.text[s.pos:]
	if !strings.HasPrefix(rest, ":") {
		return false
	}
	_, size := digitAt(rest[1:])
	return size > 0
}

// clock reads what follows the hours: minutes, seconds and their fraction.
func (s *durationScanner) clock(start int, hours int64) (time.Duration, *ValueError) {
	s.pos++
	minutes, _ := s.digits()
	if !s.startsClock() {
		clock := s.text[start:s.pos]
		return 0, s.errorf(start, fmt.Sprintf("%q lacks seconds", clock),
			fmt.Sprintf("write %s:00, or %d hours %d minutes", clock, hours, minutes))
	}
	s.pos++
	seconds, _ := s.digits()
	frac := 0.0
	if strings.HasPrefix(s.text[s.pos:], ".") {
		s.pos++
		frac, _ = s.fraction()
	}
	d := add(times(hours, time.Hour), times(minutes, time.Minute))
	d = add(d, times(seconds, time.Second))
	return add(d, time.Duration(math.Round(frac*float64(time.Second)))), nil
}

// unit reads the unit of the number that began at start.
func (s *durationScanner) unit(start int) (time.Duration, *ValueError) {
	end := s.pos
	s.skip(" \t\r\n")
	at := s.pos
	word := s.word()
	if word == "" {
		s.pos = end
		number := s.text[start:end]
		return 0, s.errorf(start, number+" has no unit", "for example "+number+" seconds")
	}
	d, ok := unitLength(word)
	if !ok {
		return 0, s.errorf(at, fmt.Sprintf("%q is not a unit of time", word), suggestUnit(word))
	}
	return d, nil
}

func suggestUnit(word string) string {
	var names []string
	for _, u := range durationUnits {
		names = append(names, u.words[:2]...)
	}
	if hint := suggest(word, names); hint != "" {
		return hint
	}
	return "units are ms, seconds, minutes, hours, days, weeks"
}

// word reads letters.
func (s *durationScanner) word() string {
	start := s.pos
	for s.pos < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[s.pos:])
		if !unicode.IsLetter(r) {
			break
		}
		s.pos += size
	}
	return s.text[start:s.pos]
}

// noNumber is the error for a part that begins without a number.
func (s *durationScanner) noNumber(start int) *ValueError {
	s.pos = start
	if strings.HasPrefix(s.text[start:], "-") {
		s.pos++
		return s.errorf(start, "a duration can't be negative", "leave out the minus")
	}
	if word := s.word(); word != "" {
		hint := ""
		if IsUnit(word) {
			hint = "for example 1 " + word
		}
		return s.errorf(start, fmt.Sprintf("a number is missing before %q", word), hint)
	}
	_, size := utf8.DecodeRuneInString(s.text[start:])
	s.pos += size
	return s.errorf(start, fmt.Sprintf("%q is not a part of a duration", s.text[start:s.pos]),
		"for example 1 hour 30 minutes")
}

// add returns a+b, or the longest duration if that is too long.
func add(a, b time.Duration) time.Duration {
	if a > math.MaxInt64-b {
		return math.MaxInt64
	}
	return a + b
}

// times returns n units, or the longest duration if that is too long. n is not
// negative.
func times(n int64, unit time.Duration) time.Duration {
	if n > math.MaxInt64/int64(unit) {
		return math.MaxInt64
	}
	return time.Duration(n) * unit
}

// FormatDuration writes an elapsed time in the form that [ParseDuration] reads:
// "1 hour 30 minutes", "0 seconds". A negative one is written with a minus.
func FormatDuration(d time.Duration) string {
	if d < 0 {
		if d == math.MinInt64 {
			d++
		}
		return "-" + FormatDuration(-d)
	}
	if d == 0 {
		return "0 seconds"
	}
	var parts []string
	for _, u := range durationUnits[1:] {
		if n := d / u.length; n > 0 {
			parts = append(parts, strconv.FormatInt(int64(n), 10)+" "+plural(u.words[0], n))
			d %= u.length
		}
	}
	return strings.Join(parts, " ")
}

func plural(word string, n time.Duration) string {
	if n == 1 {
		return word
	}
	return word + "s"
}
