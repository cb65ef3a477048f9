package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// renew renews the tables of a page, each between two comments such as <!-- bench rest --> and
// <!-- end -->, and the picture beside the page. Tables of scenarios that have not run stay.
func (b *bench) renew(page string) error {
	text, err := os.ReadFile(page)
	if err != nil {
		return err
	}
	renewed := string(text)
	parts := map[string]string{"machine": b.foot() + "\n", "costs": b.costs()}
	for _, s := range scenarios {
		if found := b.figures.of(s.name); len(found) > 0 {
			parts[s.name] = s.says + "\n\n" + b.table(found)
		}
	}
	for name, part := range parts {
		if part == "" {
			continue
		}
		if renewed, err = replacePart(renewed, name, fold(part)); err != nil {
			return fmt.Errorf("%s: %w", page, err)
		}
	}
	if err := os.WriteFile(page, []byte(renewed), 0o644); err != nil {
		return err
	}
	return b.draw(filepath.Dir(page))
}

// tablesOf returns the names of the scenarios that have a table on a page.
func tablesOf(page string) (names []string, err error) {
	text, err := os.ReadFile(page)
	for _, name := range scenarioNames() {
		if strings.Contains(string(text), tableBegin(name)) {
			names = append(names, name)
		}
	}
	return names, err
}

func tableBegin(name string) string { return fmt.Sprintf("<!-- bench %s -->\n", name) }

// replacePart replaces what stands between the comments of a name.
func replacePart(text, name, part string) (string, error) {
	begin, end := tableBegin(name), "<!-- end -->"
	before, rest, found := strings.Cut(text, begin)
	_, after, ended := strings.Cut(rest, end)
	if !found || !ended {
		return "", fmt.Errorf("there is no %s … %s", strings.TrimSpace(begin), end)
	}
	return before + begin + "\n" + part + "\n" + end + after, nil
}

// fold breaks lines of prose at 120 columns.
func fold(text string) string {
	const columns = 120
	var folded strings.Builder
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "|") || len(strings.TrimSpace(line)) == 0 {
			folded.WriteString(line)
			continue
		}
		width := 0
		for word := range strings.FieldsSeq(line) {
			switch size := len([]rune(word)); {
			case width == 0:
				width = size
			case width+1+size > columns:
				folded.WriteString("\n")
				width = size
			default:
				folded.WriteString(" ")
				width += 1 + size
			}
			folded.WriteString(word)
		}
		folded.WriteString("\n")
	}
	return folded.String()
}

// costs returns a table of what one of each costs; empty if a figure is missing.
func (b *bench) costs() string {
	value := func(at place) float64 {
		if f := b.figures.find(at, ownName); f != nil {
			return f.Median
		}
		return 0
	}
	most := pick(b.options, 10_000, 100_000)
	grown := func(name, unit string) float64 {
		return value(place{"rest", short(most), name, unit}) -
			value(place{"rest", "1k", name, unit})
	}
	rest, ready := grown("RSS", "MiB"), grown("ready", "ms")
	launch := value(place{"fire", "10k, burst", "CPU a launch", "µs"})
	command := value(place{"command", "100", "CPU a launch", "ms"})
	memory, took := value(recordAt("memory", "B")), value(recordAt("append", "ns"))
	if rest == 0 || launch == 0 || command == 0 || memory == 0 {
		return ""
	}
	tasks := float64(most - 1000)
	says := fmt.Sprintf("The memory of a task, and its part in the time until the program is "+
		"ready, are what a schedule of %s tasks needs over one of 1k, divided by the difference. "+
		"The launch is one of 10,000 at the same instant, the record one of the start or the end "+
		"of a run.\n\n", short(most))
	return says + row([]string{"what", "memory", "time"}) + rule(3) +
		row([]string{"a task at rest", number(rest*mib/tasks) + " B", "none"}) +
		row([]string{"a task, when the program starts", "", number(ready*1000/tasks) + " µs"}) +
		row([]string{"a launch of a Go function", "", number(launch) + " µs of CPU"}) +
		row([]string{"a shell command, with its processes", "", number(command) + " ms of CPU"}) +
		row([]string{"a record in the run log in memory", number(memory) + " B",
			number(took) + " ns"})
}
