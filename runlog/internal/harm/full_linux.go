package harm

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// FullDisk fills the disk of a run log, which open returns: what was acknowledged stays, what was
// not is not there, and when there is room again the log goes on. On a disk that is read-only
// the log does not open.
func FullDisk(t *testing.T, open func(dir string) rocket.RunLog) {
	dir := t.TempDir()
	mount(t, dir, 0)
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	ballast := filepath.Join(dir, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 1<<18), 0o666); err != nil {
		t.Fatal(err)
	}
	log := open(dir)
	openLog(t, log)
	taken, err := fill(t, log)
	if !errors.Is(err, syscall.ENOSPC) && !strings.Contains(err.Error(), "disk is full") {
		t.Errorf("the error is %v, want one that says that the disk is full", err)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	if err := log.Append(t.Context(), batch(taken)); err != nil {
		t.Errorf("with room again: %v", err)
	}
	hold(t, log, taken+1)
	closeLog(t, log)
	openLog(t, log)
	hold(t, log, taken+1)
	closeLog(t, log)
	mount(t, dir, syscall.MS_REMOUNT|syscall.MS_RDONLY)
	if _, err := log.(rocket.Opener).Open(t.Context()); err == nil ||
		!strings.Contains(err.Error(), dir) {
		t.Errorf("on a read-only disk: error %v, want one that names the file", err)
	}
}

// mount mounts a disk of 1 MB in memory.
func mount(t *testing.T, dir string, flags uintptr) {
	t.Helper()
	err := syscall.Mount("tmpfs", dir, "tmpfs", flags, "size=1m")
	if errors.Is(err, os.ErrPermission) {
		t.Skip("a disk cannot be mounted here")
	}
	if err != nil {
		t.Fatal(err)
	}
}

// batch returns the records of batch i: two.
func batch(i int) (records []rocket.Record) {
	at := time.Date(2026, 3, 2, 7, 0, i, 0, time.UTC)
	for j := range 2 {
		records = append(records, rocket.Record{Seq: uint64(2*i + j + 1), Created: at,
			Task: "fetch", RunID: fmt.Sprint(i), Event: rocket.Failed, Start: at, End: at,
			Output: strings.Repeat("x", 1000*(i%5))})
	}
	return records
}

// fill appends batches until two in a row fail, and returns how many were acknowledged, and the
// error.
func fill(t *testing.T, log rocket.RunLog) (taken int, err error) {
	t.Helper()
	for failed := 0; failed < 2; {
		if err = log.Append(t.Context(), batch(taken)); err != nil {
			failed++
			hold(t, log, taken)
			continue
		}
		failed = 0 // what was taken back has made room
		if taken++; taken > 2000 {
			t.Fatal("the disk does not fill up")
		}
	}
	return taken, err
}

// hold checks that a log has so many batches.
func hold(t *testing.T, log rocket.RunLog, batches int) {
	t.Helper()
	var got, want []uint64
	for r, err := range log.Read(t.Context(), rocket.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, r.Seq)
	}
	for i := range 2 * batches {
		want = append(want, uint64(i+1))
	}
	if !slices.Equal(got, want) {
		t.Fatalf("the log has the records %v, want 1 to %d", got, 2*batches)
	}
}

func openLog(t *testing.T, log rocket.RunLog) {
	t.Helper()
	if _, err := log.(rocket.Opener).Open(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func closeLog(t *testing.T, log rocket.RunLog) {
	t.Helper()
	if err := log.(io.Closer).Close(); err != nil {
		t.Error(err)
	}
}
