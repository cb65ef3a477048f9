package runlog

import "fmt"

// A Format is how a log is written. Its zero value is [JSON].
type Format uint8

// The formats of a log in a file.
const (
	JSON Format = iota // a JSON object a line
	CSV                // a row of comma-separated values a line, as RFC 4180 has them
)

// formats has of each format the word of the language, what a segment begins with before
// its first line, and how lines are written and read.
var formats = [...]struct {
	word, constant, header string
	write                  func(text []byte, l line) ([]byte, error)
	parse                  func(text []byte) (line, error)
}{
	JSON: {"file", "JSON", "", writeJSON, parseJSON},
	CSV:  {"csv", "CSV", headerCSV, writeCSV, parseCSV},
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
func (f Format) header() string { return formats[f].header }

// lines is how many lines the header has.
func (f Format) lines() int { return min(len(f.header()), 1) }

// write appends a line, with its end, to text.
func (f Format) write(text []byte, l line) ([]byte, error) { return formats[f].write(text, l) }

// parse reads a line, without its end.
func (f Format) parse(text []byte) (line, error) { return formats[f].parse(text) }
