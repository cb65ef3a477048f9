// Package golang understands the user's Go.
//
// A schedule names Go functions, and has Go written in it. This package answers
// questions about both, and knows nothing of what a schedule means: which function
// may be a task, and which value fits a parameter, is decided in package check.
//
// [Load] asks the go command for packages and type-checks them. The file that is
// generated into the user's package is always replaced by an empty one, because it
// is older than the schedule: what the package lacks without it is not a mistake.
// [PackageIn] and [DeclaredIn] need no go command: they parse one directory.
//
// Types come from several loads, and some are made here, so two types of one name
// are one type: [Same] compares names where identity fails.
package golang
