package main

import (
	"bufio"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/internal/pty"
)

// TestPageOnATerminal: on a pseudo-terminal a topic goes through the pager, and without a
// pager that starts it is there all the same.
func TestPageOnATerminal(t *testing.T) {
	for pager, want := range map[string]string{
		"sed s/^/>/": ">line", "/no/pager": "line", "": "line",
	} {
		master, slave := pty.Open(t, 0)
		t.Setenv("PAGER", pager)
		inv := newInvocation(t.Context(), nil, slave, slave)
		if err := inv.page("line\n"); err != nil {
			t.Errorf("%q: %v", pager, err)
		}
		got, err := bufio.NewReader(master).ReadString('\n')
		if strings.TrimSpace(got) != want {
			t.Errorf("%q shows %q, error %v; want %q", pager, got, err, want)
		}
	}
}
