package runlog

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	rocket "github.com/rocketc/rocketc/runtime"
)

// TestNewerLine: a line that is whole, but has what only a newer rocketc knows, is no torn end and
// no damage: wherever it stands, the log is left as it is, and the error names the line.
func TestNewerLine(t *testing.T) { eachFormat(t, newerLine) }

func newerLine(t *testing.T, format Format) {
	for at := range 3 {
		text := []byte(format.header())
		for i, l := range []line{{head: &head{Version: version}}, {}, {left: 1}, {}} {
			if l.batch = uint64(min(i+1, 3)); l.head == nil {
				l.record = &rocket.Record{Seq: uint64(i), Created: start, Task: "fetch",
					RunID: "1", Event: rocket.Crashed}
			}
			one, err := format.write(nil, l)
			if err != nil {
				t.Fatal(err)
			}
			if i == at+1 {
				one = resummed(format, strings.Replace(string(one), "crash", "paused", 1))
			}
			text = append(text, one...)
		}
		leftAlone(t, format, text)
	}
}

// resummed returns a line with the right checksum.
func resummed(format Format, text string) []byte {
	from, end := sumStart, sumEnd+"\n"
	body := text[:strings.LastIndex(text, ",")]
	if format == CSV {
		body, from, end = body+",", "", "\r\n"
	}
	sum := sumOf([]byte(body))
	return []byte(body + from + string(sum[:]) + end)
}

// leftAlone checks that a log with a line of a newer rocketc is told, and not changed.
func leftAlone(t *testing.T, format Format, text []byte) {
	t.Helper()
	log := &File{Path: filepath.Join(t.TempDir(), "runs.log"), Format: format}
	if err := os.WriteFile(log.Path, text, 0o666); err != nil {
		t.Fatal(err)
	}
	_, opened := log.Open(t.Context())
	_, repaired := log.Repair(t.Context())
	_, forward := readAll(t, log, rocket.Query{})
	_, backward := readAll(t, log, rocket.Query{Newest: true})
	for _, err := range []error{opened, repaired, forward, backward} {
		if newer, ok := errors.AsType[*NewerError](err); !ok || newer.Err == nil ||
			!strings.Contains(err.Error(), log.Path) ||
			!strings.Contains(err.Error(), "; a newer rocketc has written it: use that one") {
			t.Errorf("error %v, want one that a line is of a newer rocketc", err)
		}
	}
	after, err := os.ReadFile(log.Path)
	if err != nil || !bytes.Equal(after, text) {
		t.Errorf("the log has\n%s, error %v, want\n%s", after, err, text)
	}
	if names, _ := filepath.Glob(log.Path + ".[td]*"); len(names) > 0 {
		t.Errorf("there are %q", names)
	}
}

// readAll returns the records that a query asks for, and the error at the end.
func readAll(t *testing.T, log *File, q rocket.Query) (records []rocket.Record, err error) {
	t.Helper()
	for r, err := range log.Read(t.Context(), q) {
		if err != nil {
			return records, err
		}
		records = append(records, r)
	}
	return records, nil
}
