package console

import (
	"strings"
	"testing"

	"github.com/rocketc/rocketc/control"
)

// TestShowStatusWithoutLog: a status says in a line why it does not know what went wrong.
func TestShowStatusWithoutLog(t *testing.T) {
	var b strings.Builder
	ShowStatus(&b, &control.Status{LogError: "the database:\n\tno answer"})
	if want := "\nwhat went wrong is not known: the database: no answer\n"; !strings.Contains(
		b.String(), want) {
		t.Errorf("got %s", b.String())
	}
}
