package export

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rocketc/rocketc/foreign"
	"github.com/rocketc/rocketc/foreign/cron"
	"github.com/rocketc/rocketc/foreign/crontab"
	rocket "github.com/rocketc/rocketc/runtime"
)

// Crontab writes a crontab. If a task has a user, each line names one.
func Crontab(name string, s *rocket.Schedule, o foreign.Options) *Export {
	e := &exporter{schedule: s, out: &Export{}}
	list := e.tasks()
	system := slices.ContainsFunc(list, func(t *task) bool { return t.command.User != "" })
	var b strings.Builder
	fmt.Fprintf(&b, "# %s, as rocketc export crontab has written it.\n", name)
	jobs := map[string][]string{} // the tasks of lines
	zone := o.Zone.String()
	for _, t := range list {
		lines, ok := e.crontabLines(t, system)
		if !ok {
			continue
		}
		b.WriteString("\n")
		if t.zone != zone && t.zone != "" {
			fmt.Fprintf(&b, "CRON_TZ=%s\n", t.zone)
			e.note(t.TaskSpec, "not every cron knows CRON_TZ: that of Debian does not")
			zone = t.zone
		}
		fmt.Fprintf(&b, "# %s\n", t.Name)
		for _, line := range lines {
			b.WriteString(line + "\n")
			jobs[t.Name] = append(jobs[t.Name], line)
		}
	}
	file := foreign.File{Name: name + ".crontab", Text: []byte(b.String())}
	e.out.Files = []foreign.File{file}
	o.System = &system
	m := crontab.Read(e.out.Files, o)
	spreads := map[string]time.Duration{}
	for _, t := range list {
		spreads[t.Name] = t.spread()
	}
	e.join(m, func(j *foreign.Job) string {
		for task, lines := range jobs {
			if slices.Contains(lines, strings.TrimSpace(j.Source[0])) {
				if rules, is := j.Rules.(*cron.Rules); is && spreads[task] > 0 {
					rules.Delay = spreads[task] // as the note says, the schedule is later
				}
				return task
			}
		}
		return ""
	})
	return e.out
}

// join makes one job of all that one task has become.
func (e *exporter) join(m *foreign.Import, taskOf func(*foreign.Job) string) {
	byTask := map[string]*foreign.Job{}
	joined := *m
	joined.Jobs = nil
	for _, j := range m.Jobs {
		name := taskOf(j)
		if before := byTask[name]; before != nil {
			switch {
			case before.Rules == nil:
				before.Rules = j.Rules
			case j.Rules != nil:
				before.Rules = foreign.Union{before.Rules, j.Rules}
			}
			continue
		}
		one := &foreign.Job{Place: j.Place, Rules: j.Rules}
		one.IsTask(name)
		byTask[name] = one
		joined.Jobs = append(joined.Jobs, one)
	}
	e.out.Import = &joined
}

// crontabLines returns the lines of a task.
func (e *exporter) crontabLines(t *task, system bool) (lines []string, ok bool) {
	command := e.shellLine(t)
	user := ""
	if system {
		if user = t.command.User; user == "" {
			user = "root"
		}
		user, _, _ = strings.Cut(user, ":")
		user += " "
	}
	if t.OnStartup {
		lines = append(lines, "@reboot "+user+command)
		if t.When == nil {
			return lines, true
		}
	}
	list, ok := starts(t.when)
	if !ok {
		e.note(t.TaskSpec, "its condition cannot be said in a crontab: %s", t.when)
		return nil, false
	}
	for _, s := range list {
		fields := strings.Join(s[ofMinute:], " ")
		if _, err := cron.Parse(fields, cron.Vixie); err != nil || s[ofSecond] != "0" {
			e.note(t.TaskSpec, "its condition cannot be said in a crontab: %s", t.when)
			return nil, false
		}
		lines = append(lines, fields+" "+user+command)
	}
	e.lost(t)
	return lines, true
}

// shellLine returns a line that does what the task does, by cron's rules for %.
func (e *exporter) shellLine(t *task) string {
	line := e.line(t)
	if limit := e.limit(t); limit > 0 {
		line = fmt.Sprintf("timeout %d sh -c %s", int(limit.Seconds()), foreign.ShellWord(line))
	}
	for _, v := range e.variables(t) {
		line = v.Name + "=" + foreign.ShellWord(v.Value) + " " + line
	}
	if t.command.Dir != "" {
		line = "cd " + foreign.ShellWord(t.command.Dir) + " && " + line
	}
	if strings.Contains(line, "\n") {
		e.note(t.TaskSpec, "the lines of its command are joined, which a here-document does not "+
			"bear")
		line = strings.ReplaceAll(line, "\n", "; ")
	}
	return strings.ReplaceAll(line, "%", `\%`)
}

// lost notes attributes that a line of cron does not have.
func (e *exporter) lost(t *task) {
	if t.once.CatchUp > 0 {
		e.note(t.TaskSpec, "catch_up cannot be said in a crontab")
	}
	if t.command.Shell != "" {
		e.note(t.TaskSpec, "its shell cannot be said in one line: %s", t.command.Shell)
	}
	if d := t.spread(); d > 0 {
		e.note(t.TaskSpec, "spread cannot be said in a crontab: cron starts it at the begin of "+
			"the %s", foreign.Duration(d))
	}
	if !e.overlaps(t) {
		e.note(t.TaskSpec, "cron starts it beside a run that goes on")
	}
}
