package runlog

import (
	"io"
	"os"
	"syscall"
)

// lock takes the lock of the log at path: a file beside it that nobody else may open
// meanwhile.
func lock(path string) (io.Closer, error) {
	name, err := syscall.UTF16PtrFromString(path + ".lock")
	if err != nil {
		return nil, err
	}
	handle, err := syscall.CreateFile(name, syscall.GENERIC_WRITE, 0, nil, syscall.OPEN_ALWAYS,
		syscall.FILE_ATTRIBUTE_NORMAL, 0)
	const sharingViolation syscall.Errno = 32
	if err == sharingViolation {
		return nil, &LockedError{Path: path}
	}
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: path + ".lock", Err: err}
	}
	return os.NewFile(uintptr(handle), path+".lock"), nil
}
