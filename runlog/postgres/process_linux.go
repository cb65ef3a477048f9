package postgres

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
)

// thisProcess returns what tells this process from all others, on any machine: the boot of
// the machine, the namespace of its process ids, its id in that, and when it has started.
func thisProcess() string {
	pid := os.Getpid()
	at, _ := started(proc, pid)
	return fmt.Sprintf("%s %d %s", machine(), pid, at)
}

// proc is where the system shows its processes.
const proc = "/proc"

// isAlive reports whether a process is alive, if that is known: it runs, or has run, under
// this system.
func isAlive(process string) (known, alive bool) { return isAliveIn(proc, process) }

func isAliveIn(proc, process string) (known, alive bool) {
	words := strings.Fields(process)
	if len(words) != 4 || words[0]+" "+words[1] != machine() {
		return false, false
	}
	pid := 0
	if _, err := fmt.Sscan(words[2], &pid); err != nil {
		return false, false
	}
	at, known := started(proc, pid)
	return known, at == words[3]
}

// machine names the boot of the machine and the namespace of process ids.
func machine() string {
	boot, _ := os.ReadFile("/proc/sys/kernel/random/boot_id") // without it no process is known
	space, _ := os.Readlink("/proc/self/ns/pid")
	return strings.TrimSpace(string(boot)) + " " + space
}

// started returns when a process has started, in ticks since the boot; empty if it does not
// run. That is not known of a process that the system hides from this user, as it does for
// services with ProtectProc=invisible.
func started(proc string, pid int) (at string, known bool) {
	stat, err := os.ReadFile(fmt.Sprintf("%s/%d/stat", proc, pid))
	if err != nil {
		return "", errors.Is(syscall.Kill(pid, 0), syscall.ESRCH)
	}
	_, rest, _ := bytes.Cut(stat, []byte(") ")) // behind the name
	fields := strings.Fields(string(rest))
	if len(fields) < 20 || fields[0] == "Z" {
		return "", true
	}
	return fields[19], true
}
