package runlog

import (
	"path/filepath"
	"testing"

	"github.com/rocketc/rocketc/runlog/internal/harm"
	"github.com/rocketc/rocketc/runlog/runlogtest"
	rocket "github.com/rocketc/rocketc/runtime"
)

// TestFile holds a log of each format to the suite, in one segment and in many.
func TestFile(t *testing.T) {
	for _, format := range []Format{JSON, CSV} {
		for name, long := range map[string]int64{"one segment": 0, "many segments": 5000} {
			t.Run(format.String()+" in "+name, func(t *testing.T) {
				runlogtest.Test(t, func(t *testing.T) rocket.RunLog {
					return &File{Path: filepath.Join(t.TempDir(), "runs.x"), Format: format,
						long: long}
				})
			})
		}
	}
}

// TestForced: conditions that ask a log of each format answer as they do in memory.
func TestForced(t *testing.T) {
	eachFormat(t, func(t *testing.T, format Format) {
		harm.Forced(t, func(t *testing.T) rocket.RunLog {
			return &File{Path: filepath.Join(t.TempDir(), "runs.x"), Format: format, long: 9000}
		})
	})
}
