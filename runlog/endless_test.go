package runlog

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	goruntime "runtime"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// A hastyDisk is that of the system, but that nothing is synced: the test does not look at what
// survives a loss of power, and a sync takes longer than all the rest.
type hastyDisk struct{ osDisk }

type hastyFile struct{ osFile }

func (d hastyDisk) open(name string, flag int) (file, error) {
	f, err := d.osDisk.open(name, flag)
	if err != nil {
		return nil, err
	}
	return hastyFile{f.(osFile)}, nil
}

func (d hastyDisk) look(name string, f file) (int64, bool, error) {
	return d.osDisk.look(name, f.(hastyFile).osFile)
}

func (hastyDisk) syncDir(string) error { return nil }
func (hastyFile) sync() error          { return nil }

// TestEndlessRuns: a task that is due each millisecond runs for as long as it may with a log that
// keeps some runs. The heap grows no more, the files have a fourth more runs than is to be kept
// at most, a program that starts reads a fourth, and no run is forgotten in the totals.
// ROCKETC_TEST_RUNS says how many runs there are: 3,000 if it is not set; 10,000,000 take an hour,
// half for each format.
func TestEndlessRuns(t *testing.T) { eachFormat(t, endlessFormat) }

func endlessFormat(t *testing.T, format Format) {
	runs, err := strconv.Atoi(os.Getenv("ROCKETC_TEST_RUNS"))
	if err != nil {
		runs = 3000
	}
	const kept, fourth, slack = 400, 100, 10
	log := &File{Path: filepath.Join(t.TempDir(), "runs.log"), Format: format,
		Keep: Keep{Runs: kept}, disk: hastyDisk{}}
	first, then := millisecondly(t, log, runs)
	t.Logf("%d runs, the heap has %d KiB at first, and %d KiB then", runs, first>>10, then>>10)
	if then > first+256<<10 {
		t.Errorf("the heap has %d KiB at first, and %d KiB after %d runs", first>>10, then>>10,
			runs)
	}
	n, err := runsOf(t.Context(), log)
	if err != nil || n < kept || n > kept+fourth+slack {
		t.Errorf("the log has %d runs, error %v, want %d, and a fourth more at most", n, err, kept)
	}
	files, err := segments(log.disk, log.Path)
	if err != nil || len(files) > kept/fourth+2 {
		t.Errorf("there are %d files, error %v", len(files), err)
	}
	sum, rest := log.Resume(t.Context(), time.Now().AddDate(1000, 0, 0))
	read := 0
	for r, err := range rest {
		if err != nil {
			t.Fatal(err)
		}
		read++
		sum.Add(r)
	}
	if sum.Runs < int64(runs) || read > 2*(fourth+slack) {
		t.Errorf("%d of %d runs are known, and %d records are read", sum.Runs, runs, read)
	}
}

// millisecondly runs a task each millisecond, and returns how much heap there is after the first
// 1,000 runs, and after all.
func millisecondly(t *testing.T, log *File, runs int) (first, then uint64) {
	const before = 1000
	action := rocket.Func(func(context.Context, *rocket.Run) (any, error) { return nil, nil })
	synctest.Test(t, func(t *testing.T) {
		s, err := rocket.New(&rocket.Schedule{
			Config: rocket.Config{CycleSleep: time.Millisecond},
			Tasks: []*rocket.TaskSpec{
				{Name: "tick", Action: action, When: stdconds.Every{Interval: time.Millisecond}},
			},
		}, rocket.WithRunLog(log), rocket.WithLogger(slog.New(slog.DiscardHandler)))
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- s.Run(ctx) }()
		time.Sleep(before * time.Millisecond)
		first = heap()
		time.Sleep(time.Duration(runs-before+runs/10) * time.Millisecond)
		then = heap()
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return first, then
}

func heap() uint64 {
	goruntime.GC()
	goruntime.GC() // also what the first has only let go of
	var memory goruntime.MemStats
	goruntime.ReadMemStats(&memory)
	return memory.HeapAlloc
}

// runsOf returns how many runs a log has.
func runsOf(ctx context.Context, log *File) (n int, err error) {
	for _, err := range log.Read(ctx, rocket.Query{Events: rocket.Started}) {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
