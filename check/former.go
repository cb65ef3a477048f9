package check

import (
	"slices"
	"strings"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/spelling"
)

// A former is a name that a task had before.
type former struct {
	name string
	task *task
	at   *grammar.Text // where the name, or that of a group, is written
}

// formerly checks the names. They take effect when all tasks have theirs; see takeOver.
func (c *checker) formerly(s *grammar.Setting) change {
	names := formerNames(s)
	if len(names) == 0 || slices.ContainsFunc(names, func(n *grammar.Text) bool {
		return n == nil || n.Value() == ""
	}) {
		c.wrongValue(s, "a former name between quotes").Help = `for example formerly "old"`
	}
	return func(*rocket.TaskSpec, *rocket.Command) {}
}

// formerNames returns the names of an attribute; one that is no text is nil.
func formerNames(s *grammar.Setting) (names []*grammar.Text) {
	items := []grammar.Arg{s.Value}
	if list, ok := s.Value.(*grammar.List); ok {
		items = list.Items
	}
	for _, item := range items {
		text, _ := item.(*grammar.Text)
		names = append(names, text)
	}
	return names
}

// takeOver gives a task the names that it had before: its own, which are whole, and those
// that it had by the former names of the groups around it.
func (c *checker) takeOver(t *task) {
	c.addFormers(t, t.decl.Attrs, func(name string) string { return name })
	for g := t.group; g != nil; g = g.outer {
		rest := strings.TrimPrefix(t.name, g.prefix)
		c.addFormers(t, g.decl.Attrs, func(name string) string { return name + "." + rest })
	}
}

func (c *checker) addFormers(t *task, attrs []*grammar.Setting, whole func(string) string) {
	for _, s := range attrs {
		if s.Key.Text != "formerly" {
			continue
		}
		for _, at := range formerNames(s) {
			if at == nil || at.Value() == "" {
				continue // it is reported
			}
			name := whole(at.Value())
			if !slices.Contains(t.spec.Formerly, name) {
				t.spec.Formerly = append(t.spec.Formerly, name)
				c.formers = append(c.formers, former{name, t, at})
			}
		}
	}
}

// checkFormers reports former names that a task has now, or that two tasks have had.
func (c *checker) checkFormers() {
	first := map[string]former{}
	for _, f := range c.formers {
		living, other := c.byName[f.name], first[f.name]
		switch {
		case living == f.task:
			d := c.diags.Errorf(diag.BadFormer, f.at.Span(), "%s is what the task is called now",
				spelling.Name(f.name))
			d.Help = "formerly names what it was called before"
		case living != nil:
			d := c.diags.Errorf(diag.BadFormer, f.at.Span(),
				"there is a task %s still: its history is its own", spelling.Name(f.name))
			d.Related = []diag.Related{{Span: living.nameSpan(), Msg: "this is the task"}}
			d.Help = "a history has one task: remove the other, or leave formerly out"
		case other.task != nil:
			d := c.diags.Errorf(diag.BadFormer, f.at.Span(),
				"%s cannot be taken over twice", spelling.Name(f.name))
			d.Related = []diag.Related{{Span: other.at.Span(), Msg: "task " +
				spelling.Name(other.task.name) + " takes it over"}}
		default:
			first[f.name] = f
		}
	}
}
