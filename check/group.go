package check

import (
	"cmp"
	"sort"
	"strings"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// A group is a declared group.
type group struct {
	decl    *grammar.Group
	outer   *group
	prefix  string // of the names of its tasks, with the dots
	lowered bool
	// start is the condition, joined with those of the outer groups, or nil. attrs are the
	// attributes that this group has itself.
	start rocket.Condition
	own   *written // the condition that is written at this group, or nil
	attrs []attribute
	tasks []*task // in the group, and in the groups in it; see judgeDefaults
}

// declareGroup enters a group, the groups in it, and their tasks. The tasks of a group
// without a name are called as if they stood around it.
func (c *checker) declareGroup(f *grammar.File, d *grammar.Group, outer *group) {
	g := &group{decl: d, outer: outer}
	if outer != nil {
		g.prefix = outer.prefix
	}
	if d.Name != nil {
		g.prefix += d.Name.Text() + "."
	}
	file := d.Span().File
	c.groups[file] = append(c.groups[file], g)
	if d.Name != nil {
		c.groupOrder = append(c.groupOrder, g)
	}
	for _, m := range d.Members {
		switch m := m.(type) {
		case *grammar.Group:
			c.declareGroup(f, m, g)
		case *grammar.Task:
			c.tasks = append(c.tasks, &task{decl: m, file: f, group: g})
		}
	}
}

// groupAt returns the innermost group around a place, or nil.
func (c *checker) groupAt(at diag.Span) *group {
	list := c.groups[at.File]
	i := sort.Search(len(list), func(i int) bool {
		return list[i].decl.Span().Start.Offset > at.Start.Offset
	})
	if i == 0 {
		return nil
	}
	g := list[i-1]
	for g != nil && g.decl.Span().End.Offset < at.End.Offset {
		g = g.outer
	}
	return g
}

// zone returns the name of the time zone of the group, or "" if it is the session's.
func (g *group) zone() string {
	for ; g != nil; g = g.outer {
		if name := zoneOf(g.decl.Attrs); name != "" {
			return name
		}
	}
	return ""
}

// zone returns the name of the time zone of the task, or "" if it is the session's.
func (t *task) zone() string { return cmp.Or(zoneOf(t.decl.Attrs), t.group.zone()) }

// zoneOf returns the name in the attribute timezone, or "".
func zoneOf(attrs []*grammar.Setting) string {
	if s := setting(attrs, "timezone"); s != nil {
		if name, ok := s.Value.(*grammar.Text); ok {
			return name.Value()
		}
	}
	return ""
}

// inZone returns a condition that is meant in a time zone; "" is the session's.
func inZone(zone string, cond rocket.Condition) rocket.Condition {
	if zone == "" || cond == nil {
		return cond
	}
	return stdconds.InZone{Zone: zone, Of: cond}
}

// both returns a condition that holds if two do, each in its zone.
func both(a, b rocket.Condition) rocket.Condition {
	first, ok := a.(stdconds.InZone)
	second, same := b.(stdconds.InZone)
	if ok && same && first.Zone == second.Zone {
		return stdconds.InZone{Zone: first.Zone, Of: allOf(first.Of, second.Of)}
	}
	return allOf(a, b)
}

// has reports whether a task is in the group, or in a group in it.
func (g *group) has(t *task) bool {
	for in := t.group; in != nil; in = in.outer {
		if in == g {
			return true
		}
	}
	return false
}

// lowerGroup lowers the condition and the attributes of a group and of the groups around
// it, each once.
func (c *checker) lowerGroup(g *group) {
	if g.lowered {
		return
	}
	g.lowered = true
	g.own = c.wholeCondition(g.decl.When)
	g.start = inZone(g.zone(), g.own.lowered())
	if g.outer != nil {
		c.lowerGroup(g.outer)
		g.start = both(g.outer.start, g.start)
	}
	for _, s := range c.distinct(g.decl.Attrs) {
		g.attrs = append(g.attrs, c.attribute(s))
	}
}

// planGroups enters the groups that have names into the plan.
func (c *checker) planGroups() {
	for _, g := range c.groupOrder {
		c.plan.Groups = append(c.plan.Groups, plan.Group{
			Name: strings.TrimSuffix(g.prefix, "."), Description: description(g.decl),
			Pos: position(g.decl.Span()), When: inZone(g.zone(), g.own.lowered()),
		})
	}
}
