package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// A story is what a log and the notes of a soak say.
type story struct{ log, notes strings.Builder }

func (s *story) tell(event rocket.Event, task, id string) {
	fmt.Fprintf(&s.log, "{\"event\":%q,\"task\":%q,\"run_id\":%q}\n", event, task, id)
	if event == rocket.Started {
		fmt.Fprintln(&s.notes, task)
	}
}

// ran is how long the tasks of a story run.
var ran = []time.Duration{10 * time.Second, 20 * time.Second}

// goodStory is one in which each task has run as often as it should.
func goodStory() *story {
	s := new(story)
	for _, kind := range soakKinds {
		each := kind.each
		for _, leader := range soakKinds {
			if leader.name == kind.after {
				each = leader.each
			}
		}
		for i := range kind.tasks {
			for n := range int(30*time.Second/max(each, 1)) * min(int(each), 1) {
				id := fmt.Sprint(kind.name, i, " ", n)
				s.tell(rocket.Started, nameOf(kind.name, i), id)
				s.tell(kind.ends, nameOf(kind.name, i), id)
			}
		}
	}
	return s
}

// mistakesIn returns what is wrong with a story.
func mistakesIn(t *testing.T, s *story) string {
	t.Helper()
	dir := t.TempDir()
	log, notes := filepath.Join(dir, "log"), filepath.Join(dir, "notes")
	for name, text := range map[string]string{log: s.log.String(), notes: s.notes.String()} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	runs, err := readRuns(log, notes)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(runs.mistakes(ran))
}

// TestSoakMistakes: what is lost, or comes twice, is found; and nothing else.
func TestSoakMistakes(t *testing.T) {
	if got := mistakesIn(t, goodStory()); got != "<nil>" {
		t.Errorf("a good story has mistakes: %s", got)
	}
	for want, spoil := range map[string]func(*story){
		"the run x has no outcome": func(s *story) {
			s.tell(rocket.Started, "go1", "x")
		},
		"has two starts or outcomes": func(s *story) {
			s.tell(rocket.Succeeded, "go1", "go1 0")
		},
		"the log has 30 starts, the task noted 31": func(s *story) { s.notes.WriteString("go1\n") },
		"the log has 31 starts, the task noted 30": func(s *story) {
			s.log.WriteString("{\"event\":\"run\",\"task\":\"go1\",\"run_id\":\"x\"}\n")
		},
		"30 of 31 runs success": func(s *story) {
			s.tell(rocket.Started, "go1", "x")
			s.tell(rocket.Failed, "go1", "x")
		},
		"broken0: 1 runs, and 0 to 0 were due": func(s *story) {
			s.tell(rocket.Started, "broken0", "x")
			s.tell(rocket.Succeeded, "broken0", "x")
		},
		"follower1: 30 runs, and 31 to 32 were due": func(s *story) {
			for _, id := range []string{"x", "y"} {
				s.tell(rocket.Started, "go1", id)
				s.tell(rocket.Succeeded, "go1", id)
			}
		},
	} {
		s := goodStory()
		spoil(s)
		if got := mistakesIn(t, s); !strings.Contains(got, want) {
			t.Errorf("the mistake %q was not found: %s", want, got)
		}
	}
}

// TestLeaks: more goroutines, files, processes or bytes than before are leaks.
func TestLeaks(t *testing.T) {
	first := census{6, 12, 1, mib}
	for _, more := range []census{
		{7, 12, 1, mib}, {6, 13, 1, mib}, {6, 12, 2, mib}, {6, 12, 1, 2*mib + heapSlack},
	} {
		s := soaking{counts: []census{first, more}}
		if err := s.leaks(); err == nil {
			t.Errorf("%+v after %+v is no leak", more, first)
		}
	}
	s := soaking{counts: []census{first, first}}
	if err := s.leaks(); err != nil {
		t.Error(err)
	}
}
