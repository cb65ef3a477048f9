package runlog

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"
)

// rotate archives the newest segment, begins another, and removes what need not be kept.
// If something fails, the next batch tries again.
func (w *writer) rotate() {
	if w.prepare() != nil { // there is no room for another
		return
	}
	w.distrust() // closes it: there are systems that rename no open file
	if w.disk.rename(w.path, archive(w.path, w.first)) != nil {
		return
	}
	w.next = true
	// The name of the archived segment lasts before another takes the name of the log. If
	// the program ends in between, it begins the newest segment when it opens the log.
	if w.disk.syncDir(filepath.Dir(w.path)) == nil && w.begin() == nil {
		w.prune()
	}
}

// prune removes the oldest segments that need not be kept.
func (w *writer) prune() {
	segments, err := segments(w.disk, w.path)
	if err != nil || w.keep == (Keep{}) {
		return
	}
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
