// Package files has sensors that look at files: the prelude's file_exists and
// file_changed. (docs/spec.md § Sensors)
//
// A missing file is an answer, false. A file that cannot be looked at, such as one
// in a directory without permission, is an error. Paths are relative to the working
// directory of the program. Symbolic links are followed: a link that leads nowhere
// counts as missing.
package files

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"time"
)

// FileExists reports whether there is something at the path: a file, a
// directory, a device.
func FileExists(path string) (bool, error) {
	info, err := stat(path)
	return info != nil, err
}

// FileChanged reports whether the file at the path was changed within that time
// before now. A directory changes if entries are made or removed. A modification
// time in the future counts as a change. A missing file has not changed. It is an
// error if within is not more than 0.
func FileChanged(path string, within time.Duration) (bool, error) {
	return changed(path, within, time.Now())
}

func changed(path string, within time.Duration, now time.Time) (bool, error) {
	if within <= 0 {
		return false, fmt.Errorf("file %s: a change within %s cannot be seen", path, within)
	}
	info, err := stat(path)
	if info == nil {
		return false, err
	}
	return now.Sub(info.ModTime()) < within, nil
}

// stat returns what is at the path, or nil if nothing is.
func stat(path string) (fs.FileInfo, error) {
	if path == "" {
		return nil, errors.New("the path of the file is empty")
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return info, nil
}
