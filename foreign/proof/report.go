package proof

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// shownDifferences is how many differences of a task are shown one by one.
const shownDifferences = 10

// WriteText writes a summary in words.
func (r *Report) WriteText(w io.Writer) error {
	var b strings.Builder
	proved, same, starts := 0, 0, 0
	for _, t := range r.Tasks {
		if t.Unproved != "" {
			continue
		}
		proved++
		starts += t.Same
		if len(t.Differences) == 0 {
			same++
		}
	}
	fmt.Fprintf(&b, "Proof from %s to %s in %s: ", r.From.Format(time.DateOnly),
		r.To.Format(time.DateOnly), r.zones())
	switch {
	case proved == 0:
		b.WriteString("no task starts by the clock.\n")
	case same == proved:
		fmt.Fprintf(&b, "%s as with %s, %s.\n", starting(same, proved), r.Source,
			counted(starts, "start"))
	default:
		fmt.Fprintf(&b, "%s as with %s; %s the same.\n", starting(same, proved), r.Source,
			counted(starts, "start")+isOrAre(starts))
	}
	for _, t := range r.Tasks {
		t.write(&b, r.Source)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// zones names the zones of the clocks; if no task goes by a clock, that of the span.
func (r *Report) zones() string {
	if len(r.Zones) == 0 {
		return r.From.Location().String()
	}
	last := len(r.Zones) - 1
	if last == 0 {
		return r.Zones[0]
	}
	return strings.Join(r.Zones[:last], ", ") + " and " + r.Zones[last]
}

func isOrAre(n int) string {
	if n == 1 {
		return " is"
	}
	return " are"
}

// starting says how many tasks start when they should.
func starting(same, all int) string {
	switch {
	case same == all && all == 1:
		return "the task starts"
	case same == all:
		return fmt.Sprintf("all %d tasks start", all)
	case same == 1:
		return fmt.Sprintf("1 of %d tasks starts", all)
	}
	return fmt.Sprintf("%d of %d tasks start", same, all)
}

func counted(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return grouped(n) + " " + what
}

// grouped returns a number with commas.
func grouped(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// write writes what differs of a task.
func (t Task) write(b *strings.Builder, source string) {
	if t.Unproved != "" {
		fmt.Fprintf(b, "%s is not proved: %s.\n", t.Name, t.Unproved)
		return
	}
	if len(t.Differences) == 0 {
		return
	}
	fmt.Fprintf(b, "%s: %s the same, %s:\n", t.Name, counted(t.Same, "start")+isOrAre(t.Same),
		counted(len(t.Differences), "difference"))
	shown := map[string]bool{}
	for i, d := range t.Differences {
		text := d.text(source)
		kind := withoutDay(text)
		if shown[kind] {
			continue
		}
		if len(shown) == shownDifferences {
			fmt.Fprintf(b, "    and %d more, see --json\n", len(t.Differences)-i)
			return
		}
		shown[kind] = true
		fmt.Fprintf(b, "    %s%s\n", text, t.again(kind, i, source))
	}
}

// withoutDay returns what a difference says without its day.
func withoutDay(text string) string {
	_, rest, _ := strings.Cut(text, ": ")
	return rest
}

// again says in which other years there are differences that say the same.
func (t Task) again(kind string, i int, source string) string {
	var years []string
	for _, d := range t.Differences[i+1:] {
		if d.Reason != "" && withoutDay(d.text(source)) == kind {
			years = append(years, d.first().Format("2006"))
		}
	}
	if len(years) == 0 {
		return ""
	}
	return "; the same in " + strings.Join(years, ", ")
}

// text says what differs.
func (d Difference) text(source string) string {
	const layout = "2 January 2006 15:04:05 MST"
	switch {
	case d.Reason != "":
		return d.Reason
	case len(d.Source) > 0:
		return fmt.Sprintf("%s: %s runs it, and here it does not run, for no known reason",
			d.Source[0].Format(layout), source)
	}
	return fmt.Sprintf("%s: here it runs, and %s does not run it, for no known reason",
		d.Here[0].Format(layout), source)
}

// MarshalJSON returns the report as an object.
func (r *Report) MarshalJSON() ([]byte, error) {
	type difference struct {
		Source []time.Time `json:"source,omitempty"`
		Here   []time.Time `json:"here,omitempty"`
		Reason string      `json:"reason"`
	}
	type task struct {
		Task        string       `json:"task"`
		Place       string       `json:"place"`
		Zone        string       `json:"zone,omitempty"`
		Same        int          `json:"same"`
		Unproved    string       `json:"unproved,omitempty"`
		Differences []difference `json:"differences,omitempty"`
	}
	tasks := []task{}
	for _, t := range r.Tasks {
		one := task{Task: t.Name, Place: t.Place.String(), Zone: t.Zone, Same: t.Same,
			Unproved: t.Unproved}
		for _, d := range t.Differences {
			one.Differences = append(one.Differences, difference(d))
		}
		tasks = append(tasks, one)
	}
	return json.Marshal(struct {
		Source      string    `json:"source"`
		From        time.Time `json:"from"`
		To          time.Time `json:"to"`
		Zone        string    `json:"zone"`
		Zones       []string  `json:"zones"`
		Unexplained int       `json:"unexplained"`
		Tasks       []task    `json:"tasks"`
	}{r.Source, r.From, r.To, r.From.Location().String(), append([]string{}, r.Zones...),
		r.Unexplained(), tasks})
}
