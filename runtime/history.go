package rocket

import (
	"math"
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
	name    string
	task    *task         // of the session; nil: there is none of that name
	keep    time.Duration // how far back conditions look on single events
	still   bool          // it is a copy
	watched bool          // its windows have been watched in this session
	known   *past         // nil: nothing has happened
	acquaintance
}

// forever is how far back conditions may look if no event is to be forgotten.
const forever time.Duration = math.MaxInt64

// A past is what has happened to a task.
type past struct {
	last   [kinds]time.Time
	total  [kinds]int
	shown  time.Time // LastStart of all runs
	served time.Time // LastStart of the runs that have ended and not crashed
	recent []happening
	live   []LiveRun

	status   Event       // the latest event
	outcome  Event       // the latest outcome, or 0
	failed   bool        // whether that is a failure
	overtime time.Time   // the latest end by a timeout
	struck   time.Time   // the latest failure that was the first of a row
	failures int         // in a row up to the latest outcome
	row      []time.Time // the starts of the newest of these, as the clock showed them
	returned *returnValue

	scheduled time.Time   // that of the latest run
	missed    []time.Time // the starts of windows that are missed, the newest last
}

// nothing is the past of tasks to which nothing has happened.
var nothing past

// past returns what has happened, to be read only.
func (h *History) past() *past {
	if h.known == nil {
		return &nothing
	}
	return h.known
}

// more returns what has happened, for more to be added.
func (h *History) more() *past {
	if h.known == nil {
		h.known = new(past)
	}
	return h.known
}

type happening struct {
	at    time.Time
	event Event
}

// LiveRun is a run that has begun and not ended.
type LiveRun struct {
	ID    string
	Start time.Time
	// Worker is the name of the worker that has a run with execution remote, Host that of its
	// machine, and Waits what the run waits for if none has it. [Overview] and [Why] say so; else
	// they are empty.
	Worker, Host, Waits string

	shown time.Time // its start, see LastStart
	fills string    // the id of the backfill whose run it is; empty: of none
}

// heed returns what has happened, for an answer that the events in set can change.
func (h *History) heed(set Event) *past {
	if !h.still {
		h.asked |= set
	}
	return h.past()
}

// Last returns the instant of the latest of the events in set, or the zero
// time.
func (h *History) Last(set Event) (latest time.Time) {
	p := h.heed(set)
	for i := range p.last {
		if set&(1<<i) != 0 && p.last[i].After(latest) {
			latest = p.last[i]
		}
	}
	return latest
}

// LastWrong returns the instant at which a run last failed, crashed, or was ended by its
// timeout, or a window was missed, or the zero time.
func (h *History) LastWrong() time.Time { return h.heed(AnyEvent).wrong() }

// wrong is LastWrong.
func (p *past) wrong() time.Time {
	return later(later(p.last[failedKind], p.last[crashedKind]),
		later(p.last[missedKind], p.overtime))
}

// LastStart returns the latest reading of the clock at which a run started, or its scheduled
// instant if that is later because the clock was set back meanwhile; the zero time if there was
// no run. Runs that have crashed count only if crashed is set. The clock may have
// been set back since, by up to a day: then Last has moved back with the clock, so
// that it tells how long ago that was. LastStart has not, so that a part of the
// calendar that comes again is known to have had its run.
func (h *History) LastStart(crashed bool) time.Time {
	if crashed {
		return h.heed(Started).shown
	}
	p := h.heed(Started | Crashed) // another outcome leaves the start what it was
	latest := p.served
	for _, r := range p.live {
		latest = later(latest, r.shown)
	}
	return latest
}

// LastOutcome returns how the latest run that has ended did: [Succeeded], [Failed],
// [Terminated], [Inacted] or [Crashed], or 0 if none has ended. A live run does not count.
func (h *History) LastOutcome() Event { return h.heed(Outcome).outcome }

// Total returns how many of the events in set there ever were.
func (h *History) Total(set Event) (n int) {
	p := h.heed(set)
	for i := range p.total {
		if set&(1<<i) != 0 {
			n += p.total[i]
		}
	}
	return n
}

// Within counts the events in set with from <= instant < to, and returns the
// instants of the first and the last of them. It sees only as far back as the
// session's conditions look (see [Retrospective]).
func (h *History) Within(set Event, from, to time.Time) (n int, first, last time.Time) {
	recent := h.heed(set).recent
	for i := len(recent) - 1; i >= 0; i-- {
		e := recent[i]
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

// Missed reports whether the window that opened at an instant is recorded as missed. Of more
// than a few dozen the oldest are forgotten.
func (h *History) Missed(opened time.Time) bool {
	return slices.ContainsFunc(h.heed(Missed).missed, opened.Equal)
}

// Live returns the live runs, oldest first. The slice must not be changed.
func (h *History) Live() []LiveRun { return h.heed(Started | Outcome).live }

// startOf returns when a live run has started, by the clock as it is set now.
func (h *History) startOf(run string, start time.Time) time.Time {
	for _, r := range h.past().live {
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
	p := h.heed(Started | Outcome)
	if !p.failed {
		return 0
	}
	for _, start := range p.row {
		if !start.Before(since) {
			n++
		}
	}
	if n == len(p.row) {
		return p.failures
	}
	return n
}

// copy returns what h is now. No event reaches it.
func (h *History) copy() *History {
	c := *h
	c.source, c.task, c.still = source{}, nil, true
	if h.known != nil {
		c.known = h.known.copy()
	}
	return &c
}

// copy returns what p is now. No event reaches it.
func (p *past) copy() *past {
	c := *p
	c.recent, c.live = slices.Clone(p.recent), slices.Clone(p.live)
	c.row, c.missed = slices.Clone(p.row), slices.Clone(p.missed)
	return &c
}

// add enters what a record says into the history.
func (h *History) add(r *Record) {
	p := h.more()
	if p.add(r); h.keep > 0 && !r.fills() {
		p.addRecent(happening{r.at(), r.Event}, h.keep)
	}
}

// add enters what a record says, but not among the recent events.
func (p *past) add(r *Record) {
	if r.fills() {
		p.fill(r)
		return
	}
	at := r.at()
	for i := range kinds {
		if r.Event == 1<<i {
			p.total[i]++
			if at.After(p.last[i]) {
				p.last[i] = at
			}
		}
	}
	if r.Event == Missed {
		p.addMissed(r.Scheduled)
		return
	}
	if r.Event == Started {
		shown := later(at, r.Scheduled) // later only if the clock was set back
		p.live = append(p.live, LiveRun{ID: r.RunID, Start: at, shown: shown})
		p.shown, p.scheduled = later(p.shown, shown), r.Scheduled
		p.status, p.failed = Started, false
	} else {
		p.addOutcome(r, p.dropLive(r))
	}
}

// fill enters what a record says of a run of a backfill: that it is live, or no longer is.
func (p *past) fill(r *Record) {
	if r.Event == Started {
		p.live = append(p.live, LiveRun{ID: r.RunID, Start: r.at(), fills: r.Cause.RunID})
		return
	}
	p.live = slices.DeleteFunc(p.live, func(run LiveRun) bool { return run.ID == r.RunID })
}

// succeeded returns when the latest success was.
func (p *past) succeeded() time.Time { return p.last[1] }

// dropLive takes the run of an outcome out of the live ones, and returns when it has
// started, as the clock showed it.
func (p *past) dropLive(r *Record) time.Time {
	for i, run := range p.live {
		if run.ID == r.RunID {
			p.live = append(p.live[:i], p.live[i+1:]...)
			return run.shown
		}
	}
	p.shown = later(p.shown, r.Start)
	return r.Start // nothing is known of the start but what the outcome says
}

// maxRow is how many starts of runs that have failed in a row are remembered.
const maxRow = 512

func (p *past) addOutcome(r *Record, start time.Time) {
	if r.Event != Crashed {
		p.served = later(p.served, start)
	}
	p.status, p.outcome, p.failed = r.Event, r.Event, r.failed()
	if !p.failed {
		p.failures, p.row = 0, nil
		return
	}
	if p.failures++; p.failures == 1 {
		p.struck = r.at()
	}
	if r.Event == Terminated {
		p.overtime = later(p.overtime, r.at())
	}
	if len(p.row) == maxRow {
		p.row = slices.Delete(p.row, 0, maxRow/2)
	}
	if start.IsZero() {
		start = r.at()
	}
	p.row = append(p.row, start)
}

// maxMissedStarts is how many windows that are missed a history tells apart.
const maxMissedStarts = 128

func (p *past) addMissed(start time.Time) {
	if len(p.missed) == maxMissedStarts {
		p.missed = slices.Delete(p.missed, 0, maxMissedStarts/2)
	}
	p.missed = append(p.missed, start)
}

// blank reports whether nothing has happened.
func (p *past) blank() bool { return p.status == 0 && len(p.missed)+len(p.live) == 0 }

// addRecent keeps the recent events in order of their instants, which is
// nearly always the order in which they arrive.
func (p *past) addRecent(e happening, keep time.Duration) {
	i := len(p.recent)
	for i > 0 && p.recent[i-1].at.After(e.at) {
		i--
	}
	p.recent = slices.Insert(p.recent, i, e)
	if keep < forever {
		p.forget(e.at.Add(-keep))
	}
}

// forget drops the events before an instant, at which no condition can look any more. It
// waits until they are half of all, so that an event costs constant time in the mean.
func (p *past) forget(old time.Time) {
	if len(p.recent) < 16 || !p.recent[len(p.recent)/2].at.Before(old) {
		return
	}
	n := 0
	for n < len(p.recent) && p.recent[n].at.Before(old) {
		n++
	}
	p.recent = slices.Clone(p.recent[n:])
}

// readLog reads the run log, once for the observation.
func (o *Observation) readLog() {
	if o.logFacts == nil && o.err == nil {
		o.logFacts, o.err = FactsOf(o.Context(), o.log, o.from)
	}
}

// logged returns h as the run log has it now.
func (o *Observation) logged(h *History) *History {
	if o.readLog(); o.err != nil {
		return h
	}
	fresh := o.logFacts.History(h.name)
	if fresh.since.IsZero() {
		fresh.acquaintance = h.acquaintance
	}
	return fresh
}
