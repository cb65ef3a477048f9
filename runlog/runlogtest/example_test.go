package runlogtest_test

import (
	"testing"

	"github.com/rocketc/rocketc/runlog/runlogtest"
	rocket "github.com/rocketc/rocketc/runtime"
)

// A counted log is a run log of one's own.
type counted struct{ rocket.MemoryLog }

// A run log of one's own is tried by a test of its package, which would be called TestCounted.
func ExampleTest() {
	testCounted := func(t *testing.T) {
		runlogtest.Test(t, func(*testing.T) rocket.RunLog { return &counted{} })
	}
	_ = testCounted
}
