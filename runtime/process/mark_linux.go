package process

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strconv"
)

// maxScans bounds the search for marked processes, which may start others during
// the search.
const maxScans = 10

// killMarked kills the processes whose environment has one of these variables,
// NAME=value, until it finds no more. It does not find the processes of other
// users, unless this one is root's, and none that has cleared its environment.
func killMarked(marks ...string) {
	if len(marks) == 0 {
		return
	}
	for range maxScans {
		found := false
		entries, _ := os.ReadDir("/proc")
		for _, entry := range entries {
			if pid, err := strconv.Atoi(entry.Name()); err == nil && pid != os.Getpid() {
				found = killIfMarked(pid, marks) || found
			}
		}
		if !found {
			return
		}
	}
}

// killIfMarked kills the process if it has one of the marks, and reports whether it
// did.
func killIfMarked(pid int, marks []string) bool {
	p, err := os.FindProcess(pid) // first, so that no later process of this number is killed
	if err != nil {
		return false
	}
	defer p.Release()
	environ, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "environ"))
	if err != nil {
		return false
	}
	for _, v := range bytes.Split(environ, []byte{0}) {
		if slices.Contains(marks, string(v)) {
			return p.Kill() == nil
		}
	}
	return false
}
