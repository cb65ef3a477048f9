package postgres

import (
	"bytes"
	"fmt"
	"os"
	"strings"
)

// thisProcess returns what tells this process from all others, on any machine: the boot of
// the machine, the namespace of its process ids, its id in that, and when it has started.
func thisProcess() string {
	pid := os.Getpid()
	return fmt.Sprintf("%s %d %s", machine(), pid, started(pid))
}

// isAlive reports whether a process is alive, if that is known: it runs, or has run, under
// this system.
func isAlive(process string) (known, alive bool) {
	words := strings.Fields(process)
	if len(words) != 4 || words[0]+" "+words[1] != machine() {
		return false, false
	}
	pid := 0
	if _, err := fmt.Sscan(words[2], &pid); err != nil {
		return false, false
	}
	return true, started(pid) == words[3]
}

// machine names the boot of the machine and the namespace of process ids.
func machine() string {
	boot, _ := os.ReadFile("/proc/sys/kernel/random/boot_id") // without it no process is known
	space, _ := os.Readlink("/proc/self/ns/pid")
	return strings.TrimSpace(string(boot)) + " " + space
}

// started returns when a process has started, in ticks since the boot; empty if it does not
// run.
func started(pid int) string {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return ""
	}
	_, rest, _ := bytes.Cut(stat, []byte(") ")) // behind the name
	fields := strings.Fields(string(rest))
	if len(fields) < 20 || fields[0] == "Z" {
		return ""
	}
	return fields[19]
}
