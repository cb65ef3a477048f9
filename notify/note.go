package notify

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	rocket "github.com/rocketc/rocketc/runtime"
)

// A note is a message, and for web hooks the run that sends it.
type note struct {
	title, message string
	run            *rocket.Run // nil: sent by [Send]
	zone           *time.Location
}

// How much of causes is put into words.
const (
	maxTold  = 20   // causes
	maxError = 1000 // of an error, in UTF-16 units
)

// noteOf returns the causes of a run in words.
func noteOf(r *rocket.Run) note {
	n := note{run: r, zone: r.Session().Location()}
	if len(r.Causes) == 0 {
		n.title = r.Task().Name()
		n.message = fmt.Sprintf("%s runs, scheduled for %s", n.title, n.instant(r.Scheduled))
		return n
	}
	last := r.Causes[len(r.Causes)-1]
	n.title = last.Task + " " + happened(last)
	if more := len(r.Causes) - 1; more > 0 {
		n.title += fmt.Sprintf(", and %d more", more)
	}
	var lines []string
	for _, c := range r.Causes[max(0, len(r.Causes)-maxTold):] {
		lines = append(lines, n.told(c))
	}
	if left := len(r.Causes) - maxTold; left > 0 {
		lines = append([]string{fmt.Sprintf("%d earlier ones are left out", left)}, lines...)
	}
	n.message = strings.Join(lines, "\n")
	return n
}

// told returns what happened, when, and the error.
func (n note) told(c rocket.Record) string {
	line := fmt.Sprintf("%s %s at %s", c.Task, happened(c), n.instant(eventTime(c)))
	if c.Error != "" {
		line += ": " + clip(strings.TrimSpace(c.Error), maxError)
	}
	return line
}

func (n note) instant(t time.Time) string { return t.In(n.zone).Format("2006-01-02 15:04:05 MST") }

// eventTime returns when the event of a record happened.
func eventTime(c rocket.Record) time.Time {
	switch {
	case c.Event == rocket.Missed && !c.Scheduled.IsZero():
		return c.Scheduled
	case c.Event == rocket.Started:
		return c.Start
	case c.End.IsZero():
		return c.Created
	}
	return c.End
}

// happened returns an event in words.
func happened(c rocket.Record) string {
	switch c.Event {
	case rocket.Started:
		return "started"
	case rocket.Succeeded:
		return "succeeded"
	case rocket.Failed:
		return "failed"
	case rocket.Terminated:
		if c.Reason == "timeout" {
			return "was ended by its timeout"
		}
		return "was terminated"
	case rocket.Inacted:
		return "had nothing to do"
	case rocket.Crashed:
		return "crashed"
	case rocket.Missed:
		return "missed its window"
	}
	return c.Event.String()
}

// clean returns the note without what a message cannot have: bytes that are no UTF-8, control
// characters, line breaks in the title.
func (n note) clean() note {
	n.title = strings.Join(strings.Fields(printable(n.title, "")), " ")
	n.title = clip(n.title, 250)
	n.message = printable(strings.ReplaceAll(n.message, "\r\n", "\n"), "\n\t")
	return n
}

// printable returns a text in which control characters, but for those kept, are spaces.
func printable(text, kept string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !strings.ContainsRune(kept, r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
}

// clip returns a text of at most limit UTF-16 units, by which services count. What is left out
// at the end is marked.
func clip(text string, limit int) string {
	units, end := 0, 0
	for i, r := range text {
		if units < limit {
			end = i
		}
		if units++; r > 0xFFFF {
			units++
		}
	}
	if units <= limit {
		return text
	}
	return text[:end] + "…"
}
