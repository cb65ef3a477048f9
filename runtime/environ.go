package rocket

import (
	"os"
	"slices"
	"strings"
)

// ownNames are the environment variables that mean this process and no other:
// with them a run could speak to the service manager in the scheduler's name.
var ownNames = []string{"NOTIFY_SOCKET", "WATCHDOG_PID", "WATCHDOG_USEC", UnderInit, childTask}

// childEnviron returns the environment that the processes of runs get.
func childEnviron() []string { return withoutVars(os.Environ(), ownNames...) }

// withoutVars takes variables out of an environment.
func withoutVars(environ []string, names ...string) []string {
	return slices.DeleteFunc(environ, func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return slices.Contains(names, name)
	})
}

// ownProgram returns what to execute to start this program again: its path, or
// where another file has taken its place there and the system still has it, the
// very file that runs.
func ownProgram() (string, error) {
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
