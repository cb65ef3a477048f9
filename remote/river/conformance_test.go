//go:build linux

package river

import (
	"testing"

	"github.com/rocketc/rocketc/remote/remotetest"
)

// TestEngine holds the engine to the suite.
func TestEngine(t *testing.T) {
	address := commonAddress(t)
	remotetest.Test(t, short.lease, func(t *testing.T, test func(*testing.T, remotetest.Store)) {
		test(t, newStore(t, address))
	})
}
