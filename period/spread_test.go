package period

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestSpreadWindows lists the windows from a day on, and finds them again going back.
func TestSpreadWindows(t *testing.T) {
	for _, c := range []struct {
		of    string
		whole bool
	}{
		{"time of day at 02:00", true},
		{"time of day between 01:00 and 05:00", false},
		{"time of day between 22:00 and 06:00", false},
		{"time of day after 00:00", false},
		{"time of week on Mon", true},
	} {
		p := Spread{Of: read(t, c.of), Span: 30 * time.Minute, Key: "prices/fetch", Whole: c.whole}
		shift := p.Shift()
		if shift <= 0 || shift >= p.Span || shift%time.Second != 0 {
			t.Fatalf("the shift of %v is %v", p, shift)
		}
		at, before := date(t, "2026-03-02"), Window{}
		for range 5 {
			w, ok := p.Next(at)
			plain, _ := p.Of.Next(w.Start.Add(-shift))
			if !ok || !w.Start.Equal(plain.Start.Add(shift)) || c.whole != w.End.After(plain.End) {
				t.Fatalf("%v moves %v to %v", p, plain, w)
			}
			if last, ok := p.Prev(w.End); !ok || last != w {
				t.Errorf("%v: before %v is %v, want %v", p, w.End, last, w)
			}
			last, ok := p.Prev(w.Start)
			if before.End.After(before.Start) && (!ok || last != before) {
				t.Errorf("%v: before %v is %v, want %v", p, w.Start, last, before)
			}
			at, before = w.End, w
		}
		if Never(p) {
			t.Errorf("%v never holds", p)
		}
	}
}

// TestSpreadEvenly: the shifts of 1,000 tasks fill the span evenly (chi-square, at a level of
// one in a thousand), those of spans of any length and of names that are alike, too.
func TestSpreadEvenly(t *testing.T) {
	const tasks, parts = 1000, 20
	for _, span := range []time.Duration{10 * time.Second, 10 * time.Minute, 24 * time.Hour} {
		for _, name := range []string{"prices/task%d", "a/b%04d", "%d", "fleet/x%d.backup"} {
			count := [parts]int{}
			for i := range tasks {
				p := Spread{Span: span, Key: fmt.Sprintf(name, i)}
				count[p.Shift()*parts/span]++
			}
			square := 0.0
			for _, n := range count {
				d := float64(n - tasks/parts)
				square += d * d / (tasks / parts)
			}
			if square > 43.8 { // 19 degrees of freedom
				t.Errorf("%s over %v: chi-square %.1f, counts %v", name, span, square, count)
			}
		}
	}
}

// TestSpreadIsTheSame: a shift is that of each build and start; with ByHost, another.
func TestSpreadIsTheSame(t *testing.T) {
	p := Spread{Of: read(t, "time of day at 02:00"), Span: time.Hour, Key: "prices/fetch"}
	if got, want := p.Shift(), 39*time.Minute+15*time.Second; got != want {
		t.Errorf("the shift is %v, want %v", got, want)
	}
	host := p
	if host.ByHost = true; host.Shift() == p.Shift() {
		t.Errorf("by host the shift is %v, too", host.Shift())
	}
	if text := host.String(); !strings.HasSuffix(text, "spread 1 hour by host") {
		t.Error(text)
	}
}

// TestSpreadRoom: a span has to be shorter than the shortest window, or than the shortest
// time between two points.
func TestSpreadRoom(t *testing.T) {
	for _, c := range []struct {
		of    Period
		whole bool
		want  time.Duration
	}{
		{read(t, "time of day at 02:00"), true, 24 * time.Hour},
		{read(t, "time of day between 02:00 and 02:20"), false, 20 * time.Minute},
		{read(t, "time of month after 28th"), false, 24 * time.Hour},
		{cronOf(t, "*/7 * * * *"), true, 4 * time.Minute},
		{cronOf(t, "0 2,3 1 1 *"), true, time.Hour},
	} {
		if got := (Spread{Of: c.of, Whole: c.whole}).Room(); got != c.want {
			t.Errorf("%v has room for %v, want %v", c.of, got, c.want)
		}
	}
	if once := (Spread{Of: Dates{From: Date{Year: 2026, Month: 1, Day: 1}}}); once.Room() < 1<<62 {
		t.Errorf("%v has room for %v", once.Of, once.Room())
	}
}

func cronOf(t *testing.T, expr string) Cron {
	c, err := ParseCron(expr)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestSpreadOfShortWindow: a window that the clocks leave shorter than the shift stays.
func TestSpreadOfShortWindow(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		t.Fatal(err)
	}
	p := Spread{Of: read(t, "time of day between 02:50 and 03:10"), Span: 19 * time.Minute,
		Key: "k"}
	at := time.Date(2026, time.March, 29, 0, 0, 0, 0, zone)
	plain, _ := p.Of.Next(at)
	w, ok := p.Next(at)
	if !ok || !w.Start.Before(w.End) || w.Start.Before(plain.Start) || w.End != plain.End {
		t.Errorf("%v becomes %v", plain, w)
	}
	if last, _ := p.Prev(w.End); last != w {
		t.Errorf("before %v is %v, want %v", w.End, last, w)
	}
}

// TestSpreadOfOnce: a window without an end begins later, and has none.
func TestSpreadOfOnce(t *testing.T) {
	at := time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)
	p := Spread{Of: Dates{From: Date{Year: 2026, Month: 1, Day: 1}}, Span: time.Hour, Key: "k",
		Whole: true}
	w, ok := p.Next(at)
	if !ok || !w.Endless() || p.Shift() == 0 || !w.Start.Equal(at.Add(p.Shift())) {
		t.Errorf("got %v", w)
	}
}

// TestSpreadGrain: shifts are whole seconds, and whole milliseconds if the span is shorter than a
// minute.
func TestSpreadGrain(t *testing.T) {
	for span, want := range map[time.Duration]time.Duration{
		time.Minute: time.Second, time.Minute - 1: time.Millisecond,
	} {
		finer := false
		for i := range 100 {
			shift := Spread{Span: span, Key: strconv.Itoa(i)}.Shift()
			finer = finer || shift%time.Second != 0
			if shift%want != 0 {
				t.Errorf("a shift of %v in a span of %v", shift, span)
			}
		}
		if finer != (want < time.Second) {
			t.Errorf("span %v: shifts are finer than seconds: %v", span, finer)
		}
	}
}
