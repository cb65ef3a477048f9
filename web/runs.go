package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rocketc/rocketc/control"
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
)

// How many runs a page shows, and among how many records it looks for them.
const (
	runsShown  = 100
	runsLooked = 20_000
	errorRunes = 300
)

// A runsPage shows runs that have ended, the newest first, and windows that were missed.
type runsPage struct {
	Task, Outcome, Since, Text string
	Outcomes                   []string
	Wrong                      string // what is wrong with the filter
	Live                       []control.LiveRun
	Runs                       []rocket.Record
	Older, Newest              string // addresses; empty: there are none
	Looked                     bool   // Older is what was not looked at
}

// outcomes are what the runs can be filtered by: wrong is what the language calls so.
var outcomes = []string{"success", "fail", "crash", "terminate", "inaction", "missed", "wrong"}

// runs shows the runs that a filter leaves.
func (d *desk) runs(w http.ResponseWriter, r *http.Request) {
	p := runsPage{Outcomes: outcomes, Task: r.FormValue("task"), Outcome: r.FormValue("outcome"),
		Since: r.FormValue("since"), Text: r.FormValue("text")}
	since, err := d.past(p.Since)
	if err != nil {
		p.Wrong = err.Error()
	} else if err := d.findRuns(r, &p, since); err != nil {
		d.trouble(w, r, http.StatusInternalServerError, err)
		return
	}
	if p.Outcome == "" && p.Text == "" && r.FormValue("before") == "" {
		p.Live = d.liveRuns(p.Task)
	}
	d.page(w, r, "runs.html", "Runs", p)
}

// past reads an instant of the past; the zero time if the text is empty.
func (d *desk) past(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	return period.ParsePast(text, time.Now().In(d.session.Location()))
}

// liveRuns returns the live runs of the tasks that a filter leaves.
func (d *desk) liveRuns(task string) (live []control.LiveRun) {
	zone := d.session.Location()
	for _, r := range d.session.Overview().Live {
		if d.leaves(task, r.Task) {
			live = append(live,
				control.LiveRun{Task: r.Task, RunID: r.ID, Start: r.Start.In(zone), Host: r.Host,
					Waits: r.Waits})
		}
	}
	return live
}

// leaves reports whether a filter of tasks leaves one: the task of that name if there is one,
// else all whose names have the text in them.
func (d *desk) leaves(filter, task string) bool {
	if d.session.Task(filter) != nil {
		return task == filter
	}
	return strings.Contains(strings.ToLower(task), strings.ToLower(filter))
}

// findRuns fills in the runs.
func (d *desk) findRuns(r *http.Request, p *runsPage, since time.Time) error {
	before, at := placeOf(r.FormValue("before"))
	query := rocket.Query{Events: eventsOf(p.Outcome), From: since, Newest: true,
		Limit: runsLooked, To: at}
	if d.session.Task(p.Task) != nil {
		query.Tasks = []string{p.Task}
	}
	if before > 0 {
		p.Newest = with(r.URL, "before", "")
	}
	looked, zone := 0, d.session.Location()
	for record, err := range d.session.RunLog().Read(r.Context(), query) {
		if err != nil {
			return err
		}
		looked++
		if before > 0 && record.Seq >= before {
			continue
		}
		if len(p.Runs) == runsShown {
			p.Older = with(r.URL, "before", placeText(p.Runs[runsShown-1]))
			return nil
		}
		if d.isShown(p, &record) {
			p.Runs = append(p.Runs, shortened(record, zone))
		}
		if looked == runsLooked {
			p.Older, p.Looked = with(r.URL, "before", placeText(record)), true
		}
	}
	return nil
}

// isShown reports whether the filter leaves a record.
func (d *desk) isShown(p *runsPage, r *rocket.Record) bool {
	return (p.Outcome != "wrong" || r.WentWrong()) && d.leaves(p.Task, r.Task) &&
		strings.Contains(strings.ToLower(r.Error), strings.ToLower(p.Text))
}

// shortened returns a record as a list shows it, with its instants in a zone.
func shortened(r rocket.Record, zone *time.Location) rocket.Record {
	r.Created, r.Start, r.End = r.Created.In(zone), r.Start.In(zone), r.End.In(zone)
	r.Scheduled, r.Return, r.Output = r.Scheduled.In(zone), nil, ""
	r.Error = cut(r.Error, errorRunes)
	return r
}

// cut returns the beginning of a text that is too long.
func cut(text string, runes int) string {
	if len(text) <= runes {
		return text
	}
	if all := []rune(text); len(all) > runes {
		return string(all[:runes]) + "…"
	}
	return text
}

// eventsOf returns the events of the outcome of a filter.
func eventsOf(outcome string) (events rocket.Event) {
	for e := rocket.Succeeded; e <= rocket.Missed; e <<= 1 {
		if e.String() == outcome {
			return e
		}
	}
	return rocket.Outcome | rocket.Missed
}

// placeText returns the place in a run log before a record, as an address has it.
func placeText(r rocket.Record) string {
	return strconv.FormatUint(r.Seq, 10) + "-" + strconv.FormatInt(r.Created.UnixNano(), 36)
}

// placeOf reads a place: the number of the record, and an instant just after it; zeros if the
// text is none.
func placeOf(text string) (seq uint64, after time.Time) {
	number, at, _ := strings.Cut(text, "-")
	seq, err := strconv.ParseUint(number, 10, 64)
	nano, errAt := strconv.ParseInt(at, 36, 64)
	if err != nil || errAt != nil {
		return 0, time.Time{}
	}
	return seq, time.Unix(0, nano+1)
}

// A runPage shows one run.
type runPage struct {
	RunID, TaskName string
	Event           string // of its end; run: it is live; empty: that is not known
	Start           time.Time
	Progress        *control.Progress
	Host, Waits     string         // of a live run on a worker, as of [control.LiveRun]
	Record          *rocket.Record // of its end; nil: it has not ended, or the log has lost it
	Cause           *rocket.Ref
	Scheduled       time.Time
	Arguments       string
	Return          string
	Lines           []control.Line
	More            bool
	Writes          string // its id if it is live, so that more lines may come
}

// run shows one run.
func (d *desk) run(w http.ResponseWriter, r *http.Request) {
	p := runPage{RunID: r.FormValue("id")}
	if err := d.fillRun(r.Context(), &p); err != nil {
		d.trouble(w, r, http.StatusInternalServerError, err)
		return
	}
	if p.TaskName == "" {
		d.trouble(w, r, http.StatusNotFound, noRun{p.RunID})
		return
	}
	lines, more, err := d.lines(r.Context(), control.Request{Do: "logs", Run: p.RunID})
	if err != nil {
		d.trouble(w, r, http.StatusInternalServerError, err)
		return
	}
	p.More = more
	for _, line := range lines {
		if line.Stream == "arguments" {
			p.Arguments = line.Text
		} else {
			p.Lines = append(p.Lines, line)
		}
	}
	d.page(w, r, "run.html", "Run of "+p.TaskName, p)
}

// A noRun is the error for a run that is not there.
type noRun struct{ id string }

func (e noRun) Error() string { return "the run log has no run " + e.id }

// fillRun fills in what the session and the run log know of a run.
func (d *desk) fillRun(ctx context.Context, p *runPage) error {
	zone := d.session.Location()
	query := rocket.Query{RunID: p.RunID, Newest: true, Limit: 2}
	for record, err := range d.session.RunLog().Read(ctx, query) {
		if err != nil {
			return err
		}
		p.TaskName, p.Start, p.Cause = record.Task, record.Start.In(zone), record.Cause
		p.Scheduled = record.Scheduled.In(zone)
		if record.Event != rocket.Started && p.Record == nil {
			record.End = record.End.In(zone)
			p.Record, p.Event = &record, record.Event.String()
			p.Return = indented(record.Return)
		}
	}
	live := d.session.Overview().Live
	i := slices.IndexFunc(live, func(r rocket.TaskRun) bool { return r.ID == p.RunID })
	if i >= 0 {
		p.TaskName, p.Start, p.Event = live[i].Task, live[i].Start.In(zone), "run"
		p.Writes, p.Host, p.Waits = p.RunID, live[i].Host, live[i].Waits
		if said := live[i].Progress; !said.At.IsZero() {
			p.Progress = &control.Progress{Done: said.Done, Total: said.Total, Text: said.Text}
		}
	}
	return nil
}
