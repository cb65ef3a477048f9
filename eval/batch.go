package eval

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
)

// An Answer answers a question of a batch. It has Holds and Until, or Error.
type Answer struct {
	// ID is that of the question; null if the question has no ID.
	ID json.RawMessage `json:"id"`
	// Holds is null if the answer is not known yet.
	Holds *truth `json:"holds,omitempty"`
	// Until is null if the answer stands until something happens.
	Until *untilTime `json:"until,omitempty"`
	// Shift is by how much a question's spread moves the windows, such as `12m3s`; empty
	// without one.
	Shift string `json:"shift,omitempty"`
	// Error says what is wrong with the question, or why there is no answer.
	Error string `json:"error,omitempty"`
}

// truth is what a condition answers, as JSON: null if that is not known.
type truth rocket.State

// MarshalJSON writes true, false, or null.
func (t truth) MarshalJSON() ([]byte, error) {
	if t.Unknown {
		return []byte("null"), nil
	}
	return strconv.AppendBool(nil, t.Holds), nil
}

// untilTime is an expiry as JSON: null if the answer does not expire.
type untilTime time.Time

// MarshalJSON writes RFC 3339, or null.
func (u untilTime) MarshalJSON() ([]byte, error) {
	t := time.Time(u)
	if t.IsZero() {
		return []byte("null"), nil
	}
	return t.AppendFormat(nil, `"`+time.RFC3339Nano+`"`), nil
}

// byteOrderMark may begin a text in UTF-8.
const byteOrderMark = "\uFEFF"

// maxLine is the longest line of a batch, in bytes.
const maxLine = 16 << 20

// Batch reads questions, one JSON object a line, and writes a line with an [Answer]
// for each. A wrong line gets an answer with an error and does not stop the batch.
// Blank lines, and a byte order mark at the start, are skipped. direct has the Go
// functions that conditions may ask; see [check.Options]. The error is that of reading
// or writing.
func Batch(r io.Reader, w io.Writer, direct map[string]plan.Direct) error {
	b := batch{direct: direct, compiled: map[string]compiled{}}
	in := bufio.NewReaderSize(r, 1<<20)
	out := bufio.NewWriterSize(w, 1<<20)
	if mark, _ := in.Peek(len(byteOrderMark)); string(mark) == byteOrderMark {
		in.Discard(len(byteOrderMark))
	}
	for {
		line, err := readLine(in)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if len(strings.TrimSpace(string(line))) > 0 {
			text, _ := json.Marshal(b.answer(line)) // an Answer always becomes JSON
			out.Write(append(text, '\n'))
		}
		if in.Buffered() == 0 {
			out.Flush() // the asker may wait for the answer before the next question
		}
		if err != nil {
			return out.Flush()
		}
	}
}

// readLine returns the next line, or the beginning of a line that is too long.
func readLine(in *bufio.Reader) (line []byte, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if len(line) <= maxLine {
			line = append(line, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
	}
}

// batch remembers compiled conditions, as many lines ask the same condition.
type batch struct {
	direct   map[string]plan.Direct
	compiled map[string]compiled
}

type compiled struct {
	cond rocket.Condition
	err  error
}

// maxCompiled bounds how many compiled conditions are remembered.
const maxCompiled = 10_000

func (b *batch) compile(q *Question) (rocket.Condition, error) {
	if q.Params != nil || q.Calendars != nil || q.Spread != "" || q.CatchUp != "" {
		return compile(q, q.Params, b.direct)
	}
	key := strings.Join(q.Tasks, "\x00") + "\x01" + q.Cond
	c, ok := b.compiled[key]
	if !ok {
		c.cond, c.err = compile(q, nil, b.direct)
		if len(b.compiled) >= maxCompiled {
			clear(b.compiled)
		}
		b.compiled[key] = c
	}
	return c.cond, c.err
}

func (b *batch) observe(q *Question) (rocket.State, error) {
	cond, err := b.compile(q)
	if err != nil {
		return rocket.State{Unknown: true}, err
	}
	t, err := q.prepare(cond)
	if err != nil {
		return rocket.State{Unknown: true}, err
	}
	return t.Observe()
}

func (b *batch) answer(line []byte) (a Answer) {
	if len(line) > maxLine {
		return Answer{Error: "the line is longer than 16 MB"}
	}
	var q Question
	if err := json.Unmarshal(line, &q); err != nil {
		return Answer{ID: q.ID, Error: "not a question: " + err.Error()}
	}
	a.ID = q.ID
	s, err := b.observe(&q)
	if err != nil && s.Unknown {
		a.Error = err.Error()
		return a
	}
	a.Holds, a.Until = (*truth)(&s), (*untilTime)(&s.Until)
	if q.Spread != "" {
		a.Shift = q.shift()
	}
	return a
}
