package web

import (
	"fmt"
	"strings"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// TestPictureSize: a timeline of many runs is bounded, and the worst of what is one bar counts.
func TestPictureSize(t *testing.T) {
	now := time.Date(2026, 1, 10, 12, 0, 0, 0, time.UTC)
	s := &sight{now: now, from: now.Add(-84 * time.Hour), to: now.Add(84 * time.Hour),
		rows: map[string]*sightRow{}}
	for i := range rowsShown {
		s.row(fmt.Sprintf("task%02d", i))
		row := s.order[i]
		for at := s.from; at.Before(now); at = at.Add(5 * time.Minute) {
			run := sightRun{start: at, end: at.Add(time.Minute), id: "r", event: "success"}
			if i == 3 && len(row.runs) == 500 {
				run.event, run.id = "fail", "wrong"
			}
			row.runs = append(row.runs, run)
		}
		for at := now; at.Before(s.to); at = at.Add(5 * time.Minute) {
			row.runs = append(row.runs, sightRun{start: at, end: at, event: "next"})
		}
	}
	p := s.draw()
	bars, wrong := 0, 0
	for _, row := range p.Rows {
		bars += len(row.Bars)
		for _, b := range row.Bars {
			if b.X < pictureLeft || b.X+b.Width > pictureWidth {
				t.Errorf("a bar of %s is at %v, %v wide", row.Task, b.X, b.Width)
			}
			if b.Class == "fail" && b.RunID == "wrong" {
				wrong++
			}
		}
	}
	if bars > barsShown || bars < 2*rowsShown || wrong != 1 {
		t.Errorf("%d bars, %d of what went wrong", bars, wrong)
	}
	if p.Runs < 80_000 {
		t.Errorf("%d runs", p.Runs)
	}
}

// TestExpected: what waits for a task follows its runs to come, as long as these take; what
// waits for several follows the one that runs least often; circles end.
func TestExpected(t *testing.T) {
	now := time.Date(2026, 1, 10, 12, 0, 0, 0, time.UTC)
	s := &sight{now: now, from: now.Add(-time.Hour), to: now.Add(3 * time.Hour),
		rows: map[string]*sightRow{}}
	for _, name := range []string{"often", "rare", "both", "loop"} {
		s.row(name)
	}
	often, rare, both, loop := s.order[0], s.order[1], s.order[2], s.order[3]
	often.took = []time.Duration{time.Second, time.Second}
	rare.took = []time.Duration{10 * time.Minute}
	for _, w := range waitsOf(stdconds.After{Tasks: []string{"often", "rare"}}) {
		if before := s.rows[w.On]; s.isLast(w) {
			before.follows = append(before.follows, both)
		}
	}
	loop.follows = []*sightRow{loop}
	s.expect(often, now.Add(time.Hour), "next", chainLength)
	s.expect(rare, now.Add(2*time.Hour), "next", chainLength)
	s.expect(loop, now, "next", chainLength)
	if len(both.runs) != 1 || !both.runs[0].start.Equal(now.Add(130*time.Minute)) ||
		both.runs[0].event != "may" {
		t.Errorf("follows: %+v", both.runs)
	}
	if len(loop.runs) != chainLength {
		t.Errorf("the circle has %d runs", len(loop.runs))
	}
}

// TestTicks: a scale has times of the clock, also over a change of it.
func TestTicks(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	from := time.Date(2026, 3, 28, 22, 30, 0, 0, zone)
	for _, test := range []struct {
		span time.Duration
		want string
	}{
		{9 * time.Hour, "23:00 29 Mar 01:00 03:00 04:00 05:00 06:00 07:00 08:00"},
		{24 * time.Hour, "29 Mar 03:00 06:00 09:00 12:00 15:00 18:00 21:00"},
		{24 * 7 * time.Hour, "29 Mar 30 Mar 31 Mar 1 Apr 2 Apr 3 Apr 4 Apr"},
	} {
		var labels []string
		for _, at := range ticks(from, from.Add(test.span), 11) {
			labels = append(labels, tickLabel(at))
		}
		if got := strings.Join(labels, " "); got != test.want {
			t.Errorf("%v: %s, want %s", test.span, got, test.want)
		}
	}
}

// TestGraphLayout: what waits is to the right of that for which it waits, no boxes overlap,
// and circles do not matter.
func TestGraphLayout(t *testing.T) {
	after := func(tasks ...string) rocket.Condition { return stdconds.After{Tasks: tasks} }
	s, err := rocket.New(&rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "a"}, {Name: "b", When: after("a")}, {Name: "c", When: after("b", "a")},
		{Name: "d", When: stdconds.Any{after("c"), after("e")}}, {Name: "e", When: after("d")},
		{Name: "self", When: stdconds.After{Tasks: []string{"self"}, Did: rocket.Failed}},
		{Name: "alert", When: stdconds.AfterGroup{Prefix: "x.", Wrong: true}},
		{Name: "not", When: stdconds.Not{Of: after("a")}}, {Name: "alone"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	w, tasks := webOf(s)
	if len(tasks) != 9 || len(w.names) != 8 || len(w.edges) != 8 {
		t.Fatalf("%d tasks, %v, %d edges", len(tasks), w.names, len(w.edges))
	}
	g := w.draw(w.of(""))
	place := map[string]drawnNode{}
	for i, n := range g.Nodes {
		place[n.Name] = n
		for _, other := range g.Nodes[:i] {
			if n.X == other.X && n.Y < other.Y+other.H && other.Y < n.Y+n.H {
				t.Errorf("%s and %s overlap", n.Name, other.Name)
			}
		}
		if n.X+n.W > g.Width || n.Y+n.H > g.Height {
			t.Errorf("%s is outside", n.Name)
		}
	}
	for _, pair := range [][2]string{{"a", "b"}, {"b", "c"}, {"c", "d"}, {"x.*", "alert"}} {
		if place[pair[0]].X >= place[pair[1]].X {
			t.Errorf("%s is not to the left of %s", pair[0], pair[1])
		}
	}
	if place["x.*"].Task || !place["a"].Task {
		t.Error("a group is drawn as a task, or a task as a group")
	}
	for _, e := range g.Edges {
		task, _, _ := strings.Cut(e.Title, " ")
		if e.Wrong != (task == "alert" || task == "self") {
			t.Errorf("%s: for what goes wrong: %v", e.Title, e.Wrong)
		}
		if strings.Contains(e.Title, "c waits for a") && strings.Count(e.Path, "C") != 2 {
			t.Errorf("%s leads through a box: %s", e.Title, e.Path)
		}
	}
	if near := w.near("e"); len(near) != 5 || len(w.near("alone")) > 0 {
		t.Errorf("near e: %v", near)
	}
}
