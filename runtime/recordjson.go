package rocket

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"time"
	"unicode/utf8"
)

// recordJSON is a Record as JSON has it.
type recordJSON struct {
	Seq       uint64          `json:"seq,omitempty"`
	Created   time.Time       `json:"time"`
	Task      string          `json:"task"`
	RunID     string          `json:"run_id"`
	Event     Event           `json:"event"`
	Start     time.Time       `json:"start,omitzero"`
	End       time.Time       `json:"end,omitzero"`
	Scheduled time.Time       `json:"scheduled,omitzero"`
	Duration  float64         `json:"duration_ms,omitempty"`
	Error     string          `json:"error,omitempty"`
	Reason    string          `json:"reason,omitempty"`
	Host      string          `json:"host,omitempty"`
	Return    json.RawMessage `json:"return,omitempty"`
	ReturnCut int             `json:"return_cut,omitempty"`
	Output    string          `json:"output,omitempty"`
	Cause     *Ref            `json:"cause,omitempty"`
	When      string          `json:"when,omitempty"`
	Formerly  string          `json:"formerly,omitempty"`
	Progress  string          `json:"progress,omitempty"`
	By        string          `json:"by,omitempty"`
}

// MarshalJSON returns an object with the names seq, time (Created), task, run_id,
// event, start, end, scheduled, duration_ms, error, reason, host, return, return_cut,
// output, cause, when, formerly, progress and by. What has no value is left out.
func (r Record) MarshalJSON() ([]byte, error) { return r.AppendJSON(nil) }

// AppendJSON appends what MarshalJSON returns to a text. Logs write many records, so it does
// without package encoding/json, which takes ten times as long for the same text.
func (r Record) AppendJSON(text []byte) ([]byte, error) {
	o := object{text: append(text, '{')}
	if r.Seq != 0 {
		o.text = append(o.text, `"seq":`...)
		o.text = append(strconv.AppendUint(o.text, r.Seq, 10), ',')
	}
	o.text = append(o.text, `"time":`...)
	o.instant(r.Created)
	o.text = append(o.text, ',')
	o.ref(r.Task, r.RunID, r.Event)
	o.optionalInstant(`,"start":`, r.Start)
	o.optionalInstant(`,"end":`, r.End)
	o.optionalInstant(`,"scheduled":`, r.Scheduled)
	if r.Duration != 0 {
		o.text = appendMilliseconds(append(o.text, `,"duration_ms":`...), r.Duration)
	}
	o.optional(`,"error":`, r.Error)
	o.optional(`,"reason":`, r.Reason)
	o.optional(`,"host":`, r.Host)
	if len(r.Return) > 0 {
		o.text = append(o.text, `,"return":`...)
		o.compact(r.Return)
	}
	if r.ReturnCut != 0 {
		o.text = append(o.text, `,"return_cut":`...)
		o.text = strconv.AppendInt(o.text, int64(r.ReturnCut), 10)
	}
	o.optional(`,"output":`, r.Output)
	if r.Cause != nil {
		o.text = append(o.text, `,"cause":{`...)
		o.ref(r.Cause.Task, r.Cause.RunID, r.Cause.Event)
		o.text = append(o.text, '}')
	}
	o.optional(`,"when":`, r.When)
	o.optional(`,"formerly":`, r.Formerly)
	o.optional(`,"progress":`, r.Progress)
	o.optional(`,"by":`, r.By)
	if o.err != nil {
		return nil, o.err
	}
	return append(o.text, '}'), nil
}

// UnmarshalJSON reads what MarshalJSON returns. Other names are passed over.
func (r *Record) UnmarshalJSON(text []byte) error {
	var j recordJSON
	if err := json.Unmarshal(text, &j); err != nil {
		return err
	}
	*r = Record{
		j.Seq, j.Created, j.Task, j.RunID, j.Event, j.Start, j.End, j.Scheduled,
		time.Duration(math.Round(j.Duration * float64(time.Millisecond))),
		j.Error, j.Reason, j.Host, j.Return, j.ReturnCut, j.Output, j.Cause,
		j.When, j.Formerly, j.Progress, j.By,
	}
	return nil
}

// An object is the text of a JSON object that is being written.
type object struct {
	text     []byte
	err      error     // the first one
	at       time.Time // the instant that was written last
	from, to int       // where it is in the text
}

// ref writes the members that name an event of a run.
func (o *object) ref(task, runID string, event Event) {
	o.text = appendJSONString(append(o.text, `"task":`...), task)
	o.text = appendJSONString(append(o.text, `,"run_id":`...), runID)
	o.text = append(o.text, `,"event":"`...)
	o.text = append(o.text, event.String()...)
	o.text = append(o.text, '"')
}

// optional writes a member that has a value. What stands before the value is begin: a comma, the
// name, a colon.
func (o *object) optional(begin, value string) {
	if value != "" {
		o.text = appendJSONString(append(o.text, begin...), value)
	}
}

func (o *object) optionalInstant(begin string, t time.Time) {
	if !t.IsZero() {
		o.text = append(o.text, begin...)
		o.instant(t)
	}
}

// instant writes an instant as RFC 3339 has it. Years of more than four digits are an error. Most
// instants of a record are the same, and formatting one takes as long as all the rest.
func (o *object) instant(t time.Time) {
	from := len(o.text)
	if o.to > 0 && t == o.at {
		o.text = append(o.text, o.text[o.from:o.to]...)
		return
	}
	text, err := t.AppendText(append(o.text, '"'))
	if err != nil {
		o.fail(err)
		return
	}
	o.text = append(text, '"')
	o.at, o.from, o.to = t, from, len(o.text)
}

// compact writes a JSON value without spaces between its parts.
func (o *object) compact(value json.RawMessage) {
	text := bytes.NewBuffer(o.text)
	o.fail(json.Compact(text, value))
	o.text = text.Bytes()
}

func (o *object) fail(err error) {
	if o.err == nil {
		o.err = err
	}
}

// appendMilliseconds appends a duration as a decimal fraction. The fraction is exact, and the
// shortest one, as long as a float64 has all of its digits.
func appendMilliseconds(text []byte, d time.Duration) []byte {
	const exact = 1e15
	if d < 0 || d >= exact {
		return strconv.AppendFloat(text, float64(d)/float64(time.Millisecond), 'f', -1, 64)
	}
	text = strconv.AppendInt(text, int64(d/time.Millisecond), 10)
	rest := int(d % time.Millisecond)
	if rest == 0 {
		return text
	}
	text = append(text, '.')
	for unit := int(time.Millisecond) / 10; rest > 0; unit /= 10 {
		text = append(text, '0'+byte(rest/unit))
		rest %= unit
	}
	return text
}

// plain has the bytes that a string has in JSON as they are, and that are a character each.
var plain = func() (plain [256]bool) {
	for c := ' '; c < utf8.RuneSelf; c++ {
		plain[c] = c != '"' && c != '\\'
	}
	return plain
}()

// appendJSONString appends a string as package encoding/json writes it if it does not escape
// HTML: people read the log, and no browser.
func appendJSONString(text []byte, s string) []byte {
	text = append(text, '"')
	done := 0 // how much of s is appended
	for i := 0; i < len(s); {
		if plain[s[i]] {
			i++
			continue
		}
		c, n := utf8.DecodeRuneInString(s[i:])
		if c < utf8.RuneSelf || c == '\u2028' || c == '\u2029' || c == utf8.RuneError && n == 1 {
			text = append(text, s[done:i]...)
			text = appendEscaped(text, c)
			done = i + n
		}
		i += n
	}
	return append(append(text, s[done:]...), '"')
}

// appendEscaped appends a character of at most 16 bits with a backslash.
func appendEscaped(text []byte, c rune) []byte {
	const hex = "0123456789abcdef"
	switch c {
	case '"', '\\':
		return append(text, '\\', byte(c))
	case '\b':
		return append(text, `\b`...)
	case '\f':
		return append(text, `\f`...)
	case '\n':
		return append(text, `\n`...)
	case '\r':
		return append(text, `\r`...)
	case '\t':
		return append(text, `\t`...)
	}
	return append(text, '\\', 'u', hex[c>>12], hex[c>>8&15], hex[c>>4&15], hex[c&15])
}
