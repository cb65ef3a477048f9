//go:build unix

package process

import (
	"os"
	"os/exec"
	"syscall"
)

// inherit lets the process of a call inherit the two files, as descriptors 3 and
// 4. The function it returns must be called after the process was started.
func inherit(cmd *exec.Cmd, in, out *os.File) func() {
	cmd.ExtraFiles = []*os.File{in, out}
	return func() {}
}

// inherited returns the files that this process has inherited, and keeps them
// from the processes that it starts.
func inherited() (in, out *os.File, err error) {
	files := [2]*os.File{}
	for i, name := range []string{"order", "report"} {
		fd := 3 + i
		var stat syscall.Stat_t
		if err := syscall.Fstat(fd, &stat); err != nil {
			return nil, nil, os.NewSyscallError("fstat", err)
		}
		syscall.CloseOnExec(fd)
		files[i] = os.NewFile(uintptr(fd), name)
	}
	return files[0], files[1], nil
}
