package rocket

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

// childFiles holds the handles of a process's two files.
const childFiles = "ROCKET_PROCESS_FILES"

// inherit lets the process of a run have the two files; their handles stand in
// its environment. What it returns is to be called when the process was
// started.
func inherit(cmd *exec.Cmd, in, out *os.File) func() {
	handles := []syscall.Handle{syscall.Handle(in.Fd()), syscall.Handle(out.Fd())}
	mark := func(flags uint32) {
		for _, h := range handles {
			_ = syscall.SetHandleInformation(h, syscall.HANDLE_FLAG_INHERIT, flags)
		}
	}
	mark(syscall.HANDLE_FLAG_INHERIT)
	cmd.SysProcAttr = &syscall.SysProcAttr{AdditionalInheritedHandles: handles}
	cmd.Env = append(cmd.Env, fmt.Sprintf("%s=%d %d", childFiles, handles[0], handles[1]))
	return func() { mark(0) }
}

// inherited returns the files that the parent let this process have.
func inherited() (in, out *os.File, err error) {
	var handles [2]uintptr
	if _, err := fmt.Sscan(os.Getenv(childFiles), &handles[0], &handles[1]); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", childFiles, err)
	}
	os.Unsetenv(childFiles)
	return os.NewFile(handles[0], "order"), os.NewFile(handles[1], "report"), nil
}
