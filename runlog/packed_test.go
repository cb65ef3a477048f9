package runlog

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	rocket "github.com/rocketc/rocketc/runtime"
)

// TestPacked: a segment that another program has compressed is told as what it is, and is not
// taken for lost, nor for pruned. What does not need its records does not mind.
func TestPacked(t *testing.T) { eachFormat(t, packedFormat) }

func packedFormat(t *testing.T, format Format) {
	whole := newMemoryDisk()
	fillForRepair(t, &File{Path: "runs.x", Format: format, disk: whole, long: 1200})
	names := slices.Sorted(maps.Keys(whole.files)) // runs.x is the last
	if len(names) < 4 {
		t.Fatalf("there are only %d segments", len(names)-1)
	}
	for i, name := range names {
		for _, ext := range []string{".gz", ".zst"} {
			d := copyDisk(whole)
			log := &File{Path: "runs.x", Format: format, disk: d}
			pack(t, log, name, ext)
			_, err := readAll(t, log, rocket.Query{Newest: true, Limit: 1})
			if err != nil && i < len(names)-2 { // the newest may have no records yet
				t.Errorf("the newest record: %v", err)
			}
			err = d.rename(name+ext, name)
			all, errAll := readAll(t, log, rocket.Query{})
			if err := errors.Join(err, errAll); err != nil || len(all) != 30 {
				t.Errorf("unpacked, it has %d records, error %v", len(all), err)
			}
		}
	}
}

// pack has a segment compressed, and checks that what needs it says so.
func pack(t *testing.T, log *File, name, ext string) {
	t.Helper()
	if err := log.disk.rename(name, name+ext); err != nil {
		t.Fatal(err)
	}
	_, repaired := log.Repair(t.Context())
	_, forward := readAll(t, log, rocket.Query{})
	_, backward := readAll(t, log, rocket.Query{Newest: true})
	errs := []error{repaired, forward, backward}
	want := []string{name, name + ext + " is there: unpack it, or move it away"}
	if name == "runs.x" {
		_, opened := log.Open(t.Context())
		errs = append(errs, opened)
	}
	for _, err := range errs {
		for _, part := range want {
			if err == nil || !strings.Contains(err.Error(), part) {
				t.Errorf("error %v, want %s", err, part)
			}
		}
	}
}

// TestPackedLast: a log whose newest segment is not there does not begin anew after one that is
// compressed, and says what it goes on after.
func TestPackedLast(t *testing.T) {
	d := newMemoryDisk()
	fillForRepair(t, &File{Path: "runs.x", disk: d, long: 1200})
	names := slices.Sorted(maps.Keys(d.files))
	last := names[len(names)-2]
	if err := errors.Join(d.remove("runs.x"), d.rename(last, last+".xz")); err != nil {
		t.Fatal(err)
	}
	log := &File{Path: "runs.x", disk: d}
	if _, err := log.Open(t.Context()); err == nil || !strings.Contains(err.Error(), last+".xz") {
		t.Errorf("error %v, want one that names %s.xz", err, last)
	}
	if err := d.rename(last+".xz", last); err != nil {
		t.Fatal(err)
	}
	notes, err := log.Open(t.Context())
	if text := strings.Join(notes, "\n"); err != nil || !strings.Contains(text,
		"it goes on after "+last+"; if it was removed, what ran in between is not known") {
		t.Errorf("notes %q, error %v", notes, err)
	}
	if err := log.Close(); err != nil {
		t.Error(err)
	}
}

// TestPackedAfterCrash: what a program has left that died while it prepared a segment does not
// have a compressed log begin anew.
func TestPackedAfterCrash(t *testing.T) {
	d := newMemoryDisk()
	log := &File{Path: "runs.x", disk: d}
	fillForRepair(t, log)
	d.files["runs.x.new"] = &memoryFile{}
	_, opened := log.Open(t.Context())
	if err := errors.Join(opened, log.Close(), d.rename("runs.x", "runs.x.gz")); err != nil {
		t.Fatal(err)
	}
	if _, err := log.Open(t.Context()); err == nil || !strings.Contains(err.Error(), "runs.x.gz") {
		t.Errorf("error %v, want one that names runs.x.gz", err)
	}
}

// TestPackedKeep: the segments after one that is compressed are removed when they need not be kept;
// that file stays.
func TestPackedKeep(t *testing.T) {
	d := newMemoryDisk()
	fillForRepair(t, &File{Path: "runs.x", disk: d, long: 1200})
	names := slices.Sorted(maps.Keys(d.files))
	log := &File{Path: "runs.x", disk: d, long: 1200, Keep: Keep{Runs: 1}}
	err := d.rename(names[0], names[0]+".gz")
	_, opened := log.Open(t.Context())
	if err := errors.Join(err, opened); err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		if err := log.Append(t.Context(), run("fetch", 100+i, uint64(101+2*i))); err != nil {
			t.Fatal(err)
		}
	}
	log.rest()
	left, err := d.list(".")
	if err != nil || !slices.Contains(left, names[0]+".gz") || slices.Contains(left, names[1]) {
		t.Errorf("there are %q, error %v", left, err)
	}
}

// A pruningDisk removes the oldest segment when a program has listed what there is, often times.
type pruningDisk struct {
	*memoryDisk
	often int
}

func (d *pruningDisk) list(dir string) (names []string, err error) {
	names, err = d.memoryDisk.list(dir)
	if err == nil && d.often > 0 {
		d.often--
		err = d.remove(names[0])
	}
	return names, err
}

// TestPrunedMeanwhile: a log is read to its end while its oldest segments are removed.
func TestPrunedMeanwhile(t *testing.T) {
	whole := newMemoryDisk()
	fillForRepair(t, &File{Path: "runs.x", disk: whole, long: 1200})
	n := len(whole.files) - 1
	for often := range n + 1 {
		for _, newest := range []bool{false, true} {
			d := &pruningDisk{copyDisk(whole), often}
			log := &File{Path: "runs.x", disk: d}
			records, err := readAll(t, log, rocket.Query{Newest: newest})
			if newest {
				slices.Reverse(records)
			}
			for i, r := range records {
				if want := uint64(30 - len(records) + 1 + i); r.Seq != want {
					t.Errorf("record %d has the number %d, want %d", i, r.Seq, want)
				}
			}
			if err != nil || often == 0 && len(records) != 30 {
				t.Errorf("%d segments are removed, the newest first %v: %d records, error %v",
					often, newest, len(records), err)
			}
		}
	}
}
