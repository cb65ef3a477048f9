package spelling

import (
	"strings"
	"unicode/utf8"
)

// Nearest returns the candidate that word was most likely meant to be, or "" if none is
// near. A candidate is near if at most one edit makes it of a word of up to five letters,
// two edits of up to eight letters, three of more. An edit adds, drops or changes a letter,
// or swaps two neighbours; case does not count. Nearest returns the first of candidates that
// are equally near, and never word itself. If no candidate is near, it returns the only one
// that begins with a word of at least three letters.
func Nearest(word string, candidates []string) string {
	best, least := "", allowance(word)+1
	for _, c := range candidates {
		if c == word || c == "" || len(word) > utf8.UTFMax*(len(c)+least) {
			continue // the last: the letters alone are too many
		}
		if d := distance(strings.ToLower(word), strings.ToLower(c), least); d < least {
			best, least = c, d
		}
	}
	if best == "" {
		return completion(word, candidates)
	}
	return best
}

// completion returns the only candidate that begins with word, case aside.
func completion(word string, candidates []string) string {
	if utf8.RuneCountInString(word) < 3 {
		return ""
	}
	best := ""
	for _, c := range candidates {
		if len(c) <= len(word) || !strings.EqualFold(c[:len(word)], word) {
			continue
		}
		if best != "" {
			return ""
		}
		best = c
	}
	return best
}

// allowance returns the number of edits within which a candidate is near.
func allowance(word string) int {
	switch n := utf8.RuneCountInString(word); {
	case n < 2:
		return 0
	case n <= 5:
		return 1
	case n <= 8:
		return 2
	}
	return 3
}

// distance returns the Damerau-Levenshtein distance between a and b (optimal
// string alignment). A distance of limit or more is reported as some number that is
// at least limit.
func distance(a, b string, limit int) int {
	s, t := []rune(a), []rune(b)
	if len(s)-len(t) >= limit || len(t)-len(s) >= limit {
		return limit
	}
	before, row, next := make([]int, len(t)+1), make([]int, len(t)+1), make([]int, len(t)+1)
	for j := range row {
		row[j] = j
	}
	for i := range s {
		next[0] = i + 1
		least := next[0]
		for j := range t {
			next[j+1] = min(row[j+1]+1, next[j]+1, row[j]+cost(s[i], t[j]))
			if i > 0 && j > 0 && s[i] == t[j-1] && s[i-1] == t[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
			least = min(least, next[j+1])
		}
		if least > limit {
			return limit
		}
		before, row, next = row, next, before
	}
	return row[len(t)]
}

func cost(a, b rune) int {
	if a == b {
		return 0
	}
	return 1
}
