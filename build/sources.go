package build

import (
	"bytes"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// sources returns the files of the packages by their paths, without tests: the Go files, and
// those that they embed.
func sources(packages fs.FS) (map[string][]byte, error) {
	files := map[string][]byte{}
	err := fs.WalkDir(packages, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == "testdata":
			return fs.SkipDir
		case entry.IsDir() || strings.HasSuffix(name, "_test.go") || path.Dir(name) == ".":
			return nil
		}
		files[name], err = fs.ReadFile(packages, name)
		return err
	})
	return files, err
}

// imports returns the imports of a Go file that begin with prefix.
func imports(text []byte, prefix string) (found []string, err error) {
	file, err := parser.ParseFile(token.NewFileSet(), "", text, parser.ImportsOnly)
	if err != nil {
		return nil, fmt.Errorf("the generated file is not Go: %w", err)
	}
	for _, spec := range file.Imports {
		if p, err := strconv.Unquote(spec.Path.Value); err == nil && strings.HasPrefix(p, prefix) {
			found = append(found, p)
		}
	}
	return found, nil
}

// isGo reports whether a file has Go, and is not embedded.
func isGo(name string) bool { return path.Ext(name) == ".go" }

// moveImports changes the imports of packages below one path to the same packages
// below another. Lines keep their numbers.
func moveImports(text []byte, from, to string) ([]byte, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", text, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	for _, spec := range slices.Backward(file.Imports) {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		if rest, ok := strings.CutPrefix(imported, from+"/"); ok {
			start := fset.PositionFor(spec.Path.Pos(), false).Offset
			moved := strconv.Quote(to + "/" + rest)
			text = slices.Concat(text[:start], []byte(moved), text[start+len(spec.Path.Value):])
		}
	}
	return text, nil
}

// requireGo adds a build constraint to the text of a Go file: the file is then
// compiled as that version of the language, even if its module names an older one.
func requireGo(text []byte, language string) []byte {
	const mark = "//go:build "
	at := 0
	for line := range bytes.Lines(text) {
		if bytes.HasPrefix(line, []byte("package ")) {
			break
		}
		if constraint, ok := bytes.CutPrefix(line, []byte(mark)); ok {
			return fmt.Appendf(nil, "%s%s(%s) && %s\n%s", text[:at], mark,
				bytes.TrimSpace(constraint), language, text[at+len(line):])
		}
		at += len(line)
	}
	return slices.Concat([]byte(mark+language+"\n\n"), text)
}
