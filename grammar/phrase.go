package grammar

import "strings"

// A PhrasePart is one part of a declared phrase: a word, or a hole for a value.
type PhrasePart struct {
	Text string // the word, or the hole's name
	Hole bool
}

// PhraseParts returns the parts of a phrase, or nil for a named condition. A part that is
// neither a word nor a hole, which Parse reports, is left out.
func (d *CondDecl) PhraseParts() []PhrasePart {
	if d.Phrase == nil {
		return nil
	}
	parts, _ := phraseParts(d.Phrase.Value())
	return parts
}

// phraseParts splits a phrase at white space. bad is the first part that is neither a word
// nor a hole, if there is one.
func phraseParts(text string) (parts []PhrasePart, bad string) {
	for _, field := range strings.Fields(text) {
		name, hole := field, strings.HasPrefix(field, "{") && strings.HasSuffix(field, "}")
		if hole {
			name = field[1 : len(field)-1]
		}
		if !isIdent(name) {
			if bad == "" {
				bad = field
			}
			continue
		}
		parts = append(parts, PhrasePart{Text: name, Hole: hole})
	}
	return parts, bad
}
