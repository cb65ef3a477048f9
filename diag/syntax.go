package diag

import "strings"

// The codes of syntax.
const (
	Unexpected       Code = "RKT001"
	NotText          Code = "RKT002"
	BadUTF8          Code = "RKT003"
	UnclosedString   Code = "RKT004"
	BadEscape        Code = "RKT005"
	BadCharacter     Code = "RKT006"
	UnclosedCode     Code = "RKT007"
	TooDeep          Code = "RKT008"
	UnclosedBracket  Code = "RKT009"
	StrayBracket     Code = "RKT010"
	UnknownDecl      Code = "RKT011"
	UnknownAttr      Code = "RKT012"
	UnknownKey       Code = "RKT013"
	WrongOperator    Code = "RKT014"
	WrongCase        Code = "RKT015"
	MissingOperator  Code = "RKT016"
	CondExpected     Code = "RKT017"
	UnknownWord      Code = "RKT018"
	PointExpected    Code = "RKT019"
	DurationExpected Code = "RKT020"
	RetryAttr        Code = "RKT021"
	NotRunning       Code = "RKT022"
	ActionCount      Code = "RKT023"
	FuncExpected     Code = "RKT024"
	TaskExpected     Code = "RKT025"
	NumberExpected   Code = "RKT026"
	BadPhrase        Code = "RKT027"
	Misplaced        Code = "RKT028"
	EndExpected      Code = "RKT029"
	ReservedWord     Code = "RKT030"
	ValueExpected    Code = "RKT031"
	CronExpected     Code = "RKT032"
	EmptyName        Code = "RKT033"
	TooManyErrors    Code = "RKT034"
	Pasted           Code = "RKT035"
	TooLong          Code = "RKT036"
)

var syntaxRules = []Rule{
	{Unexpected, "the parts of a statement stand in the order of its form", `
import prices
`},
	{NotText, "a schedule is a text file", "task a\x00 { command \"ls\" }\n"},
	{BadUTF8, "a schedule is encoded in UTF-8", "# caf\xe9\ntask a { command \"ls\" }\n"},
	{UnclosedString,
		"a string ends on the line it begins on; only a raw string has several lines", `
task a { command "ls
}
`},
	{BadEscape, "a backslash in a string begins an escape of Go", "task a { command \"a\\qb\" }\n"},
	{BadCharacter,
		"a character outside strings and comments is part of a word, a number or an operator",
		"task a { command “ls” }\n"},
	{UnclosedCode, "the Go source of a code task ends at the brace that matches its first one", `
task a {
    code { if x {
`},
	{TooDeep, "brackets, and ~ before a condition, nest at most 1,000 deep", tooDeep()},
	{UnclosedBracket, "every opening bracket has a closing one", `
task a when (daily | hourly { command "ls" }
`},
	{StrayBracket, "every closing bracket has an opening one", `
task a when daily) { command "ls" }
`},
	{UnknownDecl,
		"a file consists of declarations, and the first word of each says what it declares", `
taks a when daily { command "ls" }
`},
	{UnknownAttr, "tasks and groups have the attributes of the language, and no others", `
task a {
    command "ls"
    prioritiy 3
}
`},
	{UnknownKey, "config has the keys of the language, and no others", `
config { task_exection process }
`},
	{WrongOperator, "& and | join conditions, and ~ negates one", `
task a when daily && hourly { command "ls" }
`},
	{WrongCase, "the words of conditions are lower-case", `
task a when Daily { command "ls" }
`},
	{MissingOperator, "& or | stands between two conditions", `
task a when (daily)(hourly) { command "ls" }
`},
	{CondExpected, "a condition follows when, until, =, an operator or an opening bracket", `
task a when { command "ls" }
`},
	{UnknownWord, "a condition or a statement goes on with the words of its form", `
task a when daily betwen 08:00 and 16:00 { command "ls" }
`},
	{PointExpected, "the word of a window is followed by a time", `
task a when daily before { command "ls" }
`},
	{DurationExpected, "a duration is a number and its unit", `
task a when every { command "ls" }
`},
	{RetryAttr, "retry is a condition, not an attribute", `
task a when daily {
    command "ls"
    retry 3
}
`},
	{NotRunning, "~ before a condition negates it; the word not is not used", `
task a when task 'b' is not running { command "ls" }
`},
	{ActionCount, "a task has exactly one action", `
task a when daily { priority 3 }
`},
	{FuncExpected, "a Go function is written as func and the name of the function", `
task a when prices.Ready() { command "ls" }
`},
	{TaskExpected, "a form that refers to a task gives its name", `
task a when after { command "ls" }
`},
	{NumberExpected, "a comparison is followed by a number", `
task a when has failed >= 'x' { command "ls" }
`},
	{BadPhrase, "a phrase consists of words and {holes}, and begins with a word", `
cond "{name} is open" = func F(name)
`},
	{Misplaced,
		"a condition stands on the first line of its task or group, a declaration outside tasks", `
task a {
    command "ls"
    when daily
}
`},
	{EndExpected, "a statement ends at the end of its line, or at ;", `
task a {
    command "ls" priority 3
}
`},
	{ReservedWord, "no condition has a word of the condition language as its name", `
cond daily = hourly
`},
	{ValueExpected, "attributes, parameters and arguments have a value", `
param region =
`},
	{CronExpected, "cron is followed by its fields: bare, in one string, or by name", `
task a when cron { command "ls" }
`},
	{EmptyName, "a name is not empty", `
task a when after task '' { command "ls" }
`},
	{TooManyErrors, "a file with very many errors is not read to its end", manyErrors()},
	{Pasted, "a schedule does not hold lines that another tool reads", `
0 3 * * * /usr/local/bin/backup
`},
	{TooLong, "a declaration has at most 900,000 words and signs, the members of a group aside",
		""},
}

// tooDeep returns a file with more brackets than a file may nest.
func tooDeep() string {
	return "cond x = " + strings.Repeat("(", 1001) + "daily" + strings.Repeat(")", 1001) + "\n"
}

// tooLong returns a file, of 900 kB, with more words and signs than a declaration may have.
func tooLong() string { return strings.Repeat(";", 900_001) }

// manyErrors returns a file with more errors than are kept.
func manyErrors() string {
	return strings.Repeat("taks\n", 1001)
}
