package sqlite

import (
	"path/filepath"
	"testing"

	"github.com/rocketc/rocketc/runlog/internal/harm"
	"github.com/rocketc/rocketc/runlog/runlogtest"
	rocket "github.com/rocketc/rocketc/runtime"
)

// TestLog holds the log to the suite, with one head and with many.
func TestLog(t *testing.T) {
	for name, long := range map[string]int64{"one head": 0, "many heads": 2000} {
		t.Run(name, func(t *testing.T) {
			runlogtest.Test(t, func(t *testing.T) rocket.RunLog {
				return &Log{Path: filepath.Join(t.TempDir(), "a?b #1 %41 ä.db"), long: long}
			})
		})
	}
}

// TestForced: conditions that ask the log answer as they do in memory.
func TestForced(t *testing.T) {
	harm.Forced(t, func(t *testing.T) rocket.RunLog {
		return &Log{Path: filepath.Join(t.TempDir(), "runs.db"), long: 3000}
	})
}
