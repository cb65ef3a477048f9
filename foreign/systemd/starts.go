package systemd

import (
	"slices"
	"strings"
	"time"

	"github.com/rocketc/rocketc/foreign"
)

// starts are what starts a timer.
type starts struct {
	job   *foreign.Job
	timer *unit
	name  string
	zone  *time.Location
	retry string         // an alternative that repeats a failed run
	lines []setting      // of OnCalendar= that are read
	left  []setting      // those of them that are in another zone
	in    *time.Location // that of the others
	more  bool           // it is what another job has left

	ways     []string
	rules    foreign.Union
	delay    time.Duration
	begin    time.Duration // after the start of the machine
	hasBegin bool
	atStart  bool // it starts with the program, and then no more
}

// read gives the job its condition. It is false if nothing starts it.
func (s *starts) read() bool {
	s.delays()
	s.calendars()
	if !s.more {
		s.intervals()
	}
	if len(s.ways) == 0 && !s.atStart {
		s.job.Note(s.job.Place, "nothing that is understood starts %s; it is no task here", s.name)
		return false
	}
	s.job.When = foreign.EitherOf(s.ways)
	if s.retry != "" && s.job.When != "" {
		s.job.When += " | " + s.retry
	}
	switch len(s.rules) {
	case 0:
	case 1:
		s.job.Rules = s.rules[0]
	default:
		s.job.Rules = s.rules
	}
	s.spread()
	s.persistent()
	if !s.more {
		s.others()
	}
	return true
}

// delays reads how much later than at its time systemd may start the unit.
func (s *starts) delays() {
	if d, is := s.span("RandomizedDelaySec"); is {
		s.delay = d
	}
	if d, is := s.span("RandomizedOffsetSec"); is {
		s.delay = max(s.delay, d)
	}
}

// span returns the duration of a setting, if there is one.
func (s *starts) span(key string) (time.Duration, bool) {
	set, is := s.timer.last("Timer", key)
	if !is {
		return 0, false
	}
	d, ok := ParseSpan(set.value)
	if !ok || d <= 0 {
		if !ok {
			s.job.Note(set.Place, "%s is no duration", set.text)
		}
		return 0, false
	}
	return max(d.Round(time.Millisecond), time.Millisecond), true
}

// calendars reads OnCalendar=.
func (s *starts) calendars() {
	for _, set := range s.lines {
		text, _ := specifiers(set.value, s.name)
		c, err := ParseCalendar(text)
		if err != nil {
			s.refuse(set, err)
			continue
		}
		when, cut, err := c.Condition()
		if err != nil {
			s.refuse(set, err)
			continue
		}
		if !s.isIn(c) {
			s.left = append(s.left, set)
			continue
		}
		if cut {
			s.job.Note(set.Place, "%s has fractions of seconds, which are left out", set.text)
		}
		s.ways = append(s.ways, when)
		s.rules = append(s.rules, &Timer{Calendar: c, In: s.in, Delay: s.delay, Whole: cut})
	}
}

func (s *starts) refuse(set setting, err error) {
	at := set.Place
	if e, is := err.(*Error); is {
		at.Col = strings.Index(set.text, set.value) + 1 + e.Col
	}
	s.job.Note(at, "%s: %v; it starts nothing here", set.text, err)
}

// isIn gives the job the zone of an expression. It is false if the job has another one: a task
// has one zone.
func (s *starts) isIn(c *Calendar) bool {
	zone := s.zone
	if loaded, err := time.LoadLocation(c.Timezone); err == nil && c.Timezone != "" {
		zone = loaded
	}
	if s.in != nil && s.in.String() != zone.String() {
		return false
	}
	s.in = zone
	named := slices.ContainsFunc(s.job.Attributes, func(a foreign.Attribute) bool {
		return a.Key == "timezone"
	})
	if c.Timezone != "" && !named {
		s.job.Add("timezone", foreign.Quote(c.Timezone))
	}
	return true
}

// intervals reads what counts from the start of the machine, or from the latest run.
func (s *starts) intervals() {
	for _, key := range []string{"OnBootSec", "OnStartupSec", "OnActiveSec"} {
		set, is := s.timer.last("Timer", key)
		d, ok := ParseSpan(set.value)
		if is && !ok {
			s.job.Note(set.Place, "%s is no duration", set.text)
		} else if is && d >= 0 && (!s.hasBegin || d < s.begin) {
			s.begin, s.hasBegin = d.Truncate(time.Millisecond), true
		}
	}
	repeats := false
	for _, key := range []string{"OnUnitActiveSec", "OnUnitInactiveSec"} {
		d, is := s.span(key)
		if !is {
			continue
		}
		repeats = true
		way := "every " + foreign.Duration(d)
		if key == "OnUnitInactiveSec" {
			way += " based on finish"
		}
		if s.hasBegin && s.begin > 0 {
			way += " & scheduler has run over " + foreign.Duration(s.begin)
		}
		s.ways = append(s.ways, way)
		if len(s.rules) == 0 {
			s.rules = append(s.rules, foreign.Every{Interval: d, First: s.begin, Slack: s.delay})
		}
	}
	if s.hasBegin && !repeats {
		s.once()
	}
}

// once starts the job once after the start of the program.
func (s *starts) once() {
	if s.begin == 0 {
		if s.atStart = len(s.ways) == 0; s.atStart {
			s.job.Add("on_startup", "")
		}
		return
	}
	s.ways = append(s.ways, "every 1 minute & scheduler has run over "+foreign.Duration(s.begin)+
		" & scheduler started "+foreign.Duration(s.begin+time.Minute)+" ago")
	s.job.Note(s.job.Place, "systemd starts it so long after the machine has started; here it "+
		"counts from the start of the program")
}

// spread gives the job the delay that systemd draws.
func (s *starts) spread() {
	if s.delay == 0 {
		return
	}
	shortest := time.Duration(0)
	if len(s.rules) == 1 {
		if _, is := s.rules[0].(*Timer); is {
			shortest, _ = foreign.Gaps(s.rules[0])
		}
	}
	if s.delay >= shortest || s.delay < time.Second {
		s.job.Note(s.job.Place, "systemd delays it by up to %s by chance; here it is not delayed",
			foreign.Duration(s.delay))
		return
	}
	s.job.Add("spread", foreign.Duration(s.delay.Truncate(time.Second))+" by host")
}

// persistent has missed starts made up for.
func (s *starts) persistent() {
	if !s.timer.truth("Timer", "Persistent") || len(s.timer.all("Timer", "OnCalendar")) == 0 {
		return
	}
	const day = 24 * time.Hour
	shortest, longest := foreign.Gaps(s.rules)
	several := strings.Contains(foreign.EitherOf(s.ways), " | ")
	if len(s.ways) == 0 || several || shortest <= time.Hour {
		s.job.Note(s.job.Place, "Persistent= does not carry over to a task that starts so often, "+
			"or in several ways")
		return
	}
	days := min((longest+day-1)/day, 366)
	s.job.Add("catch_up", foreign.Duration(days*day))
}

// others notes what else the timer has.
func (s *starts) others() {
	for _, set := range s.timer.settings {
		if set.section != "Timer" {
			continue
		}
		switch set.key {
		case "OnCalendar", "OnBootSec", "OnStartupSec", "OnActiveSec", "OnUnitActiveSec",
			"OnUnitInactiveSec", "RandomizedDelaySec", "RandomizedOffsetSec", "Persistent", "Unit",
			"FixedRandomDelay", "RemainAfterElapse", "DeferReactivation":
		case "AccuracySec":
			if d, ok := ParseSpan(set.value); ok && d > time.Minute {
				s.job.Note(set.Place, "systemd may start it up to %s later, together with others; "+
					"here it starts at its time", foreign.Duration(d))
			}
		default:
			s.job.Note(set.Place, "%s does not carry over", set.text)
		}
	}
}
