package process

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

// linkFiles is the environment variable with the handles of the two files that a
// copy of this program inherits: one to read from, one to write to.
const linkFiles = "ROCKET_PROCESS_FILES"

// joined makes the two ends of a link: two pipes, one in each direction.
func joined() (ours, theirs link, err error) {
	if theirs.in, ours.out, err = os.Pipe(); err != nil {
		return ours, theirs, err
	}
	if ours.in, theirs.out, err = os.Pipe(); err != nil {
		theirs.in.Close()
		ours.out.Close()
	}
	return ours, theirs, err
}

// inherit lets the process inherit an end of a link, and writes the handles of its
// files into its environment. The function that it returns must be called after the
// process was started.
func inherit(cmd *exec.Cmd, end link) func() {
	handles := []syscall.Handle{syscall.Handle(end.in.Fd()), syscall.Handle(end.out.Fd())}
	mark := func(flags uint32) {
		for _, h := range handles {
			_ = syscall.SetHandleInformation(h, syscall.HANDLE_FLAG_INHERIT, flags)
		}
	}
	mark(syscall.HANDLE_FLAG_INHERIT)
	cmd.SysProcAttr = &syscall.SysProcAttr{AdditionalInheritedHandles: handles}
	cmd.Env = append(cmd.Env, fmt.Sprintf("%s=%d %d", linkFiles, handles[0], handles[1]))
	return func() { mark(0) }
}

// inherited returns the end of the link that this process has inherited. The system
// does not tell who has made it.
func inherited(int) (link, error) {
	var handles [2]uintptr
	if _, err := fmt.Sscan(os.Getenv(linkFiles), &handles[0], &handles[1]); err != nil {
		return link{}, fmt.Errorf("%s: %w", linkFiles, err)
	}
	os.Unsetenv(linkFiles)
	return link{os.NewFile(handles[0], "in"), os.NewFile(handles[1], "out")}, nil
}
