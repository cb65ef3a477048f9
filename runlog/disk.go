package runlog

import (
	"errors"
	"io"
	"os"
)

// A disk is what a log asks of the file system.
type disk interface {
	// open opens a file as [os.OpenFile] does.
	open(name string, flag int) (file, error)
	// look reports whether a path names an open file, and how long the file at the path is.
	look(name string, f file) (size int64, named bool, err error)
	rename(from, to string) error
	remove(name string) error
	// list returns the names of what is in a directory, sorted.
	list(dir string) ([]string, error)
	// lock keeps other programs from opening the log at path until it is closed.
	lock(path string) (io.Closer, error)
	// syncDir makes that last what was created, renamed and removed in a directory.
	syncDir(dir string) error
}

// A file is an open file. sync returns when what was written will survive a loss of power.
type file interface {
	io.ReaderAt
	io.WriterAt
	io.Closer
	Truncate(size int64) error
	size() (int64, error)
	sync() error
}

// osDisk is the disk of the operating system.
type osDisk struct{}

type osFile struct {
	*os.File
	info os.FileInfo // as it was opened
}

func (osDisk) open(name string, flag int) (file, error) {
	if err := Regular(name); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(name, flag, 0o666)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return osFile{f, info}, nil
}

func (osDisk) look(name string, f file) (size int64, named bool, err error) {
	there, err := os.Stat(name)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return 0, false, nil
	case err != nil:
		return 0, false, err
	}
	return there.Size(), os.SameFile(f.(osFile).info, there), nil
}

func (osDisk) rename(from, to string) error        { return os.Rename(from, to) }
func (osDisk) lock(path string) (io.Closer, error) { return Lock(path) }
func (osDisk) remove(name string) error            { return os.Remove(name) }

func (osDisk) list(dir string) (names []string, err error) {
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names, err
}

func (f osFile) size() (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
