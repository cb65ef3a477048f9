package control

import (
	"strings"

	rocket "github.com/rocketc/rocketc/runtime"
)

// What a run has written is kept in memory, and not of all runs. Of the others the records tell
// when they started and ended, how, and the output of a command that did not succeed.

// recorded returns what the run log has of a run, or of the latest run of a task if run is empty,
// as lines.
func (q *question) recorded(task, run string) (lines []Line, err error) {
	query := rocket.Query{
		Tasks: []string{task}, RunID: run, Events: rocket.Outcome, Newest: true, Limit: 1,
	}
	for r, err := range q.Session.RunLog().Read(q.ctx, query) {
		if err != nil {
			return nil, err
		}
		lines = append(lines, linesOf(&r)...)
	}
	return lines, nil
}

// linesOf returns what a record of a run's end tells, as lines.
func linesOf(r *rocket.Record) (lines []Line) {
	line := Line{Time: r.Start, Task: r.Task, RunID: r.RunID}
	add := func(event, stream, text string) {
		line.Event, line.Stream, line.Text = event, stream, text
		lines = append(lines, line)
	}
	add(rocket.Started.String(), "", "run started")
	line.Time = r.End
	if r.Output != "" {
		for text := range strings.SplitSeq(r.Output, "\n") {
			add("", "stdout", text)
		}
	}
	if r.Progress != "" {
		add("", "progress", r.Progress)
	}
	text := "run ended: " + r.Event.String()
	if r.Error != "" {
		text += ": " + r.Error
	}
	add(r.Event.String(), "", text)
	return lines
}

// loggedRuns is among how many of the newest runs of the run log an id is looked for.
const loggedRuns = 2000

// runLogged notes the runs of the run log that have an id.
func (q *question) runLogged(id string, note func(task, run string)) error {
	query := rocket.Query{Events: rocket.Outcome, Newest: true, Limit: loggedRuns}
	for r, err := range q.Session.RunLog().Read(q.ctx, query) {
		if err != nil {
			return err
		}
		note(r.Task, r.RunID)
	}
	return nil
}
