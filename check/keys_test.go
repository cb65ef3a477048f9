package check

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
)

// TestOptions compares the keys of config: those that the grammar reads, those of the
// runtime and those that are not texts, and the table of the specification with the words
// that it has for them.
func TestOptions(t *testing.T) {
	read := slices.Sorted(slices.Values(grammar.ConfigKeys()))
	if diff := cmp.Diff(append(slices.Collect(maps.Keys(options())), "env", "log", "console",
		"catch_up", "spread", "name"), read,
		sorted); diff != "" {
		t.Errorf("-runtime.Settings +grammar\n%s", diff)
	}
	rows := rowsOf(t, "### Configuration")
	if diff := cmp.Diff(slices.Collect(maps.Keys(rows)), read, sorted); diff != "" {
		t.Errorf("-docs/spec.md +grammar\n%s", diff)
	}
	for _, option := range rocket.Settings() {
		for _, word := range option.Choices {
			if !strings.Contains(rows[option.Key], "`"+word.String()+"`") {
				t.Errorf("docs/spec.md does not say what %s %s is", option.Key, word)
			}
		}
	}
}

// TestAttributes compares the keys of attributes: those that the grammar reads, those
// that are lowered, and those that the specification has.
func TestAttributes(t *testing.T) {
	read := slices.Sorted(slices.Values(grammar.AttributeKeys()))
	if diff := cmp.Diff(slices.Collect(maps.Keys(attributes)), read, sorted); diff != "" {
		t.Errorf("-attributes +grammar\n%s", diff)
	}
	section := sectionOf(t, "## Attributes")
	for _, key := range read {
		if !regexp.MustCompile("`" + key + `\b`).MatchString(section) {
			t.Errorf("docs/spec.md does not say what the attribute %s is", key)
		}
	}
}

// TestSteps lowers a step of each verb.
func TestSteps(t *testing.T) {
	for _, verb := range grammar.StepVerbs() {
		lowered := 0
		for _, step := range []string{verb, verb + " x", verb + " x = 1"} {
			file, _ := grammar.Parse("a.rkt",
				[]byte("param x = 2; task x when daily { do "+step+" }"))
			p, _ := Check([]*grammar.File{file}, Options{Broken: true})
			if do, _ := p.Schedule.Tasks[0].Action.(rocket.Do); len(do) == 1 {
				lowered++
			}
		}
		if lowered == 0 {
			t.Errorf("step has no case for %s", verb)
		}
	}
}

// TestWindowWords: the specification says what each window is.
func TestWindowWords(t *testing.T) {
	section := sectionOf(t, "### Calendar")
	for _, word := range period.WindowWords() {
		if !strings.Contains(section, "`"+word+" X") {
			t.Errorf("docs/spec.md does not say what a window %s is", word)
		}
	}
}

var sorted = cmp.Transformer("sorted",
	func(list []string) []string { return slices.Sorted(slices.Values(list)) })

// sectionOf returns a section of the specification, up to the next heading.
func sectionOf(t *testing.T, heading string) string {
	t.Helper()
	spec, err := os.ReadFile("../docs/spec.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(spec), "\n"+heading+"\n")
	if !found {
		t.Fatalf("docs/spec.md has no section %s", heading)
	}
	section, _, _ = strings.Cut(section, "\n#")
	return section
}

// rowsOf returns the rows of the table in a section, by each word in their first column.
func rowsOf(t *testing.T, heading string) map[string]string {
	t.Helper()
	rows := map[string]string{}
	for line := range strings.Lines(sectionOf(t, heading)) {
		first, text, _ := strings.Cut(line, " | ")
		if !strings.HasPrefix(first, "| ") {
			continue
		}
		for _, word := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(first, -1) {
			rows[word[1]] = text
		}
	}
	return rows
}
