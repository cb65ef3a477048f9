package postgres

import (
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// TestIsAlive: a process is alive until it has ended, also if its parent has not asked for that
// yet. Nothing is known of one of another machine, nor of one that the system does not show.
func TestIsAlive(t *testing.T) {
	self := thisProcess()
	ended := exec.Command("true")
	if err := ended.Run(); err != nil {
		t.Fatal(err)
	}
	gone := strings.Fields(self)
	gone[2] = strconv.Itoa(ended.Process.Pid)
	for _, c := range []struct {
		name, proc, process string
		known, alive        bool
	}{
		{"this", proc, self, true, true},
		{"ended", proc, strings.Join(gone, " "), true, false},
		{"of the same id", proc, self + "0", true, false},
		{"elsewhere", proc, "x" + self, false, false},
		{"of another system", proc, "", false, false},
		{"hidden", t.TempDir(), self, false, false},
	} {
		known, alive := isAliveIn(c.proc, c.process)
		if known != c.known || known && alive != c.alive {
			t.Errorf("%s: known %t, alive %t", c.name, known, alive)
		}
	}
}
