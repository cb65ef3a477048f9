package check

import (
	"context"
	"errors"
	"strings"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/elsewhere"
	"github.com/rocketc/rocketc/grammar"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

// A posting is the action of `notify` until the attributes of its task are known. It does
// nothing.
type posting struct{ to, title, message arg.Source }

// Act does nothing.
func (*posting) Act(context.Context, *rocket.Run) (any, error) { return nil, nil }

// notifies reports whether an action posts a message.
func notifies(a grammar.Action) bool {
	_, ok := a.(*grammar.Notify)
	return ok
}

// notify lowers `notify ARG`, but for the attributes.
func (c *checker) notify(t *task, a *grammar.Notify) {
	if c.options.Notify == nil {
		d := c.diags.Errorf(diag.NotBuilt, wordSpan(a.Span(), "notify"),
			"notify is not built in this version")
		d.Label = "not built"
		return
	}
	t.spec.Action = &posting{to: c.argument(nil, a.Address)}
	c.judgeAddresses(a.Address, map[*param]bool{})
}

// judgeAddresses judges the parts of an argument that may be the address, and are not read
// when the program runs. seen has the parameters whose values are judged already.
func (c *checker) judgeAddresses(a grammar.Arg, seen map[*param]bool) {
	switch a := a.(type) {
	case nil, *grammar.EnvArg, *grammar.CLIArg, *grammar.ReturnOf, *grammar.Func:
	case *grammar.Fallback:
		for _, part := range a.Args {
			c.judgeAddresses(part, seen)
		}
	case *grammar.Word:
		if p := c.params[a.Text]; p != nil && p.decl != nil && !seen[p] {
			seen[p] = true
			c.judgeAddresses(p.decl.Value, seen)
		}
	case *grammar.Text:
		c.judgeAddress(a)
	default:
		c.badAddress(diag.Diagnostic{Span: a.Span(), Msg: "an address is a text",
			Help: `for example notify "ntfy://HOST/TOPIC"`})
	}
}

// badAddress reports a diagnostic of an address, once.
func (c *checker) badAddress(d diag.Diagnostic) {
	if d.Code = diag.BadAddress; !c.reported(d) {
		c.diags.Add(d)
	}
}

// An addressed action is one with an address that can be judged.
type addressed interface{ CheckAddress() error }

// judgeAddress reports a text that is no address.
func (c *checker) judgeAddress(t *grammar.Text) {
	address := t.Value()
	post, ok := c.options.Notify(arg.Literal{Value: address}, nil, nil).(addressed)
	if !ok {
		return
	}
	err := post.CheckAddress()
	if err == nil {
		return
	}
	d := diag.Diagnostic{Span: t.Span(), Msg: err.Error()}
	var helps interface{ Help() string }
	if errors.As(err, &helps) {
		d.Help = helps.Help()
	}
	scheme, _, _ := strings.Cut(address, ":")
	if hint := elsewhere.Scheme.Meant(scheme, nil); hint.Help != "" {
		d.Help = hint.Help
		if strings.HasPrefix(t.Raw[1:], scheme) {
			d.Span = d.Span.Part(t.Raw, 1, 1+len(scheme))
		}
	}
	c.badAddress(d)
}

// told lowers the title or the message of `notify`.
func (c *checker) told(s *grammar.Setting) change {
	value := c.argument(nil, s.Value)
	return func(t *rocket.TaskSpec, _ *rocket.Command) {
		p, ok := t.Action.(*posting)
		switch {
		case !ok:
		case s.Key.Text == "title":
			p.title = value
		default:
			p.message = value
		}
	}
}

// finishNotify makes the action of a task that posts a message. Its runs take place beside the
// loop: one that waits for a server would hold up all others, and one in a process of its own
// would not know its causes.
func (c *checker) finishNotify(t *task, at diag.Span) {
	p, ok := t.spec.Action.(*posting)
	if !ok {
		return
	}
	switch t.spec.Execution {
	case rocket.Main, rocket.Process, rocket.Remote:
		d := c.diags.Errorf(diag.Misfit, at, "notify takes no execution %s", t.spec.Execution)
		d.Help = "leave it out: a message is posted beside the loop, and holds up nothing"
	}
	t.spec.Execution = rocket.Thread
	t.spec.Action = c.options.Notify(p.to, p.title, p.message)
}
