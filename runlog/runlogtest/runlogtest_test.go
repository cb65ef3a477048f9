package runlogtest_test

import (
	"testing"

	"github.com/rocketc/rocketc/runlog/runlogtest"
	rocket "github.com/rocketc/rocketc/runtime"
)

func TestMemoryLog(t *testing.T) {
	runlogtest.Test(t, func(*testing.T) rocket.RunLog { return &rocket.MemoryLog{} })
}
