package rocket

import (
	"cmp"
	"slices"
	"strings"
)

// hidden is what is shown instead of a secret.
const hidden = "*****"

// A mask hides texts.
type mask []string

// Replace returns s with ***** for each part of it that hidden texts cover. Hidden texts
// that overlap in s are one part.
func (m mask) Replace(s string) string {
	parts := m.parts(s)
	if len(parts) == 0 {
		return s
	}
	slices.SortFunc(parts, func(a, b part) int { return cmp.Compare(a.from, b.from) })
	var b strings.Builder
	end := 0 // of what is written
	for _, p := range parts {
		if p.from >= end {
			b.WriteString(s[end:p.from] + hidden)
		}
		end = max(end, p.to)
	}
	return b.String() + s[end:]
}

// A part is a part of a text, from one index to another.
type part struct{ from, to int }

// parts returns the occurrences of the hidden texts, in no order.
func (m mask) parts(s string) (parts []part) {
	for _, text := range m {
		for from := 0; ; from++ {
			i := strings.Index(s[from:], text)
			if i < 0 {
				break
			}
			from += i
			parts = append(parts, part{from, from + len(text)})
		}
	}
	return parts
}
