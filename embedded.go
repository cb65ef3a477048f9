package rocketc

import (
	"embed"
	"io/fs"
)

//go:embed runtime/*.go runtime/*/*.go stdconds/*.go stdconds/*/*.go period/*.go console/*.go
var programSources embed.FS

// ProgramSources returns the Go sources of the packages that compiled schedules
// link: those that all do, and the sensors in stdconds/…, each of which only
// those do that use it. There is a directory for each package, with its tests.
// They need nothing but the standard library.
func ProgramSources() fs.FS { return programSources }
