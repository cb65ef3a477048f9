package runlog

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	rocket "github.com/rocketc/rocketc/runtime"
)

// spoilt has ways in which a line is damaged: what takes its place.
var spoilt = map[string]func(text []byte) []byte{
	"a bit":            func(b []byte) []byte { b[len(b)/2] ^= 4; return b },
	"the end":          func(b []byte) []byte { return b[:len(b)-4] },
	"missing":          func([]byte) []byte { return nil },
	"twice":            func(b []byte) []byte { return slices.Concat(b, b) },
	"garbage":          func(b []byte) []byte { return []byte("\x00\"garbage\n\n") },
	"inserted":         func(b []byte) []byte { return append([]byte("{}\n"), b...) },
	"all that follows": func(b []byte) []byte { return append(b, 0) },
}

// TestRepair has each line of a log of several segments damaged, in every way, and each
// segment gone, and has the log repaired.
func TestRepair(t *testing.T) { eachFormat(t, repairFormat) }

func repairFormat(t *testing.T, format Format) {
	whole := newMemoryDisk()
	fillForRepair(t, &File{Path: "runs.x", Format: format, disk: whole, long: 1200})
	cases := 0
	for _, name := range slices.Sorted(maps.Keys(whole.files)) {
		lines := bytes.SplitAfter(whole.files[name].now, []byte("\n"))
		for i, text := range lines[:len(lines)-1] {
			for _, way := range slices.Sorted(maps.Keys(spoilt)) {
				cases++
				changed := slices.Clone(lines)
				changed[i] = spoilt[way](slices.Clone(text))
				d := copyDisk(whole)
				d.files[name].now = bytes.Join(changed, nil)
				may := lost(format, lines, name == "runs.x", i, way)
				if mistake := repaired(d, format, may); mistake != "" {
					t.Errorf("%s, line %d, %s: %s", name, i+1, way, mistake)
				}
			}
		}
		if name != "runs.x" {
			cases++
			for _, change := range []func(*memoryDisk){
				func(d *memoryDisk) { delete(d.files, name) },
				func(d *memoryDisk) { d.files[name].now = nil },
			} {
				d := copyDisk(whole)
				change(d)
				if mistake := repaired(d, format, seqs(format, lines)); mistake != "" {
					t.Errorf("%s is gone: %s", name, mistake)
				}
			}
		}
	}
	if cases < 250 {
		t.Errorf("there are only %d cases", cases)
	}
}

// TestRepairOfMuch has several lines of several segments damaged at once, by chance.
func TestRepairOfMuch(t *testing.T) { eachFormat(t, repairOfMuch) }

func repairOfMuch(t *testing.T, format Format) {
	whole := newMemoryDisk()
	fillForRepair(t, &File{Path: "runs.x", Format: format, disk: whole, long: 1200})
	names, ways := slices.Sorted(maps.Keys(whole.files)), slices.Sorted(maps.Keys(spoilt))
	var all []uint64
	for i := range uint64(30) {
		all = append(all, i+1)
	}
	chance := rand.New(rand.NewPCG(3, 3))
	for n := range 100 {
		d := copyDisk(whole)
		var done []string
		for range 2 + chance.IntN(4) {
			name, way := names[chance.IntN(len(names))], ways[chance.IntN(len(ways))]
			lines := bytes.SplitAfter(d.files[name].now, []byte("\n"))
			i := chance.IntN(len(lines))
			if len(lines[i]) < 5 {
				continue
			}
			lines[i] = spoilt[way](slices.Clone(lines[i]))
			d.files[name].now = bytes.Join(lines, nil)
			done = append(done, fmt.Sprintf("%s:%d %s", name, i+1, way))
		}
		if mistake := repaired(d, format, all); mistake != "" {
			t.Errorf("%d, %q: %s", n, done, mistake)
		}
	}
}

// fillForRepair puts 30 records into a log, in batches of one to three, and closes it.
func fillForRepair(t *testing.T, log *File) {
	t.Helper()
	if _, err := log.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	var all []rocket.Record
	for i := range 15 {
		all = append(all, run("fetch", i, uint64(2*i+1))...)
	}
	for n := 1; len(all) > 0; n = n%3 + 1 {
		n = min(n, len(all))
		if err := log.Append(t.Context(), all[:n]); err != nil {
			t.Fatal(err)
		}
		all = all[n:]
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
}

func copyDisk(from *memoryDisk) *memoryDisk {
	d := newMemoryDisk()
	for name, f := range from.files {
		d.files[name] = &memoryFile{slices.Clone(f.now), slices.Clone(f.synced)}
	}
	return d
}

// lost returns the records that a damage of line i may take with it: its own, that of the
// next if it takes the end of the line, and all of the last batch of the newest segment.
func lost(format Format, lines [][]byte, newest bool, i int, way string) (list []uint64) {
	last := i
	if way == "the end" || way == "all that follows" {
		last = i + 1
	}
	touched := lines[i:min(last+1, len(lines))]
	list = seqs(format, touched)
	batch := batchOf(format, lines[len(lines)-2])
	for _, text := range touched {
		if newest && batchOf(format, text) == batch {
			list = append(list, seqs(format, slices.DeleteFunc(slices.Clone(lines),
				func(text []byte) bool { return batchOf(format, text) != batch }))...)
		}
	}
	return list
}

func batchOf(format Format, text []byte) uint64 {
	l, _ := format.parse(bytes.TrimSuffix(text, []byte("\n")))
	return l.batch
}

// seqs returns the numbers of the records in lines.
func seqs(format Format, lines [][]byte) (list []uint64) {
	for _, text := range lines {
		l, err := format.parse(bytes.TrimSuffix(text, []byte("\n")))
		if err == nil && l.record != nil {
			list = append(list, l.record.Seq)
		}
	}
	return list
}

// repaired repairs the log on a disk, and says what is wrong with it then. Of its 30 records
// it may have lost some, and no others.
func repaired(d *memoryDisk, format Format, lost []uint64) string {
	log := &File{Path: "runs.x", Format: format, disk: d, long: 1200}
	_, before := readSeqs(log)
	_, openErr := log.Open(context.Background())
	if err := log.Close(); err != nil {
		return err.Error()
	}
	notes, err := log.Repair(context.Background())
	if err != nil {
		return "it is not repaired: " + err.Error()
	}
	if (before != nil || openErr != nil) && len(notes) == 0 {
		return fmt.Sprintf("nothing is told of %v", errors.Join(before, openErr))
	}
	if again, err := log.Repair(context.Background()); err != nil || len(again) > 0 {
		return fmt.Sprintf("it is repaired again: %q, error %v", again, err)
	}
	if _, err := log.Open(context.Background()); err != nil {
		return "it does not open: " + err.Error()
	}
	if err := log.Append(context.Background(), run("fetch", 100, 1000)); err != nil {
		return "it takes no more: " + err.Error()
	}
	got, err := readSeqs(log)
	if err != nil {
		return "it does not read: " + err.Error()
	}
	for i := uint64(1); i <= 30; i++ {
		if !slices.Contains(got, i) && !slices.Contains(lost, i) {
			return fmt.Sprintf("record %d is lost; there are %v, notes %q", i, got, notes)
		}
	}
	if !slices.IsSorted(got) || len(slices.Compact(got)) != len(got) {
		return fmt.Sprintf("the records are %v", got)
	}
	for _, note := range notes {
		if _, words, ok := strings.Cut(note, "out of place "); ok {
			aside := strings.TrimSuffix(strings.Fields(words)[2], ",")
			if d.files[aside] == nil || len(d.files[aside].now) == 0 {
				return "nothing is kept in " + aside
			}
		}
	}
	if err := log.Close(); err != nil {
		return err.Error()
	}
	return ""
}

// readSeqs returns the numbers of the records of a log, which it reads in all ways.
func readSeqs(log *File) (list []uint64, err error) {
	for r, err := range log.Read(context.Background(), rocket.Query{}) {
		if err != nil {
			return nil, err
		}
		list = append(list, r.Seq)
	}
	n := len(list)
	for r, err := range log.Read(context.Background(), rocket.Query{Newest: true}) {
		if n--; err != nil || n < 0 || r.Seq != list[n] {
			return nil, fmt.Errorf("newest first: record %d, error %w", r.Seq, err)
		}
	}
	return list, nil
}
