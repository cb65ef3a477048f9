package web

import (
	"context"
	"encoding/json"
	"time"

	"github.com/rocketc/rocketc/control"
	rocket "github.com/rocketc/rocketc/runtime"
)

// How often is looked at what no record tells: whether a run has written something, and the
// rest, which costs the scheduler a question.
const (
	outputEvery = 200 * time.Millisecond
	stateEvery  = 5 // times that
)

// watch adds to a feed what no record tells, until ctx is done.
func (d *desk) watch(ctx context.Context, f *feed) {
	tick := time.NewTicker(outputEvery)
	defer tick.Stop()
	w := watched{desk: d, feed: f, last: d.session.Stats(), said: map[string]rocket.Progress{}}
	w.written()
	for n := 1; ; n++ {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
		for _, run := range w.written() {
			f.add(stateEvent("output", map[string]string{"task": run.Task, "run_id": run.RunID}))
		}
		if n%stateEvery == 0 {
			w.state()
		}
	}
}

// What is watched, and what was seen last.
type watched struct {
	*desk
	feed  *feed
	last  rocket.Stats
	said  map[string]rocket.Progress // of live runs, by id
	lines uint64                     // how many runs had written
}

// written returns the runs that have written something since the last call.
func (w *watched) written() (runs []control.LiveRun) {
	if tap := w.server.Tap; tap != nil {
		runs, w.lines = tap.Written(w.lines)
	}
	return runs
}

// state adds that there are other holds, backfills or tasks, that a task has begun to wait, and
// how far the live runs are. Not every run log has records of orders.
func (w *watched) state() {
	now, last := w.session.Stats(), w.last
	for kind, changed := range map[string]bool{
		"hold":     now.Held != last.Held || sinceOf(now.Hold) != sinceOf(last.Hold),
		"backfill": now.Backfills != last.Backfills,
		"tasks":    now.Tasks != last.Tasks || now.Disabled != last.Disabled,
		"waiting":  w.tally.waited.Swap(false) || now.Demanded != last.Demanded,
	} {
		if changed {
			w.feed.add(stateEvent(kind, struct{}{}))
		}
	}
	if w.last = now; now.Live > 0 {
		w.progress()
	}
}

// sinceOf returns since when a hold holds; the zero time if there is none.
func sinceOf(h *rocket.Hold) (at time.Time) {
	if h != nil {
		at = h.Since
	}
	return at
}

// progress adds how far those live runs are that have come further.
func (w *watched) progress() {
	said := map[string]rocket.Progress{}
	for _, r := range w.session.Overview().Live {
		p := r.Progress
		if said[r.ID] = p; p == w.said[r.ID] || p.At.IsZero() {
			continue
		}
		w.feed.add(stateEvent("progress", control.LiveRun{
			Task: r.Task, RunID: r.ID, Start: r.Start, Progress: (*control.Progress)(&p)}))
	}
	w.said = said
}

// stateEvent returns an event that tells of no record: it is not told again to one who has
// missed it.
func stateEvent(kind string, data any) event {
	text, err := json.Marshal(data)
	if err != nil {
		text = []byte("{}")
	}
	return event{text: eventText("", kind, text)}
}
