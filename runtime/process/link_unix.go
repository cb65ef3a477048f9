//go:build unix

package process

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

// linkFile is the descriptor by which a copy of this program inherits its end of
// the link.
const linkFile = 3

// joined makes the two ends of a link, a pair of sockets.
func joined() (ours, theirs link, err error) {
	syscall.ForkLock.RLock()
	ends, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err == nil {
		syscall.CloseOnExec(ends[0])
		syscall.CloseOnExec(ends[1])
	}
	syscall.ForkLock.RUnlock()
	if err != nil {
		return ours, theirs, os.NewSyscallError("socketpair", err)
	}
	return linkOf(ends[0]), linkOf(ends[1]), nil
}

// linkOf returns the link with this end. It can be read with a deadline, and
// without a thread that waits.
func linkOf(end int) link {
	_ = syscall.SetNonblock(end, true)
	file := os.NewFile(uintptr(end), "link")
	return link{file, file}
}

// inherit lets the process inherit an end of a link. The function that it returns
// must be called after the process was started.
func inherit(cmd *exec.Cmd, end link) func() {
	cmd.ExtraFiles = []*os.File{end.in}
	return func() {}
}

// inherited returns the end of the link that this process has inherited, and keeps
// the end from the processes that this one starts. The process maker must have made
// the link. A file that is anything else is left alone.
func inherited(maker int) (link, error) {
	var stat syscall.Stat_t
	if err := syscall.Fstat(linkFile, &stat); err != nil {
		return link{}, os.NewSyscallError("fstat", err)
	}
	if stat.Mode&syscall.S_IFMT != syscall.S_IFSOCK {
		return link{}, errors.New("the inherited file is no socket")
	}
	if err := madeBy(linkFile, maker); err != nil {
		return link{}, err
	}
	syscall.CloseOnExec(linkFile)
	return linkOf(linkFile), nil
}

// finish tells the other end that nothing more will be written. What the other end
// writes can still be read.
func (l link) finish() {
	conn, err := l.out.SyscallConn()
	if err == nil {
		_ = conn.Control(func(end uintptr) { _ = syscall.Shutdown(int(end), syscall.SHUT_WR) })
	}
}
