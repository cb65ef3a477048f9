package rocket

import (
	"cmp"
	"context"
	"encoding/json"
	"iter"
	"slices"
	"strings"
	"time"
)

// A Summary stands for the older records of a run log: it has of each task the latest
// event of each kind, how many there were, the live runs, the failures in a row, the latest
// return value, and since when it is known. Its zero value stands for no records.
type Summary struct {
	// Seq is the greatest Seq of the records.
	Seq uint64
	// Latest is when the latest of the records was created.
	Latest time.Time
	// Runs is how many runs have started.
	Runs int64

	off    time.Time // since when windows are not served; zero: they are
	tasks  map[string]*summed
	orders orderBook
}

// summed is what a summary has of a task.
type summed struct {
	past  past // without recent events
	value json.RawMessage
	acquaintance
}

// A Resumer is a [RunLog] that can sum up its older records. A session that starts asks
// it instead of reading all of them.
type Resumer interface {
	// Resume returns a summary of older records, and all others, oldest first. All with
	// an instant at from or later are among the others. If there is an error it comes
	// last, with a zero record.
	Resume(ctx context.Context, from time.Time) (Summary, iter.Seq2[Record, error])
}

// An Opener is a [RunLog] that is to be opened before it is used: Append fails before
// that. A session opens its run log when it starts, and closes it, if it is an
// [io.Closer], when it has ended.
type Opener interface {
	// Open opens the log for this program alone. The notes are what its user has to
	// know, of a repair, say; the session logs them as warnings.
	Open(ctx context.Context) (notes []string, err error)
}

// Add adds a record that is newer than those before.
func (s *Summary) Add(r Record) {
	s.see(&r)
	if r.Event&Noted&^Known != 0 {
		return
	}
	if s.tasks == nil {
		s.tasks = map[string]*summed{}
	}
	t, ok := s.tasks[r.Task]
	if !ok {
		t = &summed{}
		s.tasks[r.Task] = t
	}
	if r.Event == Known {
		s.note(t, &r)
	} else {
		t.past.add(&r)
	}
	if r.Event == Succeeded && !r.fills() {
		t.value = r.Return
	}
}

// see takes what a record says that is of no task.
func (s *Summary) see(r *Record) {
	s.Seq = max(s.Seq, r.Seq)
	if r.Created.After(s.Latest) {
		s.Latest = r.Created
	}
	if r.Event == Started {
		s.Runs++
	}
	s.turn(r)
	s.orders.take(r)
}

// Clone returns a copy that later calls of Add leave as it is.
func (s Summary) Clone() Summary {
	tasks := make(map[string]*summed, len(s.tasks))
	for name, t := range s.tasks {
		tasks[name] = &summed{*t.past.copy(), t.value, t.acquaintance}
	}
	s.tasks, s.orders = tasks, slices.Clone(s.orders)
	return s
}

// Live returns for each live run the record that it started, with Task, RunID and Start, the
// oldest first.
func (s Summary) Live() (records []Record) {
	for name, t := range s.tasks {
		for _, run := range t.past.live {
			records = append(records, Record{Created: run.Start, Task: name, RunID: run.ID,
				Event: Started, Start: run.Start})
		}
	}
	slices.SortFunc(records, func(a, b Record) int {
		return cmp.Or(a.Start.Compare(b.Start), strings.Compare(a.Task, b.Task),
			strings.Compare(a.RunID, b.RunID))
	})
	return records
}

// summaryJSON is a summary as JSON has it.
type summaryJSON struct {
	Seq    uint64                `json:"seq"`
	Latest time.Time             `json:"latest,omitzero"`
	Runs   int64                 `json:"runs"`
	Off    time.Time             `json:"off,omitzero"` // since when windows are not served
	Orders []Record              `json:"orders,omitempty"`
	Tasks  map[string]summedJSON `json:"tasks"`
}

// summedJSON is a task of a summary as JSON has it.
type summedJSON struct {
	Last     map[string]time.Time `json:"last,omitempty"`  // by event
	Total    map[string]int       `json:"total,omitempty"` // by event
	Shown    time.Time            `json:"shown,omitzero"`  // the latest start
	Served   time.Time            `json:"served,omitzero"` // … of a run that ended, not by a crash
	Live     []liveJSON           `json:"live,omitempty"`  // oldest first
	Status   Event                `json:"status,omitempty"`
	Outcome  Event                `json:"outcome,omitempty"`
	Failed   bool                 `json:"failed,omitempty"`
	Failures int                  `json:"failures,omitempty"`
	Row      []time.Time          `json:"row,omitempty"`
	Overtime time.Time            `json:"overtime,omitzero"` // the latest end by a timeout
	Struck   time.Time            `json:"struck,omitzero"`   // the first failure of the latest row
	Value    json.RawMessage      `json:"return,omitempty"`
	Schedule time.Time            `json:"scheduled,omitzero"`    // that of the latest run
	Missed   []time.Time          `json:"missed,omitempty"`      // the starts of windows
	Since    time.Time            `json:"known,omitzero"`        // since when it is known
	When     uint64               `json:"when,omitempty,string"` // the hash of its condition
}

type liveJSON struct {
	RunID string    `json:"run_id"`
	Start time.Time `json:"start"`
	Fills string    `json:"backfill,omitempty"` // the id of the backfill whose run it is
}

// MarshalJSON returns an object with the names seq, latest, runs, off, orders, the records of the
// holds and backfills that stand, and tasks, an object with an object for each task.
func (s Summary) MarshalJSON() ([]byte, error) {
	tasks := make(map[string]summedJSON, len(s.tasks))
	for name, t := range s.tasks {
		tasks[name] = t.toJSON()
	}
	return json.Marshal(summaryJSON{s.Seq, s.Latest, s.Runs, s.off, s.orders, tasks})
}

func (t *summed) toJSON() summedJSON {
	p := &t.past
	j := summedJSON{
		Last: map[string]time.Time{}, Total: map[string]int{},
		Shown: p.shown, Served: p.served, Status: p.status, Outcome: p.outcome,
		Failed: p.failed, Failures: p.failures, Row: p.row, Value: t.value,
		Missed: p.missed, Schedule: p.scheduled,
		Overtime: p.overtime, Struck: p.struck, Since: t.since, When: t.when,
	}
	for i := range kinds {
		if p.total[i] > 0 {
			name := Event(1 << i).String()
			j.Last[name], j.Total[name] = p.last[i], p.total[i]
		}
	}
	for _, r := range p.live {
		j.Live = append(j.Live, liveJSON{r.ID, r.Start, r.fills})
	}
	return j
}

// UnmarshalJSON reads what MarshalJSON returns. Other names are passed over.
func (s *Summary) UnmarshalJSON(text []byte) error {
	var j summaryJSON
	if err := json.Unmarshal(text, &j); err != nil {
		return err
	}
	s.Seq, s.Latest, s.Runs, s.off, s.orders = j.Seq, j.Latest, j.Runs, j.Off, j.Orders
	s.tasks = make(map[string]*summed, len(j.Tasks))
	for name, j := range j.Tasks {
		s.tasks[name] = &summed{j.past(), j.Value, acquaintance{j.Since, j.When}}
	}
	return nil
}

func (j summedJSON) past() past {
	p := past{
		shown: j.Shown, served: j.Served, status: j.Status, outcome: j.Outcome,
		failed: j.Failed, failures: j.Failures, row: j.Row, missed: j.Missed, scheduled: j.Schedule,
		overtime: j.Overtime, struck: j.Struck,
	}
	for i := range kinds {
		name := Event(1 << i).String()
		p.last[i], p.total[i] = j.Last[name], j.Total[name]
	}
	for _, r := range j.Live {
		run := LiveRun{ID: r.RunID, Start: r.Start, fills: r.Fills}
		if r.Fills == "" {
			run.shown = r.Start
		}
		p.live = append(p.live, run)
	}
	return p
}

// Resume enters a summary, which stands for all that has happened before, into facts in which
// nothing has happened.
func (f *Facts) Resume(s Summary) {
	for name, t := range s.tasks {
		h := f.History(name)
		h.acquaintance = t.acquaintance
		if !t.past.blank() {
			h.known = t.past.copy()
		}
		if len(t.value) > 0 {
			f.SetReturn(name, t.value)
		}
	}
}
