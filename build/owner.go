package build

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// What rocketc builds, somebody executes, so nobody else may have had a hand in it: the
// cache, every directory in it and every program in it belong to the user, and only the
// user may write to them. Nothing in the cache is a symbolic link; the cache itself may be
// one of the user's own. In the temporary directory the sources lie in a directory of the
// user's own, which others must not be able to rename.

// owned returns an error unless the file belongs to the user and only the user may write to
// it. info is what [os.Lstat] says of the file.
func owned(path string, info fs.FileInfo) error {
	switch uid, known := ownerOf(info); {
	case !known: // the system has rules of its own
		return nil
	case uid != os.Geteuid():
		return fmt.Errorf("%s belongs to another user (%d)", path, uid)
	case info.Mode()&fs.ModeSymlink == 0 && writableByOthers(info):
		return fmt.Errorf("others may write to %s (chmod go-w ends that)", path)
	}
	return nil
}

func writableByOthers(info fs.FileInfo) bool { return info.Mode().Perm()&0o022 != 0 }

// ownLink returns an error if the path is a symbolic link of somebody else's.
func ownLink(path string) error {
	info, err := os.Lstat(path)
	if err != nil || info.Mode()&fs.ModeSymlink == 0 {
		return nil
	}
	return owned(path, info)
}

// ownDirectory returns an error unless the path is a directory that is owned. A symbolic
// link is none.
func ownDirectory(path string) error {
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		return err
	case !info.IsDir():
		return fmt.Errorf("%s is %s, not a directory", path, kindOf(info.Mode()))
	}
	return owned(path, info)
}

// ownProgram returns an error unless the path is a regular file that is owned, in a
// directory that is.
func ownProgram(path string) error {
	if err := ownDirectory(filepath.Dir(path)); err != nil {
		return err
	}
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is %s, not a program", path, kindOf(info.Mode()))
	}
	return owned(path, info)
}

// safeTemp returns an error if others could put something into the place of what lies in
// the temporary directory: it is somebody else's, or others may write to it and it is not
// sticky.
func safeTemp(dir string) error {
	info, err := os.Stat(dir)
	if err != nil {
		return nil // whoever uses it says so
	}
	uid, known := ownerOf(info)
	switch {
	case !known:
		return nil
	case uid != 0 && uid != os.Geteuid():
		err = fmt.Errorf("%s belongs to another user (%d)", dir, uid)
	case info.Mode()&fs.ModeSticky == 0 && writableByOthers(info):
		err = fmt.Errorf("others may write to %s, and rename what is in it (chmod +t ends that)",
			dir)
	default:
		return nil
	}
	return fmt.Errorf("the temporary directory cannot be used: %w; TMPDIR can name another", err)
}
