package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// versionCommand prints the version of rocketc.
type versionCommand struct{}

// Run does it.
func (versionCommand) Run(inv *invocation) error {
	_, err := fmt.Fprintf(inv.stdout, "rocketc %s %s %s/%s\n",
		version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}

// version is that of the module rocketc was built from, "(devel)" where it was
// built in a working tree.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
