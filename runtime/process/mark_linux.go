package process

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"
)

// The search for marked processes. They may start others meanwhile, and one that is
// about to become another program shows no environment for a moment.
const (
	maxSearches = 20
	emptyEnough = 4 // searches in sequence that find nothing
	searchPause = 10 * time.Millisecond
)

// killMarked kills the processes in whose environment a variable has one of these
// values, until it finds no more. It does not find the processes of other users,
// unless this one is root's, and none that has cleared its environment.
func killMarked(name string, values []string) {
	if len(values) == 0 {
		return
	}
	marks := map[string]bool{}
	for _, v := range values {
		marks[name+"="+v] = true
	}
	empty := 0
	for range maxSearches {
		if empty++; killAnyMarked(marks) {
			empty = 0
		}
		if empty == emptyEnough {
			return
		}
		pause(searchPause)
	}
}

// killAnyMarked looks at all processes once, and reports whether it has killed any.
func killAnyMarked(marks map[string]bool) (found bool) {
	entries, _ := os.ReadDir("/proc")
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err == nil && pid != os.Getpid() && isMarked(pid, marks) {
			found = killIfMarked(pid, marks) || found
		}
	}
	return found
}

// killIfMarked kills the process if it has one of the marks, and reports whether it
// did.
func killIfMarked(pid int, marks map[string]bool) bool {
	p, err := os.FindProcess(pid) // first, so that no later process of this number is killed
	if err != nil {
		return false
	}
	defer p.Release()
	return isMarked(pid, marks) && p.Kill() == nil
}

func isMarked(pid int, marks map[string]bool) bool {
	environ, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "environ"))
	has := func(variable []byte) bool { return marks[string(variable)] }
	return err == nil && slices.ContainsFunc(bytes.Split(environ, []byte{0}), has)
}
