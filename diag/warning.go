package diag

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

var warningRules = []Rule{
	{Reruns, "a start condition becomes false once its task has run", `
task a when time of day after 10:00 { command "ls" }
`},
	{NeverStarts, "something starts every task", `
task a { command "ls" }
`},
	{UnusedParam, "every parameter is used", `
param x = 1
`},
	{UnusedCond, "every condition is used", `
cond x = daily
`},
	{UnusedImport, "every import is used", `
import "./prices"
`},
	{Fallible, "a schedule whose conditions can fail says what a failure does", `
import "./prices"
task a when daily & func prices.Ready() { command "ls" }
`},
	{Nothing, "a schedule declares something", `
# nothing yet
`},
}
