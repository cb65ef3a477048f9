package elsewhere

import (
	"regexp"
	"strings"
	"sync"
)

// A phrase is a row of the table of conditions.
type phrase struct {
	pattern string // what others write; words in capitals are classes; case does not count
	write   string // the same here, with $1 … for the groups of the pattern; "" if help says it
	help    string // what to write, if that is no condition; "" if there is nothing to say
}

// classes are the words in capitals of patterns. None of them has a group of its own.
var classes = strings.NewReplacer(
	"DAY", `(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?`,
	"MONTH", `(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*`,
	"UNIT", `(?:second|minute|hour|day|week|month|year)`,
	"SPAN", `(?:ms|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)`,
	"TIME", `(?:\d{1,2}(?::\d\d){1,2}|\d{1,2} ?[ap]m)`,
	"LY", `(?:secondly|minutely|hourly|daily|weekly|monthly|yearly)`,
	"FIELD", `[\d*?LH][\dA-Za-z*?,/#~-]*`,
	"LAST", `[\dA-Za-z*?][\dA-Za-z*?,/#~-]*`,
	"NAME", `[A-Za-z_]\w*(?:\.\w+)*`,
	"OUTCOME", `(?:succeeded|failed|finished|terminated|crashed|missed)`,
	"ACCOUNT", `(?:root|www-data|nobody|daemon|postgres|mysql|apache|nginx|http|git|backup|mail)`,
	"Q", `["']`,
)

// Ways out that more than one row has.
const (
	startupWay  = "what runs once at the start is a task with the attribute on_startup"
	twoWeeksWay = `every 2 weeks from "2026-01-05", which is a Monday; or monthly on 2nd Mon`
	dateWay     = `a date is written "2026-12-24"; ` +
		"of each year: time of year between Dec 24 and Dec 26"
	manualWay = "a task without when starts only if it is asked to: task NAME { … }"
)

// Ways out of what is nearly written here.
const (
	groupsWay = "any of a group's tasks: after any nightly.* failed; " +
		"all of them by name: after nightly.a, nightly.b"
	outcomeWay = "an outcome stands once, at the end: after a, b failed; " +
		"two of them are two conditions: after a failed | after b missed"
	shiftWay = "it stands behind a day: monthly on 15th or next business day, " +
		"and so does: or previous business day"
	fromEndWay   = "from the end only the last is counted: monthly on last business day"
	oneClockWay  = "all days have one clock time: weekly on Mon, Thu at 08:00; two are joined by |"
	countDaysWay = "business days are counted in a week, month or year: monthly on 3rd business day"
)

// phrases is the table of conditions.
var phrases = []phrase{
	// What begins with a word of this language and is not finished says so itself.
	{`(?:task|scheduler|after|while|has|is|param|env|func|not) [A-Za-z_]\w*(?: \w+)?`, "", ""},

	// In words.
	{`every (?:2nd|second|other|2|two) weeks? on .+|(?:biweekly|fortnightly) on .+`,
		"", twoWeeksWay},
	{`every (\d+ ?SPAN|hour|minute|second) ((?:after|before) \d\d?:\d\d.*|` +
		`between \d\S* and \d\S*)`,
		"every $1 & time of day $2", ""},
	{`every (\d+ ?SPAN|hour|minute|second) from (\d\d?:\d\d) (?:to|until|till|-) (\S+)`,
		"every $1 & time of day between $2 and $3", ""},
	{`every (\d+ ?SPAN|hour|minute|second) (?:on|during) (?:weekdays|workdays|working days)`,
		"every $1 & time of week between Mon and Fri", ""},
	{`every (\d+ ?SPAN|hour|minute|second) (?:on|during) weekends`,
		"every $1 & time of week between Sat and Sun", ""},
	{`every (\d+ ?SPAN|hour|minute|second) on (DAY)s?`, "every $1 & time of week on $2", ""},
	{`(?:monthly )?(?:on )?(?:the )?last (?:weekday|workday|working day|business day)` +
		`(?: (?:of|in) (?:the |each |every )?month)?( (?:at|after|before) .+)?`,
		"monthly on last business day$1", ""},
	{`daily on (?:workdays|working days|business days)( (?:at|after|before) .+)?`,
		"daily$1 & business day", ""},
	{`has not (?:run|started)( .+)?`, "~has started$1", ""},
	{`(task NAME) has not (?:run|started)( .+)?`, "~$1 has started$2", ""},
	{`(task NAME) has run( .+)?`, "$1 has started$2", ""},
	{`((?:task NAME )?)has not (\w+ed)( .+)?`, "~${1}has $2$3", ""},
	{`any (?:task|job)s? (?:has )?(failed|crashed|succeeded|finished)`,
		"after any task $1", ""},
	{`on (?:any )?(?:failure|error)s?`,
		"", "after NAME failed; of any task: after any task failed"},
	{`after all (NAME(?:, ?NAME)+)( \w+ed)?`, "after $1$2", ""},
	{`after (?:all |every )?NAME\.\*(?: .+)?`, "", groupsWay},
	{`(after .+) (OUTCOME) or (OUTCOME)`, "$1 $2 | $1 $3", ""},
	{`after .+ (?:OUTCOME|went wrong), ?.+`, "", outcomeWay},
	{`(after .+) (?:timed|times) out`, "$1 went wrong", ""},
	{`(retry \d+) times?( .+)?`, "$1$2", ""},
	{`(retry(?: \d+)?) (?:after|in|wait|delay|interval) (\d+ ?SPAN)`, "$1 every $2", ""},
	{`(retry.*?) (up to .+?) (backoff \S+)`, "$1 $3 $2", ""},
	{`(retry(?: \d+)? every \d+ ?SPAN) (?:exponential\w*|doubling)`, "$1 backoff 2", ""},
	{`(LY.*?),? (retry.*)`, "$1 | $2", ""},
	{`business days`, "business day", ""},
	{`(?:every|each|on) (?:single )?business days?( (?:at|after|before) .+)?`,
		"daily$1 & business day", ""},
	{`LY on (?:the )?(?:next|following|closest|nearest) business day.*|` +
		`LY on .+ or (?:the )?(?:closest|nearest|following) business day.*`, "", shiftWay},
	{`LY on (?:the )?(?:(?:eve|day) (?:of|before) .*|penultimate .*|\w+ (?:to )?last .*|` +
		`last (?:but|business day ?-) .*)`, "", fromEndWay},
	{`LY on .+ (?:at|after) TIME, ?.+ (?:at|after) TIME`, "", oneClockWay},
	{`(?:in|after) \d+ (?:business|working) days?`, "", countDaysWay},
	{`port_(?:closed|down)\((.*)\)`, "~port_open($1)", ""},
	{`(?:max|at most|up to) (\d+)(?: times| runs)? (?:per|an?|each|every) (UNIT)`,
		"has started past 1 $2 < $1", ""},
	{`(?:every|each) (DAY)s?`, "weekly on $1", ""},
	{`(?:on )?(DAY)s?`, "weekly on $1", ""},
	{`(?:every |each )?(?:on )?(DAY)s? (?:at )?(TIME)`, "weekly on $1 at $2", ""},
	{`(?:every|each) (DAY)s?,? ?((?:after|before|between) .+)`, "weekly on $1 $2", ""},
	{`(?:every|each) (?:2nd|second|other) DAYs?`, "", twoWeeksWay},
	{`(?:every|each) (second|minute|hour) ((?:after|before|at|on|between) .+)`, "${1}ly $2", ""},
	{`(?:every|each) day ((?:after|before|between) .+)`, "daily $1", ""},
	{`(?:every|each) (week|month|year) ((?:after|before|at|on|between) .+)`, "${1}ly $2", ""},
	{`every (?:one|two|three|four|five|six|eight|ten|twelve|fifteen|twenty|thirty) UNITs?`, "",
		"numbers are written in digits: every 5 minutes"},
	{`(?:(?:every|each) ?day|(?:every |each )?(?:night|morning|evening)(?:ly)?) ` +
		`(?:at |@ ?)?(TIME|\d\d?)`, "daily at $1", ""},
	{`every (?:24 ?h(?:rs?|ours?)?|1 ?d(?:ays?)?) at (TIME|\d\d?)`, "daily at $1", ""},
	{`(?:at |@ ?)?(TIME)(?: daily| every day| each day)?`, "daily at $1", ""},
	{`(?:daily |every ?day |at )?(?:at )?noon`, "daily at 12:00", ""},
	{`(?:daily |every ?day |at )?(?:at )?midnight`, "daily at 00:00", ""},
	{`(LY) @ ?(.+)`, "$1 at $2", ""},
	{`(?:every ?day|each day|every single day|once (?:a|per|every) day|once daily)`, "daily", ""},
	{`(?:every |each )?(?:night|morning|evening)(?:ly)?`, "daily between 01:00 and 05:00", ""},
	{`each (UNIT)`, "every 1 $1", ""},
	{`once (?:an?|per|every) (hour|week|month|year)`, "${1}ly", ""},
	{`(?:every|each) (?:other|second|2nd) (day|hour|week|minute)`, "every 2 ${1}s", ""},
	{`(?:every |each |on )?(?:weekday|workday|working day)s?` +
		`( (?:at|after|before) .+)?`,
		"daily on weekdays$1", ""},
	{`(?:every |each |on )?weekends?( (?:at|after|before) .+)?`, "daily on weekends$1", ""},
	{`(?:daily|weekly) (?:on )?DAY ?(?:-|to|till|until|through) ?DAY( at .+)?`,
		"", "from Monday to Friday is: daily on weekdays; other days: weekly on Tue, Wed at 09:00"},
	{`((?:LY|time of UNIT) .*?)\b(?:the )(\S.*)`, "$1$2", ""},
	{`(LY on \d\d?\w\w DAY.*)`, "$1", ""},
	{`(?:on )?(?:the )?(\d\d?\w\w|last)( DAY)? (?:of|in) (?:the |each |every )?month( .+)?`,
		"monthly on $1$2$3", ""},
	{`(?:monthly )?on the (\d\d?\w\w)( .+)?`, "monthly on $1$2", ""},
	{`every (?:half an? |half )hour`, "every 30 minutes", ""},
	{`every quarter (?:of an )?hour`, "every 15 minutes", ""},
	{`(LY .*?)(?: in)? (?:UTC|GMT|[A-Z][A-Za-z]+/[A-Za-z_/]+)`, "",
		`the zone is an attribute of the task: timezone "Europe/Berlin"`},
	{`rate\((\d+ ?SPAN)\)`, "every $1", ""},
	{`twice a day|twice daily`, "every 12 hours", ""},
	{`annually|annual`, "yearly", ""},
	{`quarterly|every quarter`, "cron 0 0 1 1,4,7,10 *", ""},
	{`fortnightly|biweekly|every (?:two weeks|fortnight)`, "every 14 days", ""},
	{`(LY) starting (?:at|from|on) (.+)`, "$1 starting $2", ""},
	{`(LY) (on|at) (\S+(?:, ?\S+)*?),? (?:and|or) (\S+(?: (?:at|after|before) .+)?)`,
		"$1 $2 $3, $4", ""},
	{`(?:every|each|on) (DAY)s?(?:,|,? (?:and|or)) (DAY)s?( (?:at|after|before) .+)?`,
		"weekly on $1, $2$3", ""},
	{`(?:every|each|on) (DAY)s?, ?(DAY)s?(?:,|,? (?:and|or)) (DAY)s?( (?:at|after|before) .+)?`,
		"weekly on $1, $2, $3$4", ""},
	{`hourly at :(\d\d)`, "hourly at $1", ""},
	{`(LY|running|true|false|always|never|retry)\(\)`, "$1", ""},
	{`(LY) from (\S+) (?:to|until|till|-) (\S+)`, "$1 between $2 and $3", ""},
	{`(LY) between (\S+) ?(?:to|until|till|-) ?(\S+)`, "$1 between $2 and $3", ""},
	{`(?:on|at|from|after|before|between) \d\d?\.\d\d?\..*`, "", dateWay},
	{`((?:between|after|before) Q\d{4}-\d\d-\d\d.*)`, "time $1", ""},
	{`((?:between|after|before) MONTH .+)`, "time of year $1", ""},
	{`((?:between|before) \d.*)`, "daily $1", ""},
	{`(?:in|after) \d+ ?SPAN`, "",
		"a pause between runs: every 5 minutes; after the start: scheduler has run over 5 minutes"},
	{`after (\d.*)`, "daily after $1", ""},
	{`from (\d\S*) (?:to|until|till|-) (\S+)`, "daily between $1 and $2", ""},
	{`(LY(?: .*?)??) (?:unless|except|excluding|but not|if not|not) (?:on )?weekends?`,
		"$1 & ~time of week between Sat and Sun", ""},
	{`(LY(?: .*?)??) (?:unless|except|excluding|but not|if not|not) (?:on )?(DAY)s?`,
		"$1 & ~time of week on $2", ""},
	{`(LY(?: .*?)??) (?:unless|except|excluding|but not|if not|not) (?:on |during )?` +
		`(?:public |bank )?holidays?`, "$1 & business day", ""},
	{`(LY(?: .*?)??) (?:unless|except|but not|if not) (NAME)`, "$1 & ~$2", ""},
	{`(LY(?: .*?)??) (?:if|when|while|where|only if) (NAME)`, "$1 & $2", ""},
	{`(\d+ ?SPAN)`, "every $1", ""},
	{`(?:for|wait|sleep|interval|delay) (\d+ ?SPAN)`, "every $1", ""},
	{`(NAME) (?:succeeded|succeeds|success|is done|done)`, "after $1", ""},
	{`(?:on |if |when )?(?:failure|error) (?:of|in) (NAME)`, "after $1 failed", ""},
	{`(?:(?:if|when) )?(NAME) (?:failed|fails|failure|has failed)`, "after $1 failed", ""},
	{`(NAME) (?:finished|finishes|ended|ends|completed|completes)`, "after $1 finished", ""},
	{`(NAME) (?:is running|runs|running)`, "task $1 is running", ""},
	{`(?:on |at |@ ?)?(?:startup|start|boot|reboot)|on_startup|run_on_start|` +
		`now|immediately|asap|right away`, "", startupWay},
	{`manual|manually|on demand|none|null|by hand`, "", manualWay},

	// Names with dashes.
	{`(after (?:any )?|task )(\w+(?:[-/:@]\w+)+)(.*)`, `$1"$2"$3`, ""},
	{`(\w+(?:-\w+)+)`, `after "$1"`, ""},

	// cron.
	{`(FIELD FIELD FIELD LAST LAST(?: LAST)?)`, "cron $1", ""},
	{`Q(FIELD FIELD FIELD LAST LAST(?: LAST)?)Q`, `cron "$1"`, ""},
	{`cron(?:_?tab|_?expr\w*|_?trigger)\(Q(.*)Q\)`, `cron "$1"`, ""},
	{`Q?@(hourly|daily|weekly|monthly|yearly)Q?`, "$1", ""},
	{`Q?@midnightQ?`, "daily", ""},
	{`Q?@annuallyQ?`, "yearly", ""},
	{`(?:cron )?Q?@every (.+?)Q?`, "every $1", ""},
	{`Q?@(?:reboot|once|continuous)Q?`, "", startupWay},
	{`cron(?:time)? (?:(?:CRON_)?TZ ?=.*|` +
		`FIELD FIELD FIELD LAST LAST(?: LAST)? [A-Z]\w+/\w.*)`, "",
		`the zone is an attribute of the task: timezone "Europe/Berlin"`},

	// systemd.
	{`\*-\*-\* (\d\d?:\d\d)(?::\d\d)?`, "daily at $1", ""},
	{`(DAY)\.\.(DAY)(?: \*-\*-\*)? (\d\d?:\d\d)(?::\d\d)?`,
		"daily at $3 & time of week between $1 and $2", ""},
	{`(DAY) \*-\*-\* (\d\d?:\d\d)(?::\d\d)?`, "weekly on $1 & time of day after $2", ""},
	{`\*-\*-(\d\d?) (\d\d?:\d\d)(?::\d\d)?`, "monthly on $1 & time of day after $2", ""},

	// Rocketry, in Python.
	{`(LY)\.(before|after|on|at|starting)\(Q(.*)Q\)`, "$1 $2 $3", ""},
	{`(LY)\.between\(Q(.*)Q, ?Q(.*)Q\)`, "$1 between $2 and $3", ""},
	{`time_of_(UNIT)\.(before|after|on|at|starting)\(Q(.*)Q\)`, "time of $1 $2 $3", ""},
	{`time_of_(UNIT)\.between\(Q(.*)Q, ?Q(.*)Q\)`, "time of $1 between $2 and $3", ""},
	{`every\(Q(.*)Q, ?based=Q(\w+)Q\)`, "every $1 based on $2", ""},
	{`(?:every|interval|delta)\(Q(.*)Q\)`, "every $1", ""},
	{`after_success\((.*)\)`, "after $1", ""},
	{`after_fail\((.*)\)`, "after $1 failed", ""},
	{`after_finish\((.*)\)`, "after $1 finished", ""},
	{`after_all_success\((.*)\)`, "after $1", ""},
	{`after_all_(fail|finish)\((.*)\)`, "after $2 ${1}ed", ""},
	{`after_any_success\((.*)\)`, "after any $1", ""},
	{`after_any_(fail|finish)\((.*)\)`, "after any $2 ${1}ed", ""},
	{`after_(?:success|fail|finish|all_\w+|any_\w+)`, "",
		"write after T, after T failed, after T finished, or after any A, B"},
	{`(started|succeeded|failed|finished|terminated)\(task=Q?(NAME)Q?\)\.(?:this_day|today)`,
		"task $2 has $1 today", ""},
	{`(started|succeeded|failed|finished|terminated)\(task=Q?(NAME)Q?\)\.this_(\w+)`,
		"task $2 has $1 this $3", ""},
	{`(started|succeeded|failed|finished|terminated)\(task=Q?(NAME)Q?\)(.*)`,
		"task $2 has $1$3", ""},
	{`(started|succeeded|failed|finished|terminated)\.(?:this_day|today)`, "has $1 today", ""},
	{`(started|succeeded|failed|finished|terminated)\.today\.(before|after|on|at)\(Q(.*)Q\)`,
		"has $1 today $2 $3", ""},
	{`(started|succeeded|failed|finished|terminated)\.today\.between\(Q(.*)Q, ?Q(.*)Q\)`,
		"has $1 today between $2 and $3", ""},
	{`(started|succeeded|failed|finished|terminated)\.this_(\w+)`, "has $1 this $2", ""},
	{`(started|succeeded|failed|finished|terminated)(?:\(\))?`, "has $1", ""},
	{`running\.(more|less)_than\(Q(.*)Q\)`, "running for $1 than $2", ""},
	{`running\.between\(Q(.*)Q, ?Q(.*)Q\)`, "running for between $1 and $2", ""},
	{`running\(task=Q?(NAME)Q?\)`, "task $1 is running", ""},
	{`running\(Q?(NAME)Q?\)`, "task $1 is running", ""},
	{`scheduler_running\((?:more_than=)?Q(.*)Q\)`, "scheduler has run over $1", ""},
	{`scheduler_running(?:\(.*\))?`, "scheduler has run over 20 minutes", ""},
	{`retry\((\d+)\)`, "retry $1", ""},
	{`(?:DependSuccess|DependFailure|DependFinish)\(.*\)`, "",
		"write after T, after T failed or after T finished"},
}

// Condition returns how a condition is written here that others write as text. text is one
// part of a condition, without the operators around it.
func Condition(text string) (Hint, bool) {
	text = plainText(text)
	for _, p := range compiled() {
		at := p.FindStringSubmatchIndex(text)
		switch {
		case at == nil:
		case p.write == "":
			return Hint{Help: p.help}, p.help != ""
		default:
			return Hint{Help: written + string(p.ExpandString(nil, p.write, text, at))}, true
		}
	}
	return Hint{}, false
}

// plainText returns a text as the table has it: words one space apart, ordinals in digits.
func plainText(text string) string {
	return ordinal().ReplaceAllStringFunc(strings.Join(strings.Fields(text), " "), digits)
}

// ordinal finds "first Monday" and the like.
var ordinal = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(classes.Replace(`(?i:\b(?:first|second|third|fourth|fifth) DAY\b)`))
})

// digits writes the ordinal of a weekday in digits, as the language has it.
func digits(weekday string) string {
	word, day, _ := strings.Cut(weekday, " ")
	return map[string]string{
		"first": "1st ", "second": "2nd ", "third": "3rd ", "fourth": "4th ", "fifth": "5th ",
	}[strings.ToLower(word)] + day
}

// written begins the help that has a whole condition.
const written = "it is written: "

type compiledPhrase struct {
	*regexp.Regexp
	phrase
}

var compiled = sync.OnceValue(func() []compiledPhrase {
	list := make([]compiledPhrase, len(phrases))
	for i, p := range phrases {
		list[i] = compiledPhrase{regexp.MustCompile(`^(?i:` + classes.Replace(p.pattern) + `)$`), p}
	}
	return list
})
