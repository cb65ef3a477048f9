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
// values.
func killMarked(name string, values []string) {
	if len(values) == 0 {
		return
	}
	marks := map[string]bool{}
	for _, v := range values {
		marks[name+"="+v] = true
	}
	killWith(func(variable []byte) bool { return marks[string(variable)] })
}

// killFamily kills the processes with a mark of the family.
func killFamily(family string) {
	mark := []byte(runMarkName + "=" + family + ".")
	killWith(func(variable []byte) bool { return bytes.HasPrefix(variable, mark) })
}

// killWith kills the processes that have such a variable, until it finds no more. It
// does not find the processes of other users, unless this one is root's, and none
// that has cleared its environment.
func killWith(such func(variable []byte) bool) {
	empty := 0
	for range maxSearches {
		if empty++; killAnyWith(such) {
			empty = 0
		}
		if empty == emptyEnough {
			return
		}
		pause(searchPause)
	}
}

// killAnyWith looks at all processes once, and reports whether it has killed any.
func killAnyWith(such func(variable []byte) bool) (found bool) {
	entries, _ := os.ReadDir("/proc")
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err == nil && pid != os.Getpid() && has(pid, such) {
			found = killIfHas(pid, such) || found
		}
	}
	return found
}

// killIfHas kills the process if it has such a variable, and reports whether it did.
func killIfHas(pid int, such func(variable []byte) bool) bool {
	p, err := os.FindProcess(pid) // first, so that no later process of this number is killed
	if err != nil {
		return false
	}
	defer p.Release()
	return has(pid, such) && p.Kill() == nil
}

func has(pid int, such func(variable []byte) bool) bool {
	environ, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "environ"))
	return err == nil && slices.ContainsFunc(bytes.Split(environ, []byte{0}), such)
}
