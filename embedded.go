package rocketc

import (
	"embed"
	"io/fs"
)

//go:embed runtime/*.go stdconds/*.go period/*.go console/*.go
var programSources embed.FS

// ProgramSources returns the Go sources of the packages that every compiled
// schedule links, a directory for each package, tests among them. They need
// nothing but the standard library.
func ProgramSources() fs.FS { return programSources }
