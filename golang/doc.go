// Package golang understands the user's Go.
//
// A schedule names Go functions, and has Go written in it. This package answers
// questions about both, and knows nothing of what a schedule means: which function
// may be a task, and which value fits a parameter, is decided in package check.
//
// [Load] asks the go command for packages and type-checks them. The file that is
// generated into the user's package is always replaced by an empty one, because it
// is older than the schedule: what the package lacks without it is not a mistake.
// [ReadDir] needs no go command: it parses one directory.
//
// A [Snippet] is Go that is written in the schedule itself. It is read once, when
// the schedule is checked: the parser finds mistakes in the syntax, and which names
// the text uses without declaring them. Whether such a name is a package, a variable
// of the run or something in the user's package depends on the schedule, so check
// and codegen decide about it. [TypeCheck] says what the Go compiler would find wrong in
// it, in files that are written for this and have the text as it is in the schedule.
//
// A [LineMap] leads from what the Go compiler says of a generated file back to the
// schedule. //line comments give the compiler lines and columns; but gofmt has moved
// tokens in the lines, and packages may have other names in the generated file. It
// neither adds nor takes away tokens other than parentheses, commas, semicolons and
// comments, so the others are paired by their order: a place that the compiler means
// is the place of the token in the schedule.
//
// Types come from several loads, and some are made here, so two types of one name
// are one type: [Same] compares names where identity fails.
package golang
