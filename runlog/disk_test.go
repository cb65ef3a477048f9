package runlog

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
)

// memoryDisk is a disk that fails at a chosen call, and that forgets at a crash what was
// not synced.
type memoryDisk struct {
	mu      sync.Mutex
	files   map[string]*memoryFile         // as programs see it
	last    map[string]*memoryFile         // what syncDir has seen
	since   []func(map[string]*memoryFile) // what was done to the directory since
	calls   int
	refused string // the path of a file that cannot be opened
	fail    int    // the number of the call that fails; 0: none
	err     error  // its error
	sticky  bool   // whether all that follow fail, too
	short   bool   // whether a write that fails has written the half of it
}

type memoryFile struct {
	now, synced []byte
}

func newMemoryDisk() *memoryDisk {
	return &memoryDisk{files: map[string]*memoryFile{}, last: map[string]*memoryFile{}}
}

// call counts a call, and returns the error of the one that fails.
func (d *memoryDisk) call() error {
	if d.calls++; d.calls == d.fail || d.sticky && d.calls > d.fail && d.fail > 0 {
		return d.err
	}
	return nil
}

func (d *memoryDisk) open(name string, flag int) (file, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f, ok := d.files[name]
	switch {
	case name == d.refused:
		return nil, fs.ErrPermission
	case !ok && flag&os.O_CREATE == 0:
		return nil, fs.ErrNotExist
	case !ok:
		if err := d.call(); err != nil {
			return nil, err
		}
		f = &memoryFile{}
		d.do(func(files map[string]*memoryFile) { files[name] = f })
	}
	return &memoryHandle{d, f}, nil
}

func (d *memoryDisk) look(name string, f file) (size int64, named bool, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if there, ok := d.files[name]; ok {
		return int64(len(there.now)), there == f.(*memoryHandle).f, nil
	}
	return 0, false, nil
}

func (d *memoryDisk) rename(from, to string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.call(); err != nil {
		return err
	}
	f, ok := d.files[from]
	if !ok {
		return fs.ErrNotExist
	}
	d.do(func(files map[string]*memoryFile) {
		delete(files, from)
		files[to] = f
	})
	return nil
}

// do changes the directory.
func (d *memoryDisk) do(change func(files map[string]*memoryFile)) {
	change(d.files)
	d.since = append(d.since, change)
}

func (d *memoryDisk) remove(name string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.call(); err != nil {
		return err
	}
	d.do(func(files map[string]*memoryFile) { delete(files, name) })
	return nil
}

func (d *memoryDisk) list(string) (names []string, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for name := range d.files {
		names = append(names, filepath.Base(name))
	}
	slices.Sort(names)
	return names, nil
}

func (d *memoryDisk) syncDir(string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.call(); err != nil {
		return err
	}
	d.last, d.since = maps.Clone(d.files), nil
	return nil
}

func (d *memoryDisk) lock(path string) (io.Closer, error) {
	if _, err := d.open(path, os.O_RDONLY); err != nil {
		return io.NopCloser(nil), notPacked(d, path)
	}
	return io.NopCloser(nil), nil
}

// crash returns the disk after a loss of power. The directory is as it was last synced,
// with some by chance of the changes since. Of each file there is what was synced, and by
// chance also what was written since, a part of it, or nothing where it would be.
func (d *memoryDisk) crash(chance *rand.Rand) *memoryDisk {
	after := newMemoryDisk()
	files := maps.Clone(d.last)
	for _, change := range d.since {
		if chance.IntN(3) > 0 {
			change(files)
		}
	}
	for name, f := range files {
		text := slices.Clone(f.synced)
		if n := len(f.now); n > len(text) {
			switch rest := f.now[len(text):]; chance.IntN(4) {
			case 1:
				text = append(text, rest...)
			case 2:
				text = append(text, rest[:chance.IntN(len(rest))]...)
			case 3:
				zeros := make([]byte, len(rest)) // the length was written, and a part
				copy(zeros[len(rest)/2:], rest[len(rest)/2:])
				text = append(text, zeros...)
			}
		}
		after.files[name] = &memoryFile{text, slices.Clone(text)}
	}
	after.last = maps.Clone(after.files)
	return after
}

type memoryHandle struct {
	d *memoryDisk
	f *memoryFile
}

func (h *memoryHandle) ReadAt(p []byte, off int64) (int, error) {
	h.d.mu.Lock()
	defer h.d.mu.Unlock()
	if off >= int64(len(h.f.now)) {
		return 0, io.EOF
	}
	n := copy(p, h.f.now[off:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (h *memoryHandle) WriteAt(p []byte, off int64) (int, error) {
	h.d.mu.Lock()
	defer h.d.mu.Unlock()
	err := h.d.call()
	if err != nil && h.d.short {
		p = p[:len(p)/2]
	} else if err != nil {
		p = nil
	}
	h.f.now = append(h.f.now, make([]byte, max(0, int(off)+len(p)-len(h.f.now)))...)
	copy(h.f.now[off:], p)
	return len(p), err
}

func (h *memoryHandle) Truncate(size int64) error {
	h.d.mu.Lock()
	defer h.d.mu.Unlock()
	if err := h.d.call(); err != nil {
		return err
	}
	h.f.now = slices.Clone(h.f.now[:min(int(size), len(h.f.now))])
	return nil
}

// sync fails but once, as Linux does: what was not written is then forgotten at the crash,
// although the next sync succeeds.
func (h *memoryHandle) sync() error {
	h.d.mu.Lock()
	defer h.d.mu.Unlock()
	if err := h.d.call(); err != nil {
		return err
	}
	h.f.synced = slices.Clone(h.f.now)
	return nil
}

func (h *memoryHandle) size() (int64, error) {
	h.d.mu.Lock()
	defer h.d.mu.Unlock()
	return int64(len(h.f.now)), nil
}

func (*memoryHandle) Close() error { return nil }

// faults are the ways in which a call of the disk fails.
var faults = []struct {
	name  string
	err   error
	short bool
}{
	{"full", fmt.Errorf("write: %w", syscall.ENOSPC), true},
	{"broken", errors.New("input/output error"), false},
}
