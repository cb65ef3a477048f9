package period

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func set(t testing.TB, texts ...string) (list []Period) {
	t.Helper()
	for _, text := range texts {
		if c, err := ParseCron(text); err == nil {
			list = append(list, c)
			continue
		}
		list = append(list, read(t, text))
	}
	return list
}

func TestNever(t *testing.T) {
	all := func(texts ...string) Period { return All(set(t, texts...)) }
	for _, c := range []struct {
		p    Period
		want bool
	}{
		{All{}, false},
		{all("time of minute before 10", "time of minute after 20"), true},
		{all("time of minute before 10", "time of minute after 9.999999"), false},
		{all("time of week on Mon", "time of week on Tue"), true},
		{all("time of week on Mon 12:00", "time of week on Tue"), false},
		{all("time of day at 10:00", "time of hour before 00:00"), false},
		{all("time of day between 10:00 and 10:10", "time of hour after 10:00"), true},
		{all("time of day between 10:00 and 10:10", "time of hour after 09:59",
			"time of minute after 59.5", "time of second after 999"), false},
		{all("time of day between 10:00 and 10:10", "time of hour after 09:59",
			"time of minute before 30", "time of minute after 30"), true},
		{all("time of hour between 59:30 and 00:30", "time of minute between 30 and 40",
			"time of second before 10"), false},
		{all("time of hour between 59:30 and 00:30", "time of minute between 31 and 40",
			"30 * * * *"), true},
		{all("0 0 30 2 *"), true},
		{all("* * 30 2 *"), true},
		{all("0 0 29 2 *"), false},
		{all("0 0 29 2 *", "time of week on Mon"), false},
		{all("0 0 29 2 1#5", "time of year on Feb"), false},
		{all("0 0 31W 2,4,6,9,11 *"), true},
		{all("0 9 * * Mon", "time of week on Tue"), true},
		{all("0 9 * * Mon", "time of week on Mon 10:00"), true},
		{all("*/2 * * * *", "1-59/2 * * * *"), true},
		{all("*/2 * * * *", "1-59/3 * * * *"), false},
		{all("*/2 * * * * *", "time of minute between 1 and 2"), true},
		{all("time of month on 31st", "time of year on Apr"), true},
		{all("time of month on 31st 12:00", "time of year on Apr"), false},
		{all("time of month on 30th", "time of year on Feb"), true},
		{all("time of month on 29th", "time of year on Feb"), false},
		{all("time of month on 2nd Tue", "time of month on 15th"), true},
		{all("time of month on 2nd Tue", "time of month on 14th"), false},
		{all("time of month on 5th Mon", "time of year on Feb"), false},
		{all("time of month on last day", "time of month on last Fri", "time of year on Feb"),
			false},
		{all("time of month starting 31st", "time of week on Sun"), false},
		{all("time of year between Dec 30th and Jan 2nd", "time of year between Feb and Nov"),
			true},
	} {
		var never, next, prev bool
		promptly(t, 100*time.Millisecond, fmt.Sprintf("Never(%v)", c.p), func() {
			never = Never(c.p)
		})
		promptly(t, 200*time.Millisecond, fmt.Sprintf("%v: Next and Prev", c.p), func() {
			at := time.Date(2026, 3, 4, 5, 6, 7, 8, time.UTC)
			_, next = c.p.Next(at)
			_, prev = c.p.Prev(at)
		})
		if never != c.want || next == c.want || prev == c.want {
			t.Errorf("%v: Never %v, Next %v, Prev %v", c.p, never, next, prev)
		}
	}
}

// promptly calls f, which takes no longer than limit. The least of five times counts: whatever
// else the machine does takes its time, too.
func promptly(t *testing.T, limit time.Duration, what string, f func()) {
	t.Helper()
	least := time.Duration(math.MaxInt64)
	for range 5 {
		began := time.Now()
		f()
		if least = min(least, time.Since(began)); least <= limit {
			return
		}
	}
	t.Errorf("%s took %v, want at most %v", what, least, limit)
}

// other is a period of another package.
type other struct{ OfDay }

func TestNeverOfOthers(t *testing.T) {
	never := All(set(t, "time of week on Mon", "time of week on Tue"))
	if Never(other{}) || !Never(All{other{}, never}) {
		t.Error("a period of another type holds always")
	}
}

// randomTree returns a tree of periods with at most so many levels.
func randomTree(r *rand.Rand, levels int) Period {
	n := r.IntN(15)
	if n == 13 {
		return randomPoints(r)
	}
	if levels > 0 && n < 5 {
		kids := make([]Period, 1+r.IntN(3))
		for i := range kids {
			kids[i] = randomTree(r, levels-1)
		}
		return All(kids)
	}
	if n%7 == 0 {
		expr, _ := randomOracle(r)
		c, _ := ParseCron(expr)
		return c
	}
	return randomKind(r)
}

// randomPoints returns windows on several points of a unit.
func randomPoints(r *rand.Rand) Period {
	u := Unit(r.IntN(7))
	points := make([]Point, 1+r.IntN(4))
	for i := range points {
		points[i] = randomPoint(r, u)
	}
	if u > Day && points[0].IsDay() && r.IntN(2) == 0 {
		return u.On(points, OfDay{From: time.Duration(r.Int64N(int64(day))),
			To: time.Duration(r.Int64N(24)) * time.Hour})
	}
	return u.On(points)
}

func randomKind(r *rand.Rand) Period {
	u := Unit(r.IntN(7))
	a, b := randomPoint(r, u), randomPoint(r, u)
	switch r.IntN(7) {
	case 0:
		return u.Before(a)
	case 1:
		return u.After(a)
	case 2:
		return u.Starting(a)
	case 3:
		return u.Full()
	case 4:
		return u.At(a)
	}
	return u.Between(a, b)
}

func randomPoint(r *rand.Rand, u Unit) Point {
	low, high := 0, 0
	switch u {
	case Week:
		low, high = 1, 7
	case Month:
		low, high = 1, 31
	case Year:
		low, high = 1, 12
	default:
		high = int(u.length()/u.step()) - 1
	}
	p, _ := u.Number(float64(low + r.IntN(high-low+1)))
	return p
}

// holds asks the leaves of a tree, each for itself.
func holds(p Period, t time.Time) bool {
	switch p := p.(type) {
	case All:
		for _, o := range p {
			if !holds(o, t) {
				return false
			}
		}
		return true
	case Points:
		return slices.ContainsFunc(p, func(o Period) bool { return holds(o, t) })
	}
	w, ok := p.Next(t)
	return ok && !w.Start.After(t)
}

// checkWindow compares what Next and Prev of a tree say at t with its leaves.
func checkWindow(t *testing.T, p Period, at time.Time) {
	t.Helper()
	w, ok := p.Next(at)
	if !ok {
		if holds(p, at) {
			t.Fatalf("%v holds at %v, but has no window", p, at)
		}
		return
	}
	if !w.Start.Before(w.End) || !w.End.After(at) {
		t.Fatalf("%v at %v: window %v", p, at, w)
	}
	held := !w.Start.After(at)
	if held != holds(p, at) {
		t.Fatalf("%v at %v: window %v", p, at, w)
	}
	for i := range 8 {
		share := time.Duration(i)
		if in := w.Start.Add(w.End.Sub(w.Start) / 8 * share); !holds(p, in) {
			t.Fatalf("%v does not hold at %v in its window %v", p, in, w)
		}
		if !held {
			if out := at.Add(w.Start.Sub(at) / 8 * share); holds(p, out) {
				t.Fatalf("%v holds at %v, before its next window %v", p, out, w)
			}
		}
	}
	checkPrev(t, p, at)
}

func checkPrev(t *testing.T, p Period, at time.Time) {
	t.Helper()
	w, ok := p.Prev(at)
	if !ok {
		return
	}
	if !w.Start.Before(at) || !w.Start.Before(w.End) {
		t.Fatalf("%v before %v: window %v", p, at, w)
	}
	for i := range time.Duration(8) {
		if in := w.Start.Add(w.End.Sub(w.Start) / 8 * i); !holds(p, in) {
			t.Fatalf("%v does not hold at %v in its window %v", p, in, w)
		}
		if w.End.Before(at) {
			if out := w.End.Add(at.Sub(w.End) / 8 * i); holds(p, out) {
				t.Fatalf("%v holds at %v, after its last window %v", p, out, w)
			}
		}
	}
}

func TestRandomTrees(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	nevers := 0
	for range 3000 {
		p := randomTree(r, 3)
		at := time.Unix(r.Int64N(3e9), r.Int64N(1e9)).In(location(t, zones[r.IntN(len(zones))]))
		checkWindow(t, p, at)
		if Never(p) {
			nevers++
			if _, ok := p.Next(at.UTC()); ok {
				t.Fatalf("%v holds at times", p)
			}
		} else if _, ok := p.Next(at.UTC()); !ok {
			t.Fatalf("%v never holds", p)
		}
	}
	if nevers < 50 {
		t.Errorf("only %d trees never hold", nevers)
	}
}

// TestRareMeetings asks for windows of a millisecond that meet once a year: they are
// found without a look at each second.
func TestRareMeetings(t *testing.T) {
	p := All(set(t, "30 22 15 May *", "time of second at 164", "time of minute after 40"))
	for _, zone := range zones {
		at := time.Date(2026, 7, 1, 0, 0, 0, 0, location(t, zone))
		var next, prev Window
		var ok, ok2 bool
		promptly(t, 200*time.Millisecond, zone, func() {
			next, ok = p.Next(at)
			prev, ok2 = p.Prev(at)
		})
		const form = "2006-01-02 15:04:05.000"
		if got := next.Start.Format(form); !ok || got != "2027-05-15 22:30:40.164" {
			t.Errorf("%s: next is %s", zone, got)
		}
		if got := prev.Start.Format(form); !ok2 || got != "2026-05-15 22:30:59.164" {
			t.Errorf("%s: prev is %s", zone, got)
		}
	}
}

// TestImpossibleLiterals builds what no text stands for.
func TestImpossibleLiterals(t *testing.T) {
	at := time.Date(2026, 3, 4, 5, 6, 7, 8, time.UTC)
	p := OfMonth{From: MonthDay{Day: 40}, To: MonthDay{Day: 41}}
	if w, ok := p.Next(at); ok {
		t.Errorf("day 40 comes at %v", w)
	}
	if w, ok := p.Prev(at); ok {
		t.Errorf("day 40 was at %v", w)
	}
	if !Never(p) {
		t.Error("day 40 comes at times")
	}
}
