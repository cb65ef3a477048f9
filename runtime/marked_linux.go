package runtime

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
)

// maxScans bounds the search for marked processes that start others while they
// are searched for.
const maxScans = 10

// killMarked kills the processes whose environment has the mark of one of the
// runs, until it finds no more. It sees those of the same user only (root sees
// all), and none that has cleared its environment.
func killMarked(runs ...string) {
	if len(runs) == 0 {
		return
	}
	for range maxScans {
		found := false
		entries, _ := os.ReadDir("/proc")
		for _, entry := range entries {
			if pid, err := strconv.Atoi(entry.Name()); err == nil && pid != os.Getpid() {
				found = killIfMarked(pid, runs) || found
			}
		}
		if !found {
			return
		}
	}
}

// killIfMarked reports whether the process had the mark of one of the runs.
func killIfMarked(pid int, runs []string) bool {
	p, err := os.FindProcess(pid) // first, so that it is this one that is killed
	if err != nil {
		return false
	}
	defer p.Release()
	environ, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "environ"))
	if err != nil {
		return false
	}
	for _, v := range bytes.Split(environ, []byte{0}) {
		for _, run := range runs {
			if string(v) == runMarker+"="+run {
				return p.Kill() == nil
			}
		}
	}
	return false
}
