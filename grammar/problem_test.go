package grammar

import (
	"errors"
	"strings"
	"testing"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
)

// TestOtherErrors: errors of participle that name no token are reported where
// they are.
func TestOtherErrors(t *testing.T) {
	at := lexer.Position{Filename: "x.rkt", Offset: 4, Line: 2, Column: 3}
	d, ok := fromParticiple(participle.Errorf(at, "too many"), "form")
	if !ok || d.Msg != "too many" || d.Span.String() != "x.rkt:2:3" || d.Code != diag.Unexpected {
		t.Errorf("got %v", d)
	}
	d, ok = fromParticiple(errors.New("odd"), "")
	if !ok || d.Msg != "odd" || !d.Span.IsZero() {
		t.Errorf("got %v", d)
	}
}

// TestProblem: a cursor's error comes back unchanged through participle.
func TestProblem(t *testing.T) {
	p, _ := newParser("x.rkt", []byte("param x = [1"))
	p.read(p.scanner)
	_, err := p.g.param.ParseFromLexer(p.PeekingLexer)
	var own participle.Error
	if !errors.As(err, &own) || own.Position().Offset != 10 || !strings.Contains(own.Message(), "not closed") {
		t.Errorf("got %v", err)
	}
}

// TestDefinition: the lexer serves participle's own entry points.
func TestDefinition(t *testing.T) {
	g, err := grammar().pkg.Parse("x.rkt", strings.NewReader("package desk # c"))
	if err != nil || g.Name.Text != "desk" || g.Pos.Filename != "x.rkt" {
		t.Errorf("got %v, %v", g, err)
	}
	if _, err := grammar().pkg.Parse("x.rkt", failingReader{}); err == nil {
		t.Error("a reader's error is lost")
	}
}

type failingReader struct{}

func (failingReader) Read([]byte) (int, error) { return 0, errors.New("broken") }
