package rocketc_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/rocketc/rocketc"
	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/codegen"
)

// manyTasks returns a schedule of 200 tasks of several kinds, each with a comment.
func manyTasks() []string {
	lines := []string{"param region = \"eu\"", ""}
	for i := range 200 {
		lines = append(lines, fmt.Sprintf("# The task number %d.", i))
		switch i % 4 {
		case 0:
			lines = append(lines, fmt.Sprintf("task t%d when daily after 07:00 & ~running {", i),
				"    command \"echo $R\"", "    env { R region }", "    timeout 2 hours", "}")
		case 1:
			lines = append(lines,
				fmt.Sprintf("task t%d when after t%d failed { do run t0 }", i, i-1))
		case 2:
			lines = append(lines, fmt.Sprintf("group g%d when time of week on Mon {", i),
				"    # In it.", "    task inner when hourly { command [\"true\"] }", "}")
		case 3:
			lines = append(lines,
				fmt.Sprintf("task \"name url %d\" when every 10 s { do hold }", i))
		}
		lines = append(lines, "")
	}
	return lines
}

// generatedLines returns the lines of the file that is generated for a package.
func generatedLines(t *testing.T, source []string) []string {
	t.Helper()
	p, list := rocketc.Check([]rocketc.Source{{Name: "many.rkt",
		Text: []byte(strings.Join(source, "\n"))}}, check.Options{Package: true})
	if list.HasErrors() {
		t.Fatal(list)
	}
	p.Package = "desk"
	file, err := codegen.Generate(p, "")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(string(file.Text), "\n")
}

// changed returns the lines that a change took away, and those that it added. Lines that
// only moved are neither.
func changed(before, after []string) (gone, added []string) {
	count := map[string]int{}
	for _, line := range before {
		count[line]++
	}
	for _, line := range after {
		if count[line]--; count[line] < 0 {
			added = append(added, line)
		}
	}
	for _, line := range before {
		if count[line]--; count[line] >= 0 {
			gone = append(gone, line)
		}
	}
	return gone, added
}

// TestSmallDifferences: a comment at the top of a schedule changes two lines of the
// generated file at most, and a task in the middle no line of another task.
func TestSmallDifferences(t *testing.T) {
	source := manyTasks()
	before := generatedLines(t, source)
	if len(before) < 200*8 {
		t.Fatalf("got %d lines", len(before))
	}
	after := generatedLines(t, append([]string{"# A comment.", ""}, source...))
	if gone, added := changed(before, after); len(gone) > 2 || len(added) > 2 || len(gone) == 0 {
		t.Errorf("a comment at the top: lost %q, got %q", gone, added)
	}
	at := slices.Index(source, "# The task number 100.")
	more := []string{"# A task more.", "task between when daily { command \"true\" }", ""}
	after = generatedLines(t, slices.Insert(slices.Clone(source), at, more...))
	if gone, added := changed(before, after); len(gone) > 0 || len(added) < 10 {
		t.Errorf("a task in the middle: lost %q, got %q", gone, added)
	}
}
