package check

import (
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/runtime/step"
	"github.com/rocketc/rocketc/spelling"
)

func (c *checker) do(a *grammar.Do) rocket.Do {
	var do rocket.Do
	for _, s := range a.Steps {
		if step := c.step(s); step != nil {
			do = append(do, step)
		}
	}
	return do
}

// step lowers a step of a metatask. It returns nil for an unknown verb and for an unknown
// task, both of which are reported.
func (c *checker) step(s *grammar.DoStep) step.Step {
	switch s.Verb.Text {
	case "shutdown":
		return step.Shutdown{Force: s.Force}
	case "hold":
		return step.Hold{}
	case "resume":
		return step.Resume{}
	case "restart":
		return step.Restart{}
	}
	if s.Task == nil {
		return nil // a syntax error
	}
	name, ok := c.task(s.Task)
	if !ok {
		return nil
	}
	switch s.Verb.Text {
	case "run":
		return step.Run{Task: name, Args: c.runArgs(s, name)}
	case "terminate":
		return step.Terminate{Task: name}
	case "disable":
		return step.Disable{Task: name}
	case "enable":
		return step.Enable{Task: name}
	case "remove":
		return step.Remove{Task: name}
	}
	return nil // a syntax error
}

// runArgs lowers the arguments with which a step runs a task.
func (c *checker) runArgs(s *grammar.DoStep, name string) (vars []arg.Var) {
	t := c.byName[name]
	if s.Args == nil || len(s.Args.Items) == 0 || t == nil || t.decl == nil {
		return nil
	}
	owner, formals := "task "+spelling.Name(name), []formal(nil)
	_, isCode := t.decl.Action.(*grammar.Code)
	switch t.decl.Action.(type) {
	case *grammar.Func:
		if c.resolve(t.call) == nil {
			return nil
		}
		owner, formals = t.call.text(), t.call.formals()
	case *grammar.Code:
		formals = c.codeFormals(t)
	case *grammar.Command:
		formals = c.commandFormals(t)
		for _, item := range s.Args.Items {
			c.osTexts(item.Value, insteadOfParam)
		}
	}
	given, _ := c.assign(formals, s.Args, owner)
	for i, p := range formals {
		if given[i] == nil {
			continue
		}
		if p.name == "" || p.fill != plan.FillArg {
			c.diags.Errorf(diag.ArgCount, s.Args.Span(),
				"a run of %s gives no argument for a parameter without a name, "+
					"or one that its type fills", spelling.Name(name))
			continue
		}
		if value := c.given(nil, given[i], slot{formal: p, exact: isCode}); value != nil {
			vars = append(vars, arg.Var{Name: p.name, Value: value})
		}
	}
	return vars
}

// commandFormals returns the arguments that a run of a command takes: the flags that its
// params make.
func (c *checker) commandFormals(t *task) (formals []formal) {
	for _, e := range c.paramsOf(t) {
		formals = append(formals, formal{owner: "task " + spelling.Name(t.name), name: e.Key.Text(),
			typ: golang.Any, fill: plan.FillArg})
	}
	return formals
}
