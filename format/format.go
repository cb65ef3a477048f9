package format

import (
	"fmt"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
)

// An Error says why a file has no layout: it does not parse.
type Error struct {
	Found diag.List // at least one error, sorted
}

// Error returns the first error, with its place, and how many more there are.
func (e *Error) Error() string {
	text := e.Found[0].Error()
	if more := len(e.Found) - 1; more > 0 {
		text += fmt.Sprintf(" (and %d more)", more)
	}
	return text
}

// Source returns the text of a file in its layout; name is that of the file in errors. The
// error is an *Error.
func Source(name string, src []byte) ([]byte, error) {
	text, _, err := layout(name, src)
	return text, err
}

// An Edit replaces the bytes of a file from Start up to End by Text.
type Edit struct {
	Start, End int
	Text       []byte
}

// Range returns the edit that gives those declarations their layout that the bytes from start
// up to end touch, with the comments above them. The error is an *Error.
func Range(name string, src []byte, start, end int) (Edit, error) {
	text, ends, err := layout(name, src)
	if err != nil {
		return Edit{}, err
	}
	from, to := border{}, border{len(src), len(text)}
	for _, e := range ends {
		if e.src < start {
			from = e
		}
		if e.src >= end {
			to = e
			break
		}
	}
	return Edit{from.src, to.src, text[from.text:to.text]}, nil
}

// A border is the end of a declaration and of the comment behind it: in a file, and in the
// text of its layout.
type border struct{ src, text int }

// layout returns the text, and the end of each declaration but the last.
func layout(name string, src []byte) ([]byte, []border, error) {
	tree, found := grammar.Parse(name, src)
	if found.HasErrors() {
		return nil, nil, &Error{found}
	}
	f := read(name, src)
	f.assign(tree)
	f.breakLines()
	p := printer{file: f}
	p.print()
	out, ends := p.text()
	return out, ends, nil
}
