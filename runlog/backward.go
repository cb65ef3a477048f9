package runlog

import (
	"bytes"
	"io"
	"math"
	"slices"

	rocket "github.com/rocketc/rocketc/runtime"
)

// backward calls visit with all records, the newest first, until it returns false.
func (f *File) backward(_ rocket.Query, visit func(rocket.Record) bool) error {
	next := uint64(math.MaxUint64)
	s, err := f.openNewest()
	if s != nil {
		next, err = s.reverse(next, visit)
	}
	if err != nil {
		return ended(err)
	}
	segments, err := f.archived(next)
	if err != nil {
		return err
	}
	for _, seg := range slices.Backward(segments) {
		if s, err = f.openArchived(seg); s == nil || err != nil {
			return err
		}
		if next, err = s.reverse(next, visit); err != nil {
			return ended(err)
		}
	}
	return nil
}

// reverse calls visit with the records of the segment, the newest first, until it returns
// false, closes the segment, and returns the number of its first batch. It parses what it
// visits, and no more. The next segment begins with batch next; if there is none, that is
// the greatest number.
func (s *reading) reverse(next uint64, visit func(rocket.Record) bool) (first uint64, err error) {
	defer s.close()
	if _, first, err = s.head(); err != nil {
		return 0, err
	}
	behind := mark{batch: s.wait, offset: s.whole, lines: s.lines}
	text, err := io.ReadAll(io.NewSectionReader(s.f, s.whole, s.size-s.whole))
	if err != nil {
		return 0, err
	}
	t := tail{format: s.format, text: text, begin: s.wait, next: next}
	visited := 0
	for batch := range t.batches {
		for _, l := range batch {
			if l.record != nil {
				visited++
				if !visit(*l.record) {
					return 0, errStopped
				}
			}
		}
	}
	if t.bad {
		s.skip(behind)
		return first, s.reverseRest(visited, next, visit)
	}
	return first, nil
}

// reverseRest reads the segment from the beginning on, which tells what is wrong with it, and
// calls visit with the records, the newest first, but for as many as were visited already.
func (s *reading) reverseRest(visited int, next uint64, visit func(rocket.Record) bool) error {
	var records []rocket.Record
	err := s.each(func(r rocket.Record) bool { records = append(records, r); return true })
	if err != nil {
		return err
	}
	if s.wait != next && next != math.MaxUint64 {
		return missing(s.disk, s.log, s.wait)
	}
	for _, r := range slices.Backward(records[:max(len(records)-visited, 0)]) {
		if !visit(r) {
			return errStopped
		}
	}
	return nil
}

// A tail is the text of a segment behind its head, read from its end.
type tail struct {
	format      Format
	text        []byte // what is not read
	begin, next uint64 // the numbers of its first batch, and of that of the next segment
	later       line   // the line that was read last; the zero line is behind the end
	bad         bool   // whether a line was not as it should be
}

// batches yields the batches, the last one first, each with its last line first. It ends at
// the first batch of which a line is not as it should be: it is damaged, or being written.
func (t *tail) batches(yield func([]line) bool) {
	t.bad = len(t.text) > 0 && t.text[len(t.text)-1] != '\n'
	var batch []line
	for !t.bad && len(t.text) > 0 {
		l := t.line()
		if len(batch) > 0 && l.batch != batch[0].batch && !t.bad {
			if !yield(batch) {
				return
			}
			batch = batch[:0]
		}
		batch = append(batch, l)
	}
	t.bad = t.bad || !t.joins(t.begin-1, 0)
	if !t.bad && len(batch) > 0 {
		yield(batch)
	}
}

// line reads the last line.
func (t *tail) line() line {
	text := t.text[:len(t.text)-1]
	i := bytes.LastIndexByte(text, '\n') + 1
	l, err := t.format.parse(text[i:])
	t.bad = err != nil || l.head != nil || !t.joins(l.batch, l.left)
	t.text, t.later = t.text[:i], l
	return l
}

// joins reports whether a line of a batch that has so many lines left may stand before the
// line that was read last.
func (t *tail) joins(batch uint64, left int) bool {
	switch t.later.batch {
	case 0:
		return left == 0 && (batch+1 == t.next || t.next == math.MaxUint64)
	case batch:
		return left == t.later.left+1
	}
	return left == 0 && t.later.follows(batch+1)
}
