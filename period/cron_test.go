package period

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

func cron(t testing.TB, expr string) Cron {
	t.Helper()
	c, err := ParseCron(expr)
	if err != nil {
		t.Fatalf("%q: %v", expr, err)
	}
	return c
}

// oracle is a cron expression by the book: a list of values for each field, and a
// question to each minute.
type oracle struct {
	fields  [5][]int // nil: every value
	starred [5]bool
}

// randomOracle returns an expression and what it means.
func randomOracle(r *rand.Rand) (string, oracle) {
	var o oracle
	low, high := [5]int{0, 0, 1, 1, 0}, [5]int{59, 23, 31, 12, 6}
	parts := make([]string, 5)
	for i := range parts {
		size := high[i] - low[i] + 1
		a, b, step := low[i]+r.IntN(size), low[i]+r.IntN(size), 1+r.IntN(6)
		text := ""
		first, count := a, 1
		switch r.IntN(6) {
		case 0, 1:
			parts[i], o.starred[i] = "*", true
			continue
		case 2:
			text, step = strconv.Itoa(a), 1
		case 3:
			text, first, count = "*/"+strconv.Itoa(step), low[i], size
			o.starred[i] = true
		case 4:
			text, count = strconv.Itoa(a)+"-"+strconv.Itoa(b)+"/"+strconv.Itoa(step),
				(b-a+size)%size+1
		case 5:
			text, count, step = strconv.Itoa(a)+"-"+strconv.Itoa(b)+","+strconv.Itoa(b),
				(b-a+size)%size+1, 1
		}
		for k := 0; k < count; k += step {
			o.fields[i] = append(o.fields[i], low[i]+(first-low[i]+k)%size)
		}
		parts[i] = text
	}
	return strings.Join(parts, " "), o
}

func (o *oracle) has(field, value int) bool {
	return o.fields[field] == nil || slices.Contains(o.fields[field], value)
}

func (o *oracle) matches(t time.Time) bool {
	if !o.has(0, t.Minute()) || !o.has(1, t.Hour()) {
		return false
	}
	return o.matchesDay(t)
}

func (o *oracle) matchesDay(t time.Time) bool {
	if !o.has(3, int(t.Month())) {
		return false
	}
	date, weekday := o.has(2, t.Day()), o.has(4, int(t.Weekday()))
	if o.starred[2] || o.starred[4] {
		return date && weekday
	}
	return date || weekday
}

// next looks at each day, then at each minute of a day that matches.
func (o *oracle) next(t time.Time) (time.Time, bool) {
	for end := t.AddDate(9, 0, 0); t.Before(end); t = t.Truncate(day).Add(day) {
		if !o.matchesDay(t) {
			continue
		}
		for m := t; m.Day() == t.Day(); m = m.Add(time.Minute) {
			if o.matches(m) {
				return m, true
			}
		}
	}
	return time.Time{}, false
}

func TestCronOracle(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 3000 {
		expr, o := randomOracle(r)
		c := cron(t, expr)
		at := time.Unix(r.Int64N(3e9)/60*60, 0).UTC()
		want, ok := o.next(at)
		got, found := c.Next(at)
		if !ok {
			if found && got.Start.Before(at.AddDate(8, 0, 0)) || !found != Never(c) {
				t.Fatalf("%q after %v: %v, %v; the oracle finds nothing", expr, at, got, found)
			}
			continue
		}
		if !found || !got.Start.Equal(want) || !got.End.Equal(want.Add(time.Minute)) {
			t.Fatalf("%q after %v: %v, want %v", expr, at, got, want)
		}
		if prev, ok := c.Prev(want.Add(30 * time.Second)); !ok || prev != got {
			t.Fatalf("%q before %v: %v, want %v", expr, want, prev, got)
		}
		if prev, ok := c.Prev(want); ok && !prev.Start.Before(at) {
			t.Fatalf("%q: %v lies between %v and %v", expr, prev, at, want)
		}
	}
}

// TestCronDays lists the days of some months that the day fields name.
func TestCronDays(t *testing.T) {
	for _, c := range []struct {
		expr, month string
		want        []int
	}{
		{"0 0 L * *", "2024-02", []int{29}},
		{"0 0 L-3 * *", "2023-02", []int{25}},
		{"0 0 L-30 * *", "2023-02", nil},
		{"0 0 1,L * *", "2023-04", []int{1, 30}},
		{"0 0 LW * *", "2023-04", []int{28}}, // the 30th is a Sunday
		{"0 0 15W * *", "2023-04", []int{14}},
		{"0 0 15w * *", "2023-10", []int{16}},
		{"0 0 1W * *", "2023-04", []int{3}},   // the 1st is a Saturday
		{"0 0 30W * *", "2023-04", []int{28}}, // the 30th is a Sunday, and the last
		{"0 0 31W * *", "2023-04", nil},
		{"0 0 31W * *", "2023-12", []int{29}},
		{"0 0 ? * 5L", "2023-04", []int{28}},
		{"0 0 * * FriL", "2023-03", []int{31}},
		{"0 0 * * 5#3", "2023-04", []int{21}},
		{"0 0 * * Mon#1,7#5", "2023-04", []int{3, 30}},
		{"0 0 * * 5#5", "2023-04", nil},
		{"0 0 13 * 5", "2023-04", []int{7, 13, 14, 21, 28}},
		{"0 0 13 * ?", "2023-04", []int{13}},
		{"0 0 */2 * Sun", "2023-04", []int{9, 23}},
		{"0 0 L * 5L", "2023-04", []int{28, 30}},
		{"0 0 28-3 * *", "2023-02", []int{1, 2, 3, 28}},
		{"0 0 * Nov-Feb Fri-Mon", "2023-02",
			[]int{3, 4, 5, 6, 10, 11, 12, 13, 17, 18, 19, 20, 24, 25, 26, 27}},
		{"0 0 * 3 *", "2023-02", nil},
		{"0 0 * * 7-2", "2023-02", []int{5, 6, 7, 12, 13, 14, 19, 20, 21, 26, 27, 28}},
		{"0 0 * * 7-7", "2023-02", []int{5, 12, 19, 26}},
	} {
		p := cron(t, c.expr)
		first, err := time.Parse("2006-01", c.month)
		if err != nil {
			t.Fatal(err)
		}
		var got []int
		for d := first; d.Month() == first.Month(); d = d.AddDate(0, 0, 1) {
			if holds(p, d) {
				got = append(got, d.Day())
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q in %s: %v, want %v", c.expr, c.month, got, c.want)
		}
	}
}

// TestCronClockChanges lists what happens in the nights in which Helsinki changes
// its clocks: 2026-03-29 03:00 is 04:00, 2026-10-25 04:00 is 03:00.
func TestCronClockChanges(t *testing.T) {
	spring, autumn := "2026-03-29 00:00:00", "2026-10-25 00:00:00"
	for _, c := range []struct {
		expr, from string
		hours      int
		want       string // in UTC, which is 2 or 3 hours behind
	}{
		{"30 3 * * *", spring, 23, "01:00"},
		{"0,30 3 * * *", spring, 23, "01:00"},
		{"*/30 2-3 * * *", spring, 23, "00:00 00:30 01:00"},
		{"0 3,4 * * *", spring, 23, "01:00"},
		{"30 3,4 * * *", spring, 23, "01:00 01:30"},
		{"30 * * * *", spring, 5, "22:30 23:30 00:30 01:30 02:30"},
		{"*/30 */2 * * *", spring, 6, "22:00 22:30 00:00 00:30 01:00 01:30 03:00 03:30"},
		{"30 3 * * *", autumn, 25, "00:30"},
		{"*/20 3 * * *", autumn, 25, "00:00 00:20 00:40"},
		{"0 4 * * *", autumn, 25, "02:00"},
		{"30 2,3,4 * * *", autumn, 25, "23:30 00:30 02:30"},
		{"30 * * * *", autumn, 6, "21:30 22:30 23:30 00:30 01:30 02:30"},
		{"0 0 4 30 * *", autumn, 25, ""},
		{"0 30 3 * * *", autumn, 25, "00:30"},
	} {
		loc := location(t, "Europe/Helsinki")
		p := cron(t, c.expr)
		from := instant(t, loc, c.from)
		end := from.Add(time.Duration(c.hours) * time.Hour)
		var got, back []string
		for w, ok := p.Next(from); ok && w.Start.Before(end); w, ok = p.Next(w.End) {
			got = append(got, w.Start.UTC().Format("15:04"))
			if again, _ := p.Prev(w.End); again != w {
				t.Errorf("%q: before %v is %v, want %v", c.expr, w.End, again, w)
			}
		}
		for w, ok := p.Prev(end); ok && !w.Start.Before(from); w, ok = p.Prev(w.Start) {
			back = append(back, w.Start.UTC().Format("15:04"))
		}
		slices.Reverse(back)
		if text := strings.Join(got, " "); text != c.want {
			t.Errorf("%q from %s: %s, want %s", c.expr, c.from, text, c.want)
		}
		if !slices.Equal(got, back) {
			t.Errorf("%q from %s: %s, but backwards %s", c.expr, c.from, got, back)
		}
	}
}

// TestCronSecondComing looks back from an hour that comes twice: the match happened
// the first time.
func TestCronSecondComing(t *testing.T) {
	loc := location(t, "Europe/Helsinki")
	w, ok := cron(t, "30 3 * * *").Prev(instant(t, time.UTC, "2026-10-25 01:10:00").In(loc))
	if want := instant(t, time.UTC, "2026-10-25 00:30:00"); !ok || !w.Start.Equal(want) {
		t.Errorf("got %v, want %v", w, want)
	}
}

// TestCronEndOfList asks for the minute in which the list of a zone's spans ends,
// though its clock is not moved.
func TestCronEndOfList(t *testing.T) {
	loc := location(t, "Asia/Kathmandu")
	at := instant(t, loc, "2038-01-19 08:59:10")
	want := Window{at.Truncate(time.Minute), at.Truncate(time.Minute).Add(time.Minute)}
	c := cron(t, "* * * * *")
	if w, ok := c.Next(at); !ok || w != want {
		t.Errorf("Next: %v", w)
	}
	if w, ok := c.Prev(at); !ok || w != want {
		t.Errorf("Prev: %v", w)
	}
}

// TestCronWalk follows expressions through all zones, forth and back.
func TestCronWalk(t *testing.T) {
	for _, name := range zones {
		loc := location(t, name)
		for _, expr := range []string{"* * * * *", "*/7 * * * *", "30 2 * * *", "0,30 0-3 * * *",
			"15 */3 * * *", "0 0 29 2 *", "30 * 2 * * *", "*/20 59 23 * * *", "* 0 0 * * *",
			"0 12 L * *", "30 * 1 * *"} {
			for _, year := range []int{1968, 2011, 2026, 2040} {
				walk(t, cron(t, expr), time.Date(year, 12, 29, 23, 0, 0, 5, loc), 100)
				walk(t, cron(t, expr), time.Date(year, 10, 25, 0, 0, 0, 5, loc), 100)
			}
		}
	}
}

func TestCronErrors(t *testing.T) {
	for _, c := range []struct {
		expr       string
		start, end int
		hint       string
	}{
		{"61 * * * *", 0, 2, "0 to 59"},
		{"* 24 * * *", 2, 4, "0 to 23"},
		{"* * * * 8", 8, 9, "0 to 7"},
		{"*  *  0  *  *", 6, 7, "1 to 31"},
		{"* * * Fbe *", 6, 9, "did you mean Feb?"},
		{"* * * * 1-Frx", 10, 13, "did you mean Fri?"},
		{"* * * * 1,,2", 10, 10, "0 to 7"},
		{"*/0 * * * *", 1, 3, "a step is a number from 1"},
		{"*/x * * * *", 1, 3, "a step is a number from 1"},
		{"1/2/3 * * * *", 0, 5, ""},
		{"1-2-3 * * * *", 0, 5, "a range is two values, like 8-16"},
		{"? * * * *", 0, 1, "write *"},
		{"* * 0W * *", 4, 6, "1W to 31W, or LW"},
		{"* * L-31 * *", 4, 8, "L-1 to L-30"},
		{"* * * * 5#6", 10, 11, "1 to 5"},
		{"* * * * 9#1", 8, 9, "0 to 7"},
		{"* * * * 9L", 8, 9, "0 to 7"},
		{"* * * * L", 8, 9, "5L is the last Friday of the month"},
		{"5", 0, 1, "minute hour day-of-month month day-of-week, with a second in front if wanted"},
		{"", 0, 0, "minute hour day-of-month month day-of-week, with a second in front if wanted"},
		{"* * * * * * x *", 12, 15,
			"minute hour day-of-month month day-of-week, with a second in front if wanted"},
		{"@dayly", 0, 6, "did you mean @daily?"},
		{"@every", 0, 6,
			"known are @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly"},
	} {
		_, err := ParseCron(c.expr)
		var v *ValueError
		if !errors.As(err, &v) {
			t.Errorf("ParseCron(%q): %v", c.expr, err)
			continue
		}
		if v.Start != c.start || v.End != c.end || v.Hint != c.hint || v.Msg == "" {
			t.Errorf("ParseCron(%q): %d:%d %v", c.expr, v.Start, v.End, v)
		}
	}
}

func TestCronWords(t *testing.T) {
	for word, expr := range map[string]string{
		"@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *",
		"@weekly": "0 0 * * Sun",
		"@daily":  "0 0 * * *", "@Midnight": "0 0 * * *", " @hourly ": "0 * * * *",
	} {
		a, b := cron(t, word), cron(t, expr)
		if a.Expr != strings.ToLower(strings.TrimSpace(word)) {
			t.Errorf("%q is written %q", word, a.Expr)
		}
		a.Expr, b.Expr = "", ""
		if a != b {
			t.Errorf("%q = %+v, want %+v", word, a, b)
		}
	}
}

func TestCronFields(t *testing.T) {
	c, err := CronFields(CronField{"month", "Feb-Aug/2"}, CronField{"minute", "*/5"},
		CronField{"hour", "7-18"}, CronField{"day_of_month", "1,2,3"})
	if err != nil || c != cron(t, "*/5 7-18 1,2,3 Feb-Aug/2 *") {
		t.Errorf("got %+v, %v", c, err)
	}
	c, err = CronFields(CronField{"second", "30"})
	if err != nil || c != cron(t, "30 * * * * *") {
		t.Errorf("got %+v, %v", c, err)
	}
	for _, bad := range []struct {
		field   CronField
		unknown bool
		hint    string
	}{
		{CronField{"minutes", "1"}, true, "did you mean minute?"},
		{CronField{"xyz", "1"}, true,
			"fields are second, minute, hour, day_of_month, month, day_of_week"},
		{CronField{"hour", "1"}, true, ""}, // for the second time
		{CronField{"minute", "60"}, false, "0 to 59"},
		{CronField{"minute", "1 2"}, false, "for example */5"},
	} {
		_, err := CronFields(CronField{"hour", "7"}, bad.field)
		var f *FieldError
		if !errors.As(err, &f) || f.Index != 1 || f.Unknown != bad.unknown || f.Hint != bad.hint {
			t.Errorf("%v: %v", bad.field, err)
		}
	}
}

func TestCronZeroValue(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC)
	w, ok := Cron{}.Next(at)
	if !ok || !w.Start.Equal(at.Truncate(time.Minute)) || w.End.Sub(w.Start) != time.Minute {
		t.Errorf("got %v", w)
	}
}
