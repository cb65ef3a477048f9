package rocket_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// in returns the shares of a task in pools, of weight 1 each.
func in(pools ...string) (shares []rocket.PoolShare) {
	for _, p := range pools {
		shares = append(shares, rocket.PoolShare{Pool: p})
	}
	return shares
}

// startsIn is story for the starts of runs.
func startsIn(records []rocket.Record) string {
	return strings.ReplaceAll(story(slices.DeleteFunc(records, func(r rocket.Record) bool {
		return r.Event != rocket.Started
	})), ":run", "")
}

// TestPoolOrder: of those that wait for a pool, one of higher priority starts first, then
// the one that was due earlier, then the one that is declared earlier. None overtakes one
// that waits for more places.
func TestPoolOrder(t *testing.T) {
	var j journal
	at := func(seconds time.Duration) rocket.Condition { return fromThen{seconds * time.Second} }
	pool := func(weight int) []rocket.PoolShare {
		return []rocket.PoolShare{{Pool: "p", Weight: weight}}
	}
	records, _ := play(t, rocket.Schedule{
		Pools: []rocket.Pool{{Name: "p", Size: 2}},
		Tasks: []*rocket.TaskSpec{
			{Name: "first", When: at(0), Action: j.does(10 * time.Second), Pools: pool(2)},
			{Name: "late", When: at(4), Action: j.does(10 * time.Second), Pools: pool(1)},
			{Name: "twin 1", When: at(3), Action: j.does(10 * time.Second), Pools: pool(1)},
			{Name: "twin 2", When: at(3), Action: j.does(10 * time.Second), Pools: pool(1)},
			{Name: "wide", When: at(2), Action: j.does(10 * time.Second), Pools: pool(2)},
			{Name: "urgent", When: at(5), Action: j.does(10 * time.Second), Pools: pool(1),
				Priority: 1},
			{Name: "free", When: at(6), Action: j.does(10 * time.Second)},
		},
	}, 90*time.Second)
	expect(t, startsIn(records),
		"first@0s free@6s urgent@10s wide@20s twin 1@30s twin 2@30s late@40s")
}

// fromThen holds from an instant of the session on, until the task starts.
type fromThen struct{ time.Duration }

func (c fromThen) Observe(o *rocket.Observation) (rocket.State, error) {
	own := o.History("")
	at := o.Started().Add(c.Duration)
	if at.After(o.Now) {
		return rocket.State{Until: at}, nil
	}
	return rocket.State{Holds: own.Last(rocket.Started).IsZero()}, nil
}

func (fromThen) Plain() {}

// TestPoolsAtOnce: a run takes its places in all pools at once, and holds none while it
// waits.
func TestPoolsAtOnce(t *testing.T) {
	var j journal
	records, _ := play(t, rocket.Schedule{
		Pools: []rocket.Pool{{Name: "p", Size: 1}, {Name: "q", Size: 1}},
		Tasks: []*rocket.TaskSpec{
			{Name: "p", When: fromThen{0}, Action: j.does(10 * time.Second), Pools: in("p")},
			{Name: "both", When: fromThen{2 * time.Second}, Action: j.does(10 * time.Second),
				Pools: in("q", "p")},
			{Name: "q", When: fromThen{time.Second}, Action: j.does(4 * time.Second),
				Pools: in("q")},
			{Name: "behind", When: fromThen{3 * time.Second}, Action: j.does(4 * time.Second),
				Pools: in("q")},
		},
	}, time.Minute)
	expect(t, startsIn(records), "p@0s q@1s both@10s behind@20s")
}
