package timeline

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/rocketc/rocketc/console"
	rocket "github.com/rocketc/rocketc/runtime"
)

// The measures of a picture, in units of its own.
const (
	pictureWidth = 1000
	rowHeight    = 22
	barHeight    = 12
	headHeight   = 52
	loadHeight   = 44
	footHeight   = 30
	edge         = 10
	runesWidth   = 6.7 // of a rune of a name: the type is monospaced
	maxNameRunes = 32
	countWidth   = 74
	leastBar     = 2.0
	signWidth    = 15
	tickDistance = 68
)

// PictureCells is how many cells a timeline has that becomes a picture.
const PictureCells = 480

// maxRows is how many tasks a picture shows at most, and maxLinks of how many runs the causes
// are drawn as lines.
const (
	maxRows  = 300
	maxLinks = 500
)

//go:embed picture.tmpl
var templates embed.FS

var pictures = sync.OnceValue(func() *template.Template {
	return template.Must(template.ParseFS(templates, "picture.tmpl"))
})

// A picture is a timeline with the places of what is drawn.
type picture struct {
	Title               string
	Width, Height       int
	Left, Right         int // of the cells
	Top, Bottom         int // of the rows
	Ticks               []drawnTick
	Rows                []drawnRow
	Links               []drawnLink
	Load                string // a path
	LoadTop, LoadBottom int
	Most, Total         string
	Note                string
	Legend              []drawnSign
	NoteX, NoteY        int
}

type drawnTick struct {
	X     float64
	Label string
	Day   bool
}

type drawnRow struct {
	Name, Title string
	Y, Bar      int
	Runs        string
	Bars        []drawnBar
	Odd         bool
}

type drawnBar struct {
	X, Width float64
	Class    string
	Title    string
}

// A drawnSign is a sign with what it means; without a class, it is the meaning only.
type drawnSign struct {
	X, TextX    float64
	Class, Text string
}

type drawnLink struct {
	X    float64
	From int
	To   int
}

// WriteSVG writes the timeline as a picture, which needs no script and follows the light or
// dark scheme of the one who looks at it.
func (t *Timeline) WriteSVG(w io.Writer) error {
	return pictures().ExecuteTemplate(w, "svg", t.draw())
}

// draw places what the picture has.
func (t *Timeline) draw() *picture {
	p := &picture{Title: t.Title(), Width: pictureWidth, Top: headHeight,
		Total: console.Thousands(t.Total), Most: console.Thousands(slices.Max(t.Peaks))}
	rows := t.Rows[:min(len(t.Rows), maxRows)]
	names := len("load")
	for _, row := range rows {
		names = max(names, columns(console.Printable(row.Task.Name)))
	}
	p.Left = 2*edge + int(float64(min(names, maxNameRunes))*runesWidth)
	p.Right = pictureWidth - countWidth
	p.Bottom = p.Top + len(rows)*rowHeight
	p.LoadTop, p.LoadBottom = p.Bottom+6, p.Bottom+loadHeight
	p.Height = p.LoadBottom + footHeight
	p.NoteX, p.NoteY = p.Left, p.LoadBottom+20
	for _, tick := range ticks(t.From, t.To, (p.Right-p.Left)/tickDistance) {
		p.Ticks = append(p.Ticks, drawnTick{p.x(t, tick.At), tick.Label, tick.Day})
	}
	places := map[string]int{}
	for i, row := range rows {
		y := p.Top + i*rowHeight
		places[row.Task.Name] = y + rowHeight/2
		p.Rows = append(p.Rows, drawnRow{Name: shorten(console.Printable(row.Task.Name)),
			Title: row.title(), Y: y, Bar: y + (rowHeight-barHeight)/2,
			Runs: console.Thousands(row.Starts), Odd: i%2 == 1})
	}
	if t.IsWhole() {
		t.drawRuns(p, rows, places)
	} else {
		t.drawCells(p, rows)
	}
	t.drawLoad(p)
	p.drawLegend()
	if p.Note = t.note(len(rows)); p.Note != "" {
		p.Height += rowHeight
	}
	return p
}

// drawLegend explains the classes of bars that are there.
func (p *picture) drawLegend() {
	has := map[string]bool{}
	for _, row := range p.Rows {
		for _, bar := range row.Bars {
			has[bar.Class] = true
		}
	}
	x := 0.0
	for _, s := range []drawnSign{{Class: "run", Text: "runs"}, {Class: "may", Text: "may run"},
		{Class: "bad", Text: "goes wrong"}, {Text: "at most " + p.Most + " at once"}} {
		if s.Class != "" && !has[s.Class] {
			continue
		}
		s.X, s.TextX = x, x
		if s.Class != "" {
			s.TextX += signWidth
		}
		p.Legend = append(p.Legend, s)
		x = round(s.TextX + float64(columns(s.Text)+2)*runesWidth)
	}
}

// x returns the place of an instant.
func (p *picture) x(t *Timeline, at time.Time) float64 {
	share := float64(at.Sub(t.From)) / float64(t.To.Sub(t.From))
	return round(float64(p.Left) + min(max(share, 0), 1)*float64(p.Right-p.Left))
}

// round rounds to tenths, so that the text of the picture is short.
func round(x float64) float64 { return float64(int(x*10+0.5)) / 10 }

// columns returns how many columns a text has whose wide signs have two.
func columns(text string) (n int) {
	for _, r := range text {
		if n++; r >= 0x1100 {
			n++
		}
	}
	return n
}

// shorten shortens a name that does not fit.
func shorten(name string) string {
	if columns(name) <= maxNameRunes {
		return name
	}
	n := 0
	for i, r := range name {
		if n += columns(string(r)); n > maxNameRunes-1 {
			return name[:i] + "…"
		}
	}
	return name
}

// title says what a task is.
func (r *Row) title() string {
	text := r.Task.Name
	if r.Task.When != nil {
		text += " when " + conditionText(r.Task.When)
	}
	if r.Task.Description != "" {
		text += "\n" + r.Task.Description
	}
	return printableLines(text)
}

// conditionText returns a condition as the language writes it.
func conditionText(c rocket.Condition) string { return fmt.Sprint(c) }

// printableLines returns text that has no control characters but ends of lines.
func printableLines(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = console.Printable(line)
	}
	return strings.Join(lines, "\n")
}

// class returns how a bar is drawn.
func class(sure, may, wrong bool) string {
	switch {
	case wrong:
		return "bad"
	case sure || !may:
		return "run"
	}
	return "may"
}

// drawRuns draws each run, and a line from the task that has caused it.
func (t *Timeline) drawRuns(p *picture, rows []*Row, places map[string]int) {
	index := map[string]int{}
	for i, row := range rows {
		index[row.Task.Name] = i
	}
	for i := range t.Runs {
		r := &t.Runs[i]
		row, shown := index[r.Task]
		if !shown {
			continue
		}
		end := r.End
		if end.IsZero() {
			end = t.To
		}
		x := p.x(t, r.Start)
		p.Rows[row].Bars = append(p.Rows[row].Bars, drawnBar{X: x,
			Width: max(round(p.x(t, end)-x), leastBar), Class: class(!r.May, r.May, r.Wrong),
			Title: printableLines(r.Task + ", " + r.words() + "\n" + r.Because)})
		if from, is := places[r.By]; is && r.By != r.Task && len(t.Runs) <= maxLinks {
			p.Links = append(p.Links, drawnLink{x, from, places[r.Task]})
		}
	}
}

// words says when a run starts, and how it ends.
func (r *Run) words() string {
	text := r.Start.Format("Mon 2 Jan 15:04:05")
	if how := r.howItEnds(); how != "" {
		text += ", " + how
	}
	return text
}

// drawCells draws cells; those that look alike and touch are one.
func (t *Timeline) drawCells(p *picture, rows []*Row) {
	for i, row := range rows {
		cells := row.Cells[:t.Shown]
		for start := 0; start < len(cells); {
			c := cells[start]
			end, runs := start+1, int(c.Starts)
			for end < len(cells) && alike(cells[end], c) {
				runs += int(cells[end].Starts)
				end++
			}
			if c.Sure || c.May || c.Wrong {
				from, to := t.edgeOf(start), t.edgeOf(end)
				x := p.x(t, from)
				p.Rows[i].Bars = append(p.Rows[i].Bars, drawnBar{X: x,
					Width: max(round(p.x(t, to)-x), leastBar), Class: class(c.Sure, c.May, c.Wrong),
					Title: fmt.Sprintf("%s: %s runs start from %s to %s",
						console.Printable(row.Task.Name), console.Thousands(runs),
						from.Format("Mon 2 Jan 15:04"), to.Format("Mon 2 Jan 15:04"))})
			}
			start = end
		}
	}
}

// alike reports whether two cells look alike.
func alike(a, b Cell) bool { return a.Sure == b.Sure && a.May == b.May && a.Wrong == b.Wrong }

// edgeOf returns when a cell begins.
func (t *Timeline) edgeOf(cell int) time.Time { return t.From.Add(time.Duration(cell) * t.Step) }

// drawLoad draws the load as an area.
func (t *Timeline) drawLoad(p *picture) {
	most := slices.Max(t.Peaks)
	if most == 0 {
		return
	}
	var b strings.Builder
	fmt.Fprintf(&b, "M%d %d", p.Left, p.LoadBottom)
	height := float64(p.LoadBottom - p.LoadTop)
	for start := 0; start < t.Shown; {
		end := start + 1
		for end < t.Shown && t.Peaks[end] == t.Peaks[start] {
			end++
		}
		y := round(float64(p.LoadBottom) - height*float64(t.Peaks[start])/float64(most))
		fmt.Fprintf(&b, "V%vH%v", y, p.x(t, t.edgeOf(end)))
		start = end
	}
	fmt.Fprintf(&b, "V%dZ", p.LoadBottom)
	p.Load = b.String()
}

// note says what the picture leaves out.
func (t *Timeline) note(rows int) string {
	var parts []string
	if more := len(t.Rows) - rows; more > 0 {
		parts = append(parts, console.Thousands(more)+" more tasks are not shown")
	}
	if t.CutOff != nil {
		parts = append(parts, t.CutOff.Error())
	}
	return strings.Join(parts, "; ")
}
