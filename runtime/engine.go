package rocket

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/rocketc/rocketc/runtime/process"
)

// An Engine takes runs with execution remote to workers: programs of the same build, on other
// machines. It never decides anything about a schedule; that does the session that leads. Its
// methods are safe from any goroutine. Package remote has one in memory, for tests, and
// package remote/remotetest the suite that each engine passes.
//
// What an engine promises: a run starts at most once, whatever dies. The end of each run that was
// opened is told once at least to a session that leads, until that settles it. A worker that is
// not heard of for 5 seconds is lost, with the runs that it has.
type Engine interface {
	// Lead is called by the session that leads, when its run log is open. tell is called, from any
	// goroutine, for what becomes of the runs of the schedule, until the Leading is closed; it
	// never waits. What one worker tells of one run comes in its order. If the engine cannot be
	// reached, Lead returns an error, and the session does not run.
	Lead(ctx context.Context, by Leader, tell func(RemoteEvent)) (Leading, error)
	// Serve does the work of a worker until ctx is done. Then it takes no more runs, gives those
	// back that it has fetched and not begun, and returns when those that it has begun have
	// ended. do does a run, and is called in a goroutine of the run's own; its context is done
	// when the run is to end. If the worker may no longer do its runs, because it has not reached
	// the engine for too long, the cause of their contexts is [ErrCutOff]. An engine that is away
	// does not end Serve.
	Serve(ctx context.Context, w WorkerSpec, do func(context.Context, Claim) RemoteOutcome) error
	// Migrate makes the tables of the engine, or updates them. The notes say what it has done.
	// Lead and Serve do so if there are none.
	Migrate(ctx context.Context) (notes []string, err error)
}

// A Leader is the session that leads.
type Leader struct {
	// Schedule is the name of the schedule, as its run log has it; Build is [Schedule].Build.
	Schedule, Build string
	// Epoch is that of the lease of its run log; 0: the log has none. See [Standby].
	Epoch int64
}

// A Leading is the way of the session that leads to its engine. An error of its methods that
// wraps [ErrLogTaken] says that another program leads now; after any other error, the session
// does the same again later.
type Leading interface {
	// Open queues runs, in this order, all or none. A run that was opened before is not opened
	// again, whatever has become of it: Open may be repeated. A [RefusedError] says that one of
	// them can never be opened.
	Open(ctx context.Context, runs []RemoteRun) error
	// Cancel asks for the end of a run; why is the Reason that its record will have. A run that
	// no worker has claimed ends at once, with an outcome that is Unbegun. A run that has ended,
	// or that the engine does not have, is no error.
	Cancel(ctx context.Context, runID, why string) error
	// Live returns the runs of the schedule, of any build, that were opened and not settled. What
	// those among them have written that have ended, and nobody was told of, is told before.
	Live(ctx context.Context) ([]RemoteState, error)
	// Settle says that the ends of runs are in the run log: the engine may forget them. Runs that
	// it does not have are no error.
	Settle(ctx context.Context, runIDs []string) error
	// Workers returns the workers of the schedule, of any build, by their names. Those that are
	// lost are among them for a minute.
	Workers(ctx context.Context) ([]Worker, error)
	// Close ends that tell is called. Runs go on. Further calls do nothing.
	Close() error
}

// A RemoteRun is a run as it is opened.
type RemoteRun struct {
	// RunID tells the run from all others: it is the id of the run, and more if that is not
	// unique. Task is the name of its task.
	RunID, Task string
	// Label is that of the workers that may take the run, never empty; see [DefaultLabel].
	Label string
	// Build is that of the workers that may take the run.
	Build string
	// Exclusive says that the leader opens no other run of the task until this one has ended.
	// It never makes Open fail.
	Exclusive bool
	// Order is what the worker is told.
	Order json.RawMessage
	// Grace is how long the run may take to end after it was asked to; 0 is the default.
	Grace time.Duration
	// Queued is when the leader has started the run, by its clock.
	Queued time.Time
}

// A RefusedError is the error of Open if the engine can never take a run, because of what its
// order holds. No run of the call was opened.
type RefusedError struct {
	// RunID is the id of the run.
	RunID string
	// Err says why.
	Err error
}

// Error says why the run is refused.
func (e *RefusedError) Error() string { return "the engine refuses the run: " + e.Err.Error() }

// Unwrap returns the reason.
func (e *RefusedError) Unwrap() error { return e.Err }

// DefaultLabel is the label of tasks and workers that name none.
const DefaultLabel = "default"

// A RemoteKind is what a [RemoteEvent] tells.
type RemoteKind uint8

// What events tell.
const (
	// RemoteClaimed: a worker has the run, and begins it.
	RemoteClaimed RemoteKind = iota + 1
	// RemoteWrote: the run has written a line.
	RemoteWrote
	// RemoteProgressed: the run has said how far it is. Only the latest needs to come.
	RemoteProgressed
	// RemoteEnded: the run has ended, as its Outcome says.
	RemoteEnded
	// RemoteLost: the worker that has the run is lost. What the run does later is refused.
	RemoteLost
	// RemoteDeposed: another session leads the schedule now. It is about no run.
	RemoteDeposed
)

// String returns the kind in a word.
func (k RemoteKind) String() string {
	words := [...]string{"", "claimed", "wrote", "progressed", "ended", "lost", "deposed"}
	if int(k) < len(words) {
		return words[k]
	}
	return ""
}

// A RemoteEvent is something that has become of a run.
type RemoteEvent struct {
	RunID string
	Kind  RemoteKind
	// Worker is the name of the worker, Host that of its machine; empty: no worker has the run.
	Worker, Host string
	// Token is that of the claim, see [Claim].
	Token int64
	// Stream is stdout or stderr, and Text a line of it, without its line break; of
	// RemoteProgressed, Text is what [Claim].Progress was called with.
	Stream, Text string
	// Outcome is that of RemoteEnded.
	Outcome RemoteOutcome
}

// A RemoteState is a run as the engine has it.
type RemoteState struct {
	RemoteRun
	// Claimed says that a worker has or had the run: Worker, on Host.
	Claimed      bool
	Worker, Host string
	// Ended is the outcome of a run that has ended, else nil.
	Ended *RemoteOutcome
	// Lost says that the worker was lost before the run has ended.
	Lost bool
	// Cancelled is the reason with which the end of the run was asked for; empty: it was not.
	Cancelled string
}

// A WorkerSpec says who serves.
type WorkerSpec struct {
	// Schedule and Build are those of a [Leader]: a worker takes no runs of others.
	Schedule, Build string
	// Name tells the worker from all others, at any time; Host is its machine.
	Name, Host string
	// Labels are those of the runs that the worker takes; empty: [DefaultLabel] alone.
	Labels []string
	// Slots is how many runs the worker does at the same time, 1 at least.
	Slots int
}

// A Claim is a run that a worker has.
type Claim struct {
	RemoteRun
	// Token rises with each claim, over all runs of an engine: who has seen a token can refuse
	// what comes with a smaller one.
	Token int64
	// Output takes a line that the run has written to a stream, stdout or stderr; Progress how
	// far the run is. Neither is called after the run has ended. A slow Output slows the run
	// down; Progress never waits.
	Output   func(stream, line string)
	Progress func(json.RawMessage)
}

// A RemoteOutcome is how a run has ended on a worker.
type RemoteOutcome struct {
	// Report is what the worker says, for the leader to read.
	Report json.RawMessage `json:"report,omitempty"`
	// Unbegun says that no worker has begun the run, because it was cancelled before.
	Unbegun bool `json:"unbegun,omitempty"`
	// Omitted is how many lines the run has written that nobody is told of: while no session
	// reads them, an engine may keep the first ones only. The engine sets it.
	Omitted int `json:"omitted,omitempty"`
}

// A Worker is a worker as its engine knows it.
type Worker struct {
	WorkerSpec
	// Running are the ids of the runs that the worker has.
	Running []string
	// Silent is how long ago the worker was heard of, by the clock of the engine.
	Silent time.Duration
	// Lost says that the worker is counted as dead. Draining says that it takes no more runs.
	Lost, Draining bool
}

// Serves reports whether the worker takes runs of a label and a build.
func (w Worker) Serves(label, build string) bool {
	return !w.Lost && !w.Draining && w.Build == build && w.takes(label)
}

// takes reports whether a worker takes runs of a label.
func (w WorkerSpec) takes(label string) bool {
	return slices.Contains(w.Labels, label) || len(w.Labels) == 0 && label == DefaultLabel
}

// A Standby is a run log that several programs can have open, of which one leads.
type Standby interface {
	Opener
	// Stand is Open that waits as long as another program leads, and as long as the log cannot be
	// reached after that. It calls waits, in the goroutine of the caller, when it finds a leader,
	// and whenever that is another one, with what the leader is called. It returns when this
	// program leads, or with the cause of ctx.
	Stand(ctx context.Context, waits func(leader string)) (notes []string, err error)
	// Name returns the name under which the records of the session are kept that ctx is of, see
	// [ScopeFrom]. The log need not be open.
	Name(ctx context.Context) (schedule string, err error)
	// Epoch returns the epoch that this program has begun when it opened the log. Whoever leads
	// later has a greater one.
	Epoch() int64
}

// ErrCutOff is the cause of the context of a run on a worker that has not reached its engine for
// so long that the leader may count the worker as lost. The run is killed at once.
var ErrCutOff = fmt.Errorf("the worker is cut off from its engine: %w", process.ErrAtOnce)

// ErrNewer is wrapped by the error of an [Engine] of which a newer program has made the tables.
// Whoever gets it does not try again.
var ErrNewer = errors.New("build the schedule with a rocketc that is as new")

// WithEngine has runs with execution remote done by the workers of e, instead of those of the
// engine of the schedule. If e is nil, such runs fail.
func WithEngine(e Engine) Option {
	return with("WithEngine", false, func(o *options) { o.engine = e })
}
