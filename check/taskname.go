package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
)

// nameTasks gives every task its name. It needs the Go functions to be known.
func (c *checker) nameTasks() {
	defer func() {
		c.tasks = slices.DeleteFunc(c.tasks, func(t *task) bool { return t.displaced })
	}()
	for _, t := range c.tasks {
		t.name = c.taskName(t)
		if t.call != nil {
			c.byFunc[t.call.key()] = append(c.byFunc[t.call.key()], t)
		}
		if t.name == "" {
			continue
		}
		if t.group != nil {
			t.name = t.group.prefix + t.name
		}
		if first, ok := c.byName[t.name]; ok {
			c.doubledTask(t, first)
			continue
		}
		c.byName[t.name] = t
	}
}

// doubledTask deals with a task whose name another task has, as on_exists or task_pre_exist
// says.
func (c *checker) doubledTask(t, first *task) {
	switch c.preExist(t) {
	case "rename":
		for c.byName[t.name] != nil {
			first.renamed++
			t.name = fmt.Sprintf("%s %d", first.name, first.renamed)
		}
		c.byName[t.name] = t
	case "ignore":
		t.displaced = true
	case "replace":
		first.displaced = true
		c.byName[t.name] = t
	default:
		d := c.diags.Errorf(diag.DoubledTask, t.nameSpan(), "task %q is already declared", t.name)
		d.Related = []diag.Related{{Span: first.nameSpan(), Msg: "declared here first"}}
		if t.decl.Name == nil {
			d.Help = "a task without a name is called by what it does; give this one a name"
		}
	}
}

// preExist returns the word that says what happens to a task whose name another task has.
func (c *checker) preExist(t *task) (word string) {
	settings := [][]*grammar.Setting{t.decl.Attrs}
	for g := t.group; g != nil; g = g.outer {
		settings = append(settings, g.decl.Attrs)
	}
	if c.config != nil {
		settings = append(settings, c.config.Settings)
	}
	for _, s := range slices.Concat(settings...) {
		if w, ok := s.Value.(*grammar.Word); ok &&
			(s.Key.Text == "on_exists" || s.Key.Text == "task_pre_exist") {
			return w.Text
		}
	}
	return ""
}

// taskName returns the name of a task without its groups: the declared one, or else one
// that is made of the action. A task without either is reported, and yields "".
func (c *checker) taskName(t *task) string {
	if t.decl.Name != nil {
		return t.decl.Name.Text()
	}
	switch a := t.decl.Action.(type) {
	case *grammar.Func:
		if t.call != nil {
			return t.call.key()
		}
		return a.Name.String()
	case *grammar.Command:
		return commandName(a)
	case *grammar.Code:
		c.unnamed(t, "code")
	case *grammar.Notify:
		c.unnamed(t, "notify")
	case *grammar.Do:
		c.unnamed(t, "do")
	}
	return ""
}

func (c *checker) unnamed(t *task, action string) {
	d := c.diags.Errorf(diag.UnnamedTask, wordSpan(t.decl.Span(), "task"),
		"a task with %s has to have a name", action)
	d.Help = "write it behind task, such as `task hello`; " +
		"only function and command tasks name themselves"
}

// commandName returns the command line. The words of a list are joined by spaces.
func commandName(a *grammar.Command) string {
	if a.Line != nil {
		return a.Line.Value()
	}
	var words []string
	for _, item := range a.List.Items {
		if t, ok := item.(*grammar.Text); ok {
			words = append(words, t.Value())
		}
	}
	return strings.Join(words, " ")
}
