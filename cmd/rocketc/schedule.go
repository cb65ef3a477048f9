package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/rocketc/rocketc"
	"github.com/rocketc/rocketc/diag"
)

// A schedule is what the paths on a command line name.
type schedule struct {
	name    string           // what its program is called
	dir     string           // its directory, as the command line has it
	sources []rocketc.Source // named as the command line has them
	tags    []string         // of its Go packages
	infos   []os.FileInfo
	found   diag.List // when it was checked
}

// maxSource is the size of the largest file that is read, in bytes.
const maxSource = 32 << 20

// tagsFlag is a flag of every command that looks at Go packages.
type tagsFlag struct {
	Tags []string `placeholder:"TAG" help:"Build tags of the schedule's Go packages."`
}

// errNoPath is returned if a command line names no schedule.
var errNoPath = errors.New("name a directory or .rkt files")

// readSchedule reads the files that the paths name: one directory, or files of
// one directory.
func readSchedule(paths []string, tags tagsFlag) (*schedule, error) {
	if len(paths) == 0 {
		return nil, usageError{errNoPath}
	}
	if paths[0] == "-" {
		return nil, usagef("standard input (-) can only be checked, with rocketc check -; " +
			"here, name a directory or .rkt files")
	}
	info, err := os.Stat(paths[0])
	if err != nil {
		return nil, unreadable(paths[0], err)
	}
	s := &schedule{tags: tags.Tags}
	if info.IsDir() {
		err = s.readDir(paths)
	} else {
		err = s.readFiles(paths)
	}
	return s, err
}

// read is readSchedule, which may take long on a slow disk.
func (inv *invocation) read(paths []string, tags tagsFlag) (*schedule, error) {
	defer inv.doing("reading")()
	return readSchedule(paths, tags)
}

// unreadable returns the error for a path that cannot be read.
func unreadable(path string, err error) error {
	if path == "" {
		return usagef("a path is empty: %w", errNoPath)
	}
	var reason *fs.PathError
	if errors.As(err, &reason) {
		err = reason.Err
	}
	return usagef("%s: %w", path, err)
}

// readDir reads the files of a directory whose names end in .rkt and do not
// begin with a dot or an underscore.
func (s *schedule) readDir(paths []string) error {
	if len(paths) > 1 {
		return usagef("%s is a directory: it can only be named alone", paths[0])
	}
	s.dir = paths[0]
	names, err := scheduleFiles(s.dir)
	if err != nil {
		return unreadable(s.dir, err)
	}
	for _, name := range names {
		if err := s.read(filepath.Join(s.dir, name)); err != nil {
			return err
		}
	}
	if len(names) == 0 {
		return usagef("there are no .rkt files in the directory %s", s.dir)
	}
	s.name, err = directoryName(s.dir)
	return err
}

// scheduleFiles returns the names of the files in a directory that make its
// schedule.
func scheduleFiles(dir string) (names []string, err error) {
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		name := e.Name()
		if filepath.Ext(name) != ".rkt" || strings.ContainsRune("._", rune(name[0])) {
			continue
		}
		if info, err := os.Stat(filepath.Join(dir, name)); err == nil && info.IsDir() {
			continue
		}
		names = append(names, name)
	}
	return names, err
}

// stdinName is what findings call standard input.
const stdinName = "<stdin>"

// readStdin reads a schedule of one file, which stands for one in the working
// directory.
func readStdin(stdin io.Reader, tags tagsFlag) (*schedule, error) {
	text, err := readLimited(stdin)
	if err != nil {
		return nil, err
	}
	return &schedule{name: "schedule", dir: ".", tags: tags.Tags,
		sources: []rocketc.Source{{Name: stdinName, Text: text}}}, nil
}

// readLimited reads standard input, which may be as large as a source.
func readLimited(stdin io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(stdin, maxSource+1))
	if err == nil && len(text) > maxSource {
		err = usagef("standard input is too large: more than %d MB", maxSource>>20)
	}
	return text, err
}

// readFiles reads files of one directory.
func (s *schedule) readFiles(paths []string) error {
	s.dir = filepath.Dir(paths[0])
	for _, path := range paths {
		if filepath.Dir(path) != s.dir {
			return usagef("%s and %s are in different directories: "+
				"the files of a schedule are in one", paths[0], path)
		}
		if err := s.read(path); err != nil {
			return err
		}
	}
	if len(paths) == 1 {
		s.name = strings.TrimSuffix(filepath.Base(paths[0]), ".rkt")
		return nil
	}
	var err error
	s.name, err = directoryName(s.dir)
	return err
}

// read adds a file.
func (s *schedule) read(path string) error {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return unreadable(path, err)
	case info.IsDir():
		return usagef("%s is a directory: it can only be named alone", path)
	case !info.Mode().IsRegular():
		return usagef("%s is not a regular file", path)
	case info.Size() > maxSource:
		return usagef("%s is too large: more than %d MB", path, maxSource>>20)
	case s.has(info):
		return usagef("%s is named twice", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return unreadable(path, err)
	}
	s.sources = append(s.sources, rocketc.Source{Name: path, Text: text})
	s.infos = append(s.infos, info)
	return nil
}

// has reports whether the file is a source of the schedule.
func (s *schedule) has(file os.FileInfo) bool {
	for _, info := range s.infos {
		if os.SameFile(info, file) {
			return true
		}
	}
	return false
}

// directoryName is the name of a directory, wherever that is from here.
func directoryName(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	name := filepath.Base(abs)
	if name == string(filepath.Separator) {
		return "schedule", nil
	}
	return strings.TrimSuffix(name, ".rkt"), nil
}
