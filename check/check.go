package check

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

// Options say what a schedule is checked against.
type Options struct {
	// Dir is the directory of the schedule, in which Go packages are resolved. If it is
	// empty, a Go function in the schedule is an error.
	Dir string
	// Name is what the schedule is called if its config gives it no name: the records of a
	// run log that many schedules share go by it, and spread draws from it. If it is empty, the
	// schedule is called as Dir is.
	Name string
	// Package says that the schedule becomes a part of the Go package in Dir, as
	// `rocketc gen` has it, and not a program of its own.
	Package bool
	// TypeCheck says that the Go in the schedule is type-checked, for which the go command
	// looks up what it imports. Building does the same, later.
	TypeCheck bool
	// Tags are the build tags under which Go packages are loaded.
	Tags []string
	// Load loads Go packages; nil asks the go command.
	Load golang.LoadFunc
	// Direct has the Go functions that are linked into this program, by import path and
	// name; see package sensor/direct. A schedule that calls others has to be compiled.
	Direct map[string]plan.Direct
	// RunLogs has the kinds of run logs that link third-party code, by the word after `log`;
	// see package runlog/linked. A schedule that names another is in error.
	RunLogs map[string]RunLog
	// Notify returns the action of `notify`: that of package notify, which links an HTTP client.
	// If it is nil, `notify` is in error. The title and the message may be nil.
	Notify func(to, title, message arg.Source) rocket.Action
	// Console returns what answers over the network: that of package web, which links an HTTP
	// server. If it is nil, `console` is in error.
	Console func(rocket.ConsoleSpec) rocket.Console
	// Today is the day on which it is judged whether a calendar has ended; the zero value is
	// the present.
	Today time.Time
	// Calendars are the calendars of business days that a condition which stands alone knows.
	Calendars []*period.Calendar
	// Spread and CatchUp are those of the task whose start condition stands alone; zero: none.
	// Of the spread Span, Key and ByHost count.
	Spread  period.Spread
	CatchUp time.Duration
	// Only, if it is not nil, says which tasks are looked at; of the others the names count, and
	// nothing is judged as a whole. So the mistakes of a few tasks of many are found at once.
	Only func(*grammar.Task) bool
	// Stop, if it is not nil, is asked before each task whether the result is still wanted. Once
	// it is not, which stays so, the result is of no use.
	Stop func() bool
	// Broken says that the files have syntax errors. Mistakes that may only follow from
	// these are then not reported, such as a name that a part may declare that could not be
	// read, or a task that nothing starts.
	Broken bool
}

// Check returns the plan of the files, which together are one schedule, and everything that
// is wrong with it, sorted. The plan is never nil. If the list has errors, it is not
// complete.
func Check(files []*grammar.File, o Options) (*plan.Plan, diag.List) {
	c := check(files, o)
	return c.plan, c.diags
}

// check returns the checker of the files after all checks.
func check(files []*grammar.File, o Options) *checker {
	c := newChecker(o)
	c.files = files
	for _, f := range files {
		c.declare(f)
	}
	c.load()
	c.nameTasks()
	c.lower()
	c.judge()
	c.finishPlan()
	c.checkCodes()
	c.diags.Sort()
	return c
}

// Cond lowers one condition that stands alone. It knows the tasks and session parameters of
// these names; nil stands for any name. Of the options only Direct, Calendars, Spread and CatchUp
// count. If the list has errors, the condition is nil.
func Cond(
	cond grammar.Cond, tasks, params []string, o Options,
) (rocket.Condition, diag.List) {
	c := newChecker(Options{Direct: o.Direct})
	c.alone = true
	for _, of := range o.Calendars {
		c.calendars = append(c.calendars, &calendar{Calendar: of})
	}
	c.anyTask, c.anyParam = tasks == nil, params == nil
	for _, name := range tasks {
		c.byName[name] = &task{name: name}
	}
	for _, name := range params {
		c.params[name] = &param{}
	}
	lowered := besideCalendar(c.wholeCondition(cond).lowered())
	if lowered != nil && o.Spread.Span > 0 {
		lowered = c.spreadAlone(lowered, o.Spread, cond)
	}
	if lowered != nil && o.CatchUp > 0 {
		lowered = catchUp(lowered, o.CatchUp, nil)
	}
	c.diags.Sort()
	if c.diags.HasErrors() {
		return nil, c.diags
	}
	return lowered, c.diags
}

// A checker checks one schedule.
type checker struct {
	options Options
	files   []*grammar.File
	plan    *plan.Plan
	diags   diag.List

	engine     rocket.Engine // by the address of the run log; nil: there is none
	pack       *grammar.Package
	config     *grammar.Config
	imports    map[string]*fileImports // by file
	params     map[string]*param
	paramOrder []*param
	conds      map[string]*namedCond // by condKey
	calendars  []*calendar           // in the order of their declaration
	pools      map[string]*pool
	phrases    []*namedCond        // those of conds that are phrases
	tasks      []*task             // in the order of their declaration
	groups     map[string][]*group // by file, in the order of their declaration
	groupOrder []*group            // those that have names, in the order of their declaration
	byName     map[string]*task
	formers    []former
	byFunc     map[string][]*task // by import path and function
	probes     map[string]*probe  // of checked conditions, by the task's name
	packages   golang.Packages    // by the patterns that asked for them
	ownPackage *golang.Dir        // see ownDir
	noPackages bool               // none could be loaded, which is reported
	goCalls    map[*grammar.Func]*goCall
	goValues   map[*grammar.Func]goValue
	open       []*param // those whose values are being lowered, from the outermost on
	goTypes    map[*grammar.GoType]*golang.Snippet
	broken     map[*golang.Package]bool // these do not compile, which is reported
	hooks      []*grammar.Hook
	tests      []*grammar.Test
	fallible   *fallible // the first condition that may fail
	starts     map[startKey]*start
	warned     map[warning]bool // the places of warnings that are given once
	run        map[string]bool  // the tasks that metatasks run; see isRun

	lengths map[string]time.Duration // of the shortest windows, by their texts; see shortest
	pointed map[string]bool          // the texts of calendar parts that have points; see spreader

	anyTask, anyParam bool // any name counts as declared
	alone             bool // one condition is checked, not a schedule
	hints             int  // did-you-means that were looked for
}

func newChecker(o Options) *checker {
	return &checker{
		options: o,
		plan:    &plan.Plan{},
		imports: map[string]*fileImports{},
		params:  map[string]*param{},
		conds:   map[string]*namedCond{},
		pools:   map[string]*pool{},
		groups:  map[string][]*group{},
		byName:  map[string]*task{},
		byFunc:  map[string][]*task{},
		probes:  map[string]*probe{},
		goCalls: map[*grammar.Func]*goCall{}, goValues: map[*grammar.Func]goValue{},
		goTypes: map[*grammar.GoType]*golang.Snippet{},
		starts:  map[startKey]*start{},
		warned:  map[warning]bool{},
		pointed: map[string]bool{},
		lengths: map[string]time.Duration{},
		broken:  map[*golang.Package]bool{},
	}
}

// stopped reports whether the result is wanted no more.
func (c *checker) stopped() bool { return c.options.Stop != nil && c.options.Stop() }

// lower turns everything that is declared into values of the plan.
func (c *checker) lower() {
	c.noteSets()
	c.lowerParams()
	c.lowerCalendars()
	c.lowerConds()
	c.lowerConfig()
	for _, t := range c.tasks {
		if c.stopped() {
			return
		}
		if c.options.Only == nil || c.options.Only(t.decl) {
			c.lowerTask(t)
		}
	}
	c.checkFormers()
	c.addProbes()
	c.lowerHooks()
	c.lowerTests()
}

// judge looks at the schedule as a whole. If there are syntax errors, or only some tasks are
// looked at, it does not.
func (c *checker) judge() {
	if c.options.Broken || c.options.Only != nil {
		return
	}
	for _, t := range c.tasks {
		if c.stopped() {
			return
		}
		c.judgeConditions(t)
		c.judgeWaits(t)
	}
	c.judgeStarts()
	c.judgeHold()
	c.judgeNotify()
	c.judgeDefaults()
	c.judgeUse()
	c.judgeFallible()
	c.judgeForgets()
}

// finishPlan enters what is not part of the schedule itself.
func (c *checker) finishPlan() {
	c.planGroups()
	if c.options.Package {
		c.plan.Package, c.plan.Declared = c.packageName(), c.ownDir().Declared
	}
	for _, f := range c.files {
		if name := f.Span().File; name != "" && !slices.Contains(c.plan.Files, name) {
			c.plan.Files = append(c.plan.Files, name)
		}
	}
	slices.Sort(c.plan.Files)
	slices.SortFunc(c.plan.Imports, func(a, b plan.Import) int {
		return cmp.Or(strings.Compare(a.Path, b.Path),
			strings.Compare(b.Alias, a.Alias)) // with an alias first
	})
}
