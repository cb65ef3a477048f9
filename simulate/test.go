package simulate

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/spelling"
)

// A Test is a script that is played with a schedule on a simulated clock: `test "…" { … }`.
type Test struct {
	Name string
	// Span is the place of the name.
	Span        diag.Span
	Description string
	// Zone is the IANA name of the time zone in which the schedule's wall-clock words are read.
	Zone string
	// At is when the program starts first.
	At time.Time
	// Params are the values of session parameters that take the place of the schedule's.
	Params map[string]any
	// Steps are the statements, in order. The instants in them rise.
	Steps []Step
	// Call does the action of a run, and returns what that returns; nil: a test that says `really`
	// cannot be played.
	Call func(*rocket.Run) (any, error)
	// Each, if it is not nil, is called with each event while the test is played.
	Each func(Event)
}

// A Step is a statement of a test.
type Step interface {
	fmt.Stringer
	step()
}

// AssumeStep says that a condition has a truth from now on.
type AssumeStep struct {
	// Of is the name of the condition, as [Assumptions] has it.
	Of    string
	Truth Truth
}

// OutcomeStep says what runs of a task do from now on.
type OutcomeStep struct {
	Span diag.Span
	Task string
	// Nth is which run it is, counted from 1 at the start of the test; 0: all that no other
	// step names.
	Nth  int
	Does rocket.Performance
	// Really says that the runs do what the task does, as [Test].Call does that. Of Does, only
	// Takes counts.
	Really bool
}

// OffStep says that the program does not run, as if its machine had no power. The run log
// stays.
type OffStep struct{ From, Until time.Time }

// RunStep lets time pass. What happens at Until is no part of it.
type RunStep struct {
	Span  diag.Span
	Until time.Time
}

// ExpectRunsStep says which runs have started during the latest [RunStep].
type ExpectRunsStep struct {
	Span diag.Span
	Runs []ExpectedRun
}

// An ExpectedRun is a run of a task that starts within the second that begins At; if At has a
// fraction of a second, within the millisecond.
type ExpectedRun struct {
	At   time.Time
	Task string
}

// ExpectStep says that a condition holds now.
type ExpectStep struct {
	Span diag.Span
	Cond rocket.Condition
}

func (AssumeStep) step()     {}
func (OutcomeStep) step()    {}
func (OffStep) step()        {}
func (RunStep) step()        {}
func (ExpectRunsStep) step() {}
func (ExpectStep) step()     {}

// String returns the statement as the language writes it.
func (s AssumeStep) String() string {
	return "assume " + s.Of + " " + [...]string{"unknown", "false", "true"}[s.Truth]
}

// String returns the statement as the language writes it.
func (s OutcomeStep) String() string {
	verb, how := "succeeds", " after "
	switch {
	case s.Really:
		verb, how = "really", " takes "
	case s.Does.Crashes:
		verb = "crashes"
	case s.Does.Err != nil:
		verb = "fails"
	case s.Does.Takes < 0:
		verb = "hangs"
	case s.Does.Value != nil:
		verb = "returns " + arg.Literal{Value: s.Does.Value}.String()
	}
	text := spelling.Name(s.Task) + " " + verb
	if s.Does.Takes > 0 {
		text += how + period.FormatDuration(s.Does.Takes)
	}
	if s.Nth > 0 {
		text += " the " + ordinal(s.Nth) + " time"
	}
	return text
}

// String returns the statement as the language writes it.
func (s OffStep) String() string {
	return fmt.Sprintf("off from %s until %s", written(s.From), written(s.Until))
}

// String returns the statement as the language writes it.
func (s RunStep) String() string { return "run until " + written(s.Until) }

// String returns the statement as the language writes it.
func (s ExpectRunsStep) String() string {
	runs := make([]string, len(s.Runs))
	for i, run := range s.Runs {
		runs[i] = written(run.At) + " " + spelling.Name(run.Task)
	}
	return "expect runs { " + strings.Join(runs, "; ") + " }"
}

// String returns the statement as the language writes it.
func (s ExpectStep) String() string { return fmt.Sprintf("expect %v", s.Cond) }

// CallsGo reports whether the test does what tasks do really, with Call.
func (t *Test) CallsGo() bool {
	return slices.ContainsFunc(t.Steps, func(step Step) bool {
		outcome, is := step.(OutcomeStep)
		return is && outcome.Really
	})
}

// ordinal returns a number such as 2nd.
func ordinal(n int) string {
	ending := "th"
	if tens := n / 10 % 10; tens != 1 && n%10 >= 1 && n%10 <= 3 {
		ending = [...]string{"st", "nd", "rd"}[n%10-1]
	}
	return strconv.Itoa(n) + ending
}

// written returns an instant as the language writes it.
func written(at time.Time) string { return strconv.Quote(at.Format("2006-01-02 15:04:05.999")) }

// MaxNth is the number of the last run of a task that an [OutcomeStep] can name.
const MaxNth = 10_000

// errNoCall is the error of a test that cannot do what tasks do.
var errNoCall = errors.New("the Go of the schedule cannot be called here")

// ErrAssumed is the error of a run that is assumed to fail.
var ErrAssumed error = assumedError{}

type assumedError struct{}

func (assumedError) Error() string { return "assumed to fail" }

// A Result is how a test went.
type Result struct {
	// Failures are the expectations that did not come true, and what kept the script from
	// being played to its end.
	Failures []Failure
	// Runs are the first runs of the test, at most [KeptRuns]; Count is how many there were.
	Runs  []*Run
	Count int
}

// KeptRuns is how many runs a [Result] has at most.
const KeptRuns = 200

// A Failure is what is wrong at a place of a test.
type Failure struct {
	Span diag.Span
	// Text is one line.
	Text string
	// Story are the lines that say what did happen.
	Story []string
}

// A Run is a run in a simulation.
type Run struct {
	Event // the start
	// Outcome is how the run has ended; 0: it is live.
	Outcome rocket.Event
	// Took is how long the run has taken.
	Took time.Duration
	// Why is why it has failed; empty: it has not.
	Why string
}
