package period

import (
	"encoding/binary"
	"slices"
	"time"
)

// soon is how many days a search goes on before it asks whether there is anything
// to be found.
const soon = 1500

// seek returns the first reading from w on at which the leaves meet. If back is
// set, it returns the last reading up to w right before which they meet. It returns
// false if they never do.
func (s *sieve) seek(w wall, back bool) (wall, bool) {
	n, step, part := w.day, int64(1), stretch{w.clock, day}
	if back {
		step, part = -1, stretch{0, w.clock}
	}
	for days := int64(0); ; days++ {
		if clock, ok := s.findOn(n, part, back); ok {
			return at(n, clock), true
		}
		if days == soon && s.never() || s.cycle > 0 && days > s.cycle ||
			!back && n > s.to.day || back && n < s.from.day || s.lists() && s.beyond(n, w.day) {
			return wall{}, false
		}
		n, part = n+step, stretch{0, day}
	}
}

// beyond reports whether a search that began on a day has seen all kinds of days of calendars
// of business days when it comes to day n.
func (s *sieve) beyond(n, began int64) bool {
	const all = searched * 366
	return n > max(began, s.last)+all || n < min(began, s.first)-all
}

// findOn returns the first place in a part of day n at which the leaves meet, or
// the end of the last one if back is set.
func (s *sieve) findOn(n int64, part stretch, back bool) (time.Duration, bool) {
	for i := range s.leaves {
		if f := &s.leaves[i]; f.onDay != nil {
			f.sets[ofDay] = f.onDay(f.sets[ofDay][:0], n)
			if len(f.sets[ofDay]) == 0 {
				return 0, false
			}
		}
	}
	if part.from == part.to {
		return 0, false
	}
	s.key = s.appendKey(s.key[:0])
	if s.barren[string(s.key)] {
		return 0, false
	}
	clock, ok := s.find(ofDay, part, back)
	if !ok && part == (stretch{0, day}) {
		s.barren[string(s.key)] = true
	}
	return clock, ok
}

// find does the same for a part of a unit.
func (s *sieve) find(l level, part stretch, back bool) (time.Duration, bool) {
	slot := slot{l, part}
	if l > ofDay && s.empty[slot] {
		return 0, false
	}
	for _, cut := range s.cut(l, part, back) {
		if !s.meet(l, cut.from) {
			continue
		}
		if l == s.finest {
			return cut.end(back), true
		}
		if d, ok := s.findBelow(l+1, cut, back); ok {
			return d, true
		}
	}
	if l > ofDay {
		s.empty[slot] = true
	}
	return 0, false
}

// end returns the end of the stretch that a search comes to first.
func (s stretch) end(back bool) time.Duration {
	if back {
		return s.to
	}
	return s.from
}

// findBelow looks at units of level l in part: at the end of the first, at a whole
// one, which stands for all in between, and at the start of the last.
func (s *sieve) findBelow(l level, part stretch, back bool) (time.Duration, bool) {
	unit := l.length()
	first, last := part.from/unit*unit, (part.to-1)/unit*unit
	starts := [...]time.Duration{first, min(first+unit, last), last}
	if back {
		starts = [...]time.Duration{last, max(last-unit, first), first}
	}
	for _, start := range starts {
		in := stretch{max(part.from-start, 0), min(part.to-start, unit)}
		if d, ok := s.find(l, in, back); ok {
			return start + d, true
		}
	}
	return 0, false
}

// cut cuts a part of a unit at the edges that the leaves have in it, and returns
// the pieces in the order of the search.
func (s *sieve) cut(l level, part stretch, back bool) []stretch {
	edges := append(make([]time.Duration, 0, 8), part.from, part.to)
	for i := range s.leaves {
		for _, p := range s.leaves[i].sets[l] {
			for _, edge := range [...]time.Duration{p.from, p.to} {
				if edge > part.from && edge < part.to {
					edges = append(edges, edge)
				}
			}
		}
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	cuts := make([]stretch, len(edges)-1)
	for i := range cuts {
		cuts[i] = stretch{edges[i], edges[i+1]}
	}
	if back {
		slices.Reverse(cuts)
	}
	return cuts
}

// appendKey writes everything that sets a day apart from others.
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

// meet reports whether all leaves hold a place of a level, as far as their sets of
// that level tell.
func (s *sieve) meet(l level, d time.Duration) bool {
	for i := range s.leaves {
		set := s.leaves[i].sets[l]
		in := func(part stretch) bool { return part.from <= d && d < part.to }
		if set != nil && !slices.ContainsFunc(set, in) {
			return false
		}
	}
	return true
}
