package period

import (
	"math"
	"time"
)

// sieve finds where a tree of periods holds, on the calendar alone. It cuts time
// level by level: the day at the edges of the windows that the day's leaves have
// in it, what is left of its hours at the edges of the windows of the hour, then
// minutes and seconds. Between two cuts nothing changes on that level, and below
// it everything repeats, so one hour (minute, second) stands for all.
type sieve struct {
	leaves []leaf
	tree   node
	cycle  int64           // days after which the leaves repeat; 0: as the calendar does
	barren map[string]bool // days, by their key, on which the tree never holds
	empty  map[slot]bool   // the same for parts of hours, minutes and seconds
	all    []byte          // every leaf alive
	today  []byte          // the leaves that hold at all on the day asked about
	key    []byte          // of that day
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

// leaf is a period of the tree: it holds where an instant lies in its set on every
// level. A nil set is everything.
type leaf struct {
	sets [levels][]stretch
	// onDay, if not nil, appends the set of the day level for a given day.
	onDay func(set []stretch, days int64) []stretch
}

// stretch is a part [from, to) of a day, hour, minute or second.
type stretch struct{ from, to time.Duration }

// node is an operator of the tree, or a leaf.
type node struct {
	op   operator
	leaf int
	kids []node
}

type operator int

const (
	isLeaf operator = iota
	isAll
	isAny
)

// slot is a part of an hour, minute or second in which some leaves are alive.
type slot struct {
	level level
	part  stretch
	alive string
}

func newSieve(p Period) *sieve {
	s := &sieve{cycle: 1, barren: map[string]bool{}, empty: map[slot]bool{}}
	s.tree = s.plant(p)
	return s
}

// plant turns a period into a node, and notes its leaves.
func (s *sieve) plant(p Period) node {
	switch p := p.(type) {
	case All:
		return node{op: isAll, kids: s.plantEach(p)}
	case Any:
		return node{op: isAny, kids: s.plantEach(p)}
	case OfSecond:
		return s.add(ofSecond, p.cycle().stretches())
	case OfMinute:
		return s.add(ofMinute, p.cycle().stretches())
	case OfHour:
		return s.add(ofHour, p.cycle().stretches())
	case OfDay:
		return s.add(ofDay, p.cycle().stretches())
	case OfWeek:
		return plantDated(s, p, 7)
	case OfMonth:
		return plantDated(s, p, 0)
	case OfYear:
		return plantDated(s, p, 0)
	case Cron:
		return s.plantCron(p)
	}
	return s.add(ofDay, nil)
}

func (s *sieve) plantEach(ps []Period) []node {
	kids := make([]node, len(ps))
	for i, p := range ps {
		kids[i] = s.plant(p)
	}
	return kids
}

func (s *sieve) add(l level, set []stretch) node {
	f := leaf{}
	f.sets[l] = set
	return s.addLeaf(f)
}

func (s *sieve) addLeaf(f leaf) node {
	if f.onDay != nil {
		f.sets[ofDay] = make([]stretch, 0, 3)
	}
	s.leaves, s.all = append(s.leaves, f), append(s.all, 1)
	return node{leaf: len(s.leaves) - 1}
}

// repeat notes that a leaf repeats after so many days.
func (s *sieve) repeat(days int64) {
	if s.cycle != 0 && days != 1 {
		s.cycle = days
	}
}

func plantDated[D dated](s *sieve, d D, days int64) node {
	s.repeat(days)
	unit, windows := int64(math.MinInt64), make([]bounds, 0, 3)
	return s.addLeaf(leaf{onDay: func(set []stretch, n int64) []stretch {
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
	}})
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

func (s *sieve) plantCron(c Cron) node {
	s.repeat(0)
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
	return s.addLeaf(f)
}

// runs returns the runs of bits of a set as stretches of steps, nil if all n bits
// are set.
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

// stretches returns the parts of a unit that the window covers, nil for all of it.
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
