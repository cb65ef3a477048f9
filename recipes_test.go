package rocketc_test

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/rocketc/rocketc"
	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/eval"
	"github.com/rocketc/rocketc/runlog/linked"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/simulate"
)

// recipesPage is the page of recipes: each heading has one whole schedule below it.
const recipesPage = "docs/recipes.md"

// recipes returns the schedules of the page, by the anchors of their headings.
func recipes(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	text := readText(t, recipesPage)
	for _, part := range strings.Split(text, "\n## ")[1:] {
		name := anchors("## " + part)[0]
		all := blocks(recipesPage, part)
		if len(all) != 1 || all[0].kind != "rkt" {
			t.Fatalf("%s has %d schedules, want one", name, len(all))
		}
		found[name] = all[0].text
		if !strings.Contains(text, "](#"+name+")") {
			t.Errorf("the table of contents has no %s", name)
		}
	}
	return found
}

// TestRecipes runs each schedule of the page on a simulated clock, by its script in
// testdata/recipes.txtar.
func TestRecipes(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/recipes.txtar")
	if err != nil {
		t.Fatal(err)
	}
	schedules := recipes(t)
	for _, file := range archive.Files {
		text, is := schedules[file.Name]
		if !is {
			t.Errorf("there is no recipe %s, or it has two scripts", file.Name)
		}
		delete(schedules, file.Name)
		t.Run(file.Name, func(t *testing.T) {
			newRehearsal(t, file.Name, text).play(string(file.Data))
		})
	}
	for name := range schedules {
		t.Errorf("recipe %s has no script", name)
	}
}

// A rehearsal plays the script of a recipe, a statement a line:
//
//	at "2026-01-05 00:00"               when the program starts
//	timezone "Europe/Helsinki"          of a schedule that names none; else UTC
//	assume room false                   from here on
//	sync fails                          also: takes 40 min, hangs, …; each run from here on
//	sync fails 5 times                  the next five runs, and those after them succeed
//	run until "2026-01-07 12:00"
//	off until "2026-01-07 12:00"
//	expect runs {                       all that have started in the last `run`, no others
//	    2026-01-06 10:00 payroll
//	}
//	expect events { … }                 the same of all events: `10:00:05 payroll success`
type rehearsal struct {
	*testing.T
	sim    simulate.Simulation
	zone   *time.Location
	fails  map[string]int // how many of the next runs fail
	events []simulate.Event
	day    string // when the last run began
}

func newRehearsal(t *testing.T, name, text string) *rehearsal {
	t.Helper()
	p, list := rocketc.Check([]rocketc.Source{{Name: name, Text: []byte(text)}},
		check.Options{RunLogs: linked.Kinds})
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
	r := &rehearsal{T: t, fails: map[string]int{}}
	r.sim.Schedule = &p.Schedule
	r.setZone(p.Schedule.Config.Timezone)
	return r
}

func (r *rehearsal) setZone(name string) {
	var err error
	if r.zone, err = time.LoadLocation(name); err != nil {
		r.Fatal(err)
	}
	r.sim.Zone = r.zone.String()
}

var (
	setting = regexp.MustCompile(`^(at|timezone|run until|off until) "([^"]+)"$`)
	failing = regexp.MustCompile(`^(\S+) fails (\d+) times$`)
)

func (r *rehearsal) play(script string) {
	lines := strings.Split(strings.TrimSpace(script), "\n")
	for i := 0; i < len(lines); i++ {
		line := strings.TrimSpace(lines[i])
		if what, is := strings.CutSuffix(line, " {"); is {
			end := i + 1
			for ; lines[end] != "}"; end++ {
			}
			r.expect(what, lines[i+1:end])
			i = end
		} else if m := setting.FindStringSubmatch(line); m != nil {
			r.set(m[1], m[2])
		} else if m := failing.FindStringSubmatch(line); m != nil {
			r.fails[m[1]], _ = strconv.Atoi(m[2])
		} else if line != "" && !strings.HasPrefix(line, "#") {
			if err := r.sim.Assume(strings.TrimPrefix(line, "assume ")); err != nil {
				r.Fatal(err)
			}
		}
	}
}

func (r *rehearsal) set(word, value string) {
	if word == "timezone" {
		r.setZone(value)
		return
	}
	at, err := eval.ParseTime(value, r.zone)
	if err != nil {
		r.Fatal(err)
	}
	if word == "run until" {
		r.run(at)
	}
	r.sim.From = at
}

// run simulates the program until an instant, with what has happened before as its history.
func (r *rehearsal) run(until time.Time) {
	r.sim.To, r.events, r.day = until, nil, r.sim.From.Format(time.DateOnly)
	if r.sim.History == nil {
		for _, task := range r.sim.Schedule.Tasks {
			r.sim.History = append(r.sim.History, rocket.Record{Task: task.Name,
				Event: rocket.Known, Created: r.sim.From, When: fmt.Sprint(task.When)})
		}
	}
	usual := maps.Clone(r.sim.Tasks)
	defer func() { r.sim.Tasks = usual }()
	for name, n := range r.fails {
		if n == 0 {
			continue
		}
		if r.sim.Tasks == nil {
			r.sim.Tasks = map[string]simulate.Outcomes{}
		}
		outcomes := slices.Repeat(simulate.Outcomes{{Err: errors.New("no")}}, n)
		r.sim.Tasks[name] = append(append(outcomes, usual[name]...), rocket.Performance{})
	}
	for e, err := range r.sim.Events() {
		if err != nil {
			r.Fatal(err)
		}
		r.events = append(r.events, e)
		r.sim.History = append(r.sim.History, e.Record)
		if e.Event == rocket.Started && r.fails[e.Task] > 0 {
			r.fails[e.Task]--
		}
	}
}

// expect compares what has happened with the lines of an expectation. A date that is not
// written is that of the line before.
func (r *rehearsal) expect(what string, lines []string) {
	var got, want []string
	for _, e := range r.events {
		at := e.Created.In(r.zone).Format("2006-01-02 15:04:05")
		at = strings.TrimSuffix(at, ":00") + " " + e.Task
		switch {
		case strings.HasPrefix(e.Task, "check "):
		case what == "expect events":
			got = append(got, at+" "+e.Event.String())
		case e.Event == rocket.Started:
			got = append(got, at)
		}
	}
	day := r.day
	for _, line := range lines {
		line = strings.TrimSpace(line)
		if line[4] != '-' {
			line = day + " " + line
		}
		day = line[:10]
		want = append(want, line)
	}
	if !slices.Equal(got, want) {
		r.Errorf("%s: got\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
