package check

import (
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// A checkTask is the task that finds out whether a condition holds that is
// declared with `checked every D`.
type checkTask struct {
	*task
	cond *grammar.CondDecl
}

// checked lowers a condition that a task of its own checks, with the arguments at
// hand. text is how it is written where it is used, of which the task gets its
// name; it is empty where the condition is only looked at.
func (c *checker) checked(in *scope, d *grammar.CondDecl, text string) rocket.Condition {
	f, ok := d.Cond.(*grammar.Func)
	if !ok {
		return unknown{} // a syntax error
	}
	found := len(c.diags)
	t := &task{
		name: "check " + text, call: c.callOf(f),
		decl: &grammar.Task{Place: d.Place, Action: f},
	}
	t.rkt = &rocket.TaskSpec{
		Name:        t.name,
		Description: description(d),
		Pos:         position(d.Span()),
		When:        stdconds.Every{Interval: c.positive(in, d.Checked.Every, "the time between checks")},
		Multilaunch: 1,
		Permanent:   true, // a check is no reason to wait at shutdown
	}
	if d.Checked.Execution != nil {
		t.rkt.Execution = c.execution(executionOf(d.Checked))
	}
	whole := stdconds.Checked{Task: t.name}
	if d.Checked.Valid != nil {
		whole.Valid = c.positive(in, d.Checked.Valid, "the time for which an answer is valid")
	}
	action := c.goAction(in, t, f)
	if action == nil || !c.answers(action, t.call) || len(c.diags) > found {
		return unknown{}
	}
	t.rkt.Action = action
	if text != "" && c.checks[t.name] == nil {
		c.checks[t.name] = &checkTask{t, d}
	}
	return whole
}

// executionOf returns the execution of a check as an attribute of its task.
func executionOf(n *grammar.Checked) *grammar.Setting {
	e := n.Execution
	return &grammar.Setting{Place: e.Place, Key: &grammar.Name{Place: e.Place, Text: "execution"}, Value: &grammar.Word{Place: e.Place, Text: e.Text}}
}

// addChecks enters into the plan the checks that its conditions rest on, behind
// the tasks that are declared.
func (c *checker) addChecks() {
	schedule := &c.plan.Schedule
	for _, t := range schedule.Tasks {
		c.addChecksOf(t.When)
		c.addChecksOf(t.Until)
	}
	c.addChecksOf(schedule.Config.ShutCond)
}

// addChecksOf enters those of one condition.
func (c *checker) addChecksOf(cond rocket.Condition) {
	switch cond := cond.(type) {
	case stdconds.Checked:
		if t := c.checks[cond.Task]; t != nil {
			delete(c.checks, cond.Task)
			c.addCheck(t)
		}
	case rocket.Composite:
		for _, part := range cond.Parts() {
			c.addChecksOf(part)
		}
	}
}

func (c *checker) addCheck(t *checkTask) {
	c.plan.Schedule.Tasks = append(c.plan.Schedule.Tasks, t.rkt)
	var execution *grammar.Setting
	if t.cond.Checked.Execution != nil {
		execution = executionOf(t.cond.Checked)
	}
	c.judgeExecution(t.task, execution)
	if first := c.byName[t.name]; first != nil {
		d := c.diags.Errorf(diag.DoubledTask, first.nameSpan(), "task %q is already declared", t.name)
		d.Related = []diag.Related{{Span: condNameNode(t.cond).Span(), Msg: "the task that checks this condition is called so"}}
	}
}
