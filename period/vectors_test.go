package period

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
	"time"
)

// vectors reads a file of one JSON object a line.
func vectors[T any](t testing.TB, name string) (list []T) {
	t.Helper()
	f, err := os.Open("../testdata/vectors/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var v T
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		list = append(list, v)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	if len(list) == 0 {
		t.Fatalf("%s is empty", name)
	}
	return list
}

// stamp is a local time without a zone.
type stamp struct{ time.Time }

func (s *stamp) UnmarshalJSON(b []byte) (err error) {
	var text string
	if err = json.Unmarshal(b, &text); err == nil {
		s.Time, err = time.Parse("2006-01-02T15:04:05", text)
	}
	return err
}

func TestCronVectors(t *testing.T) {
	type vector struct {
		ID, Expr   string
		At         stamp
		Contains   bool
		Next, Prev *stamp
		Error      bool
	}
	for _, v := range vectors[vector](t, "cron.jsonl") {
		c, err := ParseCron(v.Expr)
		if v.Error || err != nil {
			if v.Error != (err != nil) {
				t.Errorf("%s: ParseCron(%q): %v", v.ID, v.Expr, err)
			}
			continue
		}
		at := v.At.Time
		if got := holds(c, at); got != v.Contains {
			t.Errorf("%s: %q contains %v = %v", v.ID, v.Expr, at, got)
		}
		next, ok := rollForward(c, at)
		check(t, v.ID+" next of "+v.Expr, next.Start, ok, v.Next)
		prev, ok := c.Prev(at.Add(1)) // the last match at or before
		check(t, v.ID+" prev of "+v.Expr, prev.Start, ok, v.Prev)
	}
}

func check(t *testing.T, what string, got time.Time, ok bool, want *stamp) {
	t.Helper()
	if ok != (want != nil) || ok && !got.Equal(want.Time) {
		t.Errorf("%s = %v, %v, want %v", what, got, ok, want)
	}
}

func TestDurationVectors(t *testing.T) {
	type vector struct {
		ID, Input string
		US        float64
	}
	for _, v := range vectors[vector](t, "durations.jsonl") {
		d, err := ParseDuration(v.Input)
		if err != nil {
			t.Errorf("%s: %v", v.ID, err)
			continue
		}
		// The vectors are rounded to microseconds, and not bound by the range of
		// a time.Duration.
		want := min(v.US*1000, math.MaxInt64)
		if diff := math.Abs(float64(d) - want); diff > 500 && diff > want*1e-12 {
			t.Errorf("%s: ParseDuration(%q) = %v, want %v µs", v.ID, v.Input, d, v.US)
		}
	}
}

// tree is a period as the vectors write it.
type tree struct {
	Kind, Form string
	Args       []any
	Op         string
	Operands   []tree
}

func (v tree) period(t testing.TB) Period {
	t.Helper()
	if v.Op == "" {
		return v.window(t)
	}
	var operands []Period
	for _, o := range v.Operands {
		operands = append(operands, o.period(t))
	}
	if v.Op == "or" {
		return union(operands)
	}
	return All(operands)
}

func (v tree) window(t testing.TB) Period {
	t.Helper()
	u := v.unit(t)
	var points []Point
	for _, arg := range v.Args {
		p, err := argPoint(u, arg)
		if err != nil {
			t.Fatal(err)
		}
		points = append(points, p)
	}
	switch v.Form {
	case "full":
		return u.Full()
	case "before":
		return u.Before(points[0])
	case "after":
		return u.After(points[0])
	case "at":
		return u.At(points[0])
	case "starting":
		return u.Starting(points[0])
	case "between":
		return u.Between(points[0], points[1])
	}
	t.Fatalf("form %q", v.Form)
	return nil
}

func (v tree) unit(t testing.TB) Unit {
	t.Helper()
	for u := Second; u <= Year; u++ {
		if strings.EqualFold("TimeOf"+u.String(), v.Kind) {
			return u
		}
	}
	t.Fatalf("kind %q", v.Kind)
	return 0
}

// argPoint reads an argument of the vectors. They allow texts that the language
// does not: points past the end of the unit, which count from the start again,
// more fields than the unit has, and a weekday for a day.
func argPoint(u Unit, arg any) (Point, error) {
	n, isNumber := arg.(float64)
	if isNumber {
		return u.Number(n)
	}
	text := arg.(string)
	p, err := u.Point(text)
	if err == nil {
		return p, nil
	}
	var a, b int
	switch u {
	case Minute:
		text, _, _ = strings.Cut(text, ":")
	case Hour:
		if _, err := fmt.Sscanf(text, "%d:%d", &a, &b); err == nil {
			text = fmt.Sprintf("%02d:%02d", a%60, b)
		}
	case Day:
		_, text, _ = strings.Cut(text, " ")
	case Month:
		if _, err := fmt.Sscanf(text, "%d", &a); err == nil {
			text = fmt.Sprint((a-1)%31 + 1)
		}
	}
	return u.Point(text)
}

// some reports whether a leaf or an operator of the tree is as asked.
func (v tree) some(is func(tree) bool) bool {
	for _, o := range v.Operands {
		if o.some(is) {
			return true
		}
	}
	return is(v)
}

// slack is by how much a window may differ from a vector's. The vectors count every
// month as 31 and every year as 366 days, and end a month of a year a microsecond
// early, where the language has real lengths and half-open windows.
func (v tree) slack() time.Duration {
	switch {
	case v.some(func(v tree) bool { return v.Kind == "TimeOfYear" }):
		return 2 * day
	case v.some(func(v tree) bool { return v.Kind == "TimeOfMonth" }):
		return 3 * day
	}
	return 0
}

// bareHour reports whether the tree has an hour of a day as a bare number in a
// string. The vectors take it for midnight, the language for that hour.
func (v tree) bareHour() bool {
	return v.some(func(v tree) bool {
		for _, arg := range v.Args {
			if text, ok := arg.(string); ok && v.Kind == "TimeOfDay" && len(text) == 2 {
				return true
			}
		}
		return false
	})
}

// besideWhole reports whether a whole unit is part of a union. The windows of such
// a union are a matter of taste: the vectors' lie within ours.
func (v tree) besideWhole() bool {
	return v.some(func(v tree) bool {
		return v.Op == "or" && v.some(func(v tree) bool { return v.Form == "full" })
	})
}

func TestPeriodVectors(t *testing.T) {
	type vector struct {
		ID                    string
		Period                tree
		At                    stamp
		Contains              bool
		Rollforward, Rollback [2]stamp
	}
	exact, windows := 0, 0
	for _, v := range vectors[vector](t, "periods.jsonl") {
		if v.Period.bareHour() {
			continue
		}
		at, slack := v.At.Time, v.Period.slack()
		// A microsecond before midnight a month of a year is over in the vectors.
		over := slack > 0 && at.Add(time.Microsecond).Truncate(day).After(at)
		p := v.Period.period(t)
		if got := holds(p, at); got != v.Contains && !over {
			t.Errorf("%s: %v holds at %v: %v", v.ID, p, at, got)
		}
		windows++
		forward, ok := rollForward(p, at)
		back, ok2 := rollBack(p, at)
		if !ok || !ok2 {
			t.Errorf("%s: %v has no window after or before %v", v.ID, p, at)
			continue
		}
		wantForward := Window{v.Rollforward[0].Time, v.Rollforward[1].Time}
		wantBack := Window{v.Rollback[0].Time, v.Rollback[1].Time}
		if forward == wantForward && back == wantBack {
			exact++
			continue
		}
		if !near(forward, wantForward, slack) {
			t.Errorf("%s: %v forward from %v\n got %v\nwant %v", v.ID, p, at, forward, wantForward)
		}
		if !near(back, wantBack, slack) && !(v.Period.besideWhole() && within(wantBack, back)) {
			t.Errorf("%s: %v back from %v\n got %v\nwant %v", v.ID, p, at, back, wantBack)
		}
	}
	if windows < 1100 || exact < windows*85/100 {
		t.Errorf("only %d of %d windows are met to the nanosecond", exact, windows)
	}
	t.Logf("%d of %d windows are met to the nanosecond", exact, windows)
}

// rollForward returns what is left of the window of p that holds t, else the next
// window.
func rollForward(p Period, t time.Time) (Window, bool) {
	w, ok := p.Next(t)
	if ok && w.Start.Before(t) {
		w.Start = t
	}
	return w, ok
}

// rollBack returns what has passed of the window of p that holds t, else the last
// window. At the very start of a window that follows no other without a pause it
// is the empty window [t, t).
func rollBack(p Period, t time.Time) (Window, bool) {
	w, ok := p.Prev(t)
	switch {
	case ok && !w.End.Before(t):
		return Window{w.Start, t}, true
	case holds(p, t):
		return Window{t, t}, true
	}
	return w, ok
}

func within(inner, outer Window) bool {
	return !inner.Start.Before(outer.Start) && !inner.End.After(outer.End)
}

func near(a, b Window, slack time.Duration) bool {
	return a.Start.Sub(b.Start).Abs() <= slack && a.End.Sub(b.End).Abs() <= slack
}
