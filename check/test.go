package check

import (
	"strconv"
	"strings"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/simulate"
	"github.com/rocketc/rocketc/spelling"
	"github.com/rocketc/rocketc/stdconds"
)

// declareTest enters a test.
func (c *checker) declareTest(d *grammar.Test) {
	for _, first := range c.tests {
		if first.Name.Value() == d.Name.Value() {
			c.doubled(diag.DoubledTest, "test "+quote(d.Name.Value()), d.Name, first.Name)
			return
		}
	}
	c.tests = append(c.tests, d)
}

// lowerTests enters the tests into the plan. What they name does not become a part of the
// program.
func (c *checker) lowerTests() {
	imports, needsGo, fallible := c.plan.Imports, c.plan.NeedsGo, c.fallible
	for _, d := range c.tests {
		s := &script{checker: c, decl: d}
		s.Name, s.Span, s.Description = d.Name.Value(), d.Name.Span(), description(d)
		s.settings()
		for _, step := range d.Steps {
			s.lower(step)
		}
		if s.ran == nil && !c.options.Broken {
			s.wrong(d.Name, "the test lets no time pass").Help = "write: run for 1 day"
		}
		c.plan.Tests = append(c.plan.Tests, &s.Test)
	}
	c.plan.Imports, c.plan.NeedsGo, c.fallible = imports[:len(imports):len(imports)], needsGo,
		fallible
}

// A script is a test that is being lowered.
type script struct {
	*checker
	simulate.Test
	decl  *grammar.Test
	begun bool // a step was lowered before which the settings stand
	span       // of time
}

// wrong reports a mistake in a test.
func (s *script) wrong(at grammar.Node, format string, args ...any) *diag.Diagnostic {
	return s.diags.Errorf(diag.BadTest, at.Span(), format, args...)
}

// settings lowers the zone and the start, which all other steps need.
func (s *script) settings() {
	s.Zone = s.plan.Schedule.Config.Timezone
	given := map[string]grammar.Node{}
	var at *grammar.Text
	for _, step := range s.decl.Steps {
		switch step := step.(type) {
		case *grammar.TestZone:
			if s.once(given, "timezone", step) {
				s.Zone = s.timezone(step.Setting)
			}
		case *grammar.TestAt:
			if s.once(given, "at", step) {
				at = step.At
			}
		}
	}
	s.begin(at)
}

// once reports a setting that was given before, and returns false for it.
func (s *script) once(given map[string]grammar.Node, key string, at grammar.Node) bool {
	if first := given[key]; first != nil {
		d := s.diags.Errorf(diag.DoubledKey, at.Span(), "%s is given twice", key)
		d.Related = []diag.Related{{Span: first.Span(), Msg: "given here first"}}
		return false
	}
	given[key] = at
	return true
}

// lower lowers a statement.
func (s *script) lower(n grammar.TestStep) {
	switch n := n.(type) {
	case *grammar.TestZone, *grammar.TestAt:
		s.setting(n)
	case *grammar.TestWith:
		s.setting(n)
		s.with(n)
	case *grammar.Assume:
		s.assume(n)
	case *grammar.OutcomeStep:
		s.outcome(n)
	case *grammar.Off:
		s.begun = true
		s.off(n)
	case *grammar.RunStep:
		s.begun = true
		s.runStep(n)
	case *grammar.ExpectRuns:
		if s.expects(n) {
			s.expectRuns(n)
		}
	case *grammar.ExpectCond:
		if s.expects(n) {
			s.expectCond(n)
		}
	default:
		panic(unforeseen("statement of a test", n))
	}
}

// setting reports a setting behind the beginning of the script.
func (s *script) setting(n grammar.Node) {
	if s.begun {
		s.wrong(n, "the settings of a test stand before its first run")
	}
}

// expects reports an expectation before the first run, and returns false for it.
func (s *script) expects(n grammar.Node) bool {
	s.begun = true
	if s.ran == nil {
		s.wrong(n, "nothing has run yet").Help = "write before this: run for 1 day"
	}
	return s.ran != nil
}

// with lowers the value of a session parameter.
func (s *script) with(n *grammar.TestWith) {
	name := n.Name.Text()
	value, ok := s.literal(nil, n.Value)
	if !s.param(name, n.Name.Span()) || !ok {
		return
	}
	if _, twice := s.Params[name]; twice {
		s.diags.Errorf(diag.DoubledKey, n.Name.Span(), "param %s is given twice", quote(name))
		return
	}
	if s.Params == nil {
		s.Params = map[string]any{}
	}
	s.Params[name] = value
}

// truths has the truths by their words.
var truths = map[string]simulate.Truth{
	"true": simulate.True, "false": simulate.False, "unknown": simulate.Unknown,
}

// assume lowers what is assumed of a condition.
func (s *script) assume(n *grammar.Assume) {
	if name := s.assumed(n.Of); name != "" {
		s.Steps = append(s.Steps, simulate.AssumeStep{Of: name, Truth: truths[n.Truth.Text]})
	}
}

// assumed returns the name of a condition of which something is assumed: with arguments, if
// it is written with some, else for all that it is used with. An unknown one is reported, and
// yields "".
func (s *script) assumed(n grammar.Cond) string {
	switch n := n.(type) {
	case *grammar.NameCond:
		if d := s.condNamed(n.Name, n.Span(), nil); d != nil {
			return n.Name
		}
		return ""
	case *grammar.Func:
		call := s.callOf(n)
		if s.resolve(call) == nil {
			return ""
		}
		if n.Args == nil || len(n.Args.Items) == 0 {
			return call.goFunc().Name()
		}
	}
	switch lowered := s.wholeCondition(n).lowered().(type) {
	case stdconds.Named:
		return lowered.Name
	case stdconds.Ask:
		return strings.TrimPrefix(lowered.Text, "func ")
	}
	return ""
}

// outcome lowers what the runs of a task do.
func (s *script) outcome(n *grammar.OutcomeStep) {
	step := simulate.OutcomeStep{Span: n.Span()}
	var ok bool
	if step.Task, ok = s.task(n.Task); !ok {
		return
	}
	if t := s.byName[step.Task]; t != nil {
		if _, steers := t.spec.Action.(rocket.Do); steers {
			s.wrong(n.Task, "task %s steers the scheduler, which it does in a test, too",
				spelling.Name(step.Task))
		}
	}
	switch n.Verb.Text {
	case "fails":
		step.Does.Err = simulate.ErrAssumed
	case "crashes":
		step.Does.Crashes = true
	case "hangs":
		step.Does.Takes = -1
	case "returns":
		step.Does.Value, _ = s.literal(nil, n.Value)
	case "really":
		step.Really = s.callable(n, step.Task)
	}
	if n.After != nil && n.Verb.Text == "hangs" {
		d := s.wrong(n.After, "a run that hangs takes until something else ends it")
		d.Help = "leave `after` out"
	} else if n.After != nil {
		step.Does.Takes = s.duration(nil, n.After)
	}
	if n.Nth != nil {
		step.Nth = s.nth(n.Nth)
	}
	s.Steps = append(s.Steps, step)
}

// callable reports that a test can really do what a task does: call Go.
func (s *script) callable(n *grammar.OutcomeStep, task string) bool {
	if t := s.byName[task]; t != nil {
		if word := actionWord(t.decl.Action); word != "func" && word != "code" {
			d := s.wrong(n.Verb, "a test does only func and code really, and task %s is none",
				spelling.Name(task))
			d.Help = "say what its runs do: succeeds, fails, crashes, hangs, returns VALUE"
		}
	}
	return true
}

// nth returns the number of a run that is written as 1st, 2nd and so on.
func (s *script) nth(n *grammar.Number) int {
	digits := strings.TrimRight(n.Text, "stndrhSTNDRH")
	i, err := strconv.Atoi(digits)
	if err != nil || i < 1 || i > simulate.MaxNth || digits == n.Text {
		d := s.diags.Errorf(diag.BadNumber, n.Span(), "%s is no number of a run", n.Text)
		d.Help = "runs are counted from the 1st to the " + strconv.Itoa(simulate.MaxNth) + "th"
		return 1
	}
	return i
}

// expectCond lowers an expected condition.
func (s *script) expectCond(n *grammar.ExpectCond) {
	cond := s.wholeCondition(n.Cond).lowered()
	if cond == nil || s.judgeNever(cond, n.Cond.Span()) {
		return
	}
	if own := ofOwnTask(cond); own != "" {
		d := s.wrong(n.Cond, "%q asks about the task that it is set on, and a test is none", own)
		d.Help = "name the task, as in: expect task fetch has succeeded today"
		return
	}
	s.Steps = append(s.Steps, simulate.ExpectStep{Span: n.Span(), Cond: cond})
}

// ofOwnTask returns the first part of a condition that asks about the task that the condition
// is set on; empty if there is none.
func ofOwnTask(cond rocket.Condition) string {
	own := false
	switch cond := cond.(type) {
	case stdconds.Once, stdconds.Every, stdconds.Retry, stdconds.After, stdconds.AfterGroup:
		own = true
	case stdconds.Has:
		own = cond.Task == ""
	case stdconds.Last:
		own = cond.Task == ""
	case stdconds.Running:
		own = cond.Task == ""
	case stdconds.FromParams:
		return ofOwnTask(cond.Of)
	case rocket.Composite:
		for _, part := range cond.Parts() {
			if own := ofOwnTask(part); own != "" {
				return own
			}
		}
	}
	if own {
		return cond.(interface{ String() string }).String()
	}
	return ""
}
