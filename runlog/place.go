package runlog

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Locate returns the path of the file of a log. A relative path is below the directory that
// systemd gives the program ($STATE_DIRECTORY), else below the working directory. If a
// symbolic link is there, its target is the file, whether that exists or not: a log locks,
// renames and replaces the file, and the link stays.
func Locate(path string) string {
	path = filepath.Clean(path)
	if dir, _, _ := strings.Cut(os.Getenv("STATE_DIRECTORY"), ":"); dir != "" &&
		!filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	for range 40 { // links in a circle: the system says so
		to, err := os.Readlink(path)
		if err != nil {
			break
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(path), to)
		}
		path = to
	}
	return path
}

var errSpecial = errors.New("it is not a regular file, as a run log has to be")

// Regular returns an error if what is at path is no regular file. A log would replace a
// device, and wait at a named pipe. There is no error if nothing is there, or if the system
// does not say what is there.
func Regular(path string) error {
	info, err := os.Stat(path)
	if err != nil || info.Mode().IsRegular() {
		return nil
	}
	return &os.PathError{Op: "open", Path: path, Err: errSpecial}
}

// Lock takes the lock of the log at path, a file beside it whose name ends in .lock. The lock
// lasts until it is closed, or the process ends. If the process that had it was killed, a child
// of that process may have it for a moment: Lock waits 5 s at most. The error is a
// [LockedError] if another process has the lock; all others name the log. Lock makes no file
// beside what is not [Regular]. If another program has compressed the file of the log, so that
// it is not there, that is an error, too.
func Lock(path string) (io.Closer, error) {
	if err := Regular(path); err != nil {
		return nil, err
	}
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		if err := notPacked(osDisk{}, path); err != nil {
			return nil, err
		}
	}
	held, err := lock(path)
	if _, locked := errors.AsType[*LockedError](err); err == nil || locked {
		return held, err
	}
	if reason, ok := errors.AsType[*os.PathError](err); ok { // it names the file of the lock
		err = reason.Err
	}
	way := ""
	switch dir := filepath.Dir(path); {
	case errors.Is(err, os.ErrNotExist):
		way = fmt.Sprintf("; make the directory %s, or give the log another path", dir)
	case errors.Is(err, os.ErrPermission):
		way = fmt.Sprintf("; the user of the program has to be allowed to write in %s", dir)
	}
	return nil, fmt.Errorf("the run log %s cannot be locked, by a file beside it: %w%s", path, err,
		way)
}
