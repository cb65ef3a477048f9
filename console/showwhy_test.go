package console

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

// TestShowWhyMissed: of a window that was missed the answer says why.
func TestShowWhyMissed(t *testing.T) {
	const why = `{"task":"dump","at":"2026-03-02T07:00:00Z","past":true,"truth":"true",` +
		`"missed":"off","when":{"text":"daily at 07:00","truth":"true"}}`
	var b strings.Builder
	s := &screen{out: &b, now: time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)}
	answer := func(yield func(json.RawMessage, error) bool) { yield([]byte(why), nil) }
	want := "dump at 07:00:00: its condition was true, and the window was missed: off\n"
	if err := showWhy(s, answer); err != nil || !strings.HasPrefix(b.String(), want) {
		t.Errorf("%v, %s", err, b.String())
	}
}

// TestShowWhyPast: an answer about another day says which.
func TestShowWhyPast(t *testing.T) {
	const why = `{"task":"dump","at":"2026-03-02T07:00:00Z","past":true,"truth":"false",` +
		`"when":{"text":"daily at 08:00","truth":"false","until":"2026-03-02T08:00:00Z"}}`
	for day, want := range map[int]string{
		2: "dump at 07:00:00: its condition was false\n  false until 08:00:00: daily at 08:00\n",
		9: "dump at Mon 2026-03-02 07:00:00: its condition was false\n  false until 08:00:00: ",
	} {
		var b strings.Builder
		s := &screen{out: &b, now: time.Date(2026, 3, day, 12, 0, 0, 0, time.UTC)}
		answer := func(yield func(json.RawMessage, error) bool) { yield([]byte(why), nil) }
		if err := showWhy(s, answer); err != nil || !strings.HasPrefix(b.String(), want) {
			t.Errorf("on the %d. it is %v, %s", day, err, b.String())
		}
	}
}
