package runlog

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
)

// A segment is one file of a log.
type segment struct {
	path   string
	first  uint64 // the number of its first batch; 0 for the newest, which is not numbered
	packed bool   // whether another program has compressed it, so that it cannot be read
}

// segments returns the segments of the log at path, oldest first. The last one is the
// newest, whether its file is there or not.
func segments(d disk, path string) (list []segment, err error) {
	dir, base := filepath.Split(path)
	if dir == "" {
		dir = "."
	}
	names, err := d.list(dir)
	if err != nil {
		return nil, err
	}
	for _, name := range names { // sorted: one that is compressed follows one that is not
		first, ok := number(base, name)
		plain, packed := name, false
		if !ok {
			plain, packed = unpacked(name)
			first, ok = number(base, plain)
		}
		s := segment{filepath.Join(dir, plain), first, packed}
		if ok && (len(list) == 0 || list[len(list)-1].path != s.path) {
			list = append(list, s)
		}
	}
	return append(list, segment{path: path}), nil
}

// number returns the number of the first batch of a segment of the log base that has a name.
func number(base, name string) (first uint64, ok bool) {
	ext := filepath.Ext(base)
	text, ok := strings.CutPrefix(name, strings.TrimSuffix(base, ext)+"-")
	text, ok2 := strings.CutSuffix(text, ext)
	if !ok || !ok2 || len(text) != digits {
		return 0, false
	}
	first, err := strconv.ParseUint(text, 10, 64)
	return first, err == nil
}

// digits is how many digits the number of a segment has.
const digits = 12

// archive returns the path of a segment that is not the newest.
func archive(path string, first uint64) string {
	ext := filepath.Ext(path)
	return fmt.Sprintf("%s-%0*d%s", strings.TrimSuffix(path, ext), digits, first, ext)
}

// A scanner reads a segment batch by batch.
type scanner struct {
	log    string // the path of the log
	path   string // that of the segment
	format Format
	newest bool // whether it is the newest segment, whose last batch may be torn
	former bool // whether its header is that of a former version
	open   bool // whether its last line lacks its end
	r      *bufio.Reader

	wait  uint64 // the number that the next batch must have; 0: any
	last  uint64 // the number of the last whole batch
	lines int    // that have been read
	read  int64  // bytes that have been read
	whole int64  // bytes up to the end of the last whole batch
}

// newScanner returns a scanner of the segment at path of a log.
func newScanner(log, path string, format Format, r io.Reader) *scanner {
	return &scanner{log: log, path: path, format: format, newest: log == path,
		r: bufio.NewReaderSize(r, 1<<16)}
}

// head returns the head of the segment, and the number of its batch.
func (s *scanner) head() (*head, uint64, error) {
	lines, err := s.batch()
	switch {
	case err == io.EOF, isDamage(err), err == nil && lines[0].head == nil:
		return nil, 0, fmt.Errorf("%s is not a run log (log %v), or its first line is damaged; %s",
			s.path, s.format, wayOut(s.log))
	case err != nil:
		return nil, 0, err
	case lines[0].head.Version > version:
		return nil, 0, fmt.Errorf("%s was written by a newer rocketc: it has version %d, "+
			"and this program knows %d; use that one, or a later one", s.path,
			lines[0].head.Version, version)
	}
	return lines[0].head, lines[0].batch, nil
}

// batch returns the lines of the next batch. At the end of the segment it is io.EOF, at
// a torn last batch errTorn.
func (s *scanner) batch() (lines []line, err error) {
	for {
		l, err := s.line()
		switch {
		case err == io.EOF && len(lines) == 0:
			return nil, io.EOF
		case err == io.EOF:
			return nil, s.torn(io.ErrUnexpectedEOF)
		case err != nil && isRead(err):
			return nil, err.(readError).error
		case isNewer(err):
			return nil, fmt.Errorf("%s:%d: %w", s.path, s.lines, err)
		case err != nil:
			return nil, s.torn(err)
		case !l.follows(s.wait):
			return nil, s.damage(fmt.Errorf("batch %d follows, where %d should", l.batch, s.wait))
		case len(lines) > 0 && l.left != lines[len(lines)-1].left-1:
			return nil, s.damage(fmt.Errorf("a line of batch %d is missing", l.batch))
		}
		s.wait = l.batch
		if lines = append(lines, l); l.left == 0 {
			s.wait, s.last, s.whole = l.batch+1, l.batch, s.read
			return lines, nil
		}
	}
}

// line reads a line, and before the first one the header.
func (s *scanner) line() (line, error) {
	if s.lines < s.format.lines() {
		text, err := s.text()
		if err != nil {
			return line{}, err
		}
		if !s.format.isHeader(string(text)) {
			return line{}, errors.New("the names of the columns are not those of a run log")
		}
		s.former = trimEnd(string(text)) != trimEnd(s.format.header())
	}
	text, err := s.text()
	if err != nil {
		return line{}, err
	}
	return s.format.parse(bytes.TrimSuffix(text, []byte("\n")))
}

// byteOrderMark is what some editors put before the first line; it is no damage.
const byteOrderMark = "\ufeff"

// text reads a line, with its end, and without a byte order mark. The last line may lack its end,
// which some editors take away: if it is whole, it is as good as the others.
func (s *scanner) text() ([]byte, error) {
	text, err := s.r.ReadBytes('\n')
	n := len(text)
	if s.read == 0 {
		text = bytes.TrimPrefix(text, []byte(byteOrderMark))
	}
	s.read += int64(n)
	switch {
	case err == io.EOF && len(text) == 0:
		return nil, io.EOF
	case err == io.EOF:
		s.open, err = true, nil
	case err != nil:
		err = readError{err}
	}
	s.lines++
	return text, err
}

// A readError is one of the system, not of the text.
type readError struct{ error }

func isRead(err error) bool {
	_, ok := err.(readError)
	return ok
}

// torn decides whether a bad line belongs to the last batch, which was being written when
// the program, or the machine, came to its end. It does not if a line of a later batch
// follows.
func (s *scanner) torn(cause error) error {
	damage := s.damage(cause)
	if !s.newest || s.last == 0 { // a head is there before its file has the name
		return damage
	}
	for {
		l, err := s.line()
		switch {
		case err == io.EOF:
			return errTorn
		case isRead(err):
			return err.(readError).error
		case (err == nil || isNewer(err)) && l.batch != s.last+1:
			return damage
		}
	}
}

func (s *scanner) damage(cause error) error {
	return &DamageError{Log: s.log, Path: s.path, Line: s.lines, Err: cause}
}
