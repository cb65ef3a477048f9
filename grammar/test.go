package grammar

import (
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/spelling"
)

// A Test is `test "what it shows" { … }`: a script that is played on a simulated clock.
// (docs/spec.md § Tests)
type Test struct {
	Place
	Doc
	Name  *Text
	Steps []TestStep
}

// TestStep is a statement of a test: *TestZone, *TestAt, *TestWith, *Assume, *OutcomeStep,
// *Off, *RunStep, *ExpectRuns or *ExpectCond.
type TestStep interface {
	Node
	testStep()
}

// A TestZone is `timezone "Europe/Helsinki"`.
type TestZone struct {
	Place
	Setting *Setting
}

// A TestAt is `at "2026-03-02 06:59"`: when the program starts.
type TestAt struct {
	Place
	At *Text
}

// A TestWith is `with NAME = ARG`: a session parameter.
type TestWith struct {
	Place
	Name  *Label
	Value Arg
}

// An Assume is `assume COND true|false|unknown`.
type Assume struct {
	Place
	Of    Cond // *NameCond, *Call, *Phrase or *Func
	Truth *Name
}

// An OutcomeStep is `TASK succeeds|fails|crashes|hangs|returns ARG [after D] [the Nth time]`:
// what the runs of a task do; or `TASK really [takes D] [the Nth time]`.
type OutcomeStep struct {
	Place
	Task  *TaskRef
	Verb  *Name
	Value Arg       // of returns; else nil
	After *Duration // or what `takes` says; nil: at once
	Nth   *Number   // such as 2nd; nil: all runs that no other step names
}

// An Off is `off from T until T`: the program does not run meanwhile.
type Off struct {
	Place
	From, Until *Instant
}

// A RunStep is `run until T` or `run for D`.
type RunStep struct {
	Place
	Until *Instant
	For   *Duration
}

// An ExpectRuns is `expect runs { 07:00 fetch; 07:03 report }`.
type ExpectRuns struct {
	Place
	Runs []*ExpectedRun
}

// An ExpectedRun is one run of a list: when it starts, and of which task it is.
type ExpectedRun struct {
	Place
	At   *Instant
	Task *TaskRef
}

// An ExpectCond is `expect COND`.
type ExpectCond struct {
	Place
	Cond Cond
}

// An Instant is a time of the day as written, such as 07:00, which means the next one, or a
// date in quotes.
type Instant struct {
	Place
	Clock string
	Date  *Text // nil if a time of the day is written
}

func (*TestZone) testStep()    {}
func (*TestAt) testStep()      {}
func (*TestWith) testStep()    {}
func (*Assume) testStep()      {}
func (*OutcomeStep) testStep() {}
func (*Off) testStep()         {}
func (*RunStep) testStep()     {}
func (*ExpectRuns) testStep()  {}
func (*ExpectCond) testStep()  {}

const (
	testForm    = `test "what it shows" { … }`
	runForm     = `run until 12:00, run until "2026-03-05 12:00", or run for 3 days`
	outcomeForm = "TASK succeeds after 3 minutes; also fails, crashes, hangs, returns VALUE, really"
)

// The words of tests.
var (
	testWords    = words(`timezone at with assume off run expect`)
	outcomeWords = words(`succeeds fails crashes hangs returns really`)
	truthWords   = words(`true false unknown`)
)

// test reads a test. It returns nil if the test has no name.
func (p *parser) test() Decl {
	from := p.Next().Pos
	x := &Test{}
	named := p.Peek().Type == kindString
	if named {
		x.Name = p.cursor().string("", "")
		p.checkTestName(x.Name)
	} else {
		p.unexpected("expected what the test shows, in quotes", "it is written: "+testForm)
		p.skipToBrace(p.MakeCheckpoint())
	}
	closed := p.body(named, testForm, func(*lexer.Token) {
		if step := p.testStep(); step != nil {
			x.Steps = append(x.Steps, step)
		}
	})
	x.Place = p.since(from)
	p.endBlock(closed)
	if !named {
		return nil
	}
	return x
}

func (p *parser) checkTestName(name *Text) {
	if name.Value() == "" {
		d := p.diags.Errorf(diag.EmptyName, name.Span(), "the name of a test is not empty")
		d.Label = "expected what the test shows"
	}
}

// testStep reads a statement of a test. It returns nil after an error.
func (p *parser) testStep() TestStep {
	start := p.MakeCheckpoint()
	step, err := byHand(p, (*cursor).testStep)
	if err != nil {
		p.report(err)
	}
	p.end(start, err == nil)
	if err != nil {
		return nil
	}
	return step
}

// testStep reads a statement by its first word, or gives up. A task that is called like one
// of these words is quoted.
func (c *cursor) testStep() TestStep {
	start := c.Peek().Pos
	switch t := c.Peek(); {
	case t.Type == kindString:
		return c.outcomeStep(start)
	case t.Type != kindIdent:
		c.fail(diag.Unexpected, unexpected(t), "expected "+testWords.list()+", or a task", "")
	}
	switch c.Peek().Value {
	case "timezone":
		zone := c.setting(oneValue)
		return &TestZone{c.since(start), zone}
	case "at":
		c.Next()
		at := c.date("at")
		return &TestAt{c.since(start), at}
	case "with":
		return c.testWith(start)
	case "assume":
		return c.assume(start)
	case "off":
		return c.off(start)
	case "run":
		return c.runStep(start)
	case "expect":
		return c.expect(start)
	}
	return c.outcomeStep(start)
}

func (c *cursor) testWith(start lexer.Position) TestStep {
	const form = `it is written: with region = "us"`
	c.Next()
	name := c.label("the name of a session parameter", form)
	c.want("=", form)
	value := c.argument()
	return &TestWith{c.since(start), name, value}
}

// assume reads `assume COND true|false|unknown`. The truth may have been read as the last
// word of a phrase.
func (c *cursor) assume(start lexer.Position) TestStep {
	const form = "it is written: assume trading true, or: assume func prices.IsOpen() false"
	c.Next()
	if t := c.Peek(); t.Type != kindIdent || condWords.has(t.Value) && t.Value != "func" {
		c.fail(diag.Unexpected, unexpected(t),
			"expected the name of a condition, or a Go function", form)
	}
	x := &Assume{Of: c.primary()}
	if phrase, ok := x.Of.(*Phrase); ok && c.ended() {
		last := len(phrase.Parts) - 1
		if x.Truth = truthOf(phrase.Parts[last]); x.Truth != nil {
			x.Of = shortened(phrase)
		}
	}
	if x.Truth == nil {
		x.Truth = c.oneOf(truthWords, form)
	}
	x.Place = c.since(start)
	return x
}

// truthOf returns the part of a phrase that is true, false or unknown as a name; nil for any
// other.
func truthOf(part Arg) *Name {
	switch part := part.(type) {
	case *Bool:
		if part.Value {
			return &Name{part.Place, "true"}
		}
		return &Name{part.Place, "false"}
	case *Word:
		if part.Text == "unknown" {
			return &Name{part.Place, part.Text}
		}
	}
	return nil
}

// shortened returns a phrase without its last part. A phrase of one word is a name.
func shortened(phrase *Phrase) Cond {
	parts := phrase.Parts[:len(phrase.Parts)-1]
	if len(parts) == 1 {
		word := parts[0].(*Word)
		return &NameCond{word.Place, word.Text}
	}
	return &Phrase{phrase.Place.until(parts[len(parts)-1]), parts}
}

// outcomeStep reads what the runs of a task do.
func (c *cursor) outcomeStep(start lexer.Position) TestStep {
	first := c.Peek()
	x := &OutcomeStep{Task: c.taskRef()}
	if t := c.Peek(); t.Type != kindIdent || !outcomeWords.has(t.Value) {
		c.noOutcome(first, t)
	}
	x.Verb = c.name()
	if x.Verb.Text == "returns" {
		c.wantValue(x.Verb)
		x.Value = c.argument()
	}
	for again := true; again && !c.ended(); {
		again = c.outcomeDetail(x)
	}
	x.Place = c.since(start)
	return x
}

// noOutcome gives up at a statement whose first word is no word of tests and that does not
// say what the runs of a task do.
func (c *cursor) noOutcome(first, t *lexer.Token) {
	near := spelling.Nearest(first.Value, testWords)
	if first.Type == kindIdent && near != "" && spelling.Nearest(t.Value, outcomeWords) == "" {
		p := c.problem(diag.UnknownKey, first, "a test has no statement "+found(first))
		p.Label, p.Expected = "expected "+testWords.list()+", or a task", testWords
		suggest(&p.Diagnostic, near)
		panic(p)
	}
	c.failWord(outcomeWords, "it is written: "+outcomeForm)
}

// outcomeDetail reads `after D` or `the Nth time`. It returns false if neither is there. What is
// really done `takes D`.
func (c *cursor) outcomeDetail(x *OutcomeStep) bool {
	how := "after"
	if x.Verb.Text == "really" {
		how = "takes"
	}
	switch {
	case x.After == nil && c.eat(how):
		x.After = c.duration(false)
	case x.Nth == nil && c.eat("the"):
		t := c.Peek()
		if t.Type != kindNum {
			c.fail(diag.NumberExpected, "a number is missing before "+found(t),
				"expected a number such as 2nd", "it is written: fetch fails the 2nd time")
		}
		c.Next()
		x.Nth = &Number{c.since(t.Pos), t.Value}
		c.want("time", "it is written: fetch fails the 2nd time")
	default:
		return false
	}
	return true
}

// off reads `off from T until T`.
func (c *cursor) off(start lexer.Position) TestStep {
	const form = "it is written: off from 08:00 until 10:00"
	c.Next()
	c.want("from", form)
	x := &Off{From: c.instant("from")}
	c.want("until", form)
	x.Until = c.instant("until")
	x.Place = c.since(start)
	return x
}

// runStep reads `run until T` or `run for D`.
func (c *cursor) runStep(start lexer.Position) TestStep {
	c.Next()
	x := &RunStep{}
	switch {
	case c.eat("until"):
		x.Until = c.instant("until")
	case c.eat("for"):
		x.For = c.duration(true)
	default:
		c.failWord(words(`until for`), "it is written: "+runForm)
	}
	x.Place = c.since(start)
	return x
}

// expect reads `expect COND` or `expect runs { … }`.
func (c *cursor) expect(start lexer.Position) TestStep {
	c.Next()
	if c.is("runs") && c.second().Value == "{" {
		c.Next()
		runs := c.expectedRuns()
		return &ExpectRuns{c.since(start), runs}
	}
	c.runsOfTask()
	cond := c.condition()
	return &ExpectCond{c.since(start), cond}
}

// runsOfTask gives up if the runs of one task are expected, as in `runs fetch { 07:00 }`.
func (c *cursor) runsOfTask() {
	here := c.MakeCheckpoint()
	defer c.LoadCheckpoint(here)
	if !c.eat("runs") {
		return
	}
	task := c.Peek()
	for c.isKind(kindIdent) || c.is(".") {
		c.Next()
	}
	if !c.is("{") || c.beginsLine() {
		return
	}
	p := c.problem(diag.Unexpected, task, "unexpected "+found(task)+" after runs")
	p.Label, p.Help = "expected {", "the runs of all tasks are written: "+
		"expect runs { 07:00 fetch; 07:03 report }"
	panic(p)
}

// expectedRuns reads `{ 07:00 fetch; 07:03 report }`.
func (c *cursor) expectedRuns() (runs []*ExpectedRun) {
	open := c.Next()
	for c.skipSeparators(); !c.eat("}"); c.skipSeparators() {
		if c.Peek().EOF() {
			panic(c.unclosed(open))
		}
		start := c.Peek().Pos
		x := &ExpectedRun{At: c.instant("{")}
		if c.separates() {
			c.fail(diag.TaskExpected, "the name of a task is missing before "+found(c.Peek()),
				"expected a task", "a run is written: 07:00 fetch")
		}
		x.Task = c.taskRef()
		x.Place = c.since(start)
		runs = append(runs, x)
		if !c.is("}") && !c.separates() {
			c.fail(diag.Unexpected, unexpected(c.Peek()), "expected ; or }",
				"runs are written: { 07:00 fetch; 07:03 report }")
		}
	}
	return runs
}

// The words that are times of the day.
var clockWords = words(`noon midnight`)

// instant reads a time of the day, or a date in quotes. The word after stands before, for
// messages.
func (c *cursor) instant(after string) *Instant {
	t, from := c.Peek(), c.RawCursor()
	switch {
	case t.Type == kindString:
		date := c.string("", "")
		return &Instant{Place: date.Place, Date: date}
	case t.Type == kindNum:
		c.Next()
		if c.is("am") || c.is("pm") {
			c.Next()
		}
	case t.Type == kindIdent && clockWords.has(t.Value):
		c.Next()
	default:
		c.fail(diag.PointExpected, "a time is missing after "+after, "expected a time",
			`times are written 07:00, which is the next one, or "2026-03-05 07:00"`)
	}
	return &Instant{Place: c.since(t.Pos), Clock: c.text(from)}
}
