//go:build linux

package postgres

import (
	"fmt"
	"testing"

	"github.com/rocketc/rocketc/runlog/internal/harm"
	"github.com/rocketc/rocketc/runlog/runlogtest"
	rocket "github.com/rocketc/rocketc/runtime"
)

// TestLog holds the log to the suite, with one head and with many.
func TestLog(t *testing.T) {
	for name, long := range map[string]int64{"one head": 0, "many heads": 2000} {
		t.Run(name, func(t *testing.T) {
			address, n := newAddress(t), 0
			runlogtest.Test(t, func(*testing.T) rocket.RunLog {
				n++
				log := newLog(address, fmt.Sprintf("ä 'b' %d", n))
				log.long = long
				return log
			})
		})
	}
}

// TestForced: conditions that ask the log answer as they do in memory.
func TestForced(t *testing.T) {
	address, n := newAddress(t), 0
	harm.Forced(t, func(*testing.T) rocket.RunLog {
		n++
		log := newLog(address, fmt.Sprint("forced ", n))
		log.long = 3000
		return log
	})
}
