package rocket_test

import (
	"bytes"
	"encoding/json"
	"math"
	"reflect"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// byPackage returns a record as package encoding/json writes it, without escapes for HTML.
func byPackage(r rocket.Record) ([]byte, error) {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	err := e.Encode(rocket.RecordJSON{r.Seq, r.Created, r.Task, r.RunID, r.Event, r.Start, r.End,
		r.Scheduled, float64(r.Duration) / float64(time.Millisecond), r.Error, r.Reason, r.Host,
		r.Return, r.ReturnCut, r.Output, r.Cause, r.When, r.Formerly, r.Progress, r.By})
	return bytes.TrimSuffix(text.Bytes(), []byte("\n")), err
}

// FuzzRecordJSON: a record is written as package encoding/json writes it, behind what is there,
// or both have an error.
func FuzzRecordJSON(f *testing.F) {
	f.Add("a", "b", []byte(nil), uint64(0), int64(0), int64(0), int64(0), uint16(0))
	f.Add("a \"b\" \\ <&> ü € 😀", "\x00\b\f\n\r\t\x1f\x7f\xff\xc3(\u2028\u2029\ufffd",
		[]byte(" { \"a\" : [1,\n2] } "), uint64(math.MaxUint64), int64(1<<40), int64(123456789),
		int64(math.MinInt64), uint16(2))
	f.Add("\xe2\x80", "\u2028", []byte(`{"a"`), uint64(1), int64(-1<<40), int64(1), int64(1),
		uint16(3))
	f.Add("", "", []byte(`"<\u2028"`), uint64(1), int64(1<<60), int64(-1), int64(-1),
		uint16(512))
	f.Fuzz(func(t *testing.T, a, b string, value []byte, seq uint64, sec, nsec, d int64,
		event uint16) {
		at := time.Unix(sec, nsec).UTC()
		zone := time.FixedZone("", int(seq%200_000)-100_000)
		for _, r := range []rocket.Record{
			{Seq: seq, Created: at, Task: a, RunID: b, Event: rocket.Event(event)},
			{Created: at, Start: at.In(zone), End: at.Add(time.Duration(d)), Scheduled: at,
				Duration: time.Duration(d), Task: b, Error: a, Reason: b, Host: a, Return: value,
				ReturnCut: int(d), Output: b, When: a + b, Formerly: a, Progress: b, By: a,
				Cause: &rocket.Ref{Task: b, RunID: a, Event: rocket.Event(event)}},
		} {
			checkJSON(t, r)
		}
	})
}

func checkJSON(t *testing.T, r rocket.Record) {
	t.Helper()
	const before = "before"
	got, err := r.AppendJSON([]byte(before))
	want, errWant := byPackage(r)
	switch {
	case (err == nil) != (errWant == nil):
		t.Fatalf("%+v: error %v, want %v", r, err, errWant)
	case err == nil && string(got) != before+string(want):
		t.Fatalf("got\n%s, want\n%s%s", got, before, want)
	}
}

// TestRecordJSON: a record comes back from its JSON.
func TestRecordJSON(t *testing.T) {
	at := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	record := rocket.Record{
		Seq: 3, Created: at.Add(time.Second), Task: "a", RunID: "1", Event: rocket.Failed,
		Start: at, End: at.Add(time.Second), Scheduled: at, Duration: 1500 * time.Microsecond,
		Error: "no luck", Reason: "timeout", Host: "h", Return: json.RawMessage("7"),
		ReturnCut: 70_000, Output: "o",
		Cause: &rocket.Ref{Task: "b", RunID: "2", Event: rocket.Succeeded},
	}
	const want = `{"seq":3,"time":"2026-03-04T12:00:01Z","task":"a","run_id":"1","event":"fail",` +
		`"start":"2026-03-04T12:00:00Z","end":"2026-03-04T12:00:01Z",` +
		`"scheduled":"2026-03-04T12:00:00Z","duration_ms":1.5,"error":"no luck",` +
		`"reason":"timeout","host":"h","return":7,"return_cut":70000,"output":"o",` +
		`"cause":{"task":"b","run_id":"2","event":"success"}}`
	text, err := json.Marshal(record)
	if string(text) != want || err != nil {
		t.Errorf("got %s, error %v", text, err)
	}
	var again rocket.Record
	if err := json.Unmarshal(text, &again); err != nil || !reflect.DeepEqual(again, record) {
		t.Errorf("got %+v, error %v", again, err)
	}
	if err := json.Unmarshal([]byte(`{"event":"explode"}`), &again); err == nil {
		t.Error("an event that does not exist was read")
	}
}

// A duration comes back from JSON as it was, to the nanosecond.
func TestDurationJSON(t *testing.T) {
	for d := 1_234_567 * time.Nanosecond; d < 24*time.Hour; d += d/3 + 1 {
		text, err := json.Marshal(rocket.Record{Event: rocket.Failed, Duration: d})
		if err != nil {
			t.Fatal(err)
		}
		var again rocket.Record
		if err := json.Unmarshal(text, &again); err != nil || again.Duration != d {
			t.Errorf("%d ns become %d, error %v", d, again.Duration, err)
		}
	}
}
