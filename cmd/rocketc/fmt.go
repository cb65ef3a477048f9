package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rocketc/rocketc"
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/format"
)

// fmtCommand gives schedules their layout.
type fmtCommand struct {
	Diff  bool     `name:"diff" short:"d" help:"Prints what would change."`
	List  bool     `name:"list" short:"l" help:"Prints the names of files that are not formatted."`
	Write bool     `name:"write" short:"w" help:"Writes files anew that are not formatted."`
	Paths []string `arg:"" optional:"" name:"path" help:"Files, directories, or -: standard input."`
}

// Help returns what `rocketc help fmt` adds.
func (*fmtCommand) Help() string {
	return `Prints schedules in the one layout that they have; there are no options. Of a
directory it takes all .rkt files, also those of the directories in it. Without
a path it reads standard input.

The exit status is 1 if a file does not parse, and with -d or -l, unless -w is
given as well, if a file is not formatted.`
}

// Run formats all files. What is wrong with one does not keep the others from it.
func (c *fmtCommand) Run(inv *invocation) error {
	if len(c.Paths) == 0 || slices.Equal(c.Paths, []string{"-"}) {
		return c.stdin(inv)
	}
	files, err := rktFiles(c.Paths)
	if err != nil {
		return err
	}
	var all error
	for _, name := range files {
		s := &schedule{}
		err := s.read(name)
		if err == nil {
			err = c.file(inv, s.sources[0])
		}
		if err != nil && !errors.Is(err, errReported) {
			fmt.Fprintf(inv.stderr, "rocketc: %v\n", err)
			err = errReported
		}
		all = errors.Join(all, err)
	}
	return all
}

// stdin formats standard input.
func (c *fmtCommand) stdin(inv *invocation) error {
	if c.Write {
		return usagef("-w writes files, and standard input is none")
	}
	s, err := readStdin(inv.stdin, tagsFlag{})
	if err != nil {
		return err
	}
	return c.file(inv, s.sources[0])
}

// file formats a file, and does with its layout what the flags say.
func (c *fmtCommand) file(inv *invocation, src rocketc.Source) error {
	text, err := format.Source(src.Name, src.Text)
	if err != nil {
		return inv.unformattable(src, err)
	}
	if !c.Diff && !c.List && !c.Write {
		_, err := inv.stdout.Write(text)
		return err
	}
	if bytes.Equal(text, src.Text) {
		return nil
	}
	if c.List {
		if _, err := fmt.Fprintln(inv.stdout, src.Name); err != nil {
			return err
		}
	}
	if c.Diff {
		if _, err := io.WriteString(inv.stdout, unified(src.Name, src.Text, text)); err != nil {
			return err
		}
	}
	if c.Write {
		return rewrite(src.Name, text)
	}
	return errReported
}

// unformattable reports why a file has no layout.
func (inv *invocation) unformattable(src rocketc.Source, err error) error {
	var wrong *format.Error
	if !errors.As(err, &wrong) {
		return err
	}
	shown := rocketc.Shown([]rocketc.Source{src})
	return errors.Join(errReported,
		diag.RenderLimited(inv.stderr, shown, wrong.Found, diag.MaxShown, inColor(inv.stderr)))
}

// rktFiles returns the files that paths name, each once: of a directory those below it whose
// names end in .rkt. Names that begin with a dot or an underscore are passed over.
func rktFiles(paths []string) (files []string, err error) {
	for _, path := range paths {
		if path == "-" {
			return nil, usagef("standard input (-) stands alone")
		}
		info, err := os.Stat(path)
		if err != nil {
			return nil, unreadable(path, err)
		}
		below := []string{path}
		if info.IsDir() {
			if below, err = rktBelow(path); err != nil {
				return nil, unreadable(path, err)
			}
		}
		for _, name := range below {
			if !slices.Contains(files, name) {
				files = append(files, name)
			}
		}
	}
	return files, nil
}

// rktBelow returns the .rkt files of a directory and of those in it.
func rktBelow(dir string) (files []string, err error) {
	err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		hidden := path != dir && strings.ContainsRune("._", rune(entry.Name()[0]))
		switch {
		case err != nil:
			return err
		case hidden && entry.IsDir():
			return fs.SkipDir
		case hidden || entry.IsDir() || filepath.Ext(path) != ".rkt":
		case !entry.Type().IsRegular():
			if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
				files = append(files, path)
			}
		default:
			files = append(files, path)
		}
		return nil
	})
	return files, err
}
