package stdconds

import (
	"slices"
	"strings"
	"time"

	"github.com/rocketc/rocketc/period"
)

// ParamWindow stands for a window with points that session parameters have, in a
// [FromParams], until these are read. No instant is in it.
type ParamWindow struct {
	Unit period.Unit
	// Word is one of [period.WindowWords].
	Word string
	// Points are what follows the word, several only after on and at, and To is the end of
	// between. Each is the text of a point, or the name of a parameter in brackets:
	// `(start)`.
	Points []string
	To     string
	// Calendars are those that points may name: last business day of fi.
	Calendars []*period.Calendar
	// Hours is the window of the day that follows points of a longer unit; nil if there is
	// none.
	Hours *ParamWindow
}

// Next finds nothing.
func (ParamWindow) Next(time.Time) (w period.Window, ok bool) { return w, false }

// Prev finds nothing.
func (ParamWindow) Prev(time.Time) (w period.Window, ok bool) { return w, false }

// String returns the window as the language writes it.
func (w ParamWindow) String() string { return "time of " + w.Unit.String() + " " + w.window() }

func (w ParamWindow) window() string {
	text := w.Word + " " + strings.Join(w.Points, ", ")
	if w.To != "" {
		text += " and " + w.To
	}
	if w.Hours != nil {
		text += " " + w.Hours.window()
	}
	return text
}

// param returns the name of the first parameter that has a point.
func (w ParamWindow) param() string {
	for _, text := range append(slices.Clone(w.Points), w.To) {
		if name := paramIn(text); name != "" {
			return name
		}
	}
	if w.Hours != nil {
		return w.Hours.param()
	}
	return ""
}

// Unread reports whether points of a period, which may be nil, are those of parameters.
func Unread(p period.Period) bool {
	switch p := p.(type) {
	case ParamWindow:
		return true
	case period.Meeting:
		return Unread(p.Of) || Unread(p.With)
	case period.Spread:
		return Unread(p.Of)
	case period.All:
		return slices.ContainsFunc(p, Unread)
	}
	return false
}

// period returns a period with the points of parameters.
func (b *binding) period(p period.Period) period.Period {
	switch p := p.(type) {
	case ParamWindow:
		return b.window(p)
	case period.Meeting:
		return period.Meeting{Of: b.period(p.Of), With: b.period(p.With)}
	case period.Spread:
		return b.spread(p)
	case period.All:
		return period.All(b.periods(p))
	}
	return p
}

// spread returns a spread with the points of parameters, for which it has to be short enough.
func (b *binding) spread(p period.Spread) period.Period {
	of, unread := p.Of.(ParamWindow)
	if !unread {
		return p
	}
	if p.Of = b.period(of); b.err == nil && p.Room() <= p.Span {
		b.fail(of.param(), "makes windows that a spread of %s does not fit into; they leave %s",
			period.FormatDuration(p.Span), period.FormatDuration(p.Room()))
	}
	return p
}

func (b *binding) periods(list []period.Period) []period.Period {
	if !slices.ContainsFunc(list, Unread) {
		return list
	}
	list = slices.Clone(list)
	for i, p := range list {
		list[i] = b.period(p)
	}
	return list
}

// window returns the window that a ParamWindow stands for.
func (b *binding) window(w ParamWindow) period.Period {
	if w.Word == "on" || w.Word == "at" {
		return b.on(w)
	}
	from := b.point(w.Unit, w.Word, w.Points[0], nil)
	var to period.Point
	if w.Word == "between" {
		to = b.point(w.Unit, "and", w.To, nil)
	}
	return w.Unit.Window(w.Word, from, to)
}

// on returns the windows on points.
func (b *binding) on(w ParamWindow) period.Period {
	var points []period.Point
	for _, text := range w.Points {
		points = append(points, b.listed(&w, text, points)...)
	}
	if w.Hours == nil {
		return w.Unit.On(points)
	}
	var hours []period.OfDay
	switch p := b.window(*w.Hours).(type) {
	case period.OfDay:
		hours = []period.OfDay{p}
	case period.Points:
		for _, h := range p {
			hours = append(hours, h.(period.OfDay))
		}
	}
	for i, p := range points {
		if !p.IsDay() {
			b.fail(paramIn(w.Points[min(i, len(w.Points)-1)]),
				"is no day, and a window of the day follows it")
		}
	}
	return w.Unit.On(points, hours...)
}

// listed returns the points of one in a list. The words weekdays and weekends are several,
// and make days of the week of those of a day.
func (b *binding) listed(w *ParamWindow, text string, before []period.Point) []period.Point {
	value := text
	if name := paramIn(text); name != "" {
		value, _ = b.value(name)
	}
	if days := period.Days(value); days != nil && len(before) == 0 &&
		(w.Unit == period.Day || w.Unit == period.Week) {
		w.Unit = period.Week
		return days
	}
	p := b.point(w.Unit, "on", text, w.Calendars)
	switch {
	case slices.Contains(before, p):
		b.fail(paramIn(text), "is %q, which is in the list twice", value)
	case len(before) > 0 && before[0].HasClock() != p.HasClock():
		b.fail(paramIn(text), "is %q: the points of a list have all a clock time, or none has",
			value)
	}
	return []period.Point{p}
}

// point returns a point that stands after a word. The end of a unit begins no window, and
// its start ends none.
func (b *binding) point(u period.Unit, word, text string,
	calendars []*period.Calendar) period.Point {
	name := paramIn(text)
	if name == "" {
		p, _ := u.Point(text, calendars...) // the compiler has read it
		return p
	}
	value, ok := b.value(name)
	if !ok {
		return period.Point{}
	}
	p, err := u.Point(value, calendars...)
	switch {
	case err != nil:
		b.fail(name, "is %q: %v; a point of a %s is written as in: %s", value, err, u,
			examples[u])
	case word != "before" && word != "and" && u.EndOnly(p):
		b.fail(name, "is %q: no window starts at the end of a %s", value, u)
	case word == "before" && u.StartOnly(p):
		b.fail(name, "is %q: a window that ends at the start of a %s is empty", value, u)
	}
	return p
}

// examples has a point of each unit, for messages.
var examples = [...]string{"500", "30", "15:00", "07:30", "Mon 08:00", "15th", "Dec 24th"}

// duration returns the duration that a parameter has, which may be a number of seconds; that
// of no parameter is given.
func (b *binding) duration(name string, given time.Duration) time.Duration {
	if name == "" {
		return given
	}
	text, ok := b.value(name)
	if !ok {
		return 0
	}
	d, err := period.ParseSeconds(text)
	if err != nil {
		b.fail(name, "is %q: %v; a duration is written as in: 10 minutes", text, err)
	}
	return d
}

// paramIn returns the name of the parameter if a point is one in brackets, or "".
func paramIn(point string) string {
	if strings.HasPrefix(point, "(") {
		return strings.Trim(point, "()")
	}
	return ""
}
