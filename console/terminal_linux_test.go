package console

import (
	"bufio"
	"fmt"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/internal/pty"

	rocket "github.com/rocketc/rocketc/runtime"
)

// TestTerminal: what a terminal shows depends on its width and its user's
// wishes.
func TestTerminal(t *testing.T) {
	tasks := []*rocket.TaskSpec{{Name: "hello"}, {Name: "a name of twenty-six runes"}}
	const plain = "TIME hello  failed after 1.6 ms: no"
	padded := fmt.Sprintf("%-26s", "hello")
	const colored = "\x1b[2mTIME\x1b[0m hello  \x1b[31mfailed after 1.6 ms: no\x1b[0m"
	xterm := environment{"TERM=xterm"}
	for _, test := range []struct {
		name    string
		columns uint16
		env     environment
		want    string
	}{
		{"80 columns", 80, xterm, colored},
		{"120 columns", 120, xterm, strings.Replace(colored, "hello", padded, 1)},
		{"unknown columns", 0, xterm, colored},
		{"unknown terminal", 80, nil, plain},
		{"NO_COLOR", 80, environment{"NO_COLOR=1", "TERM=xterm"}, plain},
		{"no NO_COLOR", 80, environment{"NO_COLOR=", "TERM=xterm"}, colored},
		{"dumb", 80, environment{"TERM=dumb"}, plain},
		{"under the journal", 80, environment{"JOURNAL_STREAM=1:2", "NO_COLOR=1"}, plain},
	} {
		t.Run(test.name, func(t *testing.T) {
			master, slave := pty.Open(t, test.columns)
			s := &rocket.Schedule{Tasks: tasks}
			logger, err := newLogger(slave, s, logOptions{}, test.env)
			if err != nil {
				t.Fatal(err)
			}
			logger.Error("run failed",
				"event", "fail", "task", "hello", "duration_ms", 1.6, "error", "no")
			line, err := bufio.NewReader(master).ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			got := strings.TrimRight(line, "\r\n")
			if i := strings.Index(got, ":"); i >= 2 {
				got = got[:i-2] + "TIME" + got[i+len(":00:00"):]
			}
			if got != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

// A dumb terminal has no letters to draw with.
func TestDumbTerminal(t *testing.T) {
	look := newStyle(&rocket.Schedule{}, textFormat, 80, environment{"TERM=dumb"})
	if look.bar != "|" || look.color {
		t.Errorf("got %+v", look)
	}
}
