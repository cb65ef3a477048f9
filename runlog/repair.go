package runlog

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// Repair makes a damaged log whole, so that it opens and reads. Lines that are damaged, or
// out of place, are moved from each segment into a file beside it; a note takes the place of
// the batches that are lost. A head that is lost is made anew of what is before it. All else
// stays as it is. The notes say what was done, as the log itself does; there are none if the
// log is whole. The errors are a [LockedError] if a program has the log open, one if no line
// of the log is one, and those of the system. After an error, Repair can be called again.
func (f *File) Repair(context.Context) (notes []string, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.w != nil {
		return nil, errors.New("the run log is open")
	}
	path := f.path()
	held, err := f.files().lock(path)
	if err != nil {
		return nil, err
	}
	r := &repair{writer: &writer{disk: f.files(), path: path, format: f.Format, lock: held,
		long: segmentBytes}, time: time.Now()}
	defer func() { err = errors.Join(err, r.close()) }()
	return r.run()
}

// A repair goes through the segments of a log, the oldest first.
type repair struct {
	*writer // has what follows from the segments so far: batch, now
	time    time.Time
	notes   []string
}

func (r *repair) run() ([]string, error) {
	list, err := segments(r.disk, r.path)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(list, isPacked); i >= 0 {
		return nil, missing(r.disk, r.path, list[i].first)
	}
	for i, s := range list {
		text, err := r.text(s.path)
		gone := errors.Is(err, os.ErrNotExist) || err == nil && len(text) == 0
		if gone && s.path == r.path {
			continue // it is begun when the log is opened
		}
		if err != nil {
			return r.notes, err
		}
		if err := r.segment(s, text, r.following(list[i+1:])); err != nil {
			return r.notes, err
		}
	}
	return r.finish()
}

// text returns the text of a segment.
func (r *repair) text(path string) ([]byte, error) {
	f, err := r.disk.open(path, os.O_RDONLY)
	if err != nil {
		return nil, err
	}
	size, err := f.size()
	text := make([]byte, size)
	if err == nil && size > 0 {
		_, err = io.ReadFull(io.NewSectionReader(f, 0, size), text)
	}
	return text, errors.Join(err, f.Close())
}

// following returns the number of the first batch of the next segment; 0 if that is not
// known.
func (r *repair) following(list []segment) uint64 {
	if len(list) == 0 {
		return 0
	}
	if list[0].first > 0 {
		return list[0].first
	}
	text, err := r.text(list[0].path)
	if err != nil {
		return 0
	}
	_, first, err := r.scanner(list[0].path, bytes.NewReader(text)).head()
	if err != nil {
		return 0
	}
	return first
}

// segment repairs a segment. The next one begins with batch next, if that is not 0.
func (r *repair) segment(s segment, text []byte, next uint64) error {
	p := parts{format: r.format, first: max(s.first, r.batch+1), next: next,
		known: s.first > 0 || r.batch > 0}
	if err := p.read(text); err != nil {
		return fmt.Errorf("%s %w", s.path, err)
	}
	if s.path == r.path {
		p.leaveTail()
	}
	if s.path == r.path && r.batch == 0 && !p.hasLines() {
		return fmt.Errorf("%s is not a run log (log %v): no line of it is whole", s.path, r.format)
	}
	lines := p.lines(r.now, r.time)
	for _, l := range lines {
		switch {
		case l.head != nil:
			r.now.Before = l.head.Before.Clone()
		case l.record != nil:
			r.now.Before.Add(*l.record)
		}
		r.batch = l.batch
	}
	if !p.changed {
		return nil
	}
	return r.replace(s.path, &p, lines)
}

// replace keeps the bad lines of a segment beside it, and writes the segment anew.
func (r *repair) replace(path string, p *parts, lines []line) (err error) {
	text := []byte(r.format.header())
	for _, l := range lines {
		if text, err = r.format.write(text, l); err != nil {
			return err
		}
	}
	aside := ""
	if len(p.bad) > 0 {
		aside = fmt.Sprintf("%s.damaged-%s", path, r.time.UTC().Format("20060102T150405.000"))
		if err := r.writeFile(aside, bytes.Join(p.bad, nil)); err != nil {
			return fmt.Errorf("keeping the damaged lines of the run log: %w", err)
		}
	}
	if err := r.writeFile(r.path+".new", append(text, bytes.Join(p.tail, nil)...)); err != nil {
		return err
	}
	dir := filepath.Dir(path)
	if err := r.disk.syncDir(dir); err != nil {
		return err
	}
	if err := r.disk.rename(r.path+".new", path); err != nil {
		return err
	}
	r.notes = append(r.notes, p.note(path, aside, len(lines)))
	return r.disk.syncDir(dir)
}

// finish opens the log as a program does, which cuts off a torn end, and notes in it what
// was done.
func (r *repair) finish() ([]string, error) {
	r.writer = &writer{disk: r.disk, path: r.path, format: r.format, lock: r.lock,
		long: segmentBytes}
	torn, err := r.open()
	if err != nil || len(r.notes) == 0 {
		return append(r.notes, torn...), err
	}
	lines := make([]line, len(r.notes))
	for i, text := range r.notes {
		lines[i].note = &note{Text: text, Time: r.time}
	}
	return append(r.notes, torn...), r.append(lines)
}
