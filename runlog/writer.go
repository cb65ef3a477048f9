package runlog

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
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

	f     file           // nil: to be opened before the next batch
	stuck error          // why the newest segment could not be archived; nil: it could
	next  bool           // whether the newest segment is archived, and the next one to be begun
	size  int64          // bytes up to the end of the last batch that is acknowledged
	batch uint64         // its number
	first uint64         // the number of the first batch of the segment
	began rocket.Summary // that of the head of the segment, bare
	head  int64          // the length of the head
	now   head           // the head that a new segment would have
	marks []mark         // of places in the segment
	lines int            // how many it has
	text  []byte         // of the latest batch
	half  []byte         // buffer for the second half of a long batch
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
		return w.absent(segments[:len(segments)-1])
	}
	if err != nil {
		return nil, err
	}
	w.f = f
	_ = w.disk.remove(w.path + ".new") // a program has died while it prepared a segment
	size, err := f.size()
	if err != nil {
		return nil, err
	}
	if size == 0 {
		return w.emptied(segments[:len(segments)-1])
	}
	s := w.scanner(w.path, io.NewSectionReader(f, 0, size))
	torn, err := w.scan(s)
	switch {
	case err != nil:
		return nil, err
	case torn:
		notes, err = w.cut(size)
	case s.open:
		err = w.endLine()
	}
	if err == nil && s.former {
		w.rotate() // lines of today follow a header of today
	}
	return notes, err
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
	w.began, w.first = bare(began.Before), first
	w.now.Before = began.Before
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
		if l.record != nil {
			w.now.Before.Add(*l.record)
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

// endLine writes the end of the last line, which is whole.
func (w *writer) endLine() error {
	if _, err := w.f.WriteAt([]byte("\n"), w.size); err != nil {
		return err
	}
	w.size++
	return w.f.sync()
}

// aside keeps a text beside the log, and returns the path of the file.
func (w *writer) aside(text []byte) (path string, err error) {
	path = fmt.Sprintf("%s.torn-%s", w.path, time.Now().UTC().Format("20060102T150405.000"))
	if err := w.writeFile(path, text); err != nil {
		return "", fmt.Errorf("keeping the torn end of the run log: %w", err)
	}
	return path, nil
}

// note notes in the log what has happened to it, and returns that.
func (w *writer) note(text string) (notes []string, err error) {
	return []string{text}, w.append([]line{{note: &note{Time: time.Now(), Text: text}}})
}

// absent begins the newest segment, of which there is no file: the log is new, the program has
// ended while it archived a segment, or somebody has taken the file away.
func (w *writer) absent(archived []segment) (notes []string, err error) {
	known := len(archived) == 0 || isPrepared(w.disk, w.path)
	if err := w.found(archived); err != nil || known {
		return nil, err
	}
	return w.note(fmt.Sprintf("the run log %s was not there: it goes on after %s; if it was "+
		"removed, what ran in between is not known", w.path, archived[len(archived)-1].path))
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

// writeFile makes a file with a text that lasts.
func (w *writer) writeFile(path string, text []byte) error {
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
		if errors.Is(err, os.ErrNotExist) {
			return missing(w.disk, w.path, archived[len(archived)-1].first)
		}
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
	return w.writeFile(w.path+".new", text)
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
	w.first, w.began = w.batch+1, bare(w.now.Before)
	w.took(w.batch+1, size, make([]line, 1)) // the head
	w.next, w.stuck = false, nil
	return nil
}

// append writes a batch, and notes it. What it does not acknowledge is not in the log.
func (w *writer) append(lines []line) error {
	err := w.write(lines)
	if err == nil {
		w.settle(lines)
	}
	return err
}

// write writes a batch that settle is to note. If it fails, the batch is not in the log.
func (w *writer) write(lines []line) error {
	if err := w.reopen(); err != nil {
		return err
	}
	if err := w.intact(w.size); err != nil {
		return err
	}
	if err := w.encode(lines); err != nil {
		return err
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
	return nil
}

// settle notes that the batch that was written last is part of the log.
func (w *writer) settle(lines []line) {
	w.took(w.batch+1, w.size+int64(len(w.text)), lines)
}

// isLong reports whether the newest segment is to be archived.
func (w *writer) isLong() bool {
	return w.keep.isDue(&w.began, &w.now.Before, w.size, w.head, w.long)
}

// longBatch is how many lines a batch has at least of which the halves are written at once.
const longBatch = 100

// encode turns the lines of a batch into its text.
func (w *writer) encode(lines []line) (err error) {
	for i := range lines {
		lines[i].batch, lines[i].left = w.batch+1, len(lines)-1-i
	}
	if len(lines) < longBatch {
		w.text, err = w.format.writeAll(w.text[:0], lines)
		return err
	}
	half, rest := len(lines)/2, make(chan error, 1)
	go func() {
		var err error
		w.half, err = w.format.writeAll(w.half[:0], lines[half:])
		rest <- err
	}()
	w.text, err = w.format.writeAll(w.text[:0], lines[:half])
	if err = cmp.Or(err, <-rest); err == nil {
		w.text = append(w.text, w.half...)
	}
	return err
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
	err = w.verify()
	if err == nil {
		err = w.truncate()
	}
	if err != nil {
		w.distrust()
	}
	return err
}

// verify reads the file, which is open, and checks that it has all that was acknowledged.
func (w *writer) verify() error {
	s := w.scanner(w.path, io.NewSectionReader(w.f, 0, w.size))
	for {
		_, err := s.batch()
		switch {
		case err == io.EOF && s.last == w.batch:
			return nil
		case err == io.EOF, err == errTorn:
			return fmt.Errorf("the run log %s ends with batch %d, not with %d; %s", w.path, s.last,
				w.batch, wayOut(w.path))
		case err != nil:
			return err
		}
	}
}

func (w *writer) close() (err error) {
	if w.stuck != nil {
		err = fmt.Errorf("the run log %s gets longer than it should: %w", w.path, w.stuck)
	}
	if w.f != nil {
		err = errors.Join(err, w.f.Close())
	}
	return errors.Join(err, w.lock.Close())
}
