//go:build !linux

package console

// becomeInit has nothing to do: process 1 of this system is no schedule.
func becomeInit() (status int, is bool) { return 0, false }
