// Package spelling knows how words are written: which names need quotes, and which known
// word a wrong one was most likely meant to be.
package spelling

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// ambiguous are the words that mean something else than a name where a schedule refers
// to a task.
var ambiguous = []string{"all", "any", "task", "tasks", "until", "when"}

// Name returns the name of a task as a schedule refers to it: bare if it consists of
// words with dots between them, else quoted.
func Name(name string) string {
	for word := range strings.SplitSeq(name, ".") {
		if !isWord(word) {
			return strconv.Quote(name)
		}
	}
	if slices.Contains(ambiguous, name) {
		return strconv.Quote(name)
	}
	return name
}

// Key returns the key of a map as a schedule writes it: bare if it is a word, else
// quoted.
func Key(name string) string {
	if isWord(name) {
		return name
	}
	return strconv.Quote(name)
}

// isWord reports whether text is a letter or _, followed by letters, digits and _.
func isWord(text string) bool {
	for i, r := range text {
		if r != '_' && !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r)) {
			return false
		}
	}
	return text != ""
}
