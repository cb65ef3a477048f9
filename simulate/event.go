package simulate

import (
	"bytes"
	"encoding/json"

	rocket "github.com/rocketc/rocketc/runtime"
)

// An Event is something that happens in a simulation, with its cause.
type Event struct {
	// Record is what the run log would have.
	rocket.Record
	// Because says in words why the run has started, in the record of a start: the
	// alternative of the start condition that has become true, with ", catch-up" if the run
	// makes up for a window that has closed; all of them, with ", kept", if overlap has kept
	// the start; or who has asked for the run.
	Because string
	// May says that the run happens only if something is so that the world alone can
	// answer: a condition of which nothing is assumed, or that of the run that has caused
	// this one.
	May bool
}

// MarshalJSON returns the object that the record is, with the names because and may, too.
func (e Event) MarshalJSON() ([]byte, error) {
	text, err := json.Marshal(e.Record)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false) // as the record does
	err = encoder.Encode(struct {
		Because string `json:"because,omitempty"`
		May     bool   `json:"may,omitempty"`
	}{e.Because, e.May})
	more := bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	if err != nil || len(more) == len("{}") {
		return text, err
	}
	return append(append(text[:len(text)-1], ','), more[1:]...), nil
}
