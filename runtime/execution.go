package rocket

import (
	"cmp"
	"context"
	"fmt"
)

// Execution is where the runs of a task take place.
type Execution uint8

// The executions.
const (
	// SessionExecution is the session's task_execution.
	SessionExecution Execution = iota
	// Process starts the program again for this one run.
	Process
	// Thread runs the action in a goroutine.
	Thread
	// Main runs the action on the scheduler loop: nothing else starts
	// meanwhile, and it cannot be terminated.
	Main
	// Async is another name for Thread.
	Async
)

// executions has for each execution its name in Go, its word in the language, and
// its executor.
var executions = [...]struct {
	name, word string
	executor
}{
	SessionExecution: {name: "SessionExecution"},
	Process:          {"Process", "process", executor{do: inProcess, slot: true}},
	Thread:           {"Thread", "thread", executor{do: inThread}},
	Main:             {"Main", "main", executor{do: inThread, stands: true}},
	Async:            {"Async", "async", executor{do: inThread}},
}

// An executor says how runs take place.
type executor struct {
	// do does the action of a run and returns when it has ended. It is called in
	// a goroutine of the run's own, and asked to end by the run's context.
	do func(ctx context.Context, r *Run) (any, error)
	// stands says that the loop stands still until the run has ended. Such a run
	// is not cancelled, unless the session is forced to end.
	stands bool
	// slot says that a run takes one of the max_process_count slots.
	slot bool
}

// String returns the word the language has for e.
func (e Execution) String() string {
	if int(e) < len(executions) {
		return executions[e].word
	}
	return fmt.Sprintf("Execution(%d)", uint8(e))
}

// GoString returns the Go expression for e.
func (e Execution) GoString() string {
	if int(e) < len(executions) {
		return "rocket." + executions[e].name
	}
	return fmt.Sprintf("rocket.Execution(%d)", uint8(e))
}

// ParseExecution returns the execution of that word: process, thread, main or
// async.
func ParseExecution(word string) (Execution, error) {
	for e := range executions {
		if word != "" && executions[e].word == word {
			return Execution(e), nil
		}
	}
	return 0, fmt.Errorf("unknown execution %q (want %s)", word, oneOf(executionWords()))
}

// executionWords returns the words of the language for executions.
func executionWords() (words []string) {
	for _, e := range executions[1:] {
		words = append(words, e.word)
	}
	return words
}

// executor returns the executor of the runs of a task. Metatasks run on the loop.
func (s *Session) executor(t *TaskSpec) executor {
	e := cmp.Or(t.Execution, s.config.TaskExecution)
	if _, steers := t.Action.(Do); steers && t.Execution == SessionExecution {
		e = Main
	}
	if int(e) < len(executions) {
		return executions[e].executor
	}
	return executor{do: func(context.Context, *Run) (any, error) {
		return nil, fmt.Errorf("there is no execution %v", e)
	}}
}

// inThread does the action of a run in this process.
func inThread(ctx context.Context, r *Run) (any, error) { return r.spec.Action.Act(ctx, r) }
