package eval_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/rocketc/rocketc/eval"
	rocket "github.com/rocketc/rocketc/runtime"
)

// TestRecord: a record of a run log, as JSON, is an event of a history.
func TestRecord(t *testing.T) {
	at := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	text, err := json.Marshal(rocket.Record{
		Seq: 1, Created: at, Task: "a", RunID: "7", Event: rocket.Failed, Start: at.Add(-time.Hour),
		End:      at,
		Duration: time.Hour, Error: "no luck", Host: "h",
		Cause: &rocket.Ref{Task: "b", Event: rocket.Started},
	})
	if err != nil {
		t.Fatal(err)
	}
	var event eval.Event
	if err := json.Unmarshal(text, &event); err != nil {
		t.Fatal(err)
	}
	when, err := event.Time.In(time.UTC)
	if event.Task != "a" || event.RunID != "7" || event.Event != rocket.Failed || !when.Equal(at) ||
		err != nil {
		t.Errorf("got %+v, error %v", event, err)
	}
}
