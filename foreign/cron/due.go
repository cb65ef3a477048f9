package cron

import (
	"iter"
	"slices"
	"time"

	"github.com/rocketc/rocketc/foreign"
)

// Rules say when a job with an expression is due.
type Rules struct {
	*Expression
	// In is the zone of the clock.
	In *time.Location
	// Clock is how the scheduler goes by it.
	Clock Clock
	// Delay is how much later the scheduler may start the job.
	Delay time.Duration
}

// Rules returns those of the expression in a zone.
func (x *Expression) Rules(zone *time.Location) foreign.Rules {
	if x.Every > 0 {
		return foreign.Every{Interval: x.Every, First: x.Every}
	}
	return &Rules{Expression: x, In: zone, Clock: x.dialect.Clock}
}

// Zone returns the zone of the clock.
func (r *Rules) Zone() *time.Location { return r.In }

// Slack returns how much later than at its time a start may be, because the scheduler draws
// values or delays it: to the end of a minute.
func (r *Rules) Slack() time.Duration {
	const hours = 24 * time.Hour
	if d := r.Delay + time.Duration(r.fields[minute].drawn)*time.Minute +
		time.Duration(r.fields[hour].drawn)*time.Hour +
		time.Duration(r.fields[day].drawn)*hours; d > 0 {
		return d + time.Minute
	}
	return 0
}

// Reads reports whether the job is due in the minute, or if the expression has seconds in the
// second, that the clock reads.
func (r *Rules) Reads(at time.Time) bool {
	_, offset := at.Zone()
	s := r.sets()
	return s.day(floor(at.Unix()+int64(offset), 86400)) &&
		s.minutes[at.Hour()*60+at.Minute()] && slices.Contains(s.seconds, at.Second())
}

// Starts returns the starts in a span. It looks at each minute, but for those of a day that the
// expression has not while the clock goes on as usual.
func (r *Rules) Starts(from, to time.Time) iter.Seq[foreign.Start] {
	return func(yield func(foreign.Start) bool) {
		slack := r.Slack()
		each := func(at time.Time) bool { return yield(foreign.Start{At: at, Slack: slack}) }
		switch r.Clock {
		case Daemon:
			r.daemon(from, to, each)
		case Wall:
			r.wall(from, to, each)
		case Dates:
			r.dates(from, to, each)
		}
	}
}

// sets are the values of an expression as tables.
type sets struct {
	*Expression
	seconds []int
	minutes [24 * 60]bool  // of a day
	quiet   [24 * 60]int64 // how many minutes of the day from one on are none of these
	today   int64          // of which isToday tells
	isToday bool
}

func (x *Expression) sets() *sets {
	s := &sets{Expression: x, seconds: x.fields[second].values(second), today: -1 << 62}
	for _, h := range x.fields[hour].values(hour) {
		for _, m := range x.fields[minute].values(minute) {
			s.minutes[h*60+m] = true
		}
	}
	for m := len(s.minutes) - 1; m >= 0; m-- {
		switch {
		case s.minutes[m]:
		case m == len(s.minutes)-1:
			s.quiet[m] = 1
		default:
			s.quiet[m] = s.quiet[m+1] + 1
		}
	}
	return s
}

// ahead returns how many minutes from one on, which the clock reads, the job is not due in, as
// far as that day tells.
func (s *sets) ahead(wall int64) int64 {
	today := floor(wall, 1440)
	minute := wall - 1440*today
	if !s.day(today) {
		return 1440 - minute
	}
	return s.quiet[minute]
}

// due reports whether the job is due in a minute that the clock reads.
func (s *sets) due(wall int64) bool { return s.ahead(wall) == 0 }

// day reports whether the days of an expression have a day, which is counted from 1970 on.
func (s *sets) day(n int64) bool {
	if s.today != n {
		s.today, s.isToday = n, s.isDue(time.Unix(n*86400, 0).UTC())
	}
	return s.isToday
}

// isDue reports whether a day is one of the expression.
func (x *Expression) isDue(date time.Time) bool {
	days, weekdays := &x.fields[day], &x.fields[weekday]
	if !x.fields[month].has(month, int(date.Month())) || !x.fields[year].has(year, date.Year()) {
		return false
	}
	inMonth := days.hasDay(date) || days.has(day, date.Day())
	inWeek := weekdays.hasDay(date) || weekdays.has(weekday, int(date.Weekday()))
	if days.star || weekdays.star || x.dialect.Both {
		return inMonth && inWeek
	}
	return inMonth || inWeek
}

// Happens reports whether one of its days ever comes: February 30th does not. It looks at the
// years from 2026 to 2065.
func (x *Expression) Happens() bool {
	if x.Reboot || x.Every > 0 {
		return true
	}
	const years = 40 // by then February 29th has been on each day of the week
	for d := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC); d.Year() < 2026+years; d =
		d.AddDate(0, 0, 1) {
		if x.isDue(d) {
			return true
		}
	}
	return false
}

// hasDay reports whether a date is one of the special days of a field.
func (f *field) hasDay(date time.Time) bool {
	last := time.Date(date.Year(), date.Month()+1, 0, 0, 0, 0, 0, time.UTC)
	for _, i := range f.items {
		switch i.special {
		case lastDay:
			if date.Day() == last.Day()-i.low {
				return true
			}
		case working:
			if date.Day() == workingDay(i.low, last) {
				return true
			}
		case lastOfDays:
			if int(date.Weekday()) == i.low && date.Day() > last.Day()-7 {
				return true
			}
		case nthOfDays:
			if int(date.Weekday()) == i.low && (date.Day()+6)/7 == i.high {
				return true
			}
		}
	}
	return false
}

// workingDay returns the day from Monday to Friday of a month that is nearest to one of its
// days, or to its last one if that is 0. The month has no other; 0: it lacks the day.
func workingDay(n int, last time.Time) int {
	if n > last.Day() {
		return 0
	}
	if n == 0 {
		n = last.Day()
	}
	switch date := last.AddDate(0, 0, n-last.Day()); {
	case date.Weekday() == time.Saturday && n > 1:
		return n - 1
	case date.Weekday() == time.Saturday:
		return n + 2
	case date.Weekday() == time.Sunday && n < last.Day():
		return n + 1
	case date.Weekday() == time.Sunday:
		return n - 2
	}
	return n
}

// A zoneClock tells what a clock on the wall reads, in minutes since 1970.
type zoneClock struct {
	zone   *time.Location
	until  time.Time // the offset is the same before
	offset int64     // minutes
}

// read returns what the clock reads at an instant. Instants come in their order.
func (z *zoneClock) read(at time.Time) int64 {
	if z.until.IsZero() || !at.Before(z.until) {
		local := at.In(z.zone)
		_, offset := local.Zone()
		_, end := local.ZoneBounds()
		if z.until = end; end.IsZero() {
			z.until = at.AddDate(1000, 0, 0)
		}
		z.offset = int64(offset) / 60
	}
	return at.Unix()/60 + z.offset
}

// after returns the minute some minutes after another, or that of the next change of the clock if
// it is before.
func (z *zoneClock) after(at time.Time, minutes int64) time.Time {
	later := at.Add(time.Duration(minutes) * time.Minute)
	if z.until.Before(later) {
		return z.until.Add(time.Minute - 1).Truncate(time.Minute)
	}
	return later
}

// daemon goes as cron does: once a minute it looks at how far the clock is from where it
// would be if nobody had changed it.
func (r *Rules) daemon(from, to time.Time, yield func(time.Time) bool) {
	clock, s := zoneClock{zone: r.In}, r.sets()
	wild := !r.fields[minute].fixed || !r.fields[hour].fixed
	const threeHours = 180
	at := from.Truncate(time.Minute)
	virtual := clock.read(at) - 1
	for ; at.Before(to); at = at.Add(time.Minute) {
		running := clock.read(at)
		if quiet := s.ahead(running); quiet > 1 && running-virtual == 1 {
			at = clock.after(at, quiet-1).Add(-time.Minute)
			virtual = clock.read(at)
			continue
		}
		starts := 0
		count := func(yes bool) {
			if yes {
				starts++
			}
		}
		switch diff := running - virtual; {
		case diff == 1 || diff > threeHours || diff < -threeHours:
			count(s.due(running))
			virtual = running
		case diff > 5: // the clock was set forward
			count(wild && s.due(running))
			for virtual < running {
				virtual++
				count(!wild && s.due(virtual))
			}
		case diff > 0:
			for virtual < running {
				virtual++
				count(s.due(virtual))
			}
		default: // it was set back; virtual stands still until it has caught up
			count(wild && s.due(running))
		}
		for range starts {
			if !at.Before(from) && !yield(at) {
				return
			}
		}
	}
}

func floor(n, by int64) int64 {
	if n < 0 {
		return -((-n + by - 1) / by)
	}
	return n / by
}

// wall follows the clock.
func (r *Rules) wall(from, to time.Time, yield func(time.Time) bool) {
	clock, s := zoneClock{zone: r.In}, r.sets()
	for at := from.Truncate(time.Minute); at.Before(to); at = at.Add(time.Minute) {
		if quiet := s.ahead(clock.read(at)); quiet > 0 {
			at = clock.after(at, quiet).Add(-time.Minute)
			continue
		}
		for _, second := range s.seconds {
			start := at.Add(time.Duration(second) * time.Second)
			if !start.Before(from) && start.Before(to) && !yield(start) {
				return
			}
		}
	}
}

// dates goes through the minutes that a clock would read if nobody changed it, and makes
// instants of them.
func (r *Rules) dates(from, to time.Time, yield func(time.Time) bool) {
	s := r.sets()
	begin, end := from.In(r.In), to.In(r.In)
	latest := from.Add(-1)
	for d := time.Date(begin.Year(), begin.Month(), begin.Day(), 0, 0, 0, 0, time.UTC); ; d =
		d.AddDate(0, 0, 1) {
		first := time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, r.In)
		if first.After(end.AddDate(0, 0, 1)) {
			return
		}
		if !s.day(d.Unix() / 86400) {
			continue
		}
		for m, due := range s.minutes {
			if !due {
				continue
			}
			for _, second := range s.seconds {
				at := time.Date(d.Year(), d.Month(), d.Day(), m/60, m%60, second, 0, r.In)
				if at.After(latest) && at.Before(to) {
					latest = at
					if !yield(at) {
						return
					}
				}
			}
		}
	}
}
