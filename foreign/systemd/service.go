package systemd

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rocketc/rocketc/foreign"
)

// An action is what a service does.
type action struct {
	job   *foreign.Job
	name  string
	unit  *unit
	retry string // an alternative of the start condition
	lost  []string
	lines []string
}

// silent are settings of a service that need no counterpart, because they say what is so
// anyway, or what only systemd needs to know.
var silent = strings.Fields(`Type RemainAfterExit StandardOutput StandardError StandardInput
	SyslogIdentifier SyslogLevel SyslogFacility NotifyAccess TimeoutSec KillMode GuessMainPID
	RestartSec StartLimitBurst StartLimitInterval StartLimitIntervalSec RestartSteps BusName`)

// read gives the job its action.
func (a *action) read(u *unit) {
	a.unit = u
	if len(u.all("Service", "ExecStart")) == 0 {
		a.job.Action = "command " + foreign.Quote("systemctl start "+a.name)
		a.job.Note(a.job.Place, "what %s does is not in the files: the task has systemd start it",
			a.name)
		return
	}
	if len(u.settings) > 0 && a.job.Line == 0 {
		a.job.Place = u.settings[0].Place
	}
	a.conditions()
	a.commands()
	for _, s := range u.settings {
		if s.section == "Service" && s.value != "" {
			a.setting(s)
		}
	}
	a.restart()
	if s, is := u.last("Unit", "OnFailure"); is {
		a.job.Note(s.Place, "%s does not carry over: a task `when after %s failed` would do that",
			s.text, foreign.Name(a.job.Name))
	}
	if len(a.lost) > 0 {
		a.job.Note(a.job.Place, "of the service, these do not carry over: %s",
			strings.Join(a.lost, ", "))
	}
}

// commands makes one command of all.
func (a *action) commands() {
	guard := ""
	for _, s := range a.unit.all("Service", "ExecCondition") {
		guard += a.exec(s).line + " && "
	}
	var lines []string
	for _, key := range []string{"ExecStartPre", "ExecStart", "ExecStartPost"} {
		for _, s := range a.unit.all("Service", key) {
			e := a.exec(s)
			if e.line == "" {
				continue
			}
			if e.mayFail {
				e.line = "{ " + e.line + " || true; }"
			}
			if e.fullUser {
				a.job.Note(s.Place, "%s runs it as root, whatever User= says; here it does not",
					s.text)
			}
			lines = append(lines, e.line)
		}
	}
	text := strings.Join(lines, " && ")
	if len(lines) == 1 {
		text = strings.TrimSuffix(strings.TrimPrefix(text, "{ "), "; }")
	}
	if len(a.lines) > 0 {
		guard = strings.Join(a.lines, " && ") + " && " + guard
	}
	if guard != "" {
		text = "if " + strings.TrimSuffix(guard, " && ") + "; then\n" + text + "\nfi"
	}
	a.job.Action = "command " + foreign.Quote(text)
}

func (a *action) exec(s setting) execLine {
	value, known := specifiers(s.value, a.name)
	if !known {
		a.job.Note(s.Place, "a specifier of %s is not known here, and stays as it is", s.text)
	}
	return readExec(value)
}

// conditions makes guards of those conditions of the unit that a shell can ask.
func (a *action) conditions() {
	for _, s := range a.unit.settings {
		if s.section != "Unit" || !strings.HasPrefix(s.key, "Condition") &&
			!strings.HasPrefix(s.key, "Assert") || s.value == "" {
			continue
		}
		test := map[string]string{"PathExists": "-e", "PathIsDirectory": "-d",
			"FileNotEmpty": "-s", "PathIsReadWrite": "-w", "FileIsExecutable": "-x"}
		flag := test[strings.TrimPrefix(strings.TrimPrefix(s.key, "Condition"), "Assert")]
		value, known := specifiers(s.value, a.name)
		if flag == "" || !known || strings.HasPrefix(value, "|") {
			a.job.Note(s.Place, "%s does not carry over", s.text)
			continue
		}
		not := ""
		if strings.HasPrefix(value, "!") {
			not, value = "! ", value[1:]
		}
		a.lines = append(a.lines, "test "+not+flag+" "+word{text: value}.shellWord())
	}
}

// setting carries over a setting of the service, or notes it.
func (a *action) setting(s setting) {
	value, _ := specifiers(s.value, a.name)
	last, _ := a.unit.last("Service", s.key)
	if last.Place != s.Place && s.key != "Environment" {
		return // a later one counts
	}
	switch s.key {
	case "ExecStart", "ExecStartPre", "ExecStartPost", "ExecCondition", "Restart":
	case "User":
		user := value
		if group, is := a.unit.last("Service", "Group"); is {
			user += ":" + group.value
		}
		a.job.Add("user", foreign.Quote(user))
	case "Group":
		if _, is := a.unit.last("Service", "User"); !is {
			a.lost = append(a.lost, s.text)
		}
	case "WorkingDirectory":
		if dir := strings.TrimPrefix(value, "-"); strings.HasPrefix(dir, "/") {
			a.job.Add("dir", foreign.Quote(dir))
			return
		}
		a.lost = append(a.lost, s.text)
	case "Environment":
		a.environment(value)
	case "EnvironmentFile":
		a.job.Note(s.Place, "%s is not read: give the program that runs the schedule the same "+
			"file, or name the variables in env", s.text)
	case "TimeoutStartSec", "RuntimeMaxSec":
		a.limit("timeout", s, value)
	case "TimeoutStopSec":
		a.limit("grace", s, value)
	case "SuccessExitStatus":
		a.success(s, value)
	default:
		if !slices.Contains(silent, s.key) {
			a.lost = append(a.lost, s.text)
		}
	}
}

// limit gives the job an attribute that is a duration.
func (a *action) limit(key string, s setting, value string) {
	d, ok := ParseSpan(value)
	switch {
	case !ok:
		a.job.Note(s.Place, "%s is no duration", s.text)
	case d > 0 && !slices.ContainsFunc(a.job.Attributes, func(b foreign.Attribute) bool {
		return b.Key == key
	}):
		a.job.Add(key, foreign.Duration(d))
	}
}

// environment reads assignments, which may be quoted.
func (a *action) environment(value string) {
	for _, w := range splitWords(value) {
		name, text, is := strings.Cut(w.text, "=")
		if !is || foreign.Name(name) != name {
			continue
		}
		a.job.Env = append(a.job.Env, foreign.Variable{Name: name, Value: text})
	}
}

// success reads exit statuses that are no failure.
func (a *action) success(s setting, value string) {
	list := []string{"0"}
	for part := range strings.FieldsSeq(value) {
		n, err := strconv.Atoi(part)
		if err != nil || n < 0 || n > 255 {
			a.job.Note(s.Place, "%s: %s is no number from 0 to 255", s.text, part)
			continue
		}
		if n != 0 && !slices.Contains(list, strconv.Itoa(n)) {
			list = append(list, strconv.Itoa(n))
		}
	}
	if len(list) > 1 {
		a.job.Add("success", "["+strings.Join(list, ", ")+"]")
	}
}

// restart makes a retry of Restart=on-failure.
func (a *action) restart() {
	s, is := a.unit.last("Service", "Restart")
	if !is || s.value == "no" {
		return
	}
	if s.value != "on-failure" && s.value != "on-abnormal" {
		a.job.Note(s.Place, "%s does not carry over: the next run is that of the timer", s.text)
		return
	}
	retry := "retry"
	for _, section := range []string{"Unit", "Service"} {
		if burst, is := a.unit.last(section, "StartLimitBurst"); is {
			if n, err := strconv.Atoi(burst.value); err == nil && n > 1 && n < 1000 {
				retry = "retry " + strconv.Itoa(n-1)
				break
			}
		}
	}
	pause := 100 * time.Millisecond
	if wait, is := a.unit.last("Service", "RestartSec"); is {
		if d, ok := ParseSpan(wait.value); ok && d > 0 {
			pause = d
		}
	}
	a.retry = retry + " every " + foreign.Duration(pause)
}
