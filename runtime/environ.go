package runtime

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

// ownProgram returns what to execute to start this program again: where the
// system knows it, the very file that runs, even if another has taken its
// place.
func ownProgram() (string, error) {
	const self = "/proc/self/exe"
	if _, err := os.Stat(self); err == nil {
		return self, nil
	}
	return os.Executable()
}
