package rocketc

import (
	"embed"
	"io/fs"
)

//go:embed runtime/*.go runtime/*/*.go stdconds/*.go stdconds/*/*.go
//go:embed period/*.go spelling/*.go console/*.go control/*.go notify/*.go
//go:embed web/*.go web/openapi.json web/templates web/static
//go:embed runlog/*.go runlog/sqlite/*.go runlog/postgres/*.go remote/river/*.go
//go:embed go.mod go.sum
var programSources embed.FS

//go:embed docs/spec.md
var specification string

// Specification returns docs/spec.md, the definition of the language.
func Specification() string { return specification }

// ProgramSources returns the Go sources of the packages that compiled schedules
// link. Every program links the runtime, stdconds, period, spelling and console; a program
// links a package of sensors, below stdconds, only if its schedule uses one of them, and a
// run log or notify only if its schedule has it. There is a directory for each package, with
// its tests. The sources import the standard library and each other only, but for the run logs
// of package runlog/linked: go.mod and go.sum say which modules these need.
func ProgramSources() fs.FS { return programSources }

//go:embed docs/spec.md
var spec string

// Spec returns the reference of the language: docs/spec.md.
func Spec() string { return spec }
