package timeline_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc/condition"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/simulate"
	"github.com/rocketc/rocketc/timeline"
)

// monday is when the simulations begin.
var monday = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// simulation returns a simulation of tasks for some hours, each written `name: condition`. The
// runs of each take a number of minutes.
func simulation(
	t *testing.T, hours int, takes map[string]int, tasks ...string,
) *simulate.Simulation {
	t.Helper()
	s := &simulate.Simulation{From: monday, To: monday.Add(time.Duration(hours) * time.Hour),
		Schedule: &rocket.Schedule{Config: rocket.Config{Timezone: "UTC"}}}
	s.Tasks = map[string]simulate.Outcomes{}
	for _, text := range tasks {
		name, when, _ := strings.Cut(text, ": ")
		c, err := condition.Parse(when)
		if err != nil {
			t.Fatalf("%s: %v", when, err)
		}
		s.Schedule.Tasks = append(s.Schedule.Tasks, &rocket.TaskSpec{Name: name, When: c})
		s.Tasks[name] = simulate.Outcomes{{Takes: time.Duration(takes[name]) * time.Minute}}
	}
	return s
}

// of returns a timeline.
func of(t *testing.T, s *simulate.Simulation, o timeline.Options) *timeline.Timeline {
	t.Helper()
	o.Zone = time.UTC
	line, err := timeline.Of(s, o)
	if err != nil {
		t.Fatal(err)
	}
	return line
}

// signs returns the cells of a row as text.
func signs(row *timeline.Row) string {
	var b strings.Builder
	for _, c := range row.Cells {
		switch {
		case c.Wrong:
			b.WriteByte('x')
		case c.Sure:
			b.WriteByte('#')
		case c.May:
			b.WriteByte('?')
		default:
			b.WriteByte('.')
		}
	}
	return b.String()
}

// TestCells: a cell is marked if a run is live in it, however short, and a run that ends as a
// cell begins is not live in that one.
func TestCells(t *testing.T) {
	s := simulation(t, 12, map[string]int{"long": 150, "hour": 60}, "long: daily at 02:00",
		"hour: daily at 05:00", "short: daily at 05:30", "last: daily at 11:00", "never: never")
	s.Tasks["last"] = simulate.Outcomes{{Takes: -1}}
	s.Schedule.Config.Timeout = 5 * time.Hour
	line := of(t, s, timeline.Options{Cells: 12})
	for i, want := range []string{"..###.......", ".....#......", ".....#......", "...........#",
		"............"} {
		if got := signs(line.Rows[i]); got != want {
			t.Errorf("%s: got %s, want %s", line.Rows[i].Task.Name, got, want)
		}
	}
	if got := fmt.Sprint(line.Peaks); got != "[0 0 1 1 1 2 0 0 0 0 0 1]" {
		t.Errorf("the peaks are %s", got)
	}
	if line.Step != time.Hour || line.Total != 4 || !line.IsWhole() || line.Runs[3].Outcome != 0 {
		t.Errorf("got %v, %d runs, the last is %+v", line.Step, line.Total, line.Runs[3])
	}
}

// TestPeaksAtABoundary: a run that ends as it begins, beside one that goes on, is not in the
// piece before.
func TestPeaksAtABoundary(t *testing.T) {
	s := simulation(t, 6, map[string]int{"long": 20}, "long: daily at 02:00",
		"moment: daily at 02:00")
	line := of(t, s, timeline.Options{Cells: 6})
	if got := fmt.Sprint(line.Peaks); got != "[0 0 2 0 0 0]" {
		t.Errorf("the peaks are %s", got)
	}
}

// TestWrong: what goes wrong is marked where it does.
func TestWrong(t *testing.T) {
	s := simulation(t, 12, nil, "fails: daily at 01:00", "hangs: daily at 03:00")
	s.Tasks["fails"] = simulate.Outcomes{{Takes: 2 * time.Hour, Err: errors.New("no")}}
	s.Tasks["hangs"] = simulate.Outcomes{{Takes: -1}}
	s.Schedule.Config.Timeout = 3 * time.Hour
	line := of(t, s, timeline.Options{Cells: 12})
	if got := signs(line.Rows[0]) + signs(line.Rows[1]); got != ".##x........"+"...###x....." {
		t.Errorf("got %s", got)
	}
	if !line.Runs[1].Timeout || !line.Runs[0].Wrong || line.Rows[1].Wrong != 1 {
		t.Errorf("got %+v", line.Runs)
	}
}

// TestRows: a timeline has the tasks that are asked for, in that order, once each; all run.
func TestRows(t *testing.T) {
	s := simulation(t, 24, nil, "a: hourly", "b: after a", "c: every 30 min")
	line := of(t, s, timeline.Options{Cells: 7, Even: true, Tasks: []string{"b", "x", "b", "a"}})
	if len(line.Rows) != 2 || line.Rows[0].Task.Name != "b" || line.Rows[0].Starts != 24 ||
		line.Total != 48 || line.Step != 4*time.Hour || len(line.Peaks) != 6 {
		t.Errorf("got %d rows, %d runs, %v", len(line.Rows), line.Total, line.Step)
	}
}

// TestCutOff: a timeline that is cut off shows no more than is known.
func TestCutOff(t *testing.T) {
	s := simulation(t, 24, nil, "a: every 10 min")
	s.MaxRuns = 30
	line := of(t, s, timeline.Options{Cells: 24, Load: true})
	if line.CutOff == nil || line.Shown != 6 || line.Rows[0].Starts != 30 {
		t.Errorf("got %+v, %d cells, %d starts", line.CutOff, line.Shown, line.Rows[0].Starts)
	}
	var b strings.Builder
	if err := line.WriteText(&b, timeline.TextStyle{}); err != nil ||
		!strings.Contains(b.String(), "a     █████·    ") {
		t.Errorf("got %s, error %v", b.String(), err)
	}
}

// TestCounted: the counts, the peaks and the load of schedules made by chance are those that
// the events say.
func TestCounted(t *testing.T) {
	conditions := []string{"every 7 min", "hourly", "every 40 min", "after a", "cron 5,35 * * * *",
		"daily at 06:30, 19:00", "daily after 10:00 | retry 2", "every 90 min & ~running"}
	r := rand.New(rand.NewPCG(7, 7))
	for range 40 {
		takes := map[string]int{"a": r.IntN(80), "b": 1 + r.IntN(300), "c": r.IntN(20)}
		s := simulation(t, 1+r.IntN(60), takes, "a: "+conditions[r.IntN(3)],
			"b: "+conditions[r.IntN(len(conditions))], "c: "+conditions[r.IntN(len(conditions))])
		s.Schedule.Pools = []rocket.Pool{{Name: "disk", Size: 2}}
		s.Schedule.Tasks[1].Pools = []rocket.PoolShare{{Pool: "disk", Weight: 2}}
		s.Schedule.Tasks[1].Multilaunch, s.Schedule.Tasks[1].Timeout = 3, -1
		s.Schedule.Tasks[2].Pools = []rocket.PoolShare{{Pool: "disk"}}
		o := timeline.Options{Cells: 1 + r.IntN(100), Load: true}
		line, want := of(t, s, o), count(t, s)
		starts := 0
		for _, row := range line.Rows {
			if row.Starts != want.starts[row.Task.Name] {
				t.Errorf("%s has %d starts, want %d", row.Task.Name, row.Starts,
					want.starts[row.Task.Name])
			}
			for _, c := range row.Cells {
				starts += int(c.Starts)
			}
		}
		disk := line.Load.Resources[len(line.Load.Resources)-1]
		if starts != line.Total || maxOf(line.Peaks) != want.most ||
			line.Load.Resources[0].Most != want.most || disk.Most != want.disk || disk.Most > 2 {
			t.Errorf("got %d starts of %d, %d at once in cells, %d in minutes, disk %d; want %+v",
				starts, line.Total, maxOf(line.Peaks), line.Load.Resources[0].Most, disk.Most, want)
		}
	}
}

// counted is what events say.
type counted struct {
	starts     map[string]int
	most, disk int
}

// count counts the events of a simulation, with the places of b and c in a pool.
func count(t *testing.T, s *simulate.Simulation) counted {
	t.Helper()
	c := counted{starts: map[string]int{}}
	live, disk := 0, 0
	places := map[string]int{"b": 2, "c": 1}
	for e, err := range s.Events() {
		switch {
		case err != nil:
			t.Fatal(err)
		case e.Event == rocket.Started:
			c.starts[e.Task]++
			live, disk = live+1, disk+places[e.Task]
		case e.Event != rocket.Missed:
			live, disk = live-1, disk-places[e.Task]
		}
		c.most, c.disk = max(c.most, live), max(c.disk, disk)
	}
	return c
}

func maxOf(list []int) (most int) {
	for _, n := range list {
		most = max(most, n)
	}
	return most
}

// TestForms: text, picture and page are written of any timeline; each line of JSON is an object.
func TestForms(t *testing.T) {
	for _, hours := range []int{1, 30, 24 * 800} {
		s := simulation(t, hours, map[string]int{"a": 10}, "a: daily at 00:30", "b <x>: after a")
		line := of(t, s, timeline.Options{Cells: timeline.PictureCells, Load: true, Clocks: true})
		var text, picture, page, lines bytes.Buffer
		err := errors.Join(line.WriteText(&text, timeline.TextStyle{ListRuns: 5}),
			line.WriteSVG(&picture), line.WriteHTML(&page, "x"), timeline.WriteJSON(&lines, s,
				timeline.Options{Load: true, Clocks: true}))
		if err != nil || !strings.Contains(text.String(), "b <x>") ||
			!strings.Contains(picture.String(), "b &lt;x&gt;") ||
			!strings.Contains(page.String(), "</html>") {
			t.Errorf("%d hours: error %v, got\n%s", hours, err, text.String())
		}
		for line := range bytes.Lines(lines.Bytes()) {
			if !json.Valid(line) {
				t.Errorf("%s is no JSON", line)
			}
		}
	}
}
