// Package rocketry imports programs of Rocketry by their text, without Python: what decorates
// functions, string conditions, and conditions of the API whose arguments are literal. What the
// text does not tell is a note.
//
// A function becomes a task that has Python import the module and call it.
package rocketry

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rocketc/rocketc/foreign"
	"github.com/rocketc/rocketc/foreign/cron"
)

// IsFile reports whether a file of a directory is one of Python.
func IsFile(name string) bool { return path.Ext(name) == ".py" }

// Looks reports whether a file uses Rocketry.
func Looks(name string, text []byte) bool {
	return strings.Contains(string(text), "rocketry") && (IsFile(name) || path.Ext(name) == "")
}

// Read reads sources.
func Read(files []foreign.File, o foreign.Options) *foreign.Import {
	m := foreign.New("Rocketry")
	var readers []*reader
	for _, f := range files {
		r := &reader{out: m, file: f, zone: o.Zone, lines: strings.Split(string(f.Text), "\n")}
		r.list, r.comments = tokens(string(f.Text))
		if len(files) > 1 {
			r.group = f.Group()
		}
		r.read()
		readers = append(readers, r)
	}
	settle(m)
	for _, r := range readers {
		r.program().give()
	}
	return m
}

// A reader reads a source.
type reader struct {
	cursor
	out      *foreign.Import
	file     foreign.File
	group    string
	zone     *time.Location
	lines    []string
	comments map[int]string
	made     []made
}

// A made is a job whose condition is read when all tasks are known.
type made struct {
	job       *foreign.Job
	condition *argument
	asked     token // where the condition stands
}

// apps are names that people give the application, or a group of tasks.
var apps = []string{"app", "rocketry", "group", "application", "scheduler"}

func (r *reader) read() {
	for r.at < len(r.list) {
		switch {
		case r.begins() && r.is("@"):
			r.decorated()
		case r.isTaskCall():
			r.at += 2
			r.plain()
		default:
			r.at++
		}
	}
	var names []string
	for _, m := range r.made {
		names = append(names, foreign.Name(m.job.Name))
	}
	for _, m := range r.made {
		r.starts(m, names)
		r.out.Jobs = append(r.out.Jobs, m.job)
	}
}

// begins reports whether a token is the first of a line.
func (r *reader) begins() bool { return r.at == 0 || r.list[r.at-1].kind == '\n' }

// isTaskCall reports whether app.task( is next, and no decorator.
func (r *reader) isTaskCall() bool {
	if r.at+3 >= len(r.list) || r.at > 0 && r.list[r.at-1].text == "@" {
		return false
	}
	l := r.list[r.at:]
	return l[0].kind == 'n' && slices.Contains(apps, l[0].text) && l[1].text == "." &&
		(l[2].text == "task" || l[2].text == "create_task") && l[3].text == "("
}

func (r *reader) place(t token) foreign.Place {
	return foreign.Place{File: r.file.Name, Line: t.line, Col: t.col}
}

// decorated reads the decorators of a function, of which one may be @app.task(…).
func (r *reader) decorated() {
	first := r.peek()
	var args []argument
	var at token
	task := false
	for r.is("@") {
		start := r.peek()
		r.at++
		name := ""
		for r.peek().kind == 'n' || r.is(".") {
			name = r.peek().text
			r.at++
		}
		list := r.call()
		if name == "task" {
			args, at, task = list, start, true
		} else if name == "cond" {
			r.out.Note(r.place(start), "a condition in Python does not carry over: declare a cond")
		}
		for r.at < len(r.list) && r.peek().kind == '\n' {
			r.at++
		}
	}
	asynchronous := r.eat("async")
	if !task || !r.eat("def") || r.peek().kind != 'n' {
		return
	}
	name := r.peek().text
	r.at++
	end := r.peek()
	params := r.call()
	r.job(first, at, end.line, name, args, params, asynchronous)
}

// plain reads app.task(…) that decorates nothing: its function, or its command, is an argument.
func (r *reader) plain() {
	at := r.list[r.at-2]
	r.at++
	args := r.call()
	name := ""
	for _, a := range args {
		if a.name == "func" && len(a.value) == 1 {
			name = a.value[0].text
		}
	}
	r.job(at, at, at.line, name, args, nil, false)
}

// job makes a job of a task.
func (r *reader) job(first, at token, last int, function string, args, params []argument,
	asynchronous bool) {
	j := &foreign.Job{Place: r.place(at), Name: function, Group: r.group}
	for n := first.line - 1; n > 0 && r.comments[n] != ""; n-- {
		j.Comments = append([]string{r.comments[n]}, j.Comments...)
	}
	for n := first.line; n <= min(last, len(r.lines)); n++ {
		j.Source = append(j.Source, strings.TrimSpace(r.lines[n-1]))
	}
	m := made{job: j, asked: at}
	for i, a := range args {
		if a.name == "" && i == 0 || a.name == "start_cond" {
			m.condition = &a
			continue
		}
		r.argument(j, a)
	}
	if j.Action == "" && !r.function(j, function, asynchronous) {
		r.out.Notes = append(r.out.Notes, j.Notes...)
		return
	}
	for _, p := range params {
		if p.name != "" || len(p.value) > 0 && len(p.value) > 1 && p.value[1].text == ":" {
			j.Note(j.Place, "the parameter %s does not carry over", p.value[0].text)
		} else if len(p.value) == 1 {
			j.Note(j.Place, "the parameter %s has no value", p.value[0].text)
		}
	}
	r.made = append(r.made, m)
}

// function gives the job the command that calls a function.
func (r *reader) function(j *foreign.Job, name string, asynchronous bool) bool {
	if name == "" {
		j.Note(j.Place, "what this task does, the text does not tell")
		return false
	}
	module := strings.TrimSuffix(path.Base(r.file.Name), path.Ext(r.file.Name))
	if foreign.Name(module) != module {
		j.Note(j.Place, "%s is no module of Python: name it in the command", module)
	}
	call := name + "()"
	if asynchronous {
		call = "import asyncio; asyncio.run(" + call + ")"
	}
	line := "python3 -c " + foreign.ShellWord("from "+module+" import "+name+"; "+call)
	j.Action = "command " + foreign.Quote(line)
	if j.Name == "" {
		j.Name = name
	}
	return true
}

// argument carries over an argument of the task.
func (r *reader) argument(j *foreign.Job, a argument) {
	text, literal := a.literal()
	word := a.text()
	switch {
	case a.name == "name" && literal:
		j.Name = text
	case a.name == "command" && literal:
		j.Action = "command " + foreign.Quote(text)
		if j.Name == "" {
			j.Name = foreign.CommandName(text)
		}
	case a.name == "timeout" && literal && isCondition("every "+text, nil):
		j.Add("timeout", text)
	case a.name == "timeout" && (text == "never" || word == "None"):
		j.Add("timeout", "never")
	case a.name == "priority" && len(a.value) == 1 && a.value[0].kind == '0' && isNumber(word):
		j.Add("priority", word)
	case a.name == "disabled" && word == "True":
		j.Add("disabled", "")
	case a.name == "multilaunch" && word == "True":
		j.Add("multilaunch", "true")
	case a.name == "on_startup" && word == "True", a.name == "on_shutdown" && word == "True":
		j.Add(a.name, "")
	case a.name == "permanent" && word == "True":
		j.Add("permanent", "")
	case a.name == "cwd" && literal:
		j.Add("dir", foreign.Quote(text))
	case a.name == "func", a.name == "execution", word == "False", word == "None":
	default:
		j.Note(j.Place, "%s=%s does not carry over", a.name, word)
	}
}

func isNumber(text string) bool {
	return len(text) < 7 && strings.Trim(text, "0123456789") == ""
}

// starts gives the job its condition.
func (r *reader) starts(m made, names []string) {
	if m.condition == nil {
		return
	}
	when, wrong := written(m.condition.value, names)
	if wrong != "" {
		m.job.Note(r.place(m.condition.value[0]), "the condition is not understood, so nothing "+
			"starts the task: %s", wrong)
		return
	}
	m.job.When = when
}

// rulesOf returns the rules of conditions that are an interval, or an expression of cron, alone.
func rulesOf(when string, zone *time.Location) foreign.Rules {
	if d, is := strings.CutPrefix(when, "every "); is {
		d, _, _ = strings.Cut(d, " based on ")
		if every, ok := interval(d); ok {
			return foreign.Every{Interval: every}
		}
		return nil
	}
	expression, _ := strings.CutPrefix(when, "cron ")
	x, err := cron.Parse(expression, cron.Robfig)
	if err != nil || !x.Happens() || x.Every > 0 {
		return nil
	}
	return x.Rules(zone)
}

// units are those of intervals.
var units = map[string]time.Duration{"s": time.Second, "sec": time.Second,
	"second": time.Second, "seconds": time.Second, "m": time.Minute, "min": time.Minute,
	"minute": time.Minute, "minutes": time.Minute, "h": time.Hour, "hour": time.Hour,
	"hours": time.Hour, "d": 24 * time.Hour, "day": 24 * time.Hour, "days": 24 * time.Hour}

var spans = regexp.MustCompile(`(\d{1,6}) ?([a-z]+)`)

// interval reads numbers with their units: 1 hour 30 min.
func interval(text string) (sum time.Duration, is bool) {
	for _, m := range spans.FindAllStringSubmatch(text, -1) {
		n, err := strconv.Atoi(m[1])
		if err != nil || units[m[2]] == 0 {
			return 0, false
		}
		sum += time.Duration(n) * units[m[2]]
	}
	return sum, sum > 0 && strings.TrimSpace(spans.ReplaceAllString(text, "")) == ""
}
