package runlog

import (
	"cmp"
	"context"
	"errors"
	"io"
	"iter"
	"math"
	"os"
	"slices"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// Read returns the records, see [rocket.RunLog]. It needs no Open. The records of a batch
// that is appended meanwhile may be seen before Append returns. A log that is not there
// has no records.
func (f *File) Read(ctx context.Context, q rocket.Query) iter.Seq2[rocket.Record, error] {
	return func(yield func(rocket.Record, error) bool) {
		read := f.forward
		if q.Newest {
			read = f.backward
		}
		n, stopped := 0, false
		err := read(q, func(r rocket.Record) bool {
			if ctx.Err() != nil {
				return false
			}
			if !q.Match(r) {
				return true
			}
			n++
			stopped = !yield(r, nil)
			return !stopped && n != q.Limit
		})
		if err = cmp.Or(err, context.Cause(ctx)); err != nil && !stopped {
			yield(rocket.Record{}, err)
		}
	}
}

// Resume implements [rocket.Resumer]. It starts at the newest segment that was begun
// before from. If the log is open and has nothing since from, nothing is read.
func (f *File) Resume(_ context.Context, from time.Time) (rocket.Summary,
	iter.Seq2[rocket.Record, error]) {
	if sum, ok := f.older(from); ok {
		return sum, func(func(rocket.Record, error) bool) {}
	}
	var sum rocket.Summary
	start, h, err := f.before(func(h *head) bool { return h.Before.Latest.Before(from) })
	if err == nil && h != nil {
		sum = h.Before
	}
	return sum, func(yield func(rocket.Record, error) bool) {
		if err == nil && h != nil {
			err = f.walk(start, 0, func(r rocket.Record) bool { return yield(r, nil) })
		}
		if err != nil {
			yield(rocket.Record{}, err)
		}
	}
}

// older returns a summary of all records, if the log is open and has none since an instant.
func (f *File) older(since time.Time) (sum rocket.Summary, ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.w == nil || !f.w.now.Before.Latest.Before(since) {
		return sum, false
	}
	return f.w.now.Before.Clone(), true
}

// forward calls visit with the records from the first segment on that can have what the
// query asks for, until it returns false.
func (f *File) forward(q rocket.Query, visit func(rocket.Record) bool) error {
	start, h, err := f.before(func(h *head) bool {
		return q.After > 0 && h.Before.Seq <= q.After ||
			!q.From.IsZero() && h.Before.Latest.Before(q.From)
	})
	if err != nil || h == nil {
		return err
	}
	return f.walk(start, q.After, visit)
}

// before returns the number of the first batch of the newest segment whose head is as
// asked, or of the oldest segment, and its head. The head is nil if there is no log.
func (f *File) before(wanted func(*head) bool) (first uint64, h *head, err error) {
	first = math.MaxUint64
	s, err := f.openNewest()
	if err != nil {
		return 0, nil, err
	}
	if s != nil {
		h, first, err = s.head()
		if s.close(); err != nil || wanted(h) {
			return first, h, err
		}
	}
	segments, err := f.archived(first)
	if err != nil {
		return 0, nil, err
	}
	for _, seg := range slices.Backward(segments) {
		s, err := f.openArchived(seg)
		if s == nil || err != nil {
			return first, h, err
		}
		h, first, err = s.head()
		if s.close(); err != nil || wanted(h) {
			return first, h, err
		}
	}
	return first, h, nil
}

// walk calls visit with the records of the segment that begins with a batch, and of those
// after it, until it returns false. Records up to a Seq may be left out.
func (f *File) walk(first, after uint64, visit func(rocket.Record) bool) error {
	for {
		s, err := f.segment(first)
		if s == nil || err != nil {
			return err
		}
		if s.newest {
			s.skip(f.mark(first, after))
		}
		err = s.each(visit)
		if s.close(); err != nil || s.newest {
			return ended(err)
		}
		first = s.wait
	}
}

var errStopped = errors.New("stopped")

// segment opens the segment that begins with a batch, or the oldest one if all up to that were
// pruned meanwhile; nil if there is no newest segment.
func (f *File) segment(first uint64) (*reading, error) {
	for range 3 { // it may be archived meanwhile
		s, err := f.open(segment{path: archive(f.path(), first)})
		if err == nil || !errors.Is(err, os.ErrNotExist) {
			return s, err
		}
		if s, err = f.openNewest(); s == nil {
			return nil, err
		}
		_, found, err := s.head()
		if err == nil && found == first {
			s.skip(mark{})
			return s, nil
		}
		if s.close(); err != nil {
			return nil, err
		}
	}
	return f.oldest(first)
}

// oldest opens the oldest segment, which is to begin after a batch: the one that begins with it is
// not there.
func (f *File) oldest(first uint64) (*reading, error) {
	list, err := f.archived(math.MaxUint64)
	switch {
	case err != nil:
		return nil, err
	case len(list) == 0:
		return f.openNewest()
	case list[0].first <= first:
		return nil, missing(f.files(), f.path(), first)
	}
	return f.openArchived(list[0])
}

// openArchived opens an archived segment; nil if it was pruned since it was listed.
func (f *File) openArchived(seg segment) (*reading, error) {
	s, err := f.open(seg)
	if !errors.Is(err, os.ErrNotExist) {
		return s, err
	}
	older, err := f.archived(seg.first + 1)
	if err == nil && len(older) > 0 {
		err = missing(f.files(), f.path(), seg.first)
	}
	return nil, err
}

// ended returns an error, nil if it says that nobody wants more.
func ended(err error) error {
	if err == errStopped {
		return nil
	}
	return err
}

// archived returns the archived segments that begin before a batch, oldest first.
func (f *File) archived(before uint64) ([]segment, error) {
	all, err := segments(f.files(), f.path())
	if err != nil {
		return nil, err
	}
	list := all[:len(all)-1]
	for len(list) > 0 && list[len(list)-1].first >= before {
		list = list[:len(list)-1]
	}
	return list, nil
}

// mark returns where to begin in the newest segment, if it begins with a batch and is
// open here, to find all records after a Seq.
func (f *File) mark(first, after uint64) (m mark) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.w == nil || f.w.first != first {
		return mark{}
	}
	for _, place := range slices.Backward(f.w.marks) {
		if place.seq <= after {
			return place
		}
	}
	return mark{}
}

// A reading is a segment that is being read.
type reading struct {
	*scanner
	disk disk
	f    file
	size int64
}

// openNewest opens the newest segment; nil if there is none.
func (f *File) openNewest() (*reading, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	path := f.path()
	file, err := f.files().open(path, os.O_RDONLY)
	if errors.Is(err, os.ErrNotExist) {
		return nil, notPacked(f.files(), path)
	}
	if err != nil {
		return nil, err
	}
	size := int64(0)
	if f.w != nil && f.w.path == path && !f.w.next {
		size = f.w.size // what is acknowledged
	} else if size, err = file.size(); err != nil {
		file.Close()
		return nil, err
	}
	if size == 0 {
		file.Close()
		return nil, nil
	}
	return f.newReading(path, file, size), nil
}

func (f *File) open(seg segment) (*reading, error) {
	file, err := f.files().open(seg.path, os.O_RDONLY)
	if err != nil {
		return nil, err
	}
	size, err := file.size()
	if err != nil {
		file.Close()
		return nil, err
	}
	return f.newReading(seg.path, file, size), nil
}

func (f *File) newReading(path string, from file, size int64) *reading {
	s := &reading{disk: f.files(), f: from, size: size, scanner: &scanner{log: f.path(), path: path,
		format: f.Format}}
	s.skip(mark{})
	return s
}

// skip goes on at a mark.
func (s *reading) skip(m mark) {
	rest := io.NewSectionReader(s.f, m.offset, s.size-m.offset)
	s.scanner = newScanner(s.log, s.path, s.format, rest)
	s.wait, s.lines = m.batch, m.lines
	if m.batch > 0 {
		s.last = m.batch - 1
	}
}

// close closes the segment. Nothing was written, so there is no error to be told.
func (s *reading) close() { _ = s.f.Close() }

// each calls visit with all records. It is errStopped if visit returns false. The last
// batch of the newest segment may be torn: it is being written.
func (s *reading) each(visit func(rocket.Record) bool) error {
	for {
		lines, err := s.batch()
		switch {
		case err == io.EOF, err == errTorn:
			return nil
		case err != nil:
			return err
		}
		for _, l := range lines {
			if l.record != nil && !visit(*l.record) {
				return errStopped
			}
		}
	}
}
