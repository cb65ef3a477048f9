package main

import (
	"fmt"
	"strings"
)

// unified returns the difference of two texts of a file as `diff -u` writes it.
func unified(name string, before, after []byte) string {
	a, b := lines(before), lines(after)
	var out strings.Builder
	fmt.Fprintf(&out, "--- %s\n+++ %s\n", name, name)
	changes := lineChanges(a, b)
	for len(changes) > 0 {
		n := 1
		for n < len(changes) && changes[n].a-changes[n-1].aEnd <= 2*aroundChange {
			n++
		}
		writeHunk(&out, a, b, changes[:n])
		changes = changes[n:]
	}
	return out.String()
}

// aroundChange is how many lines are shown before and after a change.
const aroundChange = 3

// A lineChange says that the lines a up to aEnd of one text are the lines b up to bEnd of another.
type lineChange struct{ a, aEnd, b, bEnd int }

// lines splits a text behind its line breaks.
func lines(text []byte) (all []string) {
	for line := range strings.Lines(string(text)) {
		all = append(all, line)
	}
	return all
}

// lineChanges returns what differs between two lists of lines. It looks for the next pair of
// equal lines that is nearest, which is what a layout needs: it moves no line.
func lineChanges(a, b []string) (changes []lineChange) {
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		if i < len(a) && j < len(b) && a[i] == b[j] {
			i, j = i+1, j+1
			continue
		}
		c := lineChange{a: i, b: j}
		i, j = nextEqual(a, b, i, j)
		c.aEnd, c.bEnd = i, j
		changes = append(changes, c)
	}
	return changes
}

// nextEqual returns the nearest place from i and j on at which both have the same line, or the
// ends of both.
func nextEqual(a, b []string, i, j int) (int, int) {
	const far = 1000 // lines
	for d := 1; d < far && (i+d < len(a) || j+d < len(b)); d++ {
		for k := 0; k <= d; k++ {
			switch {
			case i+k < len(a) && j+d < len(b) && a[i+k] == b[j+d]:
				return i + k, j + d
			case i+d < len(a) && j+k < len(b) && a[i+d] == b[j+k]:
				return i + d, j + k
			}
		}
	}
	return len(a), len(b)
}

// writeHunk writes changes that are near each other, with the lines around them.
func writeHunk(out *strings.Builder, a, b []string, changes []lineChange) {
	first, last := changes[0], changes[len(changes)-1]
	before := min(aroundChange, first.a)
	after := min(aroundChange, len(a)-last.aEnd)
	fmt.Fprintf(out, "@@ -%s +%s @@\n", hunkRange(first.a-before, last.aEnd+after),
		hunkRange(first.b-before, last.bEnd+after))
	at := first.a - before
	for _, c := range changes {
		writeMarked(out, " ", a[at:c.a])
		writeMarked(out, "-", a[c.a:c.aEnd])
		writeMarked(out, "+", b[c.b:c.bEnd])
		at = c.aEnd
	}
	writeMarked(out, " ", a[at:last.aEnd+after])
}

// hunkRange writes which lines a hunk has: the number of the first, and how many.
func hunkRange(from, to int) string {
	if to == from {
		return fmt.Sprintf("%d,0", from)
	}
	return fmt.Sprintf("%d,%d", from+1, to-from)
}

func writeMarked(out *strings.Builder, mark string, lines []string) {
	for _, line := range lines {
		out.WriteString(mark + line)
		if !strings.HasSuffix(line, "\n") {
			out.WriteString("\n\\ No newline at end of file\n")
		}
	}
}
