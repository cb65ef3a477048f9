package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/rocketc/rocketc/control"
	rocket "github.com/rocketc/rocketc/runtime"
)

// The limits of the page: a picture has so many tasks and groups, and a list so many lines.
const (
	graphNodes = 120
	groupsSeen = 200
	nearSteps  = 4 // between the task that is asked for and others in its picture
)

// A graphPage shows who waits for whom.
type graphPage struct {
	Task, Group string // what is asked for; empty: all
	Drawing     *drawing
	Nodes       int // how many there are: those that wait, and for whom others wait
	Tasks       int
	Groups      []groupCount
	MoreGroups  int
	Waits       []waitLine
}

// A waitLine says for whom a task waits.
type waitLine struct {
	Task string
	On   []waits
}

// A web of tasks and groups has an edge from each to what waits for it.
type web struct {
	names []string // of tasks, and of groups as the language writes them
	index map[string]int
	edges []edge
	group map[int]bool
	lines []waitLine
}

// An edge leads from what is waited for to what waits.
type edge struct {
	from, to int
	What     string
	Wrong    bool
}

// webOf returns the web of the tasks of a session. tasks is how many it has.
func webOf(s *rocket.Session) (w *web, tasks []string) {
	w = &web{index: map[string]int{}, group: map[int]bool{}}
	for _, t := range s.Tasks() {
		spec, err := t.Spec()
		if err != nil {
			continue // it was removed meanwhile
		}
		tasks = append(tasks, t.Name())
		on := waitsOf(spec.When)
		if len(on) == 0 {
			continue
		}
		w.lines = append(w.lines, waitLine{t.Name(), on})
		for _, wait := range on {
			from := w.node(wait.Name())
			w.group[from] = wait.Group
			w.edges = append(w.edges, edge{from, w.node(t.Name()), wait.What, wait.Wrong})
		}
	}
	return w, tasks
}

// node returns the number of a task or group.
func (w *web) node(name string) int {
	i, is := w.index[name]
	if !is {
		i = len(w.names)
		w.index[name] = i
		w.names = append(w.names, name)
	}
	return i
}

// near returns the tasks that a task waits for, and that wait for it, also through others.
func (w *web) near(task string) map[int]bool {
	found := map[int]bool{}
	start, is := w.index[task]
	if !is {
		return found
	}
	found[start] = true
	for _, back := range []bool{true, false} {
		last := []int{start}
		for step := 0; step < nearSteps && len(last) > 0; step++ {
			var next []int
			for _, e := range w.edges {
				at, other := e.from, e.to
				if back {
					at, other = e.to, e.from
				}
				if slices.Contains(last, at) && !found[other] && len(found) < graphNodes {
					found[other] = true
					next = append(next, other)
				}
			}
			last = next
		}
	}
	return found
}

// of returns the tasks of a group, with those for whom they wait, and that wait for them.
func (w *web) of(group string) map[int]bool {
	inside, found := map[int]bool{}, map[int]bool{}
	for i, name := range w.names {
		inside[i] = strings.HasPrefix(name, group)
		found[i] = inside[i]
	}
	for _, e := range w.edges {
		if inside[e.from] || inside[e.to] {
			found[e.from], found[e.to] = true, true
		}
	}
	for i := range w.names {
		if !found[i] {
			delete(found, i)
		}
	}
	return found
}

// graph shows who waits for whom.
func (d *desk) graph(w http.ResponseWriter, r *http.Request) {
	p := graphPage{Task: r.FormValue("task"), Group: r.FormValue("group")}
	web, tasks := webOf(d.session)
	p.Nodes, p.Tasks = len(web.names), len(tasks)
	p.Groups = groupsOf(tasks)
	p.MoreGroups = max(0, len(p.Groups)-groupsSeen)
	p.Groups = p.Groups[:len(p.Groups)-p.MoreGroups]
	var shown map[int]bool
	if p.Task != "" {
		shown = web.near(p.Task)
	} else {
		shown = web.of(p.Group)
	}
	if len(shown) > 0 && len(shown) <= graphNodes {
		p.Drawing = web.draw(shown)
		if err := d.color(r, p.Drawing); err != nil {
			d.trouble(w, r, http.StatusInternalServerError, err)
			return
		}
		for _, line := range web.lines {
			if shown[web.index[line.Task]] {
				p.Waits = append(p.Waits, line)
			}
		}
	}
	d.page(w, r, "graph.html", "Graph", p)
}

// color fills in what the tasks of a drawing are.
func (d *desk) color(r *http.Request, g *drawing) error {
	var names []string
	for _, n := range g.Nodes {
		if n.Task && d.session.Task(n.Name) != nil {
			names = append(names, n.Name)
		}
	}
	list, err := d.listed(r, names)
	states := map[string]control.Task{}
	for _, t := range list {
		states[t.Task] = t
	}
	for i := range g.Nodes {
		n := &g.Nodes[i]
		t, is := states[n.Name]
		switch {
		case !is:
		case t.State == "idle":
			n.State = t.Outcome
		case t.State == "running":
			n.State = "run"
		default:
			n.State = t.State
		}
		if n.Title = n.Name; is {
			n.Title += ": " + t.State
			if t.Outcome != "" {
				n.Title += ", latest " + t.Outcome
			}
		}
	}
	return err
}
