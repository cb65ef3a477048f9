package grammar

import (
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
)

// After an error the parser goes on at the next statement. It begins
//   - after the line break or semicolon that ends the wrong statement, whose braces are
//     counted from its start;
//   - at the brace that closes the block;
//   - at a line that begins with the first word of a statement, if a bracket was left open;
//   - at a declaration in the first column, if a brace was left open.

// resync goes to the end of the statement that starts at start.
func (p *parser) resync(start lexer.Checkpoint) {
	p.stumbles++
	p.LoadCheckpoint(start)
	defer p.skipped(p.Peek().Pos.Offset)
	braces := 0
	for first := true; !p.Peek().EOF() || p.scanner.inGroup && !p.ended(); first = false {
		t := p.Peek()
		switch {
		case separates(t) && braces == 0:
			return
		case p.is("}"):
			if braces == 0 {
				return
			}
			braces--
		case p.is("{"):
			braces++
		case first || !p.beginsLine():
		case p.declares():
			return
		case braces == 0 && p.cursor().beginsStatement():
			p.broken = true
			return
		}
		p.Next()
	}
}

func beginsLine(lx *lexer.PeekingLexer) bool {
	return lx.Peek().Pos.Line > lx.RawPeek().Pos.Line
}

// beginsLine reports whether the next token is the first on its line.
func (p *parser) beginsLine() bool { return beginsLine(p.PeekingLexer) }

// declares reports whether a declaration begins here in the first column.
func (p *parser) declares() bool {
	t := p.Peek()
	return t.Pos.Column == 1 && startsDeclaration(p.scanner.src[t.Pos.Offset:])
}

// end goes to the end of the statement that starts at start. If the statement was read
// without an error (ok), nothing more may stand before its end.
func (p *parser) end(start lexer.Checkpoint, ok bool) {
	if !ok {
		p.resync(start)
		return
	}
	t := p.Peek()
	switch {
	case endsStatement(t):
		return
	case p.broken && p.beginsLine():
		return
	case t.Type == kindBad:
	case clauses.has(t.Value):
		p.misplacedClause(t)
	case p.is(")") || p.is("]"):
		p.strayBracket(t)
	default:
		d := p.diags.Errorf(diag.EndExpected, tokenSpan(t),
			"unexpected %s after the statement", found(t))
		d.Label = "expected the end of the line, or ;"
	}
	p.resync(p.MakeCheckpoint())
}

// endBlock goes to the end of a declaration with a block. A block that is not closed ends
// where the parser stands.
func (p *parser) endBlock(closed bool) {
	if closed {
		p.end(p.MakeCheckpoint(), true)
	} else if !p.is("}") && !p.declares() {
		p.resync(p.MakeCheckpoint())
	}
}

// skipToBrace goes from an error in the header that starts at start to the opening brace of
// its block: the first brace that ends its line, else the first after the error. If there is
// none, it stays at the end of the header.
func (p *parser) skipToBrace(start lexer.Checkpoint) {
	p.stumbles++
	failed := p.RawCursor()
	p.LoadCheckpoint(start)
	defer p.skipped(p.Peek().Pos.Offset)
	var brace *lexer.Checkpoint
	for first := true; !p.Peek().EOF(); first = false {
		t := p.Peek()
		if !first && (endsStatement(t) || p.beginsLine() && p.declares()) {
			break
		}
		here := p.MakeCheckpoint()
		p.Next()
		if t.Value != "{" {
			continue
		}
		if p.beginsLine() || p.Peek().Type == kindNewline {
			brace = &here
			break
		}
		if brace == nil && here.RawCursor() >= failed {
			brace = &here
		}
	}
	if brace != nil {
		p.LoadCheckpoint(*brace)
	}
}

// holds reports whether the word stands between start and the next token.
func (p *parser) holds(start lexer.Checkpoint, word string) bool {
	for _, t := range p.Range(start.RawCursor(), p.RawCursor()) {
		if t.Type == kindIdent && t.Value == word {
			return true
		}
	}
	return false
}
