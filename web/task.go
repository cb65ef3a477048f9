package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/rocketc/rocketc/control"
	rocket "github.com/rocketc/rocketc/runtime"
)

// What the page of a task shows of the past.
const (
	stripRuns   = 60 // outcomes
	linesShown  = 200
	lineRunes   = 1000
	windowsSeen = 100
)

// A taskPage shows one task.
type taskPage struct {
	control.Task
	Why       control.Why
	Facts     []fact
	Arguments []argument
	AnyNames  bool // the task may take other arguments, too
	Strip     []rocket.Record
	Plot      *plot
	Lines     []control.Line
	More      bool   // there are lines before these
	Writes    string // the id of the live run whose lines they are; empty: they are not of one
	Backfills []control.Backfill
	Windowed  bool
	From, To  string // of a backfill that is tried
	Windows   []control.Window
	Unserved  int
	Cut       bool   // there are more windows
	Wrong     string // why there are none
}

// A fact is something that a page says with its name.
type fact struct{ Name, Text string }

// An argument is one that a run can be given.
type argument struct{ Name, From string }

// task shows one task.
func (d *desk) task(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("name")
	t := d.session.Task(name)
	if t == nil {
		d.trouble(w, r, http.StatusNotFound, errors.New("there is no task "+name))
		return
	}
	p := taskPage{From: r.FormValue("from"), To: r.FormValue("to")}
	err := d.fillTask(r.Context(), &p, t)
	if err == nil {
		err = d.fillPast(r.Context(), &p, name)
	}
	if err != nil {
		d.trouble(w, r, http.StatusInternalServerError, err)
		return
	}
	d.tryBackfill(r.Context(), &p)
	d.page(w, r, "task.html", name, p)
}

// fillTask fills in what the task is now.
func (d *desk) fillTask(ctx context.Context, p *taskPage, t *rocket.Task) error {
	list, err := all[control.Task](ctx, d, control.Request{Do: "list", Tasks: []string{t.Name()}})
	if err != nil || len(list) == 0 {
		return cmp.Or(err, rocket.ErrNoTask)
	}
	why, err := all[control.Why](ctx, d, control.Request{Do: "why", Tasks: []string{t.Name()}})
	if err != nil || len(why) == 0 {
		return cmp.Or(err, rocket.ErrNoTask)
	}
	spec, err := t.Spec()
	if err != nil {
		return err
	}
	vars, known, err := t.Arguments()
	if err != nil {
		return err
	}
	p.Task, p.Why, p.Facts, p.AnyNames = list[0], why[0], factsOf(spec), !known
	for _, v := range vars {
		a := argument{Name: v.Name}
		if v.Value != nil {
			a.From = v.Value.String()
		}
		p.Arguments = append(p.Arguments, a)
	}
	p.Windowed = isWindowed(spec.When)
	for _, b := range d.session.Backfills() {
		if b.Task == t.Name() {
			p.Backfills = append(p.Backfills, control.Backfill{ID: b.ID, From: b.From, To: b.To,
				Windows: b.Windows, Done: b.Done, By: b.By, Reason: b.Reason})
		}
	}
	return nil
}

// factsOf returns what a declaration says beside the condition and the action.
func factsOf(spec rocket.TaskSpec) (facts []fact) {
	add := func(name, text string) {
		if text != "" {
			facts = append(facts, fact{name, text})
		}
	}
	if spec.Pos != (rocket.Pos{}) {
		add("declared", spec.Pos.String())
	}
	if spec.Timeout > 0 {
		add("timeout", took(spec.Timeout))
	}
	if spec.Until != nil {
		add("ends when", conditionText(spec.Until))
	}
	var pools []string
	for _, share := range spec.Pools {
		pools = append(pools, share.Pool)
	}
	add("pools", strings.Join(pools, ", "))
	add("formerly", strings.Join(spec.Formerly, ", "))
	return facts
}

// isWindowed reports whether a start condition has windows, which a backfill can serve.
func isWindowed(c rocket.Condition) bool {
	if _, is := c.(rocket.Windowed); is {
		return true
	}
	whole, is := c.(rocket.Composite)
	return is && slices.ContainsFunc(whole.Parts(), isWindowed)
}

// fillPast fills in what has happened to the task.
func (d *desk) fillPast(ctx context.Context, p *taskPage, name string) error {
	query := rocket.Query{Tasks: []string{name}, Events: rocket.Outcome | rocket.Missed,
		Newest: true, Limit: plotRuns}
	zone := d.session.Location()
	var records []rocket.Record
	for r, err := range d.session.RunLog().Read(ctx, query) {
		if err != nil {
			return err
		}
		r.Start, r.End, r.Created = r.Start.In(zone), r.End.In(zone), r.Created.In(zone)
		records = append(records, r)
	}
	slices.Reverse(records)
	p.Strip = records[max(0, len(records)-stripRuns):]
	p.Plot = plotOf(records)
	var err error
	logs := control.Request{Do: "logs", Tasks: []string{name}}
	if live := p.Why.Live; len(live) > 0 {
		p.Writes = live[len(live)-1].RunID
		logs = control.Request{Do: "logs", Run: p.Writes}
	}
	p.Lines, p.More, err = d.lines(ctx, logs)
	return err
}

// lines returns the newest lines that runs have written. more says that there were others
// before these.
func (d *desk) lines(ctx context.Context, r control.Request) ([]control.Line, bool, error) {
	list, err := all[control.Line](ctx, d, r)
	if errors.Is(err, control.ErrUsage) {
		err = nil // nothing is known of the run's output
	}
	shown := list[max(0, len(list)-linesShown):]
	for i := range shown {
		shown[i].Text = cut(shown[i].Text, lineRunes)
	}
	return shown, len(list) > len(shown), err
}

// tryBackfill fills in which windows a backfill would serve, if the page is asked for that.
func (d *desk) tryBackfill(ctx context.Context, p *taskPage) {
	if p.From == "" {
		return
	}
	request := control.Request{
		Do: "backfill", Tasks: []string{p.Task.Task}, From: p.From, To: p.To, DryRun: true,
	}
	windows, err := all[control.Window](ctx, d, request)
	if err != nil {
		p.Wrong = err.Error()
		return
	}
	for _, w := range windows {
		if !w.Served {
			p.Unserved++
		}
	}
	p.Cut = len(windows) > windowsSeen
	p.Windows = windows[:min(len(windows), windowsSeen)]
}

// conditionText returns a condition as the language writes it.
func conditionText(c rocket.Condition) string {
	if text, ok := c.(interface{ String() string }); ok {
		return text.String()
	}
	return ""
}
