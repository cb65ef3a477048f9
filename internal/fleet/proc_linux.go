package fleet

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// processesWith returns the ids of the processes in whose environment there is a text. What has
// ended and was not waited for is none.
func processesWith(text string) (pids []int) {
	files, _ := filepath.Glob("/proc/[0-9]*/environ") // the pattern is right
	for _, file := range files {
		environ, _ := os.ReadFile(file) // the process may have ended
		if !strings.Contains(string(environ), text) {
			continue
		}
		if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(file))); err == nil {
			pids = append(pids, pid)
		}
	}
	return pids
}

// tick is the unit in which the kernel counts processor time.
const tick = 10 * time.Millisecond

// usage returns how much processor time a process has used, with its children that have ended.
func usage(pid int) (used time.Duration, err error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest)
	const first, last = 11, 14 // utime stime cutime cstime, counted from the state
	for i := first; i <= last && i < len(fields); i++ {
		ticks, err := strconv.ParseInt(fields[i], 10, 64)
		if err != nil {
			return 0, err
		}
		used += time.Duration(ticks) * tick
	}
	return used, nil
}
