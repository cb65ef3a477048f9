package check

import (
	"github.com/rocketc/rocketc/grammar"
	rocket "github.com/rocketc/rocketc/runtime"
)

// A group is a declared group.
type group struct {
	decl    *grammar.Group
	outer   *group
	prefix  string // of the names of its tasks, with the dot
	lowered bool
	// start is the condition, joined with those of the outer groups, or nil. attrs are the
	// attributes that this group has itself.
	start rocket.Condition
	attrs []attribute
}

// declareGroup enters the tasks of a group and of the groups in it.
func (c *checker) declareGroup(d *grammar.Group, outer *group) {
	g := &group{decl: d, outer: outer, prefix: d.Name.Text() + "."}
	if outer != nil {
		g.prefix = outer.prefix + g.prefix
	}
	for _, m := range d.Members {
		switch m := m.(type) {
		case *grammar.Group:
			c.declareGroup(m, g)
		case *grammar.Task:
			c.tasks = append(c.tasks, &task{decl: m, group: g})
		}
	}
}

// lowerGroup lowers the condition and the attributes of a group and of the groups around
// it, each once.
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
	for _, s := range c.distinct(g.decl.Attrs) {
		g.attrs = append(g.attrs, c.attribute(s))
	}
}
