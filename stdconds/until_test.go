package stdconds_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/rockettest"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// Whatever the condition and the history, the answer is the same at every instant before
// its expiry.
func TestUntilInHistories(t *testing.T) {
	for seed := range uint64(24) {
		rockettest.CheckCondition(t, newGenerator(seed).condition(3), "a", "b")
	}
}

// FuzzUntil is TestUntilInHistories for a condition and a history by chance.
func FuzzUntil(f *testing.F) {
	for seed := range uint64(64) {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, condition, history uint64) {
		rockettest.CheckHistory(t, newGenerator(condition).condition(3), history, "a", "b")
	})
}

func newGenerator(seed uint64) *generator {
	return &generator{rand.New(rand.NewPCG(seed, 1))}
}

// A generator makes random conditions.
type generator struct{ *rand.Rand }

func (g *generator) span() time.Duration {
	units := []time.Duration{time.Millisecond, time.Second, time.Minute, time.Hour, 24 * time.Hour}
	return time.Duration(1+g.IntN(40)) * units[g.IntN(len(units))]
}

func (g *generator) event() rocket.Event {
	return []rocket.Event{rocket.Started, rocket.Succeeded, rocket.Failed, rocket.Finished,
		rocket.Terminated, rocket.Inacted, rocket.Crashed, rocket.Missed}[g.IntN(8)]
}

func (g *generator) task() string { return []string{"", "a", "b"}[g.IntN(3)] }

func (g *generator) count() stdconds.Count {
	ops := []stdconds.Op{"", "<", "<=", "==", "!=", ">=", ">"}
	return stdconds.Count{Op: ops[g.IntN(len(ops))], N: g.IntN(4)}
}

func (g *generator) condition(depth int) rocket.Condition {
	if depth > 0 {
		switch g.IntN(5) {
		case 0:
			return stdconds.All{g.condition(depth - 1), g.condition(depth - 1),
				g.condition(depth - 1)}
		case 1:
			return stdconds.Any{g.condition(depth - 1), g.condition(depth - 1)}
		case 2:
			return stdconds.Not{Of: g.condition(depth - 1)}
		}
	}
	switch g.IntN(14) {
	case 11:
		return stdconds.Checked{Task: "b", Valid: g.span() * time.Duration(g.IntN(2))}
	case 13:
		return stdconds.Last{Task: g.task(), Did: g.event()}
	case 12:
		return stdconds.Checked{Task: "never"}
	case 0:
		once := stdconds.Once{Period: g.spread(g.period(1)), New: g.IntN(3) == 0, Text: "once",
			CatchUp: g.span() * time.Duration(g.IntN(2))}
		// All.Windows makes no Meeting of a Meeting, whose search can be long.
		if _, met := once.Period.(period.Meeting); !met && g.IntN(3) == 0 {
			once.Counted = period.Meeting{Of: once.Period, With: g.window(period.Week)}
		}
		return once
	case 1:
		return stdconds.Once{Period: g.spread(g.cron()), Crashed: true, Text: "cron",
			CatchUp: g.span() * time.Duration(g.IntN(2))}
	case 2:
		return stdconds.Every{Interval: g.span(), Since: g.event()}
	case 3:
		if g.IntN(2) == 0 {
			return stdconds.AfterGroup{Prefix: g.task(), Did: g.event(), Wrong: g.IntN(3) == 0}
		}
		return stdconds.After{Tasks: []string{"a", "b"}, Did: g.event(), Any: g.IntN(2) == 0,
			Wrong: g.IntN(3) == 0}
	case 4:
		return stdconds.Has{Task: g.task(), Did: g.event(), Span: stdconds.Past(g.span()),
			Count: g.count()}
	case 5:
		unit := g.unit()
		window := g.window(unit)
		return stdconds.Has{Task: g.task(), Did: g.event(), Count: g.count(),
			Span: stdconds.This{Unit: unit.Full(), Window: window, Text: window.String()}}
	case 6:
		return stdconds.Running{Task: g.task(), Over: g.span() * time.Duration(g.IntN(2)),
			Under: g.span() * time.Duration(g.IntN(2)), Count: g.count()}
	case 7:
		retry := stdconds.Retry{Times: g.IntN(4) - 1, Every: g.span(), Backoff: float64(g.IntN(3))}
		if g.IntN(2) == 0 {
			retry.UpTo = g.span()
		}
		for range g.IntN(3) {
			retry.Beside = append(retry.Beside, g.window(g.unit()))
		}
		return retry
	case 8:
		return stdconds.SchedulerAge{Over: g.span()}
	case 9:
		return stdconds.SchedulerAge{Within: g.span()}
	}
	return stdconds.TimeOf{Period: g.period(2)}
}

// spread returns a period, or one with the windows of it moved.
func (g *generator) spread(p period.Period) period.Period {
	if g.IntN(3) > 0 {
		return p
	}
	return period.Spread{Of: p, Span: g.span(), Key: g.task(), Whole: g.IntN(2) == 0}
}

func (g *generator) cron() period.Cron {
	exprs := []string{"*/5 * * * *", "0 9 * * 1-5", "30 2 * * *", "0 0 29 2 *",
		"* 22-2 * * Fri-Mon",
		"*/10 * * * * *", "0 0 L * *", "15 3 * * 5#2", "0 0 15W * *", "59 23 31 12 *"}
	c, err := period.ParseCron(exprs[g.IntN(len(exprs))])
	if err != nil {
		panic(err)
	}
	return c
}

func (g *generator) period(depth int) period.Period {
	if depth > 0 {
		switch g.IntN(7) {
		case 4:
			return period.Steps{N: 1 + g.IntN(3), Unit: period.Day + period.Unit(g.IntN(4)),
				From: g.date()}
		case 5:
			return period.Dates{From: g.date(), To: g.date()}
		case 6:
			return period.Dates{From: g.date()}
		case 0, 1:
			return period.All{g.period(depth - 1), g.period(depth - 1)}
		case 2:
			return g.cron()
		case 3:
			return period.Meeting{Of: g.window(period.Day), With: g.window(period.Week)}
		}
	}
	return g.window(g.unit())
}

// date returns a date in the years about which conditions are asked.
func (g *generator) date() period.Date {
	return period.Date{Year: 2025 + g.IntN(3), Month: time.Month(1 + g.IntN(12)),
		Day: 1 + g.IntN(28), Clock: time.Duration(g.IntN(25)) * time.Hour}
}

func (g *generator) unit() period.Unit {
	return []period.Unit{period.Second, period.Minute, period.Hour, period.Day, period.Week,
		period.Month, period.Year}[g.IntN(7)]
}

var points = map[period.Unit][]string{
	period.Second: {"0", "250", "999"},
	period.Minute: {"0", "15", "59.5"},
	period.Hour:   {"00:00", "15:30", "59:59"},
	period.Day:    {"00:00", "02:30", "03:00", "07:00", "23:59:59", "12:00"},
	period.Week:   {"Mon", "Wed 02:30", "Sun", "Sat 23:00"},
	period.Month:  {"1st", "15th", "29th", "31st", "30th 02:30", "last day", "2nd Tue", "last Fri"},
	period.Year:   {"Jan", "Feb 29th", "Mar 29th 03:30", "Dec 31st", "Dec"},
}

func (g *generator) window(u period.Unit) period.Period {
	point := func() period.Point { return days(u, points[u][g.IntN(len(points[u]))])[0] }
	switch g.IntN(10) {
	case 8, 9:
		return g.business()
	case 6:
		return u.On([]period.Point{point(), point(), point()})
	case 7:
		return period.Month.On(days(period.Month, "1st", "31st", "last Fri"),
			period.OfDay{From: time.Duration(g.IntN(24)) * time.Hour})
	case 0:
		return u.Before(point())
	case 1:
		return u.After(point())
	case 2:
		return u.At(point())
	case 3:
		return u.Starting(point())
	case 4:
		return u.Full()
	}
	return u.Between(point(), point())
}

// finland is a calendar with holidays in the years about which conditions are asked.
var finland = &period.Calendar{Name: "fi", Weekend: []time.Weekday{time.Saturday, time.Sunday},
	Holidays: "2025-2027 01-01 05-01 12-24 12-25 12-26", Open: "2026 12-19", Last: 2027}

// business returns a window that goes by the calendar.
func (g *generator) business() period.Period {
	unit := period.Week + period.Unit(g.IntN(3))
	points := map[period.Unit][]string{
		period.Week:  {"1st business day", "5th business day", "Fri or next business day"},
		period.Month: {"last business day", "1st or previous business day", "17th business day"},
		period.Year:  {"Dec 25th or next business day", "Jan 1st or previous business day"},
	}[unit]
	switch g.IntN(4) {
	case 0:
		return period.BusinessDay{Of: finland}
	case 1:
		return period.Holiday{Of: finland}
	case 2:
		return unit.On(days(unit, points...))
	}
	return unit.On(days(unit, points[g.IntN(len(points))]),
		period.OfDay{From: time.Duration(g.IntN(24)) * time.Hour, To: 5 * time.Hour})
}

// days returns points of a unit.
func days(u period.Unit, texts ...string) (list []period.Point) {
	for _, text := range texts {
		p, err := u.Point(text, finland)
		if err != nil {
			panic(err)
		}
		list = append(list, p)
	}
	return list
}
