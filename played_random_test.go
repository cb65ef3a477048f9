package rocketc_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc"
	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/notify"
	"github.com/rocketc/rocketc/plan"
	"github.com/rocketc/rocketc/runlog/linked"
	"github.com/rocketc/rocketc/sensor/direct"
	"github.com/rocketc/rocketc/simulate"
)

// stage is a schedule with something of everything. A test follows.
const stage = `
config { log file "runs.jsonl"; silence_cond_check true; timezone "Europe/Helsinki" }
param pause = 10 min
pool disk 2
cond quiet = load_below(3)
cond answers = port_open("db:5432")
calendar fi { holidays ["2026-04-03"] }
task dump when daily at 02:00 | retry 2 every 5 min { command "dump"; timeout 20 min; pool disk }
task report when after dump { command "report" }
task tidy when every (pause) & time of day between 12:00 and 12:30 & quiet { command "tidy" }
task sync when hourly & answers until time of hour after 50:00 { command "s"; pool disk weight 2 }
task pay when daily at 03:30 & business day of fi { command "pay"; catch_up 1 day; overlap wait }
task alert when after any task went wrong { command "alert"; multilaunch 3 }
task late when task dump has failed today >= 2 & ~task late has started today { command "late" }
task quiet_down when daily at 13:00 { do disable sync, run tidy }
task wake_up when daily at 14:00 { do enable sync, terminate dump, set pause = 15 min }
task pause_all when weekly on Sun at 10:00 { do hold }
task go_on when weekly on Sun at 11:00 { do resume }
task again when weekly on Sat at 09:00 { do restart }
`

// A scribe writes the statements of a test by chance.
type scribe struct {
	*rand.Rand
	lines []string
	now   time.Time // of the script, about
	off   time.Time // until when the program is off
}

func (s *scribe) pick(list ...string) string { return list[s.IntN(len(list))] }

func (s *scribe) write(format string, args ...any) {
	s.lines = append(s.lines, fmt.Sprintf(format, args...))
}

// randomScript returns the statements of a test.
func randomScript(seed uint64) string {
	s := &scribe{Rand: rand.New(rand.NewPCG(seed, 1))}
	s.now = time.Date(2026, 3, 24+s.IntN(8), s.IntN(24), s.IntN(60), 0, 0, time.UTC)
	s.write("at %q", s.now.Format(minutes))
	if s.IntN(3) == 0 {
		s.write("%s", s.pick("timezone \"UTC\"", "with pause = 20 min"))
	}
	s.write("assume quiet true; assume answers true")
	for range 1 + s.IntN(6) {
		switch s.IntN(8) {
		case 0:
			s.turnOff()
		case 1, 2:
			s.write("%s %s", s.pick("dump", "report", "tidy", "sync", "pay", "alert"),
				s.pick("succeeds", "fails", "crashes the 2nd time", "hangs",
					"succeeds after 7 min", "fails after 90 min", "crashes after 20 min",
					"returns 3 after 1 hour",
					"fails the 20th time", "hangs the 30th time", "crashes the 40th time"))
		case 3:
			s.write("assume %s %s", s.pick("quiet", "answers"), s.pick("true", "false", "unknown"))
		case 4:
			s.run()
			s.write("expect %s", s.pick("task dump is running", "quiet", "runs {}",
				"task alert has started past 1 day < 3", "~(answers & task pay has failed today)"))
		}
	}
	s.run()
	return strings.Join(s.lines, "\n    ")
}

// minutes is the layout of instants in scripts.
const minutes = "2006-01-02 15:04"

// turnOff has the program be off some time later. A clock may be changed meanwhile.
func (s *scribe) turnOff() {
	if s.now.After(s.off) {
		s.off = s.now
	}
	from := s.off.Add(time.Duration(4+s.IntN(40)) * time.Hour / 2)
	s.off = from.Add(time.Duration(1+s.IntN(60)) * time.Hour / 2)
	s.write("off from %q until %q", from.Format(minutes), s.off.Format(minutes))
}

// run lets time pass.
func (s *scribe) run() {
	d := []time.Duration{time.Hour, 90 * time.Minute, 24 * time.Hour, 72 * time.Hour}[s.IntN(4)]
	s.now = s.now.Add(d)
	s.write("run for %d min", d/time.Minute)
}

// TestPlayedAtRandom plays tests made by chance, and sees that each goes the same way again, that
// its statements are written as they are read, and that what has happened is what a test that
// expects just that expects. There are 150 tests, or as many as the variable
// ROCKETC_TEST_SCRIPTS says.
func TestPlayedAtRandom(t *testing.T) {
	scripts := uint64(150)
	if n, err := strconv.ParseUint(os.Getenv("ROCKETC_TEST_SCRIPTS"), 10, 32); err == nil {
		scripts = n
	}
	played := 0
	for seed := range scripts {
		script := randomScript(seed)
		if checkScript(t, script) {
			played++
		}
		if t.Failed() {
			t.Fatalf("seed %d:\n%s", seed, script)
		}
	}
	if played < int(scripts)/2 {
		t.Errorf("only %d of %d scripts were played", played, scripts)
	}
}

// FuzzPlayed plays whatever statements a test may have.
func FuzzPlayed(f *testing.F) {
	for seed := range uint64(40) {
		f.Add(randomScript(seed))
	}
	f.Add("at \"2026-03-28 01:59\"; off from 02:05 until 02:30; run for 1 s; expect runs {}")
	f.Fuzz(func(t *testing.T, script string) { checkScript(t, script) })
}

// longestPlay is how long the time of a test is that is tried.
const longestPlay = 40 * 24 * time.Hour

// isEndless reports whether a run may crash as often as it is begun: each opens its window again,
// and the test goes on until it is cut off.
func isEndless(script string) bool {
	for _, how := range strings.Split(script, "crashes")[1:] {
		if !strings.HasPrefix(how, " the ") && !strings.HasPrefix(how, " after 20 min") {
			return true
		}
	}
	return false
}

// checkScript plays a test, and reports whether it is one that can be played.
func checkScript(t *testing.T, script string) bool {
	t.Helper()
	p := scripted(script)
	if p == nil || len(p.Tests) != 1 || isEndless(script) {
		return false
	}
	test := p.Tests[0]
	end := test.At
	for _, step := range test.Steps {
		if step, runs := step.(simulate.RunStep); runs {
			end = step.Until
		}
	}
	if end.Sub(test.At) > longestPlay {
		return false
	}
	first := test.Run(t.Context(), &p.Schedule)
	if again := test.Run(t.Context(), &p.Schedule); told(first) != told(again) {
		t.Errorf("the test goes another way again:\n%s\nand\n%s", told(first), told(again))
	}
	checkWritten(t, p, script)
	checkExpected(t, p, first)
	return true
}

// scripted returns the plan of the stage with a test, nil if the test is wrong.
func scripted(script string) *plan.Plan {
	p, _ := rocketc.Check([]rocketc.Source{{Name: "x.rkt",
		Text: []byte(stage + "test \"x\" {\n    " + script + "\n}")}},
		check.Options{RunLogs: linked.Kinds, Direct: direct.Calls, Notify: notify.New})
	return p
}

// told says how a test went.
func told(r *simulate.Result) string {
	lines := r.Lines()
	for _, f := range r.Failures {
		lines = append(append(lines, f.Text), f.Story...)
	}
	return fmt.Sprintf("%d runs\n%s", r.Count, strings.Join(lines, "\n"))
}

// checkWritten reads the statements of a test again as they are written.
func checkWritten(t *testing.T, p *plan.Plan, script string) {
	t.Helper()
	test := p.Tests[0]
	for _, other := range []string{"with ", "session", "\x00"} { // values are not in the steps
		if strings.Contains(script, other) {
			return
		}
	}
	lines := []string{fmt.Sprintf("at %q; timezone %q", test.At.Format("2006-01-02 15:04:05"),
		test.Zone)}
	for _, step := range test.Steps {
		lines = append(lines, fmt.Sprint(step))
	}
	again := scripted(strings.Join(lines, "\n    "))
	if again == nil || fmt.Sprint(again.Tests[0].Steps) != fmt.Sprint(test.Steps) {
		t.Errorf("the test is written\n%s", strings.Join(lines, "\n"))
	}
}

// checkExpected expects of the first stretch of a test the runs that it has had.
func checkExpected(t *testing.T, p *plan.Plan, had *simulate.Result) {
	t.Helper()
	test := *p.Tests[0]
	n := slices.IndexFunc(test.Steps, func(s simulate.Step) bool {
		_, runs := s.(simulate.RunStep)
		return runs
	})
	until := test.Steps[n].(simulate.RunStep).Until
	var runs []simulate.ExpectedRun
	for _, run := range had.Runs {
		if run.Start.Before(until) {
			runs = append(runs, simulate.ExpectedRun{At: run.Start.Truncate(time.Second),
				Task: run.Task})
		}
	}
	if len(runs) == simulate.KeptRuns || had.Count == 0 && len(had.Failures) > 0 {
		return // not all runs are known, or nothing could be played
	}
	test.Steps = append(slices.Clone(test.Steps[:n+1]), simulate.ExpectRunsStep{Runs: runs})
	for _, f := range test.Run(t.Context(), &p.Schedule).Failures {
		if strings.Contains(f.Text, "expected") {
			t.Errorf("%s\n%s", f.Text, strings.Join(f.Story, "\n"))
		}
	}
}
