package console

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	rocket "github.com/rocketc/rocketc/runtime"
)

func TestNewLogger(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	journal := deviceInode(file)
	if journal == "" {
		t.Skip("the system has no journal")
	}
	stream := environment{"JOURNAL_STREAM=" + journal}
	for _, test := range []struct {
		name    string
		options logOptions
		env     environment
		want    string // how the log begins
	}{
		{"a file", logOptions{}, nil, "{"},
		{"the journal", logOptions{}, stream, "<4>warning: shown"},
		{"another stream", logOptions{}, environment{"JOURNAL_STREAM=1:1"}, "{"},
		{"JSON under the journal", logOptions{format: "json"}, stream, "{"},
		{"auto", logOptions{format: "auto"}, stream, "<4>"},
		{"text", logOptions{format: "text"}, nil, "20"},
		{"a level", logOptions{level: "error"}, environment{"ROCKET_LOG=debug"}, ""},
		{"a level of the environment", logOptions{}, environment{"ROCKET_LOG=error"}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if err := file.Truncate(0); err != nil {
				t.Fatal(err)
			}
			if _, err := file.Seek(0, 0); err != nil {
				t.Fatal(err)
			}
			logger, err := newLogger(file, &rocket.Schedule{}, test.options, test.env)
			if err != nil {
				t.Fatal(err)
			}
			logger.Debug("not shown")
			logger.Warn("shown")
			text, err := os.ReadFile(file.Name())
			if err != nil {
				t.Fatal(err)
			}
			got := string(text)
			if !strings.HasPrefix(got, test.want) || strings.Contains(got, "not shown") ||
				test.want == "" && got != "" {
				t.Errorf("the log is %q, want %q", got, test.want)
			}
		})
	}
}

// A buffer is neither a terminal nor the journal, and the null device is no
// terminal.
func TestNoTerminal(t *testing.T) {
	var b bytes.Buffer
	if TerminalWidth(&b) > 0 || isJournal(&b, "1:1") {
		t.Error("a buffer passes for a terminal or a journal")
	}
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	if TerminalWidth(null) > 0 {
		t.Error("the null device passes for a terminal")
	}
}
