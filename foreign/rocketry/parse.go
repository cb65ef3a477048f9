package rocketry

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/rocketc/rocketc/foreign"
)

// A parser reads a condition in words. What only the world can answer is left open.
type parser struct {
	words []string // operators and parentheses are words, too
	at    int
	of    *task
	all   *program
	open  string // the first part that is left open
}

var partsOf = regexp.MustCompile(`'[^']*'|"[^"]*"|[&|~()]|[^\s&|~()'"]+`)

// parse gives a task its condition.
func (p *program) parse(t *task, text string) {
	r := &parser{words: partsOf.FindAllString(text, -1), of: t, all: p}
	when := r.either()
	switch {
	case r.open != "":
		t.open = r.open
	case r.at < len(r.words):
		t.open = strings.Join(r.words[r.at:], " ")
	case !when.isSpent():
		t.open = text // it holds again after each run
	default:
		t.when = when
	}
}

// is reports whether a word is next, and passes it over.
func (r *parser) is(word string) bool {
	if r.at < len(r.words) && r.words[r.at] == word {
		r.at++
		return true
	}
	return false
}

func (r *parser) either() condition {
	list := choice{r.both()}
	for r.is("|") {
		list = append(list, r.both())
	}
	return list
}

func (r *parser) both() condition {
	list := all{r.not()}
	for r.is("&") {
		list = append(list, r.not())
	}
	return list
}

func (r *parser) not() condition {
	switch {
	case r.is("~"):
		return not{r.not()}
	case r.is("("):
		inner := r.either()
		if !r.is(")") && r.open == "" {
			r.open = "("
		}
		return inner
	}
	start := r.at
	for r.at < len(r.words) && !strings.Contains("&|~()", r.words[r.at]) {
		r.at++
	}
	words := r.words[start:r.at]
	if c := r.part(words); c != nil {
		return c
	}
	if r.open == "" {
		r.open = strings.Join(words, " ")
	}
	return constant(false)
}

// unitsOf are the words of periods.
var unitsOf = map[string]unit{"minutely": minutes, "hourly": hours, "daily": days,
	"weekly": weeks, "monthly": months, "minute": minutes, "hour": hours, "day": days,
	"week": weeks, "month": months}

// part returns what a part of a condition is; nil: it is left open.
func (r *parser) part(words []string) condition {
	if len(words) == 0 {
		return nil
	}
	if len(words) == 1 && strings.Trim(words[0], `'"`) != words[0] {
		inner := &parser{words: partsOf.FindAllString(strings.Trim(words[0], `'"`), -1), of: r.of,
			all: r.all}
		c := inner.either()
		if inner.open == "" && inner.at == len(inner.words) {
			return c
		}
		return nil
	}
	first := words[0]
	u, isUnit := unitsOf[first]
	switch {
	case len(words) == 1 && (first == "true" || first == "always"):
		return constant(true)
	case len(words) == 1 && (first == "false" || first == "never"):
		return constant(false)
	case isUnit && strings.HasSuffix(first, "ly"):
		return once(u, words[1:], true)
	case len(words) > 3 && first == "time" && words[1] == "of":
		if u, isUnit := unitsOf[words[2]]; isUnit {
			return once(u, words[3:], false)
		}
	case first == "every":
		return everySpan(words[1:])
	case first == "after":
		return r.after(words[1:])
	case first == "has" || first == "task":
		return r.has(words)
	}
	return nil
}

// once returns the windows of a period; nil: they are left open.
func once(u unit, words []string, once bool) condition {
	p, is := periodOf(u, words)
	if !is {
		return nil
	}
	return within{p, once}
}

// periodOf reads the window of a period.
func periodOf(u unit, words []string) (p period, is bool) {
	p = period{unit: u, to: -1}
	if len(words) == 0 {
		return p, true
	}
	if u == minutes {
		return p, false // windows within a minute
	}
	rest := strings.Join(words[1:], " ")
	rest = strings.NewReplacer(`'`, "", `"`, "").Replace(rest)
	switch words[0] {
	case "before":
		p.to, is = pointOf(u, rest, true)
		return p, is && p.to > 0
	case "after":
		p.from, is = pointOf(u, rest, false)
	case "starting":
		p.from, is = pointOf(u, rest, false)
		p.starting = true
	case "on", "at":
		p.from, is = pointOf(u, rest, false)
		p.to, p.fixed = p.from+resolutions[u], true
		is = is && p.from%resolutions[u] == 0 || is && u == days
	case "between":
		from, to, both := strings.Cut(rest, " and ")
		var isEnd bool
		p.from, is = pointOf(u, from, false)
		p.to, isEnd = pointOf(u, to, true)
		is = is && isEnd && both && p.from != p.to && p.to > 0
	}
	return p, is
}

// resolutions are the units of which a window after `on` has one.
var resolutions = map[unit]int64{hours: 1, days: hour, weeks: day, months: day}

var (
	clockTime  = regexp.MustCompile(`^([0-2]?\d):([0-5]\d)$`)
	ofWeek     = regexp.MustCompile(`^(?i)(mon|tue|wed|thu|fri|sat|sun)([a-z]*)(?: (\d\d?:\d\d))?$`)
	ofMonth    = regexp.MustCompile(`^(\d\d?)(?:st|nd|rd|th|\.)?(?: (\d\d?:\d\d))?$`)
	weekdays   = strings.Fields("mon tue wed thu fri sat sun")
	weekdayEnd = strings.Fields("day sday nesday rsday day urday day")
)

// pointOf returns how many minutes after the begin of its cycle a point is. As the end of a
// window a day without a time is its end.
func pointOf(u unit, text string, end bool) (int64, bool) {
	switch u {
	case hours:
		m := clockTime.FindStringSubmatch(text)
		if m == nil || m[2] != "00" {
			return 0, false // there are no seconds
		}
		n, _ := strconv.ParseInt(m[1], 10, 64)
		return n, n < 60
	case days:
		return timeOf(text)
	case weeks:
		m := ofWeek.FindStringSubmatch(text)
		if m == nil {
			return 0, false
		}
		n := slices.Index(weekdays, strings.ToLower(m[1]))
		if m[2] != "" && !strings.EqualFold(m[2], weekdayEnd[n]) {
			return 0, false
		}
		return inDay(int64(n)*day, m[3], end)
	case months:
		m := ofMonth.FindStringSubmatch(text)
		if m == nil {
			return 0, false
		}
		n, _ := strconv.ParseInt(m[1], 10, 64)
		at, is := inDay((n-1)*day, m[2], end)
		return at, is && n > 0 && n < 32
	}
	return 0, false
}

// inDay returns a time of a day; without a time its begin, or its end.
func inDay(begin int64, text string, end bool) (int64, bool) {
	switch {
	case text != "":
		at, is := timeOf(text)
		return begin + at, is
	case end:
		return begin + day, true
	}
	return begin, true
}

// timeOf reads a time of the day.
func timeOf(text string) (int64, bool) {
	m := clockTime.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	h, _ := strconv.ParseInt(m[1], 10, 64)
	n, _ := strconv.ParseInt(m[2], 10, 64)
	return h*hour + n, h < 24
}

// everySpan returns the condition of an interval of whole minutes.
func everySpan(words []string) condition {
	words = slices.DeleteFunc(slices.Clone(words), func(w string) bool {
		return w == "based" ||
			w == "on" || w == "run" || w == "start" || w == "finish"
	})
	if n := minutesOf(words); n > 0 {
		return every(n)
	}
	return nil
}

// minutesOf returns an interval of whole minutes; 0: it is none.
func minutesOf(words []string) int64 {
	d, is := interval(strings.Join(words, " "))
	if !is || int64(d.Seconds())%60 != 0 {
		return 0
	}
	return int64(d.Minutes())
}

// after returns the condition that others have succeeded.
func (r *parser) after(words []string) condition {
	text := strings.TrimSpace(strings.TrimPrefix(strings.Join(words, " "), "any "))
	isAny := text != strings.Join(words, " ")
	fails := false
	for _, outcome := range []string{" succeeded", " finished", " failed"} {
		if rest, is := strings.CutSuffix(text, outcome); is {
			text, fails = rest, outcome == " failed"
		}
	}
	var list []condition
	for name := range strings.SplitSeq(text, ",") {
		name = strings.TrimPrefix(strings.TrimSpace(name), "task ")
		of := r.task(strings.Trim(name, `'"`))
		switch {
		case of == nil:
			return nil
		case fails:
			list = append(list, constant(false))
		default:
			list = append(list, after{of})
		}
	}
	if isAny {
		return choice(list)
	}
	return all(list)
}

// task returns the task that a condition asks about, and notes that.
func (r *parser) task(name string) *task {
	of := r.all.taskOf(name)
	if of != nil && !slices.Contains(r.of.job.Asks, of.job) {
		r.of.job.Asks = append(r.of.job.Asks, of.job)
	}
	return of
}

// has returns the condition that a task has done something in some time: [task NAME] has
// started today.
func (r *parser) has(words []string) condition {
	var of *task
	if words[0] == "task" {
		if len(words) < 3 {
			return nil
		}
		if of = r.task(strings.Trim(words[1], `'"`)); of == nil {
			return nil
		}
		words = words[2:]
	}
	if len(words) < 3 || words[0] != "has" {
		return nil
	}
	outcome, when := words[1], words[2:]
	s := since{of: of}
	switch u, isUnit := unitsOf[when[len(when)-1]]; {
	case len(when) == 1 && when[0] == "today":
		s.unit = days
	case len(when) == 2 && when[0] == "this" && isUnit:
		s.unit = u
	case when[0] == "past":
		if s.minutes = minutesOf(when[1:]); s.minutes == 0 {
			return nil
		}
	default:
		return nil
	}
	switch outcome {
	case "started", "succeeded", "finished":
		return s
	case "failed", "terminated":
		return constant(false)
	}
	return nil
}

// program returns the tasks of an import as Rocketry starts them. Those that count from their
// latest start only, or go by cron, have rules of their own.
func (r *reader) program() *program {
	p := &program{zone: r.zone}
	for _, m := range r.made {
		p.tasks = append(p.tasks, &task{job: m.job})
	}
	for _, t := range p.tasks {
		switch when := t.job.When; {
		case slices.Contains(t.job.Attributes, foreign.Attribute{Key: "disabled"}):
		case slices.ContainsFunc(t.job.Attributes, func(a foreign.Attribute) bool {
			return a.Key == "on_startup"
		}):
			t.open = "the start of the program"
		case when != "":
			t.job.Rules = rulesOf(when, r.zone)
			p.parse(t, when)
		}
	}
	return p
}
