package runlog

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// A Format is how a log is written. Its zero value is [JSON].
type Format uint8

// The formats of a log in a file.
const (
	JSON Format = iota // a JSON object a line
	CSV                // a row of comma-separated values a line, as RFC 4180 has them
)

// formats has of each format the word of the language, what a segment begins with before
// its first line, also as former versions have written it, and how lines are written and read.
var formats = [...]struct {
	word, constant string
	headers        []string // that of today first
	write          func(text []byte, l line) ([]byte, error)
	parse          func(text []byte) (line, error)
}{
	JSON: {"file", "JSON", []string{""}, writeJSON, parseJSON},
	CSV:  {"csv", "CSV", []string{headerCSV(), headerCSV(later...)}, writeCSV, parseCSV},
}

// String returns the word of a schedule: file or csv.
func (f Format) String() string {
	if int(f) >= len(formats) {
		return fmt.Sprintf("Format(%d)", uint8(f))
	}
	return formats[f].word
}

// GoString returns the Go expression for f.
func (f Format) GoString() string {
	if int(f) >= len(formats) {
		return fmt.Sprintf("runlog.Format(%d)", uint8(f))
	}
	return "runlog." + formats[f].constant
}

// header is what a segment begins with; it has one line, or none.
func (f Format) header() string { return formats[f].headers[0] }

// isHeader reports whether a text is the header of today, or of a former version. An editor may
// have changed how the line ends.
func (f Format) isHeader(text string) bool {
	return slices.ContainsFunc(formats[f].headers, func(header string) bool {
		return trimEnd(text) == trimEnd(header)
	})
}

func trimEnd(line string) string { return strings.TrimRight(line, "\r\n") }

// cutHeader returns a text without its header, and that. It may be the header of a former version,
// and is not there if a text has lost it.
func (f Format) cutHeader(text []byte) (header string, rest []byte) {
	first, rest, _ := bytes.Cut(text, []byte("\n"))
	if f.lines() > 0 && f.isHeader(string(first)) {
		return string(text[:len(text)-len(rest)]), rest
	}
	return "", text
}

// lines is how many lines the header has.
func (f Format) lines() int { return min(len(f.header()), 1) }

// write appends a line, with its end, to text.
func (f Format) write(text []byte, l line) ([]byte, error) { return formats[f].write(text, l) }

// writeAll appends lines to text.
func (f Format) writeAll(text []byte, lines []line) (_ []byte, err error) {
	for _, l := range lines {
		if text, err = f.write(text, l); err != nil {
			return text, err
		}
	}
	return text, nil
}

// parse reads a line, without its end.
func (f Format) parse(text []byte) (line, error) { return formats[f].parse(text) }
