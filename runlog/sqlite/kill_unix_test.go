//go:build unix

package sqlite_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rocketc/rocketc/runlog/internal/harm"
	"github.com/rocketc/rocketc/runlog/sqlite"
	rocket "github.com/rocketc/rocketc/runtime"
)

func inDir(dir string) rocket.RunLog {
	return &sqlite.Log{Path: filepath.Join(dir, "runs.db")}
}

func TestMain(m *testing.M) { os.Exit(harm.Main(m, inDir)) }

// TestKill kills a program of the log.
func TestKill(t *testing.T) { harm.Kill(t, inDir) }
