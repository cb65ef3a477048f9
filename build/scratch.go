package build

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// A scratch is a directory for the time of one build. It is locked while this process
// lives, so that a later build can tell what a dead one has left behind. If the system
// cannot lock a directory, the age tells.
type scratch struct {
	dir  string
	lock *os.File // the directory; nil if it is not locked
}

// oldScratch is older than any build lasts.
const oldScratch = 24 * time.Hour

var (
	errLocked  = errors.New("the directory is locked by a process that lives")
	errNoLocks = errors.New("the system has no locks for this directory")
)

// newScratch makes a scratch in the directory parent, and removes what dead builds have
// left there under the prefix.
func newScratch(parent, prefix string) (*scratch, error) {
	sweep(parent, prefix)
	for {
		dir, err := os.MkdirTemp(parent, prefix)
		if err != nil {
			return nil, err
		}
		lock, err := lockDirectory(dir)
		switch {
		case err == nil || errors.Is(err, errNoLocks):
			return &scratch{dir, lock}, nil
		case errors.Is(err, errLocked) || errors.Is(err, fs.ErrNotExist):
			// a sweep was quicker than the lock
		default:
			return nil, errors.Join(err, os.Remove(dir))
		}
	}
}

// remove removes the directory and all that is in it.
func (s *scratch) remove() {
	_ = os.RemoveAll(s.dir)
	_ = s.lock.Close()
}

// sweep removes the scratches in the directory parent whose processes are dead. It leaves
// alone what belongs to somebody else. Errors are ignored: the next sweep tries again.
func sweep(parent, prefix string) {
	entries, _ := os.ReadDir(parent)
	for _, e := range entries {
		dir := filepath.Join(parent, e.Name())
		info, err := os.Lstat(dir)
		if err != nil || !isScratch(e.Name(), prefix) || ownDirectory(dir) != nil {
			continue
		}
		lock, err := lockDirectory(dir)
		if isDead(err, time.Since(info.ModTime())) {
			_ = os.RemoveAll(dir)
		}
		_ = lock.Close()
	}
}

// isScratch reports whether a directory is called as newScratch calls it: what others have
// under the same prefix is not touched.
func isScratch(name, prefix string) bool {
	number, ok := strings.CutPrefix(name, prefix)
	return ok && number != "" && strings.Trim(number, "0123456789") == ""
}

// isDead reports whether nobody uses a scratch of that age any more; locking is the error
// of an attempt to lock it.
func isDead(locking error, age time.Duration) bool {
	return locking == nil || errors.Is(locking, errNoLocks) && age > oldScratch
}
