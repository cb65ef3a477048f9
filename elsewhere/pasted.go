package elsewhere

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/rocketc/rocketc/spelling"
)

// A line is a row of the table of lines that another tool reads.
type line struct {
	pattern string // at the start of the line; words in capitals are classes of conditions.go
	what    string // what it is
	help    string // what to write; $name stands for the group of that name
}

// lines is the table of lines. The first row that matches counts.
var lines = []line{
	// cron.
	{`@reboot\s+(?P<command>\S.*)`, "a line of a crontab",
		"it is written: task NAME { command $command; on_startup }"},
	{`@(?P<word>hourly|daily|weekly|monthly|yearly)\s+(?P<command>\S.*)`, "a line of a crontab",
		"it is written: task NAME when $word { command $command }"},
	{`@midnight\s+(?P<command>\S.*)`, "a line of a crontab",
		"it is written: task NAME when daily { command $command }"},
	{`@annually\s+(?P<command>\S.*)`, "a line of a crontab",
		"it is written: task NAME when yearly { command $command }"},
	{`@every\s+(?P<pause>\S+)\s+(?P<command>\S.*)`, "a line of a crontab",
		"it is written: task NAME when every $pause { command $command }"},
	{`-?(?:FIELD\s+){0,4}H(?:\(\S*\))?(?:/\d+)?\s.*`, "a line of Jenkins",
		`H is a minute that Jenkins chooses: task NAME when cron 30 * * * * { command "program" }`},
	{`-?(?P<fields>FIELD(?:\s+FIELD){2}\s+LAST\s+LAST)\s+(?P<user>ACCOUNT)\s+` +
		`(?P<command>\S.*)`, "a line of a crontab",
		`it is written: task NAME when cron $fields { command $command; user "$user" }`},
	{`(?P<fields>FIELD(?:\s+FIELD){2}\s+LAST\s+LAST)\s+(?P<command>\S.*)`, "a line of a crontab",
		"it is written: task NAME when cron $fields { command $command }"},
	{`(?P<fields>FIELD(?:\s+FIELD){2}\s+LAST\s+LAST)\s*`, "a cron expression",
		`it is written: task NAME when cron $fields { command "program" }`},
	{`MAIL(?:TO|FROM)\s*=.*`, "a line of a crontab",
		"output goes to the log; for failures: task alert when after NAME failed { … }"},
	{`SHELL\s*=\s*(?P<command>\S.*)`, "a line of a crontab",
		"it is an attribute of a task or group: shell $command"},
	{`(?:CRON_)?TZ\s*=\s*(?P<command>\S.*)`, "a line of a crontab",
		"it is an attribute of a task or group, or a key of config: timezone $command"},
	{`RANDOM_DELAY\s*=.*`, "a line of a crontab", spreadWay},
	{`(?P<name>[A-Z_][A-Z0-9_]*)\s*=\s*(?P<command>\S.*)`,
		"a line of a crontab or of a file of variables",
		"it is an attribute of a task or group: env { $name $command }"},
	{`export\s+(?P<name>\w+)=(?P<command>.*)`, "shell",
		"it is an attribute of a task or group: env { $name $command }"},

	// systemd.
	{`\[(?:Unit|Timer|Service|Install|Socket|Path|Mount)\]`, "a unit of systemd",
		`a timer and its service are a task: task NAME when daily at 03:00 { command "program" }`},
	{`OnCalendar\s*=.*`, "a unit of systemd",
		"it is the condition of a task: task NAME when daily at 03:00 { … }"},
	{`On(?:UnitActive|UnitInactive|Active)Sec\s*=.*`, "a unit of systemd",
		"it is the condition of a task: task NAME when every 15 minutes { … }"},
	{`On(?:Boot|Startup)Sec\s*=.*`, "a unit of systemd",
		"a task that runs once at the start has the attribute on_startup"},
	{`Persistent\s*=.*`, "a unit of systemd", missedWay},
	{`(?:RandomizedDelaySec|AccuracySec|FixedRandomDelay)\s*=.*`, "a unit of systemd", spreadWay},
	{`ExecStart\s*=\s*(?P<command>\S.*)`, "a unit of systemd",
		"it is the action of a task: command $command"},
	{`[A-Z][a-z]\w*=.*`, "a unit of systemd",
		"what has a counterpart is an attribute of a task: dir, env, user, timeout, success"},

	// Python.
	{`(?:from|import) rocketry\b.*|@\w+\.(?:task|cond|param)\(.*|app = Rocketry\(.*`,
		"Python, of Rocketry",
		`@app.task("daily") is written: task NAME when daily { command ["python3", "file.py"] }`},
	{`(?:from|import) airflow\b.*|with DAG\(.*|@dag\b.*|dag = DAG\(.*`, "Python, of Airflow",
		"b after a is written: task b when after a { command … }"},
	{`(?:from|import) (?:celery|schedule|apscheduler|prefect|dagster|luigi|datetime|asyncio)\b.*`,
		"Python", pythonWay},
	{`schedule\.every\(.*|\w+\.add_job\(.*|@\w+(?:\.\w+)*(?:\(.*)?`, "Python", pythonWay},
	{`from [\w.]+ import .*|(?:async )?def \w+\(.*|class \w+.*:|if __name__\b.*`, "Python",
		pythonWay},
	{`import [\w.]+(?: as \w+)?\s*\n(?:\s*\n|import [\w.]+(?: as \w+)?\s*\n)*` +
		`(?:from \w|@\w|(?:async )?def |class |\w+ = \w)(?s:.*)`, "Python", pythonWay},
	{`\w+ = \w[\w.]*\(.*`, "Python", pythonWay},

	// YAML, JSON, XML.
	{`(?:apiVersion|kind|spec|metadata)\s*:.*`, "YAML, of Kubernetes",
		`a CronJob is written: task NAME when cron 0 3 * * * { command ["program"] }`},
	{`(?:on|jobs|runs-on|workflow_dispatch)\s*:.*`, "YAML, of a workflow",
		`a job is written: task NAME when cron 30 5 * * 1,3 { command "program" }`},
	{`(?:schedule|steps|schedules)\s*:.*`, "YAML",
		`a step after another is written: task b when after a { command "program" }`},
	{`---\s*|[\w-]+\s*:(?:\s.*)?|- [\w-]+\s*:.*`, "YAML",
		`a job is written: task NAME when daily at 03:00 { command "program" }`},
	{`[{\[]\s*".*`, "JSON",
		`a job is written: task NAME when daily at 03:00 { command "program" }`},
	{`<.*`, "XML, such as a property list of launchd",
		`StartInterval is written: task NAME when every 15 minutes { command "program" }`},

	// Go.
	{`\w+(?:, \w+)* :?= gocron\..*|\w+\.(?:AddFunc|NewJob|AddJob|Every)\(.*`,
		"Go, of a cron package", `a job is written: task NAME when every 5 minutes { func F }`},
	{`//.*|/\*.*|--\s.*|;\s*\w.*`, "a comment of another language", "a comment begins with #"},
	{`func(?: \([^)]*\))? \w+\(.*|type \w+ .*|var \w+ \S.*|const \w+ = .*|\w+(?:, \w+)* := .*` +
		`|go func.*`, "Go",
		"functions stand in a Go file of the package: task NAME when daily { func F }"},
	{`import \(.*`, "an import of Go's in brackets",
		`each import is a line: import "path/of/package"`},

	// Others.
	{`pipeline\s*\{.*|triggers\s*\{.*`, "a pipeline of Jenkins",
		`a stage is written: task NAME when daily at 03:00 { command "program" }`},
	{`schtasks\b.*|crontab .*`, "a command line",
		`a job is written: task NAME when daily at 03:00 { command "program" }`},
	{`(?P<name>[a-z_]\w*) ?= ?(?P<value>[^=#\s][^#]*)(?:#.*)?`, "an assignment",
		"a parameter is written: param $name = $value"},
}

// pythonWay is the way out for Python.
const pythonWay = `a script is a command: task NAME when daily { command ["python3", "file.py"] }`

// A Paste is a line that another tool reads.
type Paste struct {
	What  string // what it is
	Help  string // how it is said here
	Width int    // of the line, in bytes
}

// Pasted looks at a text whose first line begins no declaration, and tells what it is.
func Pasted(text string) (Paste, bool) {
	first, _, _ := strings.Cut(text, "\n")
	first = strings.TrimRight(first, " \t\r")
	for _, l := range compiledLines() {
		in := first
		if l.below {
			in = text
		}
		if m := l.FindStringSubmatch(in); m != nil {
			return Paste{l.what, l.say(m), len(first)}, true
		}
	}
	return Paste{}, false
}

// A compiledLine is a row of the table, ready to be matched.
type compiledLine struct {
	*regexp.Regexp
	line
	below bool // the pattern looks at the lines below, too
}

var compiledLines = sync.OnceValue(func() []compiledLine {
	list := make([]compiledLine, len(lines))
	for i, l := range lines {
		re := regexp.MustCompile(`^(?:` + classes.Replace(l.pattern) + `)$`)
		list[i] = compiledLine{re, l, strings.Contains(l.pattern, `\n`)}
	}
	return list
})

// say returns the help, with the groups of the match m in it.
func (l compiledLine) say(m []string) string {
	help := l.help
	for i, name := range slices.Backward(l.SubexpNames()) {
		if name == "" {
			continue
		}
		text := strings.Join(strings.Fields(m[i]), " ")
		if name == "command" {
			text = literal(m[i])
		}
		help = strings.ReplaceAll(help, "$"+name, text)
	}
	return help
}

// literal returns a text as a string of the language. Of a long one it shows the beginning.
func literal(text string) string {
	if text = strings.TrimSpace(text); len(text) >= 2 && text[0] == text[len(text)-1] &&
		strings.ContainsRune(`"'`, rune(text[0])) {
		text = text[1 : len(text)-1]
	}
	switch {
	case len(text) > 60:
		return spelling.Quote(text)
	case strings.ContainsAny(text, "\"\\") && !strings.Contains(text, "`"):
		return "`" + text + "`"
	}
	return strconv.Quote(text)
}
