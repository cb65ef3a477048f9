package runlog

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// A row is a line of a log in CSV. The head of a segment and a note are rows, too, that have
// a value in the column of that name and no event. The seq of a note is its From.
type row struct {
	rocket.Record
	cause rocket.Ref
	note  string
	head  json.RawMessage
	batch uint64
	left  uint64
}

// A cell is a place of a row: the name of its column, and a pointer to the value.
type cell struct {
	column string
	value  any
}

func (r *row) cells() []cell {
	return []cell{
		{"seq", &r.Seq}, {"time", &r.Created}, {"task", &r.Task}, {"run_id", &r.RunID},
		{"event", &r.Event}, {"start", &r.Start}, {"end", &r.End}, {"scheduled", &r.Scheduled},
		{"duration_ms", &r.Duration}, {"error", &r.Error}, {"reason", &r.Reason},
		{"host", &r.Host}, {"return", &r.Return}, {"return_cut", &r.ReturnCut},
		{"output", &r.Output}, {"cause_task", &r.cause.Task}, {"cause_run_id", &r.cause.RunID},
		{"cause_event", &r.cause.Event}, {"when", &r.When}, {"formerly", &r.Formerly},
		{"progress", &r.Progress}, {"by", &r.By}, {"note", &r.note}, {"head", &r.head},
		{"batch", &r.batch}, {"left", &r.left},
	}
}

// later are the columns that the first logs in CSV have not.
var later = []string{"progress", "by"}

// headerCSV returns what a segment begins with: the names of the columns but those left out, and
// last that of the checksum of all that stands before it in the line.
func headerCSV(without ...string) string {
	var names strings.Builder
	for _, c := range new(row).cells() {
		if !slices.Contains(without, c.column) {
			names.WriteString(c.column + ",")
		}
	}
	return names.String() + "crc\r\n"
}

// writeCSV appends a row. Each is one line: a field has no line ends.
func writeCSV(text []byte, l line) (_ []byte, err error) {
	r := row{batch: l.batch, left: uint64(l.left)}
	switch {
	case l.head != nil:
		r.head, err = json.Marshal(l.head)
	case l.note != nil:
		r.Seq, r.Created, r.note = l.note.From, l.note.Time, l.note.Text
	default:
		r.Record = *l.record
		if r.Cause != nil {
			r.cause = *r.Cause
		}
	}
	start := len(text)
	for _, c := range r.cells() {
		var e error
		text, e = appendField(text, c.value)
		if err = cmp.Or(err, e); err != nil {
			return nil, fmt.Errorf("%s: %w", c.column, err)
		}
		text = append(text, ',')
	}
	sum := sumOf(text[start:])
	return append(append(text, sum[:]...), "\r\n"...), nil
}

// appendQuoted appends a field, between quotes if it needs them.
func appendQuoted(text []byte, field string) []byte {
	if !strings.ContainsAny(field, `," `) {
		return append(text, field...)
	}
	text = append(text, '"')
	text = append(text, strings.ReplaceAll(field, `"`, `""`)...)
	return append(text, '"')
}

// parseCSV reads a row, without its end. If the checksum is right, but not all of the rest is
// known, the error is a [NewerError].
func parseCSV(text []byte) (l line, err error) {
	text = bytes.TrimSuffix(text, []byte("\r"))
	i := bytes.LastIndexByte(text, ',') + 1
	if sum := sumOf(text[:i]); string(text[i:]) != string(sum[:]) {
		return l, errLine
	}
	l, err = parseRow(text)
	return l, newer(err)
}

// parseRow reads a row whose checksum is right.
func parseRow(text []byte) (l line, err error) {
	fields, err := csv.NewReader(bytes.NewReader(text)).Read()
	if err != nil {
		return l, err
	}
	var r row
	cells := r.cells()
	if len(fields) == len(cells)+1-len(later) { // an older rocketc has written the line
		cells = slices.DeleteFunc(cells, func(c cell) bool {
			return slices.Contains(later, c.column)
		})
	}
	if len(fields) != len(cells)+1 {
		return l, fmt.Errorf("the line has %d fields, want %d", len(fields), len(cells)+1)
	}
	for i, c := range cells {
		if fields[i] == "" {
			continue
		}
		if err := setField(c.value, fields[i]); err != nil {
			return l, fmt.Errorf("%s: %w", c.column, err)
		}
	}
	return r.line()
}

// line returns the line that a row stands for.
func (r *row) line() (l line, err error) {
	l.batch, l.left = r.batch, int(r.left)
	switch {
	case len(r.head) > 0:
		err = json.Unmarshal(r.head, &l.head)
	case r.Event == 0:
		l.note = &note{Text: r.note, Time: r.Created, From: r.Seq}
	default:
		l.record = &r.Record
		if r.cause != (rocket.Ref{}) {
			r.Cause = &r.cause
		}
	}
	return l, err
}

// appendField appends the field for the value of a cell; it is empty for a zero value.
func appendField(text []byte, value any) ([]byte, error) {
	switch v := value.(type) {
	case *string:
		return appendQuoted(text, escape(*v)), nil
	case *json.RawMessage:
		if len(*v) == 0 {
			return text, nil
		}
		var compact bytes.Buffer
		err := json.Compact(&compact, *v)
		return appendQuoted(text, compact.String()), err
	case *time.Time:
		if v.IsZero() {
			return text, nil
		}
		return v.AppendFormat(text, time.RFC3339Nano), nil
	case *time.Duration:
		if *v == 0 {
			return text, nil
		}
		return strconv.AppendFloat(text, float64(*v)/float64(time.Millisecond), 'f', -1, 64), nil
	case *rocket.Event:
		return append(text, v.String()...), nil
	case *int:
		if *v == 0 {
			return text, nil
		}
		return strconv.AppendInt(text, int64(*v), 10), nil
	default:
		return strconv.AppendUint(text, *v.(*uint64), 10), nil
	}
}

// setField sets the value of a cell to what a field says that is not empty.
func setField(value any, field string) (err error) {
	switch v := value.(type) {
	case *string:
		*v, err = unescape(field)
	case *json.RawMessage:
		*v = json.RawMessage(field)
	case *time.Time:
		*v, err = time.Parse(time.RFC3339Nano, field)
	case *time.Duration:
		var ms float64
		ms, err = strconv.ParseFloat(field, 64)
		*v = time.Duration(math.Round(ms * float64(time.Millisecond)))
	case *rocket.Event:
		*v, err = rocket.ParseEvent(field)
	case *int:
		*v, err = strconv.Atoi(field)
	case *uint64:
		*v, err = strconv.ParseUint(field, 10, 64)
	}
	return err
}

// escape returns a text as a field has it: without control characters but tabs, and
// without a beginning that a spreadsheet takes for a formula. A backslash stands before n
// for a new line, before r for a carriage return, before x and two digits for the character
// of that code, and before any other character for that.
func escape(text string) string {
	if !strings.ContainsFunc(text, isSpecial) {
		return text
	}
	var b strings.Builder
	for i, c := range strings.ToValidUTF8(text, "\uFFFD") {
		switch {
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\r':
			b.WriteString(`\r`)
		case c < ' ' && c != '\t' || c == 0x7f:
			fmt.Fprintf(&b, `\x%02x`, c)
		case c == '\\', i == 0 && strings.ContainsRune("=+-@\t", c):
			b.WriteString(`\` + string(c))
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}

// isSpecial reports whether a character is, or may be, written in another way.
func isSpecial(c rune) bool {
	return c < ' ' || c == 0x7f || c == '\uFFFD' || strings.ContainsRune(`\=+-@`, c)
}

// unescape returns the text that escape has written.
func unescape(field string) (string, error) {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(field, `\`)
		b.WriteString(before)
		if !found {
			return b.String(), nil
		}
		switch {
		case rest == "", rest[0] == 'x' && len(rest) < 3:
			return "", errors.New("nothing follows a backslash")
		case rest[0] == 'n':
			b.WriteByte('\n')
		case rest[0] == 'r':
			b.WriteByte('\r')
		case rest[0] == 'x':
			code, err := strconv.ParseUint(rest[1:3], 16, 8)
			if err != nil {
				return "", err
			}
			b.WriteByte(byte(code))
			rest = rest[2:]
		default:
			b.WriteByte(rest[0])
		}
		field = rest[1:]
	}
}
