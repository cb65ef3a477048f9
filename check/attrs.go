package check

import (
	"time"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	rocket "github.com/rocketc/rocketc/runtime"
)

// lowerTask enters a task into the plan.
func (c *checker) lowerTask(t *task) {
	t.rkt = &rocket.TaskSpec{
		Name:        t.name,
		Description: description(t.decl),
		Pos:         position(t.decl.Span()),
		When:        c.wholeCondition(t.decl.When),
		Until:       c.wholeCondition(t.decl.Until),
	}
	if t.group != nil {
		c.lowerGroup(t.group)
	}
	c.plan.Schedule.Tasks = append(c.plan.Schedule.Tasks, t.rkt)
	own := settings{}
	for _, s := range t.decl.Attrs {
		c.once(own, s)
	}
	command := c.lowerAction(t)
	for _, s := range t.decl.Attrs {
		if own[s.Key.Text] == s {
			c.attribute(t, command, s)
		}
	}
	for g := t.group; g != nil; g = g.outer {
		for _, s := range g.decl.Attrs {
			if _, given := own[s.Key.Text]; !given {
				own[s.Key.Text] = s
				c.inherit(t, command, s)
			}
		}
	}
	if command != nil {
		t.rkt.Action = *command
	}
	if t.group != nil && (t.rkt.When != nil || !t.rkt.OnStartup && !t.rkt.OnShutdown) {
		t.rkt.When = allOf(t.group.start, t.rkt.When)
	}
	c.judgeExecution(t, own["execution"])
}

// lowerGroup lowers the condition of a group, once, and looks at its attributes.
func (c *checker) lowerGroup(g *group) {
	if g.lowered {
		return
	}
	g.lowered = true
	g.start = c.wholeCondition(g.decl.When)
	if g.outer != nil {
		c.lowerGroup(g.outer)
		g.start = allOf(g.outer.start, g.start)
	}
	given := settings{}
	for _, s := range g.decl.Attrs {
		if c.once(given, s) {
			c.attribute(&task{decl: &grammar.Task{}, rkt: &rocket.TaskSpec{}}, &rocket.Command{Line: " "}, s)
		}
	}
}

// inherit applies an attribute of a group, which is a default: it counts where
// it fits the action. What is wrong with it is reported at the group already.
func (c *checker) inherit(t *task, command *rocket.Command, s *grammar.Setting) {
	if !fits(s.Key.Text, t, command) {
		return
	}
	if _, steers := t.decl.Action.(*grammar.Do); steers && s.Key.Text == "execution" {
		return
	}
	found := len(c.diags)
	c.attribute(t, command, s)
	c.diags = c.diags[:found]
}

// commandKeys are the attributes of commands only.
var commandKeys = map[string]bool{
	"params": true, "argform": true, "dir": true, "env": true, "shell": true, "success": true, "user": true, "output": true,
}

// fits reports whether an attribute has a meaning for the action of a task.
// command is nil where that is none.
func fits(key string, t *task, command *rocket.Command) bool {
	switch {
	case key == "params" && command == nil:
		_, steers := t.decl.Action.(*grammar.Do)
		return !steers // see bind and codeParams
	case command == nil:
		return !commandKeys[key]
	case key == "shell":
		return command.Line != ""
	}
	return true
}

// misfit reports an attribute that does not fit the action.
func (c *checker) misfit(t *task, command *rocket.Command, s *grammar.Setting) {
	if command != nil {
		d := c.diags.Errorf(diag.Misfit, s.Key.Span(), "%s does not fit a command that is run directly", s.Key.Text)
		d.Help = `a command in one string is run by the shell: command "…"`
		return
	}
	d := c.diags.Errorf(diag.Misfit, s.Key.Span(), "%s fits only a command, and this task has %s", s.Key.Text, actionWord(t.decl.Action))
	d.Related = []diag.Related{{Span: wordSpan(t.decl.Action.Span(), actionWord(t.decl.Action)), Msg: "its action is here"}}
}

func actionWord(a grammar.Action) string {
	switch a.(type) {
	case *grammar.Func:
		return "func"
	case *grammar.Code:
		return "code"
	case *grammar.Do:
		return "do"
	}
	return "command"
}

// attribute lowers one attribute of a task. command is nil where its action is
// none.
func (c *checker) attribute(t *task, command *rocket.Command, s *grammar.Setting) {
	if t.decl.Action == nil && command == nil {
		return // a syntax error
	}
	if !fits(s.Key.Text, t, command) {
		c.misfit(t, command, s)
		return
	}
	if s.Key.Text == "params" && command == nil {
		return // lowered with the action
	}
	switch s.Key.Text {
	case "execution":
		t.rkt.Execution = c.execution(s)
	case "priority":
		t.rkt.Priority = c.priority(s)
	case "timeout":
		t.rkt.Timeout = c.timeLimit(s)
	case "grace":
		t.rkt.Grace = c.grace(s)
	case "multilaunch":
		t.rkt.Multilaunch = c.multilaunch(s)
	case "on_startup":
		t.rkt.OnStartup = c.flag(s)
	case "on_shutdown":
		t.rkt.OnShutdown = c.flag(s)
	case "permanent":
		t.rkt.Permanent = c.flag(s)
	case "disabled":
		t.rkt.Disabled = c.flag(s)
	case "on_exists": // see preExist
		oneOf(c, s, rocket.Raise, rocket.Rename, rocket.Ignore, rocket.Replace)
	case "run_id":
		t.rkt.RunID, t.rkt.NameRun = c.runID(s)
	default:
		c.commandAttribute(command, s)
	}
}

func (c *checker) commandAttribute(command *rocket.Command, s *grammar.Setting) {
	switch s.Key.Text {
	case "params":
		command.Params = c.vars(s)
	case "argform":
		command.ShortFlags = c.shortFlags(s)
	case "dir":
		command.Dir = c.text(s)
	case "env":
		command.Env = c.vars(s)
	case "shell":
		command.Shell = c.text(s)
	case "success":
		command.Success = c.statuses(s)
	case "user":
		command.User = c.user(s)
	case "output":
		command.Output = c.size(s)
	default:
		c.refuseKey(s.Key.Span(), "attribute", s.Key.Text)
	}
}

func (c *checker) priority(s *grammar.Setting) int {
	n, ok := s.Value.(*grammar.Number)
	if !ok {
		c.wrongValue(s, "a whole number")
		return 0
	}
	return c.integer(nil, n)
}

func (c *checker) grace(s *grammar.Setting) time.Duration {
	v, ok := s.Value.(*grammar.Duration)
	if !ok {
		c.wrongValue(s, "a duration").Help = "for example grace 5 seconds"
		return 0
	}
	return c.positive(nil, v, "grace")
}

// multilaunch returns how many live runs there may be, -1 for any number.
func (c *checker) multilaunch(s *grammar.Setting) int {
	switch v := s.Value.(type) {
	case nil:
		return -1
	case *grammar.Number:
		return c.atLeast(nil, v, 1, "multilaunch")
	case *grammar.Bool:
		if v.Value {
			return -1
		}
		return 1
	}
	c.wrongValue(s, "a whole number, or nothing for any number of runs")
	return 0
}

// text returns the text that a setting has; anything else is reported, and "".
func (c *checker) text(s *grammar.Setting) string {
	t, ok := s.Value.(*grammar.Text)
	if !ok || t.Value() == "" {
		c.wrongValue(s, "a text between quotes")
		return ""
	}
	return t.Value()
}

// flagForm is a word of argform.
type flagForm string

func (f flagForm) String() string { return string(f) }

func (c *checker) shortFlags(s *grammar.Setting) bool {
	return oneOf(c, s, flagForm("long"), "short") == "short"
}

// statuses returns the exit statuses in a list, or in a number.
func (c *checker) statuses(s *grammar.Setting) (statuses []int) {
	items := []grammar.Arg{s.Value}
	if list, ok := s.Value.(*grammar.List); ok {
		items = list.Items
	}
	for _, item := range items {
		n, ok := item.(*grammar.Number)
		if !ok {
			c.wrongValue(s, "a list of exit statuses").Help = "for example success [0, 3]"
			return nil
		}
		status := c.atLeast(nil, n, 0, "an exit status")
		if status > 255 {
			c.diags.Errorf(diag.BadNumber, n.Span(), "an exit status is at most 255, not %d", status)
		}
		statuses = append(statuses, status)
	}
	return statuses
}

// vars returns the entries of a map in the order in which they are written.
func (c *checker) vars(s *grammar.Setting) (vars []rocket.Var) {
	m, ok := s.Value.(*grammar.Map)
	if !ok {
		c.wrongValue(s, "entries between braces")
		return nil
	}
	given := map[string]*grammar.Label{}
	for _, e := range m.Entries {
		name := e.Key.Text()
		if first, ok := given[name]; ok {
			c.doubled(diag.DoubledKey, quote(name), e.Key, first)
			continue
		}
		given[name] = e.Key
		if value := c.argument(nil, e.Value); value != nil {
			vars = append(vars, rocket.Var{Name: name, Value: value})
		}
	}
	return vars
}

// judgeExecution reports a metatask, or a function that touches the session, in
// a process of its own. s is the task's execution attribute, if any.
func (c *checker) judgeExecution(t *task, s *grammar.Setting) {
	execution := t.rkt.Execution
	if s == nil {
		execution = c.plan.Schedule.Config.TaskExecution
	}
	if execution != rocket.Process {
		return
	}
	at := t.nameSpan()
	if s != nil {
		at = s.Value.Span()
	}
	switch {
	case t.call != nil && t.call.touches != "":
		d := c.diags.Errorf(diag.ProcessSession, at, "%s takes %s, which a process of its own cannot reach", t.call.text(), t.call.touches)
		d.Help = "execution thread, async or main lets it"
	case s != nil && actionWord(t.decl.Action) == "do" && t.rkt.Execution == rocket.Process:
		d := c.diags.Errorf(diag.ProcessSession, at, "do steers the scheduler, which a process of its own cannot reach")
		d.Help = "leave the execution out, or use execution main"
	default:
		c.judgeBorder(t, at)
	}
}
