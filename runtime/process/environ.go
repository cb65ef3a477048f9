package process

import (
	"os"
	"slices"
	"strings"
)

// The environment variables that speak to this process and to no other.
const (
	notifySocket = "NOTIFY_SOCKET" // of the service manager; see Service
	watchdogPID  = "WATCHDOG_PID"
	watchdogUsec = "WATCHDOG_USEC"
	underInit    = "ROCKET_UNDER_INIT"    // see Init
	callName     = "ROCKET_PROCESS_TASK"  // see Called
	guardName    = "ROCKET_PROCESS_GUARD" // the number of the process; see guard
)

// Environ returns the environment of this process without the variables that
// speak to this process alone. With NOTIFY_SOCKET, for example, a command could
// tell the service manager that this process is ready.
func Environ() []string {
	return without(os.Environ(), notifySocket, watchdogPID, watchdogUsec, underInit, callName,
		guardName)
}

// without takes variables out of an environment.
func without(environ []string, names ...string) []string {
	return slices.DeleteFunc(environ, func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return slices.Contains(names, name)
	})
}

// executable returns what to execute to start this program again. If another file
// has taken the place of the program, as after an upgrade, it is the file that
// runs, as long as the system has it.
func executable() (string, error) {
	const self = "/proc/self/exe"
	exe, err := os.Executable()
	running, gone := os.Stat(self)
	if gone != nil {
		return exe, err
	}
	if there, err := os.Stat(exe); err != nil || !os.SameFile(running, there) {
		return self, nil
	}
	return exe, nil
}
