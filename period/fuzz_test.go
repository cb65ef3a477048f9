package period

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// checkError fails unless err is nil or points into the text.
func checkError(t *testing.T, text string, err error) {
	t.Helper()
	if err == nil {
		return
	}
	var v *ValueError
	if !errors.As(err, &v) {
		t.Fatalf("%q: %v is not a ValueError", text, err)
	}
	if v.Start < 0 || v.End < v.Start || v.End > len(text) || v.Msg == "" {
		t.Fatalf("%q: range %d:%d of %v", text, v.Start, v.End, v)
	}
	if utf8.ValidString(text) && !(utf8.ValidString(text[:v.Start]) &&
		utf8.ValidString(text[v.Start:v.End])) {
		t.Fatalf("%q: range %d:%d cuts a letter", text, v.Start, v.End)
	}
}

func FuzzParseCron(f *testing.F) {
	for _, expr := range []string{
		"* * * * *", "*/5 7-18 1,2,3 Feb-Aug/2 *", "0 0 L-3,15W,LW ? 5#3", "30 0 12 ? * FriL",
		"@daily", "@", "22-2 * 28-3 * 5-7",
		"1,,2 * * * *", "1--2 */0 * * *", "* * * * L", "İ * * ıW ı#L",
		"99999999999999999999 * * * *", "* * * * 7#", "\xff * * * *",
	} {
		f.Add(expr)
	}
	f.Fuzz(func(t *testing.T, expr string) {
		c, err := ParseCron(expr)
		checkError(t, expr, err)
		if err != nil {
			return
		}
		again, err := ParseCron(c.Expr)
		if err != nil || again != c {
			t.Fatalf("%q is written %q, which is %+v, %v", expr, c.Expr, again, err)
		}
		at := time.Date(2026, 3, 4, 5, 6, 7, 8, time.UTC)
		if _, ok := c.Next(at); ok == Never(c) {
			t.Fatalf("%q: Next %v, Never %v", expr, ok, !ok)
		}
		checkPrev(t, c, at)
	})
}

func FuzzPoint(f *testing.F) {
	for _, text := range []string{
		"500", "30.25", "45:00", "1 quarter", "3q", "07:00", "10 PM", "3pm", "24:00", "Mon",
		"Monday 15:00", "3rd 12:30", "15.", "31",
		"last day", "last Fri 10:00", "2nd Tue", "Feb", "Feb 29th 10:00", "Sep 3.", "last", "", " ",
		"é", "1:2:3", "00000000000000000001", "12:00:00.1234567891",
	} {
		for u := Second; u <= Year; u++ {
			f.Add(int(u), text)
		}
	}
	at := time.Date(2026, 3, 4, 5, 6, 7, 8, time.UTC)
	f.Fuzz(func(t *testing.T, n int, text string) {
		u := Unit(uint(n) % 7)
		p, err := u.Point(text)
		checkError(t, text, err)
		if err != nil {
			return
		}
		for form, w := range map[string]Period{"before": u.Before(p), "after": u.After(p),
			"at": u.At(p), "starting": u.Starting(p), "between": u.Between(p, p)} {
			written := w.String()
			if again := read(t, written); again.String() != written {
				t.Fatalf("%v %s %q is written %q, then %q", u, form, text, written, again)
			} else if a, _ := w.Next(at); a != first(again.Next(at)) {
				t.Fatalf("%v %s %q is written %q, which is another period", u, form, text, written)
			}
			if _, ok := w.Next(at); !ok {
				t.Fatalf("%q never holds", written)
			}
		}
	})
}

func first(w Window, _ bool) Window { return w }

func FuzzDuration(f *testing.F) {
	for _, text := range []string{
		"10 seconds", "1 day, 12 hours, 30 min, 20 sec", "2h30m", "1.5 hours", "01:30:00",
		"1d10:20:30.5", "999999999d", "1h:30m", ":1h", "١h",
		"-1 h", "10", "10:20", "1 fortnight", "1.h", ".", ".5.5h", "µs", "9223372036854775807ns",
		"1e9s", "𝟙h", "\xffh",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ParseDuration(text)
		checkError(t, text, err)
		if err != nil {
			return
		}
		if d < 0 {
			t.Fatalf("%q is %v", text, d)
		}
		if again, err := ParseDuration(FormatDuration(d)); err != nil || again != d {
			t.Fatalf("%q is %v, written %q, which is %v, %v", text, d, FormatDuration(d), again,
				err)
		}
		if upper, err := ParseDuration(strings.ToUpper(text)); err == nil && upper != d &&
			strings.ToLower(strings.ToUpper(text)) == text {
			t.Fatalf("%q is %v, in capitals %v", text, d, upper)
		}
	})
}

// FuzzNext asks random trees at random times: what holds must not change between
// the edges of their windows.
func FuzzNext(f *testing.F) {
	for seed := range uint64(40) {
		f.Add(seed, int64(seed*123456789), uint32(seed*7654321), uint8(seed))
	}
	f.Fuzz(func(t *testing.T, seed uint64, sec int64, nsec uint32, zone uint8) {
		p := randomTree(rand.New(rand.NewPCG(seed, 1)), int(seed%4))
		at := time.Unix(sec%1e11, int64(nsec)%1e9).In(location(t, zones[int(zone)%len(zones)]))
		checkWindow(t, p, at)
	})
}

// TestExtremes asks at times that no calendar has.
func TestExtremes(t *testing.T) {
	periods := []Period{All{}, All{OfDay{}, OfWeek{}}, All{OfHour{}, OfMonth{}}}
	for _, c := range benchmarked {
		periods = append(periods, set(t, c.text)[0])
	}
	for _, at := range []time.Time{{}, time.Unix(1<<40, 0), time.Unix(-1<<40, 0),
		time.Unix(1<<58, 999), time.Unix(-1<<58, 1)} {
		for _, zone := range zones {
			for _, p := range periods {
				at := at.In(location(t, zone))
				p.Next(at)
				p.Prev(at)
			}
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, text := range []string{
		"2026-12-24", "2026-12-24 18:00", "2026-12-24T18:00:30.5", "2024-02-29 noon", "2026-02-29",
		"0000-01-01 24:00", "9999-12-31 midnight", "24.12.2026", "2026-12-24TT", "T", "2026-12-24Z",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		start, end, err := ParseDate(text)
		checkError(t, text, err)
		if err != nil {
			return
		}
		if end.Before(start) {
			t.Fatalf("%q ends at %v, before %v", text, end, start)
		}
		if again, _, err := ParseDate(start.String()); err != nil || again != start {
			t.Fatalf("%q is written %q, which is %v, %v", text, start, again, err)
		}
		if _, again, err := ParseDate(end.end()); err != nil || again != end {
			t.Fatalf("%q ends at %q, which is %v, %v", text, end.end(), again, err)
		}
	})
}

// FuzzDates asks steps and dates at random times, as FuzzNext does.
func FuzzDates(f *testing.F) {
	for seed := range uint64(40) {
		f.Add(seed, int64(seed*123456789), uint8(seed))
	}
	f.Fuzz(func(t *testing.T, seed uint64, sec int64, zone uint8) {
		r := rand.New(rand.NewPCG(seed, 1))
		random := func() Date {
			return Date{Year: 1970 + r.IntN(80), Month: time.Month(1 + r.IntN(12)),
				Day: 1 + r.IntN(28), Clock: time.Duration(r.IntN(24)) * time.Hour}
		}
		at := time.Unix(sec%5e9, 0).In(location(t, zones[int(zone)%len(zones)]))
		steps := Steps{1 + r.IntN(20), Day + Unit(r.IntN(4)), random()}
		steps.From.Day = min(1+r.IntN(31), int(steps.From.month().days))
		checkWindow(t, steps, at)
		checkWindow(t, Dates{From: random()}, at)
		checkWindow(t, All{steps, Dates{To: random()}}, at)
	})
}
