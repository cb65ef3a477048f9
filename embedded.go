package rocketc

import (
	"embed"
	"io/fs"
)

//go:embed runtime/*.go runtime/*/*.go stdconds/*.go stdconds/*/*.go
//go:embed period/*.go spelling/*.go console/*.go runlog/*.go
var programSources embed.FS

// ProgramSources returns the Go sources of the packages that compiled schedules
// link. Every program links the runtime, stdconds, period, spelling and console; a program
// links a package of sensors, below stdconds, only if its schedule uses one of them.
// There is a directory for each package, with its tests. The sources import the
// standard library and each other only.
func ProgramSources() fs.FS { return programSources }
