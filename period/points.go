package period

import (
	"strings"
	"time"
)

// Points is the windows on several points, such as `daily at 06:30, 19:00`. Each window of
// its operands is a window of its own. It ends where the next begins, at the latest. Of
// windows that start together, the longest counts.
type Points []Period

// Next implements [Period].
func (p Points) Next(t time.Time) (Window, bool) {
	if w, ok := p.Prev(t.Add(1)); ok && w.End.After(t) {
		return w, true
	}
	first, found := Window{}, false
	for _, o := range p {
		if w, ok := startingAfter(o, t); ok && (!found || w.Start.Before(first.Start) ||
			w.outlasts(first)) {
			first, found = w, true
		}
	}
	return p.cut(first, found)
}

// Prev implements [Period].
func (p Points) Prev(t time.Time) (Window, bool) {
	last, found := Window{}, false
	for _, o := range p {
		w, ok := o.Prev(t)
		if ok && (!found || w.Start.After(last.Start) || w.outlasts(last)) {
			last, found = w, true
		}
	}
	return p.cut(last, found)
}

// outlasts reports whether two windows start together and w is the longer one.
func (w Window) outlasts(o Window) bool { return w.Start.Equal(o.Start) && w.End.After(o.End) }

// cut ends a window that was found where the next one begins.
func (p Points) cut(w Window, found bool) (Window, bool) {
	if !found {
		return w, false
	}
	for _, o := range p {
		if next, ok := startingAfter(o, w.Start); ok && next.Start.Before(w.End) {
			w.End = next.Start
		}
	}
	return w, true
}

// startingAfter returns the first window of a period that starts after t.
func startingAfter(o Period, t time.Time) (Window, bool) {
	w, ok := o.Next(t)
	if ok && !w.Start.After(t) {
		return o.Next(w.End)
	}
	return w, ok
}

// String implements [Period]. It writes the condition that holds whenever an operand holds.
func (p Points) String() string {
	texts := make([]string, len(p))
	for i, o := range p {
		texts[i] = o.String()
	}
	return strings.Join(texts, " | ")
}

// On returns the windows on points of the unit. Without hours, each is the smaller unit that
// starts at its point, as that of [Unit.At]. With hours, each is one of these windows of the
// day, on the days that the points name: points with a clock time, and months of a year,
// name no day (see [Point.IsDay]).
func (u Unit) On(points []Point, hours ...OfDay) Period {
	var list Points
	for _, p := range points {
		if len(hours) == 0 {
			list = append(list, u.At(p))
		}
		for _, h := range hours {
			if p.IsBusiness() {
				list = append(list, u.onBusiness(p, h))
				continue
			}
			c := h.cycle()
			list = append(list, u.window(p.from.plus(c.from), p.from.plus(c.from+c.span)))
		}
	}
	if len(list) == 1 {
		return list[0]
	}
	return list
}

// HasClock reports whether a point of a week, month or year is written with a clock time.
func (p Point) HasClock() bool { return p.naming == clockOfDay }

// IsDay reports whether a point of a week, month or year names a day, without a clock time.
func (p Point) IsDay() bool { return p.naming == wholeDay }

// dayWords has the words for several weekdays.
var dayWords = []struct {
	word        string
	first, last time.Weekday
}{
	{"weekdays", time.Monday, time.Friday},
	{"weekends", time.Saturday, time.Saturday + 1},
}

// Days returns the points of a week that the word weekdays (Monday to Friday) or weekends
// (Saturday and Sunday) stands for; nil for any other word.
func Days(word string) (points []Point) {
	for _, w := range dayWords {
		if !strings.EqualFold(word, w.word) {
			continue
		}
		for wd := w.first; wd <= w.last; wd++ {
			start := edge{offset: time.Duration(wd-time.Monday) * day}
			points = append(points, dayPoint(start, timeOfDay{}, false))
		}
	}
	return points
}
