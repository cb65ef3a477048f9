package golang

import (
	"fmt"
	"go/types"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"
)

// A Function is Go of a schedule, with what the function has that it becomes.
type Function struct {
	// File tells the files of the schedule apart: in one of them a name is that of one package.
	File string
	// Imports are the import paths of the packages that Type and Body name, by these names.
	Imports map[string]string
	// Params are the parameters that Body uses, in order.
	Params []*types.Var
	// Type is the type of the first result; nil is any. The second is an error.
	Type *Snippet
	Body *Snippet
}

// A TypeError is a mistake that the compiler would find in a [Function].
type TypeError struct {
	Function int      // the index of the function
	In       *Snippet // its Type or its Body
	// Start and End are the offsets in the text of the token that is wrong.
	Start, End int
	Msg        string // on one line
}

// TypeCheck finds mistakes in functions as if they stood in Go files in o.Dir. If o.Name is not
// empty they belong to the package there, which has that name and the import path own. What
// they import and cannot be loaded is no mistake. The error is that of [Load].
func TypeCheck(o Options, own string, list []Function) ([]TypeError, error) {
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, err
	}
	c := &typeChecker{own: own, name: o.Name, places: map[string][]placed{}}
	overlay, patterns := map[string][]byte{}, []string{Own}
	if o.Name == "" {
		c.name, patterns = "schedule", nil
	} else {
		overlay = stub(dir, o.Name)
	}
	files := map[string][]int{}
	for i, f := range list {
		files[f.File] = append(files[f.File], i)
	}
	for i, of := range slices.Sorted(maps.Keys(files)) {
		file := filepath.Join(dir, fmt.Sprintf("rocketc_code_%d.go", i))
		overlay[file] = []byte(c.write(file, list, files[of]))
		if o.Name == "" {
			patterns = append(patterns, file)
		}
	}
	loaded, err := o.load(dir, overlay, patterns)
	if err != nil {
		return nil, err
	}
	return c.errors(loaded), nil
}

// A typeChecker knows which lines of the files that it has written are Go of the schedule.
type typeChecker struct {
	own, name string
	places    map[string][]placed // by file
}

// A placed snippet stands in a file from a place on.
type placed struct {
	function  int
	snippet   *Snippet
	line, col int // from 1
}

// write returns the Go file of some functions, whose names for packages are those of the
// schedule.
func (c *typeChecker) write(file string, list []Function, these []int) string {
	imports := map[string]string{}
	params := make([]string, len(these))
	for i, n := range these {
		maps.Copy(imports, list[n].Imports)
		params[i] = c.params(list[n], imports)
	}
	w := &codeWriter{line: 1}
	w.add(fmt.Sprintf("package %s\n", c.name))
	for _, name := range slices.Sorted(maps.Keys(imports)) {
		w.add(fmt.Sprintf("import %s %q\n", name, imports[name]))
	}
	for i, n := range these {
		w.function(n, list[n], params[i])
	}
	c.places[file] = w.places
	return w.text.String()
}

// params returns the parameters of a function. The packages of their types are added to the
// imports, by names that the Go of the schedule does not use.
func (c *typeChecker) params(f Function, imports map[string]string) string {
	qualifier := func(p *types.Package) string {
		if p.Path() == c.own {
			return ""
		}
		name := "rocketc_" + strings.Map(identifier, p.Path())
		imports[name] = p.Path()
		return name
	}
	params := make([]string, len(f.Params))
	for i, p := range f.Params {
		params[i] = p.Name() + " " + types.TypeString(p.Type(), qualifier)
	}
	return strings.Join(params, ", ")
}

// A codeWriter writes a Go file, and knows where it is.
type codeWriter struct {
	text   strings.Builder
	line   int // from 1
	begin  int // the offset at which the line begins
	places []placed
}

func (w *codeWriter) add(text string) {
	if last := strings.LastIndexByte(text, '\n'); last >= 0 {
		w.line += strings.Count(text, "\n")
		w.begin = w.text.Len() + last + 1
	}
	w.text.WriteString(text)
}

func (w *codeWriter) snippet(function int, s *Snippet) {
	w.places = append(w.places, placed{function, s, w.line, 1 + w.text.Len() - w.begin})
	w.add(s.Text)
}

// function writes a function. What it returns without a statement has no name either.
func (w *codeWriter) function(n int, f Function, params string) {
	w.add("func _(" + params + ") (_ ")
	if f.Type == nil {
		w.add("any")
	} else {
		w.snippet(n, f.Type)
	}
	w.add(", _ error) {\n")
	w.snippet(n, f.Body)
	if !f.Body.Terminates {
		w.add("\nreturn")
	}
	w.add("\n}\n")
}

// identifier returns a letter or digit as it is, and _ for all else.
func identifier(r rune) rune {
	if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
		return r
	}
	return '_'
}

// errors returns the mistakes in the Go of the schedule, in the order of the functions.
func (c *typeChecker) errors(loaded []*packages.Package) (all []TypeError) {
	for _, p := range loaded {
		for _, e := range p.Errors {
			if e.Kind != packages.TypeError || strings.HasPrefix(e.Msg, "\t") ||
				lacksGenerated(e.Msg) {
				continue
			}
			if found, ok := c.find(e); ok {
				all = append(all, found)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b TypeError) int { return a.Function - b.Function })
	return all
}

// find returns a mistake at its place in the schedule.
func (c *typeChecker) find(e packages.Error) (found TypeError, ok bool) {
	head, column, _ := cutLast(e.Pos)
	file, row, _ := cutLast(head)
	for _, p := range slices.Backward(c.places[file]) {
		if row < p.line || row == p.line && column < p.col {
			continue
		}
		start := column - p.col
		if row > p.line {
			start = offsetOf(p.snippet.Text, row-p.line, column-1)
		}
		if start > len(p.snippet.Text) {
			return found, false // it is behind the snippet
		}
		end := start
		for _, t := range p.snippet.Tokens {
			if t.Offset == start {
				end = start + len(t.Text)
			}
		}
		return TypeError{p.function, p.snippet, start, end, firstLine(e.Msg)}, true
	}
	return found, false
}

// offsetOf returns the offset of a column of a line, both counted from 0, or one behind the end
// of the text.
func offsetOf(text string, line, col int) int {
	at := 0
	for range line {
		n := strings.IndexByte(text[at:], '\n')
		if n < 0 {
			return len(text) + 1
		}
		at += n + 1
	}
	return at + col
}

// cutLast cuts a text at its last colon, behind which is a number.
func cutLast(text string) (before string, n int, ok bool) {
	colon := strings.LastIndexByte(text, ':')
	if colon < 0 {
		return text, 0, false
	}
	n, err := strconv.Atoi(text[colon+1:])
	return text[:colon], n, err == nil
}
