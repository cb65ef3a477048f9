package rocket

import (
	"slices"
	"strings"
	"time"
)

// A Group is what has happened to several tasks, as far as conditions such as `after any
// task failed` can see: the latest event of each kind. It costs with what happens, however
// many tasks there are.
//
// Not counted are the tasks that a condition on a group starts, itself or through a chain of
// conditions that wait for other tasks, so that an alert does not start itself; and of the
// failures of a check all but the first of a row.
type Group struct {
	source
	key   groupKey
	made  bool // it has what the histories have
	last  [kinds]time.Time
	wrong time.Time
}

// A groupKey tells the groups of a session apart.
type groupKey struct {
	prefix string // of the names of the tasks; empty: all tasks
	but    string // the task that is left out; empty: none
}

// A Following says for which events a condition waits.
type Following struct {
	// Tasks are the names of the tasks; if Group is set, the beginning of the names is
	// Prefix instead.
	Tasks  []string
	Group  bool
	Prefix string
	// Did is the set of events. Wrong adds the ends by a timeout.
	Did   Event
	Wrong bool
}

// A Follower is a condition that holds because of what other tasks have done.
type Follower interface {
	Condition
	// Follows returns what the other tasks are, and what they have to do.
	Follows() Following
}

// A Negation is a composite that holds if its part does not.
type Negation interface {
	Composite
	// Negates does nothing; that there is such a method says it.
	Negates()
}

// Last returns the instant of the latest of the events in set, or the zero time.
func (g *Group) Last(set Event) (latest time.Time) {
	for i, at := range g.last {
		if set&(1<<i) != 0 {
			latest = later(latest, at)
		}
	}
	return latest
}

// LastWrong is [History.LastWrong] for all tasks of the group.
func (g *Group) LastWrong() time.Time { return g.wrong }

// Group returns what has happened to the tasks whose names begin with a prefix, such as
// "nightly."; empty: to all tasks.
func (o *Observation) Group(prefix string) (g *Group) {
	o.look(func() {
		key := groupKey{prefix: prefix}
		if o.task != nil {
			key.but = o.task.name
		}
		g = o.facts.group(key)
		o.read(&g.source, AnyEvent)
		if o.beside != nil {
			copied := *g
			copied.source = source{}
			g = &copied
		}
	})
	if o.log == nil {
		return g
	}
	if o.readLog(); o.err != nil {
		return g
	}
	o.look(func() { o.logFacts.outside, o.logFacts.checks = o.facts.outside, o.facts.checks })
	return o.logFacts.group(g.key)
}

// group returns a group, made of the histories if it is new.
func (f *Facts) group(key groupKey) *Group {
	if f.outside == nil && f.regroup != nil {
		f.regroup()
	}
	if f.outside != nil && f.outside[key.but] {
		key.but = "" // nobody counts it
	}
	g := f.groups[key]
	if g == nil {
		g = &Group{key: key}
		if f.groups == nil {
			f.groups = map[groupKey]*Group{}
		}
		f.groups[key] = g
	}
	if !g.made {
		g.made, g.last, g.wrong = true, [kinds]time.Time{}, time.Time{}
		for name, h := range f.tasks {
			if h.known != nil && f.counts(g, name) {
				g.take(h.known, f.checks[name])
			}
		}
	}
	return g
}

// remake has the groups made of the histories again.
func (f *Facts) remake() {
	for _, g := range f.groups {
		g.made = false
	}
}

// counts reports whether the events of a task are those of a group.
func (f *Facts) counts(g *Group, task string) bool {
	return strings.HasPrefix(task, g.key.prefix) && task != g.key.but && !f.outside[task]
}

// take adds what has happened to a task.
func (g *Group) take(p *past, check bool) {
	for i, at := range p.last {
		if check && (1<<i)&(Failed|Terminated) != 0 && at.After(p.struck) {
			at = p.struck
		}
		g.last[i] = later(g.last[i], at)
	}
	wrong := p.wrong()
	if check && wrong.After(p.struck) {
		wrong = later(p.struck, later(p.last[crashedKind], p.last[missedKind]))
	}
	g.wrong = later(g.wrong, wrong)
}

// tell enters an event of a task, which its history has already, into the groups that count
// it, and calls changed with each.
func (f *Facts) tell(h *History, r *Record, changed func(*Group)) {
	for _, g := range f.groups {
		if g.made && (!f.counts(g, r.Task) || f.repeats(h, r)) {
			continue
		}
		at := r.at()
		for i := range kinds {
			if r.Event == 1<<i {
				g.last[i] = later(g.last[i], at)
			}
		}
		if r.WentWrong() {
			g.wrong = later(g.wrong, at)
		}
		if changed != nil {
			changed(g)
		}
	}
}

// repeats reports whether a record is a failure of a check that is not the first of a row.
func (f *Facts) repeats(h *History, r *Record) bool {
	return r.failed() && f.checks[r.Task] && h.past().failures > 1
}

// regroup finds out which tasks no group counts, and which are checks.
func (s *Session) regroup() {
	f := s.facts
	f.outside, f.checks = map[string]bool{}, map[string]bool{}
	f.waiters, f.alert = map[string][]*task{}, nil
	var queue []*task
	for _, t := range s.order {
		if t.Check {
			f.checks[t.Name] = true
		}
		for _, following := range t.when.follows {
			if following.Group && (len(queue) == 0 || queue[len(queue)-1] != t) {
				queue = append(queue, t)
			}
			for _, name := range following.Tasks {
				if known := f.waiters[name]; len(known) == 0 || known[len(known)-1] != t {
					f.waiters[name] = append(known, t)
				}
			}
		}
	}
	f.alert = slices.Clone(queue)
	for len(queue) > 0 {
		name := queue[0].Name
		if queue = queue[1:]; !f.outside[name] {
			f.outside[name] = true
			queue = append(queue, f.waiters[name]...)
		}
	}
}

// regrouped notes that a task comes, goes or changes, if that may decide which tasks the
// groups count.
func (s *Session) regrouped(t *task) {
	if len(t.when.follows) > 0 || t.Check {
		s.facts.outside = nil
		s.facts.remake()
	}
}
