package check

import (
	"slices"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	rocket "github.com/rocketc/rocketc/runtime"
)

// A param is a declared session parameter.
type param struct {
	decl  *grammar.Param
	used  bool
	reads []*grammar.Word // the parameters that its value names
	sets  []grammar.Arg   // the values that metatasks set, see noteSets
}

func (c *checker) declareParam(d *grammar.Param) {
	name := d.Name.Text()
	if first, ok := c.params[name]; ok {
		c.doubled(diag.DoubledParam, "param "+quote(name), d.Name, first.decl.Name)
		return
	}
	p := &param{decl: d}
	c.params[name] = p
	c.paramOrder = append(c.paramOrder, p)
	grammar.Walk(d.Value, func(n grammar.Node) bool {
		if w, ok := n.(*grammar.Word); ok {
			p.reads = append(p.reads, w)
		}
		return true
	})
}

// lowerParams enters the session parameters into the plan.
func (c *checker) lowerParams() {
	for _, p := range c.paramOrder {
		c.open = []*param{p}
		lowered := rocket.Param{
			Name:        p.decl.Name.Text(),
			Description: description(p.decl),
			Value:       c.argument(nil, p.decl.Value),
			Secret:      p.decl.Secret,
		}
		c.open = nil
		c.plan.Schedule.Params = append(c.plan.Schedule.Params, lowered)
	}
	done := map[*param]bool{}
	for _, p := range c.paramOrder {
		c.paramCircle(p, done, nil)
	}
}

// paramCircle follows the parameters that a parameter reads, and reports a way that leads
// back to it. path is the way so far.
func (c *checker) paramCircle(p *param, done map[*param]bool, path []*param) {
	if done[p] {
		return
	}
	path = append(path, p)
	for _, w := range p.reads {
		next := c.params[w.Text]
		if next == nil || next.decl == nil {
			continue
		}
		if at := slices.Index(path, next); at >= 0 {
			c.reportParamCircle(path[at:], w.Span())
			continue
		}
		c.paramCircle(next, done, path)
	}
	done[p] = true
}

func (c *checker) reportParamCircle(circle []*param, at diag.Span) {
	var names []string
	for _, p := range circle {
		names = append(names, p.decl.Name.Text())
	}
	d := c.diags.Errorf(diag.CircularParam, at, "param %q is defined by itself: %s",
		names[0], circleText(names))
	d.Related = []diag.Related{{Span: circle[0].decl.Name.Span(), Msg: "it is declared here"}}
}
