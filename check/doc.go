// Package check decides whether a tree means something, and what: it turns the
// files of a schedule into a plan, or into all the reasons why there is none.
//
// # How it works
//
// Order of declarations never matters, so the work goes in passes over all
// files, each of which needs only what those before it have found:
//
//  1. Declare: imports, parameters, named conditions and tasks are entered in
//     tables by name; groups are dissolved into the tasks they hold.
//  2. Load: where a Go function is named, the packages of all imports are
//     loaded, at once, so that a function's parameters and results are known.
//     Only then is every task's name known, too: an unnamed one is called by
//     its function.
//  3. Lower: parameters, named conditions, configuration and tasks become the
//     values that a program runs. A condition of the tree is one of stdconds
//     afterwards; a named one is expanded where it is used.
//  4. Judge: what only shows in the whole is looked at: circles of tasks that
//     wait for each other, conditions that never or always hold, tasks that
//     nothing starts, declarations that nothing uses.
//
// A value that is wrong is reported at the part of its text that is wrong, and
// replaced by one that does no harm, so that everything else is still looked at.
// What the language has and this version does not build is refused by name, out
// of one table; nothing is accepted and then ignored.
//
// The language is described in docs/spec.md.
package check
