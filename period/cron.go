package period

import (
	"time"
)

// Cron is the minutes that a cron expression names, or the seconds if HasSeconds
// is set. Each is one window. [ParseCron] makes a Cron of an expression. The fields
// are sets of bits, bit n for the value n; an empty set stands for every value. The
// zero value is every minute.
//
// Days, LastDays and Nearest name dates; Weekdays, LastWeekdays and NthWeekdays
// name weekdays. If both are given, a day matches that is in one of them; if AnyDay
// or AnyWeekday is set, it has to be in both.
//
// With AnyHour the expression follows the clock: it matches whenever the clock
// reads so, also in an hour that comes twice. Without AnyHour each match happens
// once a day: the first time that the clock reads so, or at the end of the gap that
// skips it, unless the gap skips the whole day.
type Cron struct {
	Seconds uint64 // 0 to 59
	Minutes uint64 // 0 to 59
	Hours   uint32 // 0 to 23
	Months  uint16 // 1 to 12
	Days    uint32 // 1 to 31

	LastDays     uint32 // L-n: the day n before the month's last
	Nearest      uint32 // nW: the working day nearest to day n; bit 0 is LW, the last one
	Weekdays     uint8  // 0 (Sunday) to 6
	LastWeekdays uint8  // nL: the last such weekday of the month
	NthWeekdays  uint64 // d#n: bit d*5+n-1, the n-th weekday d of the month

	AnyHour, AnyDay, AnyWeekday bool // the field begins with * or ?
	HasSeconds                  bool // there are six fields

	// Expr is the expression as written.
	Expr string
}

// Next implements [Period].
func (c Cron) Next(t time.Time) (Window, bool) {
	t = t.Round(0)
	if c.wild() {
		return c.nextRead(t)
	}
	return c.nextOnce(t)
}

// Prev implements [Period].
func (c Cron) Prev(t time.Time) (Window, bool) {
	t = t.Round(0)
	if c.wild() {
		return c.prevRead(t)
	}
	return c.prevOnce(t)
}

func (c *Cron) wild() bool { return c.AnyHour || c.Hours == 0 }

// step is the length of a match.
func (c *Cron) step() time.Duration {
	if c.HasSeconds {
		return time.Second
	}
	return time.Minute
}

// nextRead finds the next match by what the clock reads, span by span of the zone.
func (c *Cron) nextRead(t time.Time) (Window, bool) {
	for {
		z := zoneAt(t)
		w := wallAt(t, z.off)
		w.clock -= w.clock % c.step()
		w, ok := c.nextMatch(w)
		if !ok {
			return Window{}, false
		}
		sec, _ := w.seconds()
		if sec-z.off >= z.hi {
			t = z.time(z.hi, 0)
			continue
		}
		return c.cut(z, sec-z.off), true
	}
}

func (c *Cron) prevRead(t time.Time) (Window, bool) {
	t = t.Add(-1)
	for {
		z := zoneAt(t)
		w, ok := c.prevMatch(wallAt(t, z.off))
		if !ok {
			return Window{}, false
		}
		sec, _ := w.seconds()
		if u := sec - z.off; u+int64(c.step()/time.Second) > z.lo {
			return c.cut(z, u), true
		}
		t = z.time(z.lo-1, 999999999)
	}
}

// cut returns the match that begins at Unix second u. It ends or begins at an end
// of the span z if the clock is moved there. It need not be: a span also ends with
// the list of a zone's spans.
func (c *Cron) cut(z zone, u int64) Window {
	end := u + int64(c.step()/time.Second)
	if u < z.lo && z.at(z.lo-1).off != z.off {
		u = z.lo
	}
	if end > z.hi && z.at(z.hi).off != z.off {
		end = z.hi
	}
	return Window{z.time(u, 0), z.time(end, 0)}
}

// nextOnce finds the next match that has not come yet.
func (c *Cron) nextOnce(t time.Time) (Window, bool) {
	z := zoneAt(t)
	// A match in a gap happens at the end of the gap, when the clock reads later.
	// So look from what the clock read one match ago.
	ago := t.Add(-c.step())
	w := wallAt(ago, z.off)
	if ago.Unix() < z.lo {
		w = wallAt(ago, zoneAt(ago).off)
	}
	w.clock -= w.clock % c.step()
	for {
		var ok bool
		if w, ok = c.nextMatch(w); !ok {
			return Window{}, false
		}
		if z.skips(w.day) {
			w = wall{day: w.day + 1}
			continue
		}
		start := z.first(w)
		if end := start.Add(c.step()); end.After(t) {
			return Window{start, end}, true
		}
		w = at(w.day, w.clock+c.step())
	}
}

func (c *Cron) prevOnce(t time.Time) (Window, bool) {
	z := zoneAt(t)
	w := wallAt(t, z.off)
	if !z.clear(t.Unix()) && z.lo > t.Unix()-reach {
		// The clock may have read more before it was put back.
		before := z.at(z.lo - 1)
		if top := wallAt(z.time(z.lo, 0), before.off); w.before(top) {
			w = top
		}
	}
	for {
		var ok bool
		if w, ok = c.prevMatch(w); !ok {
			return Window{}, false
		}
		if z.skips(w.day) {
			w = wall{w.day - 1, day - 1}
			continue
		}
		if start := z.first(w); start.Before(t) {
			return Window{start, start.Add(c.step())}, true
		}
		w = at(w.day, w.clock-c.step())
	}
}
