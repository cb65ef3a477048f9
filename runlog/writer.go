package runlog

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// segmentBytes is how long the newest segment gets before it is archived, unless Keep
// says that less is kept. Whoever opens the log reads as much.
const segmentBytes = 4 << 20

// A writer appends to the newest segment of a log.
type writer struct {
	disk   disk
	path   string
	format Format
	keep   Keep
	long   int64 // how long a segment gets
	lock   io.Closer

	f     file   // nil: to be opened before the next batch
	next  bool   // whether the newest segment is archived, and the next one to be begun
	size  int64  // bytes up to the end of the last batch that is acknowledged
	batch uint64 // its number
	first uint64 // the number of the first batch of the segment
	began head   // the head of the segment
	head  int64  // its length
	now   head   // the head that a new segment would have
	marks []mark // of places in the segment
	lines int    // how many it has
	text  []byte // buffer
}

// A mark is a place in the newest segment at which a batch begins.
type mark struct {
	seq    uint64 // the greatest Seq before
	batch  uint64 // the number of the batch
	offset int64
	lines  int // how many there are before
}

// markBytes is how far marks are apart.
const markBytes = 1 << 16

// open reads the newest segment, and makes the log if there is none.
func (w *writer) open() (notes []string, err error) {
	segments, err := segments(w.disk, w.path)
	if err != nil {
		return nil, err
	}
	f, err := w.disk.open(w.path, os.O_RDWR)
	if errors.Is(err, os.ErrNotExist) {
		return nil, w.found(segments[:len(segments)-1])
	}
	if err != nil {
		return nil, err
	}
	w.f = f
	size, err := f.size()
	if err != nil {
		return nil, err
	}
	if size == 0 {
		return w.emptied(segments[:len(segments)-1])
	}
	torn, err := w.scan(w.scanner(w.path, io.NewSectionReader(f, 0, size)))
	if err != nil || !torn {
		return nil, err
	}
	return w.cut(size)
}

// scanner returns a scanner of a segment of the log.
func (w *writer) scanner(path string, r io.Reader) *scanner {
	return newScanner(w.path, path, w.format, r)
}

// scan takes over what a segment has, and reports whether its last batch is torn.
func (w *writer) scan(s *scanner) (torn bool, err error) {
	began, first, err := s.head()
	if err != nil {
		return false, err
	}
	w.began, w.first = *began, first
	w.now.Before = began.Before.Clone()
	w.took(s.last, s.whole, []line{{head: began}})
	w.head = s.whole
	for {
		lines, err := s.batch()
		switch {
		case err == io.EOF:
			return false, nil
		case err == errTorn:
			return true, nil
		case err != nil:
			return false, err
		}
		w.took(s.last, s.whole, lines)
	}
}

// took notes that a batch is part of the log.
func (w *writer) took(batch uint64, size int64, lines []line) {
	if len(w.marks) == 0 || w.size-w.marks[len(w.marks)-1].offset >= markBytes {
		w.marks = append(w.marks, mark{w.now.Before.Seq, batch, w.size, w.lines})
	}
	if w.size == 0 {
		w.lines = w.format.lines()
	}
	w.batch, w.size, w.lines = batch, size, w.lines+len(lines)
	for _, l := range lines {
		if l.head == nil && l.note == nil {
			w.now.Before.Add(l.record)
		}
	}
}

// cut keeps what follows the last whole batch beside the log, and cuts it off.
func (w *writer) cut(size int64) (notes []string, err error) {
	rest, err := w.rest(w.size, size)
	if err != nil {
		return nil, err
	}
	aside, err := w.aside(rest)
	if err != nil {
		return nil, err
	}
	if err := w.truncate(); err != nil {
		return nil, err
	}
	text := fmt.Sprintf("the last batch of the run log %s was not whole: it was cut off, "+
		"and its %d bytes are in %s", w.path, len(rest), aside)
	return w.note(text)
}

// aside keeps a text beside the log, and returns the path of the file.
func (w *writer) aside(text []byte) (path string, err error) {
	path = fmt.Sprintf("%s.torn-%s", w.path, time.Now().UTC().Format("20060102T150405.000"))
	if err := w.write(path, text); err != nil {
		return "", fmt.Errorf("keeping the torn end of the run log: %w", err)
	}
	return path, nil
}

// note notes in the log what has happened to it, and returns that.
func (w *writer) note(text string) (notes []string, err error) {
	return []string{text}, w.append([]line{{note: &note{Time: time.Now(), Text: text}}})
}

// emptied begins the newest segment anew, whose file is empty. The log never leaves it so:
// somebody has emptied it, or made it.
func (w *writer) emptied(archived []segment) (notes []string, err error) {
	if err := w.found(archived); err != nil {
		return nil, err
	}
	text := "it begins anew, and what ran before is not known"
	if len(archived) > 0 {
		text = "it goes on after " + archived[len(archived)-1].path +
			", and what ran in between is not known"
	}
	return w.note(fmt.Sprintf("the run log %s was empty: %s", w.path, text))
}

// write makes a file with a text that lasts.
func (w *writer) write(path string, text []byte) error {
	f, err := w.disk.open(path, os.O_RDWR|os.O_CREATE)
	if err != nil {
		return err
	}
	if err = f.Truncate(0); err == nil {
		_, err = f.WriteAt(text, 0)
	}
	if err == nil {
		err = f.sync()
	}
	return errors.Join(err, f.Close())
}

// truncate takes back what is behind the last acknowledged batch.
func (w *writer) truncate() error {
	if err := w.f.Truncate(w.size); err != nil {
		return err
	}
	return w.f.sync()
}

// found begins a newest segment after those that are there.
func (w *writer) found(archived []segment) error {
	if w.f != nil {
		if err := w.f.Close(); err != nil {
			return err
		}
		w.f = nil
	}
	if len(archived) > 0 { // the program has ended while it archived one
		path := archived[len(archived)-1].path
		f, err := w.disk.open(path, os.O_RDONLY)
		if err != nil {
			return err
		}
		defer f.Close()
		size, err := f.size()
		if err != nil {
			return err
		}
		if _, err := w.scan(w.scanner(path, io.NewSectionReader(f, 0, size))); err != nil {
			return err
		}
	}
	return w.anew()
}

// prepare writes a new segment that has only its head beside the log.
func (w *writer) prepare() error {
	w.now.Version = version
	header := []byte(w.format.header())
	text, err := w.format.write(header, line{head: &w.now, batch: w.batch + 1})
	if err != nil {
		return err
	}
	return w.write(w.path+".new", text)
}

// anew prepares a new segment and makes it the newest.
func (w *writer) anew() error {
	if err := w.prepare(); err != nil {
		return err
	}
	return w.begin()
}

// begin makes what was prepared the newest segment.
func (w *writer) begin() error {
	if err := w.disk.rename(w.path+".new", w.path); err != nil {
		return err
	}
	if err := w.disk.syncDir(filepath.Dir(w.path)); err != nil {
		return err
	}
	f, err := w.disk.open(w.path, os.O_RDWR)
	if err != nil {
		return err
	}
	size, err := f.size()
	if err != nil {
		return errors.Join(err, f.Close())
	}
	w.f, w.size, w.head, w.marks, w.lines = f, 0, size, nil, 0
	w.first, w.began = w.batch+1, head{version, w.now.Before.Clone()}
	w.took(w.batch+1, size, []line{{head: &w.began}})
	w.next = false
	return nil
}

// append writes a batch. What it does not acknowledge is not in the log.
func (w *writer) append(lines []line) (err error) {
	if err := w.reopen(); err != nil {
		return err
	}
	if err := w.intact(w.size); err != nil {
		return err
	}
	w.text = w.text[:0]
	for i, l := range lines {
		l.batch, l.left = w.batch+1, len(lines)-1-i
		if w.text, err = w.format.write(w.text, l); err != nil {
			return err
		}
	}
	if _, err := w.f.WriteAt(w.text, w.size); err != nil {
		if w.truncate() != nil {
			w.distrust()
		}
		return err
	}
	if err := w.f.sync(); err != nil {
		// The system may have dropped what was not written, and say so only once.
		w.distrust()
		return err
	}
	if err := w.intact(w.size + int64(len(w.text))); err != nil {
		return err
	}
	w.took(w.batch+1, w.size+int64(len(w.text)), lines)
	if w.keep.isDue(&w.began.Before, &w.now.Before, w.size, w.head, w.long) {
		w.rotate()
	}
	return nil
}

// distrust closes the file, if it is open: what it holds behind the last acknowledged batch is
// to be taken back before anything is written.
func (w *writer) distrust() {
	if w.f != nil {
		_ = w.f.Close() // there is an error already
		w.f = nil
	}
}

// reopen opens the file anew if it is not trusted.
func (w *writer) reopen() error {
	if w.f != nil {
		return nil
	}
	if w.next {
		return w.anew()
	}
	f, err := w.disk.open(w.path, os.O_RDWR)
	if errors.Is(err, os.ErrNotExist) {
		return w.replace("was moved or removed")
	}
	if err != nil {
		return err
	}
	size, err := f.size()
	if err != nil {
		return errors.Join(err, f.Close())
	}
	w.f = f
	if size < w.size {
		return w.intact(w.size)
	}
	if err := w.truncate(); err != nil {
		w.distrust()
		return err
	}
	return nil
}

func (w *writer) close() (err error) {
	if w.f != nil {
		err = w.f.Close()
	}
	return errors.Join(err, w.lock.Close())
}
