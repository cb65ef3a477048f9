package period

import (
	"encoding/binary"
	"slices"
	"time"
)

// soon is how many days a search goes on before it asks whether there is anything
// to be found.
const soon = 1500

// seek returns the first reading from w on at which the tree holds; if back is
// true the last one up to w before which it holds. It returns false if there is
// none.
func (s *sieve) seek(w wall, back bool) (wall, bool) {
	n, step, part := w.day, int64(1), stretch{w.clock, day}
	if back {
		step, part = -1, stretch{0, w.clock}
	}
	for days := int64(0); ; days++ {
		if clock, ok := s.findOn(n, part, back); ok {
			return at(n, clock), true
		}
		if days == soon && s.never() || s.cycle > 0 && days > s.cycle {
			return wall{}, false
		}
		n, part = n+step, stretch{0, day}
	}
}

// findOn returns the first place of a part of day n that the tree holds, or with
// back the end of the last one.
func (s *sieve) findOn(n int64, part stretch, back bool) (time.Duration, bool) {
	s.today = append(s.today[:0], s.all...)
	for i := range s.leaves {
		if f := &s.leaves[i]; f.onDay != nil {
			f.sets[ofDay] = f.onDay(f.sets[ofDay][:0], n)
			if len(f.sets[ofDay]) == 0 {
				s.today[i] = 0
			}
		}
	}
	if part.from == part.to || s.tree.eval(s.leaves, ofDay, s.today) == no {
		return 0, false
	}
	s.key = s.appendKey(s.key[:0])
	if s.barren[string(s.key)] {
		return 0, false
	}
	clock, ok := s.find(ofDay, part, s.all, back)
	if !ok && part == (stretch{0, day}) {
		s.barren[string(s.key)] = true
	}
	return clock, ok
}

// find does the same for a part of a unit, as far as the leaves that are alive
// there go.
func (s *sieve) find(l level, part stretch, alive []byte, back bool) (time.Duration, bool) {
	slot := slot{l, part, string(alive)}
	if l > ofDay && s.empty[slot] {
		return 0, false
	}
	left := make([]byte, len(alive))
	for _, cut := range s.cut(l, part, alive, back) {
		for j := range alive {
			left[j] = alive[j] & s.leaves[j].at(l, cut.from)
		}
		switch s.tree.eval(s.leaves, l, left) {
		case yes:
			return cut.end(back), true
		case maybe:
			if d, ok := s.findBelow(l+1, cut, left, back); ok {
				return d, true
			}
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

// findBelow looks at the units of level l that part has: the end of the first
// one, a whole one, which stands for all in between, and the start of the last.
func (s *sieve) findBelow(l level, part stretch, alive []byte, back bool) (time.Duration, bool) {
	unit := l.length()
	first, last := part.from/unit*unit, (part.to-1)/unit*unit
	starts := [...]time.Duration{first, min(first+unit, last), last}
	if back {
		starts = [...]time.Duration{last, max(last-unit, first), first}
	}
	for _, start := range starts {
		in := stretch{max(part.from-start, 0), min(part.to-start, unit)}
		if d, ok := s.find(l, in, alive, back); ok {
			return start + d, true
		}
	}
	return 0, false
}

// cut cuts a part of a unit at the edges that the leaves which are alive have in
// it, and returns the pieces in the order of the search.
func (s *sieve) cut(l level, part stretch, alive []byte, back bool) []stretch {
	edges := append(make([]time.Duration, 0, 8), part.from, part.to)
	for i := range s.leaves {
		if alive[i] == 0 {
			continue
		}
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
