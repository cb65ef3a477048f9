package check

import (
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// A probe is the task that checks a condition that is declared with `checked every D`.
type probe struct {
	spec *rocket.TaskSpec
	call *goCall
	cond *grammar.CondDecl
}

// probed lowers a condition that a task of its own checks, in the scope of its text. text
// is how its use is written, and names the task. If it is empty, the condition is only
// looked at, and there is no task.
func (c *checker) probed(in *scope, d *grammar.CondDecl, text string) rocket.Condition {
	f, ok := d.Cond.(*grammar.Func)
	if !ok {
		return unknown{} // a syntax error
	}
	found := len(c.diags)
	p := &probe{c.probeSpec(in, d, "check "+text), c.callOf(f), d}
	whole := stdconds.Checked{Task: p.spec.Name}
	if d.Checked.Valid != nil {
		whole.Valid = c.positive(in, d.Checked.Valid, "the time for which an answer is valid")
	}
	action := c.goAction(in, p.call, nil)
	if action == nil || !c.answers(action, p.call) || c.diags[found:].HasErrors() {
		return unknown{}
	}
	p.spec.Action = action
	if text != "" && c.probes[p.spec.Name] == nil {
		c.probes[p.spec.Name] = p
	}
	return whole
}

// probeSpec returns the task that checks a condition, without its action.
func (c *checker) probeSpec(in *scope, d *grammar.CondDecl, name string) *rocket.TaskSpec {
	spec := &rocket.TaskSpec{
		Name:        name,
		Description: description(d),
		Pos:         position(d.Span()),
		When: stdconds.Every{Interval: c.positive(in, d.Checked.Every,
			"the time between checks")},
		Multilaunch: 1,
		Check:       true,
		Permanent:   true, // a check is no reason to wait at shutdown
	}
	if e := d.Checked.Execution; e != nil {
		spec.Execution = oneWord(c, "execution", e.Span(), e.Text, rocket.Executions()...)
	}
	return spec
}

// addProbes enters the checks that the conditions of the plan rest on, after the declared
// tasks. Others are left out.
func (c *checker) addProbes() {
	schedule := &c.plan.Schedule
	for _, t := range schedule.Tasks {
		c.addProbesOf(t.When)
		c.addProbesOf(t.Until)
	}
	c.addProbesOf(schedule.Config.ShutCond)
}

// addProbesOf enters the checks that one condition rests on.
func (c *checker) addProbesOf(cond rocket.Condition) {
	switch cond := cond.(type) {
	case stdconds.Checked:
		if t := c.probes[cond.Task]; t != nil {
			delete(c.probes, cond.Task)
			c.addProbe(t)
		}
	case rocket.Composite:
		for _, part := range cond.Parts() {
			c.addProbesOf(part)
		}
	}
}

// addProbe enters the task of a check, whose name no other task may have.
func (c *checker) addProbe(p *probe) {
	if c.plan.Schedule.Config.Overlap != rocket.SessionOverlap {
		p.spec.Overlap = rocket.OverlapSkip
	}
	c.plan.Schedule.Tasks = append(c.plan.Schedule.Tasks, p.spec)
	at := p.call.node.Span()
	if e := p.cond.Checked.Execution; e != nil {
		at = e.Span()
	}
	c.judgeExecution(p.spec, p.call, at)
	if first := c.byName[p.spec.Name]; first != nil {
		d := c.diags.Errorf(diag.DoubledTask, first.nameSpan(), "task %q is already declared",
			p.spec.Name)
		d.Related = []diag.Related{{Span: condNameNode(p.cond).Span(),
			Msg: "the task that checks this condition is called so"}}
	}
}
