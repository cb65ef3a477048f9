// Package github imports the schedules of workflows of GitHub Actions: on.schedule.
//
// The jobs of a workflow run at GitHub. The task starts the workflow there, by gh, for which it
// has to have the trigger workflow_dispatch.
package github

import (
	"path"
	"strings"
	"time"

	"github.com/rocketc/rocketc/foreign"
	"github.com/rocketc/rocketc/foreign/cron"
	"github.com/rocketc/rocketc/foreign/yaml"
)

// Looks reports whether a file is a workflow with a schedule.
func Looks(name string, text []byte) bool {
	if !yaml.IsFile(name) || !strings.Contains(string(text), "schedule") {
		return false
	}
	documents, _ := yaml.Documents(foreign.File{Name: name, Text: text})
	return len(documents) > 0 && documents[0].Get("on", "schedule").Is()
}

// Read reads workflows.
func Read(files []foreign.File, _ foreign.Options) *foreign.Import {
	m := foreign.New("GitHub", foreign.Endless)
	for _, f := range files {
		yaml.Each(m, f, func(d yaml.Node) {
			read(m, d, f.Name)
		})
	}
	return m
}

// read reads a workflow: a task for each line of its schedule.
func read(m *foreign.Import, d yaml.Node, file string) {
	name := strings.TrimSuffix(path.Base(file), path.Ext(file))
	comments := []string{}
	if title := d.Get("name").Text(); title != "" {
		comments = append(comments, title)
	}
	for _, entry := range d.Get("on", "schedule").List() {
		text := entry.Get("cron").Text()
		j := &foreign.Job{Place: entry.Get("cron").Place(), Name: name, Comments: comments,
			Source: []string{"cron: " + text}}
		for k, v := range entry.Pairs() {
			j.Comments = append(j.Comments[:len(j.Comments):len(j.Comments)], k.Comments()...)
			j.Comments = append(j.Comments, v.Comments()...)
		}
		zone, ok := zoneOf(j, entry)
		if !ok || !starts(j, text, zone) {
			m.Notes = append(m.Notes, j.Notes...)
			continue
		}
		action(j, d, file)
		m.Jobs = append(m.Jobs, j)
	}
}

// zoneOf gives the job its zone, which is UTC unless the entry names one.
func zoneOf(j *foreign.Job, entry yaml.Node) (*time.Location, bool) {
	name := entry.Get("timezone").Text()
	if name == "" {
		name = "UTC"
	} else {
		j.Source = append(j.Source, "timezone: "+name)
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		j.Note(entry.Get("timezone").Place(), "timezone %q is not known; it is no task here", name)
		return nil, false
	}
	j.Add("timezone", foreign.Quote(name))
	return zone, true
}

// shortest is the shortest time between two starts that GitHub has.
const shortest = 5 * time.Minute

// starts gives the job its condition, and says whether it has one.
func starts(j *foreign.Job, text string, zone *time.Location) bool {
	x, err := cron.Parse(text, cron.Posix)
	if err == nil && (!x.Happens() || strings.HasPrefix(strings.TrimSpace(text), "@")) {
		err = &cron.Error{Msg: "the date never comes, or it is no expression of five fields"}
	}
	if err != nil {
		j.Note(j.Place, "cron %q: %v; it is no task here", text, err)
		return false
	}
	j.When, j.Rules = x.Condition(), x.Rules(zone)
	if gap, _ := foreign.Gaps(j.Rules); gap < shortest {
		j.Note(j.Place, "GitHub starts a workflow every 5 minutes at most; here it starts as "+
			"often as the line says")
	}
	return true
}

// action starts the workflow.
func action(j *foreign.Job, d yaml.Node, file string) {
	j.Action = "command " + foreign.Quote("gh workflow run "+foreign.ShellWord(path.Base(file)))
	if !d.Get("on", "workflow_dispatch").Is() && !has(d.Get("on"), "workflow_dispatch") {
		j.Note(d.Get("on").Place(), "the task starts the workflow at GitHub, which needs the "+
			"trigger workflow_dispatch; take the schedule out of it then")
		return
	}
	j.Note(d.Get("on").Place(), "the task starts the workflow at GitHub; take the schedule out "+
		"of it")
}

// has reports whether a map has a key, with a value or without.
func has(n yaml.Node, key string) bool {
	for k := range n.Pairs() {
		if k.Text() == key {
			return true
		}
	}
	return false
}
