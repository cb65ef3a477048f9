package diag

import (
	"fmt"
	"strings"
)

// The codes of meaning: the schedule parses, but what it says is wrong.
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

	DoubledCalendar Code = "RKT114"
	UnknownCalendar Code = "RKT115"
	BadFormer       Code = "RKT116"
	DoubledPool     Code = "RKT117"
	UnknownPool     Code = "RKT118"
	PoolWait        Code = "RKT119"

	BadPoint    Code = "RKT120"
	BadCron     Code = "RKT121"
	BadDuration Code = "RKT122"
	BadNumber   Code = "RKT123"
	BadValue    Code = "RKT124"
	BadCommand  Code = "RKT125"
	BadImport   Code = "RKT126"
	Misfit      Code = "RKT127"
	BadFlag     Code = "RKT128"
	BadCalendar Code = "RKT129"

	BadCondParam   Code = "RKT130"
	CondArgs       Code = "RKT131"
	BadArgument    Code = "RKT132"
	CircularCond   Code = "RKT133"
	CircularParam  Code = "RKT134"
	CircularWait   Code = "RKT135"
	NeverHolds     Code = "RKT136"
	ProcessSession Code = "RKT137"
	LargeCond      Code = "RKT138"
	BadAddress     Code = "RKT139"

	BadTest     Code = "RKT140"
	DoubledTest Code = "RKT141"
	NoEngine    Code = "RKT142"

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

	BrokenPackage Code = "RKT163"

	NoPause   Code = "RKT175"
	BadSpread Code = "RKT176"

	OpenConsole Code = "RKT177"

	NotBuilt Code = "RKT190"
)

// Examples that name Go functions stand beside a package prices.
var meaningRules = []Rule{
	{UnknownTask, "every task that a schedule refers to is declared", `
task a when after fecth { command "ls" }
task fetch when daily { command "ls" }
`},
	{UnknownCond, "every condition that a schedule uses is declared", `
task a when daily & work_dya { command "ls" }
`},
	{UnknownParam, "every parameter that a schedule uses is declared", `
task a when daily {
    command "ls"
    env { REGION region }
}
`},
	{UnknownImport, "a file imports the packages of the Go functions that it names", `
task a when daily { func prices.Fetch }
`},
	{AmbiguousTask,
		"a reference to a task, by a name or by a Go function, can mean one task only", `
import "./prices"
task a when daily { func prices.Fetch }
task b when hourly { func prices.Fetch }
task c when after prices.Fetch { command "ls" }
`},
	{DoubledTask, "no two tasks have the same name", `
task a when daily { command "ls" }
task a when hourly { command "ls" }
`},
	{DoubledCond, "a condition is declared once", `
cond x = daily
cond x = hourly
task a when x { command "ls" }
`},
	{DoubledParam, "a parameter is declared once", `
param x = 1
param x = 2
task a when daily & param 'x' is 1 { command "ls" }
`},
	{DoubledImport, "no two imports of a file have the same name", `
import "text/template"
import "html/template"
task a when daily { code { template.HTMLEscapeString("") } }
`},
	{DoubledConfig, "a schedule has one config", `
config { timeout never }
config { timeout 1 hour }
`},
	{DoubledPackage, "all files of a schedule name the same package", `
package a
package b
`},
	{DoubledKey, "an attribute, an option or an entry is given once", `
task a when daily {
    command "ls"
    priority 1
    priority 2
}
`},
	{UnnamedTask, "a task whose action is code or do has a name", `
task when daily { do shutdown }
`},
	{DoubledCalendar, "a calendar is declared once", `
calendar fi { weekend [Sat, Sun] }
calendar fi { weekend [Sun] }
task a when hourly & business day of fi { command "ls" }
`},
	{UnknownCalendar, "a condition of business days names a calendar, unless there is only one", `
calendar fi { weekend [Sat, Sun] }
calendar us { weekend [Sat, Sun] }
task a when hourly & business day { command "ls" }
task b when hourly & ~business day of fi & business day of us { command "ls" }
`},
	{BadFormer, "a task takes over the history of a name that no other task has or takes over", `
task backup when daily {
    command  "true"
    formerly "dump"
}
task dump when hourly { command "true" }
`},
	{DoubledPool, "a pool is declared once", `
pool database 3
pool database 2
task a when hourly { command "ls"; pool database }
`},
	{UnknownPool, "a task takes places in a pool that is declared", `
pool database 3
task a when hourly { command "ls"; pool database }
task b when hourly { command "ls"; pool databse }
`},
	{PoolWait, "a task does not wait for one that needs the places it holds", `
pool database 1
task a when hourly { command "ls"; pool database }
task b when daily & task a is running { command "ls"; pool database }
`},
	{BadPoint, "a time lies in the period of its window", `
task a when daily after 25:00 { command "ls" }
`},
	{BadCron, "a cron expression has five or six fields, and their values are in range", `
task a when cron 61 * * * * { command "ls" }
`},
	{BadDuration, "a duration is a number and its unit, and positive if its form requires that", `
task a when every 0 s { command "ls" }
`},
	{BadNumber, "a number is whole if it counts something, and is in range", `
task a when has failed >= 1.5 | daily { command "ls" }
`},
	{BadValue, "an attribute or an option has one of the values that it can have", `
config { task_execution proces }
`},
	{BadCommand, "a command names a program", `
task a when daily { command "" }
`},
	{BadImport, "an import is the path of a package that can be loaded", `
import "./nowhere"
task a when daily { func nowhere.Fetch }
`},
	{Misfit, "an attribute fits the action of its task", `
task a when daily {
    code { println() }
    dir "/tmp"
}
`},
	{BadFlag, "a schedule reads flags of the form --name, and none that every program has", `
param log = cli "--log"
task a when daily { command "ls"; env { LOG log } }
`},
	{BadCalendar, "a calendar has business days, and its holidays can be read", `
calendar fi { holidays "missing.ics" }
task a when hourly & business day of fi { command "ls" }
`},
	{BadCondParam, "a parameter of a condition is a string, bool, int, float64 or time.Duration", `
cond x(a error) = daily
task a when x(1) { command "ls" }
`},
	{CondArgs, "a condition is used with the arguments that it is declared with", `
cond has_p(a string) = param 'p' is a
param p = env "P"
task a when daily & has_p { command "ls" }
`},
	{BadArgument, "an argument is a value of its parameter's type", `
cond has_p(a string) = param 'p' is a
param p = env "P"
task a when daily & has_p(1) { command "ls" }
`},
	{CircularCond, "a condition does not depend on itself", `
cond x = y & daily
cond y = x | hourly
`},
	{CircularParam, "a parameter does not depend on itself", `
param x = y
param y = env "Y" >> x
`},
	{CircularWait, "if tasks wait for each other, something else starts one of them", `
task a when after b { command "ls" }
task b when after a { command "ls" }
`},
	{NeverHolds, "a condition can become true", `
task a when daily after 22:00 & time of day before 06:00 { command "ls" }
`},
	{ProcessSession, "an action that steers the session does not run in a process of its own", `
task a when daily {
    do shutdown
    execution process
}
`},
	{LargeCond, "a condition has at most 10,000 parts, with those of the conditions it names",
		largeCond()},
	{BadAddress, "the address of a message says by its scheme how it is sent", `
task a when daily { command "ls" }
task alert when after a failed { notify "ops@example.com" }
`},
	{BadTest, "a test says when the program starts, lets time pass, and expects what can be", `
task fetch when daily { command "ls" }
test "it runs" {
    expect runs { 07:00 fetch }
}
`},
	{DoubledTest, "no two tests have the same name", `
task fetch when daily { command "ls" }
test "it runs" { at "2026-03-02 06:59"; run for 1 day }
test "it runs" { at "2026-03-02 06:59"; run for 1 day }
`},
	{NoEngine, "a schedule with a task that runs on workers has its run log in PostgreSQL", `
config { log file "runs.jsonl" }
task train when daily { command "train"; execution remote }
`},
	{GoSyntax, "the source of a code task is Go", `
task a when daily {
    code { fmt.Println( }
}
`},
	{NoGo, "a schedule that names Go functions needs the go command, and a directory to look in", `
`},
	{UnknownFunc, "every Go function that a schedule names is declared in its package", `
import "./prices"
task a when daily { func prices.Fecth }
`},
	{NotExported, "a Go function of another package is exported", `
import "./prices"
task a when daily { func prices.fetchAll }
`},
	{NotFunc, "a task calls a plain function, not a method, a variable or a type", `
import "./prices"
task a when daily { func prices.Latest }
`},
	{BadFunc, "a task's function returns nothing, error, T, or (T, error)", `
import "./prices"
task a when daily { func prices.Pair }
`},
	{ArgCount, "a Go function gets one argument for each of its parameters, and no others", `
import "./prices"
task a when daily { func prices.In(regoin: "eu") }
`},
	{ArgType, "an argument has a type that its parameter accepts", `
import "./prices"
task a when daily { func prices.Enter(3) }
`},
	{NoReturn, "a task returns a value if another one uses it", `
import "./prices"
task a when daily { func prices.Plain }
task b when after a { func prices.Enter(return of a) }
`},
	{Border, "what goes into a process of its own, or comes out of it, can be written as JSON", `
import "./prices"
task a when daily {
    func prices.Stream
    execution process
}
`},
	{BadCondFunc, "a Go function that is a condition returns bool or (bool, error)", `
import "./prices"
task a when daily & func prices.Count() { command "ls" }
`},
	{BadHook, "a hook takes a context and the event, or fewer, and returns nothing or an error", `
import "./prices"
hook startup prices.Count
`},
	{CodeParam, "the params of code have names that are free for variables in it", `
task a when daily {
    code { println() }
    params { ctx: 1 }
}
`},
	{BrokenPackage, "the package of a Go function compiles", ""},
	{NoPause, "windows that are made up for have a pause between them", `
config { log file "runs.jsonl" }
task a when daily { command "ls"; catch_up 6 hours }
`},
	{BadSpread, "a spread is shorter than the windows that it moves", `
task a when hourly { command "ls"; spread 2 hours }
`},
	{OpenConsole, "a console that other machines can reach has a token", `
config { console "0.0.0.0:8080" }
task a when minutely { command "ls" }
`},
	{NotBuilt, "a schedule uses only what this version of rocketc has", `
config { log mysql "runs" }
task a when daily { command "ls" }
`},
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
