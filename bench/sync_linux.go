package main

import (
	"os"
	"syscall"
)

// dataSync makes what a file holds durable.
func dataSync(f *os.File) error { return syscall.Fdatasync(int(f.Fd())) }
