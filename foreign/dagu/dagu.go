// Package dagu imports DAGs of Dagu: a group for each, whose first steps start by its schedule,
// and the others after those that they depend on.
package dagu

import (
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rocketc/rocketc/foreign"
	"github.com/rocketc/rocketc/foreign/cron"
	"github.com/rocketc/rocketc/foreign/yaml"
)

// Looks reports whether a file is a DAG.
func Looks(name string, text []byte) bool {
	if !yaml.IsFile(name) {
		return false
	}
	documents, _ := yaml.Documents(foreign.File{Name: name, Text: text})
	return len(documents) > 0 && documents[0].Get("steps").Is() &&
		!documents[0].Get("jobs").Is() && !documents[0].Get("kind").Is()
}

// Read reads DAGs.
func Read(files []foreign.File, o foreign.Options) *foreign.Import {
	m := foreign.New("Dagu", foreign.Endless)
	for _, f := range files {
		yaml.Each(m, f, func(d yaml.Node) {
			r := &reader{out: m, dag: d, zone: o.Zone, file: f.Name, several: len(files) > 1}
			r.read()
		})
	}
	return m
}

// A reader reads a DAG.
type reader struct {
	out     *foreign.Import
	dag     yaml.Node
	zone    *time.Location
	file    string
	several bool // there are other files

	when   string
	rules  foreign.Union
	shared []foreign.Attribute
	notes  []foreign.Note
	steps  []*foreign.Job
	nodes  []yaml.Node // of the steps
	names  map[string]*foreign.Job
}

func (r *reader) read() {
	if !r.dag.Get("steps").Is() {
		return
	}
	r.schedule()
	r.settings()
	r.names = map[string]*foreign.Job{}
	list := r.stepList()
	for _, step := range list {
		r.step(step, list)
	}
	for i, j := range r.steps {
		r.depends(j, i)
	}
	for _, j := range r.steps {
		if len(j.After) == 0 {
			j.When = r.when
		}
		switch len(r.rules) { // a run of the DAG runs each step once
		case 0:
		case 1:
			j.Rules = r.rules[0]
		default:
			j.Rules = r.rules
		}
	}
	if len(r.steps) == 0 {
		r.out.Notes = append(r.out.Notes, r.notes...)
		return
	}
	first := r.steps[0]
	first.Comments = append(r.comments(), first.Comments...)
	first.Source = append(r.source(), first.Source...)
	first.Notes = append(r.notes, first.Notes...)
	r.out.Jobs = append(r.out.Jobs, r.steps...)
}

// comments returns the description of the DAG, and the comments above its keys.
func (r *reader) comments() (list []string) {
	for k := range r.dag.Pairs() {
		list = append(list, k.Comments()...)
	}
	if text := r.dag.Get("description").Text(); text != "" {
		list = append(list, strings.Split(strings.TrimSpace(text), "\n")...)
	}
	return list
}

// source returns the lines of the schedule.
func (r *reader) source() (list []string) {
	for k, v := range r.dag.Pairs() {
		if k.Text() != "schedule" {
			continue
		}
		for _, part := range v.List() {
			if part.IsMap() {
				for key, value := range part.Pairs() {
					for _, line := range value.List() {
						list = append(list, yaml.Line("schedule "+key.Text(), line))
					}
				}
				continue
			}
			list = append(list, yaml.Line("schedule", part))
		}
	}
	return list
}

func (r *reader) note(at foreign.Place, text string) {
	r.notes = append(r.notes, foreign.Note{Place: at, Text: text})
}

// schedule reads the schedule: an expression, a list, or a map of start, stop and restart.
func (r *reader) schedule() {
	s := r.dag.Get("schedule")
	if s.IsMap() {
		for k, v := range s.Pairs() {
			if k.Text() != "start" {
				r.note(k.Place(), "schedule "+k.Text()+" does not carry over: a task is stopped "+
					"by its until, or by its timeout")
				continue
			}
			s = v
		}
		if s.IsMap() {
			s = s.Get("start")
		}
	}
	var ways []string
	for _, part := range s.List() {
		if part.IsMap() {
			part = part.Get("cron")
		}
		if way := r.expression(part); way != "" && !slices.Contains(ways, way) {
			ways = append(ways, way)
		}
	}
	r.when = foreign.EitherOf(ways)
}

// expression reads an expression of cron, perhaps with a zone.
func (r *reader) expression(n yaml.Node) string {
	text, zone := n.Text(), r.zone
	if text == "" {
		return ""
	}
	for _, prefix := range []string{"CRON_TZ=", "TZ="} {
		rest, is := strings.CutPrefix(text, prefix)
		if !is {
			continue
		}
		var name string
		name, text, _ = strings.Cut(rest, " ")
		loaded, err := time.LoadLocation(name)
		if err != nil || name == "" || name == "Local" || !r.addZone(name) {
			r.note(n.Place(), "the time zone of "+n.Text()+" is not known, or not that of the "+
				"lines before it; it starts nothing here")
			return ""
		}
		zone = loaded
	}
	x, err := cron.Parse(text, cron.Robfig)
	if err == nil && !x.Happens() {
		err = &cron.Error{Msg: "the date never comes"}
	}
	if err != nil {
		r.note(n.Place(), "schedule "+n.Text()+": "+err.Error()+"; it starts nothing here")
		return ""
	}
	r.rules = append(r.rules, x.Rules(zone))
	return x.Condition()
}

// addZone gives the steps a zone, if they have no other.
func (r *reader) addZone(name string) bool {
	value := foreign.Quote(name)
	for _, a := range r.shared {
		if a.Key == "timezone" {
			return a.Value == value
		}
	}
	if len(r.rules) > 0 {
		return false
	}
	r.shared = append(r.shared, foreign.Attribute{Key: "timezone", Value: value})
	return true
}

// keys are those of a DAG that are carried over, or need not be.
var keys = strings.Fields(`name description group tags labels steps schedule env params dotenv
	logDir histRetentionDays maxActiveRuns maxActiveSteps delaySec overlap_policy overlapPolicy
	catchup_window catchupWindow timeoutSec timeout_sec type shell workingDir working_dir`)

// settings reads what all steps share.
func (r *reader) settings() {
	for k, v := range r.dag.Pairs() {
		switch k.Text() {
		case "timeoutSec", "timeout_sec":
			if n, err := strconv.Atoi(v.Text()); err == nil && n > 0 {
				r.add("timeout", foreign.Duration(time.Duration(n)*time.Second))
			}
		case "workingDir", "working_dir":
			if strings.HasPrefix(v.Text(), "/") {
				r.add("dir", foreign.Quote(v.Text()))
			}
		case "overlap_policy", "overlapPolicy":
			r.overlap(v)
		case "catchup_window", "catchupWindow":
			r.catchUp(v)
		case "params":
			r.note(k.Place(), "params are not read: a task has session parameters, and env")
		default:
			if !slices.Contains(keys, k.Text()) {
				r.note(k.Place(), k.Text()+" does not carry over")
			}
		}
	}
}

func (r *reader) add(key, value string) {
	r.shared = append(r.shared, foreign.Attribute{Key: key, Value: value})
}

func (r *reader) overlap(v yaml.Node) {
	switch v.Text() {
	case "", "skip":
	case "all", "latest":
		r.add("overlap", "wait")
		if v.Text() == "all" {
			r.note(v.Place(), "overlap_policy: all keeps each start; overlap wait keeps the "+
				"newest one")
		}
	default:
		r.note(v.Place(), "overlap_policy: "+v.Text()+" is not known")
	}
}

func (r *reader) catchUp(v yaml.Node) {
	d, err := time.ParseDuration(v.Text())
	if err != nil || d <= 0 || len(r.rules) != 1 {
		r.note(v.Place(), "catchup_window: "+v.Text()+" does not carry over")
		return
	}
	if shortest, _ := foreign.Gaps(r.rules[0]); shortest <= time.Hour {
		r.note(v.Place(), "catchup_window does not carry over to a task that starts so often")
		return
	}
	r.note(v.Place(), "Dagu makes up for all starts within "+v.Text()+"; catch_up makes up for "+
		"the newest one")
	r.add("catch_up", foreign.Duration(d))
}

// stepList returns the steps: those of a list, or of a map by their names.
func (r *reader) stepList() (list []namedStep) {
	steps := r.dag.Get("steps")
	if steps.IsMap() {
		for k, v := range steps.Pairs() {
			list = append(list, namedStep{k.Text(), v, k.Comments()})
		}
		return list
	}
	for _, s := range steps.List() {
		var comments []string
		for k := range s.Pairs() {
			comments = append(comments, k.Comments()...)
		}
		list = append(list, namedStep{s.Get("name").Text(), s, comments})
	}
	return list
}

// A namedStep is a step of a DAG.
type namedStep struct {
	name     string
	node     yaml.Node
	comments []string
}

// step makes a job of a step.
func (r *reader) step(s namedStep, all []namedStep) {
	j := &foreign.Job{Place: s.node.Place(), Name: s.name, Comments: s.comments,
		Attributes: slices.Clone(r.shared)}
	dag := r.dag.Get("name").Text()
	if dag == "" {
		dag = strings.TrimSuffix(path.Base(r.file), path.Ext(r.file))
	}
	if len(all) > 1 || r.several {
		j.Group = foreign.Name(dag)
	}
	line := r.command(j, s)
	if line == "" {
		j.Note(j.Place, "the step %s runs no command; it is no task here", s.name)
		r.notes = append(r.notes, j.Notes...)
		return
	}
	if j.Name == "" {
		if j.Name = foreign.CommandName(line); len(all) == 1 && !r.several {
			j.Name = dag
		}
	}
	j.Action = "command " + foreign.Quote(line)
	j.Source = append(j.Source, strings.Split("command: "+strings.TrimSpace(line), "\n")...)
	r.retry(j, s)
	r.environment(j, r.dag.Get("env"))
	r.environment(j, s.node.Get("env"))
	r.names[s.name] = j
	if id := s.node.Get("id").Text(); id != "" {
		r.names[id] = j
	}
	r.steps, r.nodes = append(r.steps, j), append(r.nodes, s.node)
}

// command returns what a step runs, as a line of the shell.
func (r *reader) command(j *foreign.Job, s namedStep) string {
	if s.node.Text() != "" {
		return s.node.Text()
	}
	for _, key := range []string{"dir", "workingDir", "working_dir"} {
		if dir := s.node.Get(key).Text(); strings.HasPrefix(dir, "/") {
			j.Add("dir", foreign.Quote(dir))
			break
		}
	}
	for k := range s.node.Pairs() {
		switch k.Text() {
		case "name", "id", "command", "script", "depends", "env", "dir", "workingDir",
			"working_dir", "description", "retryPolicy", "retry_policy", "args", "shell", "output":
		default:
			j.Note(k.Place(), "%s of the step does not carry over", k.Text())
		}
	}
	var lines []string
	for _, c := range s.node.Get("command").List() {
		if line := strings.TrimSpace(c.Text()); line != "" {
			lines = append(lines, line)
		}
	}
	for _, a := range s.node.Get("args").List() {
		lines = append(lines, a.Text())
	}
	text := strings.Join(lines, " ")
	script := strings.TrimRight(s.node.Get("script").Text(), "\n")
	if script != "" && text != "" {
		return foreign.WithInput(text, script)
	}
	return text + script
}

// depends has a step start after others: those it names, or in a list the one before it.
func (r *reader) depends(j *foreign.Job, i int) {
	depends := r.nodes[i].Get("depends")
	if !depends.Is() {
		if r.dag.Get("type").Text() != "graph" && !r.dag.Get("steps").IsMap() && i > 0 &&
			!follows(r.steps[i-1], j) {
			j.After = []*foreign.Job{r.steps[i-1]}
		}
		return
	}
	for _, d := range depends.List() {
		before := r.names[d.Text()]
		if before == nil {
			j.Note(d.Place(), "there is no step %q, which it depends on", d.Text())
			continue
		}
		if follows(before, j) {
			j.Note(d.Place(), "the step %q follows this one itself", d.Text())
		} else if !slices.Contains(j.After, before) {
			j.After = append(j.After, before)
		}
	}
}

// follows reports whether a job is another one, or follows it.
func follows(j, other *foreign.Job) bool {
	return j == other || slices.ContainsFunc(j.After, func(before *foreign.Job) bool {
		return follows(before, other)
	})
}

// retry notes a policy: a condition with retry is an alternative that a step may lack.
func (r *reader) retry(j *foreign.Job, s namedStep) {
	for _, key := range []string{"retryPolicy", "retry_policy"} {
		if p := s.node.Get(key); p.Is() {
			j.Note(p.Place(), "%s does not carry over: a task repeats its run by "+
				"`| retry 3 every 1 minute` in its condition", key)
		}
	}
}

// environment reads variables: a map, a list of maps, or a list of NAME=VALUE.
func (r *reader) environment(j *foreign.Job, env yaml.Node) {
	add := func(at yaml.Node, name, value string) {
		if foreign.Name(name) != name {
			return
		}
		if strings.ContainsAny(value, "$`") {
			j.Note(at.Place(), "Dagu expands the value of %s; here it is the text itself", name)
		}
		j.Env = append(j.Env, foreign.Variable{Name: name, Value: value})
	}
	for _, part := range env.List() {
		if name, value, is := strings.Cut(part.Text(), "="); is {
			add(part, name, value)
		}
		for k, v := range part.Pairs() {
			add(v, k.Text(), v.Text())
		}
	}
}
