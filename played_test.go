package rocketc_test

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc"
	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/notify"
	"github.com/rocketc/rocketc/plan"
	"github.com/rocketc/rocketc/runlog/linked"
	"github.com/rocketc/rocketc/sensor/direct"
	"github.com/rocketc/rocketc/web"
)

// planOf returns the plan of a text without mistakes.
func planOf(t *testing.T, name, text string) *plan.Plan {
	t.Helper()
	p, list := rocketc.Check([]rocketc.Source{{Name: name, Text: []byte(text)}}, check.Options{
		Dir: filepath.Dir(name), RunLogs: linked.Kinds, Direct: direct.Calls,
		Notify: notify.New, Console: web.New})
	if p == nil {
		t.Fatal(list.Err())
	}
	return p
}

// TestExamplesPlayed plays the tests of the examples. Each has some, but for one that
// rocketc import has written.
func TestExamplesPlayed(t *testing.T) {
	files := treeFiles(t, ".rkt")
	names := slices.DeleteFunc(files, func(name string) bool {
		return !strings.HasPrefix(name, "examples/")
	})
	if len(names) < 8 {
		t.Fatalf("the examples are %q", names)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		p := planOf(t, name, string(text))
		if len(p.Tests) == 0 && path.Base(path.Dir(name)) != "imported" {
			t.Errorf("%s has no tests", name)
		}
		playTests(t, p)
	}
}

// head is a schedule that is played.
const head = `
config { log file "runs.jsonl"; silence_cond_check true; timezone "Europe/Helsinki" }
param pause = 10 min
cond quiet = load_below(3)
task dump when daily at 02:00 | retry 1 every 5 min { command "dump"; timeout 20 min }
task report when after dump { command "report" }
task tidy when every (pause) & time of day between 12:00 and 12:30 & quiet { command "tidy" }
task stop when yearly on Dec 31st { do shutdown }
test "x" { at "2026-03-28 01:59"; assume quiet true
`

// TestPlayed: what is expected comes true, or the failure says what has happened instead.
func TestPlayed(t *testing.T) {
	for script, want := range map[string]string{
		"run for 1 h; expect runs { 02:00 dump; 02:00 report }": "",
		"run for 1 h; expect runs { 02:00 dump }":               "+  02:00:00  report  after dump",
		"run for 1 h; expect runs { 02:00 dump, 02:00 report\n 02:00 report }": "" +
			"-  02:00:00  report",
		"run until 02:00; expect runs {}; run for 1 s; " +
			"expect runs { 02:00 dump; 02:00 report }": "",
		// Clock changes: on the 29th, 03:00 to 04:00 is skipped.
		"run for 48 h; expect runs { 02:00 dump; 02:00 report; " +
			"12:00 tidy; 12:10 tidy; 12:20 tidy; 02:00 dump; 02:00 report; " +
			"12:00 tidy; 12:10 tidy; 12:20 tidy; " +
			"02:00 dump; 02:00 report }": "",
		// Outcomes.
		"dump fails after 1 min the 1st time; run for 1 hour; " +
			"expect runs { 02:00 dump; 02:06 dump; 02:06 report }": "",
		"dump hangs; run until 02:15; expect task dump is running; run for 2 h; " +
			"expect task dump has terminated == 2": "",
		"dump crashes after 1 s the 1st time; run for 1 h; expect task dump has crashed == 1; " +
			"expect task report has started == 1": "",
		"run for 1 h; dump fails the 1st time": "run 1 of task dump was before this",
		// The program is off, and the run log stays.
		"off from 01:59:30 until 02:30; run for 1 h; expect runs { 02:30 dump; 02:30 report }": "",
		"dump succeeds after 10 min; off from 02:05 until 02:30; run until 02:20; " +
			"expect task dump has crashed == 0; run for 1 h; expect task dump has crashed == 1": "",
		"off from 02:10 until 02:30; run for 1 h; expect runs { 02:00 dump; 02:00 report }": "",
		// Assumptions hold from where they stand.
		"assume quiet false; run for 1 day; expect task tidy has started == 0; " +
			"assume quiet true; run until 12:10; " +
			"expect runs { 02:00 dump; 02:00 report; 12:00 tidy }": "",
		"assume quiet unknown; run for 1 day; expect quiet": "quiet is not known on",
		// What is not known starts nothing.
		"assume quiet unknown; run until 12:25; expect task tidy has started == 0; " +
			"assume quiet true; run until 12:29; expect runs { 12:25 tidy }": "",
		"run for 1 h; expect task dump has started == 2": "task dump has started == 2 does not " +
			"hold on Sat 2026-03-28 02:59:00: once",
		// A program that shuts itself down stays off.
		"run until \"2027-01-02 00:00\"; expect task stop has started == 1; " +
			"run for 2 days; expect runs {}": "",
	} {
		p := planOf(t, "x.rkt", head+script+"\n}")
		result := p.Tests[0].Run(t.Context(), &p.Schedule)
		var got []string
		for _, f := range result.Failures {
			got = append(append(got, f.Text), f.Story...)
		}
		all := strings.Join(got, "\n")
		if !strings.Contains(all, want) || (want == "") != (all == "") {
			t.Errorf("%s:\ngot  %s\nwant %s", script, all, want)
		}
	}
}

// TestPlayedRetries: beside an after, retry counts all failures in a row.
func TestPlayedRetries(t *testing.T) {
	playTests(t, planOf(t, "x.rkt", `config { log file "runs.jsonl" }
task dump when hourly at 0 { command "dump" }
task alert when after dump failed | retry 2 every 1 minute { command "alert" }
test "a place that is down for an hour and a half" {
    at    "2026-03-02 00:30"
    dump  fails
    alert fails
    run until 02:30
    expect runs { 01:00 dump; 01:00 alert; 01:01 alert; 01:02 alert; 02:00 dump; 02:00 alert }
    alert succeeds
    run until 03:30
    alert fails
    run until 04:30
    expect runs { 04:00 dump; 04:00 alert; 04:01 alert; 04:02 alert }
}`))
}

// TestPlayedWith: a session parameter has the value of the test, also in a condition.
func TestPlayedWith(t *testing.T) {
	text := strings.Replace(head, "assume", "with pause = 20 min; assume", 1)
	p := planOf(t, "x.rkt", text+"run for 1 day; expect task tidy has started == 2 }")
	playTests(t, p)
	p = planOf(t, "x.rkt", strings.Replace(text, "assume quiet true", "", 1)+"run for 1 day }")
	failures := p.Tests[0].Run(t.Context(), &p.Schedule).Failures
	unassumed := "nothing is assumed of load_below"
	if len(failures) != 1 || !strings.Contains(failures[0].Text, unassumed) {
		t.Errorf("got %+v", failures)
	}
}

// TestPlayedCatchUp: a run that makes up for a window says so.
func TestPlayedCatchUp(t *testing.T) {
	p := scripted(`at "2026-03-30 03:00"; assume quiet true; assume answers true
		off from 03:20 until 08:10; run until "2026-03-31 04:00"`)
	var pays []string
	for _, run := range p.Tests[0].Run(t.Context(), &p.Schedule).Runs {
		if run.Task == "pay" {
			pays = append(pays, run.Start.Format("15:04 ")+run.Because)
		}
	}
	const when = "daily at 03:30 & business day of fi"
	want := []string{"08:10 " + when + ", catch-up", "03:30 " + when}
	if !slices.Equal(pays, want) {
		t.Errorf("got %q, want %q", pays, want)
	}
}

// TestPlayedEndless: runs without a pause end with their count, and years are soon over.
func TestPlayedEndless(t *testing.T) {
	p := planOf(t, "x.rkt", `config { cycle_sleep none }
task a when true { command "ls" }
test "x" { at "2026-03-02"; run for 1 day }`)
	failures := p.Tests[0].Run(t.Context(), &p.Schedule).Failures
	if len(failures) != 1 || !strings.Contains(failures[0].Text, "after 100000 runs of task") {
		t.Errorf("got %+v", failures)
	}
	began := time.Now()
	p = planOf(t, "x.rkt", head+"run until \"2046-01-01\"\n}")
	playTests(t, p)
	if took := time.Since(began); took > 2*time.Minute {
		t.Errorf("20 years took %v", took)
	}
}
