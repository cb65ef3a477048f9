package timeline

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/rocketc/rocketc/console"
)

// busyTimes is how many busy stretches are named.
const busyTimes = 5

// Table returns the load as rows of text: what is taken, how much there is, how much is taken
// at once at most, when, by whom, and how long all is taken.
func (l *Load) Table(zone *time.Location) [][]string {
	rows := [][]string{{"LOAD", "LIMIT", "MOST", "FIRST (" + zone.String() + ")", "FULL", "BY"}}
	for _, r := range l.Resources {
		row := []string{console.Printable(r.Name), "", console.Thousands(r.Most), "", "",
			some(r.Tasks)}
		if r.Limit > 0 {
			row[1] = console.Thousands(r.Limit)
		}
		if r.Most > 0 {
			row[3] = r.At.In(zone).Format(time.DateTime)
		}
		if r.Full > 0 {
			row[4] = console.ShortDuration(time.Duration(r.Full) * l.Step)
		}
		rows = append(rows, row)
	}
	return rows
}

// Peaks says when the most runs are live at once.
func (l *Load) Peaks(zone *time.Location) string {
	var parts []string
	for _, s := range l.Busiest(busyTimes) {
		text := s.From.In(zone).Format("Mon 2 Jan 15:04")
		if s.To.Sub(s.From) > l.Step {
			text += " to " + s.To.In(zone).Format("15:04")
		}
		parts = append(parts, fmt.Sprintf("%s (%s)", text, console.Thousands(s.Runs)))
	}
	return "busiest: " + cmp.Or(strings.Join(parts, ", "), "no run")
}
