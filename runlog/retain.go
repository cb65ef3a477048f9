package runlog

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// rotate archives the newest segment, begins another, and removes what need not be kept.
// If something fails, the next batch tries again; closing the log tells it.
func (w *writer) rotate() {
	if w.stuck = w.archive(); w.stuck == nil {
		w.prune()
	}
}

// archive archives the newest segment, and begins another.
func (w *writer) archive() error {
	if err := w.prepare(); err != nil { // there is no room for another
		return err
	}
	w.distrust() // closes it: there are systems that rename no open file
	if err := w.disk.rename(w.path, archive(w.path, w.first)); err != nil {
		return err
	}
	w.next = true
	// The name of the archived segment lasts before another takes the name of the log. If
	// the program ends in between, it begins the newest segment when it opens the log.
	if err := w.disk.syncDir(filepath.Dir(w.path)); err != nil {
		return err
	}
	return w.begin()
}

// prune removes the oldest segments that need not be kept.
func (w *writer) prune() {
	segments, err := segments(w.disk, w.path)
	if err != nil || w.keep == (Keep{}) {
		return
	}
	segments = slices.DeleteFunc(segments, isPacked)
	sizes := make([]int64, len(segments))
	var later int64 // how long the segments are that follow
	for i, s := range segments {
		if sizes[i], err = w.sizeOf(s.path); err != nil {
			return
		}
		later += sizes[i]
	}
	for i, s := range segments[:len(segments)-1] {
		later -= sizes[i]
		next, err := w.headOf(segments[i+1].path)
		if err != nil || !w.keep.enough(next, w.now, later) || w.disk.remove(s.path) != nil {
			return
		}
	}
}

// enough reports whether what follows a head is as much as is to be kept.
func (k Keep) enough(next *head, now head, bytes int64) bool {
	return k.Age > 0 && time.Since(next.Before.Latest) >= k.Age ||
		k.Runs > 0 && now.Before.Runs-next.Before.Runs >= k.Runs ||
		k.Bytes > 0 && bytes >= k.Bytes
}

func (w *writer) sizeOf(path string) (size int64, err error) {
	f, err := w.disk.open(path, os.O_RDONLY)
	if err != nil {
		return 0, err
	}
	size, err = f.size()
	return size, errors.Join(err, f.Close())
}

func (w *writer) headOf(path string) (*head, error) {
	f, err := w.disk.open(path, os.O_RDONLY)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	h, _, err := w.scanner(path, io.NewSectionReader(f, 0, 1<<62)).head()
	return h, err
}
