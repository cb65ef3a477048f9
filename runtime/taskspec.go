package rocket

import "time"

// A TaskSpec declares a task: one thing to do and when to do it. It is plain data,
// which a session does not change. The task at work is a [Task].
type TaskSpec struct {
	// Name is unique in the session.
	Name string
	// Formerly are names that the task had before. It takes over their histories; no task
	// of the session may have such a name, and no two tasks the same one.
	Formerly []string
	// Description is the comment above the declaration.
	Description string
	// Pos is where the task is declared. If it is zero, [New] takes it from the table
	// of the schedule.
	Pos Pos
	// When is the start condition. A task without one never starts by itself.
	When Condition
	// Until is the end condition: a live run is terminated when it holds.
	Until Condition
	// Action is what a run does.
	Action Action
	// Execution is where a run does it; the zero value is the session's.
	Execution Execution
	// On is the label of the workers that take the runs, if the execution is [Remote]; empty is
	// [DefaultLabel].
	On string
	// Priority orders tasks that are due at the same instant, higher first.
	Priority int
	// Timeout terminates a run that takes longer. Zero is the session's
	// timeout, [Never] is none.
	Timeout time.Duration
	// Grace is how long a process that was asked to end may take before it is
	// killed; zero is 10 seconds.
	Grace time.Duration
	// Multilaunch is how many runs may be live at the same time. Zero is the
	// session's setting, -1 is any number.
	Multilaunch int
	// Overlap is what happens if a run should start while the task has all the live runs
	// that it may have; the zero value is the session's way.
	Overlap Overlap
	// Pools are the pools in which each run takes places, each once.
	Pools []PoolShare
	// RunID is how the runs are named; the zero value is the session's way.
	// NameRun, if it is not nil, names them instead.
	RunID   RunID
	NameRun RunNamer
	// OnStartup tasks run once before the scheduler loop starts, OnShutdown
	// tasks after it has ended, both by priority.
	OnStartup, OnShutdown bool
	// Permanent tasks are no reason to keep a session going: runs of them are
	// terminated once everything else has ended at shutdown.
	Permanent bool
	// Check says that the runs of the task find out whether a condition holds, and do
	// nothing else: that it fails again and again is one event of its group.
	Check bool
	// OnExists is what happens if another task has the name already when this one is created;
	// the zero value is the session's task_pre_exist. Of tasks of the same schedule, the
	// compiler has decided.
	OnExists PreExist
	// Disabled tasks do not start until they are enabled.
	Disabled bool
}

// Never is the timeout of a task that may run for any length of time.
const Never time.Duration = -1
