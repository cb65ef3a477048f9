package period

import (
	"math"
	"time"
)

// sieve finds where several periods hold at once, on the calendar alone. It cuts
// time level by level: the day at the edges of the windows that the leaves have in
// it, what is left of its hours at the edges of the windows of the hour, then
// minutes and seconds. Between two cuts nothing changes on that level, and below
// it everything repeats, so one hour (minute, second) stands for all.
type sieve struct {
	leaves []leaf
	finest level           // the last level on which a leaf has a set
	cycle  int64           // days after which the leaves repeat; 0: as the calendar does
	barren map[string]bool // days, by their key, on which the leaves never meet
	empty  map[slot]bool   // the same for parts of hours, minutes and seconds
	key    []byte          // of the day asked about
	// from and to are the dates between which the leaves can meet.
	from, to wall
	// first and last are the first and last day of the years that calendars of business days
	// list; last is before first if there are no such calendars.
	first, last int64
}

// level is what time is cut into; a leaf has a set of stretches on each.
type level int

const (
	ofDay level = iota
	ofHour
	ofMinute
	ofSecond
	levels
)

func (l level) length() time.Duration {
	return [...]time.Duration{day, time.Hour, time.Minute, time.Second}[l]
}

// leaf is a period that is not an All. It holds at an instant that lies in its set
// on every level. A nil set is everything.
type leaf struct {
	sets [levels][]stretch
	// onDay, if not nil, appends the set of the day level for a given day.
	onDay func(set []stretch, days int64) []stretch
}

// stretch is a part [from, to) of a day, hour, minute or second.
type stretch struct{ from, to time.Duration }

// slot is a part of an hour, minute or second.
type slot struct {
	level level
	part  stretch
}

// newSieve returns the sieve of a period.
func newSieve(p Period) *sieve {
	s := &sieve{cycle: 1, barren: map[string]bool{}, empty: map[slot]bool{},
		from: wall{day: math.MinInt64}, to: wall{day: math.MaxInt64},
		first: math.MaxInt64, last: math.MinInt64}
	s.plant(p)
	if s.fewDays() {
		s.plantDaily(leaf{onDay: func(set []stretch, n int64) []stretch {
			if from, to := s.from.on(n), s.to.on(n); from < to {
				set = append(set, stretch{from, to})
			}
			return set
		}}, 0)
	}
	for _, f := range s.leaves {
		for l, set := range f.sets {
			if set != nil {
				s.finest = max(s.finest, level(l))
			}
		}
	}
	return s
}

// plant adds the leaves of a period.
func (s *sieve) plant(p Period) {
	switch p := p.(type) {
	case All:
		for _, o := range p {
			s.plant(o)
		}
	case Shown:
		s.plant(p.Of)
	case Spread:
		s.plant(p.Of)
	case Meeting:
		s.plant(p.Of) // it holds in no other windows
	case OfSecond:
		s.plantCycle(ofSecond, p.cycle())
	case OfMinute:
		s.plantCycle(ofMinute, p.cycle())
	case OfHour:
		s.plantCycle(ofHour, p.cycle())
	case OfDay:
		s.plantCycle(ofDay, p.cycle())
	case OfWeek:
		plantDated(s, p, 7)
	case OfMonth:
		plantDated(s, p, 0)
	case OfYear:
		plantDated(s, p, 0)
	case Cron:
		s.plantCron(p)
	case Points:
		s.plantPoints(p)
	case BusinessDay:
		plantListed(s, p, p.Of)
	case Holiday:
		plantListed(s, p, p.Of)
	case NthBusinessDay:
		plantListed(s, p, p.Of)
	case ShiftedDay:
		s.plantShifted(p)
	case Dates:
		s.confine(p)
	case Steps:
		if yearly, ok := p.yearly().(Steps); ok {
			plantDated(s, yearly, 0)
		} else {
			s.plant(p.yearly())
		}
	}
}

// confine has the search keep within dates.
func (s *sieve) confine(p Dates) {
	if from := p.From.wall(); p.From != (Date{}) && s.from.before(from) {
		s.from = from
	}
	if to := p.To.wall(); p.To != (Date{}) && to.before(s.to) {
		s.to = to
	}
}

// fewDays reports whether the dates leave so few days that each can be looked at. More than
// 40 years have days of all kinds.
func (s *sieve) fewDays() bool {
	return s.from.day > math.MinInt64 && s.to.day < math.MaxInt64 && s.to.day-s.from.day < 40*366
}

// plantPoints adds a leaf that holds where one of the periods does. Periods of several kinds
// count as one that always holds.
func (s *sieve) plantPoints(p Points) {
	part := newSieve(All{})
	for _, o := range p {
		part.plant(o)
	}
	s.list(part.first, part.last)
	switch joined, ok := merged(part.leaves); {
	case !ok || len(part.leaves) != len(p):
	case joined.onDay != nil:
		s.plantDaily(joined, part.cycle)
	default:
		s.leaves = append(s.leaves, joined)
	}
}

// merged returns the leaf that holds where one of the leaves does. It returns false if they
// have not all a set on the same level, and on that level alone.
func merged(leaves []leaf) (all leaf, ok bool) {
	if len(leaves) == 0 {
		all.sets[ofDay] = []stretch{}
		return all, true
	}
	for _, f := range leaves {
		used := 0
		for l, set := range f.sets {
			if (set == nil) != (leaves[0].sets[l] == nil) {
				return all, false
			}
			if set != nil {
				used++
				all.sets[l] = append(all.sets[l], set...)
			}
		}
		if used != 1 || (f.onDay == nil) != (leaves[0].onDay == nil) {
			return all, false
		}
	}
	if leaves[0].onDay != nil {
		all.onDay = func(set []stretch, n int64) []stretch {
			for _, f := range leaves {
				set = f.onDay(set, n)
			}
			return set
		}
	}
	return all, true
}

func (s *sieve) plantCycle(l level, c cycle) {
	f := leaf{}
	f.sets[l] = c.stretches()
	s.leaves = append(s.leaves, f)
}

// plantDaily adds a leaf whose set of the day level differs from day to day, and
// that repeats after so many days.
func (s *sieve) plantDaily(f leaf, repeat int64) {
	f.sets[ofDay] = make([]stretch, 0, 3)
	s.leaves = append(s.leaves, f)
	if s.cycle != 0 {
		s.cycle = repeat
	}
}

func plantDated[D dated](s *sieve, d D, repeat int64) {
	s.plantDaily(leaf{onDay: stretchesOn(d)}, repeat)
}

// plantListed adds a leaf that goes by a calendar of business days.
func plantListed[D dated](s *sieve, d D, of *Calendar) {
	s.list(of.listed())
	plantDated(s, d, 0)
}

// plantShifted adds the leaf of shifted days. A window may reach into the day after its own.
func (s *sieve) plantShifted(p ShiftedDay) {
	s.list(p.Of.listed())
	s.plantDaily(leaf{onDay: func(set []stretch, n int64) []stretch {
		for d := n - 1; d <= n; d++ {
			b := p.Hours.on(d)
			if from, to := b.from.on(n), b.to.on(n); from < to && p.picks(d) {
				set = append(set, stretch{from, to})
			}
		}
		return set
	}}, 0)
}

// list notes that days from first to last are unlike others.
func (s *sieve) list(first, last int64) {
	s.first, s.last = min(s.first, first), max(s.last, last)
}

// lists reports whether a leaf goes by a calendar of business days.
func (s *sieve) lists() bool { return s.first <= s.last }

// stretchesOn returns the function that appends the stretches of a kind on a day.
func stretchesOn[D dated](d D) func(set []stretch, n int64) []stretch {
	unit, windows := int64(math.MinInt64), make([]bounds, 0, 3)
	return func(set []stretch, n int64) []stretch {
		if i := d.index(n); i != unit {
			unit, windows = i, windows[:0]
			for i := unit - 2; i <= unit; i++ {
				if b, ok := d.bounds(i); ok {
					windows = append(windows, b)
				}
			}
		}
		for _, b := range windows {
			if from, to := b.from.on(n), b.to.on(n); from < to {
				set = append(set, stretch{from, to})
			}
		}
		return set
	}
}

// on returns how far day n has gone at the reading w.
func (w wall) on(n int64) time.Duration {
	switch {
	case w.day < n:
		return 0
	case w.day > n:
		return day
	}
	return w.clock
}

func (s *sieve) plantCron(c Cron) {
	hours, minutes, seconds := c.sets()
	f := leaf{}
	f.sets[ofHour] = runs(minutes, 60, time.Minute)
	if c.HasSeconds {
		f.sets[ofMinute] = runs(seconds, 60, time.Second)
	}
	inDay := runs(hours, 24, time.Hour)
	if inDay == nil {
		inDay = []stretch{{0, day}}
	}
	f.onDay = func(set []stretch, n int64) []stretch {
		month := monthOf(n)
		m := monthSpan(month)
		if c.days(month, m)>>(n-m.start)&1 == 0 {
			return set
		}
		return append(set, inDay...)
	}
	s.plantDaily(f, 0)
}

// runs returns the runs of bits in a set as stretches of steps, or nil if all n
// bits are set.
func runs(set uint64, n int, step time.Duration) (list []stretch) {
	for i := nextBit(set, 0); i < n; {
		end := nextBit(^set, i)
		if end-i == n {
			return nil
		}
		list = append(list, stretch{time.Duration(i) * step, time.Duration(end) * step})
		i = nextBit(set, end)
	}
	return list
}

// stretches returns the parts of a unit that the window covers, or nil if it
// covers the whole unit.
func (c cycle) stretches() []stretch {
	end := c.from + c.span
	switch {
	case c.span == c.unit:
		return nil
	case end > c.unit:
		return []stretch{{0, end - c.unit}, {c.from, c.unit}}
	}
	return []stretch{{c.from, end}}
}
