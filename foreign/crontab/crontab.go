// Package crontab imports crontabs: those of users, those of the system, which name users,
// those in cron.d, and those of supercronic.
//
// A line is read as cronie and the cron of Debian read it. The variables of the environment
// that stand above a line are those of its job, and some of them are for cron itself: SHELL,
// MAILTO, CRON_TZ, RANDOM_DELAY. What the command line says that the language says better
// becomes attributes: a directory, a timeout, a lock, a standard input behind %.
package crontab

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

// Read reads crontabs.
func Read(files []foreign.File, o foreign.Options) *foreign.Import {
	m := foreign.New("cron", foreign.Endless, foreign.Attribute{Key: "multilaunch", Value: "true"})
	names := map[string]int{}
	locks := map[*foreign.Job]foreign.CommandLine{}
	for _, f := range files {
		group := f.Group()
		if names[group]++; names[group] > 1 {
			group += "_" + strconv.Itoa(names[group])
		}
		r := &reader{file: f, out: m, zone: o.Zone, options: o, several: len(files) > 1,
			locks: locks}
		r.read(group)
	}
	unlock(m.Jobs, locks)
	return m
}

// unlock says of jobs that have a lock of their own that they do not overlap. A lock that
// several jobs name is left to flock.
func unlock(jobs []*foreign.Job, locks map[*foreign.Job]foreign.CommandLine) {
	for _, j := range jobs {
		line, has := locks[j]
		isShared := slices.ContainsFunc(jobs, func(o *foreign.Job) bool {
			return o != j && (locks[o].Lock == line.Lock || strings.Contains(o.Action, line.Lock))
		})
		switch {
		case has && isShared:
			j.Action = "command " + foreign.Quote(line.Locked)
		case has:
			j.Add("multilaunch", "false")
		}
	}
}

// IsFile reports whether a file of a directory is one that cron reads.
func IsFile(name string) bool {
	return regexp.MustCompile(`^[A-Za-z0-9_-]+$`).MatchString(name)
}

// Looks reports whether a file looks like a crontab.
func Looks(name string, text []byte) bool {
	base := path.Base(name)
	if strings.Contains(base, "crontab") || path.Base(path.Dir(name)) == "cron.d" ||
		path.Ext(base) == ".cron" {
		return true
	}
	entries, others := 0, 0
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#' || variable.MatchString(line):
		case cron.Fields(line, cron.Vixie) > 0 || cron.Fields(line, cron.Supercronic) > 0:
			entries++
		default:
			others++
		}
	}
	return entries > 0 && others == 0
}

// A reader reads a file.
type reader struct {
	file    foreign.File
	out     *foreign.Import
	options foreign.Options
	zone    *time.Location
	dialect cron.Dialect
	system  bool
	several bool // there are other files
	locks   map[*foreign.Job]foreign.CommandLine

	env      []foreign.Variable
	timezone string // of CRON_TZ
	delay    time.Duration
	comments []string // since the latest job
	notes    []foreign.Note
	jobs     []*foreign.Job
	users    []string // of the jobs
}

var variable = regexp.MustCompile(
	`^("[^"]+"|'[^']+'|[A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$`)

func (r *reader) read(group string) {
	lines := r.file.Lines()
	if len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], "\r")
	}
	r.dialect = dialectOf(lines)
	r.system = r.isSystem(lines)
	for i, line := range lines {
		r.line(i+1, line)
	}
	r.finish(group)
}

// finish puts the jobs of the file into groups, and what stands after the latest one to the
// end.
func (r *reader) finish(group string) {
	users := slices.Compact(slices.Sorted(slices.Values(r.users)))
	for i, j := range r.jobs {
		if r.several {
			j.Group = group
		} else if r.system && len(users) > 1 {
			j.Group = foreign.Name(r.users[i])
		}
	}
	if r.system && !r.several && len(users) > 1 {
		slices.SortStableFunc(r.jobs, func(a, b *foreign.Job) int {
			return slices.Index(r.users, userOf(a)) - slices.Index(r.users, userOf(b))
		})
	}
	r.out.Jobs = append(r.out.Jobs, r.jobs...)
	r.out.Tail = append(r.out.Tail, trimmed(r.comments)...)
	r.out.Notes = append(r.out.Notes, r.notes...)
}

// userOf returns the user of a job, as its attribute has it.
func userOf(j *foreign.Job) string {
	for _, a := range j.Attributes {
		if a.Key == "user" {
			name, _ := strconv.Unquote(a.Value)
			return name
		}
	}
	return ""
}

// trimmed returns comments without blank lines at both ends.
func trimmed(lines []string) []string {
	for len(lines) > 0 && lines[0] == "" {
		lines = lines[1:]
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// dialectOf tells a file of supercronic by what only that takes: seconds, years, L, W and #. A
// file that has what only cron takes is none.
func dialectOf(lines []string) cron.Dialect {
	if slices.ContainsFunc(lines, ofCron.MatchString) {
		return cron.Vixie
	}
	for _, line := range lines {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' || variable.MatchString(line) {
			continue
		}
		n := cron.Fields(line, cron.Supercronic)
		expression, _ := cutWords(line, n)
		days := special.MatchString(expression) && cron.Fields(line, cron.Vixie) == 0
		if n > 5 || n == 5 && days {
			return cron.Supercronic
		}
	}
	return cron.Vixie
}

// ofCron finds lines that only cron takes.
var ofCron = regexp.MustCompile(`^\s*(@reboot\s|MAILTO\s*=|MAILFROM\s*=|RANDOM_DELAY\s*=|[^#]*\\%)`)

// special finds L, W and # in an expression.
var special = regexp.MustCompile(`(?i)\bL|\dL|W\b|#`)

// accounts are users that systems have.
var accounts = strings.Fields(`root daemon bin sys sync games man lp mail news uucp proxy
	www-data backup list irc gnats nobody postgres mysql redis apache nginx http git jenkins
	ubuntu debian admin ec2-user deploy app munin smmsp logcheck amavis clamav zabbix nagios
	prometheus grafana gitlab-www gitlab-psql rabbitmq elasticsearch mongodb tomcat node php
	netdata unbound bind named ntp sshd systemd-timesync borg restic nextcloud matomo`)

// isSystem reports whether the lines of a file name users.
func (r *reader) isSystem(lines []string) bool {
	if r.options.System != nil {
		return *r.options.System
	}
	if r.dialect.Name == cron.Supercronic.Name {
		return false
	}
	name := path.Clean(strings.ReplaceAll(r.file.Name, `\`, "/"))
	if path.Base(path.Dir(name)) == "cron.d" || strings.HasSuffix(name, "etc/crontab") {
		return true
	}
	entries := 0
	for _, line := range lines {
		line = strings.TrimSpace(line)
		n := cron.Fields(line, r.dialect)
		words := strings.Fields(line)
		if n == 0 || strings.HasPrefix(line, "#") {
			continue
		}
		if len(words) < n+2 || !slices.Contains(accounts, words[n]) {
			return false
		}
		entries++
	}
	return entries > 0
}

// line reads a line.
func (r *reader) line(n int, line string) {
	text := strings.TrimLeft(line, " \t")
	at := foreign.Place{File: r.file.Name, Line: n, Col: len(line) - len(text) + 1}
	switch {
	case strings.TrimSpace(text) == "":
		r.blank()
	case text[0] == '#':
		r.comments = append(r.comments, strings.TrimPrefix(strings.TrimPrefix(text, "#"), " "))
	case variable.MatchString(text):
		m := variable.FindStringSubmatch(text)
		r.variable(at, unquoted(m[1]), unquoted(m[2]))
	default:
		r.entry(at, text)
	}
}

// blank notes a blank line. The comments above the first one are the head of the file.
func (r *reader) blank() {
	first := len(r.jobs) == 0 && len(r.out.Head) == 0 && len(r.env) == 0 && len(r.notes) == 0
	if first && !r.several && len(r.comments) > 0 {
		r.out.Head, r.comments = r.comments, nil
		return
	}
	r.comments = append(r.comments, "")
}

// unquoted returns the value of a variable.
func unquoted(text string) string {
	if n := len(text); n > 1 && (text[0] == '"' || text[0] == '\'') && text[0] == text[n-1] {
		return text[1 : n-1]
	}
	return text
}

// note notes something at the next job.
func (r *reader) note(at foreign.Place, text string) {
	r.notes = append(r.notes, foreign.Note{Place: at, Text: text})
}

// variable takes a line that sets a variable. A name between quotes may have an =: for the job
// it ends there.
func (r *reader) variable(at foreign.Place, name, value string) {
	if before, after, is := strings.Cut(name, "="); is {
		name, value = before, after+"="+value
	}
	if name == "" {
		return
	}
	switch name {
	case "MAILTO":
		if value != "" {
			r.note(at, "cron mails the output of the jobs below to "+value+"; here it is in the "+
				"log, and a task with notify tells of failures")
		}
	case "MAILFROM", "CONTENT_TYPE", "CONTENT_TRANSFER_ENCODING", "LOGNAME", "USER":
	case "CRON_TZ":
		r.cronTZ(at, value)
	case "RANDOM_DELAY":
		if n, err := strconv.Atoi(value); err == nil && n >= 0 && n < 100000 {
			r.delay = time.Duration(n) * time.Minute
			return
		}
		r.note(at, "RANDOM_DELAY="+value+" is no number of minutes")
	default:
		r.env = slices.DeleteFunc(slices.Clone(r.env), func(v foreign.Variable) bool {
			return v.Name == name
		})
		r.env = append(r.env, foreign.Variable{Name: name, Value: value})
	}
}

func (r *reader) cronTZ(at foreign.Place, value string) {
	zone, err := time.LoadLocation(value)
	if err != nil || value == "" || value == "Local" {
		if value != "" {
			r.note(at, "CRON_TZ="+value+" is no time zone that is known here")
		}
		r.timezone, r.zone = "", r.options.Zone
		return
	}
	if r.timezone == "" && r.dialect.Name == cron.Vixie.Name {
		r.note(at, "the cron of Debian and Ubuntu does not read CRON_TZ: there the jobs below "+
			"follow the clock of the machine")
	}
	r.timezone, r.zone = value, zone
}

// entry takes a line that has a job.
func (r *reader) entry(at foreign.Place, text string) {
	line := text
	if strings.HasPrefix(line, "-") { // the job is not to be logged by cron
		line = line[1:]
		at.Col++
	}
	n := cron.Fields(line, r.dialect)
	expression, rest := cutWords(line, max(n, 1))
	if n == 0 {
		expression, rest = cutWords(line, 5)
	}
	x, err := cron.Parse(expression, r.dialect)
	if err != nil {
		at.Col += columnOf(line, err)
		r.refuse(at, text, err.Error())
		return
	}
	if !x.Happens() {
		r.refuse(at, text, "the date never comes")
		return
	}
	j := &foreign.Job{Place: at, Source: []string{text}}
	if r.system {
		var user string
		if user, rest = cutWords(rest, 1); user != "" && rest != "" {
			j.Add("user", foreign.Quote(user))
		}
		r.users = append(r.users, user)
	}
	if strings.TrimSpace(rest) == "" {
		if r.system {
			r.users = r.users[:len(r.users)-1]
		}
		r.refuse(at, text, "the line has no command")
		return
	}
	r.job(j, x, rest)
}

// columnOf returns where in a line an error is.
func columnOf(line string, err error) int {
	if e, is := err.(*cron.Error); is {
		return len(line) - len(strings.TrimLeft(line, " \t")) + e.Col
	}
	return 0
}

// refuse keeps a line that is no job as a comment.
func (r *reader) refuse(at foreign.Place, text, why string) {
	r.comments = append(r.comments, text)
	r.note(at, r.dialect.Name+" never runs this line, and it is no task here: "+why)
}

// cutWords cuts a number of words off a line.
func cutWords(line string, n int) (words, rest string) {
	rest = strings.TrimLeft(line, " \t")
	for range n {
		end := strings.IndexAny(rest, " \t")
		if end < 0 {
			end = len(rest)
		}
		if words != "" {
			words += " "
		}
		words += rest[:end]
		rest = strings.TrimLeft(rest[end:], " \t")
	}
	return words, rest
}

// job makes a job of a line.
func (r *reader) job(j *foreign.Job, x *cron.Expression, rest string) {
	j.Comments, j.Notes = trimmed(r.comments), r.notes
	r.comments, r.notes = nil, nil
	command, input, hasInput := rest, "", false
	if r.dialect.Name == cron.Vixie.Name {
		command, input, hasInput = cutInput(rest)
	}
	line := foreign.ReadCommand(command)
	if line.Comment != "" {
		j.Comments = append(j.Comments, line.Comment)
	}
	j.Name = foreign.CommandName(command)
	r.attributes(j, line)
	text := line.Line
	if hasInput {
		text = foreign.WithInput(text, input)
		line.Locked = foreign.WithInput(line.Locked, input)
	}
	j.Action = "command " + foreign.Quote(text)
	r.starts(j, x)
	r.jobs = append(r.jobs, j)
	if line.Lock != "" {
		r.locks[j] = line
	}
}

// cutInput splits a command at the first % that has no backslash before it: what follows is
// its standard input, in which a % ends a line.
func cutInput(text string) (command, input string, has bool) {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\' && i+1 < len(text) && text[i+1] == '%':
			b.WriteByte('%')
			i++
		case text[i] == '%' && !has:
			command, has = b.String(), true
			b.Reset()
		case text[i] == '%':
			b.WriteByte('\n')
		default:
			b.WriteByte(text[i])
		}
	}
	if !has {
		return b.String(), "", false
	}
	return command, b.String(), true
}

// attributes gives a job what stands above its line, and what its command line says.
func (r *reader) attributes(j *foreign.Job, line foreign.CommandLine) {
	if line.Dir != "" {
		j.Add("dir", foreign.Quote(line.Dir))
	}
	for _, v := range r.env {
		switch {
		case v.Name == "SHELL":
			if v.Value != "/bin/sh" && v.Value != "" {
				j.Add("shell", foreign.Quote(v.Value))
			}
			continue
		case v.Name == "HOME" && line.Dir == "" && strings.HasPrefix(v.Value, "/"):
			j.Add("dir", foreign.Quote(v.Value))
		}
		j.Env = append(j.Env, v)
	}
	j.Env = append(j.Env, line.Env...)
	if d, err := foreign.Coreutils(line.Timeout); err == nil && d > 0 {
		j.Add("timeout", foreign.Duration(d))
	}
	if r.timezone != "" {
		j.Add("timezone", foreign.Quote(r.timezone))
	}
}

// starts gives a job its condition and its rules.
func (r *reader) starts(j *foreign.Job, x *cron.Expression) {
	if x.Reboot {
		j.Add("on_startup", "")
		j.Note(j.Place, "cron runs it when the machine starts; here it runs whenever the program "+
			"starts, and the other tasks wait for its end")
		return
	}
	j.When = x.Condition()
	rules, is := x.Rules(r.zone).(*cron.Rules)
	if !is {
		return
	}
	if r.timezone != "" && r.dialect.Clock == cron.Daemon {
		rules.Clock = cron.Wall // cron goes by its own zone only
	}
	rules.Delay = r.delay
	if rules.Slack() > 0 {
		r.spread(j, rules)
	}
	j.Rules = rules
}

// spread gives a job the attribute of that name, if it has the time for it.
func (r *reader) spread(j *foreign.Job, rules *cron.Rules) {
	d := rules.Slack()
	period, _ := foreign.Gaps(rules)
	switch {
	case d < period:
		j.Add("spread", foreign.Duration(d))
	case d-time.Minute < period:
		j.Add("spread", foreign.Duration(d-time.Minute))
	default:
		j.Note(j.Place, "cron delays it by up to %s, which is longer than from one start to the "+
			"next; here it is not delayed", foreign.Duration(d-time.Minute))
	}
}
