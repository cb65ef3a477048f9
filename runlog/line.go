package runlog

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"strconv"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// A line is one line of a log, whatever its format: either a record, or the head of a segment, or
// a note.
type line struct {
	record *rocket.Record
	head   *head
	note   *note

	batch uint64 // the number of its batch
	left  int    // how many lines of the batch follow
}

// A head is the first line of a segment. It says what was before.
type head struct {
	Version int            `json:"version"`
	Before  rocket.Summary `json:"before"`
}

// version is the version of the format.
const version = 1

// A note says what has happened to the log itself. If From is not 0 the note stands for the
// batches from that number on to its own, which are lost.
type note struct {
	Text string    `json:"note"`
	Time time.Time `json:"time"`
	From uint64    `json:"from,omitempty"`
}

// follows reports whether the line may be the first after the batch before wait; 0 stands
// for any.
func (l line) follows(wait uint64) bool {
	return wait == 0 || l.batch == wait || l.note != nil && l.note.From == wait
}

// writeJSON appends a line as an object.
func writeJSON(text []byte, l line) ([]byte, error) {
	start := len(text)
	text, err := l.appendBody(text)
	if err != nil {
		return nil, err
	}
	text = append(text[:len(text)-1], `,"batch":`...) // in place of the closing brace
	text = strconv.AppendUint(text, l.batch, 10)
	text = append(text, `,"left":`...)
	text = strconv.AppendInt(text, int64(l.left), 10)
	sum := sumOf(text[start:])
	text = append(append(text, sumStart...), sum[:]...)
	return append(text, sumEnd+"\n"...), nil
}

// appendBody appends what a line says, an object.
func (l line) appendBody(text []byte) ([]byte, error) {
	switch {
	case l.head != nil:
		// A head may be long, and package encoding/json reads again what its parts write.
		before, err := l.head.Before.MarshalJSON()
		text = fmt.Appendf(text, `{"head":{"version":%d,"before":`, l.head.Version)
		return append(append(text, before...), "}}"...), err
	case l.note != nil:
		note, err := json.Marshal(l.note)
		return append(text, note...), err
	}
	return l.record.AppendJSON(text)
}

// sumOf returns the checksum of what stands before it in a line, eight hexadecimal digits. Its
// table, which exists once, is made for the first line: programs that write no such log do
// without.
func sumOf(text []byte) (digits [8]byte) {
	sum := crc32.Checksum(text, crc32.MakeTable(crc32.Castagnoli))
	for i := range digits {
		digits[len(digits)-1-i] = "0123456789abcdef"[sum>>(4*i)&15]
	}
	return digits
}

// What a line ends with: ,"crc":"0123abcd"}
const (
	sumStart  = `,"crc":"`
	sumEnd    = `"}`
	sumLength = len(sumStart) + 8 + len(sumEnd)
)

var errLine = errors.New("the checksum of the line is wrong")

// check returns the body of a line, and its place in its batch, if the checksum is right.
func check(text []byte) (body []byte, l line, err error) {
	i := len(text) - sumLength
	if i < 0 || string(text[i:i+len(sumStart)]) != sumStart {
		return nil, l, errLine
	}
	if sum := sumOf(text[:i]); string(text[i+len(sumStart):]) != string(sum[:])+sumEnd {
		return nil, l, errLine
	}
	body, place, ok := bytesCutLast(text[:i], `,"batch":`)
	batch, left, ok2 := bytes.Cut(place, []byte(`,"left":`))
	if !ok || !ok2 {
		return nil, l, errLine
	}
	l.batch, err = strconv.ParseUint(string(batch), 10, 64)
	if err == nil {
		l.left, err = strconv.Atoi(string(left))
	}
	if err != nil {
		return nil, l, errLine
	}
	return body, l, nil
}

// bytesCutLast cuts text around the last sep.
func bytesCutLast(text []byte, sep string) (before, after []byte, found bool) {
	i := bytes.LastIndex(text, []byte(sep))
	if i < 0 {
		return nil, nil, false
	}
	return text[:i], text[i+len(sep):], true
}

// parseJSON reads an object, without the end of its line. If the checksum is right, but not all of
// the rest is known, the error is a [NewerError], and the line has its place in the batch.
func parseJSON(text []byte) (line, error) {
	body, l, err := check(bytes.TrimSuffix(text, []byte("\r"))) // an editor has put it there
	if err != nil {
		return l, err
	}
	body = append(body[:len(body):len(body)], '}')
	switch {
	case bytes.HasPrefix(body, []byte(`{"head":`)):
		var h struct{ Head head }
		err = json.Unmarshal(body, &h)
		l.head = &h.Head
	case bytes.HasPrefix(body, []byte(`{"note":`)):
		err = json.Unmarshal(body, &l.note)
	default:
		l.record = new(rocket.Record)
		err = l.record.UnmarshalJSON(body) // json.Unmarshal would parse it twice
		if err == nil && l.record.Event == 0 {
			err = errors.New("the line is no record")
		}
	}
	return l, newer(err)
}
