package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/rocketc/rocketc/console"
	"github.com/rocketc/rocketc/plan"
	"github.com/rocketc/rocketc/simulate"
)

// testCommand runs the tests of schedules.
type testCommand struct {
	tagsFlag `embed:""`

	Only    string   `name:"run" placeholder:"RE" help:"Plays tests whose names match."`
	Verbose bool     `short:"v" help:"Shows all tests, with the runs in them."`
	JSON    bool     `name:"json" help:"Writes events as JSON, as go test -json does."`
	Paths   []string `arg:"" name:"path" default:"." help:"Directories, DIR/..., or files."`
}

// Help returns what `rocketc help test` adds.
func (*testCommand) Help() string {
	return `Plays the tests of a schedule, test "what it shows" { … }, on a simulated clock. The
output is that of go test, and the exit status is 1 if a test fails.`
}

// Run plays the tests.
func (c *testCommand) Run(inv *invocation) error {
	only, err := regexp.Compile(c.Only)
	if err != nil {
		return usagef("--run: %w", err)
	}
	schedules, err := testedSchedules(c.Paths)
	if err != nil {
		return err
	}
	lessCollecting()
	passed := true
	for _, paths := range schedules {
		b := &testBench{inv: inv, name: filepath.ToSlash(paths[0])}
		b.verbose, b.json = c.Verbose, c.JSON
		ok, err := b.schedule(paths, c.tagsFlag, only)
		if err != nil {
			return err
		}
		passed = passed && ok
	}
	if !passed {
		if !c.JSON {
			fmt.Fprintln(inv.stdout, "FAIL")
		}
		return errReported
	}
	return nil
}

// testedSchedules returns the paths of each schedule. A path DIR/... stands for all schedules
// in a directory, and files are one schedule.
func testedSchedules(paths []string) (schedules [][]string, err error) {
	var files []string
	for _, path := range paths {
		if root, all := strings.CutSuffix(filepath.ToSlash(path), "/..."); all {
			dirs, err := scheduleDirs(filepath.FromSlash(root))
			if err != nil {
				return nil, err
			}
			schedules = append(schedules, dirs...)
			continue
		}
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			schedules = append(schedules, []string{path})
		} else {
			files = append(files, path)
		}
	}
	if len(files) > 0 {
		schedules = append(schedules, files)
	}
	return schedules, nil
}

// scheduleDirs returns the directories below one that have a schedule, but for those whose
// names begin with a dot or an underscore, and testdata.
func scheduleDirs(root string) (dirs [][]string, err error) {
	err = filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.IsDir() {
			return err
		}
		hidden := strings.ContainsRune("._", rune(e.Name()[0]))
		if path != root && (hidden || e.Name() == "testdata") {
			return filepath.SkipDir
		}
		names, err := scheduleFiles(path)
		if err == nil && len(names) > 0 {
			dirs = append(dirs, []string{path})
		}
		return err
	})
	if err == nil && len(dirs) == 0 {
		err = fs.ErrNotExist
	}
	if err != nil {
		return nil, unreadable(root+"/...", err)
	}
	return dirs, nil
}

// A testBench plays the tests of one schedule, and reports.
type testBench struct {
	inv           *invocation
	name          string
	verbose, json bool
	test          string // the name of the test that is being played; empty: none is
}

// A testEvent is an event as go test -json has it.
type testEvent struct {
	Time    time.Time
	Action  string
	Package string
	Test    string   `json:",omitempty"`
	Elapsed *float64 `json:",omitempty"`
	Output  string   `json:",omitempty"`
}

// event writes an event, if events are wanted.
func (b *testBench) event(action, output string, elapsed time.Duration) {
	if !b.json {
		return
	}
	e := testEvent{Time: time.Now(), Action: action, Package: b.name, Test: b.test, Output: output}
	if elapsed >= 0 {
		seconds := elapsed.Round(10 * time.Millisecond).Seconds()
		e.Elapsed = &seconds
	}
	encoder := json.NewEncoder(b.inv.stdout)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(e) // as text that cannot be written
}

// printf writes text, or the event that has it.
func (b *testBench) printf(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if !b.json {
		_, _ = io.WriteString(b.inv.stdout, text)
		return
	}
	for line := range strings.Lines(text) {
		b.event("output", line, -1)
	}
}

// schedule plays the tests of a schedule. It reports whether all passed.
func (b *testBench) schedule(paths []string, tags tagsFlag, only *regexp.Regexp) (bool, error) {
	began := time.Now()
	b.event("start", "", -1)
	p, err := b.inv.planOf(paths, tags)
	if errors.Is(err, errReported) {
		b.printf("FAIL\t%s [the schedule is wrong]\n", b.name)
		b.event("fail", "", time.Since(began))
		return false, nil
	}
	if err != nil {
		return false, err
	}
	tests := slices.DeleteFunc(slices.Clone(p.Tests), func(t *simulate.Test) bool {
		return !only.MatchString(t.Name)
	})
	remove, err := b.inv.callReally(paths, tags, p, tests)
	if err != nil {
		return false, err
	}
	defer remove()
	passed := true
	for _, t := range tests {
		if b.inv.ctx.Err() != nil {
			return false, b.inv.ctx.Err()
		}
		passed = b.play(p, t) && passed
	}
	took := time.Since(began)
	switch {
	case len(p.Tests) == 0:
		b.printf("?   \t%s\t[no tests]\n", b.name)
		b.event("skip", "", took)
	case !passed:
		b.printf("FAIL\nFAIL\t%s\t%.3fs\n", b.name, took.Seconds())
		b.event("fail", "", took)
	default:
		note := ""
		if len(tests) == 0 {
			note = " [no tests to run]"
		}
		if b.verbose || b.json {
			b.printf("PASS\n")
		}
		b.printf("ok  \t%s\t%.3fs%s\n", b.name, took.Seconds(), note)
		b.event("pass", "", took)
	}
	return passed, nil
}

// play plays a test. It reports whether that passed.
func (b *testBench) play(p *plan.Plan, t *simulate.Test) bool {
	b.test = console.Printable(t.Name)
	defer func() { b.test = "" }()
	b.event("run", "", -1)
	if b.verbose || b.json {
		b.printf("=== RUN   %s\n", b.test)
	}
	began := time.Now()
	result := t.Run(b.inv.ctx, &p.Schedule)
	took := time.Since(began)
	verdict, action := "PASS", "pass"
	if len(result.Failures) > 0 {
		verdict, action = "FAIL", "fail"
	}
	if b.verbose || b.json || action == "fail" {
		b.printf("--- %s: %s (%.2fs)\n", verdict, b.test, took.Seconds())
	}
	slices.SortStableFunc(result.Failures, func(x, y simulate.Failure) int {
		return x.Span.Start.Offset - y.Span.Start.Offset
	})
	for _, f := range result.Failures {
		b.printf("    %s: %s\n", f.Span, console.Printable(f.Text))
		for _, line := range f.Story {
			b.printf("        %s\n", console.Printable(line))
		}
	}
	if b.verbose {
		b.runs(result)
	}
	b.event(action, "", took)
	return action == "pass"
}

// runs shows the runs of a test.
func (b *testBench) runs(result *simulate.Result) {
	for _, line := range result.Lines() {
		b.printf("    %s\n", console.Printable(line))
	}
	if more := result.Count - len(result.Runs); more > 0 {
		b.printf("    … %d more runs\n", more)
	}
}
