package diag

import (
	"fmt"
	"strings"
)

// The codes of the meaning: what a schedule says is well-formed, and wrong.
const (
	UnknownTask    Code = "RKT101"
	UnknownCond    Code = "RKT102"
	UnknownParam   Code = "RKT103"
	UnknownImport  Code = "RKT104"
	AmbiguousTask  Code = "RKT105"
	DoubledTask    Code = "RKT106"
	DoubledCond    Code = "RKT107"
	DoubledParam   Code = "RKT108"
	DoubledImport  Code = "RKT109"
	DoubledConfig  Code = "RKT110"
	DoubledPackage Code = "RKT111"
	DoubledKey     Code = "RKT112"
	UnnamedTask    Code = "RKT113"

	BadPoint    Code = "RKT120"
	BadCron     Code = "RKT121"
	BadDuration Code = "RKT122"
	BadNumber   Code = "RKT123"
	BadValue    Code = "RKT124"
	BadCommand  Code = "RKT125"
	BadImport   Code = "RKT126"
	Misfit      Code = "RKT127"
	BadFlag     Code = "RKT128"

	BadCondParam   Code = "RKT130"
	CondArgs       Code = "RKT131"
	BadArgument    Code = "RKT132"
	CircularCond   Code = "RKT133"
	CircularParam  Code = "RKT134"
	CircularWait   Code = "RKT135"
	NeverHolds     Code = "RKT136"
	ProcessSession Code = "RKT137"
	LargeCond      Code = "RKT138"

	GoSyntax    Code = "RKT150"
	NoGo        Code = "RKT151"
	UnknownFunc Code = "RKT152"
	NotExported Code = "RKT153"
	NotFunc     Code = "RKT154"
	BadFunc     Code = "RKT155"
	ArgCount    Code = "RKT156"
	ArgType     Code = "RKT157"
	NoReturn    Code = "RKT158"
	Border      Code = "RKT159"
	BadCondFunc Code = "RKT160"
	BadHook     Code = "RKT161"
	CodeParam   Code = "RKT162"

	NotBuilt Code = "RKT190"
)

// The codes of warnings.
const (
	Reruns       Code = "RKT200"
	NeverStarts  Code = "RKT201"
	UnusedParam  Code = "RKT202"
	UnusedCond   Code = "RKT203"
	UnusedImport Code = "RKT204"
	Fallible     Code = "RKT205"
	Nothing      Code = "RKT206"
)

// meaningRules are the rules of the meaning. Examples that name Go functions
// stand in a directory that has the package prices.
func meaningRules() []Rule {
	return []Rule{
		{UnknownTask, "a task that is referred to is declared", "task a when after fecth { command \"ls\" }\ntask fetch when daily { command \"ls\" }\n"},
		{UnknownCond, "a condition that is named is declared", "task a when daily & work_dya { command \"ls\" }\n"},
		{UnknownParam, "a parameter that is named is declared", "task a when daily {\n    command \"ls\"\n    env { REGION region }\n}\n"},
		{UnknownImport, "the package of a Go function is imported in its file", "task a when daily { func prices.Fetch }\n"},
		{AmbiguousTask, "a function by which a task is referred to is that of one task", "import \"./prices\"\ntask a when daily { func prices.Fetch }\ntask b when hourly { func prices.Fetch }\ntask c when after prices.Fetch { command \"ls\" }\n"},
		{DoubledTask, "a task's name is its own", "task a when daily { command \"ls\" }\ntask a when hourly { command \"ls\" }\n"},
		{DoubledCond, "a condition is declared once", "cond x = daily\ncond x = hourly\ntask a when x { command \"ls\" }\n"},
		{DoubledParam, "a parameter is declared once", "param x = 1\nparam x = 2\ntask a when daily & param 'x' is 1 { command \"ls\" }\n"},
		{DoubledImport, "the imports of a file have names of their own", "import \"text/template\"\nimport \"html/template\"\ntask a when daily { code { template.HTMLEscapeString(\"\") } }\n"},
		{DoubledConfig, "a schedule has one config", "config { timeout never }\nconfig { timeout 1 hour }\n"},
		{DoubledPackage, "all files of a schedule name the same package", "package a\npackage b\n"},
		{DoubledKey, "an attribute, an option and an entry are given once", "task a when daily {\n    command \"ls\"\n    priority 1\n    priority 2\n}\n"},
		{UnnamedTask, "a task with code or do has a name", "task when daily { do shutdown }\n"},
		{BadPoint, "a window's place lies in the period", "task a when daily after 25:00 { command \"ls\" }\n"},
		{BadCron, "a cron expression has its fields, and they their values", "task a when cron 61 * * * * { command \"ls\" }\n"},
		{BadDuration, "a duration is a number and its unit, and positive if need be", "task a when every 0 s { command \"ls\" }\n"},
		{BadNumber, "a number is in its range, and whole if need be", "task a when has failed >= 1.5 | daily { command \"ls\" }\n"},
		{BadValue, "an attribute and an option have a value that they can have", "config { task_execution proces }\n"},
		{BadCommand, "a command names a program", "task a when daily { command \"\" }\n"},
		{BadImport, "an import is the path of a package that can be loaded", "import \"./nowhere\"\ntask a when daily { func nowhere.Fetch }\n"},
		{Misfit, "an attribute fits the action of its task", "task a when daily {\n    code { println() }\n    dir \"/tmp\"\n}\n"},
		{BadFlag, "a schedule reads flags in the form --name, and none of the program's own", "param log = cli \"--log\"\ntask a when daily { command \"ls\"; env { LOG log } }\n"},
		{BadCondParam, "a parameter of a condition is a string, bool, int, float64 or time.Duration", "cond x(a error) = daily\ntask a when x(1) { command \"ls\" }\n"},
		{CondArgs, "a condition is used with the arguments that it is declared with", "cond has_p(a string) = param 'p' is a\nparam p = env \"P\"\ntask a when daily & has_p { command \"ls\" }\n"},
		{BadArgument, "an argument is a value of its parameter's type", "cond has_p(a string) = param 'p' is a\nparam p = env \"P\"\ntask a when daily & has_p(1) { command \"ls\" }\n"},
		{CircularCond, "a condition is not defined by itself", "cond x = y & daily\ncond y = x | hourly\n"},
		{CircularParam, "a parameter is not defined by itself", "param x = y\nparam y = env \"Y\" >> x\n"},
		{CircularWait, "of tasks that wait for each other, something else starts one", "task a when after b { command \"ls\" }\ntask b when after a { command \"ls\" }\n"},
		{NeverHolds, "a condition can hold", "task a when daily after 22:00 & time of day before 06:00 { command \"ls\" }\n"},
		{ProcessSession, "what steers the session does not run in a process of its own", "task a when daily {\n    do shutdown\n    execution process\n}\n"},
		{LargeCond, "a condition has at most 10,000 parts when its names are expanded", largeCond()},
		{GoSyntax, "code is Go", "task a when daily {\n    code { fmt.Println( }\n}\n"},
		{NoGo, "Go functions need the go command, and a directory to look for them in", ""},
		{UnknownFunc, "a Go function that is named is declared in its package", "import \"./prices\"\ntask a when daily { func prices.Fecth }\n"},
		{NotExported, "a Go function of another package is exported", "import \"./prices\"\ntask a when daily { func prices.fetchAll }\n"},
		{NotFunc, "what a task calls is a plain function", "import \"./prices\"\ntask a when daily { func prices.Latest }\n"},
		{BadFunc, "a task's function returns nothing, error, T, or (T, error)", "import \"./prices\"\ntask a when daily { func prices.Pair }\n"},
		{ArgCount, "each parameter of a Go function gets one argument, and no others are given", "import \"./prices\"\ntask a when daily { func prices.In(regoin: \"eu\") }\n"},
		{ArgType, "an argument has a type that its parameter takes", "import \"./prices\"\ntask a when daily { func prices.Enter(3) }\n"},
		{NoReturn, "a task whose return value is used has one", "import \"./prices\"\ntask a when daily { func prices.Plain }\ntask b when after a { func prices.Enter(return of a) }\n"},
		{Border, "what goes into a process of its own, or comes out of it, comes through JSON", "import \"./prices\"\ntask a when daily {\n    func prices.Stream\n    execution process\n}\n"},
		{BadCondFunc, "a Go function that is a condition returns bool or (bool, error)", "import \"./prices\"\ntask a when daily & func prices.Count() { command \"ls\" }\n"},
		{BadHook, "a hook takes a context and the event, or less, and returns an error or nothing", "import \"./prices\"\nhook startup prices.Count\n"},
		{CodeParam, "the params of code are variables of it", "task a when daily {\n    code { println() }\n    params { ctx: 1 }\n}\n"},
		{NotBuilt, "what is not built is not used", "config { log sqlite \"runs.db\" }\ntask a when daily { command \"ls\" }\n"},
		{Reruns, "a start condition does not go on holding", "task a when time of day after 10:00 { command \"ls\" }\n"},
		{NeverStarts, "a task is started by something", "task a { command \"ls\" }\n"},
		{UnusedParam, "a parameter is used", "param x = 1\n"},
		{UnusedCond, "a condition is used", "cond x = daily\n"},
		{UnusedImport, "an import is used", "import \"./prices\"\n"},
		{Fallible, "a schedule says what happens if a condition fails", "import \"./prices\"\ntask a when daily & func prices.Ready() { command \"ls\" }\n"},
		{Nothing, "a schedule declares something", "# nothing yet\n"},
	}
}

// largeCond returns a file with a condition that doubles fourteen times.
func largeCond() string {
	var b strings.Builder
	b.WriteString("cond a0 = daily\n")
	for i := range 14 {
		fmt.Fprintf(&b, "cond a%d = a%d & a%[2]d\n", i+1, i)
	}
	b.WriteString("task a when a14 { command \"ls\" }\n")
	return b.String()
}
