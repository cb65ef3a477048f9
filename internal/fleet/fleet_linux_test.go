package fleet

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// TestFleet: a member is frozen and thawed with what it has started, asked beside, ended in good
// order, and Close leaves nothing behind.
func TestFleet(t *testing.T) {
	dir, err := os.MkdirTemp("", "fleet-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	f := &Fleet{Program: "/bin/sh", Dir: dir, Socket: "/nowhere", User: "me", Database: "runs",
		Env: []string{"MORE=more"}}
	good, err := f.Start("good", "-c", "trap 'exit 0' TERM; sleep 60 & echo $MORE; wait; kill $!")
	if err != nil {
		t.Fatal(err)
	}
	crowd, err := f.Start("crowd", "-c", "sleep 60 & sleep 60 & wait")
	if err != nil {
		t.Fatal(err)
	}
	until := func(what string, done func() bool) {
		t.Helper()
		for end := time.Now().Add(time.Minute); !done(); time.Sleep(5 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("this did not come: %s", what)
			}
		}
	}
	until("three processes", func() bool { return len(processesWith(crowd.variable())) == 3 })
	if err := crowd.Freeze(); err != nil {
		t.Fatal(err)
	}
	until("all stopped", func() bool { return states(crowd) == "TTT" })
	if err := crowd.Thaw(); err != nil {
		t.Fatal(err)
	}
	until("all asleep", func() bool { return states(crowd) == "SSS" })
	out, err := crowd.Ask(t.Context(), "-c", "echo $FLEET_MEMBER $DATABASE_URL")
	if err != nil || !strings.HasPrefix(out, crowd.ID+" postgres://me@127.0.0.1:") {
		t.Errorf("got %q, error %v", out, err)
	}
	until("a line", func() bool {
		text, _ := os.ReadFile(good.LogFile())
		return string(text) == "more\n"
	})
	if used, err := good.Usage(); err != nil || used > time.Minute {
		t.Errorf("used %v, error %v", used, err)
	}
	if err := good.Terminate(); err != nil {
		t.Fatal(err)
	}
	<-good.Ended()
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	for _, m := range []*Member{good, crowd} {
		if left := processesWith(m.variable()); len(left) > 0 {
			t.Errorf("%v of %s are left", left, m.ID)
		}
	}
}

// states returns the states of the processes of a member, a letter each.
func states(m *Member) (all string) {
	for _, pid := range processesWith(m.variable()) {
		text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if _, rest, found := strings.Cut(string(text), ") "); found {
			all += rest[:1]
		}
	}
	return all
}
