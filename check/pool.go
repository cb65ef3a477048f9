package check

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/spelling"
)

// A pool is a declared pool.
type pool struct {
	decl *grammar.Pool
	used bool
}

// declarePool enters a pool.
func (c *checker) declarePool(d *grammar.Pool) {
	if first := c.pools[d.Name.Text]; first != nil {
		c.doubled(diag.DoubledPool, "pool "+quote(d.Name.Text), d.Name, first.decl.Name)
		return
	}
	c.pools[d.Name.Text] = &pool{decl: d}
	c.plan.Schedule.Pools = append(c.plan.Schedule.Pools, rocket.Pool{Name: d.Name.Text,
		Size: c.atLeast(nil, d.Size, 1, "the number of places")})
}

// sizeOf returns how many places a declared pool has.
func (c *checker) sizeOf(name string) int {
	i := slices.IndexFunc(c.plan.Schedule.Pools, func(p rocket.Pool) bool { return p.Name == name })
	return c.plan.Schedule.Pools[i].Size
}

// share checks the name and the weight. They take effect when all attributes of a task are
// known; see takePlaces.
func (c *checker) share(s *grammar.Setting) change {
	if p := c.pools[s.Kind.Text]; p != nil {
		p.used = true
	} else if !c.mayBeDeclared(s.Kind.Text) {
		names := make([]string, len(c.plan.Schedule.Pools))
		for i, p := range c.plan.Schedule.Pools {
			names[i] = p.Name
		}
		d := c.diags.Errorf(diag.UnknownPool, s.Kind.Span(), "pool %s is not declared",
			quote(s.Kind.Text))
		d.Help = "a pool is declared: pool " + s.Kind.Text + " 3"
		if near := spelling.Nearest(s.Kind.Text, names); near != "" {
			suggest(d, near)
		}
	}
	if s.Value != nil {
		c.atLeast(nil, s.Value.(*grammar.Number), 1, "a weight")
	}
	return func(*rocket.TaskSpec, *rocket.Command) {}
}

// takePlaces gives a task its pools: its own and those of the groups around it. Weights in
// the same pool are added up.
func (c *checker) takePlaces(t *task) {
	c.addShares(t, t.decl.Attrs)
	for g := t.group; g != nil; g = g.outer {
		c.addShares(t, g.decl.Attrs)
	}
}

func (c *checker) addShares(t *task, attrs []*grammar.Setting) {
	for _, s := range attrs {
		if s.Key.Text != "pool" || c.pools[s.Kind.Text] == nil {
			continue
		}
		name, weight := s.Kind.Text, 1
		if n, ok := s.Value.(*grammar.Number); ok {
			weight, _ = strconv.Atoi(n.Text) // what is no number is reported
			weight = min(weight, math.MaxInt32)
		}
		i := slices.IndexFunc(t.spec.Pools, func(p rocket.PoolShare) bool { return p.Pool == name })
		if i < 0 {
			i = len(t.spec.Pools)
			t.spec.Pools = append(t.spec.Pools, rocket.PoolShare{Pool: name})
		}
		share := &t.spec.Pools[i]
		was := share.Weight
		share.Weight += weight
		if size := c.sizeOf(name); share.Weight > size && was <= size {
			c.tooHeavy(t, s, *share, size)
		}
	}
}

// tooHeavy reports a run that would take more places than its pool has.
func (c *checker) tooHeavy(t *task, s *grammar.Setting, share rocket.PoolShare, size int) {
	at := s.Kind.Span()
	if s.Value != nil {
		at = s.Value.Span()
	}
	d := c.diags.Errorf(diag.BadNumber, at, "a run of %s takes %d places of pool %s, which has %d",
		spelling.Name(t.name), share.Weight, share.Pool, size)
	d.Help = "lower the weight, or declare more places"
	d.Related = []diag.Related{{Span: c.pools[share.Pool].decl.Size.Span(),
		Msg: "the pool is declared here"}}
}

// judgeOverlap reports a task whose runs replace others, and never have to.
func (c *checker) judgeOverlap(t *task) {
	config := c.plan.Schedule.Config
	limited := t.spec.Multilaunch > 0 || t.spec.Multilaunch == 0 && !config.Multilaunch
	if limited || !c.replaces(t) {
		return
	}
	at := t.nameSpan()
	if s := cmp.Or(t.inherited("overlap"), t.inherited("multilaunch")); s != nil {
		at = s.Key.Span()
	}
	d := c.diags.Errorf(diag.BadValue, at,
		"%s may have any number of runs, so overlap replace never replaces one",
		spelling.Name(t.name))
	d.Help = "say how many with `multilaunch N`, or leave overlap replace out"
}

// judgeCrowd warns of a task that may have more live runs than fit into one of its pools.
func (c *checker) judgeCrowd(t *task) {
	for _, share := range t.spec.Pools {
		size, runs := c.sizeOf(share.Pool), t.spec.Multilaunch
		if runs <= 1 || share.Weight > size || runs <= size/share.Weight {
			continue
		}
		at := t.nameSpan()
		if s := t.inherited("multilaunch"); s != nil {
			at = s.Span()
		}
		d := c.diags.Warnf(diag.CrowdedPool, at,
			"%s may have %d live runs, and pool %s has places for %d at a time",
			spelling.Name(t.name), runs, share.Pool, size/share.Weight)
		d.Help = "lower multilaunch, or declare more places"
		d.Related = []diag.Related{{Span: c.pools[share.Pool].decl.Size.Span(),
			Msg: "the pool is declared here"}}
	}
}
