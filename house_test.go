package rocketc_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// The limits of the house.
const (
	goColumns    = 100 // of a line of Go; a tab counts 4
	proseColumns = 120 // of a line of prose
	fileLines    = 800
	medianFunc   = 10   // lines of the median function
	almostAll    = 0.95 // the share of functions that have at most
	longFunc     = 60   // lines
	whereShare   = 0.02 // of the comment lines have the word "where"
)

// treeFiles returns the names of the files in the tree with an extension, those below
// testdata and hidden directories left out.
func treeFiles(t *testing.T, extension string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		base := entry.Name()
		if err == nil && entry.IsDir() &&
			(base == "testdata" || base == "node_modules" ||
				strings.HasPrefix(base, ".") && base != ".") {
			return fs.SkipDir
		}
		if err == nil && !entry.IsDir() && filepath.Ext(name) == extension {
			names = append(names, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil || len(names) == 0 {
		t.Fatalf("found %d files %s, error %v", len(names), extension, err)
	}
	return names
}

// A goFile is a Go file of the tree that a person has written.
type goFile struct {
	name   string
	text   string
	fset   *token.FileSet
	syntax *ast.File
}

// writtenGo returns the Go files of the tree, generated ones left out.
func writtenGo(t *testing.T) (files []goFile) {
	t.Helper()
	for _, name := range treeFiles(t, ".go") {
		text := readText(t, name)
		fset := token.NewFileSet()
		syntax, err := parser.ParseFile(fset, name, text,
			parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		if !ast.IsGenerated(syntax) {
			files = append(files, goFile{name, text, fset, syntax})
		}
	}
	return files
}

func readText(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestGoLines holds the lengths of lines and files of Go.
func TestGoLines(t *testing.T) {
	for _, file := range writtenGo(t) {
		number := 0
		for line := range strings.Lines(file.text) {
			number++
			line = strings.ReplaceAll(strings.TrimRight(line, "\r\n"), "\t", "    ")
			if columns := utf8.RuneCountInString(line); columns > goColumns {
				t.Errorf("%s:%d: the line has %d columns, at most %d are allowed", file.name,
					number, columns, goColumns)
			}
		}
		if number > fileLines {
			t.Errorf("%s: the file has %d lines, at most %d are allowed", file.name, number,
				fileLines)
		}
	}
}

// TestProseLines holds the length of lines of prose: tables, blocks of code, and lines that
// are too long for a link in them are left out.
func TestProseLines(t *testing.T) {
	link := regexp.MustCompile(`\]\([^)]*\)|https?://\S+`)
	for _, name := range treeFiles(t, ".md") {
		number, inCode := 0, false
		for line := range strings.Lines(readText(t, name)) {
			number++
			line = strings.TrimRight(line, "\r\n")
			fence := strings.HasPrefix(strings.TrimSpace(line), "```")
			inCode = inCode != fence
			columns := utf8.RuneCountInString(link.ReplaceAllString(line, ""))
			if columns > proseColumns && !inCode && !fence && !strings.HasPrefix(line, "|") {
				t.Errorf("%s:%d: the line has %d columns, at most %d are allowed", name, number,
					columns, proseColumns)
			}
		}
	}
}

// TestFunctionLengths holds the lengths of functions, of all the tree together.
func TestFunctionLengths(t *testing.T) {
	var lengths []int
	for _, file := range writtenGo(t) {
		if strings.HasSuffix(file.name, "_test.go") {
			continue
		}
		for _, declared := range file.syntax.Decls {
			if f, ok := declared.(*ast.FuncDecl); ok && f.Body != nil {
				first, last := file.fset.Position(f.Pos()).Line, file.fset.Position(f.End()).Line
				lengths = append(lengths, last-first+1)
			}
		}
	}
	slices.Sort(lengths)
	median, high := lengths[len(lengths)/2], lengths[int(float64(len(lengths))*almostAll)]
	if median > medianFunc || high > longFunc {
		t.Errorf("half of the functions have at most %d lines, 95 of 100 at most %d; "+
			"the limits are %d and %d",
			median, high, medianFunc, longFunc)
	}
}

// TestComments counts the lines of comments that have the word "where". Conditions are said
// with "if".
func TestComments(t *testing.T) {
	where := regexp.MustCompile(`(?i)\bwhere\b`)
	lines := 0
	var found []string
	for _, file := range writtenGo(t) {
		for number, line := range commentLines(file) {
			lines++
			if where.MatchString(line) {
				found = append(found, fmt.Sprintf("%s:%d: %s", file.name, number, line))
			}
		}
	}
	if share := float64(len(found)) / float64(lines); share >= whereShare {
		t.Errorf("%d of %d lines of comments have the word \"where\", the limit is %.0f %%. "+
			"Say \"if\" if a condition is meant.\n%s",
			len(found), lines, 100*whereShare, strings.Join(found, "\n"))
	}
}

// commentLines yields the lines of the comments of a file, with their numbers.
func commentLines(file goFile) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for _, group := range file.syntax.Comments {
			for _, comment := range group.List {
				number := file.fset.Position(comment.Pos()).Line
				for line := range strings.SplitSeq(comment.Text, "\n") {
					if !yield(number, line) {
						return
					}
					number++
				}
			}
		}
	}
}

// TestExportedComments: every package and every exported name of a package has a comment.
// A group of constants or variables may have one for all.
func TestExportedComments(t *testing.T) {
	described := map[string]bool{}
	for _, file := range writtenGo(t) {
		if strings.HasSuffix(file.name, "_test.go") {
			continue
		}
		dir := filepath.ToSlash(filepath.Dir(file.name))
		described[dir] = described[dir] || file.syntax.Doc != nil
		for _, declared := range file.syntax.Decls {
			for _, name := range undescribed(declared) {
				t.Errorf("%s: %s is exported and has no comment", file.fset.Position(name.Pos()),
					name)
			}
		}
	}
	for dir, ok := range described {
		if !ok {
			t.Errorf("package %s has no comment", dir)
		}
	}
}

// undescribed returns the exported names of a declaration that have no comment.
func undescribed(declared ast.Decl) (names []*ast.Ident) {
	switch d := declared.(type) {
	case *ast.FuncDecl:
		if d.Doc == nil && (d.Recv == nil || ast.IsExported(receiverName(d.Recv.List[0].Type))) {
			names = append(names, d.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				if d.Doc == nil && s.Doc == nil {
					names = append(names, s.Name)
				}
			case *ast.ValueSpec:
				if d.Doc == nil && s.Doc == nil && s.Comment == nil {
					names = append(names, s.Names...)
				}
			}
		}
	}
	return slices.DeleteFunc(names, func(n *ast.Ident) bool { return !n.IsExported() })
}
