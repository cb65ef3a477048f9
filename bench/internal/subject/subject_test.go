package subject

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// TestGrid: the next instant of a grid is after the instant, and at the phase.
func TestGrid(t *testing.T) {
	g := Grid{Period: time.Second, Phase: 250 * time.Millisecond}
	for after, want := range map[int64]int64{
		10e9: 10.25e9, 10.2499e9: 10.25e9, 10.25e9: 11.25e9, 10.9e9: 11.25e9,
	} {
		if got := g.Next(after); got != want {
			t.Errorf("after %d comes %d, want %d", after, got, want)
		}
	}
}

// TestRestAt: tasks at rest are due within 22 hours, and at different instants.
func TestRestAt(t *testing.T) {
	w := Workload{Base: 80_000}
	seen := map[int]bool{}
	for i := range 50_000 {
		second := w.RestAt(i)
		if (second-w.Base+86_400)%86_400 >= restSpan || seen[second] {
			t.Fatalf("task %d is due at second %d", i, second)
		}
		seen[second] = true
	}
}

// TestNotes: launches are read as they were noted.
func TestNotes(t *testing.T) {
	launches = make([]Launch, 2) // the third has no room
	count.Store(0)
	for task := range 3 {
		Launched(task)
	}
	file := filepath.Join(t.TempDir(), "notes")
	if err := writeNotes(file); err != nil {
		t.Fatal(err)
	}
	notes, err := ReadNotes(file)
	if err != nil || !slices.Equal(notes, launches) || notes[1].Task != 1 {
		t.Errorf("read %v, noted %v, error %v", notes, launches, err)
	}
	if _, err := ReadNotes(file + "x"); !os.IsNotExist(err) {
		t.Errorf("a file that is not there gives the error %v", err)
	}
}
