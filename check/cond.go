package check

import (
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// unknown stands for a condition that did not mean anything, which is reported:
// it may hold or not.
type unknown struct{}

// Observe never holds.
func (unknown) Observe(*rocket.Observation) (rocket.State, error) { return rocket.State{}, nil }

func (unknown) String() string { return "?" }

// maxParts is how many parts a condition may have with all its names expanded.
const maxParts = 10_000

// wholeCondition lowers a condition that is no part of another; nil stays nil.
func (c *checker) wholeCondition(n grammar.Cond) rocket.Condition {
	c.expansion = expansion{}
	return c.condition(n)
}

// tooLarge reports, once, that with more parts the condition at hand has too many.
func (c *checker) tooLarge(more int, at grammar.Node) bool {
	if c.parts+more > maxParts && !c.large {
		c.large = true
		c.diags.Errorf(diag.LargeCond, at.Span(), "the condition has more than %d parts when its names are expanded", maxParts)
	}
	return c.large
}

// condition lowers a condition; nil stays nil.
func (c *checker) condition(n grammar.Cond) rocket.Condition {
	c.parts++
	switch n := n.(type) {
	case nil:
		return nil
	case *grammar.Or:
		return c.anyOf(n)
	case *grammar.And:
		return c.allOf(n)
	case *grammar.Not:
		return stdconds.Not{Of: c.condition(n.Operand)}
	case *grammar.Paren:
		return c.condition(n.Inner)
	case *grammar.Const:
		return stdconds.Const(n.Value)
	case *grammar.Periodic:
		return c.periodic(n)
	case *grammar.TimeOf:
		return c.timeOf(n)
	case *grammar.Cron:
		return c.cron(n)
	case *grammar.Every:
		return c.every(n)
	case *grammar.After:
		return c.after(n)
	case *grammar.Status:
		return c.status(n)
	case *grammar.Running:
		return c.running(n)
	case *grammar.Retry:
		return c.retry(n)
	}
	return c.sessionCondition(n)
}

// sessionCondition lowers a condition that looks at the session, or is named.
func (c *checker) sessionCondition(n grammar.Cond) rocket.Condition {
	switch n := n.(type) {
	case *grammar.SchedulerRun:
		return stdconds.SchedulerAge{Over: c.duration(n.Over)}
	case *grammar.SchedulerStarted:
		return stdconds.SchedulerAge{Within: c.positive(n.Ago, "the time since the start")}
	case *grammar.SchedulerCycles:
		return c.cycles(n)
	case *grammar.EnvCond:
		c.param("env", n.Span())
		return stdconds.Param{Name: "env", Is: n.Value.Value()}
	case *grammar.ParamCond:
		return c.paramCond(n)
	case *grammar.NameCond:
		return c.named(n.Name, n, nil)
	case *grammar.Call:
		return c.named(n.Name.Text, n.Name, n.Args)
	case *grammar.Func:
		return c.goCond(n)
	case *grammar.Phrase:
		return c.phrase(n)
	}
	return unknown{}
}

// allOf lowers `a & b`; an All among the operands is dissolved into it.
func (c *checker) allOf(n *grammar.And) rocket.Condition {
	parts := make([]rocket.Condition, len(n.Operands))
	for i, operand := range n.Operands {
		parts[i] = c.condition(operand)
	}
	return allOf(parts...)
}

// anyOf lowers `a | b`; an Any among the operands is dissolved into it.
func (c *checker) anyOf(n *grammar.Or) rocket.Condition {
	var parts stdconds.Any
	for _, operand := range n.Operands {
		switch part := c.condition(operand).(type) {
		case stdconds.Any:
			parts = append(parts, part...)
		default:
			parts = append(parts, part)
		}
	}
	return askedLast(parts)
}

func (c *checker) cycles(n *grammar.SchedulerCycles) rocket.Condition {
	op := stdconds.GreaterEqual
	switch n.Word {
	case "more":
		op = stdconds.Greater
	case "less":
		op = stdconds.Less
	}
	return stdconds.Cycles{Count: stdconds.Count{Op: op, N: c.integer(n.Number)}}
}

// paramCond lowers `param 'x' exists` and `param 'x' is 'y'`.
func (c *checker) paramCond(n *grammar.ParamCond) rocket.Condition {
	name := n.Name.Text()
	c.param(name, n.Name.Span())
	if n.Is == nil {
		return stdconds.Param{Name: name}
	}
	value, ok := c.constant(n.Is)
	if !ok {
		return unknown{}
	}
	return stdconds.Param{Name: name, Is: value}
}

// constant returns a value that is known now: a literal, or a parameter of the
// named condition that is being expanded.
func (c *checker) constant(a grammar.Arg) (value any, ok bool) {
	value, ok = c.condValue(a)
	if l, isLater := value.(later); ok && isLater {
		d := c.diags.Errorf(diag.BadArgument, a.Span(), "%s is known only when the program runs, and here a value is needed", l.text)
		d.Help = "as the argument of a condition, it can be one of a Go function"
		return nil, false
	}
	return value, ok
}

// A later value is an argument of a named condition that is known only when the
// program runs. It can become an argument of a Go function, nothing else.
type later struct {
	arg  grammar.Arg
	text string
}

// condValue returns an argument of a named condition: a constant, or a later
// value.
func (c *checker) condValue(a grammar.Arg) (value any, ok bool) {
	switch a := a.(type) {
	case *grammar.Word:
		if value, ok = c.args[a.Text]; ok {
			return value, true
		}
		if c.params[a.Text] == nil {
			d := c.diags.Errorf(diag.BadArgument, a.Span(), "%q is not a value", a.Text)
			d.Help = "text stands between quotes: " + quote(a.Text)
			return nil, false
		}
	case *grammar.EnvArg, *grammar.CLIArg, *grammar.ReturnOf, *grammar.Fallback:
	default:
		return c.literal(a)
	}
	argument := c.argument(a)
	if argument == nil {
		return nil, false
	}
	return later{a, argument.String()}, true
}

// fitLater lowers a later value for a slot. It was written outside of the
// condition, whose parameters mean nothing to it.
func (c *checker) fitLater(l later, s slot) rocket.Argument {
	args := c.args
	c.args = nil
	defer func() { c.args = args }()
	return c.fit(l.arg, s)
}
