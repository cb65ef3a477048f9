//go:build !linux

package process

// killMarked does nothing: this system does not show the environment of processes.
func killMarked(string, []string) {}

// killFamily does nothing either.
func killFamily(string) {}
