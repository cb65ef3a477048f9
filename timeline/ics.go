package timeline

import (
	"cmp"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/rocketc/rocketc/console"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/simulate"
)

// maxEntries is how many entries a calendar gets at most: more, no calendar shows.
const maxEntries = 20_000

// errEntries is the error of a calendar with too many entries.
var errEntries = fmt.Errorf("more than %s runs are too many for a calendar: "+
	"choose fewer tasks, or a shorter span", console.Thousands(maxEntries))

// WriteICS writes the runs of a simulation as the entries of a calendar, as RFC 5545 has them:
// those of the tasks only; nil: of all. A run that may happen only is tentative. Too many runs
// are an error, before anything is written.
func WriteICS(w io.Writer, s *simulate.Simulation, tasks []string) error {
	c := &icsWriter{stamp: s.From, open: map[rocket.Ref]simulate.Event{}}
	for _, t := range s.Schedule.Tasks {
		if tasks == nil || slices.Contains(tasks, t.Name) {
			c.tasks = append(c.tasks, t)
		}
	}
	c.line("BEGIN", "VCALENDAR")
	c.line("VERSION", "2.0")
	c.line("PRODID", "-//rocketc//timeline//EN")
	var cut *simulate.CutOff
	for e, err := range s.Events() {
		if err != nil && !errors.As(err, &cut) {
			return err
		}
		if err == nil {
			c.take(e)
		}
		if c.entries+len(c.open) > maxEntries {
			return errEntries
		}
	}
	c.goOn(s.To)
	c.line("END", "VCALENDAR")
	if _, err := io.WriteString(w, c.out.String()); err != nil || cut == nil {
		return err
	}
	return cut
}

// An icsWriter writes a calendar.
type icsWriter struct {
	tasks   []*rocket.TaskSpec
	stamp   time.Time
	open    map[rocket.Ref]simulate.Event
	out     strings.Builder
	entries int
}

// take takes an event. A run becomes an entry when it is over.
func (c *icsWriter) take(e simulate.Event) {
	ref := rocket.Ref{Task: e.Task, RunID: e.RunID}
	if e.Event == rocket.Started {
		if c.spec(e.Task) != nil {
			c.open[ref] = e
		}
		return
	}
	if start, is := c.open[ref]; is {
		delete(c.open, ref)
		c.entry(start, e.End, e.Event)
	}
}

// spec returns the task of a name, nil if it is not shown.
func (c *icsWriter) spec(name string) *rocket.TaskSpec {
	for _, t := range c.tasks {
		if t.Name == name {
			return t
		}
	}
	return nil
}

// entry writes the entry of a run. An outcome of 0 is that of a run that goes on.
func (c *icsWriter) entry(start simulate.Event, end time.Time, outcome rocket.Event) {
	c.entries++
	id := fnv.New64a()
	fmt.Fprintf(id, "%s\x00%d", start.Task, start.Start.UnixNano())
	c.line("BEGIN", "VEVENT")
	c.line("UID", fmt.Sprintf("%016x@rocketc", id.Sum64()))
	c.line("DTSTAMP", utc(c.stamp))
	c.line("DTSTART", utc(start.Start))
	if end.Sub(start.Start) >= time.Second {
		c.line("DTEND", utc(end))
	}
	title, status := start.Task, "CONFIRMED"
	if start.May {
		title, status = "maybe "+title, "TENTATIVE"
	}
	c.line("SUMMARY", escapeICS(title))
	text := []string{start.Because}
	if outcome&(rocket.Succeeded|rocket.Inacted) == 0 && outcome != 0 {
		text = append(text, "outcome: "+outcome.String())
	}
	if spec := c.spec(start.Task); spec.Description != "" {
		text = append(text, spec.Description)
	}
	c.line("DESCRIPTION", escapeICS(strings.Join(text, "\n")))
	c.line("STATUS", status)
	c.line("TRANSP", "TRANSPARENT")
	c.line("END", "VEVENT")
}

// goOn writes the entries of the runs that are live at the end.
func (c *icsWriter) goOn(to time.Time) {
	var refs []rocket.Ref
	for ref := range c.open {
		refs = append(refs, ref)
	}
	slices.SortFunc(refs, func(a, b rocket.Ref) int {
		return cmp.Or(c.open[a].Start.Compare(c.open[b].Start), cmp.Compare(a.Task, b.Task))
	})
	for _, ref := range refs {
		c.entry(c.open[ref], to, 0)
	}
}

// utc writes an instant.
func utc(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

// escapeICS writes a text so that no sign of it means anything.
func escapeICS(text string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`,
		"\r", `\n`).Replace(text)
}

// foldedBytes is how long a line is at most, its end left out.
const foldedBytes = 75

// line writes a property. Long lines are folded between runes.
func (c *icsWriter) line(name, value string) {
	text := name + ":" + strings.Map(printable, strings.ToValidUTF8(value, "\uFFFD"))
	room := foldedBytes
	for len(text) > room {
		end := room
		for !utf8.RuneStart(text[end]) {
			end--
		}
		c.out.WriteString(text[:end] + "\r\n ")
		text, room = text[end:], foldedBytes-1
	}
	c.out.WriteString(text + "\r\n")
}

// printable drops control characters.
func printable(r rune) rune {
	if r < ' ' || r == 0x7F {
		return -1
	}
	return r
}
