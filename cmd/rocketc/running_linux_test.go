package main

import (
	"bufio"
	"context"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/internal/pty"
)

// TestTopOnATerminal: on a terminal, top draws the status again and again until it is
// interrupted.
func TestTopOnATerminal(t *testing.T) {
	const schedule = `
task dump when every 1 day { command "echo ::progress 40/100 tables; sleep 600" }
task check when every 1 hour { command "exit 1" }
`
	serveSchedule(t, "backup", schedule)
	master, slave := pty.Open(t, 0)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		defer slave.Close() // nothing waits for more frames
		ended <- (&topCommand{Every: "100ms"}).Run(newInvocation(ctx, nil, slave, slave))
	}()
	screen := bufio.NewReader(master)
	for range 3 { // frames
		text := ""
		for !strings.HasSuffix(text, "\x1b[J") {
			char, err := screen.ReadByte()
			if err != nil {
				t.Fatal(err, <-ended)
			}
			text += string(char)
		}
		for _, part := range []string{"\x1b[H", "2 tasks", " 40 % 40/100 tables"} {
			if !strings.Contains(text, part) {
				t.Errorf("there is no %q in %q", part, text)
			}
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// TestFrame: what has no room on a terminal is left out, and said.
func TestFrame(t *testing.T) {
	plain := strings.NewReplacer("\x1b[H", "", "\x1b[K", "", "\x1b[J", "")
	for _, c := range []struct {
		text          string
		columns, rows int
		want          string
	}{
		{"one\ntwo\n", 80, 24, "one\ntwo\n"},
		{"one\ntwo\n", 0, 0, "one\ntwo\n"},
		{"a b c d e f\ntwo\n", 6, 24, "a b c…\ntwo\n"},
		{"1\n2\n3\n4\n5\n", 80, 4, "1\n2\n… and 3 lines more\n"},
		{"1\n2\n3\n", 80, 4, "1\n2\n3\n"},
	} {
		if got := plain.Replace(frame(c.text, c.columns, c.rows)); got != c.want {
			t.Errorf("%q on %d × %d: %q, want %q", c.text, c.columns, c.rows, got, c.want)
		}
	}
}
