// Package build turns the generated Go file of a schedule into a binary. It runs
// the go command and nothing else: it uses no network, and writes only to the
// cache and the output.
//
// A program consists of the generated main package and the packages that this package
// links, the runtime. The sources of the runtime come with rocketc. The package
// puts them before the go command in one of two ways.
//
// Alone: the schedule uses no Go package of the user. The runtime and the main
// file are written to a temporary directory, as a module with the path of the
// runtime's own module, so that no import path changes.
//
// Inside: the schedule uses packages of a Go module. The main file then has to
// be in a package of that module, to see what the module sees: its internal
// packages, its vendor directory, its replace directives, its workspace. So
// `go build -overlay` lays the file over the module, in the directory
// zz_rocketc_main below the schedule, which never exists on disk. If the module
// requires the runtime itself, the program uses that one, so that both mean the
// same types. Otherwise the runtime is laid below zz_rocketc_main, with its
// import paths rewritten.
//
// The output is reproducible: it depends on the generated file, the runtime, the
// user's Go packages and the Go toolchain, not on paths or clocks. It has no
// symbol table and no DWARF; stack traces are not affected.
package build
