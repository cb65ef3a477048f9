package plan

import (
	"strings"

	rocket "github.com/rocketc/rocketc/runtime"
)

// A Group is a group of tasks that has a name.
type Group struct {
	// Name is what the names of its tasks begin with, before a dot.
	Name string
	// Description is the comment above the declaration.
	Description string
	// Pos is where the group is declared.
	Pos rocket.Pos
	// When is the condition that is written at the group, or nil.
	When rocket.Condition
}

// Has reports whether a task is in the group.
func (g *Group) Has(task string) bool { return strings.HasPrefix(task, g.Name+".") }

// GroupOf returns the innermost group of a task, or nil.
func (p *Plan) GroupOf(task string) (inner *Group) {
	for i := range p.Groups {
		g := &p.Groups[i]
		if g.Has(task) && (inner == nil || len(g.Name) > len(inner.Name)) {
			inner = g
		}
	}
	return inner
}
