package check

import (
	"github.com/rocketc/rocketc/grammar"
	rocket "github.com/rocketc/rocketc/runtime"
)

// A start is a start condition, with what is known of it. A long schedule has few of them:
// tasks share a condition in which nothing is wrong if its text is the same and its words
// mean the same.
type start struct {
	of     *task    // for which it was lowered
	own    *written // the condition that is written at the task; nil: none
	cond   rocket.Condition
	pauses []pause // nil: not yet computed
	form   []alternative
	formed bool // form is computed
	quiet  bool // it was judged, and nothing was found
}

// A startKey says what a start condition means: by its text, by the file, whose imports its
// words name, by the group, whose tasks they name and whose condition joins it, and by the
// time zone.
type startKey struct {
	file  *grammar.File
	group *group
	zone  string
	text  string
}

// startOf returns the start of a task, which is lowered unless another task has the same.
func (c *checker) startOf(t *task) *start {
	key := startKey{file: t.file, group: t.group, zone: t.zone()}
	if t.decl.When != nil {
		key.text = t.file.Source(t.decl.When)
	}
	if known := c.starts[key]; known != nil {
		return known
	}
	found := len(c.diags)
	s := &start{of: t, own: c.wholeCondition(t.decl.When)}
	if len(c.diags) == found {
		c.starts[key] = s
	}
	return s
}

// ownStart gives a task a start that it does not share, so that findings stand at the
// condition of the task.
func (c *checker) ownStart(t *task) {
	if t.start.of != t && t.start.own != nil {
		t.start = &start{of: t, own: c.wholeCondition(t.decl.When), cond: t.start.cond}
	}
}

// startCondition returns the start condition of a task in its time zone, joined with those
// of its groups; nil if there is none. A task that starts with the session, or at its end,
// joins no group without a condition of its own.
func (t *task) startCondition() rocket.Condition {
	s := t.start
	if s.own == nil && (t.spec.OnStartup || t.spec.OnShutdown) {
		return nil
	}
	if s.cond == nil {
		cond := inZone(t.zone(), s.own.lowered())
		if t.group != nil {
			cond = both(t.group.start, cond)
		}
		s.cond = besideCalendar(cond)
	}
	return s.cond
}
