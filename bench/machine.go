package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// What Linux tells about processes, in /proc. Elsewhere the answers are 0.

// status returns a number of a process, such as VmRSS (in KiB) or Threads.
func status(pid int, name string) float64 {
	value := fieldOf(fmt.Sprintf("/proc/%d/status", pid), name)
	number, _ := strconv.ParseFloat(value, 64)
	return number
}

// fieldOf returns the first word after a name and a colon in a file.
func fieldOf(file, name string) string {
	text, _ := os.ReadFile(file)
	for line := range strings.Lines(string(text)) {
		if key, value, _ := strings.Cut(line, ":"); strings.TrimSpace(key) == name {
			if words := strings.Fields(value); len(words) > 0 {
				return words[0]
			}
		}
	}
	return ""
}

// openFiles counts the file descriptors of a process.
func openFiles(pid int) int {
	files, _ := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
	return len(files)
}

// childrenOf returns the ids of the processes whose parent is a process.
func childrenOf(pid int) (children []int) {
	files, _ := filepath.Glob("/proc/[0-9]*")
	for _, file := range files {
		child, _ := strconv.Atoi(filepath.Base(file))
		if int(status(child, "PPid")) == pid {
			children = append(children, child)
		}
	}
	return children
}

// clockTick is the unit of CPU times in /proc/stat.
const clockTick = 10 * time.Millisecond

// cpuOf returns the CPU time that a process has used, without that of its children.
func cpuOf(pid int) (used time.Duration) {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	_, rest, _ := strings.Cut(string(text), ") ") // the name of the program may have spaces
	const user, system = 11, 12
	for i, word := range strings.Fields(rest) {
		if n, err := strconv.Atoi(word); err == nil && (i == user || i == system) {
			used += time.Duration(n) * clockTick
		}
	}
	return used
}

// busy returns the CPU time that all processes have used, the idle time left out.
func busy() (used time.Duration) {
	text, _ := os.ReadFile("/proc/stat")
	line, _, _ := strings.Cut(string(text), "\n")
	for i, word := range strings.Fields(line) {
		const idle, wait, guests = 4, 5, 9
		if n, err := strconv.Atoi(word); err == nil && i != idle && i != wait && i < guests {
			used += time.Duration(n) * clockTick
		}
	}
	return used
}

// machine says on what the figures were measured.
func (b *bench) machine() string {
	model := ""
	text, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(text)) {
		if key, value, _ := strings.Cut(line, ":"); strings.TrimSpace(key) == "model name" {
			model = ", " + strings.TrimSpace(value)
		}
	}
	return fmt.Sprintf("%s, %s/%s, %d CPUs%s. Other processes used %.1f CPUs meanwhile (median).",
		runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), model, median(b.others))
}

// processesWith returns the processes in whose environment there is a text.
func processesWith(text string) (found []string) {
	files, _ := filepath.Glob("/proc/[0-9]*/environ")
	for _, file := range files {
		environ, _ := os.ReadFile(file)
		if strings.Contains(string(environ), text) {
			command, _ := os.ReadFile(filepath.Join(filepath.Dir(file), "cmdline"))
			found = append(found, strings.ReplaceAll(string(command), "\x00", " "))
		}
	}
	return found
}
