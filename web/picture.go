package web

import (
	"cmp"
	"slices"
	"time"

	"github.com/rocketc/rocketc/console"
)

// The measures of the picture of a timeline, in units of its own.
const (
	pictureWidth = 1150
	pictureHead  = 30
	pictureLeft  = 190 // of the time
	pictureRight = pictureWidth - 12
	rowHeight    = 24
	barHeight    = 12
	labelRunes   = 26
	leastBar     = 3.0
	tickApart    = 84
	barsShown    = 700 // at most, about: then those that are near to each other are one
)

// A picture is a timeline with the places of what is drawn.
type picture struct {
	Height, Left, Right, Top, Bottom int
	Time                             int // how wide it is
	Ticks                            []pictureTick
	Now                              float64
	Rows                             []pictureRow
	Runs                             int
}

type pictureTick struct {
	X     float64
	Label string
	Day   bool
}

type pictureRow struct {
	Task, Label, Note string
	Y, Text           int
	Odd               bool
	Bars              []bar
}

// A bar is a run, or several that are near to each other.
type bar struct {
	X, Width  float64
	Y, Height int
	Class     string
	RunID     string // empty: it leads to no run
	Title     string
	end       float64
	runs      int
	first     sightRun
}

// draw places what is seen.
func (s *sight) draw() *picture {
	p := &picture{Left: pictureLeft, Right: pictureRight, Top: pictureHead,
		Time:   pictureWidth - pictureLeft,
		Bottom: pictureHead + len(s.order)*rowHeight}
	p.Height, p.Now = p.Bottom+6, s.x(s.now)
	for _, at := range ticks(s.from, s.to, (p.Right-p.Left)/tickApart) {
		p.Ticks = append(p.Ticks, pictureTick{s.x(at), tickLabel(at), isMidnight(at)})
	}
	for _, row := range s.order {
		slices.SortStableFunc(row.runs, func(a, b sightRun) int { return a.start.Compare(b.start) })
		p.Runs += len(row.runs)
	}
	gap, bars := 0.0, s.bars(0)
	for total(bars) > barsShown && gap < pictureWidth {
		gap = max(1, 2*gap)
		bars = s.bars(gap)
	}
	for i, row := range s.order {
		y := p.Top + i*rowHeight
		drawn := pictureRow{Task: row.task, Label: cut(row.task, labelRunes), Note: row.note,
			Y: y, Text: y + 16, Odd: i%2 == 1, Bars: bars[i]}
		for j := range drawn.Bars {
			drawn.Bars[j].finish(y)
		}
		p.Rows = append(p.Rows, drawn)
	}
	return p
}

// x returns the place of an instant.
func (s *sight) x(at time.Time) float64 {
	share := float64(at.Sub(s.from)) / float64(s.to.Sub(s.from))
	return tenths(pictureLeft + min(max(share, 0), 1)*(pictureRight-pictureLeft))
}

func total(bars [][]bar) (n int) {
	for _, row := range bars {
		n += len(row)
	}
	return n
}

// bars returns the bars of each row. Those that are less than a gap apart are one.
func (s *sight) bars(gap float64) [][]bar {
	all := make([][]bar, len(s.order))
	for i, row := range s.order {
		for _, run := range row.runs {
			b := bar{X: s.x(run.start), end: s.x(run.end), Class: run.event, RunID: run.id, runs: 1,
				first: run}
			b.end = max(b.end, b.X+leastBar)
			if n := len(all[i]); n > 0 && gap > 0 {
				if before := &all[i][n-1]; b.X-before.end < gap && b.joins(before) {
					continue
				}
			}
			all[i] = append(all[i], b)
		}
	}
	return all
}

// worst orders what bars are: of runs that are one bar, the greatest counts.
var worst = []string{"may", "next", "inaction", "success", "run", "terminate", "missed", "fail",
	"crash"}

// joins makes the run part of the bar before it. What was and what is to come are not joined.
func (b *bar) joins(before *bar) bool {
	isToCome := func(class string) bool { return class == "next" || class == "may" }
	if isToCome(b.Class) != isToCome(before.Class) {
		return false
	}
	if slices.Index(worst, b.Class) > slices.Index(worst, before.Class) {
		before.Class, before.RunID = b.Class, b.RunID
	}
	before.end = max(before.end, b.end)
	before.runs++
	return true
}

// finish gives the bar its form, which says without colour what it is: what went wrong is as
// high as the row, a window that was missed is low.
func (b *bar) finish(y int) {
	b.Width, b.Height = tenths(b.end-b.X), barHeight
	switch b.Class {
	case "fail", "crash", "terminate":
		b.Height = rowHeight - 4
	case "missed":
		b.Height = barHeight / 2
	}
	b.Y = y + (rowHeight-b.Height)/2
	words := map[string]string{"next": "starts", "may": "may start", "run": "runs since"}
	text := cmp.Or(words[b.Class], b.Class+",")
	b.Title = text + " " + b.first.start.Format("Mon 2 Jan 15:04:05")
	if d := b.first.end.Sub(b.first.start); d > 0 {
		b.Title += ", " + console.ShortDuration(d)
	}
	if b.runs > 1 {
		b.Title = counted(b.runs, "run") + " from " + b.first.start.Format("Mon 2 Jan 15:04") +
			" on, the worst: " + cmp.Or(words[b.Class], b.Class)
	}
}
