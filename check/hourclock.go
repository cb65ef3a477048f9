package check

import (
	"strings"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/internal/pattern"
	"github.com/rocketc/rocketc/period"
)

// clockOfDay matches a point of an hour that looks like an hour of the day: minute 8, as 08:00.
var clockOfDay = pattern.Lazy(`^(?:[01]?\d|2[0-4]):00$`)

// judgeHourClock warns of `hourly between 08:00 and 18:00`, which means the minutes 8 to 18 of
// each hour, day and night. word is how the condition begins.
func (c *checker) judgeHourClock(u period.Unit, word string, w *grammar.Window) {
	if u != period.Hour || w == nil {
		return
	}
	points := w.Points
	if w.To != nil {
		points = append(points[:len(points):len(points)], w.To)
	}
	var clocks, minutes []string
	for _, p := range points {
		text := oneLine(p.Value())
		if !clockOfDay().MatchString(text) {
			return
		}
		clocks = append(clocks, text)
		minute, _, _ := strings.Cut(text, ":")
		minutes = append(minutes, minute)
	}
	between := ", "
	if w.To != nil {
		between = " and "
	}
	day := "time of day"
	switch {
	case word == "hourly" && (w.Word.Text == "on" || w.Word.Text == "at"):
		day = "daily"
	case word == "hourly":
		day = "hourly & time of day"
	}
	window := func(points []string) string {
		return " " + w.Word.Text + " " + strings.Join(points, between)
	}
	d := c.warnOnce(diag.HourClock, w.Span(), "%s counts minutes: %s is minute %s of each hour",
		word, clocks[0], minutes[0])
	d.Help = "for hours of the day write: " + day + window(clocks) +
		"; for minutes: " + word + window(minutes)
}
