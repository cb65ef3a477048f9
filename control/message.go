package control

import (
	"encoding/json"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// A Request is a question to a program, or an order.
type Request struct {
	// Do says what is asked for, such as status.
	Do string `json:"do"`
	// Tasks are the tasks it is about; of most there is one at most.
	Tasks []string `json:"tasks,omitempty"`
	// Run is the id of a run, or the beginning of one that no other live or recent run has.
	Run string `json:"run,omitempty"`
	// Args are the arguments of a run, texts or what else JSON has.
	Args map[string]any `json:"args,omitempty"`
	// At is an instant of the past, Since the earliest that counts: texts that
	// [period.ParsePast] reads, in the zone of the session.
	At    string `json:"at,omitempty"`
	Since string `json:"since,omitempty"`
	// For is how long a hold lasts, in nanoseconds; 0: until it is ended.
	For    time.Duration `json:"for_ns,omitempty"`
	Reason string        `json:"reason,omitempty"`
	// By is who asks, for the log; the program adds the user that the system knows.
	By string `json:"by,omitempty"`
	// N is how many; 0: the default of the request.
	N int `json:"n,omitempty"`
	// From and To bound the windows of a backfill, as At is written; To is not part of the span,
	// and is now if it is empty.
	// DryRun asks which windows there are.
	From   string `json:"from,omitempty"`
	To     string `json:"to,omitempty"`
	DryRun bool   `json:"dry_run,omitempty"`
	// Follow asks for what is to come, Failed for what went wrong only, Detach not to wait
	// for the end, Force to end what still runs.
	Follow bool `json:"follow,omitempty"`
	Failed bool `json:"failed,omitempty"`
	Detach bool `json:"detach,omitempty"`
	Force  bool `json:"force,omitempty"`
}

// A Reply is a line of an answer: data, the end, or an error, which is the end, too.
type Reply struct {
	Data  json.RawMessage `json:"data,omitempty"`
	End   bool            `json:"end,omitempty"`
	Error string          `json:"error,omitempty"`
	// Usage says that the error is one of the request.
	Usage bool `json:"usage,omitempty"`
}

// A Status is what a session does at an instant.
type Status struct {
	Schedule string    `json:"schedule"`
	Build    string    `json:"build,omitempty"`
	PID      int       `json:"pid"`
	Host     string    `json:"host,omitempty"`
	Now      time.Time `json:"now"`
	Zone     string    `json:"zone"`
	Started  time.Time `json:"started,omitzero"`
	Tasks    int       `json:"tasks"`
	// Role is leader, standby or worker; empty: the schedule has no tasks for workers. Leader
	// is whom a standby waits for.
	Role   string `json:"role,omitempty"`
	Leader string `json:"leader,omitempty"`
	// Workers are those that the leader knows; of a worker, itself.
	Workers []Worker `json:"workers,omitempty"`
	// Live are the live runs, Waiting the tasks whose condition holds and that cannot start.
	Live    []LiveRun `json:"live"`
	Waiting []Waiting `json:"waiting"`
	Next    *Next     `json:"next,omitempty"`
	// Hold is what holds all tasks, Held are the tasks that are held alone.
	Hold *Hold      `json:"hold,omitempty"`
	Held []HeldTask `json:"held"`
	// Backfills are those that have not ended, the oldest first.
	Backfills []Backfill `json:"backfills"`
	Pools     []Pool     `json:"pools"`
	// Wrong are the tasks whose runs went wrong within the last day, or whose windows were
	// missed.
	Wrong []Wrong `json:"wrong"`
	// LogError says why the run log could not be read; then Wrong need not be complete.
	LogError string `json:"log_error,omitempty"`
}

// A LiveRun is a run that is live.
type LiveRun struct {
	Task  string    `json:"task"`
	RunID string    `json:"run_id"`
	Start time.Time `json:"start"`
	// Progress is the latest that the run has said; nil: it has said none.
	Progress *Progress `json:"progress,omitempty"`
	// Worker is the name of the worker that has the run, Host that of its machine; empty: the
	// run takes place in the program, or waits, as Waits says in words.
	Worker string `json:"worker,omitempty"`
	Host   string `json:"host,omitempty"`
	Waits  string `json:"waits,omitempty"`
}

// A Worker takes runs with execution remote.
type Worker struct {
	Name   string   `json:"name"`
	Host   string   `json:"host,omitempty"`
	Build  string   `json:"build,omitempty"`
	Labels []string `json:"labels"`
	Slots  int      `json:"slots"`
	// Running are the ids of the runs that the worker has.
	Running []string `json:"running"`
	// State is serving, draining (it takes no more runs), other build (it takes none of this
	// program) or lost.
	State string `json:"state"`
	// Silent is how long ago the worker was heard of, in milliseconds.
	Silent int64 `json:"silent_ms"`
}

// A Progress says how far a run is; see [rocket.Progress].
type Progress struct {
	Done  int64     `json:"done"`
	Total int64     `json:"total,omitempty"` // 0: not known
	Text  string    `json:"text,omitempty"`
	At    time.Time `json:"at"`
}

// A HeldTask is a task with what holds it.
type HeldTask struct {
	Task string `json:"task"`
	Hold
}

// A Backfill makes up for windows of a task; see [rocket.Backfill].
type Backfill struct {
	ID     string    `json:"id"`
	Task   string    `json:"task"`
	From   time.Time `json:"from"`
	To     time.Time `json:"to"`
	Since  time.Time `json:"since"`
	Reason string    `json:"reason,omitempty"`
	By     string    `json:"by,omitempty"`
	// Windows are all that have had no run when it was ordered, Done those that have had one
	// since. Window is the start of the one whose turn it is.
	Windows int       `json:"windows"`
	Done    int       `json:"done"`
	Window  time.Time `json:"window,omitzero"`
}

// A Window is one of a task, as the answer to a backfill that is tried has it. Served says that
// it has had a run.
type Window struct {
	Task   string    `json:"task"`
	Start  time.Time `json:"start"`
	End    time.Time `json:"end"`
	Served bool      `json:"served"`
}

// A Waiting task wants to start and cannot.
type Waiting struct {
	Task string `json:"task"`
	// For is the word for what it waits for: held, disabled, overlap, slot or asked.
	For string `json:"for"`
	// Since is when it began to wait. Overdue says that this is more than a minute ago.
	Since   time.Time `json:"since,omitzero"`
	Overdue bool      `json:"overdue,omitempty"`
	// Pools are those that lack places; "" is the process slots.
	Pools []string `json:"pools,omitempty"`
}

// A Next start of a task.
type Next struct {
	Task string `json:"task"`
	// At is when the task starts if nothing happens but time; if it is held, after that. It is
	// zero if the task is held until somebody resumes it.
	At time.Time `json:"at,omitzero"`
	// Hold is what holds the task now.
	Hold *Hold `json:"hold,omitempty"`
}

// A Hold keeps tasks from starting.
type Hold struct {
	Since  time.Time `json:"since"`
	Until  time.Time `json:"until,omitzero"`
	Reason string    `json:"reason,omitempty"`
	By     string    `json:"by,omitempty"`
}

// A Pool has places; the process slots have no name. A size of 0 has no limit.
type Pool struct {
	Name    string `json:"name"`
	Size    int    `json:"size"`
	Taken   int    `json:"taken"`
	Waiting int    `json:"waiting"`
}

// Wrong says how often a task went wrong within the last day.
type Wrong struct {
	Task   string    `json:"task"`
	Failed int       `json:"failed,omitempty"` // or crashed, or ended by the timeout
	Missed int       `json:"missed,omitempty"`
	Last   time.Time `json:"last"`
	// Now says that the latest outcome of the task is a failure.
	Now bool `json:"now,omitempty"`
}

// A Task is a task in a list.
type Task struct {
	Task        string `json:"task"`
	Description string `json:"description,omitempty"`
	When        string `json:"when,omitempty"`
	// State is running, waiting, held, disabled or idle.
	State string `json:"state"`
	// Outcome is how the latest run ended, at End, and Took how long it took, in
	// milliseconds; 0 if that is not known.
	Outcome  string    `json:"outcome,omitempty"`
	End      time.Time `json:"end,omitzero"`
	Start    time.Time `json:"start,omitzero"`
	Failures int       `json:"failures,omitempty"`
	Live     int       `json:"live,omitempty"`
	// Hosts are the machines on which workers have its live runs.
	Hosts []string  `json:"hosts,omitempty"`
	Next  time.Time `json:"next,omitzero"`
	Hold  *Hold     `json:"hold,omitempty"`
}

// A Why says why a task runs, or does not; see [rocket.Why].
type Why struct {
	Task     string    `json:"task"`
	At       time.Time `json:"at"`
	When     *Part     `json:"when,omitempty"`
	Truth    string    `json:"truth,omitempty"` // true, false or unknown
	Since    time.Time `json:"since,omitzero"`
	Until    time.Time `json:"until,omitzero"`
	Obstacle string    `json:"obstacle,omitempty"`
	Hold     *Hold     `json:"hold,omitempty"`
	Waits    []Pool    `json:"waits,omitempty"`
	Live     []LiveRun `json:"live,omitempty"`
	Next     time.Time `json:"next,omitzero"`
	Past     bool      `json:"past,omitempty"`
	// Missed is why no run has started in the window that was open at that instant of the past.
	Missed string `json:"missed,omitempty"`
}

// A Part is a condition in the tree of another; see [rocket.Part].
type Part struct {
	Text  string    `json:"text"`
	Truth string    `json:"truth"`
	Until time.Time `json:"until,omitzero"`
	Why   string    `json:"why,omitempty"`
	Error string    `json:"error,omitempty"`
	Parts []Part    `json:"parts,omitempty"`
}

// A Line is what a run has written, or what the log says of it.
type Line struct {
	Time  time.Time `json:"time"`
	Task  string    `json:"task"`
	RunID string    `json:"run_id"`
	// Stream is stdout, stderr, progress, or arguments, those that the run was asked for with;
	// empty: the log says it.
	Stream string `json:"stream,omitempty"`
	Event  string `json:"event,omitempty"` // of the run; empty: none
	Text   string `json:"text"`
}

// A Done says what an order has done, in words.
type Done struct {
	Done string `json:"done"`
}

// A Run is a run that was asked for: that it started, or, with an event, how it ended.
type Run struct {
	Task   string          `json:"task"`
	RunID  string          `json:"run_id,omitempty"`
	Event  string          `json:"event,omitempty"`
	Error  string          `json:"error,omitempty"`
	Return json.RawMessage `json:"return,omitempty"`
}

// truthOf returns the word for a truth.
func truthOf(s rocket.State) string {
	switch {
	case s.Unknown:
		return "unknown"
	case s.Holds:
		return "true"
	}
	return "false"
}

// partOf returns a part as a message has it.
func partOf(p rocket.Part) Part {
	part := Part{Text: p.Text, Truth: truthOf(p.State), Until: p.State.Until, Why: p.Why}
	if p.Err != nil {
		part.Error = p.Err.Error()
	}
	for _, sub := range p.Parts {
		part.Parts = append(part.Parts, partOf(sub))
	}
	return part
}

// holdOf returns a hold as a message has it; nil if there is none.
func holdOf(h *rocket.Hold) *Hold {
	if h == nil {
		return nil
	}
	hold := &Hold{Since: h.Since, Reason: h.Reason, By: h.By}
	if h.For > 0 {
		hold.Until = h.Since.Add(h.For)
	}
	return hold
}

// progressOf returns a progress as a message has it; nil if there is none.
func progressOf(p rocket.Progress, zone *time.Location) *Progress {
	if p.At.IsZero() {
		return nil
	}
	return &Progress{Done: p.Done, Total: p.Total, Text: p.Text, At: p.At.In(zone)}
}

// poolsOf returns pools as messages have them.
func poolsOf(all []rocket.PoolStats) []Pool {
	pools := make([]Pool, len(all))
	for i, p := range all {
		pools[i] = Pool(p)
	}
	return pools
}

// liveOf returns the live runs of a task as messages have them.
func liveOf(task string, live []rocket.LiveRun) (runs []LiveRun) {
	for _, r := range live {
		runs = append(runs, liveRunOf(task, r))
	}
	return runs
}

// liveRunOf returns a live run as messages have it.
func liveRunOf(task string, r rocket.LiveRun) LiveRun {
	return LiveRun{Task: task, RunID: r.ID, Start: r.Start, Worker: r.Worker, Host: r.Host,
		Waits: r.Waits}
}
