package check

import (
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	rocket "github.com/rocketc/rocketc/runtime"
)

// lowerAction lowers what a task does. If that is a command, the command is returned, so
// that attributes can be set on it.
func (c *checker) lowerAction(t *task) *rocket.Command {
	switch a := t.decl.Action.(type) {
	case *grammar.Command:
		return c.command(a)
	case *grammar.Func:
		if f := c.goAction(nil, t.call, c.paramsOf(t)); f != nil {
			t.spec.Action = f
		}
	case *grammar.Code:
		if code := c.code(t, a); code != nil {
			t.spec.Action = code
		}
	case *grammar.Notify:
		c.notify(t, a)
	case *grammar.Do:
		t.spec.Action = c.do(t, a)
	case nil: // a syntax error
	default:
		panic(unforeseen("action", a))
	}
	return nil
}

func (c *checker) command(a *grammar.Command) *rocket.Command {
	command := &rocket.Command{}
	if a.Line != nil {
		command.Line = a.Line.Value()
		c.noNUL(a.Line)
		if oneLine(command.Line) == "" {
			c.diags.Errorf(diag.BadCommand, a.Line.Span(), "the command is empty")
		}
		return command
	}
	var words []*grammar.Text
	for _, item := range a.List.Items {
		t, ok := item.(*grammar.Text)
		if !ok {
			d := c.diags.Errorf(diag.BadCommand, item.Span(), "a command is a list of texts")
			d.Help = "write the word between quotes; " +
				"values that are known at run time go into env or params"
			continue
		}
		words = append(words, t)
		command.Args = append(command.Args, t.Value())
	}
	c.osWords(words)
	if len(a.List.Items) == 0 || len(command.Args) > 0 && command.Args[0] == "" {
		c.diags.Errorf(diag.BadCommand, a.List.Span(), "the command names no program")
	}
	return command
}
