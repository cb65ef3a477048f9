package golang

import (
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/rocketc/rocketc/internal/pattern"
)

// A LoadError says why the go command loads no package at all.
type LoadError struct {
	// Place is a line of go.mod or go.work. It is not valid if the go command names no line.
	Place token.Position
	// Msg is on one line. Help says what to do, or is empty.
	Msg, Help string
}

// Error returns the message after its place.
func (e *LoadError) Error() string {
	if e.Place.IsValid() {
		return e.Place.String() + ": " + e.Msg
	}
	return e.Msg
}

var (
	// driverHead is what package packages puts before the words of the go command.
	driverHead = pattern.Lazy(`^(?s:err: .*?: stderr: )?(?:go: )?(?:errors parsing \S+:\s+)?`)
	modLine    = pattern.Lazy(`^(\S+\.(?:mod|work)):(\d+)(?::\d+)?: `)
	tooNew     = pattern.Lazy(`^(\S+\.(?:mod|work)) requires go >= (\S+) ` +
		`\(running go ([^;)]+).*`)
	noDownload = pattern.Lazy(`^download go(\S+) for `)
)

// loadError returns what the go command has said in a directory, without what does not help.
func loadError(dir, said string) *LoadError {
	text := driverHead().ReplaceAllString(strings.TrimSpace(said), "")
	line, next, more := strings.Cut(text, "\n")
	if more && strings.HasSuffix(line, ":") {
		line += " " + firstLine(next)
	}
	e := &LoadError{Msg: line}
	if m := modLine().FindStringSubmatch(line); m != nil {
		e.Place = token.Position{Filename: absolute(dir, m[1])}
		e.Place.Line, _ = strconv.Atoi(m[2])
		e.Msg = line[len(m[0]):]
	}
	if m := tooNew().FindStringSubmatch(line); m != nil {
		e.Place = lineOf(absolute(dir, m[1]), m[2])
		e.Msg = "Go " + m[2] + " is required, and Go " + m[3] + " is installed"
		e.Help = newerGo
	} else if m := noDownload().FindStringSubmatch(line); m != nil {
		e.Place, e.Help = lineOf(moduleFile(dir), m[1]), newerGo
	}
	return e
}

const newerGo = "install a newer Go from https://go.dev, or lower the version there"

// lineOf returns the line of a go.mod or go.work that asks for a version of Go.
func lineOf(file, version string) (at token.Position) {
	text, err := os.ReadFile(file)
	if err != nil {
		return at
	}
	number := 0
	for line := range strings.Lines(string(text)) {
		number++
		word := strings.Fields(line)
		if len(word) >= 2 && (word[0] == "go" && word[1] == version ||
			word[0] == "toolchain" && word[1] == "go"+version) {
			return token.Position{Filename: file, Line: number}
		}
	}
	return at
}

// absolute returns a name as it leads from a directory.
func absolute(dir, name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(dir, name)
}

// problem returns the first mistake in a package; dir is the directory from which the go
// command names files. A name that only the generated file declares is no mistake.
func problem(dir string, p *packages.Package) (why string, at token.Position) {
	for _, e := range p.Errors {
		if strings.HasPrefix(e.Msg, "# ") || lacksGenerated(e.Msg) {
			continue
		}
		why, at = firstLine(e.Msg), position(e.Pos)
		path, missing := unimported(why)
		switch {
		case !missing:
		case path == "C":
			if said, place := cgoProblem(dir, p); said != "" {
				return said, place
			}
			why = "could not import C: cgo finds no C compiler that works"
		case p.Imports[path] != nil && len(p.Imports[path].Errors) > 0:
			reason, _, _ := strings.Cut(firstLine(p.Imports[path].Errors[0].Msg), "; to add")
			why = "could not import " + path + " (" + reason + ")"
		}
		return why, at
	}
	return "", at
}

// unimported returns the import path that the type checker has found nothing for.
func unimported(msg string) (path string, ok bool) {
	rest, ok := strings.CutPrefix(msg, "could not import ")
	path, _, _ = strings.Cut(rest, " ")
	return path, ok
}

var cPlace = pattern.Lazy(`^(\S+):(\d+):(\d+): (?:fatal )?(?:error: )?(.*)`)

// cgoProblem returns why cgo could not read a package: the first line with a place, or else
// the first line that cgo has written.
func cgoProblem(dir string, p *packages.Package) (why string, at token.Position) {
	for _, e := range p.Errors {
		_, said, _ := strings.Cut(e.Msg, "\n")
		if !strings.HasPrefix(e.Msg, "# ") {
			continue
		}
		for line := range strings.Lines(said) {
			if m := cPlace().FindStringSubmatch(strings.TrimSpace(line)); m != nil {
				at.Filename = absolute(dir, m[1])
				at.Line, _ = strconv.Atoi(m[2])
				at.Column, _ = strconv.Atoi(m[3])
				return m[4], at
			}
		}
		return firstLine(said), at
	}
	return "", at
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}

// position reads file:line:column, as package packages writes it.
func position(text string) (at token.Position) {
	head, column, ok := cutLast(text)
	if file, line, isLine := cutLast(head); ok && isLine && line > 0 {
		at = token.Position{Filename: file, Line: line, Column: column}
	}
	return at
}

// lacksGenerated reports whether a mistake is a missing name that the generated
// file declares.
func lacksGenerated(msg string) bool {
	name, ok := strings.CutPrefix(msg, "undefined: ")
	return ok &&
		(name == "NewSession" || name == "Tasks" || name == "TasksOf" ||
			strings.HasSuffix(name, "Args"))
}
