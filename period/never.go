package period

import (
	"bytes"
	"encoding/binary"
	"slices"
	"time"
)

// Never reports whether p holds at no instant ever. It is exact for every tree of
// calendar kinds, [Cron], [All] and [Any], on the calendar as it is printed: days
// of 24 hours, no clock put forward or back. A period of another type counts as
// one that may hold whenever asked. It takes a few milliseconds at most.
func Never(p Period) bool { return newSieve(p).never() }

// sieve decides whether a tree of periods holds anywhere on a day. It cuts time
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
	key    []byte          // of the day asked about
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
	s.leaves = append(s.leaves, f)
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
	return s.addLeaf(leaf{onDay: func(set []stretch, n int64) []stretch {
		unit := d.index(n)
		for i := unit - 2; i <= unit; i++ {
			b, ok := d.bounds(i)
			if from, to := b.from.on(n), b.to.on(n); ok && from < to {
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

// never reports whether the tree holds on no day.
func (s *sieve) never() bool {
	if s.cycle > 0 {
		for n := range s.cycle {
			if s.holdsOn(n) {
				return false
			}
		}
		return true
	}
	// Years that begin on the same weekday and are as long are alike: 28 years in
	// a row have all fourteen kinds.
	seen := [2][7]bool{}
	for year := int64(2000); year < 2028; year++ {
		start, end := dayOf(year, time.January), dayOf(year+1, time.January)
		alike := &seen[end-start-365][weekdayOf(start)]
		if *alike {
			continue
		}
		*alike = true
		for n := start; n < end; n++ {
			if s.holdsOn(n) {
				return false
			}
		}
	}
	return true
}

// holdsOn reports whether the tree holds at some instant of a day.
func (s *sieve) holdsOn(n int64) bool {
	for i := range s.leaves {
		if f := &s.leaves[i]; f.onDay != nil {
			f.sets[ofDay] = f.onDay(f.sets[ofDay][:0], n)
		}
	}
	s.key = s.appendKey(s.key[:0])
	if s.barren[string(s.key)] {
		return false
	}
	alive := bytes.Repeat([]byte{1}, len(s.leaves))
	if s.holds(ofDay, 0, day, alive) {
		return true
	}
	s.barren[string(s.appendKey(nil))] = true
	return false
}

// holds reports whether the tree holds somewhere in a part of a unit, as far as
// the leaves that are alive there go.
func (s *sieve) holds(l level, from, to time.Duration, alive []byte) bool {
	slot := slot{l, stretch{from, to}, string(alive)}
	if l > ofDay && s.empty[slot] {
		return false
	}
	cuts := s.cuts(l, from, to, alive)
	left := make([]byte, len(alive))
	for i, a := range cuts[:len(cuts)-1] {
		for j := range alive {
			left[j] = alive[j] & s.leaves[j].at(l, a)
		}
		switch s.tree.eval(s.leaves, l, left) {
		case yes:
			return true
		case maybe:
			if s.holdsBelow(l+1, a, cuts[i+1], left) {
				return true
			}
		}
	}
	if l > ofDay {
		s.empty[slot] = true
	}
	return false
}

// holdsBelow looks at the units of the next level that a part of time has: it
// covers all of one, the end of one and the start of the next, or part of one.
func (s *sieve) holdsBelow(l level, from, to time.Duration, alive []byte) bool {
	unit := l.length()
	if to-from >= unit {
		return s.holds(l, 0, unit, alive)
	}
	start := from % unit
	end := start + to - from
	if end <= unit {
		return s.holds(l, start, end, alive)
	}
	return s.holds(l, start, unit, alive) || s.holds(l, 0, end-unit, alive)
}

// appendKey writes all that sets a day apart from others.
func (s *sieve) appendKey(key []byte) []byte {
	for i := range s.leaves {
		if f := &s.leaves[i]; f.onDay != nil {
			for _, part := range f.sets[ofDay] {
				key = appendStretch(key, part)
			}
			key = append(key, ';')
		}
	}
	return key
}

func appendStretch(key []byte, s stretch) []byte {
	key = binary.BigEndian.AppendUint64(key, uint64(s.from))
	return binary.BigEndian.AppendUint64(key, uint64(s.to))
}

// cuts returns the ends of a part of a unit and the edges within it, in order.
func (s *sieve) cuts(l level, from, to time.Duration, alive []byte) []time.Duration {
	cuts := []time.Duration{from, to}
	for i := range s.leaves {
		if alive[i] == 0 {
			continue
		}
		for _, part := range s.leaves[i].sets[l] {
			for _, edge := range [...]time.Duration{part.from, part.to} {
				if edge > from && edge < to {
					cuts = append(cuts, edge)
				}
			}
		}
	}
	slices.Sort(cuts)
	return slices.Compact(cuts)
}

// at returns 1 if the leaf holds a place of a level, else 0.
func (f *leaf) at(l level, d time.Duration) byte {
	if f.sets[l] == nil {
		return 1
	}
	for _, part := range f.sets[l] {
		if part.from <= d && d < part.to {
			return 1
		}
	}
	return 0
}

type answer int

const (
	no answer = iota
	maybe
	yes
)

// eval answers for the whole tree, given which leaves are alive on level l. A leaf
// that has sets on the levels below may hold.
func (n *node) eval(leaves []leaf, l level, alive []byte) answer {
	if n.op == isLeaf {
		return leaves[n.leaf].answer(l, alive[n.leaf])
	}
	result := yes
	if n.op == isAny {
		result = no
	}
	for i := range n.kids {
		a := n.kids[i].eval(leaves, l, alive)
		if n.op == isAny {
			result = max(result, a)
		} else {
			result = min(result, a)
		}
	}
	return result
}

func (f *leaf) answer(l level, alive byte) answer {
	if alive == 0 {
		return no
	}
	for below := l + 1; below < levels; below++ {
		if f.sets[below] != nil {
			return maybe
		}
	}
	return yes
}
