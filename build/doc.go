// Package build turns the generated Go file of a schedule into a binary, with
// the go command and nothing else: no network, no write outside of the cache
// and the output.
//
// A program is its generated main file and the packages that this one links:
// the runtime, whose sources come with rocketc. There are two ways to put them
// before the go command.
//
// Alone: the schedule uses no Go package of the user's. The runtime and the
// main file are written to a temporary directory, as a module that has the
// runtime's own name, so no import path needs a change.
//
// Inside: the schedule uses packages of a Go module. The main file then has to
// be a package of that module, or it would not see what the module sees: its
// internal packages, its vendor directory, its replace directives, its
// workspace. So it is laid over the module with `go build -overlay`, as the
// directory zz_rocketc_main below the schedule, which never exists on disk.
// The runtime is laid below that one, with its import paths rewritten, unless
// the module has the runtime already: then the program uses the module's, so
// that both mean the same types.
//
// Output is reproducible: it depends on the generated file, the runtime, the
// user's Go packages and the Go toolchain, on no path and no clock. It has no
// symbol table and no DWARF; stack traces are not affected.
package build
