package rocket

import (
	"cmp"
	"runtime"
	"time"

	"github.com/rocketc/rocketc/runtime/arg"
)

// Config has the options of a session. The zero value of each option is its
// default.
type Config struct {
	// TaskExecution is the execution of tasks that do not name one; the default
	// is [Thread].
	TaskExecution Execution
	// TaskPreExist is what happens if a task gets a name that another has;
	// the default is [Raise].
	TaskPreExist PreExist
	// MaxProcessCount is how many runs with execution process or remote may be live at the same
	// time. The default is the number of CPUs, and any number of remote ones.
	MaxProcessCount int
	// CycleSleep is how often conditions that can only be asked are asked; the
	// default is 100 ms. Negative means 1 ms, the shortest there is.
	CycleSleep time.Duration
	// Timeout is the timeout of tasks that do not have one; the default is 30
	// minutes, [Never] is none.
	Timeout time.Duration
	// Multilaunch lets tasks that do not say otherwise have any number of live
	// runs.
	Multilaunch bool
	// Overlap is that of tasks that do not say otherwise; the default is [OverlapSkip].
	Overlap Overlap
	// InstantShutdown terminates live runs at shutdown instead of waiting for
	// them.
	InstantShutdown bool
	// Restarting is how the session restarts; the default is [ReplaceProcess].
	Restarting Restarting
	// ForceStatusFromLogs makes conditions look at the run log each time, instead
	// of at what the session remembers of it: events that something else has
	// written into the log count, too. It costs as much as reading the log.
	ForceStatusFromLogs bool
	// ParamMaterialize is when the arguments of a run get their values; the
	// default is [Post].
	ParamMaterialize Materialize
	// RunID is how runs are named; the default is [UUID].
	RunID RunID
	// NameRun, where it is not nil, names the runs of tasks that do not say
	// otherwise.
	NameRun RunNamer
	// StopOnPrerun makes the scheduler stop where a run fails before its action
	// begins: an argument has no value, a hook fails. It is the option
	// silence_task_prerun the other way round: by default such a failure is that
	// run's alone.
	StopOnPrerun bool
	// RetryLog is how long records that cannot be written to the run log are tried again,
	// before SilenceTaskLogging decides; the default is a minute, [Never] is not at all.
	// Meanwhile conditions go on by what the session remembers, and no run begins.
	RetryLog time.Duration
	// SilenceTaskLogging makes the scheduler go on if the run log cannot be
	// written: the error is logged, the records are lost.
	SilenceTaskLogging bool
	// SilenceCondCheck has the scheduler go on if a condition fails: the error is
	// logged. Either way the condition is not known: it starts and ends nothing.
	SilenceCondCheck bool
	// ShutCond shuts the session down when it holds.
	ShutCond Condition
	// Timezone is the IANA name of the zone in which wall-clock words are meant;
	// empty is the system's.
	Timezone string
	// Dir, Shell, User and Env are for commands that do not say otherwise, as the fields
	// of [Command] of these names are. A command gets what Env adds to its environment,
	// except for variables that it sets itself.
	Dir, Shell, User string
	Env              []arg.Var

	assumed int // the MaxProcessCount that was not set but is the default; 0: it was set
}

// DefaultCycleSleep is the cycle_sleep of a session that sets none.
const DefaultCycleSleep = 100 * time.Millisecond

// DefaultTimeout is the timeout of tasks in a session that sets none.
const DefaultTimeout = 30 * time.Minute

// withDefaults returns the options with their defaults filled in.
func (c Config) withDefaults() Config {
	if c.TaskExecution == SessionExecution {
		c.TaskExecution = Thread
	}
	if c.MaxProcessCount <= 0 {
		c.MaxProcessCount = runtime.NumCPU()
		c.assumed = c.MaxProcessCount
	}
	switch {
	case c.CycleSleep == 0:
		c.CycleSleep = DefaultCycleSleep
	case c.CycleSleep < time.Millisecond:
		c.CycleSleep = time.Millisecond
	}
	if c.RetryLog == 0 {
		c.RetryLog = DefaultRetryLog
	}
	if c.Timeout == 0 {
		c.Timeout = DefaultTimeout
	}
	c.TaskPreExist = cmp.Or(c.TaskPreExist, Raise)
	return c
}

// countsRemote reports whether MaxProcessCount holds for runs on workers, too.
func (c *Config) countsRemote() bool { return c.MaxProcessCount != c.assumed }

// PreExist is what happens if a task gets a name that another has.
type PreExist uint8

// The ways to deal with a name that is taken.
const (
	// SessionPreExist is the session's task_pre_exist; in a Config it is Raise.
	SessionPreExist PreExist = iota
	// Raise is an error.
	Raise
	// Rename adds a number to the name of the new task: "fetch 1".
	Rename
	// Ignore leaves the new task out.
	Ignore
	// Replace puts the new task in the place of the old, whose live runs are
	// terminated. The history of the name goes on.
	Replace
)

var preExists = enum[PreExist]{
	SessionPreExist: {"SessionPreExist", ""},
	Raise:           {"Raise", "raise"},
	Rename:          {"Rename", "rename"},
	Ignore:          {"Ignore", "ignore"},
	Replace:         {"Replace", "replace"},
}

// PreExists returns the ways to deal with a name that is taken.
func PreExists() []PreExist { return preExists.values() }

// String returns the word the language has for p.
func (p PreExist) String() string { return preExists.String(p) }

// GoString returns the Go expression for p.
func (p PreExist) GoString() string { return preExists.GoString(p) }

// Materialize is when the arguments of a run get their values.
type Materialize uint8

// The times of materialization.
const (
	// Post is in the run, where its action takes place.
	Post Materialize = iota
	// Pre is when the run starts, on the scheduler loop: all runs that start
	// together see the same values.
	Pre
)

var materializations = enum[Materialize]{Post: {"Post", "post"}, Pre: {"Pre", "pre"}}

// String returns the word the language has for m.
func (m Materialize) String() string { return materializations.String(m) }

// GoString returns the Go expression for m.
func (m Materialize) GoString() string { return materializations.GoString(m) }
