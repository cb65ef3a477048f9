package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// report writes the tables, and what else was asked for.
func (b *bench) report(stdout io.Writer) error {
	b.figures.relate()
	for _, one := range b.figures {
		one.Version = b.versions[one.Peer]
	}
	for _, s := range scenarios {
		if found := b.figures.of(s.name); len(found) > 0 {
			fmt.Fprintf(stdout, "## %s\n\n%s\n\n%s\n", s.name, s.says, b.table(found))
		}
	}
	fmt.Fprintln(stdout, b.foot())
	if b.json != "" {
		if err := b.figures.write(b.json); err != nil {
			return err
		}
	}
	if b.svg != "" {
		if err := b.draw(b.svg); err != nil {
			return err
		}
	}
	if b.doc != "" {
		return b.renew(b.doc)
	}
	return nil
}

// foot says how the figures were come by.
func (b *bench) foot() string {
	var versions []string
	for _, p := range peers {
		if version := b.versions[p.name]; version != "" && b.figures.have(p.name) {
			versions = append(versions, p.path+" "+version)
		}
	}
	text := fmt.Sprintf("Medians of %d repetitions", b.repetitions())
	switch {
	case b.quick:
		text = "One short repetition (`-quick`)"
	case !b.repeats():
		text = "One repetition"
	}
	text = fmt.Sprintf("%s; ×: times the floor. %s", text, b.machine())
	if len(versions) > 0 {
		text += " The others are " + strings.Join(versions, ", ") + "."
	}
	return text
}

// repeats reports whether any scenario of this benchmark is run more than once.
func (b *bench) repeats() bool {
	return slices.ContainsFunc(scenarios, func(s scenario) bool {
		return asks(b.only, s.name) && s.is&once == 0
	})
}

// table writes figures as a Markdown table: the peers side by side, or if only rocketc has
// any, what was measured side by side.
func (b *bench) table(found figures) string {
	for _, one := range found {
		if one.Peer != ownName {
			return peerTable(found)
		}
	}
	return ownTable(found)
}

// peerTable has a column for each peer.
func peerTable(found figures) string {
	var columns []string
	for _, name := range columnNames() {
		if slices.ContainsFunc(found, func(f *figure) bool { return f.Peer == name }) {
			columns = append(columns, name)
		}
	}
	text := row(append([]string{""}, columns...)) + rule(len(columns)+1)
	for _, at := range found.places() {
		cells := []string{at.title()}
		for _, name := range columns {
			cells = append(cells, found.find(at, name).cell())
		}
		text += row(cells)
	}
	return text
}

// ownTable has a row for each load.
func ownTable(found figures) string {
	var loads []string
	var columns []place
	for _, one := range found {
		if !slices.Contains(loads, one.Load) {
			loads = append(loads, one.Load)
		}
		at := one.place()
		at.load = ""
		if !slices.Contains(columns, at) {
			columns = append(columns, at)
		}
	}
	head := []string{"tasks"}
	if name := found[0].Scenario; name == "remote" || name == "fleet" {
		head[0] = "workers"
	}
	for _, at := range columns {
		head = append(head, strings.TrimSuffix(at.name+", "+at.unit, ", "))
	}
	text := row(head) + rule(len(head))
	for _, load := range loads {
		cells := []string{load}
		for _, at := range columns {
			at.load = load
			cells = append(cells, found.find(at, ownName).cell())
		}
		text += row(cells)
	}
	return text
}

// places returns the places of figures, each once.
func (f figures) places() (found []place) {
	for _, one := range f {
		if !slices.Contains(found, one.place()) {
			found = append(found, one.place())
		}
	}
	return found
}

// title returns the head of a row.
func (p place) title() string { return fmt.Sprintf("%s: %s, %s", p.load, p.name, p.unit) }

func row(cells []string) string { return "| " + strings.Join(cells, " | ") + " |\n" }

func rule(columns int) string { return row(slices.Repeat([]string{"---"}, columns)) }

// cell writes the median, and how many times the floor it is.
func (f *figure) cell() string {
	switch {
	case f == nil:
		return ""
	case f.Floors == 0 || f.Peer == floorName:
		return number(f.Median)
	}
	return fmt.Sprintf("%s (%s ×)", number(f.Median), number(f.Floors))
}

// number writes about three digits.
func number(x float64) string {
	switch size := max(x, -x); {
	case size >= 100:
		return fmt.Sprintf("%.0f", x)
	case size >= 10:
		return fmt.Sprintf("%.1f", x)
	case size >= 1:
		return fmt.Sprintf("%.2f", x)
	case size >= 0.001:
		return fmt.Sprintf("%.3f", x)
	}
	return "0"
}

// draw writes the pictures of which there are figures into a directory.
func (b *bench) draw(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, p := range pictures {
		if !p.isIn(b.figures) {
			continue
		}
		err := os.WriteFile(filepath.Join(dir, p.file), []byte(p.draw(b.figures)), 0o644)
		if err != nil {
			return err
		}
	}
	return nil
}
