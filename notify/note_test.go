package notify

import (
	"fmt"
	"strings"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// TestTold: causes in words.
func TestTold(t *testing.T) {
	at := time.Date(2026, 12, 24, 18, 0, 0, 0, time.UTC)
	records := []rocket.Record{
		{Task: "a", Event: rocket.Missed, Created: at, Scheduled: at.Add(-time.Hour)},
		{Task: "b", Event: rocket.Terminated, Reason: "timeout", End: at, Error: " too long\n"},
		{Task: "c", Event: rocket.Terminated, Reason: "request", End: at},
		{Task: "d", Event: rocket.Crashed, Created: at},
		{Task: "e", Event: rocket.Started, Start: at},
		{Task: "f", Event: rocket.Succeeded, End: at},
		{Task: "g", Event: rocket.Inacted, End: at},
		{Task: "h", Event: rocket.Failed, End: at, Error: strings.Repeat("ü", 2000)},
	}
	n := noteOf(&rocket.Run{Causes: records})
	const layout = "2006-01-02 15:04:05 MST"
	want := strings.NewReplacer("WINDOW", at.Add(-time.Hour).Local().Format(layout),
		"NOW", at.Local().Format(layout), "LONG", strings.Repeat("ü", 999)+"…",
	).Replace(`a missed its window at WINDOW
b was ended by its timeout at NOW: too long
c was terminated at NOW
d crashed at NOW
e started at NOW
f succeeded at NOW
g had nothing to do at NOW
h failed at NOW: LONG`)
	if n.title != "h failed, and 7 more" || n.message != want {
		t.Errorf("%s\n%s", n.title, n.message)
	}
	n = noteOf(&rocket.Run{Causes: make([]rocket.Record, 30)})
	if lines := strings.Split(n.message, "\n"); len(lines) != maxTold+1 ||
		lines[0] != "10 earlier ones are left out" {
		t.Errorf("%q", lines)
	}
}

// TestClip: a text is cut so that it has no more UTF-16 units than the limit, and no half of a
// letter.
func TestClip(t *testing.T) {
	for _, test := range []struct {
		text  string
		limit int
		want  string
	}{
		{"", 0, ""}, {"abc", 3, "abc"}, {"abcd", 3, "ab…"}, {"äöüx", 4, "äöüx"},
		{"äöüxy", 4, "äöü…"},
		{"👍👍", 4, "👍👍"}, {"👍👍", 3, "👍…"}, {"a👍👍", 4, "a👍…"}, {"👍👍", 1, "…"},
	} {
		if got := clip(test.text, test.limit); got != test.want {
			t.Errorf("clip(%q, %d) = %q, want %q", test.text, test.limit, got, test.want)
		}
	}
}

// TestClean: what a message cannot have is not in it.
func TestClean(t *testing.T) {
	n := note{title: "a\r\n\tb \x00\xffc\u0085", message: "a\r\nb\rc\td\x1b\xff\n"}.clean()
	if got := fmt.Sprintf("%q %q", n.title, n.message); got != `"a b �c" "a\nb c\td �\n"` {
		t.Error(got)
	}
	if n := (note{title: strings.Repeat("a", 1000)}).clean(); len(n.title) > 260 {
		t.Errorf("the title has %d bytes", len(n.title))
	}
}
