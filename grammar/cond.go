package grammar

// Cond is a condition: *Or, *And, *Not, *Paren, *Const, *Periodic, *TimeOf,
// *Every, *Cron, *After, *Status, *Running, *Retry, *SchedulerRun,
// *SchedulerStarted, *SchedulerCycles, *EnvCond, *ParamCond, *NameCond, *Call,
// *Func, *Phrase or *BadCond. (§ Conditions)
type Cond interface {
	Node
	cond()
}

// An Or is `a | b | c`.
type Or struct {
	Place
	Operands []Cond // two or more
}

// An And is `a & b & c`.
type And struct {
	Place
	Operands []Cond // two or more
}

// A Not is `~a`.
type Not struct {
	Place
	Operand Cond
}

// A Paren is `(a)`.
type Paren struct {
	Place
	Inner Cond
}

// A Const is true, false, always, never or `always true`.
type Const struct {
	Place
	Text  string // as written, with one space
	Value bool
}

// A Periodic is `daily [window]` and the like: once per period.
type Periodic struct {
	Place
	Word   *Name   // secondly … yearly
	Unit   string  // second, minute, hour, day, week, month, year
	Window *Window // nil: the whole period
}

// A TimeOf is `time of UNIT window`.
type TimeOf struct {
	Place
	Unit   *Name // second … year
	Window *Window
}

// A Window is a part of a period.
type Window struct {
	Place
	Word *Name  // before, after, between, on, at, starting
	From *Point // what follows the word
	To   *Point // of between only, else nil
}

// A Point is a place in a period as written: `10:00`, `Mon 08:00`, `3rd`,
// `last Fri`, `Feb 29th`. Package period reads its text, by the period's unit.
type Point struct {
	Place
	Text string
}

// An Every is `every D [based on EVENT]`.
type Every struct {
	Place
	Duration *Duration
	Based    *Name // run, success, fail, finish; nil where not written
}

// A Cron is a cron condition: exactly one of Fields, Quoted and Named is set.
type Cron struct {
	Place
	Time   bool        // crontime: run or not
	Fields *CronFields // cron */5 * * * *
	Quoted *Text       // cron "*/5 * * * *"
	Named  []*CronField
}

// CronFields is a bare cron expression as written.
type CronFields struct {
	Place
	Text string
}

// A CronField is one field by its name: `minute: "*/5"`.
type CronField struct {
	Place
	Name  *Name
	Value *Text // nil where Number is set
	// Number is a value written without quotes: `hour: 7`.
	Number *Number
}

// An After is `after [any] [task|tasks] T, T … [OUTCOME]`.
type After struct {
	Place
	Any     bool
	Tasks   []*TaskRef
	Outcome *Name // succeeded, failed, finished, terminated, crashed; nil: succeeded
}

// A Status is `[task T] has ACTION [within] [CMP n [times]]`.
type Status struct {
	Place
	Task   *TaskRef // nil: this task
	Action *Name    // started, succeeded, failed, finished, terminated, inacted, crashed
	Within *Within  // nil: ever
	Count  *Compare // nil: at least once
}

// A Within is the span in which a status is looked for: `this hour [window]`,
// `today [window]`, or `[in] past D`.
type Within struct {
	Place
	Unit   string    // minute, hour, day, week, month, year; "" where Past is set
	Window *Window   // nil: the whole period
	Past   *Duration // nil for a period
}

// A Compare is `CMP n [times]`.
type Compare struct {
	Place
	Op     string // == != < <= > >=; a single = is written as ==
	Number *Number
	Times  bool // the word time or times is written
}

// A Running is `[while] [task T] is running [for …] [CMP n]`.
type Running struct {
	Place
	Task  *TaskRef    // nil: this task
	For   *RunningFor // nil: however long
	Count *Compare    // nil: at least one run
}

// A RunningFor is `for more than D`, `for less than D` or `for between D and D`.
type RunningFor struct {
	Place
	Word string // more, less, between
	From *Duration
	To   *Duration // of between only, else nil
}

// A Retry is `retry [N] [every D] [backoff F]`.
type Retry struct {
	Place
	Times   *Number // nil: for ever
	Every   *Duration
	Backoff *Number
}

// A SchedulerRun is `scheduler has run over D`.
type SchedulerRun struct {
	Place
	Over *Duration
}

// A SchedulerStarted is `scheduler started D ago`.
type SchedulerStarted struct {
	Place
	Ago *Duration
}

// A SchedulerCycles is `scheduler has [more than|less than] N cycles`.
type SchedulerCycles struct {
	Place
	Word   string // more, less or "": exactly
	Number *Number
}

// An EnvCond is `env 'prod'`.
type EnvCond struct {
	Place
	Value *Text
}

// A ParamCond is `param 'x' exists` or `param 'x' is 'y'`.
type ParamCond struct {
	Place
	Name *Label
	Is   Arg // nil: exists
}

// A NameCond is a named condition without arguments.
type NameCond struct {
	Place
	Name string
}

// A Call is a named condition with arguments.
type Call struct {
	Place
	Name *Name
	Args *Args
}

// A Phrase is words and values that together may be a declared phrase, such as
// `market "NYSE" is open`. Its first part is a *Word.
type Phrase struct {
	Place
	Parts []Arg // *Word, *Text, *Number, *Duration, *Bool
}

// A BadCond stands where a condition did not parse; its error is reported.
type BadCond struct {
	Place
}

func (*Or) cond()               {}
func (*And) cond()              {}
func (*Not) cond()              {}
func (*Paren) cond()            {}
func (*Const) cond()            {}
func (*Periodic) cond()         {}
func (*TimeOf) cond()           {}
func (*Every) cond()            {}
func (*Cron) cond()             {}
func (*After) cond()            {}
func (*Status) cond()           {}
func (*Running) cond()          {}
func (*Retry) cond()            {}
func (*SchedulerRun) cond()     {}
func (*SchedulerStarted) cond() {}
func (*SchedulerCycles) cond()  {}
func (*EnvCond) cond()          {}
func (*ParamCond) cond()        {}
func (*NameCond) cond()         {}
func (*Call) cond()             {}
func (*Func) cond()             {}
func (*Phrase) cond()           {}
func (*BadCond) cond()          {}
