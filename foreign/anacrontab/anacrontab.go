// Package anacrontab imports anacrontabs, whose jobs run once in so many days, when the machine
// is on.
//
// A job of anacron is due so many days after the day of its latest run, within the hours of
// START_HOURS_RANGE, and its delay later. So is a task of `daily between`, `weekly` or
// `monthly`, as far as the calendar says it.
package anacrontab

import (
	"fmt"
	"iter"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/rocketc/rocketc/foreign"
)

// IsFile reports whether a file of a directory is an anacrontab.
func IsFile(name string) bool { return strings.Contains(path.Base(name), "anacrontab") }

var entry = regexp.MustCompile(`^\s*(\d+|@\w+)\s+(\d+)\s+([^\s/]+)\s+(\S.*)$`)

var variable = regexp.MustCompile(`^([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$`)

// Looks reports whether a file looks like an anacrontab.
func Looks(name string, _ []byte) bool { return IsFile(name) }

// Read reads anacrontabs.
func Read(files []foreign.File, o foreign.Options) *foreign.Import {
	m := foreign.New("anacron", foreign.Endless, foreign.Attribute{Key: "overlap", Value: "wait"})
	for _, f := range files {
		r := &reader{out: m, file: f.Name, zone: o.Zone, from: 0, to: 24}
		if len(files) > 1 {
			r.group = f.Group()
		}
		for i, line := range f.Lines() {
			r.line(i+1, strings.TrimRight(line, "\r"))
		}
		m.Tail = append(m.Tail, r.comments...)
		m.Notes = append(m.Notes, r.notes...)
	}
	return m
}

// A reader reads a file.
type reader struct {
	out      *foreign.Import
	file     string
	group    string
	zone     *time.Location
	env      []foreign.Variable
	shell    string
	random   int // minutes
	from, to int // hours
	comments []string
	notes    []foreign.Note
}

func (r *reader) line(n int, line string) {
	text := strings.TrimSpace(line)
	at := foreign.Place{File: r.file, Line: n, Col: 1}
	if set := variable.FindStringSubmatch(text); set != nil {
		r.variable(at, set[1], strings.Trim(set[2], `"'`))
		return
	}
	switch {
	case text == "":
		if len(r.comments) > 0 {
			r.comments = append(r.comments, "")
		}
	case text[0] == '#':
		r.comments = append(r.comments, strings.TrimPrefix(text[1:], " "))
	case entry.MatchString(text):
		r.job(at, text, entry.FindStringSubmatch(text))
	default:
		r.refuse(at, text, "it is not PERIOD DELAY NAME COMMAND")
	}
}

func (r *reader) refuse(at foreign.Place, text, why string) {
	r.comments = append(r.comments, text)
	r.note(at, "anacron never runs this line, and it is no task here: "+why)
}

func (r *reader) note(at foreign.Place, text string) {
	r.notes = append(r.notes, foreign.Note{Place: at, Text: text})
}

var hours = regexp.MustCompile(`^(\d{1,2})-(\d{1,2})$`)

func (r *reader) variable(at foreign.Place, name, value string) {
	switch name {
	case "START_HOURS_RANGE":
		m := hours.FindStringSubmatch(value)
		if m == nil {
			r.note(at, "START_HOURS_RANGE="+value+" is no range of hours")
			return
		}
		from, _ := strconv.Atoi(m[1])
		to, _ := strconv.Atoi(m[2])
		if from >= to || to > 24 {
			r.note(at, "START_HOURS_RANGE="+value+" is no range of hours")
			return
		}
		r.from, r.to = from, to
	case "RANDOM_DELAY":
		if n, err := strconv.Atoi(value); err == nil && n >= 0 && n < 1440 {
			r.random = n
		}
	case "MAILTO":
		if value != "" {
			r.note(at, "anacron mails the output of the jobs to "+value+"; here it is in the "+
				"log, and a task with notify tells of failures")
		}
	case "SHELL":
		r.shell = value
	case "LOGNAME", "NO_MAIL_OUTPUT":
	case "PREFERRED_TIME":
		r.note(at, "PREFERRED_TIME does not carry over")
	default:
		r.env = append(r.env[:len(r.env):len(r.env)], foreign.Variable{Name: name, Value: value})
	}
}

// job makes a job of a line.
func (r *reader) job(at foreign.Place, text string, m []string) {
	j := &foreign.Job{Place: at, Name: m[3], Group: r.group, Source: []string{text},
		Comments: r.comments, Notes: r.notes}
	r.comments, r.notes = nil, nil
	delay, err := strconv.Atoi(m[2])
	begin := time.Duration(r.from)*time.Hour + time.Duration(delay)*time.Minute
	end := time.Duration(r.to) * time.Hour
	if err != nil || begin >= end {
		r.comments, r.notes = j.Comments, j.Notes
		r.refuse(at, text, "its delay is longer than the hours in which it may start")
		return
	}
	p, known := r.period(m[1], begin, end)
	if !known {
		r.comments, r.notes = j.Comments, j.Notes
		r.refuse(at, text, m[1]+" is no period")
		return
	}
	j.When, j.Rules = p.when, p
	if p.days > 1 {
		// the latest run counts; it may be later than at the begin of the hours
		day := 24 * time.Hour
		j.Rules = foreign.Every{Interval: time.Duration(p.days) * day, Slack: day}
	}
	p.slack = time.Duration(r.random) * time.Minute
	if r.random > 0 && p.slack+time.Minute < end-begin {
		j.Add("spread", foreign.Duration(p.slack+time.Minute))
		p.slack += time.Minute
	}
	line := foreign.ReadCommand(m[4])
	if line.Dir != "" {
		j.Add("dir", foreign.Quote(line.Dir))
	}
	if r.shell != "" && r.shell != "/bin/sh" {
		j.Add("shell", foreign.Quote(r.shell))
	}
	j.Env = append(append(j.Env, r.env...), line.Env...)
	if line.Lock != "" {
		line.Line = line.Locked
	}
	j.Action = "command " + foreign.Quote(line.Line)
	r.out.Jobs = append(r.out.Jobs, j)
}

// A period is the Rules of a job: one start in each of some days, weeks, months or years, for a
// machine that is always on, and a job that has never run.
type period struct {
	when       string
	days       int // from one start to the next; 0: by the months
	months     int
	begin, end time.Duration // of a day
	zone       *time.Location
	slack      time.Duration
}

// period returns the rules of a period.
func (r *reader) period(text string, begin, end time.Duration) (*period, bool) {
	p := &period{begin: begin, end: end, zone: r.zone}
	from, to := clock(begin), clock(end)
	between := "between " + from + " and " + to
	switch text {
	case "@daily":
		text = "1"
	case "@weekly":
		text = "7"
	case "@monthly":
		p.months, p.when = 1, "monthly & time of day "+between
		return p, true
	case "@yearly", "@annually":
		p.months, p.when = 12, "yearly & time of day "+between
		return p, true
	}
	days, err := strconv.Atoi(text)
	if err != nil || days < 1 || days > 3660 {
		return nil, false
	}
	if p.days = days; days == 1 {
		p.when = "daily " + between
		return p, true
	}
	p.when = fmt.Sprintf("daily %s & ~has started past %d days", between, days)
	return p, true
}

// clock returns a time of the day as a clock reads it.
func clock(d time.Duration) string {
	return fmt.Sprintf("%02d:%02d", int(d.Hours()), int(d.Minutes())%60)
}

// Zone returns the zone of the clock.
func (p *period) Zone() *time.Location { return p.zone }

// Reads reports whether the job may start when the clock reads so.
func (p *period) Reads(at time.Time) bool {
	return time.Duration(at.Hour())*time.Hour+time.Duration(at.Minute())*time.Minute == p.begin
}

// Starts returns the starts in a span, looking at each day.
func (p *period) Starts(from, to time.Time) iter.Seq[foreign.Start] {
	return func(yield func(foreign.Start) bool) {
		begin := from.In(p.zone)
		var latest time.Time // the day of the latest start
		for n := 0; ; n++ {
			day := time.Date(begin.Year(), begin.Month(), begin.Day()+n, 0, 0, 0, 0, p.zone)
			if !day.Before(to) {
				return
			}
			if !p.isDue(latest, day) {
				continue
			}
			at := time.Date(day.Year(), day.Month(), day.Day(), int(p.begin.Hours()),
				int(p.begin.Minutes())%60, 0, 0, p.zone)
			latest = day
			if !at.Before(from) && at.Before(to) && !yield(foreign.Start{At: at, Slack: p.slack}) {
				return
			}
		}
	}
}

// isDue reports whether the job starts on a day, after its latest one.
func (p *period) isDue(latest, day time.Time) bool {
	switch {
	case latest.IsZero():
		return true
	case p.months == 12:
		return latest.Year() != day.Year()
	case p.months == 1:
		return latest.Year() != day.Year() || latest.Month() != day.Month()
	}
	return true
}
