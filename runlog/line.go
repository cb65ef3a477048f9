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

// A line is one line of a log, whatever its format: a record, the head of a segment, or a note.
type line struct {
	record rocket.Record // if head and note are nil
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

// checksum returns the sum that a line ends with. Its table, which exists once, is made for the
// first line: programs that write no such log do without.
func checksum(text []byte) uint32 {
	return crc32.Checksum(text, crc32.MakeTable(crc32.Castagnoli))
}

// writeJSON appends a line as an object.
func writeJSON(text []byte, l line) ([]byte, error) {
	body, err := l.body()
	if err != nil {
		return nil, err
	}
	start := len(text)
	text = append(text, body[:len(body)-1]...) // without the closing brace
	text = append(text, `,"batch":`...)
	text = strconv.AppendUint(text, l.batch, 10)
	text = append(text, `,"left":`...)
	text = strconv.AppendInt(text, int64(l.left), 10)
	sum := checksum(text[start:])
	return fmt.Appendf(text, `,"crc":"%08x"}`+"\n", sum), nil
}

func (l line) body() ([]byte, error) {
	switch {
	case l.head != nil:
		return json.Marshal(struct {
			Head *head `json:"head"`
		}{l.head})
	case l.note != nil:
		return json.Marshal(l.note)
	}
	return l.record.MarshalJSON()
}

// What a line ends with: ,"crc":"0123abcd"}
const (
	sumStart  = `,"crc":"`
	sumLength = len(sumStart) + 8 + len(`"}`)
)

var errLine = errors.New("the checksum of the line is wrong")

// check returns the body of a line, and its place in its batch, if the checksum is right.
func check(text []byte) (body []byte, l line, err error) {
	i := len(text) - sumLength
	if i < 0 || string(text[i:i+len(sumStart)]) != sumStart {
		return nil, l, errLine
	}
	sum := fmt.Sprintf(`%08x"}`, checksum(text[:i]))
	if string(text[i+len(sumStart):]) != sum {
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

// parseJSON reads an object, without the end of its line.
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
		err = l.record.UnmarshalJSON(body) // json.Unmarshal would parse it twice
	}
	return l, err
}
