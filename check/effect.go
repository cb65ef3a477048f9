package check

import (
	"slices"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	rocket "github.com/rocketc/rocketc/runtime"
)

// An attribute that fits the action of a task may still have no effect there. It is refused
// at the task itself. At a group or in config it is refused if no task can use it.

// idle says why an attribute has no effect on a task; empty if it has one.
func (c *checker) idle(t *task, key string) (why, instead string) {
	switch {
	case key == "argform" && len(c.paramsOf(t)) == 0:
		return "argform is the form of params, and the command has none", "add params { … }"
	case key == "on" && c.executionOf(t) != rocket.Remote:
		return "on says which workers take the runs, and these stay in this program",
			"write execution remote, or leave it out"
	case key == "timeout" && t.standsOnLoop():
		return "a run on the scheduler loop cannot be ended by a timeout",
			"leave it out, or use execution thread"
	case key == "overlap" && t.spec.Overlap == rocket.OverlapReplace && t.standsOnLoop() &&
		!steers(t.decl.Action):
		return "a run on the scheduler loop cannot be ended for another to replace it",
			"write overlap wait, or use execution thread"
	case slices.Contains([]string{"permanent", "multilaunch", "overlap", "grace"}, key) &&
		steers(t.decl.Action) && t.standsOnLoop():
		return "a metatask runs on the scheduler loop at once, and " + key + " means nothing there",
			"leave it out"
	}
	return "", ""
}

// standsOnLoop reports whether the runs of a task take place on the scheduler loop, whatever
// the session's task_execution is.
func (t *task) standsOnLoop() bool {
	return t.spec.Execution == rocket.Main ||
		t.spec.Execution == rocket.SessionExecution && steers(t.decl.Action)
}

// judgeEffects reports what has no effect on a task.
func (c *checker) judgeEffects(t *task) {
	if t.decl.Action == nil {
		return // a syntax error
	}
	for _, s := range t.decl.Attrs {
		if why, instead := c.idle(t, s.Key.Text); why != "" && suits(s.Key.Text, t.decl.Action) {
			c.diags.Errorf(diag.Misfit, s.Key.Span(), "%s", why).Help = instead
		}
	}
	if t.decl.Until != nil && t.standsOnLoop() {
		d := c.diags.Errorf(diag.Misfit, t.decl.Until.Span(),
			"a run on the scheduler loop cannot be ended by until")
		d.Help = "leave it out, or use execution thread"
	}
	if t.spec.OnStartup && t.spec.Permanent {
		d := c.diags.Errorf(diag.Misfit, t.placeOf("permanent"), "a permanent task does not end, "+
			"and the session starts once its on_startup tasks have ended")
		d.Help = "to start it with the session, and again when it ends, write " +
			"`when ~running` instead of on_startup"
	}
}

// placeOf returns the place of an attribute of a task or of its groups.
func (t *task) placeOf(key string) diag.Span {
	if s := t.inherited(key); s != nil {
		return s.Key.Span()
	}
	return t.nameSpan()
}

// judgeDefaults reports attributes of groups, and keys of config, that no task can use.
func (c *checker) judgeDefaults() {
	for _, t := range c.tasks {
		for g := t.group; g != nil; g = g.outer {
			g.tasks = append(g.tasks, t)
		}
	}
	for _, list := range c.groups {
		for _, g := range list {
			c.judgeGroup(g)
		}
	}
	if c.config == nil || c.options.Package {
		return // Go may create tasks
	}
	for _, s := range c.config.Settings {
		switch s.Key.Text {
		case "env", "dir", "shell", "user":
			if !slices.ContainsFunc(c.tasks, func(t *task) bool { return c.canUse(t, s) }) {
				c.useless(s, "schedule")
			}
		}
	}
}

func (c *checker) judgeGroup(g *group) {
	for _, s := range g.decl.Attrs {
		if !slices.ContainsFunc(g.tasks, func(t *task) bool { return c.canUse(t, s) }) {
			c.useless(s, "group")
			continue
		}
		entries, ok := s.Value.(*grammar.Map)
		if s.Key.Text != "params" || !ok {
			continue
		}
		for _, e := range entries.Entries {
			if !slices.ContainsFunc(g.tasks, func(t *task) bool { return c.takesParam(t, e) }) {
				c.diags.Errorf(diag.Misfit, e.Key.Span(), "no task of the group has a parameter %q",
					e.Key.Text())
			}
		}
	}
}

// canUse reports whether an attribute of a group, or a key of config, means something for a
// task.
func (c *checker) canUse(t *task, s *grammar.Setting) bool {
	if t.decl.Action == nil {
		return true // a syntax error
	}
	why, _ := c.idle(t, s.Key.Text)
	return why == "" && suits(s.Key.Text, t.decl.Action)
}

func (c *checker) takesParam(t *task, e *grammar.Entry) bool {
	return t.decl.Action == nil || !steers(t.decl.Action) && c.hasParam(t, e.Key.Text())
}

func (c *checker) useless(s *grammar.Setting, of string) {
	d := c.diags.Errorf(diag.Misfit, s.Key.Span(), "no task of the %s can use %s", of, s.Key.Text)
	switch s.Key.Text {
	case "dir", "env", "user", "success", "output", "argform", "progress":
		d.Help = s.Key.Text + " is for commands"
	case "on":
		d.Help = "on is for tasks with execution remote"
	case "shell":
		d.Help = `shell is for commands in one string: command "…"`
	}
}
