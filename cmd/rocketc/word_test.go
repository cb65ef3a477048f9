package main

import (
	"strings"
	"testing"

	"github.com/rocketc/rocketc"
)

// TestWordHelp: what begins a line of a schedule has a help that is about it.
func TestWordHelp(t *testing.T) {
	for word, want := range map[string]string{
		"notify": "`notify ARG` posts a message", "timezone": "`timezone \"…\"`",
		"title": "`title ARG`", "daily": "### Calendar", "after": "### Other tasks",
		"retry": "`retry [N]", "pool": "### Overlap", "secret": "secret NAME",
		"hold": "### Holds", "group": "### Groups", "every": "### Intervals",
		"cond": "### Named conditions", "enable": "`disable T`, `enable T`",
		"http_ok": "`http_ok(url)`",
	} {
		if got := wordHelp(rocketc.Specification(), word); !strings.Contains(got, want) {
			t.Errorf("%s:\n%s\nwant %s", word, got, want)
		}
	}
	for _, word := range []string{"", "a", "bild", "conditons", "(", "---", "RKT", "steps"} {
		if got := wordHelp(rocketc.Specification(), word); got != "" {
			t.Errorf("%s:\n%s", word, got)
		}
	}
}
