// Package subject is what a program under measurement has in common with all others: it takes
// a workload, notes each launch, and answers the questions of the benchmark.
//
// The benchmark starts the program with the workload in its environment. The program registers
// what the workload asks for, and says on standard output that it is ready. From then on the
// benchmark asks on standard input, a word a line, and gets an [Answer] a line. At the end of
// standard input the program writes the launches that it has noted into a file, and ends: so
// it never outlives the benchmark, whatever that dies of.
//
// A launch is noted in memory that was reserved before, for two atomic operations and a look
// at the clock. So all programs pay the same, and little.
package subject

import (
	"encoding/json"
	"fmt"
	"time"
)

// The kinds of workloads.
const (
	Rest    = "rest"    // each task is due once a day, none while the benchmark runs
	Fire    = "fire"    // each task is due once a period
	Chain   = "chain"   // task 0 is due once a period, task 1 follows it; the others rest
	Command = "command" // each task runs a shell command once a period
	Next    = "next"    // no task runs; the next instants of cron expressions are computed
	Ladder  = "ladder"  // as fire, and periods may be shorter than a second
)

// Variable is the environment variable with the workload.
const Variable = "BENCH_WORKLOAD"

// A Workload is what a program is asked to do.
type Workload struct {
	Kind   string
	Tasks  int           // how many tasks; of a chain, those that rest
	Period time.Duration // between the due instants of a task
	Spread bool          // due instants are spread over the period; else all are due at once
	Base   int           // the second of the day with which the tasks at rest begin
	Room   int           // how many launches are noted
	Notes  string        // the file for them
	Shell  string        // the command; the number of the task is appended
	Crons  []string      // expressions of five fields
	Zone   string        // time zone of the expressions
	Log    string        // the key of a schedule that names its run log; empty: in memory
	State  string        // the directory of the run log
	// Database is the address of the database of the run log.
	Database string
}

// Phase returns how far after each whole period task i is due.
func (w Workload) Phase(i int) time.Duration {
	if !w.Spread {
		return 0
	}
	return time.Duration(int64(i) * int64(w.Period) / int64(w.Tasks))
}

// restSpan is the part of the day, in seconds, over which tasks at rest are spread: 22 hours.
const restSpan = 79_200

// RestAt returns the second of the day at which task i, at rest, is due. The order of tasks is
// not that of their instants.
func (w Workload) RestAt(i int) int {
	const stride = 30_011 // a prime
	return (w.Base + i*stride%restSpan) % 86_400
}

// CronAt writes a second of the day as a cron expression of six fields.
func CronAt(second int) string {
	return fmt.Sprintf("%d %d %d * * *", second%60, second/60%60, second/3600)
}

// CronEach writes a period of whole seconds, which divides a minute, as a cron expression of
// six fields.
func CronEach(period time.Duration) string {
	if period == time.Second {
		return "* * * * * *"
	}
	return fmt.Sprintf("*/%d * * * * *", period/time.Second)
}

// A Launch is a launch that was noted.
type Launch struct {
	Task int
	At   int64 // Unix nanoseconds
}

// The words of answers.
const (
	ReadyWord   = "ready"
	AbsentWord  = "absent" // the program has no means for the workload
	FigureWord  = "figure"
	UsageWord   = "usage"  // also the question
	CensusWord  = "census" // also the question; answered after a garbage collection
	FailureWord = "failure"
)

// An Answer is a line that a program writes.
type Answer struct {
	Word       string
	CPU        time.Duration // of the process
	ChildCPU   time.Duration // of the children that it has waited for
	Launches   int64         // so far
	Goroutines int           `json:",omitempty"`
	Heap       uint64        `json:",omitempty"` // bytes that live
	Name       string        `json:",omitempty"` // of a figure
	Value      float64       `json:",omitempty"`
	Instant    int64         `json:",omitempty"` // Unix seconds that the figure came to
	Error      string        `json:",omitempty"`
}

// print writes the answer as a line.
func (a Answer) print() {
	text, err := json.Marshal(a)
	if err != nil {
		panic(err) // a struct of plain fields
	}
	fmt.Println(string(text))
}
