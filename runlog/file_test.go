package runlog

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

var start = time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC)

// run returns the records of run i of a task, with numbers from seq on.
func run(task string, i int, seq uint64) []rocket.Record {
	at := start.Add(time.Duration(i) * time.Minute)
	id := fmt.Sprintf("%s-%d", task, i)
	return []rocket.Record{
		{Seq: seq, Created: at, Task: task, RunID: id, Event: rocket.Started, Start: at},
		{Seq: seq + 1, Created: at.Add(time.Second), Task: task, RunID: id, Start: at,
			Event: rocket.Succeeded, End: at.Add(time.Second), Return: []byte(`"ok"`)},
	}
}

// A scenario opens a log and appends batches, until two in a row fail. It returns the
// records that were acknowledged, and those of the first batch behind them that was not.
func scenario(d disk, format Format) (acknowledged, doubtful []uint64) {
	log := &File{Path: "runs.x", Format: format, disk: d, long: 1200}
	defer log.rest()
	if _, err := log.Open(context.Background()); err != nil {
		if _, err = log.Open(context.Background()); err != nil {
			return nil, nil
		}
	}
	seq := uint64(1)
	for i := range 20 {
		records := run("fetch", i, seq)[:2-i%2] // long and short batches in turn
		var numbers []uint64
		for _, r := range records {
			numbers = append(numbers, r.Seq)
		}
		seq += 2
		err := log.Append(context.Background(), records)
		switch {
		case err == nil:
			acknowledged, doubtful = append(acknowledged, numbers...), nil
		case doubtful != nil:
			return acknowledged, doubtful
		default:
			doubtful = numbers
		}
	}
	return acknowledged, doubtful
}

// rest waits until nothing is being archived.
func (f *File) rest() {
	f.mu.Lock()
	defer f.mu.Unlock()
}

// eachFormat calls a test with each format of a log.
func eachFormat(t *testing.T, test func(t *testing.T, format Format)) {
	for _, format := range []Format{JSON, CSV} {
		t.Run(format.GoString(), func(t *testing.T) { test(t, format) })
	}
}

// TestEveryFault has every call of the disk fail, one after the other, in every way, and
// then the power. What was acknowledged is in the log, in order, and nothing else but what
// the last call of Append has not acknowledged.
func TestEveryFault(t *testing.T) { eachFormat(t, everyFault) }

func everyFault(t *testing.T, format Format) {
	count := newMemoryDisk()
	scenario(count, format)
	if count.calls < 40 || len(count.files) < 4 {
		t.Fatalf("%d calls, %d files: the scenario is too short", count.calls, len(count.files))
	}
	for _, fault := range faults {
		for n := range count.calls + 1 {
			d := newMemoryDisk()
			d.fail, d.err, d.short = n, fault.err, fault.short
			acknowledged, doubtful := scenario(d, format)
			if n == 0 && len(acknowledged) != 30 {
				t.Fatalf("without a fault %d records are acknowledged", len(acknowledged))
			}
			for seed := range uint64(2) {
				after := d.crash(rand.New(rand.NewPCG(seed, uint64(n))))
				if mistake := holds(after, format, acknowledged, doubtful); mistake != "" {
					t.Fatalf("%s, call %d, seed %d: %s", fault.name, n, seed, mistake)
				}
			}
		}
	}
}

// TestEveryCrash has the power fail after every call of the disk.
func TestEveryCrash(t *testing.T) { eachFormat(t, everyCrash) }

func everyCrash(t *testing.T, format Format) {
	count := newMemoryDisk()
	scenario(count, format)
	for n := range count.calls {
		d := newMemoryDisk()
		d.fail, d.err, d.sticky = n+1, errors.New("stopped"), true
		acknowledged, doubtful := scenario(d, format)
		for seed := range uint64(3) {
			after := d.crash(rand.New(rand.NewPCG(seed, uint64(n))))
			if mistake := holds(after, format, acknowledged, doubtful); mistake != "" {
				t.Fatalf("after call %d, seed %d: %s", n, seed, mistake)
			}
		}
	}
}

// holds opens the log on a disk, and says what is wrong with it.
func holds(d *memoryDisk, format Format, acknowledged, doubtful []uint64) string {
	log := &File{Path: "runs.x", Format: format, disk: d, long: 1200}
	if _, err := log.Open(context.Background()); err != nil {
		return "it does not open: " + err.Error()
	}
	more := run("fetch", 100, 1000)
	if err := log.Append(context.Background(), more); err != nil {
		return "it takes no more: " + err.Error()
	}
	want := append(slices.Clone(acknowledged), 1000, 1001)
	var got []uint64
	for r, err := range log.Read(context.Background(), rocket.Query{}) {
		if err != nil {
			return "it does not read: " + err.Error()
		}
		got = append(got, r.Seq)
	}
	if doubted := slices.Concat(acknowledged, doubtful, []uint64{1000, 1001}); !slices.Equal(got,
		want) && !slices.Equal(got, doubted) {
		return fmt.Sprintf("it has %v, want %v, doubtful %v", got, want, doubtful)
	}
	sum, rest := log.Resume(context.Background(), start.Add(1000*time.Hour))
	for r, err := range rest {
		if err != nil {
			return "it does not resume: " + err.Error()
		}
		sum.Add(r)
	}
	var all rocket.Summary
	for r := range log.Read(context.Background(), rocket.Query{}) {
		all.Add(r)
	}
	a, _ := all.MarshalJSON()
	if b, _ := sum.MarshalJSON(); string(a) != string(b) {
		return fmt.Sprintf("it is summed up as %s, want %s", b, a)
	}
	return ""
}

// TestNewerVersion: a log that a newer rocketc has written is left as it is, and the error says
// so.
func TestNewerVersion(t *testing.T) { eachFormat(t, newerFormat) }

func newerFormat(t *testing.T, format Format) {
	log := &File{Path: filepath.Join(t.TempDir(), "runs.log"), Format: format}
	text, err := format.write([]byte(format.header()), line{head: &head{Version: version + 1},
		batch: 1})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(log.Path, text, 0o666); err != nil {
		t.Fatal(err)
	}
	_, opened := log.Open(t.Context())
	_, repaired := log.Repair(t.Context())
	var read error
	for _, err := range log.Read(t.Context(), rocket.Query{}) {
		read = err
	}
	for _, err := range []error{opened, repaired, read} {
		if err == nil || !strings.Contains(err.Error(), "was written by a newer rocketc: it has "+
			"version 2, and this program knows 1") {
			t.Errorf("error %v, want one that the log is of a newer rocketc", err)
		}
	}
	if after, err := os.ReadFile(log.Path); err != nil || string(after) != string(text) {
		t.Errorf("the log has\n%s, error %v, want\n%s", after, err, text)
	}
}

// TestVerified: after a sync that has failed the file is read again before anything is cut off: one
// that took its place meanwhile stays as it is, and the log goes on once its own file is back.
func TestVerified(t *testing.T) { eachFormat(t, verifiedFormat) }

func verifiedFormat(t *testing.T, format Format) {
	d := newMemoryDisk()
	log := &File{Path: "runs.x", Format: format, disk: d}
	if _, err := log.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := log.Append(t.Context(), run("a", 0, 1)); err != nil {
		t.Fatal(err)
	}
	d.fail, d.err = d.calls+2, errors.New("input/output error") // the sync behind the write
	if err := log.Append(t.Context(), run("a", 1, 3)); !errors.Is(err, d.err) {
		t.Fatalf("error %v, want %v", err, d.err)
	}
	own, foreign := d.files["runs.x"], strings.Repeat("not a run log\n", 1000)
	d.files["runs.x"] = &memoryFile{now: []byte(foreign)}
	if err := log.Append(t.Context(), run("a", 1, 3)); !isDamage(err) {
		t.Errorf("error %v, want one of damage", err)
	}
	if text := string(d.files["runs.x"].now); text != foreign {
		t.Errorf("the other file has %d bytes now, want %d", len(text), len(foreign))
	}
	d.files["runs.x"] = own
	if err := log.Append(t.Context(), run("a", 1, 3)); err != nil {
		t.Error(err)
	}
	if all, err := readAll(t, log, rocket.Query{}); err != nil || len(all) != 4 {
		t.Errorf("%d records, error %v, want 4", len(all), err)
	}
}

// TestStuck: a log of which the newest segment cannot be archived takes records nevertheless, and
// says so when it is closed, unless the segment could be archived in the end.
func TestStuck(t *testing.T) { eachFormat(t, stuckFormat) }

func stuckFormat(t *testing.T, format Format) {
	for _, ends := range []bool{false, true} {
		d := newMemoryDisk()
		log := &File{Path: "runs.x", Format: format, disk: d, long: 1200}
		if _, err := log.Open(t.Context()); err != nil {
			t.Fatal(err)
		}
		d.refused = "runs.x.new"
		for i := range 20 {
			if err := log.Append(t.Context(), run("a", i, uint64(2*i+1))); err != nil {
				t.Fatal(err)
			}
			if log.rest(); ends && i == 18 {
				d.refused = ""
			}
		}
		err := log.Close()
		told := err != nil && strings.Contains(err.Error(), "runs.x gets longer than it should")
		if told == ends {
			t.Errorf("it can be archived in the end: %t; error %v", ends, err)
		}
		if all, err := readAll(t, log, rocket.Query{}); err != nil || len(all) != 40 {
			t.Errorf("%d records, error %v, want 40", len(all), err)
		}
	}
}
