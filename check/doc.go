// Package check turns the files of a schedule into a plan, or reports everything that is
// wrong with them.
//
// # Phases
//
// The order of declarations does not matter. So the work is done in phases that go over
// all files; each needs only what those before it have found.
//
//  1. Declare (declare.go, taskname.go, group.go): imports, parameters, named conditions
//     and tasks are entered in tables by their names.
//  2. Load (load.go, imports.go): if the schedule names a Go function, all its packages
//     are loaded at once. Then the names of all tasks are known, because a task without a
//     name is called by its function.
//  3. Lower: parameters, named conditions, options and tasks become values of the runtime
//     (param.go, named.go, config.go, task.go). A condition of the tree becomes one of
//     stdconds (condition.go, calendar.go, history.go). Attributes become changes of a
//     task, so that a group's are lowered once (attribute.go). An argument of a Go
//     function has to fit the type of its parameter (bind.go, fit.go).
//  4. Judge (judge.go, never.go, starts.go, use.go, traps.go): mistakes are found that
//     only show in the whole: conditions that never hold, or always; tasks that nothing
//     starts, or that wait for each other; declarations that nothing uses; conditions that
//     hardly mean what is wanted, by their normal form (alternative.go).
//
// # Invariants
//
//   - A wrong value is reported at the part of its text that is wrong. Then a harmless
//     value takes its place, so that the rest is checked, too.
//   - What a word means depends on where it is written, never on who uses it: see scope.
//     Functions that lower values take the scope as a parameter; nil is outside of any
//     named condition.
//   - Nothing is accepted and then ignored. A part of the language that is not built is
//     refused by name (refuse.go). A form of the tree that a function has no case for is
//     a panic with unforeseen, and a test hands every form to each of these functions.
//   - The plan is finished when it is returned, and never changed afterwards.
//
// The language is described in docs/spec.md.
package check
