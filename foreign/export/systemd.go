package export

import (
	"fmt"
	"strings"
	"time"

	"github.com/rocketc/rocketc/foreign"
	"github.com/rocketc/rocketc/foreign/systemd"
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
)

// Systemd writes a timer and a service for each task.
func Systemd(name string, s *rocket.Schedule, o foreign.Options) *Export {
	e := &exporter{schedule: s, out: &Export{}}
	tasks := map[string]string{}
	for _, t := range e.tasks() {
		when, ok := e.timerLines(t)
		if !ok {
			continue
		}
		base := fileName(name + "-" + t.Name)
		for n, first := 2, base; tasks[base+".timer"] != ""; n++ {
			base = fmt.Sprintf("%s-%d", first, n)
		}
		tasks[base+".timer"] = t.Name
		e.out.Files = append(e.out.Files,
			foreign.File{Name: base + ".timer", Text: []byte(e.timer(t, when))},
			foreign.File{Name: base + ".service", Text: []byte(e.service(t))})
	}
	m := systemd.Read(e.out.Files, o)
	e.join(m, func(j *foreign.Job) string { return tasks[j.File] })
	return e.out
}

// timerLines returns the settings that start a task.
func (e *exporter) timerLines(t *task) (lines []string, ok bool) {
	if lines, ok = e.startLines(t); !ok {
		return nil, false
	}
	switch {
	case e.overlaps(t):
		e.note(t.TaskSpec, "systemd does not start it beside a run that goes on")
	case e.overlap(t) != rocket.OverlapSkip:
		e.note(t.TaskSpec, "its overlap cannot be said in a timer: systemd starts nothing while "+
			"it runs")
	}
	if t.OnStartup {
		lines = append([]string{"OnActiveSec=0"}, lines...)
	}
	return lines, true
}

// startLines returns the settings of the start condition.
func (e *exporter) startLines(t *task) (lines []string, ok bool) {
	if t.When == nil {
		return nil, true
	}
	if text, is := strings.CutPrefix(t.when, "every "); is {
		return e.everyLines(t, text)
	}
	list, ok := starts(t.when)
	if !ok {
		e.note(t.TaskSpec, "its condition cannot be said in a timer: %s", t.when)
		return nil, false
	}
	for _, s := range list {
		text, ok := s.calendar()
		if !ok {
			e.note(t.TaskSpec, "its condition cannot be said in a timer: %s", t.when)
			return nil, false
		}
		if t.zone != "" {
			text += " " + t.zone
		}
		lines = append(lines, "OnCalendar="+text)
	}
	if t.once.CatchUp > 0 {
		lines = append(lines, "Persistent=true")
	}
	if d := t.spread(); d > 0 {
		lines = append(lines, "RandomizedDelaySec="+span(d), "FixedRandomDelay=true")
	}
	return append(lines, "AccuracySec=1s"), true
}

// everyLines returns the settings of a task that starts every so often.
func (e *exporter) everyLines(t *task, text string) ([]string, bool) {
	key := "OnUnitActiveSec"
	text, base, based := strings.Cut(text, " based on ")
	if based && base == "finish" {
		key = "OnUnitInactiveSec"
	} else if based && base != "run" {
		e.note(t.TaskSpec, "its condition cannot be said in a timer: %s", t.when)
		return nil, false
	}
	d, err := period.ParseDuration(text)
	if err != nil {
		e.note(t.TaskSpec, "its condition cannot be said in a timer: %s", t.when)
		return nil, false
	}
	return []string{"OnActiveSec=0", key + "=" + span(d),
		"AccuracySec=1s"}, true
}

// calendar returns the fields as an expression of OnCalendar=.
func (s start) calendar() (string, bool) {
	weekday, day, ok := s.days()
	if !ok {
		return "", false
	}
	var parts []string
	for i, field := range []string{s[ofMonth], s[ofHour], s[ofMinute], s[ofSecond]} {
		text, ok := calendarField(field, []string{"1", "0", "0", "0"}[i])
		if !ok {
			return "", false
		}
		parts = append(parts, text)
	}
	text := fmt.Sprintf("%s*-%s%s %s:%s:%s", weekday, parts[0], day, parts[1], parts[2], parts[3])
	_, err := systemd.ParseCalendar(text)
	return text, err == nil
}

// days returns the weekdays, and the day with the sign before it.
func (s start) days() (weekday, day string, ok bool) {
	if s[ofDay] == "L" {
		day = "~01"
	} else if text, is := calendarField(s[ofDay], "1"); is {
		day = "-" + text
	} else {
		return "", "", false
	}
	switch w := s[ofWeekday]; {
	case w == "*":
		return "", day, true
	case s[ofDay] != "*":
		return "", "", false // one of two days is enough, which a timer does not say
	case strings.Contains(w, "#"):
		of, nth, _ := strings.Cut(w, "#")
		n := int(nth[0] - '0')
		if day = fmt.Sprintf("-%d..%d", n*7-6, n*7); n == 5 {
			day = "-29..31"
		}
		return weekdayName(of) + " ", day, true
	case strings.HasSuffix(w, "L"):
		return weekdayName(w[:1]) + " ", "~07/1", true
	}
	name, ok := weekdayNames(s[ofWeekday])
	return name + " ", day, ok
}

// calendarField returns a field of cron as systemd writes it; first is its first value.
func calendarField(field, first string) (string, bool) {
	var parts []string
	for part := range strings.SplitSeq(field, ",") {
		span, step, stepped := strings.Cut(part, "/")
		if strings.ContainsAny(span, "LW#?") {
			return "", false
		}
		if span == "*" && stepped {
			span = first
		}
		for n, name := range monthNames {
			span = replaceFold(span, name, fmt.Sprint(n+1))
		}
		span = strings.ReplaceAll(span, "-", "..")
		if stepped && step != "1" {
			span += "/" + step
		} else if stepped && !strings.Contains(span, "..") {
			span = "*"
		}
		if len(span) == 1 && span != "*" {
			span = "0" + span
		}
		parts = append(parts, span)
	}
	return strings.Join(parts, ","), true
}

// replaceFold replaces a name whatever its case.
func replaceFold(text, name, by string) string {
	if i := strings.Index(strings.ToLower(text), strings.ToLower(name)); i >= 0 {
		return replaceFold(text[:i]+by+text[i+len(name):], name, by)
	}
	return text
}

// weekdayName returns the name of a weekday by its number, or by its name.
func weekdayName(text string) string {
	if len(text) == 1 && text[0] >= '0' && text[0] <= '7' {
		return []string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}[text[0]-'0']
	}
	return text
}

// weekdayNames returns a field of weekdays as systemd writes it.
func weekdayNames(field string) (string, bool) {
	var parts []string
	for part := range strings.SplitSeq(field, ",") {
		if strings.Contains(part, "/") {
			return "", false
		}
		from, to, ranged := strings.Cut(part, "-")
		name := weekdayName(from)
		if ranged {
			name += ".." + weekdayName(to)
		}
		parts = append(parts, name)
	}
	text := strings.Join(parts, ",")
	_, err := systemd.ParseCalendar(text)
	return text, err == nil
}

func (e *exporter) timer(t *task, lines []string) string {
	return "[Unit]\nDescription=" + description(t) + "\n\n[Timer]\n" + strings.Join(lines, "\n") +
		"\n\n[Install]\nWantedBy=timers.target\n"
}

// description returns what a unit is called.
func description(t *task) string {
	text, _, _ := strings.Cut(strings.TrimSpace(t.Description), "\n")
	if text == "" {
		text = t.Name
	}
	return strings.ReplaceAll(text, "%", "%%")
}

// service returns the service of a task.
func (e *exporter) service(t *task) string {
	lines := []string{"[Unit]", "Description=" + description(t), "", "[Service]", "Type=oneshot"}
	add := func(key, value string) { lines = append(lines, key+"="+value) }
	if user, group, _ := strings.Cut(t.command.User, ":"); user != "" {
		add("User", user)
		if group != "" {
			add("Group", group)
		}
	}
	if t.command.Dir != "" {
		add("WorkingDirectory", strings.ReplaceAll(t.command.Dir, "%", "%%"))
	}
	for _, v := range e.variables(t) {
		add("Environment", quoted(v.Name+"="+v.Value))
	}
	shell := t.command.Shell
	if shell == "" {
		shell = "/bin/sh"
	} else if !strings.HasPrefix(shell, "/") {
		shell = "/bin/" + shell
	}
	add("ExecStart", shell+" -c "+quoted(strings.ReplaceAll(e.line(t), "$", "$$")))
	if limit := e.limit(t); limit > 0 {
		add("TimeoutStartSec", span(limit))
	}
	if t.Grace > 0 {
		add("TimeoutStopSec", span(t.Grace))
	}
	for _, status := range t.command.Success {
		if status != 0 {
			add("SuccessExitStatus", fmt.Sprint(status))
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

// span returns a duration as systemd writes it.
func span(d time.Duration) string {
	switch {
	case d%time.Hour == 0:
		return fmt.Sprintf("%dh", d/time.Hour)
	case d%time.Minute == 0:
		return fmt.Sprintf("%dmin", d/time.Minute)
	case d%time.Second == 0:
		return fmt.Sprintf("%ds", d/time.Second)
	}
	return fmt.Sprintf("%dms", d.Milliseconds())
}

// quoted returns a text as a word of systemd.
func quoted(text string) string {
	escaped := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "%", "%%").Replace(text)
	return `"` + escaped + `"`
}
