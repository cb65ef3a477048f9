package rocket

import (
	"slices"
	"time"
)

// A History is what has happened to one task, as far as conditions can see:
// the latest event of each kind, how many there were of each, the recent ones
// one by one, and the live runs.
//
// It remembers single events only as far back as the schedule's conditions
// look, so it stays bounded however long the session runs.
type History struct {
	source
	task string

	last   [len(events)]time.Time
	total  [len(events)]int
	shown  time.Time // LastStart of all runs
	served time.Time // LastStart of the runs that have ended and not crashed
	recent []happening
	live   []LiveRun

	status   Event       // the latest event
	outcome  Event       // the latest outcome, or 0
	failed   bool        // whether that is a failure
	failures int         // in a row up to the latest outcome
	row      []time.Time // the starts of the newest of these, as the clock showed them
	returned *returnValue
	keep     time.Duration
	keepAll  bool
}

type happening struct {
	at    time.Time
	event Event
}

// LiveRun is a run that has begun and not ended.
type LiveRun struct {
	ID    string
	Start time.Time
	shown time.Time // its start, see LastStart
}

// Last returns the instant of the latest of the events in set, or the zero
// time.
func (h *History) Last(set Event) (latest time.Time) {
	for i := range h.last {
		if set&(1<<i) != 0 && h.last[i].After(latest) {
			latest = h.last[i]
		}
	}
	return latest
}

// LastStart returns the latest reading of the clock at which a run started, or the
// zero time. Runs that have crashed count only if crashed is set. The clock may have
// been set back since, by up to a day: then Last has moved back with the clock, so
// that it tells how long ago that was. LastStart has not, so that a part of the
// calendar that comes again is known to have had its run.
func (h *History) LastStart(crashed bool) time.Time {
	if crashed {
		return h.shown
	}
	latest := h.served
	for _, r := range h.live {
		latest = later(latest, r.shown)
	}
	return latest
}

// LastOutcome returns how the latest run that has ended did: [Succeeded], [Failed],
// [Terminated], [Inacted] or [Crashed], or 0 if none has ended. A live run does not count.
func (h *History) LastOutcome() Event { return h.outcome }

// Total returns how many of the events in set there ever were.
func (h *History) Total(set Event) (n int) {
	for i := range h.total {
		if set&(1<<i) != 0 {
			n += h.total[i]
		}
	}
	return n
}

// Within counts the events in set with from <= instant < to, and returns the
// instants of the first and the last of them. It sees only as far back as the
// session's conditions look (see [Retrospective]).
func (h *History) Within(set Event, from, to time.Time) (n int, first, last time.Time) {
	for i := len(h.recent) - 1; i >= 0; i-- {
		e := h.recent[i]
		if set&e.event == 0 || !e.at.Before(to) {
			continue
		}
		if e.at.Before(from) {
			break
		}
		if n == 0 {
			last = e.at
		}
		n, first = n+1, e.at
	}
	return n, first, last
}

// Live returns the live runs, oldest first. The slice must not be changed.
func (h *History) Live() []LiveRun { return h.live }

// startOf returns when a live run has started, by the clock as it is set now.
func (h *History) startOf(run string, start time.Time) time.Time {
	for _, r := range h.live {
		if r.ID == run {
			return r.Start
		}
	}
	return start
}

// Failures returns how many runs have failed in a row up to the latest event. It is
// zero if the latest event is not a failure: a run has started since, for example. A
// run that was ended by its timeout has failed, too. Of more than a few hundred the
// oldest are not told apart by when they started.
func (h *History) Failures(since time.Time) (n int) {
	if !h.failed {
		return 0
	}
	for _, start := range h.row {
		if !start.Before(since) {
			n++
		}
	}
	if n == len(h.row) {
		return h.failures
	}
	return n
}

// copy returns what h is now. No event reaches it.
func (h *History) copy() *History {
	c := *h
	c.source, c.recent, c.live = source{}, slices.Clone(h.recent), slices.Clone(h.live)
	c.row = slices.Clone(h.row)
	return &c
}

// add enters what a record says into the history.
func (h *History) add(r Record) {
	at := r.at()
	for i := range events {
		if r.Event == 1<<i {
			h.total[i]++
			if at.After(h.last[i]) {
				h.last[i] = at
			}
		}
	}
	if r.Event == Started {
		h.live = append(h.live, LiveRun{ID: r.RunID, Start: at, shown: at})
		h.shown = later(h.shown, at)
		h.status, h.failed = Started, false
	} else {
		h.addOutcome(r, h.dropLive(r))
	}
	h.addRecent(r.Event, at)
}

// dropLive takes the run of an outcome out of the live ones, and returns when it has
// started, as the clock showed it.
func (h *History) dropLive(r Record) time.Time {
	for i, run := range h.live {
		if run.ID == r.RunID {
			h.live = append(h.live[:i], h.live[i+1:]...)
			return run.shown
		}
	}
	h.shown = later(h.shown, r.Start)
	return r.Start // nothing is known of the start but what the outcome says
}

// maxRow is how many starts of runs that have failed in a row are remembered.
const maxRow = 512

func (h *History) addOutcome(r Record, start time.Time) {
	if r.Event != Crashed {
		h.served = later(h.served, start)
	}
	h.status, h.outcome, h.failed = r.Event, r.Event, r.failed()
	if !h.failed {
		h.failures, h.row = 0, nil
		return
	}
	h.failures++
	if len(h.row) == maxRow {
		h.row = slices.Delete(h.row, 0, maxRow/2)
	}
	if start.IsZero() {
		start = r.at()
	}
	h.row = append(h.row, start)
}

// addRecent keeps the recent events in order of their instants, which is
// nearly always the order in which they arrive.
func (h *History) addRecent(event Event, at time.Time) {
	if h.keep == 0 && !h.keepAll {
		return
	}
	i := len(h.recent)
	for i > 0 && h.recent[i-1].at.After(at) {
		i--
	}
	h.recent = append(h.recent, happening{})
	copy(h.recent[i+1:], h.recent[i:])
	h.recent[i] = happening{at, event}
	h.forget(at)
}

// forget drops events that no condition can look at any more. It waits until
// they are half of all, so that an event costs constant time in the mean.
func (h *History) forget(now time.Time) {
	if h.keepAll || len(h.recent) < 16 {
		return
	}
	old := now.Add(-h.keep)
	if !h.recent[len(h.recent)/2].at.Before(old) {
		return
	}
	n := 0
	for n < len(h.recent) && h.recent[n].at.Before(old) {
		n++
	}
	h.recent = append([]happening(nil), h.recent[n:]...)
}

// logged returns h as the run log has it now.
func (o *Observation) logged(h *History) *History {
	if o.records == nil && o.err == nil {
		o.records, o.err = readAll(o.log.Read(o.Context(), Query{}))
	}
	fresh := &History{task: h.task, keep: h.keep, keepAll: h.keepAll}
	for _, r := range o.records {
		if r.Task == h.task {
			fresh.add(r)
		}
	}
	return fresh
}
