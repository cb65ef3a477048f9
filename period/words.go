package period

import (
	"fmt"
	"strings"
	"time"

	"github.com/rocketc/rocketc/spelling"
)

var weekdays = [...]string{
	"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
}

var months = [...]string{
	"January", "February", "March", "April", "May", "June",
	"July", "August", "September", "October", "November", "December",
}

var pointWords = [...]string{"am", "pm", "quarter", "quarters", "q", "last", "day",
	"noon", "midnight", "weekdays", "weekends"}

// IsPointWord reports whether a word can be part of a point, or stand for several: a
// weekday, a month, am, pm, quarter, last, day, noon, midnight, weekdays, weekends. Case
// does not matter.
func IsPointWord(word string) bool {
	if _, ok := parseWeekday(word); ok {
		return true
	}
	if _, ok := parseMonth(word); ok {
		return true
	}
	for _, w := range pointWords {
		if strings.EqualFold(w, word) {
			return true
		}
	}
	return false
}

// lookup returns the index of a name, written in full or by its first three letters.
func lookup(names []string, word string) (int, bool) {
	for i, name := range names {
		if strings.EqualFold(word, name) || strings.EqualFold(word, name[:3]) {
			return i, true
		}
	}
	return 0, false
}

func parseWeekday(word string) (time.Weekday, bool) {
	i, ok := lookup(weekdays[:], word)
	return time.Weekday(i), ok
}

// ParseWeekday reads a weekday, in full or by its first three letters. Case does not matter.
// The error is a *[ValueError].
func ParseWeekday(text string) (time.Weekday, error) {
	wd, ok := parseWeekday(text)
	if !ok {
		return 0, &ValueError{End: len(text), Msg: fmt.Sprintf("%q is not a weekday", text),
			Hint: suggest(text, shortAndLong(weekdays[:]))}
	}
	return wd, nil
}

func parseMonth(word string) (time.Month, bool) {
	i, ok := lookup(months[:], word)
	return time.Month(i + 1), ok
}

// short returns the first three letters of a name.
func short(name string) string { return name[:3] }

// shortAndLong returns names and their short forms.
func shortAndLong(names []string) []string {
	var all []string
	for _, name := range names {
		all = append(all, short(name), name)
	}
	return all
}

// suggest returns a hint that names the known word nearest to a wrong one, or "" if none
// is near.
func suggest(word string, known []string) string {
	near := spelling.Nearest(word, known)
	if near == "" {
		return ""
	}
	return didYouMean(near)
}
