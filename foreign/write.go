package foreign

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rocketc/rocketc/format"
	"github.com/rocketc/rocketc/spelling"
)

// Write returns the import as a schedule in its layout, gives notes their numbers and jobs the
// names of their tasks.
func (m *Import) Write() string {
	text := m.write()
	if laid, err := format.Source("import.rkt", []byte(text)); err == nil {
		return string(laid)
	}
	return text // the checker says what is wrong
}

// write returns the import as a schedule, without columns.
func (m *Import) write() string {
	m.name()
	l := m.lay()
	w := &writer{number: new(int)}
	w.comments(m.Head)
	for i := range m.Notes {
		w.note(&m.Notes[i])
	}
	w.gap()
	w.block("config", l.config, l.env)
	for _, g := range l.groups {
		w.group(g)
	}
	if len(m.Tail) > 0 {
		w.gap()
		w.comments(m.Tail)
	}
	return w.text()
}

// name gives the jobs names that nobody else of their group has.
func (m *Import) name() {
	names := map[string]namer{}
	taken := namer{}
	for _, j := range m.Jobs {
		if j.Group != "" {
			taken[j.Group] = true
		}
	}
	for _, j := range m.Jobs {
		if names[j.Group] == nil {
			names[j.Group] = namer{}
		}
		n := names[j.Group]
		if j.Group == "" {
			n = taken
		}
		j.written = n.unique(Name(j.Name))
	}
}

// A layout is what stands where.
type layout struct {
	config []Attribute
	env    []Variable
	groups []group
}

// A group is the jobs of one group, with what they share.
type group struct {
	name       string
	attributes []Attribute
	env        []Variable
	jobs       []job
}

// A job is what is left to a task.
type job struct {
	*Job
	attributes []Attribute
	env        []Variable
}

// ofConfig are the attributes that config has, too.
var ofConfig = []string{"timeout", "multilaunch", "overlap", "timezone", "catch_up", "spread",
	"dir", "shell", "user"}

// always are the attributes that stand in config also if there is one job.
var always = []string{"timeout", "multilaunch", "timezone"}

// lay puts what jobs share where they share it.
func (m *Import) lay() layout {
	l := layout{config: slices.Clone(m.Config)}
	for _, j := range m.Jobs {
		i := slices.IndexFunc(l.groups, func(g group) bool { return g.name == j.Group })
		if i < 0 {
			i = len(l.groups)
			l.groups = append(l.groups, group{name: j.Group})
		}
		l.groups[i].jobs = append(l.groups[i].jobs, job{j,
			latest(j.Attributes, func(a Attribute) string { return a.Key }),
			latest(j.Env, func(v Variable) string { return v.Name })})
	}
	all := l.jobs()
	for _, a := range m.Config {
		drop(all, a)
	}
	for _, a := range shared(all) {
		given := slices.ContainsFunc(m.Config, func(b Attribute) bool { return b.Key == a.Key })
		if !given && slices.Contains(ofConfig, a.Key) &&
			(len(all) > 1 || slices.Contains(always, a.Key)) {
			l.config = append(l.config, a)
			drop(all, a)
		}
	}
	if len(all) > 1 {
		l.env = sharedEnv(all)
	}
	for i := range l.groups {
		if l.groups[i].name != "" {
			l.groups[i].share()
		}
	}
	return l
}

// latest returns attributes, or variables, without those that a later one of the same name
// replaces.
func latest[T any](all []T, name func(T) string) (list []T) {
	for i, one := range all {
		same := func(other T) bool { return name(other) == name(one) }
		if !slices.ContainsFunc(all[i+1:], same) {
			list = append(list, one)
		}
	}
	return list
}

// share puts what the jobs of a group share at the group.
func (g *group) share() {
	of := pointers(g.jobs)
	for _, a := range shared(of) {
		if a.Key != "disabled" && !strings.HasPrefix(a.Key, "on_") {
			g.attributes = append(g.attributes, a)
			drop(of, a)
		}
	}
	g.env = sharedEnv(of)
}

func pointers(jobs []job) (list []*job) {
	for i := range jobs {
		list = append(list, &jobs[i])
	}
	return list
}

func (l *layout) jobs() (list []*job) {
	for i := range l.groups {
		list = append(list, pointers(l.groups[i].jobs)...)
	}
	return list
}

// shared returns the attributes that are shared: of each key that all jobs have, the value that
// most of them have. The others go before it.
func shared(jobs []*job) (list []Attribute) {
	if len(jobs) == 0 {
		return nil
	}
	for _, first := range jobs[0].attributes {
		counts := map[Attribute]int{}
		most, all := first, 0
		for _, j := range jobs {
			for _, a := range j.attributes {
				if a.Key != first.Key {
					continue
				}
				all++
				if counts[a]++; counts[a] > counts[most] {
					most = a
				}
			}
		}
		if all == len(jobs) && (counts[most] > 1 || all == 1) {
			list = append(list, most)
		}
	}
	return list
}

func drop(jobs []*job, a Attribute) {
	for _, j := range jobs {
		j.attributes = slices.DeleteFunc(j.attributes, func(b Attribute) bool { return a == b })
	}
}

// sharedEnv takes the variables that all jobs have out of them, and returns these.
func sharedEnv(jobs []*job) (list []Variable) {
	if len(jobs) == 0 {
		return nil
	}
	for _, v := range slices.Clone(jobs[0].env) {
		if slices.ContainsFunc(jobs, func(j *job) bool { return !slices.Contains(j.env, v) }) {
			continue
		}
		list = append(list, v)
		for _, j := range jobs {
			j.env = slices.DeleteFunc(j.env, func(b Variable) bool { return v == b })
		}
	}
	return list
}

// A writer writes a schedule, line by line.
type writer struct {
	b      strings.Builder
	indent string
	number *int // of the latest note
	bare   bool // nothing stands since the begin of a block, or a blank line
}

func (w *writer) text() string { return strings.TrimRight(w.b.String(), "\n") + "\n" }

func (w *writer) line(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if text != "" {
		text = w.indent + text
	}
	w.b.WriteString(text + "\n")
	w.bare = false
}

// gap writes a blank line, unless there is one.
func (w *writer) gap() {
	if w.b.Len() > 0 && !w.bare {
		w.b.WriteString("\n")
	}
	w.bare = true
}

// comments writes lines of comments; an empty one is a blank line.
func (w *writer) comments(lines []string) {
	for _, text := range lines {
		if text = comment(text); text == "" {
			w.gap()
			continue
		}
		w.comment(text)
	}
}

func (w *writer) comment(text string) {
	if text = comment(text); text == "" {
		w.line("#")
		return
	}
	w.line("%s", "# "+text)
}

// note writes a note, with its number, and notes that.
func (w *writer) note(n *Note) {
	*w.number++
	n.Number = *w.number
	for i, line := range wrapped(fmt.Sprintf("note %d: %s", n.Number, n.Text), 90) {
		if i > 0 {
			line = "    " + line
		}
		w.comment(line)
	}
}

// wrapped breaks a text into lines of some length.
func wrapped(text string, width int) (lines []string) {
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && len(line)+1+len(word) > width {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}

// block writes a block of attributes, if it has any.
func (w *writer) block(head string, attributes []Attribute, env []Variable) {
	if len(attributes)+len(env) == 0 {
		return
	}
	w.line("%s {", head)
	w.settings(attributes, env)
	w.line("}")
}

// settings writes attributes and variables.
func (w *writer) settings(attributes []Attribute, env []Variable) {
	w.indent += "    "
	for _, a := range attributes {
		w.line("%s", strings.TrimSpace(a.Key+" "+a.Value))
	}
	if len(env) == 1 {
		w.line("env { %s %s }", spelling.Key(env[0].Name), Quote(env[0].Value))
	} else if len(env) > 1 {
		w.line("env {")
		for _, v := range env {
			w.line("    %s %s", spelling.Key(v.Name), Quote(v.Value))
		}
		w.line("}")
	}
	w.indent = w.indent[4:]
}

func (w *writer) group(g group) {
	if g.name == "" {
		for _, j := range g.jobs {
			w.task(j)
		}
		return
	}
	w.gap()
	w.line("group %s {", quotedName(g.name))
	w.bare = true
	if len(g.attributes)+len(g.env) > 0 {
		w.settings(g.attributes, g.env)
	}
	w.indent = "    "
	for _, j := range g.jobs {
		w.task(j)
	}
	w.indent = ""
	w.line("}")
}

// task writes a job: the comments of the source, its lines, the notes, the task.
func (w *writer) task(j job) {
	w.gap()
	w.comments(j.Comments)
	for _, line := range j.Source {
		w.comment(line)
	}
	for i := range j.Notes {
		w.note(&j.Notes[i])
	}
	head := "task " + quotedName(j.written)
	if when := j.condition(); when != "" {
		head += " when " + when
	}
	key, value, _ := strings.Cut(j.Action, " ")
	attributes := append([]Attribute{{key, value}}, j.attributes...)
	w.block(head, attributes, j.env)
}

// condition returns the start condition, with the jobs that come before.
func (j job) condition() string {
	if len(j.After) == 0 {
		return j.When
	}
	var names []string
	for _, before := range j.After {
		names = append(names, spelling.Name(before.Task()))
	}
	after := "after " + strings.Join(names, ", ")
	if j.When == "" {
		return after
	}
	return j.When + " & " + after
}
