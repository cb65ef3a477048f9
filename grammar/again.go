package grammar

import (
	"slices"
	"sort"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
)

// maxTexts is how many texts the declarations of a tree are parts of at most. Each is kept as a
// whole while a declaration of it is.
const maxTexts = 16

// ParseAgain parses a file whose text has changed since before was parsed, and returns what
// [Parse] does. The declarations before the first one that has changed are those of before,
// which stays as it is: to read a long file again takes half as long on average.
func ParseAgain(before *File, src []byte) (*File, diag.List) {
	return parse(before, before.Span().File, src)
}

// keep takes over the declarations of a tree that the text of f begins with, but for the last
// one: what has changed may belong to it. It returns the place that the next one begins at; start
// is that of the first.
func (f *File) keep(before *File, start lexer.Position) (next lexer.Position) {
	same := min(commonStart(before.text, f.text), before.sound)
	n := sort.Search(len(before.Decls), func(i int) bool {
		return before.Decls[i].Span().End.Offset >= same
	})
	if len(before.texts) >= maxTexts { // those of the later ones are read again
		n = min(n, before.texts[maxTexts/2])
	}
	for n--; n > 0 && before.Decls[n].Span().Start.Col > 1; n-- {
	}
	if n <= 0 {
		return start
	}
	at := before.Decls[n].Span().Start
	f.Decls = slices.Clone(before.Decls[:n])
	comments := sort.Search(len(before.Comments), func(i int) bool {
		return int(before.Comments[i].start.offset) >= at.Offset
	})
	f.Comments = slices.Clone(before.Comments[:comments])
	for _, first := range before.texts {
		if first < n {
			f.texts = append(f.texts, first)
		}
	}
	start.Offset, start.Line, start.Column = at.Offset, at.Line, at.Col
	return start
}

// commonStart returns how many bytes at the start two texts have in common.
func commonStart(a, b string) (n int) {
	for step := 1 << 12; step > 0; step /= 16 {
		for n+step <= min(len(a), len(b)) && a[n:n+step] == b[n:n+step] {
			n += step
		}
	}
	return n
}
