package grammar

import (
	"errors"
	"strings"
	"testing"

	"github.com/alecthomas/participle/v2"
)

// TestOtherErrors: an error of participle that names no token is reported at the next
// token.
func TestOtherErrors(t *testing.T) {
	p, _ := newParser("x.rkt", []byte("\n  a"))
	p.read(p.scanner)
	p.report(participle.Errorf(p.Peek().Pos, "too many"))
	if d := p.diags[0]; d.Error() != "x.rkt:2:3: error[RKT001]: too many" {
		t.Errorf("got %v", d)
	}
}

// TestProblem: a cursor's error comes back unchanged through participle.
func TestProblem(t *testing.T) {
	p, _ := newParser("x.rkt", []byte("param x = [1"))
	p.read(p.scanner)
	_, err := p.g.param.ParseFromLexer(p.PeekingLexer)
	var own participle.Error
	if !errors.As(err, &own) || own.Position().Offset != 10 ||
		!strings.Contains(own.Message(), "not closed") {
		t.Errorf("got %v", err)
	}
}

// TestDefinition: the lexer serves participle's own entry points.
func TestDefinition(t *testing.T) {
	g, err := grammar().pkg.Parse("x.rkt", strings.NewReader("package desk # c"))
	if err != nil || g.Name.Text != "desk" || g.Name.Span().File != "x.rkt" {
		t.Errorf("got %v, %v", g, err)
	}
	if _, err := grammar().pkg.Parse("x.rkt", failingReader{}); err == nil {
		t.Error("a reader's error is lost")
	}
}

type failingReader struct{}

func (failingReader) Read([]byte) (int, error) { return 0, errors.New("broken") }
