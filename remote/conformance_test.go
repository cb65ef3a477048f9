package remote_test

import (
	"fmt"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/rocketc/rocketc/remote"
	"github.com/rocketc/rocketc/remote/remotetest"
	rocket "github.com/rocketc/rocketc/runtime"
)

// TestMemory holds the engine to the suite.
func TestMemory(t *testing.T) {
	remotetest.Test(t, remote.LeaseTime,
		func(t *testing.T, test func(*testing.T, remotetest.Store)) {
			synctest.Test(t, func(t *testing.T) { test(t, &store{}) })
		})
}

// A store is an engine in memory as the suite wants it.
type store struct {
	remote.Memory
	mu     sync.Mutex
	epochs map[string]int64
}

func (s *store) Engine(*testing.T) rocket.Engine { return &s.Memory }

func (s *store) Epoch(_ *testing.T, schedule string) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.epochs == nil {
		s.epochs = map[string]int64{}
	}
	s.epochs[schedule]++
	return s.epochs[schedule]
}

func (s *store) Cut(_ *testing.T, _ rocket.Engine, worker string, cut bool) {
	s.Memory.Cut(worker, cut)
}

func (s *store) Left(_ *testing.T, schedule string) string {
	if n := s.Size(schedule); n > 0 {
		return fmt.Sprint(n, " runs")
	}
	return ""
}
