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

	mu sync.Mutex
	w  *writer // nil: not open
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
// was written is taken back, at the latest by the next call.
func (f *File) Append(_ context.Context, records []rocket.Record) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.w == nil {
		return errNotOpen
	}
	if len(records) == 0 {
		return nil
	}
	lines := make([]line, len(records))
	for i, r := range records {
		lines[i].record = r
	}
	return f.w.append(lines)
}

// Close closes the log, so that another program can open it. The error says what another
// program has done to its file since the latest Append.
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
