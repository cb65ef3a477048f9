//go:build unix

package runlog_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rocketc/rocketc/runlog"
	"github.com/rocketc/rocketc/runlog/internal/harm"
	rocket "github.com/rocketc/rocketc/runtime"
)

func inDir(dir string) rocket.RunLog {
	return &runlog.File{Path: filepath.Join(dir, "runs.jsonl")}
}

func TestMain(m *testing.M) { os.Exit(harm.Main(m, inDir)) }

// TestKill kills a program of the log.
func TestKill(t *testing.T) { harm.Kill(t, inDir) }
