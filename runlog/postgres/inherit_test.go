//go:build linux

package postgres

import (
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// TestInherit: a log takes over what another knows of older records, also after it is opened
// anew. One that has records does not.
func TestInherit(t *testing.T) {
	address := newAddress(t)
	log := newLog(address, "a")
	if err := log.Inherit(t.Context(), rocket.Summary{}); err == nil {
		t.Error("a log that is not open takes over something")
	}
	open(t, log)
	var older rocket.Summary
	for _, r := range runs(1, 3) {
		older.Add(r)
	}
	if err := log.Inherit(t.Context(), older); err != nil {
		t.Fatal(err)
	}
	all := older.Clone()
	for _, r := range runs(7, 2) {
		all.Add(r)
	}
	if err := log.Append(t.Context(), runs(7, 2)); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		holdSummary(t, log, all)
		if got := numbers(t, log); got != "7 8 9 10" {
			t.Errorf("it has the records %s", got)
		}
		if err := log.Inherit(t.Context(), older); err == nil {
			t.Error("a log with records takes over something")
		}
		if err := log.Close(); err != nil {
			t.Fatal(err)
		}
		open(t, log)
	}
}

// holdSummary checks that what a log resumes adds up to a summary.
func holdSummary(t *testing.T, log *Log, want rocket.Summary) {
	t.Helper()
	for _, from := range []time.Time{{}, start.Add(1000 * time.Hour)} {
		sum, rest := log.Resume(t.Context(), from)
		for r, err := range rest {
			if err != nil {
				t.Fatal(err)
			}
			sum.Add(r)
		}
		if got, want := asJSON(t, sum), asJSON(t, want); got != want {
			t.Errorf("it is summed up as\n%s, want\n%s", got, want)
		}
	}
}
