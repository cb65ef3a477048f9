package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/rocketc/rocketc/control"
	rocket "github.com/rocketc/rocketc/runtime"
)

// tasksShown is how many tasks a page shows.
const tasksShown = 100

// A tasksPage shows the tasks.
type tasksPage struct {
	Filter, State string
	States        []string
	Tasks         []control.Task
	pager
}

// taskStates are the states that the tasks can be filtered by.
var taskStates = []string{"running", "waiting", "held", "disabled", "idle", "failing"}

// tasks shows the tasks: those whose names have a text, and that are in a state.
func (d *desk) tasks(w http.ResponseWriter, r *http.Request) {
	p := tasksPage{States: taskStates}
	p.Filter, p.State = r.FormValue("q"), r.FormValue("state")
	if !slices.Contains(taskStates, p.State) {
		p.State = ""
	}
	names := named(d.session, p.Filter)
	if p.State != "" {
		names = d.inState(names, p.State)
	}
	p.pager = paged(r.URL, len(names), tasksShown)
	var err error
	if p.Tasks, err = d.listed(r, names[p.from:p.to]); err != nil {
		d.trouble(w, r, http.StatusInternalServerError, err)
		return
	}
	d.page(w, r, "tasks.html", "Tasks", p)
}

// inState returns those tasks that are in a state.
func (d *desk) inState(names []string, state string) (found []string) {
	waiting := map[string]bool{}
	now := d.session.Overview()
	for _, w := range now.Waiting {
		waiting[w.Task] = w.Obstacle != "held" && w.Obstacle != "disabled"
	}
	live := control.LiveByTask(now.Live)
	isNamed := map[string]bool{}
	for _, name := range names {
		isNamed[name] = true
	}
	for _, t := range d.session.Tasks() {
		if !isNamed[t.Name()] {
			continue
		}
		s, err := t.State()
		away := control.WaitForWorkers(live[t.Name()])
		if err == nil && isIn(s, waiting[t.Name()], away, state) {
			found = append(found, t.Name())
		}
	}
	return found
}

// isIn reports whether a task is in a state, as a list has it: it waits, or its runs wait for
// workers.
func isIn(s rocket.TaskState, waits, away bool, state string) bool {
	switch {
	case state == "failing":
		return s.Failures > 0
	case away:
		return state == "waiting"
	case len(s.Live) > 0:
		return state == "running"
	case s.Hold != nil:
		return state == "held"
	case !s.Enabled:
		return state == "disabled"
	case waits:
		return state == "waiting"
	}
	return state == "idle"
}

// named returns the names of the tasks that have a text in them, upper or lower case, in the
// order of the session.
func named(s *rocket.Session, text string) (names []string) {
	text = strings.ToLower(text)
	for _, t := range s.Tasks() {
		if strings.Contains(strings.ToLower(t.Name()), text) {
			names = append(names, t.Name())
		}
	}
	return names
}

// listed returns tasks as `list` has them.
func (d *desk) listed(r *http.Request, names []string) ([]control.Task, error) {
	if len(names) == 0 {
		return nil, nil
	}
	request := control.Request{Do: "list", Tasks: names}
	if len(names) == d.session.Stats().Tasks {
		request.Tasks = nil // all
	}
	list, err := all[control.Task](r.Context(), d, request)
	zone := d.session.Location()
	for i := range list {
		t := &list[i]
		t.Start, t.End, t.Next = t.Start.In(zone), t.End.In(zone), t.Next.In(zone)
	}
	return list, err
}

// A groupCount is a group with how many tasks are in it.
type groupCount struct {
	Name  string // with the dot at its end; empty: the tasks without a group
	Tasks int
}

// groupOf returns the group of a task: its name up to the last dot, or nothing.
func groupOf(task string) string { return task[:strings.LastIndex(task, ".")+1] }

// groupsOf returns the groups of tasks, the largest first.
func groupsOf(names []string) (groups []groupCount) {
	count := map[string]int{}
	for _, name := range names {
		count[groupOf(name)]++
	}
	for name, n := range count {
		groups = append(groups, groupCount{name, n})
	}
	slices.SortFunc(groups, func(a, b groupCount) int {
		return cmp.Or(b.Tasks-a.Tasks, strings.Compare(a.Name, b.Name))
	})
	return groups
}
