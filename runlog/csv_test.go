package runlog

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	rocket "github.com/rocketc/rocketc/runtime"
)

// TestCSV: a log in CSV is what others read, too: a header, then rows of as many fields as
// it has, a line each, without what a spreadsheet would take for a formula. What was written
// comes back.
func TestCSV(t *testing.T) {
	texts := []string{"", "plain", "a, b", `say "hi"`, "line 1\nline 2\r\n", `C:\new\x41`, `\`,
		"=1+1", "+1", "-1", "@a", "\t=1", " blanks ", "\x00\x1b[31m\x7f", "päivä\u2028", "\ufeffb",
		"#n", "'", "\\\n", "a\tb"}
	log := &File{Path: filepath.Join(t.TempDir(), "runs.csv"), Format: CSV}
	if _, err := log.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	for i, text := range texts {
		r := rocket.Record{Seq: uint64(i + 1), Task: text, RunID: text, Event: rocket.Failed,
			Error: text, Output: text, Return: []byte("{\n\"a\": [1,\n2]}")}
		if err := log.Append(t.Context(), []rocket.Record{r}); err != nil {
			t.Fatal(err)
		}
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	for r, err := range log.Read(t.Context(), rocket.Query{}) {
		want := texts[r.Seq-1]
		if err != nil || r.Task != want || r.RunID != want || r.Error != want || r.Output != want ||
			string(r.Return) != `{"a":[1,2]}` {
			t.Errorf("%q becomes %+v, error %v", want, r, err)
		}
	}
	text, err := os.ReadFile(log.Path)
	if err != nil {
		t.Fatal(err)
	}
	checkRows(t, string(text), len(texts))
}

// checkRows checks that a text is CSV as RFC 4180 has it, with a header, a head, and rows.
func checkRows(t *testing.T, text string, rows int) {
	t.Helper()
	all, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Count(text, "\r\n")
	if len(all) != rows+2 || lines != rows+2 || strings.Count(text, "\n") != lines ||
		!slices.Equal(all[0][:3], []string{"seq", "time", "task"}) {
		t.Errorf("%d rows and %d lines, want %d", len(all), lines, rows+2)
	}
	for _, field := range slices.Concat(all...) {
		if field != "" && strings.ContainsAny(field[:1], "=+-@\t") {
			t.Errorf("a spreadsheet may take %q for a formula", field)
		}
	}
}

// TestUnescape: a field that no log writes is an error.
func TestUnescape(t *testing.T) {
	for _, field := range []string{`\`, `a\`, `\x4`, `\xzz`} {
		if text, err := unescape(field); err == nil {
			t.Errorf("%s is read as %q", field, text)
		}
	}
}

// FuzzCSV: a text without bytes that are not UTF-8 comes back, in one line.
func FuzzCSV(f *testing.F) {
	f.Add("a\\\n\r\x00", "=1")
	f.Fuzz(func(t *testing.T, a, b string) {
		a, b = strings.ToValidUTF8(a, "?"), strings.ToValidUTF8(b, "?")
		in := line{record: &rocket.Record{Event: rocket.Failed, Task: a, Error: b}, batch: 3}
		text, err := writeCSV(nil, in)
		if err != nil {
			t.Fatal(err)
		}
		body, ended := strings.CutSuffix(string(text), "\n")
		out, err := parseCSV([]byte(body))
		if err != nil || !ended || strings.Contains(body, "\n") || out.record.Task != a ||
			out.record.Error != b || out.batch != 3 {
			t.Errorf("%q, %q are written as %s, and read as %+v, error %v", a, b, text, out, err)
		}
	})
}
