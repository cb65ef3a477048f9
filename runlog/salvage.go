package runlog

import (
	"bytes"
	"fmt"
	"slices"
	"time"
)

// parts are the lines of a segment, by what becomes of them.
type parts struct {
	format  Format
	first   uint64   // the least number that its first batch can have
	known   bool     // whether its first batch has that number
	next    uint64   // the number of the first batch of the next segment; 0 if not known
	pieces  []piece  // all lines
	tail    [][]byte // the lines that may be torn, as they are: opening the log judges them
	end     uint64   // the number of the batch that the tail begins with; 0 if not known
	bad     [][]byte // the damaged lines before the tail
	changed bool     // whether the segment is to be written anew
	lost    uint64   // how many batches are lost
	anew    []string // what else is to be told
}

// A piece is a line and its text.
type piece struct {
	line
	text  []byte
	whole bool // whether its checksum is right
	bad   bool // whether it is damaged, or out of place
}

// read reads the lines of a text.
func (p *parts) read(text []byte) error {
	text = bytes.TrimPrefix(text, []byte(byteOrderMark))
	header, rest := p.format.cutHeader(text)
	p.changed = trimEnd(header) != trimEnd(p.format.header())
	var last *piece // the last good one
	for raw := range bytes.Lines(rest) {
		body, ended := bytes.CutSuffix(raw, []byte("\n"))
		l, err := p.format.parse(body)
		p.changed = p.changed || !ended && err == nil
		switch {
		case isNewer(err):
			n := p.format.lines() + len(p.pieces) + 1
			return fmt.Errorf("has a line that is left alone, %d: %w", n, err)
		case err == nil && l.head != nil && l.head.Version > version:
			return fmt.Errorf("was written by a newer rocketc: it has version %d, "+
				"and this program knows %d; use that one, or a later one", l.head.Version, version)
		}
		x := piece{line: l, text: raw, whole: err == nil}
		x.bad = !x.whole || !p.fits(last, l)
		if p.pieces = append(p.pieces, x); !x.bad {
			last = &x
		}
	}
	return nil
}

// fits reports whether a whole line may follow a good one, or be the first if last is nil.
func (p *parts) fits(last *piece, l line) bool {
	switch {
	case l.batch < p.first, p.next > 0 && l.batch >= p.next, l.head != nil && last != nil:
		return false
	case last == nil:
		return l.head != nil || l.batch > p.first
	}
	return l.batch > last.batch || l.batch == last.batch && l.left < last.left
}

// leaveTail leaves the end of the newest segment as it is, from the last batch on if that
// lacks its end. Only lines that are out of place do not stay.
func (p *parts) leaveTail() {
	good := func(x piece) bool { return !x.bad }
	pieces := p.pieces
	last, from := -1, 0
	for i, x := range pieces {
		if good(x) {
			last, from = i, i+1
		}
	}
	if last >= 0 && pieces[last].left > 0 {
		p.end = pieces[last].batch
		from = slices.IndexFunc(pieces, func(x piece) bool { return good(x) && x.batch == p.end })
	}
	p.pieces = slices.Clone(pieces[:from])
	for _, x := range pieces[from:] {
		if x.bad && x.whole {
			p.pieces = append(p.pieces, x)
		} else {
			p.tail = append(p.tail, x.text)
		}
	}
}

// hasLines reports whether there is a line that is whole.
func (p *parts) hasLines() bool {
	for _, x := range p.pieces {
		if !x.bad {
			return true
		}
	}
	return p.end > 0
}

// lines returns the lines that the segment is to have before its tail. now has what was
// before the segment.
func (p *parts) lines(now head, at time.Time) (lines []line) {
	for _, x := range p.pieces {
		if x.bad {
			p.bad, p.changed = append(p.bad, x.text), true
		} else {
			lines = append(lines, x.line)
		}
	}
	if len(lines) == 0 || lines[0].head == nil {
		lines = append([]line{p.newHead(now, lines)}, lines...)
	}
	lines = p.fill(lines, at)
	for i := len(lines) - 1; i >= 0; i-- {
		left := 0
		if i+1 < len(lines) && lines[i+1].batch == lines[i].batch {
			left = lines[i+1].left + 1
		}
		if lines[i].left != left {
			lines[i].left, p.changed = left, true
		}
	}
	return lines
}

// newHead returns the first line for a segment that has lost it.
func (p *parts) newHead(now head, lines []line) line {
	p.changed = true
	p.anew = append(p.anew, "its first line, which sums up what was before, is made anew")
	l := line{head: &head{Version: version, Before: now.Before.Clone()}, batch: p.first}
	if then := p.then(lines); !p.known && then > 2 { // there may have been segments before
		l.batch = then - 1
		p.anew = append(p.anew, "without what was known of older records")
	}
	return l
}

// then returns the number of the first batch of some lines, or of the tail.
func (p *parts) then(lines []line) uint64 {
	if len(lines) > 0 {
		return lines[0].batch
	}
	return p.end
}

// fill puts a note at the place of batches that are lost.
func (p *parts) fill(lines []line, at time.Time) (filled []line) {
	wait := lines[0].batch
	lack := func(to uint64) {
		if to <= wait {
			return
		}
		p.lost, p.changed = p.lost+to-wait, true
		text := fmt.Sprintf("%s lost before batch %d", count(int(to-wait), "batch is",
			"batches are"), to)
		filled = append(filled, line{note: &note{Text: text, Time: at, From: wait}, batch: to - 1})
	}
	for _, l := range lines {
		if l.batch >= wait && !l.follows(wait) {
			lack(l.batch)
		}
		filled = append(filled, l)
		wait = l.batch + 1
	}
	lack(max(p.end, p.next))
	return filled
}

// count returns a number with the words for one, or for several.
func count(n int, one, several string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, several)
}

// note says what was done to a segment, which has n lines now.
func (p *parts) note(path, aside string, n int) string {
	text := fmt.Sprintf("%s was repaired: it has %s", path, count(n, "line", "lines"))
	if aside != "" {
		text += ", " + count(len(p.bad), "line that was damaged or out of place is",
			"lines that were damaged or out of place are") + " in " + aside
	}
	if p.lost > 0 {
		text += ", " + count(int(p.lost), "batch is", "batches are") + " lost"
	}
	for _, more := range p.anew {
		text += ", " + more
	}
	return text
}
