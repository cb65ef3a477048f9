//go:build unix && !aix && !solaris && !illumos

package main

import (
	"os"
	"runtime"
	"syscall"
)

// peakMemory returns the largest memory, in bytes, that a process that has ended, or one of
// those that it has waited for, has had. Linux counts from the largest that this process had
// when it started the other, so what is measured so runs first, while this process is small.
func peakMemory(ended *os.ProcessState) float64 {
	usage, ok := ended.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return float64(usage.Maxrss)
	}
	return float64(usage.Maxrss) * 1024
}
