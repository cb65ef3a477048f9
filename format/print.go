package format

import (
	"strings"

	"github.com/rocketc/rocketc/grammar"
)

// A printer writes the tokens on lines.
type printer struct {
	*file
	lines   []line
	line    *line // that is written; nil if none is begun
	fresh   bool  // nothing stands behind the last bracket that was opened, or in the file
	apart   bool  // an empty line has to stand before the next line
	open    []bracket
	last    int      // the token that was written last
	started int      // the token that began the latest declaration, statement or entry
	indent  int      // of that, in levels
	further int      // the levels of the lines on which it goes on
	borders []border // with numbers of lines in place of offsets in the text
}

// A bracket is one that is open. The first one stands for the file.
type bracket struct {
	id        int    // its token
	round     bool   // no brace
	indent    int    // of its line, in levels
	separator string // between its statements or entries on one line

	outerIndent, outerFurther int // of the statement in which it stands
}

func (p *printer) print() {
	p.open, p.fresh = []bracket{{id: -1, indent: -1}}, true
	for i := range p.tokens {
		p.separate(i)
		p.trailing(i)
		p.border(i)
		p.comments(i)
		p.token(i)
	}
}

// inner returns the innermost bracket that is open.
func (p *printer) inner() *bracket { return &p.open[len(p.open)-1] }

// separate writes the separator between a token and the one before it.
func (p *printer) separate(i int) {
	t := &p.tokens[i]
	switch {
	case i == 0 || p.tokens[i-1].opens() || t.kind == grammar.EndToken:
	case t.has(starts):
		if !t.begins {
			p.line.text += p.inner().separator
		}
	case t.closes():
		if t.has(lists) && t.begins {
			p.line.text += ","
		}
	case t.separated:
		p.line.text += ","
	}
}

// trailing writes the comment that stands behind the token before a token.
func (p *printer) trailing(i int) {
	if c := p.tokens[i].comments; len(c) > 0 && !c[0].own {
		p.line.comment = c[0].text
	}
}

// border notes where a declaration ends, at the first token of the next one.
func (p *printer) border(i int) {
	t := &p.tokens[i]
	if i == 0 || len(p.open) > 1 || !t.has(starts) {
		return
	}
	p.flush()
	end := p.tokens[i-1].end
	if c := t.comments; len(c) > 0 && !c[0].own {
		end = c[0].end
	}
	p.borders = append(p.borders, border{end, len(p.lines)})
}

// comments writes the comments that stand on lines of their own before a token.
func (p *printer) comments(i int) {
	t := &p.tokens[i]
	indent := p.indentOf(t)
	if t.closes() || t.is("{") {
		indent++
	}
	for _, c := range t.comments {
		if !c.own {
			continue
		}
		p.begin(line{indent: indent, first: -1, kind: neutral}, c.blank && p.mayBeApart(t))
		p.line.text, p.fresh = c.text, false
		p.apart = c.apart && t.has(starts)
	}
}

// token writes a token.
func (p *printer) token(i int) {
	t := &p.tokens[i]
	if t.kind == grammar.EndToken {
		p.flush()
		return
	}
	indent := p.indentOf(t)
	if t.has(starts) {
		p.started, p.indent, p.further = i, indent, indent+1
	} else if t.has(clauses) && t.begins {
		p.further = indent + 1
	}
	if t.begins {
		l := line{indent: indent, first: i, block: p.inner().id}
		if !t.has(starts | blocks) {
			l.kind = neutral
		}
		p.begin(l, !t.closes() && t.blank && p.mayBeApart(t))
	} else if !p.column(i) {
		p.line.text += space(&p.tokens[i-1], t)
	}
	p.fresh = false
	p.write(i)
	if t.closes() {
		b := p.inner()
		p.indent, p.further = b.outerIndent, b.outerFurther
		p.open = p.open[:len(p.open)-1]
	}
	if t.opens() {
		p.open = append(p.open, bracket{i, !t.is("{"), p.line.indent, ";", p.indent, p.further})
		p.fresh = true
	}
	if t.has(labels) {
		p.inner().separator = ","
	}
	p.last = i
}

// write writes the text of a token.
func (p *printer) write(i int) {
	t := &p.tokens[i]
	switch {
	case t.code == nil || t.code.own:
		p.line.text += t.text
	case t.code.several():
		p.begin(line{first: i}, false)
		p.line.text = strings.TrimSuffix(t.code.text, "\n")
	case t.code.text != "":
		p.line.text += " " + t.code.text + " "
	}
}

// indentOf returns the level of a line that begins with a token.
func (p *printer) indentOf(t *token) int {
	inner := p.inner()
	switch {
	case t.kind == grammar.EndToken:
		return 0
	case t.closes():
		return inner.indent
	case t.has(starts), inner.round:
		return inner.indent + 1
	case t.is("{"):
		return p.indent
	case t.has(clauses):
		return p.indent + 1
	}
	return p.further
}

// mayBeApart reports whether an empty line may stand before a token, or a comment before it.
func (p *printer) mayBeApart(t *token) bool {
	return !p.fresh && (t.has(starts) || t.closes() || p.inner().round ||
		t.kind == grammar.EndToken)
}

// column begins the column of values at a token. It returns false if none begins there: the
// token before is no key that begins the line, or it is too long, or the value is a block on
// lines of its own.
func (p *printer) column(i int) bool {
	key, t := &p.tokens[i-1], &p.tokens[i]
	if !key.has(keys) || p.line.first != p.started || t.has(starts) || t.closes() ||
		p.line.width() > maxKey || t.is("{") && p.tokens[t.pair].begins {
		return false
	}
	p.line.key, p.line.text, p.line.kind = p.line.text, "", keyed
	return true
}

// begin begins a line.
func (p *printer) begin(l line, blank bool) {
	p.flush()
	l.blank = blank || p.apart
	p.apart = false
	p.line = &l
}

// flush ends the line that is written.
func (p *printer) flush() {
	if p.line == nil {
		return
	}
	if p.line.kind == other && p.tokens[p.last].has(keys) {
		p.line.kind = neutral // the key has no value, or the value begins the next line
	}
	p.lines = append(p.lines, *p.line)
	p.line = nil
}
