package lsp

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
)

// A place is a point in a declaration that is being written: where completion is asked for.
type place struct {
	// start and end are the offsets of the word there, up to the point and whole; both are the
	// point if no word stands there.
	start, end int
	// path has the nodes around the word, the innermost last, as if some word stood there.
	path []grammar.Node
	// expected are the words of the language that may stand there, if only some may.
	expected []string
	// wrong says that the declaration has a mistake there: no name can stand there.
	wrong bool
}

// placeholder is a word that nothing is called.
const placeholder = "rocketc_word_here"

// placeAt parses the declaration around an offset with a placeholder in the place of the word
// there.
func placeAt(t *text, offset int) place {
	p := place{start: offset, end: offset}
	p.start -= wordBefore(t.content[:offset])
	p.end += wordAfter(t.content[offset:])
	from, to := declarationAround(t, p.start)
	src := t.content[from:p.start] + placeholder + t.content[p.end:max(to, p.end)]
	tree, found := grammar.Parse("", []byte(src))
	at := p.start - from
	for _, d := range found {
		if d.Span.Start.Offset == at && d.Span.End.Offset == at+len(placeholder) {
			p.expected, p.wrong = d.Expected, true
			break
		}
	}
	grammar.Walk(tree, func(n grammar.Node) bool {
		s := n.Span()
		if s.Start.Offset > at || at+len(placeholder) > s.End.Offset {
			return false
		}
		p.path = append(p.path, n)
		return true
	})
	return p
}

// wordBefore returns the length of the part of a word at the end of a text.
func wordBefore(s string) (n int) {
	for n < len(s) {
		r, size := utf8.DecodeLastRuneInString(s[:len(s)-n])
		if !isWordRune(r) {
			break
		}
		n += size
	}
	return n
}

// wordAfter returns the length of the part of a word at the start of a text.
func wordAfter(s string) (n int) {
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if !isWordRune(r) {
			break
		}
		n += size
	}
	return n
}

func isWordRune(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// wordAt returns the word around an offset, and where it stands.
func wordAt(s string, offset int) (word string, start, end int) {
	start, end = offset-wordBefore(s[:offset]), offset+wordAfter(s[offset:])
	return s[start:end], start, end
}

// declarationAround returns the offsets of the declaration of the file around an offset: of the
// lines from one in whose first column a declaration begins up to the next such line.
func declarationAround(t *text, offset int) (from, to int) {
	n := t.lineOf(offset)
	for from = n; from > 0 && !t.declares(from); from-- {
	}
	for to = n + 1; to < len(t.lines) && !t.declares(to); to++ {
	}
	end := len(t.content)
	if to < len(t.lines) {
		end = t.lines[to]
	}
	return t.lines[from], end
}

// declares reports whether a declaration begins in the first column of a line.
func (t *text) declares(line int) bool {
	word, _, _ := wordAt(t.content[t.lines[line]:], 0)
	return word != "" && strings.Contains(declarationWords, " "+word+" ")
}

// declarationWords has the words that begin a declaration, each between spaces.
var declarationWords = " " + strings.Join(grammar.Declarations(), " ") + " "

// lineOf returns the number of the line of an offset, from 0.
func (t *text) lineOf(offset int) int {
	return int(t.position(offset, inUTF8).Line)
}

// nodesAt returns the nodes of a tree around an offset, the innermost last. A node whose end is
// the offset counts.
func nodesAt(tree *grammar.File, offset int) (path []grammar.Node) {
	around := func(s diag.Span) bool { return s.Start.Offset <= offset && offset <= s.End.Offset }
	grammar.Walk(tree, func(n grammar.Node) bool {
		if !around(n.Span()) {
			return false
		}
		path = append(path, n)
		return true
	})
	return path
}

// isText reports whether the innermost node is a text in quotes, or Go.
func isText(path []grammar.Node) bool {
	if len(path) == 0 {
		return false
	}
	switch path[len(path)-1].(type) {
	case *grammar.Text, *grammar.GoCode:
		return true
	}
	return false
}

// isComment reports whether a comment stands at an offset.
func (s *source) isComment(offset int) bool {
	i := sort.Search(len(s.tree.Comments), func(i int) bool {
		return s.tree.Comments[i].Span().End.Offset >= offset
	})
	return i < len(s.tree.Comments) && s.tree.Comments[i].Span().Start.Offset <= offset
}
