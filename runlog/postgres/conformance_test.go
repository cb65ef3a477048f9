//go:build linux

package postgres

import (
	"testing"

	"github.com/rocketc/rocketc/runlog/runlogtest"
	rocket "github.com/rocketc/rocketc/runtime"
)

// TestLog holds the log to the suite, with one head and with many.
func TestLog(t *testing.T) {
	for name, long := range map[string]int64{"one head": 0, "many heads": 2000} {
		t.Run(name, func(t *testing.T) {
			runlogtest.Test(t, func(t *testing.T) rocket.RunLog {
				log := newLog(newAddress(t), "ä 'b'")
				log.long = long
				return log
			})
		})
	}
}
