//go:build linux

package river

import (
	"fmt"
	"testing"

	"github.com/rocketc/rocketc/internal/pooler"
)

// TestPooler: behind a proxy that pools transactions, runs are polled for, and each is begun and
// told once.
func TestPooler(t *testing.T) {
	s := newStore(t, commonAddress(t))
	_, address := pooler.New(t, s.address)
	s.address = address
	p := newPair(t, s, s.engine(), s.engine())
	if !p.Leading.(*leading).pooled {
		t.Error("the proxy is not noticed")
	}
	const n = 20
	for i := range n {
		p.open(t, fmt.Sprint(i))
	}
	seen := map[string]bool{}
	for range n {
		seen[await(t, p.ends, "a run ends")] = true
	}
	if len(seen) != n {
		t.Errorf("the ends of %d runs are told, want %d", len(seen), n)
	}
}
