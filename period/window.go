package period

import "slices"

// windows has the words with which windows begin, in the order in which they are shown,
// and what each cuts out of a unit. Only between has a second point.
var windows = []struct {
	word string
	cut  func(u Unit, p, q Point) Period
}{
	{"before", func(u Unit, p, _ Point) Period { return u.Before(p) }},
	{"after", func(u Unit, p, _ Point) Period { return u.After(p) }},
	{"between", Unit.Between},
	{"on", func(u Unit, p, _ Point) Period { return u.At(p) }},
	{"at", func(u Unit, p, _ Point) Period { return u.At(p) }},
	{"starting", func(u Unit, p, _ Point) Period { return u.Starting(p) }},
}

// WindowWords returns the words with which windows begin.
func WindowWords() (words []string) {
	for _, w := range windows {
		words = append(words, w.word)
	}
	return words
}

// Window returns the part of the unit that a window is: `after p`, `between p and q`.
// The word is one of [WindowWords]; q counts for between only.
func (u Unit) Window(word string, p, q Point) Period {
	i := slices.Index(WindowWords(), word)
	return windows[i].cut(u, p, q)
}
