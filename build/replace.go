package build

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Replace puts a new file with the text into the place of the file called name, in one
// step: nobody sees half a file, and a process that runs or reads the old one keeps it.
// The umask takes bits from perm. Nothing but a regular file is ever replaced: for a
// directory, a symbolic link, a device or a pipe the error says what is there.
func Replace(name string, perm fs.FileMode, text io.Reader) error {
	fresh, err := createBeside(name, perm)
	if err != nil {
		return err
	}
	_, err = io.Copy(fresh, text)
	err = errors.Join(err, fresh.Close())
	if err == nil {
		err = os.Rename(fresh.Name(), name)
	}
	if err != nil {
		_ = os.Remove(fresh.Name())
		return writing(name, err)
	}
	return nil
}

// replaceable returns the error that Replace would return, as far as that is known
// before the text is there.
func replaceable(name string) error {
	fresh, err := createBeside(name, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(fresh.Close(), os.Remove(fresh.Name()))
}

// createBeside makes a new file in the directory of name. Unlike those of
// [os.CreateTemp], its permissions are those that the umask leaves.
func createBeside(name string, perm fs.FileMode) (*os.File, error) {
	if info, err := os.Lstat(name); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is %s; only a regular file is replaced", name,
			kindOf(info.Mode()))
	}
	free, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+"-*")
	if err != nil {
		return nil, writing(name, err)
	}
	_ = free.Close()
	if err := os.Remove(free.Name()); err != nil {
		return nil, writing(name, err)
	}
	fresh, err := os.OpenFile(free.Name(), os.O_CREATE|os.O_EXCL|os.O_WRONLY, perm)
	if err != nil {
		return nil, writing(name, err)
	}
	return fresh, nil
}

// writing returns an error about the file called name, rather than about a temporary one.
func writing(name string, err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		err = path.Err
	case errors.As(err, &link):
		err = link.Err
	}
	return fmt.Errorf("writing %s: %w", name, explainRoom(err))
}

// kindOf says what a file is that is not a regular one.
func kindOf(mode fs.FileMode) string {
	switch mode.Type() {
	case fs.ModeDir:
		return "a directory"
	case fs.ModeSymlink:
		return "a symbolic link"
	case fs.ModeNamedPipe:
		return "a named pipe"
	case fs.ModeSocket:
		return "a socket"
	case fs.ModeDevice, fs.ModeDevice | fs.ModeCharDevice:
		return "a device"
	}
	return "no regular file"
}
