package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/rocketc/rocketc/console"
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/spelling"
)

// historyCommand shows what a run log has, or does something to run logs.
type historyCommand struct {
	Log    string   `arg:"" help:"A file, the address of a database, or the schedule it is of."`
	Task   []string `arg:"" optional:"" help:"The tasks that count; by default all."`
	Since  string   `placeholder:"TIME" help:"An instant, or how long ago: 2026-03-02, 2d, 90min."`
	Failed bool     `help:"Only what went wrong: failed, crashed, timed out or missed."`
	JSON   bool     `name:"json" help:"Writes the records as JSON, an object a line."`
	Follow bool     `short:"f" help:"Goes on with what comes."`
	TZ     string   `name:"tz" placeholder:"ZONE" help:"The time zone, such as Europe/Helsinki."`
}

// Help returns what `rocketc help history` adds.
func (*historyCommand) Help() string {
	return `A line is a run, the newest last; the heading names the time zone: that of the
schedule, else the system's. A program may write the log meanwhile.

    rocketc history convert FROM TO    copies a log into a new one, of another kind, say
    rocketc history repair LOG         makes a damaged log whole; what is bad is kept aside

A log that is called convert or repair is written ./convert.`
}

// Run does what the first word says; without one, it shows the log.
func (c *historyCommand) Run(inv *invocation) error {
	switch c.Log {
	case "convert":
		if len(c.Task) != 2 || c.shows() {
			return usagef("it is written: rocketc history convert FROM TO")
		}
		return inv.convert(c.Task[0], c.Task[1])
	case "repair":
		if len(c.Task) != 1 || c.shows() {
			return usagef("it is written: rocketc history repair LOG")
		}
		return inv.repair(c.Task[0])
	}
	from, err := inv.openRunLog(c.Log)
	if err != nil {
		return err
	}
	zone, name, err := c.zone(from.zone)
	if err != nil {
		return err
	}
	since, err := c.since(time.Now(), zone)
	if err != nil {
		return usageError{err}
	}
	h := history{log: from.log, failed: c.Failed, query: rocket.Query{Tasks: c.Task, From: since,
		Events: rocket.Started | rocket.Outcome | rocket.Missed},
		out: console.NewRunTable(inv.stdout, zone, name, c.Follow)}
	if c.JSON {
		h.out = recordWriter{inv.stdout}
	}
	if err := h.show(inv.ctx); err != nil {
		return err
	}
	if c.Follow {
		return h.follow(inv.ctx)
	}
	if h.shown == 0 || len(h.unseen()) > 0 {
		return h.missing(inv.ctx, inv.stderr, shown(c.Log))
	}
	return nil
}

// shows reports whether there is a flag that says how a log is shown.
func (c *historyCommand) shows() bool {
	return c.Since != "" || c.Failed || c.JSON || c.Follow || c.TZ != ""
}

// zone returns the time zone in which the log is shown: the flag's, else the schedule's,
// else the system's.
func (c *historyCommand) zone(schedule string) (zone *time.Location, name string, err error) {
	for _, name := range []string{c.TZ, schedule} {
		if name != "" {
			zone, err := loadZone(name)
			return zone, name, err
		}
	}
	return time.Local, localZone(), nil
}

// since returns the instant from which on records count; zero if all do.
func (c *historyCommand) since(now time.Time, zone *time.Location) (time.Time, error) {
	if c.Since == "" {
		return time.Time{}, nil
	}
	at, err := period.ParsePast(c.Since, now.In(zone))
	if err != nil {
		return at, fmt.Errorf("--since: %w", err)
	}
	return at, nil
}

// A history shows what a run log has.
type history struct {
	log    rocket.RunLog
	query  rocket.Query
	failed bool // only what went wrong
	out    recordSink
	shown  int             // runs, or records of one
	seen   map[string]bool // the tasks that a record was of
}

// A recordSink shows records.
type recordSink interface {
	// Show shows a record that is newer than those before.
	Show(r rocket.Record) error
	// Flush has everybody see what was shown.
	Flush() error
}

// A recordWriter writes records as JSON, an object a line.
type recordWriter struct{ w io.Writer }

func (w recordWriter) Show(r rocket.Record) error {
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	_, err = w.w.Write(append(text, '\n'))
	return err
}

func (recordWriter) Flush() error { return nil }

// show shows the records that the query asks for. Later ones are asked for by the next call.
func (h *history) show(ctx context.Context) error {
	if h.seen == nil {
		h.seen = map[string]bool{}
	}
	for r, err := range h.log.Read(ctx, h.query) {
		if err != nil {
			return errors.Join(h.out.Flush(), err)
		}
		h.query.After = max(h.query.After, r.Seq)
		h.seen[r.Task] = true
		if h.failed && !r.WentWrong() {
			continue
		}
		if r.Event&rocket.Noted == 0 {
			h.shown++
		}
		if err := h.out.Show(r); err != nil {
			return err
		}
	}
	return h.out.Flush()
}

// followEvery is how long a log is left alone before it is asked for what is new, and
// followShare how many times as long as the asking took at least.
const (
	followEvery = time.Second / 4
	followShare = 10
)

// follow shows what comes, until the context is done.
func (h *history) follow(ctx context.Context) error {
	wait := followEvery
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
		began := time.Now()
		if err := h.show(ctx); err != nil && ctx.Err() == nil {
			return err
		}
		wait = max(followEvery, followShare*time.Since(began))
	}
}

// unseen returns the tasks that were asked for and have no record among those that were read.
func (h *history) unseen() []string {
	return slices.DeleteFunc(slices.Clone(h.query.Tasks), func(task string) bool {
		return h.seen[task]
	})
}

// missing says what was not shown. It is an error if a task is not in the log at all.
func (h *history) missing(ctx context.Context, w io.Writer, log string) error {
	names, err := tasksOf(ctx, h.log)
	if err == nil && len(names) == 0 {
		err = unknownSchedule(ctx, h.log, log)
	}
	if err != nil {
		return err
	}
	var unknown []error
	for _, task := range h.query.Tasks {
		if !slices.Contains(names, task) {
			unknown = append(unknown, meant(fmt.Sprintf("%s has no run of a task %q", log, task),
				spelling.Nearest(task, names)))
		}
	}
	if len(unknown) == 0 && h.shown == 0 {
		fmt.Fprintln(w, "no runs")
	}
	return errors.Join(unknown...)
}

// A sharedLog is a run log in a place that has those of several schedules.
type sharedLog interface {
	Schedules(ctx context.Context) ([]string, error)
}

// unknownSchedule returns an error if the address of a log names a schedule that is not among
// those that have a log there.
func unknownSchedule(ctx context.Context, log rocket.RunLog, address string) error {
	shared, ok := log.(sharedLog)
	if !ok {
		return nil
	}
	names, err := shared.Schedules(ctx)
	_, schedule := cutSchedule(address)
	if err != nil || schedule == "" || slices.Contains(names, schedule) {
		return err
	}
	text := fmt.Sprintf("%s has no records of a schedule %q", address, schedule)
	const most = 20
	if len(names) > 0 {
		text += "; it has those of " + strings.Join(names[:min(len(names), most)], ", ")
	}
	if len(names) > most {
		text += fmt.Sprintf(" and %d more", len(names)-most)
	}
	return meant(text, spelling.Nearest(schedule, names))
}

// tasksOf returns the names of the tasks that a log has records of.
func tasksOf(ctx context.Context, log rocket.RunLog) (names []string, err error) {
	for r, err := range log.Read(ctx, rocket.Query{Events: rocket.Started}) {
		if err != nil {
			return nil, err
		}
		if !slices.Contains(names, r.Task) {
			names = append(names, r.Task)
		}
	}
	return names, nil
}
