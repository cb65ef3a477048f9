// Package ofelia imports jobs of Ofelia: its INI file, and the labels of a compose file.
//
// What Ofelia does by the API of Docker, the tasks do by the program docker: job-exec is
// `docker exec`, job-run `docker run`, job-local the command itself.
package ofelia

import (
	"path"
	"slices"
	"strings"

	"github.com/rocketc/rocketc/foreign"
	"github.com/rocketc/rocketc/foreign/cron"
	"github.com/rocketc/rocketc/foreign/yaml"
)

// IsFile reports whether a file of a directory may have jobs.
func IsFile(name string) bool {
	return yaml.IsFile(name) || slices.Contains([]string{".ini", ".conf", ".cfg"}, path.Ext(name))
}

// Looks reports whether a file has jobs of Ofelia.
func Looks(_ string, text []byte) bool {
	for _, mark := range []string{`[job-exec `, `[job-run `, `[job-local `, `[job-service-run `,
		"ofelia.job-"} {
		if strings.Contains(string(text), mark) {
			return true
		}
	}
	return false
}

// Read reads files of both kinds.
func Read(files []foreign.File, o foreign.Options) *foreign.Import {
	m := foreign.New("Ofelia", foreign.Endless)
	for _, f := range files {
		var list []*entry
		if yaml.IsFile(f.Name) || strings.Contains(string(f.Text), "ofelia.job-") {
			list = readLabels(m, f)
		} else {
			list = readINI(m, f)
		}
		for _, e := range list {
			if len(files) > 1 {
				e.group = f.Group()
			}
			e.read(m, o)
		}
	}
	return m
}

// dialect is that of Ofelia: the second may stand first.
var dialect = func() cron.Dialect {
	d := cron.Robfig
	d.Name, d.Seconds = "Ofelia", true
	return d
}()

// An entry is a job as a file has it.
type entry struct {
	foreign.Place
	kind, name, group string
	service           string // of a compose file, whose label it is
	compose           bool   // its container has no name of its own
	settings          []setting
	comments          []string
}

// A setting is a key with its value.
type setting struct {
	foreign.Place
	key, value string
}

func (e *entry) get(key string) string {
	for _, s := range e.settings {
		if s.key == key {
			return s.value
		}
	}
	return ""
}

func (e *entry) all(key string) (list []string) {
	for _, s := range e.settings {
		if s.key == key {
			list = append(list, s.value)
		}
	}
	return list
}

// read makes a job of an entry.
func (e *entry) read(m *foreign.Import, o foreign.Options) {
	j := &foreign.Job{Place: e.Place, Name: e.name, Group: e.group, Comments: e.comments,
		Source: []string{"[" + e.kind + ` "` + e.name + `"]`}}
	for _, s := range e.settings {
		j.Source = append(j.Source, s.key+" = "+s.value)
	}
	if !e.starts(j, o) || !e.action(j) {
		m.Notes = append(m.Notes, j.Notes...)
		return
	}
	if !isTrue(e.get("no-overlap")) {
		j.Add("multilaunch", "true")
	}
	e.others(j)
	m.Jobs = append(m.Jobs, j)
}

func isTrue(text string) bool { return text == "true" || text == "1" || text == "yes" }

// starts gives the job its condition, and says whether it is understood.
func (e *entry) starts(j *foreign.Job, o foreign.Options) bool {
	text := strings.TrimSpace(e.get("schedule"))
	switch text {
	case "@triggered", "@manual", "@none":
		return true // nothing starts it by itself
	case "":
		j.Note(e.Place, "the job %s has no schedule; it is no task here", e.name)
		return false
	}
	x, err := cron.Parse(text, dialect)
	if err == nil && !x.Happens() {
		err = &cron.Error{Msg: "the date never comes"}
	}
	if err != nil {
		j.Note(e.Place, "schedule %s: %v; it is no task here", text, err)
		return false
	}
	j.When, j.Rules = x.Condition(), x.Rules(o.Zone)
	return true
}

// action gives the job its command, and says whether there is one.
func (e *entry) action(j *foreign.Job) bool {
	command, line := e.get("command"), ""
	container := e.get("container")
	if container == "" {
		container = e.service
	}
	switch e.kind {
	case "job-local":
		line = command
		if dir := e.get("dir"); strings.HasPrefix(dir, "/") {
			j.Add("dir", foreign.Quote(dir))
		}
		for _, v := range e.all("environment") {
			if name, value, is := strings.Cut(v, "="); is && foreign.Name(name) == name {
				j.Env = append(j.Env, foreign.Variable{Name: name, Value: value})
			}
		}
	case "job-exec":
		line = e.flags("docker exec", "user", "environment") + " " + container + " " + command
		if e.compose && e.get("container") == "" {
			line = e.flags("docker compose exec -T", "user", "environment") + " " + container +
				" " + command
		}
		if container == "" {
			line = ""
		}
	case "job-run":
		line = e.run(container, command)
	case "job-service-run":
		line = e.flags("docker service create --restart-condition none", "user", "network") + " " +
			e.get("image") + " " + command
	}
	if strings.TrimSpace(line) == "" {
		j.Note(e.Place, "the job %s runs nothing that is understood; it is no task here", e.name)
		return false
	}
	j.Action = "command " + foreign.Quote(strings.TrimSpace(line))
	return true
}

// run returns the command of job-run: in a new container of an image, or in one that is there
// and is started again.
func (e *entry) run(container, command string) string {
	image := e.get("image")
	if image == "" {
		if container == "" {
			return ""
		}
		return "docker start --attach " + container
	}
	start := "docker run --rm"
	if e.get("delete") == "false" {
		start = "docker run"
	}
	return e.flags(start, "user", "network", "volume", "environment") + " " + image + " " + command
}

// flags returns a command of docker with the flags that some settings are.
func (e *entry) flags(command string, keys ...string) string {
	names := map[string]string{"user": "--user", "network": "--network", "volume": "--volume",
		"environment": "--env"}
	for _, key := range keys {
		for _, value := range e.all(key) {
			if value != "" {
				command += " " + names[key] + " " + foreign.ShellWord(value)
			}
		}
	}
	return command
}

// others notes what else the job has.
func (e *entry) others(j *foreign.Job) {
	known := []string{"schedule", "command", "container", "image", "user", "network", "volume",
		"environment", "dir", "no-overlap", "delete", "tty"}
	for _, s := range e.settings {
		if !slices.Contains(known, s.key) {
			j.Note(s.Place, "%s = %s does not carry over", s.key, s.value)
		}
	}
}
