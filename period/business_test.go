package period

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// finland is a calendar with Christmas closed, and all of July 2027.
var finland = func() *Calendar {
	var holidays []Date
	for year := 2024; year <= 2030; year++ {
		for dom := 24; dom <= 26; dom++ {
			holidays = append(holidays, Date{Year: year, Month: time.December, Day: dom})
		}
		holidays = append(holidays, Date{Year: year, Month: time.January, Day: 1})
	}
	for dom := 1; dom <= 31; dom++ {
		holidays = append(holidays, Date{Year: 2027, Month: time.July, Day: dom})
	}
	return &Calendar{Name: "fi", Weekend: []time.Weekday{time.Saturday, time.Sunday},
		Holidays: DaySetOf(holidays), Last: 2030,
		Open: DaySetOf([]Date{{Year: 2026, Month: time.December, Day: 19}})}
}()

// onDays returns the windows on points of the language.
func onDays(t testing.TB, u Unit, hours []OfDay, texts ...string) Period {
	t.Helper()
	var points []Point
	for _, text := range texts {
		p, err := u.Point(text, finland)
		if err != nil {
			t.Fatal(err)
		}
		points = append(points, p)
	}
	return u.On(points, hours...)
}

// TestBusinessPoints: the window of a named day is on the business day that it is shifted to,
// also in another month or year.
func TestBusinessPoints(t *testing.T) {
	nine := []OfDay{{From: 9 * time.Hour, To: 10 * time.Hour}}
	night := []OfDay{{From: 22 * time.Hour, To: 6 * time.Hour}}
	for _, test := range []struct {
		unit  Unit
		hours []OfDay
		point string
		at    string
		want  string
	}{
		{Month, nil, "last business day of fi", "2026-12-01", "2026-12-31 00:00"},
		{Month, nine, "last business day", "2026-10-31", "2026-11-30 09:00"},
		{Month, nil, "last business day", "2027-07-01", "2027-08-31 00:00"}, // July is closed
		{Month, nil, "1st business day of fi", "2026-12-31 12:00", "2027-01-04 00:00"},
		{Month, nil, "17th business day of fi", "2026-12-01", "2026-12-22 00:00"}, // 19th: open
		{Month, nil, "23rd Business Day Of fi", "2026-02-01", "2026-07-31 00:00"},
		{Month, nil, "1st or next business day of fi", "2026-10-15", "2026-11-02 00:00"},
		{Month, night, "31st or next business day", "2027-01-15", "2027-02-01 22:00"},
		{Month, nil, "31st or previous business day", "2027-01-15", "2027-01-29 00:00"},
		{Month, nil, "1st or previous business day", "2026-10-15", "2026-10-30 00:00"},
		{Month, nil, "1st or previous business day", "2026-12-20", "2026-12-31 00:00"},
		{Month, nine, "15th or next business day of fi", "2027-07-01", "2027-08-02 09:00"},
		{Month, nil, "15th or previous business day", "2027-07-01", "2027-08-13 00:00"},
		{Month, nil, "15th or previous business day", "2027-06-16", "2027-06-30 00:00"},
		{Month, nil, "last Fri or next business day", "2026-12-20", "2026-12-28 00:00"},
		{Week, nil, "Fri or next business day", "2026-12-24", "2026-12-28 00:00"},
		{Week, nil, "Sat or next business day", "2026-12-15", "2026-12-19 00:00"},
		{Week, nil, "Sun or previous business day of fi", "2026-12-16", "2026-12-19 00:00"},
		{Week, nil, "1st business day", "2027-06-29", "2027-08-02 00:00"},
		{Week, nil, "5th business day", "2026-12-21", "2027-01-08 00:00"},
		{Week, nil, "6th business day", "2026-01-01", "2026-12-19 00:00"},
		{Year, nil, "Dec 24th or next business day of fi", "2026-01-01", "2026-12-28 00:00"},
		{Year, nil, "Jan 1st or previous business day of fi", "2026-12-27", "2026-12-31 00:00"},
		{Year, nil, "Feb 29th or next business day of fi", "2025-01-01", "2028-02-29 00:00"},
		{Year, nil, "last business day", "2026-01-01", "2026-12-31 00:00"},
		{Year, nil, "262nd business day", "2031-01-01", "2032-12-31 00:00"},
	} {
		p := onDays(t, test.unit, test.hours, test.point)
		start, _, err := ParseDate(test.at)
		if err != nil {
			t.Fatal(err)
		}
		for _, zone := range []string{"UTC", "Europe/Helsinki", "America/Havana"} {
			loc := location(t, zone)
			w, ok := p.Next(zoneAt(time.Unix(0, 0).In(loc)).first(start.wall()))
			if got := w.Start.Format("2006-01-02 15:04"); !ok || got != test.want {
				t.Errorf("%v on %s after %s in %s: %s %v, want %s", test.unit, test.point, test.at,
					zone, got, ok, test.want)
			}
			if prev, ok := p.Prev(w.End); !ok || prev != w {
				t.Errorf("%v: the window before the end of %v is %v", p, w, prev)
			}
		}
	}
}

// TestBusinessPointErrors: what is no business day says why, and where.
func TestBusinessPointErrors(t *testing.T) {
	us := &Calendar{Name: "us"}
	for _, test := range []struct {
		unit      Unit
		text      string
		calendars []*Calendar
		want      string
	}{
		{Month, "business day of fi", []*Calendar{finland}, `which business day?`},
		{Month, "32nd business day", []*Calendar{finland}, `"32nd" is not a business day`},
		{Week, "8th business day", []*Calendar{finland}, `"8th" is not a business day of`},
		{Year, "first business day", []*Calendar{finland}, `"first" is not a business day`},
		{Month, "last business", []*Calendar{finland}, `"" is not business day`},
		{Month, "last business day of", []*Calendar{finland}, `calendar "" is not declared`},
		{Month, "last business day of if", []*Calendar{finland}, `calendar "if" is not declared`},
		{Month, "last business day", []*Calendar{finland, us}, "of which calendar?"},
		{Month, "last business day", nil, "no calendar is declared"},
		{Month, "last business day in fi", []*Calendar{finland}, `"in" does not follow`},
		{Month, "last business day of fi 10:00", []*Calendar{finland}, `"10:00" is too much`},
		{Month, "1st or business day", []*Calendar{finland}, `"business" does not follow or`},
		{Month, "1st 10:00 or next business day", []*Calendar{finland}, "only a day"},
		{Year, "Feb or next business day", []*Calendar{finland}, "only a day"},
		{Month, "or next business day", []*Calendar{finland}, `"" is not a day of a month`},
		{Day, "10:00 or next business day", []*Calendar{finland}, "a day has no business days"},
	} {
		_, err := test.unit.Point(test.text, test.calendars...)
		checkError(t, test.text, err)
		if err == nil || !slices.Contains([]int{0}, indexOf(err.Error(), test.want)) {
			t.Errorf("%v %q: %v, want %s", test.unit, test.text, err, test.want)
		}
	}
}

func indexOf(text, prefix string) int {
	if len(text) >= len(prefix) && text[:len(prefix)] == prefix {
		return 0
	}
	return -1
}

// randomCalendar returns a calendar of a few years, in which long runs of days are closed.
func randomCalendar(r *rand.Rand) *Calendar {
	c := &Calendar{Name: "c"}
	for wd := range time.Weekday(7) {
		if r.IntN(3) == 0 && len(c.Weekend) < 6 {
			c.Weekend = append(c.Weekend, wd)
		}
	}
	days := func(most int) DaySet {
		var list []Date
		for range r.IntN(most) {
			from := dayOf(2025+r.Int64N(3), time.Month(1+r.IntN(12)))
			from += int64(r.IntN(31))
			for n := range int64(1 + r.IntN(1+r.IntN(45))) {
				year, month, dom := civil(from + n)
				list = append(list, Date{Year: int(year), Month: month, Day: dom})
			}
		}
		return DaySetOf(list)
	}
	c.Holidays, c.Open = days(12), days(4)
	return c
}

// randomBusiness returns a period that goes by a random calendar.
func randomBusiness(r *rand.Rand) Period {
	c := randomCalendar(r)
	hours := OfDay{}
	if r.IntN(2) == 0 {
		hours = OfDay{From: time.Duration(r.IntN(24)) * time.Hour,
			To: time.Duration(r.IntN(96)) * 15 * time.Minute}
	}
	u := Week + Unit(r.IntN(3))
	switch r.IntN(6) {
	case 0:
		return BusinessDay{c}
	case 1:
		return Holiday{c}
	case 2:
		return NthBusinessDay{Of: c, Unit: u, Nth: -1, Hours: hours}
	case 3:
		return NthBusinessDay{Of: c, Unit: u, Nth: 1 + r.IntN(6), Hours: hours}
	}
	p := dayPoint(edge{day: MonthDay{Day: 1 + r.IntN(31)},
		date:   YearDay{Month: time.Month(1 + r.IntN(12)), Day: 1 + r.IntN(28)},
		offset: time.Duration(r.IntN(7)) * day}, timeOfDay{}, false)
	return ShiftedDay{Of: c, Day: u.At(p), Back: r.IntN(2) == 0, Hours: hours}
}

// allDays returns the period with whole days.
func allDays(p Period) Period {
	switch p := p.(type) {
	case NthBusinessDay:
		p.Hours = OfDay{}
		return p
	case ShiftedDay:
		p.Hours = OfDay{}
		return p
	}
	return p
}

// listed returns the windows of a period that goes by a calendar, one after the other, from
// 2020 to 2035 in UTC. It looks at each unit by itself, and counts by hand.
func listed(p Period) (list []Window) {
	first, last := dayOf(2020, 1), dayOf(2035, 1)
	add := func(n int64, hours OfDay) {
		start := time.Unix(n*86400, 0).UTC().Add(wrap(hours.From, day))
		w := Window{start, start.Add(hours.cycle().span)}
		if len(list) == 0 || list[len(list)-1] != w {
			list = append(list, w)
		}
	}
	switch p := p.(type) {
	case BusinessDay:
		for n := first; n < last; n++ {
			if p.Of.business(n) {
				add(n, OfDay{})
			}
		}
	case Holiday:
		for n := first; n < last; n++ {
			if p.Of.holiday(n) {
				add(n, OfDay{})
			}
		}
	case NthBusinessDay:
		var open []int64
		for n := first; n < last; n++ {
			if p.Of.business(n) {
				open = append(open, n)
			}
			if p.Unit.index(n) == p.Unit.index(n+1) {
				continue
			}
			if p.Nth < 0 && len(open) > 0 {
				add(open[len(open)-1], p.Hours)
			} else if p.Nth > 0 && len(open) >= p.Nth {
				add(open[p.Nth-1], p.Hours)
			}
			open = nil
		}
	case ShiftedDay:
		for w, ok := p.Day.Next(time.Unix(first*86400, 0).UTC()); ok &&
			w.Start.Unix() < last*86400; w, ok = p.Day.Next(w.End) {
			n := w.Start.Unix() / 86400
			for !p.Of.business(n) {
				if n++; p.Back {
					n -= 2
				}
			}
			add(n, p.Hours)
		}
	}
	return list
}

// TestBusinessByHand compares windows with those that are counted by hand.
func TestBusinessByHand(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 400 {
		p := randomBusiness(r)
		windows := listed(p)
		for range 20 {
			at := time.Unix(dayOf(2024, 1)*86400+r.Int64N(4*366*86400), 0).UTC()
			i := slices.IndexFunc(windows, func(w Window) bool { return w.End.After(at) })
			next, ok := p.Next(at)
			if (i >= 0) != ok || ok && next != windows[i] {
				t.Fatalf("%v %+v after %v: %v %v, by hand %d of %v", p, calendarOf(p), at, next,
					ok, i, len(windows))
			}
			i = len(windows)
			for i > 0 && !windows[i-1].Start.Before(at) {
				i--
			}
			prev, ok := p.Prev(at)
			if (i > 0) != ok || ok && prev != windows[i-1] {
				t.Fatalf("%v %+v before %v: %v %v, by hand %d", p, calendarOf(p), at, prev, ok, i)
			}
		}
	}
}

func calendarOf(p Period) string {
	switch p := p.(type) {
	case BusinessDay:
		return fmt.Sprintf("%+v", *p.Of)
	case Holiday:
		return fmt.Sprintf("%+v", *p.Of)
	case NthBusinessDay:
		return fmt.Sprintf("%+v", *p.Of)
	case ShiftedDay:
		return fmt.Sprintf("%+v", *p.Of)
	}
	return ""
}

// FuzzBusiness asks periods that go by calendars, alone and beside others, as FuzzNext does.
func FuzzBusiness(f *testing.F) {
	for seed := range uint64(60) {
		f.Add(seed, int64(seed*1234567), uint8(seed))
	}
	f.Fuzz(func(t *testing.T, seed uint64, sec int64, zone uint8) {
		r := rand.New(rand.NewPCG(seed, 1))
		at := time.Unix(dayOf(2023, 1)*86400+sec%(6*366*86400), 0).
			In(location(t, zones[int(zone)%len(zones)]))
		p := randomBusiness(r)
		checkWindow(t, p, at)
		both := All{p, randomBusiness(r), randomTree(r, 1)}[:2+r.IntN(2)]
		checkWindow(t, both, at)
		checkWindow(t, Points{allDays(p), allDays(randomBusiness(r)),
			Month.At(randomPoint(r, Month))}, at)
		checkWindow(t, Shown{p}, at)
		if w, ok := both.Next(at.UTC()); ok && Never(both) {
			t.Fatalf("%v holds in %v", both, w)
		}
	})
}

// TestNeverBusiness: what no year of the calendar has never holds.
func TestNeverBusiness(t *testing.T) {
	first := onDays(t, Month, nil, "1st or next business day")
	weekdays := &Calendar{Name: "c", Weekend: []time.Weekday{time.Saturday, time.Sunday}}
	for _, test := range []struct {
		p    Period
		want bool
	}{
		{All{BusinessDay{weekdays}, set(t, "time of week on Sat")[0]}, true},
		{All{BusinessDay{finland}, set(t, "time of week on Sat")[0]}, false}, // one is open
		{All{BusinessDay{finland}, set(t, "time of week on Sun")[0]}, true},
		{All{BusinessDay{finland}, set(t, "time of year on Dec 25th")[0]}, false}, // after 2030
		{All{BusinessDay{finland}, Holiday{finland}}, true},
		{Holiday{weekdays}, true},
		{All{Holiday{finland}, Dates{From: Date{Year: 2031, Month: 1, Day: 1}}}, true},
		{All{Holiday{finland}, Dates{From: Date{Year: 2030, Month: 1, Day: 1}}}, false},
		{NthBusinessDay{Of: weekdays, Unit: Week, Nth: 6}, true},
		{NthBusinessDay{Of: finland, Unit: Week, Nth: 6}, false},
		{NthBusinessDay{Of: weekdays, Unit: Month, Nth: 24}, true},
		{NthBusinessDay{Of: weekdays, Unit: Year, Nth: 263}, true},
		{All{first, set(t, "time of month on 5th")[0]}, true},
		{All{first, set(t, "time of month on 4th")[0]}, false},
		{All{first, set(t, "time of month on 2nd")[0]}, false},
	} {
		promptly(t, time.Second, fmt.Sprintf("Never(%v)", test.p), func() {
			if got := Never(test.p); got != test.want {
				t.Errorf("Never(%v) = %v", test.p, got)
			}
		})
	}
}

// TestDaySet: the days of a set are those that it was made of, however many a year has.
func TestDaySet(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		want := map[Date]bool{}
		var dates []Date
		for range r.IntN(80) {
			d := Date{2000 + r.IntN(6), time.Month(1 + r.IntN(12)), 1 + r.IntN(28), 0}
			dates, want[d] = append(dates, d), true
		}
		set := DaySetOf(dates)
		for n := dayOf(1999, 1); n < dayOf(2007, 1); n++ {
			year, month, dom := civil(n)
			if d := (Date{Year: int(year), Month: month, Day: dom}); set.Has(d) != want[d] {
				t.Fatalf("%v in %q: %v", d, set, set.Has(d))
			}
		}
	}
	for _, odd := range []DaySet{"x", "2026", "2026 1-1", "\n", "2026-", " 01-01", "9 01"} {
		if odd.has(0) {
			t.Errorf("%q has a day", odd)
		}
	}
}
