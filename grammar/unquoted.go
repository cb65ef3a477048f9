package grammar

import (
	"strconv"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/internal/pattern"
)

// unquoted matches a name that is no word, as other tools have them.
var unquoted = pattern.Lazy(`^(?:\w+(?:[-./:@+]+\w+)+|\d+[a-zA-Z_]\w*)`)

// unquotedName reports a name after the next token that needs quotes, and goes there.
func (p *parser) unquotedName() bool {
	start := p.MakeCheckpoint()
	p.Next()
	t := p.Peek()
	name := unquoted().FindString(p.scanner.src[t.Pos.Offset:])
	if name == "" {
		name = p.longName()
	}
	if name == "" || t.Type == kindString {
		p.LoadCheckpoint(start)
		return false
	}
	end := t.Pos
	advance(&end, name)
	d := p.diags.Errorf(diag.Unexpected, span(t.Pos, end), "the name %s needs quotes", name)
	d.Label, d.Suggestion = "not a word", strconv.Quote(name)
	d.Help = "quote it: " + d.Suggestion
	return true
}

// longName returns a name of several words that begins at the next token: all words before
// the block or a clause, on one line. It is empty if there is no such name, or if what stands
// there rather is a condition.
func (p *parser) longName() string {
	start := p.MakeCheckpoint()
	defer p.LoadCheckpoint(start)
	first, n := p.Peek(), 0
	end, second := first.Pos.Offset, first
	for ; p.isNameWord() && (n == 0 || !p.beginsLine()); n++ {
		t := p.Next()
		end = t.Pos.Offset + len(t.Value)
		if n == 1 {
			second = t
		}
	}
	if n < 2 || !p.is("{") && !clauses.has(p.Peek().Value) && !endsStatement(p.Peek()) {
		return ""
	}
	name, rest := p.scanner.src[first.Pos.Offset:end], p.scanner.src[second.Pos.Offset:end]
	if n > 2 && reserved(second.Value) || isCond(rest) || isCond(name) {
		return ""
	}
	return name
}

// isNameWord reports whether the next token can be a word of a name.
func (p *parser) isNameWord() bool {
	t := p.Peek()
	return t.Type == kindNum || t.Type == kindIdent && !clauses.has(t.Value)
}

// isCond reports whether a text is a condition of the language, not only words that may be
// declared as one.
func isCond(text string) bool {
	word, _ := cutWord(text)
	if !condWords.has(word) {
		return false
	}
	_, found := ParseCond(text)
	return !found.HasErrors()
}
