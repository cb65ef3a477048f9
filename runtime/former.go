package rocket

import (
	"slices"
	"time"
)

// A task that is formerly another takes over its history: from the record on that says so,
// the history is that of the new name, and the old name has none. So names may go back and
// forth, and what a log sums up is right without the declarations.

// An acquaintance says since when the run log knows a task, and with which start condition.
type acquaintance struct {
	since time.Time
	when  uint64 // the hash of the start condition in words
}

// renew takes what a record says. A task that was known by another name with the same
// condition has been known since then.
func (a *acquaintance) renew(r *Record, former *acquaintance) {
	since, when := r.at(), hashOf(r.When)
	if former != nil {
		for _, known := range []*acquaintance{a, former} {
			if known.when == when && !known.since.IsZero() && known.since.Before(since) {
				since = known.since
			}
		}
		*former = acquaintance{}
	}
	a.since, a.when = since, when
}

// note enters a record with the event Known.
func (f *Facts) note(r *Record) {
	f.remake()
	h := f.History(r.Task)
	if r.Formerly == "" || r.Formerly == r.Task {
		h.acquaintance.renew(r, nil)
		return
	}
	old := f.History(r.Formerly)
	h.acquaintance.renew(r, &old.acquaintance)
	if old.known == nil {
		return
	}
	value, returned := f.returned(r.Formerly)
	f.returns.forget(r.Formerly)
	if h.past().succeeded().After(old.known.succeeded()) {
		returned = false
	}
	pointer := h.past().returned
	h.known, old.known = joined(old.known, h.past()), nil
	h.known.returned = pointer
	if returned {
		f.setReturn(h, value)
	}
}

// note enters a record with the event Known.
func (s *Summary) note(t *summed, r *Record) {
	old := s.tasks[r.Formerly]
	if old == nil || old == t {
		old = &summed{}
	}
	if r.Formerly == "" {
		t.acquaintance.renew(r, nil)
		return
	}
	t.acquaintance.renew(r, &old.acquaintance)
	if !t.past.succeeded().After(old.past.succeeded()) {
		t.value = old.value
	}
	if !old.past.blank() {
		t.past = *joined(&old.past, &t.past)
	}
	delete(s.tasks, r.Formerly)
}

// joined returns what has happened to a task by two names.
func joined(a, b *past) *past {
	if a.latest().After(b.latest()) {
		a, b = b, a
	}
	p := b.copy()
	for i := range p.last {
		p.last[i] = later(p.last[i], a.last[i])
		p.total[i] += a.total[i]
	}
	p.shown, p.served = later(p.shown, a.shown), later(p.served, a.served)
	p.overtime, p.struck = later(p.overtime, a.overtime), later(p.struck, a.struck)
	p.recent = slices.Concat(a.recent, b.recent)
	slices.SortStableFunc(p.recent, func(x, y happening) int { return x.at.Compare(y.at) })
	p.live = slices.Concat(a.live, b.live)
	p.missed = slices.Concat(a.missed, b.missed)
	if b.status == 0 {
		p.status, p.failed = a.status, a.failed
	}
	switch ended := b.ended(); {
	case ended == 0:
		p.outcome, p.failures, p.row = a.outcome, a.failures, slices.Clone(a.row)
	case ended == b.failures: // all of them
		p.failures += a.failures
		p.row = slices.Concat(a.row, b.row)
		p.row = slices.Clone(p.row[max(0, len(p.row)-maxRow):])
	}
	return p
}

// latest returns the instant of the latest event, or the zero time.
func (p *past) latest() time.Time {
	return slices.MaxFunc(p.last[:], time.Time.Compare)
}

// ended returns how many runs have ended.
func (p *past) ended() (n int) {
	for _, total := range p.total[1 : kinds-1] {
		n += total
	}
	return n
}

// checkFormers reports a task that was formerly one that there is still, or the same as
// another.
func (s *Session) checkFormers() error {
	heirs := map[string]*task{}
	for _, t := range s.order {
		for _, old := range t.Formerly {
			if living := s.find(old); living != nil {
				return t.pos().errorf("task %q was formerly %q, which is a task%s", t.Name, old,
					living.pos().at())
			}
			if heir := heirs[old]; heir != nil && heir != t {
				return t.pos().errorf("task %q was formerly %q, and so was task %q%s", t.Name,
					old, heir.Name, heir.pos().at())
			}
			heirs[old] = t
		}
	}
	return nil
}

// keepFormers makes the histories of former names keep what those of the present names do:
// of the tasks, and of tasks that records say were called otherwise.
func (s *Session) keepFormers(records []Record) {
	keep := func(old string, h *History) {
		former := s.facts.History(old)
		former.keep = max(former.keep, h.keep)
	}
	for _, t := range s.order {
		for _, old := range t.Formerly {
			keep(old, t.history)
		}
	}
	for i := range slices.Backward(records) {
		if r := &records[i]; r.Event == Known && r.Formerly != "" {
			keep(r.Formerly, s.facts.History(r.Task))
		}
	}
}
