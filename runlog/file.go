package runlog

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	rocket "github.com/rocketc/rocketc/runtime"
)

// File is a run log in a file, a line a record. What Append has acknowledged
// survives a crash of the program and a loss of power. The log must be opened before
// records are appended, by one program at a time; any may read it meanwhile.
type File struct {
	// Path is the path of the log. A relative path is below the directory that systemd
	// gives the program ($STATE_DIRECTORY), else below the working directory. The
	// directory must exist.
	Path string
	// Format is how the lines are written.
	Format Format
	// Keep says what is kept; the zero value keeps all.
	Keep Keep

	disk disk  // nil: that of the system
	long int64 // how long a segment gets; 0: segmentBytes

	mu    sync.Mutex
	w     *writer // nil: not open
	lines []line  // of records that are written, and not noted yet
}

// String returns the log as a schedule has it: file "runs.jsonl" keep 2160h0m0s.
func (f *File) String() string {
	return strings.TrimSpace(fmt.Sprintf("%v %q %v", f.Format, f.Path, f.Keep))
}

func (f *File) path() string {
	if f.disk != nil {
		return f.Path
	}
	return Locate(f.Path)
}

func (f *File) files() disk {
	if f.disk == nil {
		return osDisk{}
	}
	return f.disk
}

// Open opens the log, and makes it if it is not there. The end of a batch that was never
// acknowledged is cut off and kept beside the log; a note says so. The errors are a
// [LockedError] if another program has the log open, a [DamageError] if a line of the
// newest segment is damaged, and those of the system.
func (f *File) Open(context.Context) (notes []string, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.w != nil {
		return nil, nil
	}
	path := f.path()
	held, err := f.files().lock(path)
	if err != nil {
		return nil, err
	}
	f.w = &writer{disk: f.files(), path: path, format: f.Format, keep: f.Keep, lock: held,
		long: segmentBytes}
	if f.long > 0 {
		f.w.long = f.long
	}
	if notes, err = f.w.open(); err != nil {
		err = errors.Join(err, f.w.close())
		f.w = nil
	}
	return notes, err
}

// Append writes the records as one batch. If it fails, none of them is in the log: what
// was written is taken back, at the latest by the next call. A long batch is summed up, and a long
// segment archived, once Append has returned: only what comes at once waits for that.
func (f *File) Append(_ context.Context, records []rocket.Record) error {
	f.mu.Lock()
	err := f.write(records)
	if err != nil || len(f.lines) == 0 || len(f.lines) < longBatch && !f.settle() {
		f.mu.Unlock()
		return err
	}
	go func() {
		defer f.mu.Unlock()
		if f.settle() {
			f.w.rotate()
		}
	}()
	return nil
}

// write writes records, and leaves their lines to settle.
func (f *File) write(records []rocket.Record) error {
	if f.w == nil {
		return errNotOpen
	}
	if len(records) == 0 {
		return nil
	}
	for i := range records {
		f.lines = append(f.lines, line{record: &records[i]})
	}
	err := f.w.write(f.lines)
	if err != nil {
		f.forget()
	}
	return err
}

// settle notes that what was written is part of the log, and reports whether the newest segment is
// to be archived.
func (f *File) settle() (long bool) {
	if len(f.lines) > 0 {
		f.w.settle(f.lines)
		f.forget()
	}
	return f.w.isLong()
}

// forget lets the records go of which there are lines.
func (f *File) forget() {
	clear(f.lines)
	f.lines = f.lines[:0]
}

// Close closes the log, so that another program can open it. The error says what another
// program has done to its file since the latest Append, or why the log gets longer than it should.
func (f *File) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.w == nil {
		return nil
	}
	var err error
	if f.w.f != nil {
		err = f.w.intact(f.w.size)
	}
	err = errors.Join(err, f.w.close())
	f.w = nil
	return err
}
