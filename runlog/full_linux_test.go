package runlog_test

import (
	"testing"

	"github.com/rocketc/rocketc/runlog/internal/harm"
)

// TestFullDisk fills the disk of the log.
func TestFullDisk(t *testing.T) { harm.FullDisk(t, inDir) }
