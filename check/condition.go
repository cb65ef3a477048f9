package check

import (
	"slices"

	"github.com/rocketc/rocketc/grammar"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// unknown replaces a condition that has been reported. It may hold or not.
type unknown struct{}

// Observe never holds.
func (unknown) Observe(*rocket.Observation) (rocket.State, error) { return rocket.State{}, nil }

func (unknown) String() string { return "?" }

// Stays is false: nothing more is reported of it.
func (unknown) Stays(bool) bool { return false }

// MayHold is true.
func (unknown) MayHold(func(string) bool) bool { return true }

// wholeCondition lowers a condition that is not part of another; nil stays nil.
func (c *checker) wholeCondition(n grammar.Cond) *written {
	if n == nil {
		return nil
	}
	in := &scope{}
	c.condition(in, n)
	return in.written[0]
}

// condition lowers a condition, and notes what the parts of it are; nil stays nil.
func (c *checker) condition(in *scope, n grammar.Cond) rocket.Condition {
	if n == nil {
		return nil
	}
	in.parts++
	before := in.written
	in.written = nil
	w := &written{node: n, cond: c.form(in, n)}
	w.parts, in.written = in.written, append(before, w)
	return w.cond
}

// form lowers a condition by the form that it has.
func (c *checker) form(in *scope, n grammar.Cond) rocket.Condition {
	switch n := n.(type) {
	case *grammar.Or:
		return c.anyOf(in, n)
	case *grammar.And:
		return c.allOf(in, n)
	case *grammar.Not:
		return stdconds.Not{Of: c.condition(in, n.Operand)}
	case *grammar.Paren:
		return c.condition(in, n.Inner)
	case *grammar.Quoted:
		return c.condition(in, n.Inner)
	case *grammar.Const:
		return stdconds.Const(n.Value)
	case *grammar.Periodic:
		return c.periodic(in, n)
	case *grammar.TimeOf:
		return c.timeOf(in, n)
	case *grammar.TimeDates:
		return c.timeDates(n)
	case *grammar.OnceAt:
		return c.onceAt(n)
	case *grammar.BusinessDay:
		return c.businessDay(n)
	case *grammar.EveryFrom:
		return c.everyFrom(n)
	case *grammar.Cron:
		return c.cron(n)
	case *grammar.Every:
		return c.every(in, n)
	case *grammar.After:
		return c.after(n)
	case *grammar.Status:
		return c.status(in, n)
	case *grammar.Last:
		return c.last(n)
	case *grammar.Running:
		return c.running(in, n)
	case *grammar.Retry:
		return c.retry(in, n)
	}
	return c.sessionCondition(in, n)
}

// sessionCondition lowers a condition that looks at the session, or that has a name.
func (c *checker) sessionCondition(in *scope, n grammar.Cond) rocket.Condition {
	switch n := n.(type) {
	case *grammar.SchedulerRun:
		age := stdconds.FromParams{Over: c.paramOf(in, n.Over)}
		age.Of = stdconds.SchedulerAge{Over: c.duration(in, n.Over)}
		return c.withParams(age, n)
	case *grammar.SchedulerStarted:
		age := stdconds.FromParams{Under: c.paramOf(in, n.Ago)}
		age.Of = stdconds.SchedulerAge{
			Within: c.positive(in, n.Ago, "the time since the start")}
		return c.withParams(age, n)
	case *grammar.SchedulerCycles:
		return c.cycles(in, n)
	case *grammar.EnvCond:
		c.param("env", n.Span())
		return stdconds.Param{Name: "env", Is: n.Value.Value()}
	case *grammar.ParamCond:
		return c.paramCond(in, n)
	case *grammar.NameCond:
		return c.named(in, n.Name, n, nil)
	case *grammar.Call:
		return c.named(in, n.Name.Text, n.Name, n.Args)
	case *grammar.Func:
		return c.goCond(in, n)
	case *grammar.Phrase:
		return c.phrase(in, n)
	case *grammar.BadCond:
		return unknown{} // a syntax error
	}
	panic(unforeseen("condition", n))
}

// allOf lowers `a & b`. An All among the operands dissolves into it.
func (c *checker) allOf(in *scope, n *grammar.And) rocket.Condition {
	parts := make([]rocket.Condition, len(n.Operands))
	for i, operand := range n.Operands {
		parts[i] = c.condition(in, operand)
	}
	return allOf(parts...)
}

// anyOf lowers `a | b`. An Any among the operands dissolves into it.
func (c *checker) anyOf(in *scope, n *grammar.Or) rocket.Condition {
	var parts stdconds.Any
	for _, operand := range n.Operands {
		switch part := c.condition(in, operand).(type) {
		case stdconds.Any:
			parts = append(parts, part...)
		default:
			parts = append(parts, part)
		}
	}
	return askedLast(parts)
}

func (c *checker) cycles(in *scope, n *grammar.SchedulerCycles) rocket.Condition {
	op := stdconds.GreaterEqual
	switch n.Word {
	case "more":
		op = stdconds.Greater
	case "less":
		op = stdconds.Less
	}
	return stdconds.Cycles{Count: stdconds.Count{Op: op, N: c.integer(in, n.Number)}}
}

// paramCond lowers `param 'x' exists` and `param 'x' is 'y'`.
func (c *checker) paramCond(in *scope, n *grammar.ParamCond) rocket.Condition {
	name := n.Name.Text()
	c.param(name, n.Name.Span())
	if n.Is == nil {
		return stdconds.Param{Name: name}
	}
	value, ok := c.constant(in, n.Is)
	if !ok {
		return unknown{}
	}
	return stdconds.Param{Name: name, Is: value}
}

// allOf returns the condition that holds if all those given hold; nil ones do not count.
func allOf(conds ...rocket.Condition) rocket.Condition {
	var all stdconds.All
	for _, cond := range conds {
		switch cond := cond.(type) {
		case nil:
		case stdconds.All:
			all = append(all, cond...)
		default:
			all = append(all, cond)
		}
	}
	switch len(all) {
	case 0:
		return nil
	case 1:
		return all[0]
	}
	return askedLast(all)
}

// askedLast puts the operands that ask a Go function behind the others, which cost less. If
// one of the others decides, no function is called.
func askedLast[L ~[]rocket.Condition](parts L) L {
	slices.SortStableFunc(parts, func(a, b rocket.Condition) int {
		return rank(a) - rank(b)
	})
	return parts
}

func rank(cond rocket.Condition) int {
	if asks(cond) {
		return 1
	}
	return 0
}

// asks reports whether a condition asks a Go function.
func asks(cond rocket.Condition) bool {
	switch cond := cond.(type) {
	case stdconds.Ask:
		return true
	case rocket.Composite:
		return slices.ContainsFunc(cond.Parts(), asks)
	}
	return false
}
