package check

import (
	"fmt"
	"go/types"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/grammar"
)

// A slot is what an argument is for: a parameter, or an element of one.
type slot struct {
	formal
	elem bool // typ is that of an element
	// exact says that the program fills the slot with values of exactly that type, not of
	// the basic type that it is made of.
	exact bool
	// via is the session parameter that is given for the slot at the span viaAt, and whose
	// value is being looked at; or nil.
	via   *param
	viaAt diag.Span
	// open are the session parameters whose values are being looked at, from the outermost
	// on.
	open []*param
}

// of returns the slot of an element.
func (s slot) of(elem types.Type) slot {
	s.typ, s.elem, s.exact, s.variadic = elem, true, false, false
	return s
}

// field returns the type of the values that a program fills the slot with.
func (s slot) field() types.Type {
	if s.exact {
		return s.typ
	}
	return golang.Plain(s.typ)
}

// mismatch reports an argument whose type the slot does not take. what says what is given:
// `"eu" is string`.
func (c *checker) mismatch(at grammar.Node, what string, s slot) *diag.Diagnostic {
	span := at.Span()
	if s.via != nil {
		what = fmt.Sprintf("param %q: %s", s.via.decl.Name.Text(), what)
		span = s.viaAt
	}
	d := c.diags.Errorf(diag.ArgType, span, "%s, but %s", what, s.takes())
	if s.via != nil {
		d.Related = append(d.Related, diag.Related{Span: at.Span(), Msg: "the value is given here"})
	}
	return d
}

// takes says what the slot takes.
func (s slot) takes() string {
	where := "without a name"
	if s.name != "" {
		where = quote(s.name)
	}
	if s.elem {
		return fmt.Sprintf("%s takes %s as an element of parameter %s", s.owner,
			golang.Short(s.typ), where)
	}
	return fmt.Sprintf("%s takes %s (parameter %s)", s.owner, golang.Short(s.typ), where)
}
