package period

import (
	"math"
	"time"
)

// zone is a span of time in which a location keeps one offset from UTC.
type zone struct {
	loc    *time.Location
	off    int64 // seconds east of UTC
	lo, hi int64 // Unix seconds of [lo, hi); an extreme of int64 if there is no end
}

// reach is more seconds than any clock was ever moved by. A reading further than
// that from both ends of a span comes exactly once.
const reach = 27 * 3600

// zoneAt returns the span that holds t.
func zoneAt(t time.Time) zone {
	loc := t.Location()
	if loc == time.UTC {
		return zone{loc, 0, math.MinInt64, math.MaxInt64}
	}
	_, off := t.Zone()
	z := zone{loc, int64(off), math.MinInt64, math.MaxInt64}
	lo, hi := t.ZoneBounds()
	if !lo.IsZero() {
		z.lo = min(lo.Unix(), t.Unix())
	}
	if !hi.IsZero() {
		z.hi = hi.Unix()
		// Past the last transition listed for a zone, package time (Go 1.26) has
		// leap years end on the eve of 31 December, before t on that day.
		if sec := t.Unix(); z.hi <= sec {
			z.hi = sec - floorMod(sec, 86400) + 86400
		}
	}
	return z
}

// at returns the span of the same location that holds Unix second sec.
func (z zone) at(sec int64) zone { return zoneAt(time.Unix(sec, 0).In(z.loc)) }

// time returns the instant of a Unix second in the zone's location.
func (z zone) time(sec, nsec int64) time.Time { return time.Unix(sec, nsec).In(z.loc) }

// first returns the instant at which the clock first reads w or later: the first
// time that it reads w, or the end of the gap that skips w.
func (z zone) first(w wall) time.Time {
	sec, nsec := w.seconds()
	if u := sec - z.off; z.clear(u) {
		return z.time(u, nsec)
	}
	s := z.at(sec - z.off - reach)
	for sec-s.off >= s.hi {
		s = s.at(s.hi)
	}
	if u := sec - s.off; u >= s.lo {
		return z.time(u, nsec)
	}
	return z.time(s.lo, 0)
}

// last returns the instant up to which the clock last reads less than w: the last
// time that it reads w, or the end of the gap that skips w.
func (z zone) last(w wall) time.Time {
	sec, nsec := w.seconds()
	if u := sec - z.off; z.clear(u) {
		return z.time(u, nsec)
	}
	s := z.at(sec - z.off + reach)
	for u := sec - s.off; u < s.lo || u == s.lo && nsec == 0; u = sec - s.off {
		s = s.at(s.lo - 1)
	}
	if u := sec - s.off; u < s.hi {
		return z.time(u, nsec)
	}
	return z.time(s.hi, 0)
}

// skips reports whether the clocks skip a whole day.
func (z zone) skips(days int64) bool {
	if z.clear(days*86400 - z.off) {
		return false
	}
	return !z.first(wall{day: days}).Before(z.first(wall{day: days + 1}))
}

// steady reports whether the clock is not moved for so long around t that each
// reading of the span before and after t comes exactly once.
func (z zone) steady(t time.Time, span time.Duration) bool {
	u, s := t.Unix(), int64(span/time.Second)
	return z.clear(u-s) && z.clear(u+s)
}

// clear reports whether Unix second u lies well inside the span.
func (z zone) clear(u int64) bool {
	return (z.lo == math.MinInt64 || u-reach > z.lo) && (z.hi == math.MaxInt64 || u+reach < z.hi)
}
