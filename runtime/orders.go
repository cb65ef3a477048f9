package rocket

import (
	"slices"
	"time"
)

// An order outlasts the program: a hold, or a backfill. The run log notes that it was given and
// that it has ended, so a session that starts finds out which orders stand. A kept start does not
// outlast the program: that its window has closed is noted, too, so a session that starts finds
// out which windows the end of the program before has cost.

// An orderBook has the notes of the orders that stand, and of the windows that are over and
// have neither had a run nor been missed, oldest first.
type orderBook []Record

// take takes what a record says of orders.
func (b *orderBook) take(r *Record) {
	switch r.Event {
	case Held:
		b.drop(func(o *Record) bool { return o.Event == Held && o.Task == r.Task })
		*b = append(*b, *r)
	case Resumed:
		b.drop(func(o *Record) bool {
			return o.Event == Held && (r.Task == "" || o.Task == r.Task)
		})
	case BackfillOrdered, Kept:
		*b = append(*b, *r)
	case BackfillEnded:
		b.drop(func(o *Record) bool { return o.Event == BackfillOrdered && o.RunID == r.RunID })
	case Started, Missed:
		if len(*b) > 0 && !r.fills() {
			b.drop(func(o *Record) bool {
				return o.Event == Kept && o.Task == r.Task &&
					(r.Event == Started || o.Scheduled.Equal(r.Scheduled))
			})
		}
	case Known:
		for i := range *b {
			if r.Formerly != "" && (*b)[i].Task == r.Formerly {
				(*b)[i].Task = r.Task
			}
		}
	}
}

func (b *orderBook) drop(which func(*Record) bool) {
	*b = slices.DeleteFunc(*b, func(o Record) bool { return which(&o) })
}

// noteOrder notes an order in the run log. Before the session has read the log, the note waits for
// that.
func (s *Session) noteOrder(l *loop, note Record) {
	note.Host = s.host
	note.Reason, note.By = s.hide(note.Reason), s.hide(note.By)
	if l == nil || !s.recovered {
		s.early = append(s.early, note)
		return
	}
	note.Created = l.noted()
	l.note(note)
}

// obey has the session go by the orders that stand in its run log, and by those that were given
// before the log was read. left is what the backfills have left.
func (l *loop) obey(book orderBook, left map[string][]time.Time) {
	early := l.s.early
	l.s.early = nil
	for i := range early {
		early[i].Created = l.noted()
		book.take(&early[i])
		l.note(early[i])
	}
	for i := range book {
		switch r := &book[i]; {
		case r.Event == BackfillOrdered:
			l.fillAgain(r, left[r.RunID])
		case r.Event == Kept:
			l.recordWindow(l.s.facts.History(r.Task), missedWindow{r.Scheduled, missedOff}, "")
		case r.End.IsZero() || r.End.After(l.now):
			l.s.holdAgain(r)
		}
	}
}

// holdAgain has the hold of a note hold, unless a later one does.
func (s *Session) holdAgain(r *Record) {
	h := &Hold{Reason: r.Reason, By: r.By, Since: r.Start.In(s.zone)}
	place := &s.held
	if r.Task != "" {
		t := s.find(r.Task)
		if t == nil {
			return
		}
		h.Tasks, place = []string{r.Task}, &t.held
	}
	if *place != nil {
		return
	}
	*place = h
	if !r.End.IsZero() {
		h.For = r.End.Sub(r.Start)
		s.endHold(h, r.End.Sub(s.wall()))
	}
}

// until returns when the hold is to end; the zero time if only [Session.Resume] ends it.
func (h *Hold) until() (end time.Time) {
	if h.For > 0 {
		end = h.Since.Add(h.For)
	}
	return end
}
