package period

import (
	"strings"
	"time"
)

var weekdays = [...]string{
	"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
}

var months = [...]string{
	"january", "february", "march", "april", "may", "june",
	"july", "august", "september", "october", "november", "december",
}

var pointWords = [...]string{"am", "pm", "quarter", "quarters", "q", "last", "day"}

// IsPointWord reports whether a word can be part of a point: a weekday, a month,
// am, pm, quarter, last, day. Case does not matter.
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

func parseMonth(word string) (time.Month, bool) {
	i, ok := lookup(months[:], word)
	return time.Month(i + 1), ok
}

// title returns the first three letters of a name, the first one as a capital.
func title(name string) string { return strings.ToUpper(name[:1]) + name[1:3] }

// suggest returns a hint that names the known word nearest to a wrong one. The hint
// is empty if no word is near.
func suggest(word string, known ...[]string) string {
	best, near := "", 3
	word = strings.ToLower(word)
	for _, names := range known {
		for _, name := range names {
			if d := min(distance(word, name), distance(word, name[:min(3, len(name))])); d < near {
				best, near = name, d
			}
			if len(word) >= 2 && strings.HasPrefix(name, word) && near > 0 {
				best, near = name, 0
			}
		}
	}
	if best == "" || near >= len(word) {
		return ""
	}
	if len(best) > 4 && best[len(best)-1] != 's' {
		if _, ok := lookup(weekdays[:], best); ok {
			best = title(best)
		} else if _, ok := lookup(months[:], best); ok {
			best = title(best)
		}
	}
	return didYouMean(best)
}

// distance returns the number of letters to insert, drop or change to make b of a.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
