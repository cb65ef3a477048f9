package grammar

import (
	"slices"
	"strings"
)

// A wordSet is a set of words or signs, in the order in which messages list them.
// None is changed after it is made.
type wordSet []string

func words(text string) wordSet { return strings.Fields(text) }

func (w wordSet) has(word string) bool { return slices.Contains(w, word) }

// hasFold reports whether the set has the word in any case.
func (w wordSet) hasFold(word string) bool {
	return slices.ContainsFunc(w, func(s string) bool { return strings.EqualFold(s, word) })
}

// list returns the words as part of a sentence: a, b or c.
func (w wordSet) list() string {
	if len(w) < 2 {
		return strings.Join(w, "")
	}
	return strings.Join(w[:len(w)-1], ", ") + " or " + w[len(w)-1]
}
