package direct_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/grammar"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/sensor/direct"
	"github.com/rocketc/rocketc/stdconds"
)

// Each sensor is called, with its arguments by name and converted.
func TestDirect(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	quoted := strconv.Quote(file)
	for _, test := range []struct {
		call string
		want bool
	}{
		{"files.FileExists(" + quoted + ")", true},
		{"files.FileChanged(" + quoted + ", 1 hour)", true},
		{"files.FileChanged(" + quoted + `, env "ROCKETC_TEST_WITHIN")`, false},
		{"system.DiskFree(" + quoted + `, "0%")`, true},
		{"system.LoadBelow(1000000)", true},
		{"system.LoadBelow(limit: -1.5)", false},
		{`network.PortOpen("127.0.0.1:1")`, false},
		{`web.HTTPOK("http://127.0.0.1:1/")`, false},
	} {
		t.Setenv("ROCKETC_TEST_WITHIN", "1ns")
		cond := condOf(t, "func "+test.call)
		got, err := rocket.NewFacts().Observe(cond, "",
			time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC))
		unknown := err != nil && runtime.GOOS != "linux" && strings.HasPrefix(test.call, "system.")
		if !unknown && (err != nil || got.Holds != test.want) {
			t.Errorf("%s: %v, %v, want %v", test.call, got.Holds, err, test.want)
		}
	}
}

// An argument that only a session has is missing if there is no session.
func TestDirectAlone(t *testing.T) {
	for _, arg := range []string{`cli "--file"`, "return of a",
		`env "ROCKETC_TEST_NONE" >> cli "--file"`, `env "ROCKETC_TEST_NONE"`} {
		cond := condOf(t, "func files.FileExists("+arg+")")
		got, err := rocket.NewFacts().Observe(cond, "", time.Now())
		if got.Holds || err == nil || !strings.Contains(err.Error(), `parameter "path"`) {
			t.Errorf("%s: %v, %v", arg, got.Holds, err)
		}
	}
}

// condOf returns a condition that asks a sensor, of a task in a schedule that
// needs no compiler.
func condOf(t *testing.T, text string) rocket.Condition {
	t.Helper()
	name, _, _ := strings.Cut(text, ".")
	src := "import \"github.com/rocketc/rocketc/stdconds/" + strings.TrimPrefix(name, "func ") +
		"\"\n" +
		"task a when daily & " + text + " { command \"true\" }\n"
	file, list := grammar.Parse("a.rkt", []byte(src))
	p, more := check.Check([]*grammar.File{file}, check.Options{Direct: direct.Calls})
	list.Add(more...)
	if list.HasErrors() {
		t.Fatal(list.Err())
	}
	if p.NeedsGo {
		t.Errorf("%s has to be compiled", text)
	}
	return p.Schedule.Tasks[0].When.(stdconds.All)[1]
}
