package lsp

import (
	"math/rand/v2"
	"slices"
	"testing"

	"go.lsp.dev/protocol"
)

func TestPositions(t *testing.T) {
	x := newText("a\r\nä😀b\rc\n")
	for _, test := range []struct {
		offset      int
		line        uint32
		utf8, utf16 uint32
	}{
		{0, 0, 0, 0}, {1, 0, 1, 1}, {3, 1, 0, 0}, {5, 1, 2, 1}, {9, 1, 6, 3}, {10, 1, 7, 4},
		{11, 2, 0, 0}, {12, 2, 1, 1}, {13, 3, 0, 0}, {99, 3, 0, 0}, {-1, 0, 0, 0},
	} {
		for in, column := range map[encoding]uint32{inUTF8: test.utf8, inUTF16: test.utf16} {
			p := x.position(test.offset, in)
			if p.Line != test.line || p.Character != column {
				t.Errorf("offset %d in %d: %v", test.offset, in, p)
			}
			if got, want := x.offset(p, in), min(max(test.offset, 0), len(x.content)); got != want {
				t.Errorf("%v in %d is %d, want %d", p, in, got, want)
			}
		}
	}
}

// TestOffsetOutside has positions that no text has.
func TestOffsetOutside(t *testing.T) {
	x := newText("ä😀\nb")
	for _, test := range []struct {
		line, column uint32
		in           encoding
		want         int
	}{
		{0, 99, inUTF16, 6}, {0, 99, inUTF8, 6}, {9, 0, inUTF8, 8}, {1, 1 << 31, inUTF16, 8},
		{0, 1, inUTF8, 0}, {0, 3, inUTF8, 2}, {0, 2, inUTF16, 2}, {1<<32 - 1, 0, inUTF16, 8},
	} {
		p := protocol.Position{Line: test.line, Character: test.column}
		if got := x.offset(p, test.in); got != test.want {
			t.Errorf("%v in %d is %d, want %d", p, test.in, got, test.want)
		}
	}
}

// TestEdited compares the lines of texts after edits with those of the same texts anew.
func TestEdited(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	parts := []string{"a", "ä", "😀", "\n", "\r\n", "\r", "", "b\nc", "\n\r"}
	x := newText("")
	for n := range 5_000 {
		if n%200 == 0 {
			x = newText("")
		}
		a, b := r.IntN(len(x.content)+1), r.IntN(len(x.content)+1)
		in := encoding(n % 2)
		rng := x.span(min(a, b), max(a, b), in)
		start, end := x.offset(rng.Start, in), x.offset(rng.End, in)
		with := parts[r.IntN(len(parts))] + parts[r.IntN(len(parts))]
		next := x.edited(rng, in, with)
		want := newText(x.content[:start] + with + x.content[max(start, end):])
		if next.content != want.content || !slices.Equal(next.lines, want.lines) {
			t.Fatalf("%q, %d to %d replaced by %q: %q has lines %v, want %q with %v",
				x.content, start, end, with, next.content, next.lines, want.content, want.lines)
		}
		x = next
	}
}
