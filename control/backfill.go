package control

import (
	"errors"
	"fmt"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
)

// backfill has a task run for the windows of a span that have had no run, or says which windows
// there are.
func (q *question) backfill() error {
	t, err := q.task()
	if err != nil {
		return err
	}
	from, to, err := q.span()
	if err != nil {
		return err
	}
	if q.DryRun {
		return q.sendWindows(t, from, to)
	}
	order := rocket.Backfill{
		Task: t.Name(), From: from, To: to, Limit: q.N, Reason: q.Reason, By: q.by(),
	}
	b, err := q.Session.Backfill(q.ctx, order)
	if err != nil {
		return backfillError(t, err)
	}
	if b.ID == "" {
		return q.send(Done{"nothing to do: each window that has closed has had its run"})
	}
	q.sync()
	return q.send(backfillOf(b))
}

// span reads the span of a backfill.
func (q *question) span() (from, to time.Time, err error) {
	if q.From == "" {
		return from, to, usagef("backfill needs --from TIME, and --to TIME unless that is now")
	}
	now := time.Now().In(q.Session.Location())
	if from, err = period.ParsePast(q.From, now); err != nil {
		return from, to, usagef("--from: %v", err)
	}
	if to = now; q.To != "" {
		if to, err = period.ParsePast(q.To, now); err != nil {
			return from, to, usagef("--to: %v", err)
		}
	}
	switch {
	case to.After(from):
		return from, to, nil
	case q.To == "":
		return from, to, usagef("--from %s is yet to come; a backfill is of the past", q.From)
	}
	return from, to, usagef("--to %s is not later than --from %s", q.To, q.From)
}

// sendWindows sends the windows of a task in a span.
func (q *question) sendWindows(t *rocket.Task, from, to time.Time) error {
	list, err := t.Windows(q.ctx, from, to)
	if err != nil {
		return backfillError(t, err)
	}
	for _, w := range list {
		if err := q.send(Window{t.Name(), w.Start, w.End, w.Served}); err != nil {
			return err
		}
	}
	return nil
}

// backfillError says what is wrong with the backfill of a task.
func backfillError(t *rocket.Task, err error) error {
	switch {
	case errors.Is(err, rocket.ErrNoWindows):
		return usagef("there is nothing to backfill: %s: %v", t.Name(), err)
	case errors.Is(err, rocket.ErrManyWindows):
		return usagef("%s: %v", t.Name(), err)
	}
	return fmt.Errorf("%s: %w", t.Name(), err)
}

// backfillOf returns a backfill as a message has it.
func backfillOf(b rocket.Backfill) Backfill {
	return Backfill{
		ID: b.ID, Task: b.Task, From: b.From, To: b.To, Since: b.Since, Reason: b.Reason, By: b.By,
		Windows: b.Windows, Done: b.Done, Window: b.Window,
	}
}

// backfills returns the backfills that have not ended.
func (q *question) backfills() []Backfill {
	list := []Backfill{}
	for _, b := range q.Session.Backfills() {
		list = append(list, backfillOf(b))
	}
	return list
}

// endBackfill ends the backfill that the request names by its id, or the end of that. It reports
// whether there is one.
func (q *question) endBackfill() (is bool, err error) {
	var found []rocket.Backfill
	for _, b := range q.Session.Backfills() {
		if isID(b.ID, q.Run) {
			found = append(found, b)
		}
	}
	if len(found) != 1 {
		return false, nil
	}
	b := found[0]
	if err := q.Session.EndBackfill(q.ctx, b.ID, q.by()); err != nil {
		return true, err
	}
	q.sync()
	return true, q.said("ended the backfill %s of %s", b.ID, b.Task)
}
