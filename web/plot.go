package web

import (
	"slices"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// plotRuns is of how many runs a plot shows the durations.
const plotRuns = 200

// The measures of a plot, in units of its own.
const (
	plotWidth  = 720
	plotHeight = 150
	plotLeft   = 84 // of the axis
	plotTop    = 12
	plotBottom = 132
)

// A plot shows how long the runs of a task took, the oldest first.
type plot struct {
	Width, Height, Left, Right, Bottom int
	Lines                              []plotLine
	Dots                               []plotDot
	Runs                               int
	Median, Most                       time.Duration
}

// A plotLine is a duration to compare with.
type plotLine struct {
	Y, Text float64 // Text is where the label is
	Label   string
	Class   string
}

// A plotDot is a run.
type plotDot struct {
	X, Y  float64
	Event string
	RunID string
	Start time.Time
	Took  string
}

// plotOf returns the plot of outcomes; nil if fewer than two tell how long a run took.
func plotOf(records []rocket.Record) *plot {
	var runs []rocket.Record
	var all []time.Duration
	for _, r := range records {
		if r.Event&rocket.Outcome != 0 && r.Event != rocket.Crashed && r.Duration >= 0 {
			runs = append(runs, r)
			all = append(all, r.Duration)
		}
	}
	if len(runs) < 2 {
		return nil
	}
	slices.Sort(all)
	p := &plot{Width: plotWidth, Height: plotHeight, Left: plotLeft, Right: plotWidth - 10,
		Bottom: plotBottom, Runs: len(runs), Median: all[(len(all)-1)/2], Most: all[len(all)-1]}
	top := max(p.Most, time.Microsecond)
	y := func(d time.Duration) float64 {
		return tenths(plotBottom - float64(d)/float64(top)*(plotBottom-plotTop))
	}
	const apart = 14 // of labels
	p.Lines = []plotLine{{Y: y(p.Most), Text: y(p.Most) + 4, Label: took(p.Most), Class: "most"}}
	if m := y(p.Median); m-y(p.Most) > apart {
		p.Lines = append(p.Lines, plotLine{Y: m, Text: min(m+4, plotBottom-apart+4),
			Label: took(p.Median), Class: "median"})
	}
	step := float64(p.Right-p.Left-16) / float64(len(runs)-1)
	for i, r := range runs {
		p.Dots = append(p.Dots, plotDot{X: tenths(float64(p.Left+8) + float64(i)*step),
			Y: y(r.Duration), Event: r.Event.String(), RunID: r.RunID, Start: r.Start,
			Took: took(r.Duration)})
	}
	return p
}

// tenths rounds a number, so that the text of a picture is short.
func tenths(x float64) float64 { return float64(int(x*10+0.5)) / 10 }
