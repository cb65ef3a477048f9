package rocket

import (
	"cmp"
	"context"
	"encoding/json"
	"iter"
	"slices"
	"sync"
	"time"
)

// A Record says that something happened to a run of a task, or is one of those that a run log
// has besides (see [Noted]): with the event [Known] it has Seq, Created, Task, Event, When,
// Formerly and Host; with [TurnedOn] and [TurnedOff] Seq, Created, Event, Host, and End if the
// event was earlier than the record; with [Held], [Resumed], [BackfillOrdered] and
// [BackfillEnded] Seq, Created, Task, Event, By and Host, and what their fields say. As JSON
// it has the names that the log and `rocketc eval --history` have, too.
type Record struct {
	// Seq is the number of the record in the run log of its session, from 1. Numbers
	// rise; there may be gaps.
	Seq uint64
	// Created is when the record was made: Start of a record that says that the run
	// started, End of all others.
	Created time.Time
	// Task is the name of the task.
	Task string
	// RunID is the id of the run, or of the backfill.
	RunID string
	// Event is what happened.
	Event Event
	// Start is when the run started, or the hold; End when it ended, or is to end. The windows of
	// a backfill begin at Start or later, and before End.
	Start, End time.Time
	// Scheduled is that of the run, see [Run]; of a window that was missed, when it opened.
	Scheduled time.Time
	// Duration is how long the run has taken: End less Start, unless the clock was set
	// meanwhile.
	Duration time.Duration
	// Error says why the run failed or was terminated. It may have several lines.
	Error string
	// Reason is what has ended the run before its action did: timeout, request,
	// shutdown or until. It is empty if nothing has. Of a hold or a backfill, it says why.
	Reason string
	// Host is the name of the machine.
	Host string
	// Return is the return value of a run that succeeded, as JSON. It is empty if the
	// value is nil, does not become JSON, or is longer than 64 KiB.
	Return json.RawMessage
	// ReturnCut is the length in bytes of a return value, as JSON, that is longer than
	// 64 KiB and therefore left out of Return; else 0.
	ReturnCut int
	// Output is the end of what a command that did not succeed wrote to its standard
	// output.
	Output string
	// Cause is what has made the run start, if that was another run.
	Cause *Ref
	// When is the start condition with which the task is known, in words, with what the
	// named conditions in it stand for.
	When string
	// Formerly is the name of the task whose history the task takes over; empty: of none.
	Formerly string
	// Progress is the latest [Progress] of a run that has ended, in words; empty: it said none.
	Progress string
	// By says who has asked for a hold, a backfill, or the end of one.
	By string
}

// at is the instant of the event: when the record was made if it does not say more.
func (r *Record) at() time.Time {
	at := r.End
	if r.Event == Started {
		at = r.Start
	}
	if at.IsZero() || r.Event&orders != 0 {
		return r.Created
	}
	return at
}

// failed reports whether the record says that the run has failed, or was ended by its
// timeout.
func (r *Record) failed() bool {
	return r.Event == Failed || r.Event == Terminated && r.Reason == timedOut
}

// WentWrong reports whether the record says that something went wrong, as the language means
// it: a run has failed, crashed, or was ended by its timeout, or a window was missed.
func (r *Record) WentWrong() bool { return r.failed() || r.Event&(Crashed|Missed) != 0 }

// A Ref names an event of a run.
type Ref struct {
	Task  string `json:"task"`
	RunID string `json:"run_id"`
	Event Event  `json:"event"`
}

// A RunLog keeps records. It may be used from any goroutine.
type RunLog interface {
	// Append adds records after those that are there. When it returns, they will
	// survive what the log is made to survive. The records are the log's own: nothing
	// changes them afterwards. After an error the same records are appended again, maybe
	// several times; see [Config.RetryLog]. The log has them once then: it takes back what
	// it has of them, or knows them by their Seq. An error that wraps [ErrLogTaken] is the
	// last.
	Append(ctx context.Context, records []Record) error
	// Read returns those records that the query asks for, oldest first unless it says
	// otherwise. If there is an error it comes last, with a zero record.
	Read(ctx context.Context, q Query) iter.Seq2[Record, error]
}

// A Query asks a run log for records. The zero value asks for all that are about runs.
type Query struct {
	// Tasks are the names of the tasks; empty: all.
	Tasks []string
	// RunID is the id of the run; empty: all.
	RunID string
	// Events is the set of events; zero: those of runs, [Started] and [Outcome].
	Events Event
	// From and To bound when the records were created: From is part of the span, To is
	// not. The zero time is no bound.
	From, To time.Time
	// After asks for records with a greater Seq.
	After uint64
	// Newest asks for the newest first.
	Newest bool
	// Limit is the greatest number of records; zero: all.
	Limit int
}

// Asked returns the set of events that the query asks for.
func (q Query) Asked() Event { return cmp.Or(q.Events, Started|Outcome) }

// Match reports whether the query asks for a record, whatever Newest and Limit say.
func (q Query) Match(r Record) bool {
	return (len(q.Tasks) == 0 || slices.Contains(q.Tasks, r.Task)) &&
		(q.RunID == "" || q.RunID == r.RunID) &&
		q.Asked()&r.Event != 0 &&
		(q.From.IsZero() || !r.Created.Before(q.From)) &&
		(q.To.IsZero() || r.Created.Before(q.To)) &&
		(q.After == 0 || r.Seq > q.After)
}

// MemoryLog is a run log that lasts as long as the program. It keeps the latest Max
// records; if Max is 0, 10,000. It keeps beside them what it notes: since when it knows each
// task, whether a session is on, and what was ordered.
type MemoryLog struct {
	Max int

	mu      sync.Mutex
	notes   []Record // Noted: of each task the latest at least
	records []Record // a ring if it is full: the oldest is at next
	next    int
}

const defaultMaxRecords = 10_000

// Append never fails.
func (m *MemoryLog) Append(_ context.Context, records []Record) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	limit := m.Max
	if limit <= 0 {
		limit = defaultMaxRecords
	}
	for _, r := range records {
		switch {
		case r.Event&Noted != 0:
			m.note(r, limit)
		case len(m.records) < limit:
			m.records = append(m.records, r)
		default:
			m.records[m.next] = r
			m.next = (m.next + 1) % limit
		}
	}
	return nil
}

// note keeps a note. Whenever there are twice as many as the limit, those that a later one
// of the same task has replaced are dropped, but for those of a Formerly, and orders that no
// longer stand.
func (m *MemoryLog) note(note Record, limit int) {
	m.notes = append(m.notes, note)
	if len(m.notes) < 2*limit || len(m.notes)%limit > 0 {
		return
	}
	var book orderBook
	for i := range m.notes {
		book.take(&m.notes[i])
	}
	later, stands := map[string]bool{}, map[uint64]bool{}
	for _, r := range book {
		stands[r.Seq] = true
	}
	kept := m.notes[:0]
	for _, r := range slices.Backward(slices.Clone(m.notes)) {
		isOrder := r.Event&orders != 0
		if isOrder && stands[r.Seq] || !isOrder && !later[r.Task] || r.Formerly != "" {
			kept = append(kept, r)
		}
		later[r.Task] = later[r.Task] || !isOrder
	}
	clear(m.notes[len(kept):])
	slices.Reverse(kept)
	m.notes = kept
}

// Read never fails. Records that are appended while it is read are not seen.
func (m *MemoryLog) Read(_ context.Context, q Query) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		records := m.all(q.Events&Noted != 0)
		if q.Newest {
			slices.Reverse(records)
		}
		n := 0
		for _, r := range records {
			if !q.Match(r) {
				continue
			}
			if n++; !yield(r, nil) || n == q.Limit {
				return
			}
		}
	}
}

// all returns a copy of what is kept, with or without the notes, oldest first.
func (m *MemoryLog) all(notes bool) []Record {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !notes {
		return slices.Concat(m.records[m.next:], m.records[:m.next])
	}
	all := slices.Concat(m.notes, m.records[m.next:], m.records[:m.next])
	slices.SortStableFunc(all, func(a, b Record) int { return cmp.Compare(a.Seq, b.Seq) })
	return all
}
