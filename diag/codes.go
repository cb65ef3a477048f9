package diag

import "slices"

// Code names a kind of finding for ever: RKT001 to RKT099 are the syntax's,
// RKT100 to RKT199 the meaning's, RKT200 to RKT299 warnings.
type Code string

// Rule is what a code stands for.
type Rule struct {
	Code    Code
	Text    string // the rule that is broken, one line
	Example string // a source file that yields the code; "" where no file alone can
}

// The codes of the syntax.
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
)

// Rules returns the rule and the example of every code, in the codes' order.
func Rules() []Rule { return slices.Concat(syntaxRules(), meaningRules()) }

func syntaxRules() []Rule {
	return []Rule{
		{Unexpected, "a statement has its parts in the order of its form", "import prices\n"},
		{NotText, "a schedule is a text file", "task a\x00 { command \"ls\" }\n"},
		{BadUTF8, "a schedule is encoded in UTF-8", "# caf\xe9\ntask a { command \"ls\" }\n"},
		{UnclosedString, "a string ends on its line, a raw string ends somewhere", "task a { command \"ls\n}\n"},
		{BadEscape, "a backslash in a string begins an escape of Go", "task a { command \"a\\qb\" }\n"},
		{BadCharacter, "outside strings and comments a character belongs to a word, a number or an operator", "task a { command “ls” }\n"},
		{UnclosedCode, "the Go source of a code task ends with the brace that matches its first", "task a {\n    code { if x {\n"},
		{TooDeep, "brackets, and ~ before a condition, nest at most 1,000 deep", tooDeep()},
		{UnclosedBracket, "every bracket has its match", "task a when (daily | hourly { command \"ls\" }\n"},
		{StrayBracket, "a closing bracket has an opening one before it", "task a when daily) { command \"ls\" }\n"},
		{UnknownDecl, "a file holds declarations, each beginning with its word", "taks a when daily { command \"ls\" }\n"},
		{UnknownAttr, "a task and a group have the attributes of the language, no others", "task a {\n    command \"ls\"\n    prioritiy 3\n}\n"},
		{UnknownKey, "config has the keys of the language, no others", "config { task_exection process }\n"},
		{WrongOperator, "conditions are joined by & and |, and negated by ~", "task a when daily && hourly { command \"ls\" }\n"},
		{WrongCase, "the words of conditions are lower-case", "task a when Daily { command \"ls\" }\n"},
		{MissingOperator, "between two conditions stands & or |", "task a when (daily)(hourly) { command \"ls\" }\n"},
		{CondExpected, "a condition stands where one is called for", "task a when { command \"ls\" }\n"},
		{UnknownWord, "a condition goes on with the words of its form", "task a when daily betwen 08:00 and 16:00 { command \"ls\" }\n"},
		{PointExpected, "a window's word is followed by a place in the period", "task a when daily before { command \"ls\" }\n"},
		{DurationExpected, "a duration is a number and its unit", "task a when every { command \"ls\" }\n"},
		{RetryAttr, "retrying is a condition, no attribute", "task a when daily {\n    command \"ls\"\n    retry 3\n}\n"},
		{NotRunning, "the opposite of a condition is written with ~ before it", "task a when task 'b' is not running { command \"ls\" }\n"},
		{ActionCount, "a task has exactly one action", "task a when daily { priority 3 }\n"},
		{FuncExpected, "a Go function is named after the word func", "task a when prices.Ready() { command \"ls\" }\n"},
		{TaskExpected, "a task is named where one is called for", "task a when after { command \"ls\" }\n"},
		{NumberExpected, "a comparison and a count have a number", "task a when has failed >= 'x' { command \"ls\" }\n"},
		{BadPhrase, "a phrase is words and {holes}, a word first", "cond \"{name} is open\" = func F(name)\n"},
		{Misplaced, "a statement stands where it belongs: a condition on the first line of its task, a declaration outside tasks", "task a {\n    command \"ls\"\n    when daily\n}\n"},
		{EndExpected, "a statement ends with its line or with ;", "task a {\n    command \"ls\" priority 3\n}\n"},
		{ReservedWord, "a word of the condition language is no name for a condition", "cond daily = hourly\n"},
		{ValueExpected, "an attribute, a parameter and an argument have a value", "param region =\n"},
		{CronExpected, "cron is followed by its fields: bare, in one string, or by name", "task a when cron { command \"ls\" }\n"},
		{EmptyName, "a name is not empty", "task a when after task '' { command \"ls\" }\n"},
		{TooManyErrors, "a file with very many errors is not read to its end", manyErrors()},
	}
}
