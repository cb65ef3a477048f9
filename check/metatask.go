package check

import (
	"strconv"
	"strings"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/runtime/step"
	"github.com/rocketc/rocketc/spelling"
)

func (c *checker) do(t *task, a *grammar.Do) rocket.Do {
	var do rocket.Do
	for _, s := range a.Steps {
		do = append(do, c.steps(t, s)...)
	}
	return do
}

// steps lowers a step of a metatask: to one step, but a run of several tasks with arguments
// to one for each of them, because what an argument is depends on the task. It returns nil
// for an unknown verb or parameter, and if no task is known; all of these are reported.
func (c *checker) steps(t *task, s *grammar.DoStep) rocket.Do {
	switch s.Verb.Text {
	case "shutdown":
		return rocket.Do{step.Shutdown{Force: s.Force}}
	case "hold":
		return rocket.Do{step.Hold{}}
	case "resume":
		return rocket.Do{step.Resume{}}
	case "restart":
		return rocket.Do{step.Restart{}}
	case "set":
		return c.setStep(s)
	}
	name, several, ok := c.stepTasks(s)
	if !ok {
		return nil
	}
	switch s.Verb.Text {
	case "run":
		return c.runSteps(t, s, name, several)
	case "terminate":
		return rocket.Do{step.Terminate{Task: name, Tasks: several}}
	case "disable":
		return rocket.Do{step.Disable{Task: name, Tasks: several}}
	case "enable":
		return rocket.Do{step.Enable{Task: name, Tasks: several}}
	case "remove":
		return rocket.Do{step.Remove{Task: name, Tasks: several}}
	}
	return nil // a syntax error
}

// stepTasks returns the task that a step is for, or the tasks. Unknown ones are reported, and
// left out.
func (c *checker) stepTasks(s *grammar.DoStep) (name string, several step.Tasks, ok bool) {
	switch {
	case s.All != nil:
		return "", step.All{}, c.meansAll(s.All)
	case s.Group != nil:
		prefix, ok := c.taskGroup(s.Group)
		return "", step.Group(strings.TrimSuffix(prefix, ".")), ok
	}
	var list step.List
	for _, ref := range s.Tasks {
		if name, known := c.task(ref); known {
			list = append(list, name)
		}
	}
	switch len(list) {
	case 0:
		return "", nil, false
	case 1:
		return list[0], nil, true
	}
	return "", list, true
}

// meansAll reports a word all that may be all tasks, or the task that is called so.
func (c *checker) meansAll(all *grammar.Name) bool {
	own, inGroup := c.inGroup(all.Text, all.Span())
	if t := c.byName[all.Text]; t == nil && !inGroup {
		return true
	} else if !inGroup {
		own = t.name
	}
	d := c.diags.Errorf(diag.AmbiguousTask, all.Span(), "all may be all tasks or the task %s",
		spelling.Name(own))
	d.Help = "for the task write its name between quotes, " + strconv.Quote(own) +
		"; for all tasks call it by another name"
	d.Related = []diag.Related{{Span: c.byName[own].nameSpan(), Msg: "this is the task"}}
	return false
}

// runSteps lowers a step that runs tasks.
func (c *checker) runSteps(t *task, s *grammar.DoStep, name string, several step.Tasks) rocket.Do {
	if several == nil {
		return rocket.Do{step.Run{Task: name, Args: c.runArgs(s, name)}}
	}
	if s.Args == nil || len(s.Args.Items) == 0 {
		return rocket.Do{step.Run{Tasks: several}}
	}
	var do rocket.Do
	for _, name := range c.namesOf(t, "", several) {
		do = append(do, step.Run{Task: name, Args: c.runArgs(s, name)})
	}
	return do
}

// namesOf returns the names of the tasks of the schedule that a step of a metatask is for.
func (c *checker) namesOf(t *task, name string, several step.Tasks) []string {
	if several == nil {
		return []string{name}
	}
	return several.Of(declared{checker: c, metatask: t})
}

// runs returns the names of the tasks that a task runs, if it is a metatask.
func (c *checker) runs(t *task) (names []string) {
	do, _ := t.spec.Action.(rocket.Do)
	for _, s := range do {
		if run, ok := s.(step.Run); ok {
			names = append(names, c.namesOf(t, run.Task, run.Tasks)...)
		}
	}
	return names
}

// declared is the step.Scheduler of a metatask that knows the tasks of the schedule, and can
// do nothing else.
type declared struct {
	step.Scheduler
	checker  *checker
	metatask *task
}

// Tasks returns the names of tasks that begin with a prefix.
func (d declared) Tasks(prefix string) (names []string) {
	for _, t := range d.checker.tasks {
		if t != d.metatask && d.checker.byName[t.name] == t && strings.HasPrefix(t.name, prefix) {
			names = append(names, t.name)
		}
	}
	return names
}

// noteSets notes which values metatasks set session parameters to.
func (c *checker) noteSets() {
	for _, t := range c.tasks {
		do, _ := t.decl.Action.(*grammar.Do)
		if do == nil {
			continue
		}
		for _, s := range do.Steps {
			if s.Param == nil || s.Value == nil {
				continue
			}
			if p := c.params[s.Param.Text()]; p != nil {
				p.sets = append(p.sets, s.Value)
			}
		}
	}
}

// setStep lowers a step that sets a session parameter.
func (c *checker) setStep(s *grammar.DoStep) rocket.Do {
	name := s.Param.Text()
	if !c.knowsParam(name, s.Param.Span()) {
		return nil
	}
	value := c.argument(nil, s.Value)
	if value == nil {
		return nil
	}
	p := c.params[name]
	secret := p != nil && p.decl != nil && p.decl.Secret
	return rocket.Do{step.Set{Param: name, Value: value, Secret: secret}}
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
