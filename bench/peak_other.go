//go:build !unix || aix || solaris || illumos

package main

import "os"

// peakMemory is not known on this system.
func peakMemory(*os.ProcessState) float64 { return 0 }
