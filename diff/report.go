package diff

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/rocketc/rocketc/console"
)

// WriteText says in words what differs: a line for each task, and indented ones for its runs.
func (d *Difference) WriteText(w io.Writer) error {
	var b strings.Builder
	if len(d.Tasks) > 0 {
		b.WriteString(d.compared())
	}
	for _, t := range d.Tasks {
		b.WriteString(console.Printable(t.title()) + "\n")
		for _, c := range t.Changes {
			for _, line := range c.lines() {
				b.WriteString("    " + line + "\n")
			}
		}
	}
	if len(d.Tasks) == 0 {
		b.WriteString("no run changes\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// compared says when the schedules were compared.
func (d *Difference) compared() string {
	const layout = dateLayout + " 15:04"
	first := d.Windows[0]
	text := fmt.Sprintf("from %s to %s", first.From.In(d.Zone).Format(layout),
		first.To.In(d.Zone).Format(layout))
	for _, w := range d.Windows[1:] {
		if w.To.After(first.To) {
			text += ", on " + w.From.Format(dateLayout)
		}
	}
	return text + ", " + d.Zone.String() + ":\n"
}

// title names the task, and the reasons.
func (t *Task) title() string {
	text := t.Name
	switch {
	case t.Is == New:
		text += ": a new task"
	case t.Is == Gone:
		text += ": the task is gone"
	case t.Formerly != "":
		text += ", formerly " + t.Formerly
	}
	if len(t.Why) > 0 {
		text += ": " + strings.Join(t.Why, "; ")
	}
	return text
}

// lines says what happens to the runs.
func (c *Change) lines() []string {
	switch {
	case c.Kind == Moved && c.From != "" && len(c.Old) <= 2:
		var lines []string
		for i, at := range c.Old {
			lines = append(lines, fmt.Sprintf("on %s, %s instead of %s", at.Format(dateLayout),
				onDay(c.New[i], at), at.Format(clockLayout(at))))
		}
		return lines
	case c.Kind == Moved && c.From != "":
		return []string{fmt.Sprintf("%s from %s to %s%s", move(c.Old), c.From, c.To, span(c.Old))}
	case c.Kind == Moved && c.By != 0:
		return []string{fmt.Sprintf("%s by %s%s", move(c.Old), later(c.By), span(c.Old))}
	case c.Kind == Moved:
		return []string{move(c.Old) + " to other times" + span(c.Old)}
	case c.Kind == New:
		return []string{count(c.New, "appears", "appear") + clocks(c.New)}
	case c.Kind == Gone:
		return []string{count(c.Old, "vanishes", "vanish") + clocks(c.Old)}
	case c.Kind == Maybe:
		return []string{count(c.Old, "may happen only", "may happen only") + span(c.Old)}
	}
	return []string{count(c.Old, "is certain", "are certain") + span(c.Old)}
}

const dateLayout = "Mon 2 Jan 2006"

func clockLayout(t time.Time) string {
	if t.Second() == 0 {
		return "15:04"
	}
	return "15:04:05"
}

// onDay writes an instant, with its date unless that is the same.
func onDay(t, day time.Time) string {
	text := t.Format(clockLayout(t))
	if t.Format(dateLayout) != day.Format(dateLayout) {
		text = t.Format(dateLayout) + " " + text
	}
	return text
}

func move(list []time.Time) string { return count(list, "moves", "move") }

// count writes how many runs do something.
func count(list []time.Time, one, many string) string {
	if len(list) == 1 {
		return "1 run " + one
	}
	return fmt.Sprintf("%s runs %s", console.Thousands(len(list)), many)
}

// later writes how much later something is.
func later(d time.Duration) string {
	if d < 0 {
		return "-" + console.ShortDuration(-d)
	}
	return "+" + console.ShortDuration(d)
}

// span writes on which day the first run is, and on which the last.
func span(list []time.Time) string {
	first, last := list[0].Format(dateLayout), list[len(list)-1].Format(dateLayout)
	if first == last {
		return ", on " + first
	}
	return ", first on " + first + ", last on " + last
}

// clocks writes when runs are: each, if there are few, else what the clock reads then, and
// on which day the first is, and the last.
func clocks(list []time.Time) string {
	if len(list) <= 2 {
		var parts []string
		for _, at := range list {
			parts = append(parts, at.Format(dateLayout+" "+clockLayout(at)))
		}
		return ": " + strings.Join(parts, ", ")
	}
	var readings []string
	seen := map[string]int{}
	for _, at := range list {
		reading := at.Format(clockLayout(at))
		if seen[reading]++; seen[reading] == 1 {
			readings = append(readings, reading)
		}
	}
	if len(readings) > maxReadings {
		return span(list)
	}
	for i, reading := range readings {
		if len(readings) > 1 {
			readings[i] = fmt.Sprintf("%s (%d)", reading, seen[reading])
		}
	}
	return " at " + strings.Join(readings, ", ") + span(list)
}

// maxInstants is how many instants a line of JSON lists at most.
const maxInstants = 1000

// WriteJSON writes a line for each change: task, formerly, is (new or gone, of the task),
// why (a list), change (moved, new, gone, maybe, certain), runs (how many), from and to (what
// the clock reads) or by_ms, and old and new: the instants, the first thousand.
func (d *Difference) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for _, t := range d.Tasks {
		for _, c := range t.Changes {
			err := e.Encode(struct {
				Task     string      `json:"task"`
				Formerly string      `json:"formerly,omitempty"`
				Is       Kind        `json:"is,omitempty"`
				Why      []string    `json:"why,omitempty"`
				Change   Kind        `json:"change"`
				Runs     int         `json:"runs"`
				From     string      `json:"from,omitempty"`
				To       string      `json:"to,omitempty"`
				By       int64       `json:"by_ms,omitempty"`
				Old      []time.Time `json:"old,omitempty"`
				New      []time.Time `json:"new,omitempty"`
			}{t.Name, t.Formerly, t.Is, t.Why, c.Kind, max(len(c.Old), len(c.New)), c.From, c.To,
				c.By.Milliseconds(), firsts(c.Old), firsts(c.New)})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func firsts(list []time.Time) []time.Time { return list[:min(len(list), maxInstants)] }
