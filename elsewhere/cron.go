package elsewhere

import (
	"regexp"
	"sync"
)

// A dialect is a row of the table of cron expressions.
type dialect struct {
	pattern string // what others write; the group is the part that is wrong
	what    string // what is wrong with it
	help    string // what to write, with $1 … for the groups
}

// dialects is the table of cron expressions.
var dialects = []dialect{
	{`^\s*((?:CRON_)?TZ=(\S*))`, "a cron expression names no time zone",
		`the zone is an attribute of the task: timezone "$2"`},
	{`^\s*(?:\S+\s+){5,6}([A-Z]\w+/\w+(?:/\w+)?|UTC|GMT)\s*$`,
		"a cron expression names no time zone",
		`the zone is an attribute of the task: timezone "$1"`},
	{`^\s*(@every\s+(\d+))\s*$`, "@every is not cron's", "it is written: every $2 seconds"},
	{`^\s*(@every\s+(\S.*?))\s*$`, "@every is not cron's", "it is written: every $2"},
	{`^\s*(@reboot)\s*$`, "@reboot is not a time",
		"a task that runs once at the start has the attribute on_startup"},
	{`(?:^|\s)(H(?:\([^)]*\))?(?:/\d+)?)(?:\s|$)`, "H is Jenkins's: a minute that it chooses",
		"write the minute; tasks that start together are moved apart by: spread 1 hour"},
	{`(?:^|[\s,])(\d*~\d*)(?:[\s,/]|$)`, "~ is a random value, which does not exist here",
		"write the first value; a shift that is the task's own is: spread 1 hour"},
	{`^\s*(?:\S+\s+){6}(\S+)\s*$`, "a seventh field, the year, does not exist here",
		"leave it out; an end condition limits a task: until CONDITION"},
}

// A CronHint says what is wrong with a cron expression that another tool has.
type CronHint struct {
	Start, End int // the bytes of the part that is wrong
	What       string
	Help       string
}

// Cron looks at a cron expression that is not understood.
func Cron(expr string) (CronHint, bool) {
	for _, d := range compiledDialects() {
		if at := d.FindStringSubmatchIndex(expr); at != nil {
			help := string(d.ExpandString(nil, d.help, expr, at))
			return CronHint{at[2], at[3], d.what, help}, true
		}
	}
	return CronHint{}, false
}

type compiledDialect struct {
	*regexp.Regexp
	dialect
}

var compiledDialects = sync.OnceValue(func() []compiledDialect {
	list := make([]compiledDialect, len(dialects))
	for i, d := range dialects {
		list[i] = compiledDialect{regexp.MustCompile(d.pattern), d}
	}
	return list
})
