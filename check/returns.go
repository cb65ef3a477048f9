package check

import (
	"fmt"
	"go/types"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/spelling"
)

// returns reports whether a task whose return value is used has one. If it has none, a
// message says so.
func (c *checker) returns(a *grammar.ReturnOf, name string) bool {
	t := c.byName[name]
	if t == nil || t.decl == nil {
		return true
	}
	why := ""
	switch action := t.decl.Action.(type) {
	case *grammar.Do:
		why = "it steers the scheduler"
	case *grammar.Notify:
		why = "it posts a message"
	case *grammar.Func:
		fn := c.resolve(t.call)
		if fn == nil {
			return true
		}
		results, ok := golang.ResultsOf(fn.Signature())
		switch {
		case !ok || results.Value != nil:
			return true
		case results.Error:
			why = action.Name.String() + " returns no more than an error"
		default:
			why = action.Name.String() + " returns nothing"
		}
	default:
		return true
	}
	d := c.diags.Errorf(diag.NoReturn, a.Span(), "task %s has no return value: %s",
		spelling.Name(name), why)
	d.Related = []diag.Related{{Span: t.nameSpan(), Msg: "it is declared here"}}
	return false
}

// returnType returns the Go type of what a task returns, or nil if it is not known.
func (c *checker) returnType(t *task) types.Type {
	if t == nil || t.decl == nil {
		return nil
	}
	switch a := t.decl.Action.(type) {
	case *grammar.Command:
		return types.Typ[types.String]
	case *grammar.Func:
		if fn := c.resolve(t.call); fn != nil {
			results, _ := golang.ResultsOf(fn.Signature())
			return results.Value
		}
	case *grammar.Code:
		if a.Type == nil {
			return golang.Any
		}
		return c.goType(a.Type)
	}
	return nil
}

// relateReturn adds to a message the place that gives a task its return value.
func (c *checker) relateReturn(d *diag.Diagnostic, name string) {
	t := c.byName[name]
	switch a := t.decl.Action.(type) {
	case *grammar.Func:
		msg := fmt.Sprintf("%s returns it", a.Name)
		if at := c.declared(t.call); at != "" {
			msg += ", declared at " + at
		}
		d.Related = append(d.Related, diag.Related{Span: a.Span(), Msg: msg})
	case *grammar.Code:
		if a.Type == nil {
			d.Help = "write the type of the return value before the brace: code []string { … }"
			return
		}
		d.Related = append(d.Related, diag.Related{Span: a.Type.Span(), Msg: "its code returns it"})
	case *grammar.Command:
		d.Help = "a command returns its standard output"
	}
}

// goType returns the Go type that is written before the code of a task; nil if it
// is not known.
func (c *checker) goType(t *grammar.GoType) types.Type {
	s := c.typeSnippet(t)
	if s == nil {
		return nil
	}
	return c.packages.TypeOf(s, func(name string) string {
		if i := c.importsOf(t.Span().File).lookup(name); i != nil {
			return i.plan().Path
		}
		path, _ := golang.StandardPath(name)
		return path
	})
}
