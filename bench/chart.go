package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A picture shows how costs grow with a number, such as that of tasks.
type picture struct {
	file, title string
	x           axis    // the number
	panels      []panel // from left to right
}

// pictures are all pictures.
var pictures = []picture{
	{"performance.svg", "How costs grow with 1,000, 10,000 and 100,000 tasks", axis{1000, 100_000},
		[]panel{
			{"memory at rest, KiB a task", place{"rest", "", "RSS", "MiB"}, 1024, true},
			{"ready after, ms", place{"rest", "", "ready", "ms"}, 1, false},
			{"CPU of a launch, µs", place{"fire", ", burst", "CPU a launch", "µs"}, 1, false},
		}},
	{"distributed.svg", "How the costs of remote runs grow with 1 to 10 workers", axis{1, 10},
		[]panel{
			{"due to begun, p50, ms", place{"remote", "", "begun p50", "ms"}, 1, false},
			{"runs a second", place{"remote", "", "runs", "1/s"}, 1, false},
			{"database, ms of CPU a run", place{"remote", "", databaseCPU, "ms"}, 1, false},
		}},
}

// A panel shows how one cost grows with the number, both on logarithmic axes.
type panel struct {
	title string
	at    place   // load is the end of the name of each load
	per   float64 // what a value is multiplied with
	each  bool    // the cost of one task: the value is divided by their number
}

// A line is what a panel shows of a peer.
type line struct {
	peer   string
	points []point
}

// A point is the cost with a number of tasks.
type point struct{ tasks, cost float64 }

// lines returns what a panel shows.
func (p panel) lines(found figures) (lines []line) {
	for _, name := range peerNames() {
		l := line{peer: name}
		for _, one := range found {
			at := one.place()
			tasks := tasksOf(strings.TrimSuffix(at.load, p.at.load))
			if !strings.HasSuffix(at.load, p.at.load) || tasks == 0 || one.Peer != name {
				continue
			}
			if at.load = p.at.load; at != p.at || one.Median <= 0 {
				continue
			}
			cost := one.Median * p.per
			if p.each {
				cost /= tasks
			}
			l.points = append(l.points, point{tasks, cost})
		}
		slices.SortFunc(l.points, func(a, b point) int { return cmp.Compare(a.tasks, b.tasks) })
		if len(l.points) > 0 {
			lines = append(lines, l)
		}
	}
	return lines
}

// tasksOf reads what short has written; 0 if it is something else.
func tasksOf(text string) float64 {
	thousands, isRound := strings.CutSuffix(text, "k")
	n, err := strconv.ParseFloat(thousands, 64)
	if err != nil {
		return 0
	}
	if isRound {
		n *= 1000
	}
	return n
}

// The sizes of the picture, in pixels.
const (
	panelWidth, panelHeight   = 300, 230
	left, right, top, bottom  = 52, 14, 34, 28
	legendHeight, legendWidth = 30, 120
)

// colours are those of the peers, told apart by everyone on light and dark ground.
var colours = map[string]string{
	ownName: "#e4572e", "gocron": "#0f8b8d", "robfig": "#3f7fd6", "netresearch": "#9a5fc4",
	"quartz": "#c79a1e", floorName: "#8a8a8a",
}

// style has text and axes follow the reader's colours.
const style = `<style>
text { font: 12px system-ui, sans-serif; fill: #24292f }
.title { font-weight: 600 }
.axis { stroke: #8c959f; stroke-width: 1; fill: none }
.grid { stroke: #8c959f; stroke-width: 0.5; opacity: 0.4 }
.line { fill: none; stroke-width: 2 }
@media (prefers-color-scheme: dark) { text { fill: #d0d7de } }
</style>
`

// isIn reports whether there is something to draw for each panel.
func (p picture) isIn(found figures) bool {
	return !slices.ContainsFunc(p.panels, func(one panel) bool {
		return len(one.lines(found)) == 0
	})
}

// draw draws all panels.
func (p picture) draw(found figures) string {
	var text strings.Builder
	width, height := panelWidth*len(p.panels), panelHeight+legendHeight
	fmt.Fprintf(&text, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img">`+
		"\n<title>%s</title>\n%s", width, height, p.title, style)
	var peersShown []string
	for i, one := range p.panels {
		lines := one.lines(found)
		fmt.Fprintf(&text, "<g transform=\"translate(%d 0)\">\n%s</g>\n", i*panelWidth,
			one.draw(lines, p.x))
		for _, l := range lines {
			if !slices.Contains(peersShown, l.peer) {
				peersShown = append(peersShown, l.peer)
			}
		}
	}
	for i, name := range peersShown {
		x, y := left+i*legendWidth, panelHeight+legendHeight/2
		fmt.Fprintf(&text, "<path class=\"line\" stroke=%q d=\"M%d %dh18\"%s/>"+
			"<text x=\"%d\" y=\"%d\">%s</text>\n", colours[name], x, y, dashes(name), x+24, y+4,
			name)
	}
	return text.String() + "</svg>\n"
}

// dashes has the line of the floor dashed: the floor is no scheduler.
func dashes(peer string) string {
	if peer == floorName {
		return ` stroke-dasharray="4 3"`
	}
	return ""
}

// draw draws a panel.
func (p panel) draw(lines []line, x axis) string {
	var text strings.Builder
	fmt.Fprintf(&text, "<text class=\"title\" x=\"%d\" y=\"18\">%s</text>\n", left, p.title)
	scale := scaleOf(lines)
	for n := x.first; n <= x.last; n *= 10 {
		fmt.Fprintf(&text, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
			x.of(n), panelHeight-bottom+18, short(int(n)))
	}
	for cost := scale.low; cost <= scale.high*1.001; cost *= 10 {
		y := scale.y(cost)
		fmt.Fprintf(&text, "<path class=\"grid\" d=\"M%d %.1fH%d\"/>"+
			"<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%g</text>\n",
			left, y, panelWidth-right, left-6, y+4, cost)
	}
	fmt.Fprintf(&text, "<path class=\"axis\" d=\"M%d %dV%dH%d\"/>\n", left, top,
		panelHeight-bottom, panelWidth-right)
	for _, l := range lines {
		text.WriteString(l.draw(x, scale))
	}
	return text.String()
}

// draw draws a line, with a dot at each point.
func (l line) draw(across axis, s scale) string {
	path, dots, pen := "", "", "M"
	for _, p := range l.points {
		x, y := across.of(p.tasks), s.y(p.cost)
		path += fmt.Sprintf("%s%.1f %.1f", pen, x, y)
		dots += fmt.Sprintf("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=%q/>\n", x, y,
			colours[l.peer])
		pen = "L"
	}
	return fmt.Sprintf("<path class=\"line\" stroke=%q d=%q%s/>\n%s", colours[l.peer], path,
		dashes(l.peer), dots)
}

// An axis has the numbers below a panel.
type axis struct{ first, last float64 }

// of returns how far right a number is.
func (a axis) of(n float64) float64 {
	const inner = 20 // between the axis and the first point
	share := math.Log(n/a.first) / math.Log(a.last/a.first)
	return left + inner + share*(panelWidth-left-right-2*inner)
}

// A scale has the powers of ten between which all costs are.
type scale struct{ low, high float64 }

func scaleOf(lines []line) scale {
	low, high := math.Inf(1), math.Inf(-1)
	for _, l := range lines {
		for _, p := range l.points {
			low, high = min(low, p.cost), max(high, p.cost)
		}
	}
	if low > high {
		return scale{1, 10}
	}
	return scale{
		math.Pow(10, math.Floor(math.Log10(low))), math.Pow(10, math.Floor(math.Log10(high))+1),
	}
}

// y returns how far down a cost is.
func (s scale) y(cost float64) float64 {
	share := math.Log(cost/s.low) / math.Log(s.high/s.low)
	return panelHeight - bottom - share*(panelHeight-bottom-top)
}
