//go:build unix

package runlog

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// TestLockOfKilled: the lock of a process that was killed, which a child of that process has
// for a moment more, is waited for. That of a process that lives is not.
func TestLockOfKilled(t *testing.T) {
	const gone = 1 << 30 // no system gives such an id
	for name, c := range map[string]struct{ pid, rests, freed, want int }{
		"freed":    {gone, 10, 3, 3},
		"not":      {gone, 10, 20, 10},
		"of alive": {os.Getpid(), 10, 3, 0},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "runs.jsonl")
			held, err := lock(path)
			if err != nil {
				t.Fatal(err)
			}
			defer held.Close()
			err = os.WriteFile(path+".lock", fmt.Appendln(nil, c.pid), 0o666)
			if err != nil {
				t.Fatal(err)
			}
			rests := 0
			second, err := lockAfter(path, c.rests, func() {
				if rests++; rests == c.freed {
					held.Close()
				}
			})
			locked, isLocked := errors.AsType[*LockedError](err)
			switch {
			case rests != c.want, isLocked != (c.want != c.freed):
				t.Errorf("%d rests, error %v", rests, err)
			case isLocked && locked.PID != c.pid:
				t.Errorf("error %v, want one that names %d", err, c.pid)
			}
			if err == nil {
				second.Close()
			}
		})
	}
}
