package elsewhere

import "strings"

// A Word is one word of the table.
type Word struct {
	At               Place
	Word, Near, Help string
}

// Words returns every word of the table.
func Words() (all []Word) {
	for _, r := range words {
		for word := range strings.FieldsSeq(r.words) {
			all = append(all, Word{r.at, word, r.near, r.help})
		}
	}
	return all
}

// Plain returns a word as the table is searched for it.
func Plain(word string) string { return plain(word) }

// PhraseRow returns the number of the row by which a condition is known, or -1, and Phrases
// the number of rows.
func PhraseRow(text string) int {
	for i, p := range compiled() {
		if p.MatchString(plainText(text)) {
			return i
		}
	}
	return -1
}

// Phrases returns the patterns of conditions.
func Phrases() (patterns []string) {
	for _, p := range phrases {
		patterns = append(patterns, p.pattern)
	}
	return patterns
}

// Lines returns the patterns of lines.
func Lines() (patterns []string) {
	for _, l := range lines {
		patterns = append(patterns, l.pattern)
	}
	return patterns
}

// LineRow returns the number of the row by which a text is known, or -1.
func LineRow(text string) int {
	first, _, _ := strings.Cut(text, "\n")
	for i, l := range compiledLines() {
		in := first
		if l.below {
			in = text
		}
		if l.MatchString(in) {
			return i
		}
	}
	return -1
}

// Dialects returns the patterns of cron expressions.
func Dialects() (patterns []string) {
	for _, d := range dialects {
		patterns = append(patterns, d.pattern)
	}
	return patterns
}

// DialectRow returns the number of the row by which a cron expression is known, or -1.
func DialectRow(expr string) int {
	for i, d := range compiledDialects() {
		if d.MatchString(expr) {
			return i
		}
	}
	return -1
}
