package main

import (
	"bufio"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc/internal/pty"
)

// TestDoingOnATerminal: a command that has run for a minute shows it on a pseudo-terminal.
func TestDoingOnATerminal(t *testing.T) {
	master, slave := pty.Open(t, 0)
	inv := newInvocation(t.Context(), nil, nil, slave)
	inv.began = time.Now().Add(-time.Minute)
	end := inv.doing("compiling")
	screen := bufio.NewReader(master)
	got := ""
	for !strings.HasSuffix(got, " s") {
		char, err := screen.ReadByte()
		if err != nil {
			t.Fatal(err)
		}
		got += string(char)
	}
	end()
	if want := regexp.MustCompile(`^\rrocketc: compiling, \d+ s$`); !want.MatchString(got) {
		t.Errorf("%q, want %s", got, want)
	}
}
