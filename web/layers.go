package web

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// The measures of the picture of a graph, in units of its own.
const (
	nodeWidth  = 168
	nodeHeight = 26
	nodeRunes  = 21
	layerApart = 64
	nodeApart  = 12
	graphEdge  = 8
)

// A drawing is a graph with the places of what is drawn: each task is to the right of those
// for which it waits, but for circles.
type drawing struct {
	Width, Height int
	Nodes         []drawnNode
	Edges         []drawnEdge
}

type drawnNode struct {
	Name, Label, Title string
	Task               bool   // it is no group
	State              string // of the task; empty: that is not known
	X, Y, W, H         int
	layer, order       int
}

type drawnEdge struct {
	Path, Title string
	Wrong       bool
}

// draw places the nodes that are shown, and the edges between them.
func (w *web) draw(shown map[int]bool) *drawing {
	l := layout{place: map[int]int{}}
	for i, name := range w.names {
		if shown[i] {
			l.place[i] = len(l.nodes)
			l.nodes = append(l.nodes, drawnNode{Name: name, Label: cut(name, nodeRunes),
				Task: !w.group[i], W: nodeWidth, H: nodeHeight})
		}
	}
	for _, e := range w.edges {
		if shown[e.from] && shown[e.to] {
			e.from, e.to = l.place[e.from], l.place[e.to]
			l.edges = append(l.edges, e)
		}
	}
	l.layer()
	l.bend()
	l.order()
	return l.drawing()
}

// A layout is the work of placing.
type layout struct {
	place map[int]int // of the nodes of a web among these
	nodes []drawnNode
	edges []edge
	back  []bool // the edges that close a circle
	rows  [][]int
	real  int     // how many nodes there are; those after them are bends of edges
	bends [][]int // of each edge, one in each layer that it crosses
	links []edge  // the edges in pieces, each from one layer to another
}

// layer gives each node its layer: one more than the greatest of those before it.
func (l *layout) layer() {
	l.findBack()
	for changed := true; changed; {
		changed = false
		for i, e := range l.edges {
			if from := &l.nodes[e.from]; !l.back[i] && l.nodes[e.to].layer <= from.layer {
				l.nodes[e.to].layer = from.layer + 1
				changed = true
			}
		}
	}
	for i := range l.nodes {
		l.enter(i)
	}
}

// enter enters a node into its layer.
func (l *layout) enter(i int) {
	n := &l.nodes[i]
	for len(l.rows) <= n.layer {
		l.rows = append(l.rows, nil)
	}
	n.order = len(l.rows[n.layer])
	l.rows[n.layer] = append(l.rows[n.layer], i)
}

// bend adds a place in each layer that an edge crosses, so that it does not lead through nodes.
func (l *layout) bend() {
	l.real = len(l.nodes)
	l.bends = make([][]int, len(l.edges))
	for i, e := range l.edges {
		last, to := e.from, l.nodes[e.to].layer
		for layer := l.nodes[e.from].layer + 1; layer < to; layer++ {
			n := len(l.nodes)
			l.nodes = append(l.nodes, drawnNode{layer: layer})
			l.enter(n)
			l.bends[i] = append(l.bends[i], n)
			l.links = append(l.links, edge{from: last, to: n})
			last = n
		}
		l.links = append(l.links, edge{from: last, to: e.to})
	}
}

// findBack finds the edges without which there is no circle, by going along the edges.
func (l *layout) findBack() {
	l.back = make([]bool, len(l.edges))
	next := make([][]int, len(l.nodes)) // the edges from each node
	for i, e := range l.edges {
		next[e.from] = append(next[e.from], i)
	}
	const fresh, open, done = 0, 1, 2
	state := make([]int, len(l.nodes))
	var visit func(n int)
	visit = func(n int) {
		state[n] = open
		for _, i := range next[n] {
			switch to := l.edges[i].to; state[to] {
			case open:
				l.back[i] = true
			case fresh:
				visit(to)
			}
		}
		state[n] = done
	}
	for n := range l.nodes {
		if state[n] == fresh {
			visit(n)
		}
	}
}

// order sorts the nodes of each layer by where those are to which they are joined, so that
// fewer edges cross.
func (l *layout) order() {
	const sweeps = 4
	for sweep := range sweeps {
		weight := make([]float64, len(l.nodes))
		count := make([]float64, len(l.nodes))
		for _, e := range l.links {
			at, other := e.to, e.from
			if sweep%2 == 1 {
				at, other = e.from, e.to
			}
			weight[at] += l.share(other)
			count[at]++
		}
		for _, row := range l.rows {
			slices.SortStableFunc(row, func(a, b int) int {
				return cmp.Compare(l.middle(weight, count, a), l.middle(weight, count, b))
			})
			for i, n := range row {
				l.nodes[n].order = i
			}
		}
	}
}

// share returns where in its layer a node is, from 0 to 1.
func (l *layout) share(n int) float64 {
	return (float64(l.nodes[n].order) + 0.5) / float64(len(l.rows[l.nodes[n].layer]))
}

// middle returns the mean of the places to which a node is joined, or its own.
func (l *layout) middle(weight, count []float64, n int) float64 {
	if count[n] == 0 {
		return l.share(n)
	}
	return weight[n] / count[n]
}

// drawing gives the nodes their places, and the edges their paths.
func (l *layout) drawing() *drawing {
	highest := 0
	for _, row := range l.rows {
		highest = max(highest, len(row))
	}
	const step = nodeHeight + nodeApart
	g := &drawing{Height: highest*step - nodeApart + 2*graphEdge,
		Width: len(l.rows)*(nodeWidth+layerApart) - layerApart + 2*graphEdge}
	for i := range l.nodes {
		n := &l.nodes[i]
		n.X = graphEdge + n.layer*(nodeWidth+layerApart)
		n.Y = graphEdge + n.order*step + (highest-len(l.rows[n.layer]))*step/2
	}
	for i, e := range l.edges {
		from, to := &l.nodes[e.from], &l.nodes[e.to]
		g.Edges = append(g.Edges, drawnEdge{Path: l.path(i), Wrong: e.Wrong,
			Title: to.Name + " waits for " + from.Name + ": " + e.What})
	}
	g.Nodes = l.nodes[:l.real]
	return g
}

// path returns the path of an edge, by way of its bends.
func (l *layout) path(i int) string {
	e := l.edges[i]
	from, to := &l.nodes[e.from], &l.nodes[e.to]
	var b strings.Builder
	x, y := from.X+from.W, from.Y+from.H/2
	fmt.Fprintf(&b, "M%d %d", x, y)
	curve := func(toX, toY int) {
		bend := max(layerApart/2, (toX-x)/2)
		fmt.Fprintf(&b, "C%d %d %d %d %d %d", x+bend, y, toX-bend, toY, toX, toY)
		x, y = toX, toY
	}
	for _, n := range l.bends[i] {
		bend := &l.nodes[n]
		curve(bend.X, bend.Y+nodeHeight/2)
		x = bend.X + nodeWidth
		fmt.Fprintf(&b, "H%d", x)
	}
	curve(to.X-6, to.Y+to.H/2) // room for the point of the arrow
	return b.String()
}
