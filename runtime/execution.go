package rocket

import "fmt"

// Execution is where the runs of a task take place.
type Execution uint8

// The executions.
const (
	// SessionExecution is the session's task_execution.
	SessionExecution Execution = iota
	// Thread runs the action in a goroutine.
	Thread
	// Async is another name for Thread.
	Async
	// Main runs the action on the scheduler loop: nothing else starts
	// meanwhile, and it cannot be terminated.
	Main
	// Process starts the program again for this one run.
	Process
)

var executions = [...]string{"", "thread", "async", "main", "process"}

// String returns the word the language has for e.
func (e Execution) String() string {
	if int(e) < len(executions) {
		return executions[e]
	}
	return fmt.Sprintf("Execution(%d)", uint8(e))
}

// GoString returns the Go expression for e.
func (e Execution) GoString() string {
	names := [...]string{"SessionExecution", "Thread", "Async", "Main", "Process"}
	return "rocket." + names[e]
}

// ParseExecution returns the execution of that word: thread, async, main or
// process.
func ParseExecution(word string) (Execution, error) {
	for i, name := range executions {
		if i > 0 && name == word {
			return Execution(i), nil
		}
	}
	return 0, fmt.Errorf("unknown execution %q (want process, thread, main or async)", word)
}
