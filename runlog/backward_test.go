package runlog

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"testing"

	rocket "github.com/rocketc/rocketc/runtime"
)

// TestBackward: whatever happens to a line, a log that is read from its end has the records
// that it has from its beginning, or the damage is told.
func TestBackward(t *testing.T) { eachFormat(t, backwardFormat) }

func backwardFormat(t *testing.T, format Format) {
	whole := newMemoryDisk()
	scenario(whole, format)
	all, err := readFrom(whole, format, false)
	if err != nil || len(all) != 30 {
		t.Fatalf("%d records, error %v", len(all), err)
	}
	slices.Reverse(all)
	try := func(name, way string, line int, text []byte) {
		d := copyDisk(whole)
		d.files[name].now = text
		want, errForward := readFrom(d, format, false)
		slices.Reverse(want)
		got, err := readFrom(d, format, true)
		if err != nil {
			want = all[:min(len(got), len(all))] // those before the damage
		}
		switch {
		case (err == nil) != (errForward == nil):
			t.Errorf("%s, line %d, %s: error %v, and %v forward", name, line, way, err, errForward)
		case !slices.Equal(got, want):
			t.Errorf("%s, line %d, %s: records %v, and %v forward", name, line, way, got, want)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(whole.files)) {
		lines := bytes.SplitAfter(whole.files[name].now, []byte("\n"))
		for i, text := range lines[:len(lines)-1] {
			for _, way := range slices.Sorted(maps.Keys(spoilt)) {
				changed := slices.Clone(lines)
				changed[i] = spoilt[way](slices.Clone(text))
				try(name, way, i+1, bytes.Join(changed, nil))
			}
			cut := bytes.Join(lines[:i], nil)
			try(name, "cut before", i+1, cut)
			try(name, "cut within", i+1, append(cut, text[:len(text)/2]...))
		}
	}
}

// readFrom returns the numbers of the records of a log, from its beginning or its end.
func readFrom(d *memoryDisk, format Format, end bool) (numbers []uint64, err error) {
	log := &File{Path: "runs.x", Format: format, disk: d}
	for r, err := range log.Read(context.Background(), rocket.Query{Newest: end}) {
		if err != nil {
			return numbers, err
		}
		numbers = append(numbers, r.Seq)
	}
	return numbers, nil
}

// TestBackwardParses: what is asked for of the newest records is read without parsing those
// before them: damage there is not met.
func TestBackwardParses(t *testing.T) {
	d := newMemoryDisk()
	log := &File{Path: "runs.x", disk: d}
	if _, err := log.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		if err := log.Append(t.Context(), run("a", i, uint64(1+2*i))); err != nil {
			t.Fatal(err)
		}
	}
	lines := bytes.SplitAfter(d.files["runs.x"].now, []byte("\n"))
	lines[1][5] ^= 4
	d.files["runs.x"].now = bytes.Join(lines, nil)
	for limit := range 7 {
		q := rocket.Query{Newest: true, Limit: limit}
		var err error
		for _, err = range log.Read(t.Context(), q) {
		}
		if damaged := limit == 0 || limit > 4; isDamage(err) != damaged {
			t.Errorf("the newest %d: error %v", limit, err)
		}
	}
}
