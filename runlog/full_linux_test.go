package runlog_test

import (
	"testing"

	"github.com/rocketc/rocketc/runlog/internal/harm"
)

// TestFullDisk fills the disks of the logs.
func TestFullDisk(t *testing.T) { eachLog(t, harm.FullDisk) }
