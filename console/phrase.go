package console

import (
	"cmp"
	"fmt"
	"log/slog"
	"math"
	"strconv"
	"strings"
	"time"
)

// A phrase is what a log for people says of an event.
type phrase struct {
	text       string
	color      string
	output     bool   // text is what a task has written
	barColor   string // of the bar before text
	ofSchedule bool   // not of a task
}

// phraseOf returns the phrase for a message of the runtime, and takes the
// attributes that it tells; ok is false for any other message.
func phraseOf(r slog.Record, list *attributes) (p phrase, ok bool) {
	switch about, what, _ := strings.Cut(r.Message, " "); about {
	case "run":
		return runPhrase(what, list)
	case "window":
		return runPhrase(what, list)
	case "schedule":
		return schedulePhrase(what, r.Time, list)
	case "output":
		return outputPhrase(list)
	}
	return phrase{}, false
}

// runPhrase tells an event of a run, or that a window was missed: "failed after 1.6 ms: exit
// status 3".
func runPhrase(what string, list *attributes) (p phrase, ok bool) {
	if _, ok := list.take("event"); !ok {
		return phrase{}, false
	}
	list.take("scheduled")
	took := ""
	if ms, ok := list.take("duration_ms"); ok && ms.Kind() == slog.KindFloat64 {
		took = ShortDuration(milliseconds(ms))
	}
	p.text = what
	switch what {
	case "started":
		return p, true
	case "succeeded":
		p.text, p.color = "succeeded in "+took, green
	case "failed":
		p.text, p.color = "failed after "+took, red
	case "terminated":
		p.text, p.color = "terminated after "+took, yellow
	case "crashed":
		p.color = red
	case "missed":
		p.color = yellow
	}
	if progress := list.text("progress"); progress != "" {
		p.text += " at " + progress
	}
	if why := cmp.Or(list.text("error"), list.text("reason")); why != "" {
		p.text += ": " + why
	}
	return p, true
}

// schedulePhrase tells what the session does: "started: 2 tasks, next hello at
// 21:21:00".
func schedulePhrase(what string, now time.Time, list *attributes) (p phrase, ok bool) {
	p = phrase{text: what, ofSchedule: true}
	switch what {
	case "started":
		tasks := list.text("tasks")
		p.text += ": " + tasks + " tasks"
		if tasks == "1" {
			p.text = strings.TrimSuffix(p.text, "s")
		}
		if build := list.text("build"); build != "" {
			p.text += ", build " + build
		}
		if next, ok := list.take("next"); ok && next.Kind() == slog.KindGroup {
			of := attributes(next.Group())
			p.text += ", next " + of.text("task")
			if start, ok := of.take("start"); ok && start.Kind() == slog.KindTime {
				p.text += " at " + clock(start.Time(), now)
			}
		}
	case "stopping":
		if list.text("force") == "true" {
			p.text += " at once"
			p.color = yellow
		}
		p.text += ", by " + list.text("by")
	case "stopped":
		if ms, ok := list.take("uptime_ms"); ok && ms.Kind() == slog.KindFloat64 {
			p.text += " after " + ShortDuration(milliseconds(ms))
		}
	default:
		return phrase{}, false
	}
	return p, true
}

// outputPhrase is a line that a task has written.
func outputPhrase(list *attributes) (p phrase, ok bool) {
	line, ok := list.take("line")
	if !ok {
		return phrase{}, false
	}
	p = phrase{text: line.String(), output: true, barColor: dim}
	if list.text("stream") == "stderr" {
		p.barColor = yellow
	}
	return p, true
}

// milliseconds returns the duration that a number of milliseconds is.
func milliseconds(v slog.Value) time.Duration {
	return time.Duration(v.Float64() * float64(time.Millisecond))
}

// clock returns an instant as one reads it at another: with its date unless
// that is the same.
func clock(t, now time.Time) string {
	now = now.In(t.Location())
	if t.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return t.Format("15:04:05")
	}
	return t.Format("Mon 2006-01-02 15:04:05")
}

// ShortDuration writes a duration with two or three digits: "1.6 ms", "42 s",
// "3 h 5 min".
func ShortDuration(d time.Duration) string {
	switch {
	case d < 9950*time.Microsecond:
		return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
	case d < 999500*time.Microsecond:
		return fmt.Sprintf("%.0f ms", float64(d)/float64(time.Millisecond))
	case d < 9950*time.Millisecond:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d < time.Minute-time.Second/2:
		return fmt.Sprintf("%.0f s", d.Seconds())
	case d < time.Hour-time.Second/2:
		return twoUnits(d, time.Second, 60, "min", "s")
	case d < 24*time.Hour-time.Minute/2:
		return twoUnits(d, time.Minute, 60, "h", "min")
	}
	return twoUnits(d, time.Hour, 24, "d", "h")
}

// twoUnits writes d in a unit, and in one that is so many times as large.
func twoUnits(d, unit time.Duration, times int, large, small string) string {
	n := int(math.Round(float64(d) / float64(unit)))
	if n%times == 0 {
		return fmt.Sprintf("%d %s", n/times, large)
	}
	return fmt.Sprintf("%d %s %d %s", n/times, large, n%times, small)
}

// Thousands writes a number with commas between thousands.
func Thousands(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
