package process

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

// callFiles is the environment variable with the handles of the two files that
// the process of a call inherits.
const callFiles = "ROCKET_PROCESS_FILES"

// inherit lets the process of a call inherit the two files, and writes their
// handles into its environment. The function it returns must be called after the
// process was started.
func inherit(cmd *exec.Cmd, in, out *os.File) func() {
	handles := []syscall.Handle{syscall.Handle(in.Fd()), syscall.Handle(out.Fd())}
	mark := func(flags uint32) {
		for _, h := range handles {
			_ = syscall.SetHandleInformation(h, syscall.HANDLE_FLAG_INHERIT, flags)
		}
	}
	mark(syscall.HANDLE_FLAG_INHERIT)
	cmd.SysProcAttr = &syscall.SysProcAttr{AdditionalInheritedHandles: handles}
	cmd.Env = append(cmd.Env, fmt.Sprintf("%s=%d %d", callFiles, handles[0], handles[1]))
	return func() { mark(0) }
}

// inherited returns the files that this process has inherited.
func inherited() (in, out *os.File, err error) {
	var handles [2]uintptr
	if _, err := fmt.Sscan(os.Getenv(callFiles), &handles[0], &handles[1]); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", callFiles, err)
	}
	os.Unsetenv(callFiles)
	return os.NewFile(handles[0], "order"), os.NewFile(handles[1], "report"), nil
}
