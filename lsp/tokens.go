package lsp

import (
	"context"
	"strings"

	"go.lsp.dev/protocol"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/diag"
)

// tokenTypes are the types of semantic tokens, by kinds of names.
var tokenTypes = []string{
	check.TaskName:      "class",
	check.GroupName:     "namespace",
	check.CondName:      "macro",
	check.ParamName:     "variable",
	check.CondParamName: "parameter",
	check.CalendarName:  "enum",
	check.PoolName:      "struct",
	check.FuncName:      "function",
}

// tokenModifiers are the modifiers of semantic tokens; each is a bit.
var tokenModifiers = []string{"declaration", "defaultLibrary"}

const (
	isDeclaration = 1 << iota
	isOfLanguage
)

// SemanticTokensFull returns what the names in a file stand for. Highlighting by a grammar
// knows the words of the language, but not whether `open` is a condition or a parameter.
func (s *server) SemanticTokensFull(ctx context.Context, p *protocol.SemanticTokensParams) (
	*protocol.SemanticTokens, error,
) {
	return s.tokens(ctx, pathOf(p.TextDocument.URI), nil)
}

// SemanticTokensRange is SemanticTokensFull for a part of a file.
func (s *server) SemanticTokensRange(ctx context.Context,
	p *protocol.SemanticTokensRangeParams) (*protocol.SemanticTokens, error) {
	return s.tokens(ctx, pathOf(p.TextDocument.URI), &p.Range)
}

// tokens returns the tokens in a range of a file; nil is all of it.
func (s *server) tokens(ctx context.Context, path string, within *protocol.Range) (
	*protocol.SemanticTokens, error,
) {
	a, err := s.docs.await(ctx, path)
	sched, src := a.at(path)
	if src == nil {
		return nil, err
	}
	at := diag.Span{File: path, End: diag.Pos{Offset: len(src.text.content) + 1}}
	if within != nil {
		at.Start.Offset = src.text.offset(within.Start, s.encoding)
		at.End.Offset = src.text.offset(within.End, s.encoding) + 1
	}
	t := &tokenWriter{src: src, in: s.encoding, data: []uint32{}}
	for _, u := range sched.names().Within(at) {
		t.use(u)
	}
	return &protocol.SemanticTokens{Data: t.data}, nil
}

// A tokenWriter writes tokens as the protocol has them: five numbers each, the place relative
// to the token before.
type tokenWriter struct {
	src  *source
	in   encoding
	data []uint32
	last protocol.Position
}

// use writes a name. A dotted one is one token for each part.
func (t *tokenWriter) use(u check.NameUse) {
	parts := u.Parts()
	if u.Quoted || len(parts) < 2 || u.At.End.Offset-u.At.Start.Offset != len(u.Text) {
		t.token(u.At, u.Of, u.Declares)
		return
	}
	at := u.At
	for _, part := range parts {
		at.End.Offset = at.Start.Offset + len(part.Own)
		t.token(at, part, false)
		at.Start.Offset = at.End.Offset + 1
	}
}

func (t *tokenWriter) token(at diag.Span, of *check.Named, declares bool) {
	text := t.src.text.content[at.Start.Offset:at.End.Offset]
	if strings.ContainsAny(text, "\r\n") {
		return // a token has one line
	}
	p := t.src.text.position(at.Start.Offset, t.in)
	column := p.Character
	if p.Line == t.last.Line {
		column -= t.last.Character
	}
	modifiers := uint32(0)
	if declares {
		modifiers |= isDeclaration
	}
	if of.Kind != check.FuncName && of.At.IsZero() && of.Kind != check.TaskName {
		modifiers |= isOfLanguage
	}
	width := t.src.text.position(at.End.Offset, t.in).Character - p.Character
	t.data = append(t.data, p.Line-t.last.Line, column, width, uint32(of.Kind), modifiers)
	t.last = p
}
