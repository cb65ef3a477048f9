// Package files has sensors that look at files: the prelude's file_exists and
// file_changed. (docs/spec.md § Sensors)
//
// A missing file is an answer, false. A file that cannot be looked at, such as one
// in a directory without permission, is an error. Paths are relative to the working
// directory of the program. Symbolic links are followed: a link that leads nowhere
// counts as missing.
//
// The answers stand until the file changes, if the system says when that is: on Linux, by
// inotify, for files of local file systems whose paths have no symbolic links. Then they are
// given anew after a minute at the latest. All others stand for a second.
package files

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// How long answers stand: of a file whose changes are noticed, and of any other.
const (
	noticed   = time.Minute
	unnoticed = time.Second
)

// FileExists reports whether there is something at the path: a file, a
// directory, a device.
func FileExists(ctx context.Context, path string) (bool, error) {
	changes := changesOf(path)
	info, err := stat(path)
	stands(ctx, noticed, changes)
	return info != nil, err
}

// FileChanged reports whether the file at the path was changed within that time
// before now. A directory changes if entries are made or removed. A modification
// time in the future counts as a change. A missing file has not changed. It is an
// error if within is not more than 0.
func FileChanged(ctx context.Context, path string, within time.Duration) (bool, error) {
	changes := changesOf(path)
	holds, left, err := changed(path, within, time.Now())
	if holds {
		left = min(left, noticed)
	} else {
		left = noticed
	}
	if info, err := stat(path); err == nil && info != nil && info.IsDir() {
		changes = nil // entries of a directory are no changes of what is beside it
	}
	stands(ctx, left, changes)
	return holds, err
}

// stands says how long an answer stands: that long if changes are noticed.
func stands(ctx context.Context, d time.Duration, changes <-chan struct{}) {
	if changes == nil {
		d = min(d, unnoticed)
	}
	rocket.AnswerStands(ctx, d, changes)
}

// changed reports whether the file was changed, and how long that is still so.
func changed(path string, within time.Duration, now time.Time) (holds bool, left time.Duration,
	err error) {
	if within <= 0 {
		return false, 0, fmt.Errorf("file %s: a change within %s cannot be seen", path, within)
	}
	info, err := stat(path)
	if info == nil {
		return false, 0, err
	}
	left = within - now.Sub(info.ModTime())
	return left > 0, left, nil
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
