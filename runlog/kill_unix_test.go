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

// shortVariable, and formatVariable, tell a program that its log has short segments, and that
// it is in CSV.
const (
	shortVariable  = "ROCKETC_TEST_SHORT"
	formatVariable = "ROCKETC_TEST_CSV"
)

func inDir(dir string) rocket.RunLog {
	log := &runlog.File{Path: filepath.Join(dir, "runs.x")}
	if os.Getenv(formatVariable) != "" {
		log.Format = runlog.CSV
	}
	if os.Getenv(shortVariable) != "" {
		log.Short(5000)
	}
	return log
}

// eachLog harms logs of either format, in one segment, and in short ones that are archived
// again and again.
func eachLog(t *testing.T, harm func(t *testing.T, open func(dir string) rocket.RunLog)) {
	for name, variables := range map[string][]string{
		"file": nil, "file in short segments": {shortVariable},
		"csv in short segments": {formatVariable, shortVariable},
	} {
		t.Run(name, func(t *testing.T) {
			for _, v := range variables {
				t.Setenv(v, "1")
			}
			harm(t, inDir)
		})
	}
}

func TestMain(m *testing.M) { os.Exit(harm.Main(m, inDir)) }

// TestKill kills programs of the logs.
func TestKill(t *testing.T) { eachLog(t, harm.Kill) }
