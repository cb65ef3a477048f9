package rocket

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// Facts is everything that conditions can see: the histories of the tasks, the
// session parameters, and how long the scheduler has run. A [Session] keeps
// its own; a simulation or a test can fill one by hand.
type Facts struct {
	// Started is the instant at which the scheduler started.
	Started time.Time
	// Cycles is the number of completed rounds of the scheduler.
	Cycles int
	// CycleSleep is how long the answer of something stands that can only be
	// asked.
	CycleSleep time.Duration

	tasks   map[string]*History
	unused  []History // for further tasks
	params  map[string]*paramFact
	returns returnValues
	groups  map[groupKey]*Group
	outside map[string]bool // the tasks that no group counts
	checks  map[string]bool // the tasks that are checks
	regroup func()          // finds out these, and who waits; nil: there are none
	waiters map[string][]*task
	alert   []*task // those that wait for a group
	nobody  History
	keep    time.Duration // of each history, at least
}

type paramFact struct {
	source
	value any
	set   bool
}

// NewFacts returns facts in which nothing has happened, and in which no event
// will be forgotten.
func NewFacts() *Facts {
	return &Facts{tasks: map[string]*History{}, params: map[string]*paramFact{}, keep: forever}
}

// reserve makes room for the histories of so many tasks. Nothing was added before.
func (f *Facts) reserve(n int) {
	f.tasks, f.unused = make(map[string]*History, n), make([]History, n)
}

// FactsOf returns what a run log has: the histories of the tasks, with single events from an
// instant on at least, and what they have returned. The log need not be open.
func FactsOf(ctx context.Context, log RunLog, from time.Time) (*Facts, error) {
	sum, recent, err := readSince(ctx, log, from)
	if err != nil {
		return nil, err
	}
	f := NewFacts()
	f.Resume(sum)
	for _, r := range recent {
		f.AddRecord(r)
		if r.Event == Succeeded {
			f.recover(r)
		}
	}
	return f, nil
}

// History returns the history of the task of that name.
func (f *Facts) History(task string) *History {
	h, ok := f.tasks[task]
	if !ok {
		if len(f.unused) == 0 {
			f.unused = make([]History, 1)
		}
		h, f.unused = &f.unused[0], f.unused[1:]
		h.name, h.keep = task, f.keep
		f.tasks[task] = h
	}
	return h
}

// Add enters an event of a task. The runs of a task are told apart by run.
func (f *Facts) Add(task string, event Event, at time.Time, run string) {
	f.AddRecord(Record{Task: task, RunID: run, Event: event, Created: at})
}

// AddRecord enters what a record says.
func (f *Facts) AddRecord(r Record) {
	switch r.Event {
	case Known:
		f.note(&r)
		return
	case TurnedOn, TurnedOff, Held, Resumed, BackfillOrdered, BackfillEnded, Kept:
		return
	}
	h := f.History(r.Task)
	if h.add(&r); !r.fills() {
		f.tell(h, &r, nil)
	}
}

// A returnValue is what the latest successful run of a task returned. It may be read from
// any goroutine; nil: no run has.
type returnValue struct{ atomic.Pointer[any] }

// returnValues are those of all tasks, by their names. They may be used from any goroutine.
type returnValues struct {
	mu     sync.RWMutex
	byTask map[string]*returnValue
}

// of returns the value of a task, or nil.
func (v *returnValues) of(task string) *returnValue {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.byTask[task]
}

// set sets the place of the value of a task.
func (v *returnValues) set(task string, value *returnValue) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.byTask == nil {
		v.byTask = map[string]*returnValue{}
	}
	v.byTask[task] = value
}

// forget forgets the value of a task.
func (v *returnValues) forget(task string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	delete(v.byTask, task)
}

// noValue is the value of runs that return nil, which are most.
var noValue any

// SetReturn sets what the latest successful run of a task returned.
func (f *Facts) SetReturn(task string, value any) { f.setReturn(f.History(task), value) }

// setReturn sets what the latest successful run of the task of a history returned.
func (f *Facts) setReturn(h *History, value any) {
	p := h.more()
	if p.returned == nil {
		p.returned = new(returnValue)
		f.returns.set(h.name, p.returned)
	}
	kept := &noValue
	if value != nil {
		copied := value // only values that are kept are on the heap
		kept = &copied
	}
	p.returned.Store(kept)
}

// returned may be called from any goroutine.
func (f *Facts) returned(task string) (any, bool) {
	if v := f.returns.of(task); v != nil {
		if value := v.Load(); value != nil {
			return *value, true
		}
	}
	return nil, false
}

// recover sets what a run has returned, as its record has it.
func (f *Facts) recover(r Record) {
	switch p := f.History(r.Task).past(); {
	case r.fills():
	case len(r.Return) > 0:
		f.SetReturn(r.Task, r.Return)
	case p.returned != nil:
		p.returned.Store(nil)
	}
}

// SetParam sets a session parameter.
func (f *Facts) SetParam(name string, value any) {
	p := f.param(name)
	p.value, p.set = value, true
}

func (f *Facts) param(name string) *paramFact {
	p, ok := f.params[name]
	if !ok {
		p = &paramFact{}
		f.params[name] = p
	}
	return p
}

// Observe asks a condition once, at now, on behalf of the named task ("" for
// none). The zone of now is the session's. If parts of the condition fail the error
// is theirs, and the state is the answer in spite of them.
func (f *Facts) Observe(c Condition, task string, now time.Time) (State, error) {
	o := f.observation(task)
	o.Now = now.Round(0)
	return o.whole(c)
}

// observation returns a reusable observation on behalf of a task.
func (f *Facts) observation(task string) Observation {
	h := &f.nobody
	if task != "" {
		h = f.History(task)
	}
	return Observation{facts: f, task: h, reads: make([]*source, 0, 8)}
}

// Observer returns an observation that can be used over and over, by setting
// Now, to ask conditions on behalf of the named task.
func (f *Facts) Observer(task string) *Observation {
	o := f.observation(task)
	return &o
}
