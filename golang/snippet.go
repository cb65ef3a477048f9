package golang

import (
	"cmp"
	"errors"
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// A Snippet is Go that is written in a schedule: a type, or the statements of a
// function.
type Snippet struct {
	// Text is the source, as long as it is in the schedule. Lines end in \n or
	// \r\n.
	Text string
	// Tokens are those of Text.
	Tokens []Token
	// Free are the uses of names that neither Text nor Go declares, in the order
	// of Text.
	Free []Name
	// Terminates says that nothing can follow the statements, as the Go
	// specification has it, § Terminating statements.
	Terminates bool

	expr ast.Expr // of a type
}

// A Name is the use of a name in a [Snippet].
type Name struct {
	Name   string
	Offset int // in the text
	// Selected says that a dot follows: the name may be that of a package.
	Selected bool
	// Key says that the name is a key of a composite literal: it may be that of a
	// field.
	Key bool
}

// A SyntaxError is a mistake in the syntax of a [Snippet].
type SyntaxError struct {
	// Offset is the place in the text, in bytes.
	Offset int
	Msg    string
}

// Error returns the message.
func (e *SyntaxError) Error() string { return e.Msg }

// What stands around a snippet, so that it is a Go file.
const (
	typeHead = "package p; var _ "
	bodyHead = "package p; func _() {"
	bodyTail = "\n}"
)

// ParseType reads a type. The error is a [*SyntaxError].
func ParseType(text string) (*Snippet, error) {
	s, file, err := parse(typeHead, text, "")
	if err != nil {
		return nil, err
	}
	if d, ok := file.Decls[0].(*ast.GenDecl); ok && len(file.Decls) == 1 && len(d.Specs) == 1 {
		if v, ok := d.Specs[0].(*ast.ValueSpec); ok && len(v.Values) == 0 {
			s.expr = v.Type
			return s, nil
		}
	}
	return nil, &SyntaxError{Msg: "it is more than a type"}
}

// ParseBody reads the statements of a function. The error is a [*SyntaxError]:
// the first mistake, from which others mostly follow.
func ParseBody(text string) (*Snippet, error) {
	s, file, err := parse(bodyHead, text, bodyTail)
	if err != nil {
		return nil, err
	}
	if len(file.Decls) != 1 {
		return nil, &SyntaxError{Msg: "the braces of the Go code do not match"}
	}
	for _, t := range s.Tokens {
		if why := directive(t); why != "" {
			return nil, &SyntaxError{t.Offset, why + " has no place in the code of a task"}
		}
	}
	s.Terminates = endsList(file.Decls[0].(*ast.FuncDecl).Body.List)
	return s, nil
}

// directive returns what a comment tells the Go compiler or the go command; empty if the
// comment is for people. gofmt moves a build constraint to the head of the file, and the
// places of mistakes follow a line directive.
func directive(t Token) string {
	switch text := t.Text; {
	case t.Kind != token.COMMENT:
		return ""
	case constraint.IsGoBuild(text) || constraint.IsPlusBuild(text):
		return "a build constraint"
	case strings.HasPrefix(text, "//line "), strings.HasPrefix(text, "/*line "):
		return "a line directive"
	case strings.HasPrefix(text, "//go:"), strings.HasPrefix(text, "//export "):
		return "a directive"
	}
	return ""
}

// parse reads a snippet between a head and a tail.
func parse(head, text, tail string) (*Snippet, *ast.File, error) {
	text = lineEnds(text)
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", head+text+tail, 0)
	if err != nil {
		return nil, nil, syntaxError(err, len(head), len(text))
	}
	s := &Snippet{Text: text, Tokens: Tokens(text)}
	s.Free = freeNames(file, func(id *ast.Ident) int {
		return fset.PositionFor(id.Pos(), false).Offset - len(head)
	})
	return s, file, nil
}

// lineEnds returns text with \n in place of each \r that ends a line by itself,
// which Go does not take for the end of a line.
func lineEnds(text string) string {
	if !strings.Contains(text, "\r") {
		return text
	}
	b := []byte(text)
	for i, c := range b {
		if c == '\r' && (i+1 == len(b) || b[i+1] != '\n') {
			b[i] = '\n'
		}
	}
	return string(b)
}

// syntaxError returns the first of the parser's errors, for a text of that size
// that stands behind a head.
func syntaxError(err error, head, size int) *SyntaxError {
	var list scanner.ErrorList
	if !errors.As(err, &list) || len(list) == 0 {
		return &SyntaxError{Msg: err.Error()}
	}
	return &SyntaxError{min(max(list[0].Pos.Offset-head, 0), size), list[0].Msg}
}

// freeNames returns the uses of names that a file does not declare.
func freeNames(file *ast.File, offset func(*ast.Ident) int) (free []Name) {
	unresolved, keys := map[*ast.Ident]bool{}, map[*ast.Ident]bool{}
	for _, id := range file.Unresolved {
		unresolved[id] = true
	}
	selected := map[*ast.Ident]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if id, ok := n.X.(*ast.Ident); ok {
				selected[id] = true
			}
		case *ast.KeyValueExpr:
			if id, ok := n.Key.(*ast.Ident); ok {
				keys[id] = id.Obj == nil
			}
		case *ast.Ident:
			if (unresolved[n] || keys[n]) && types.Universe.Lookup(n.Name) == nil {
				free = append(free, Name{n.Name, offset(n), selected[n], keys[n] && !unresolved[n]})
			}
		}
		return true
	})
	slices.SortFunc(free, func(a, b Name) int { return cmp.Compare(a.Offset, b.Offset) })
	return free
}

// Selected returns the name that follows a free name and its dot: Exit in `os.Exit(1)`.
func (s *Snippet) Selected(n Name) string {
	i := slices.IndexFunc(s.Tokens, func(t Token) bool { return t.Offset == n.Offset })
	rest := slices.DeleteFunc(slices.Clone(s.Tokens[i+1:]),
		func(t Token) bool { return t.Kind == token.COMMENT })
	if !n.Selected || len(rest) < 2 {
		return ""
	}
	return rest[1].Text
}

// Uses reports whether the snippet may use a name that it does not declare.
func (s *Snippet) Uses(name string) bool {
	return slices.ContainsFunc(s.Free, func(n Name) bool { return n.Name == name })
}

// Renamed returns the text with other names in place of the free ones: with what
// rename returns for each.
func (s *Snippet) Renamed(rename func(Name) string) string {
	var b strings.Builder
	done := 0
	for _, n := range s.Free {
		b.WriteString(s.Text[done:n.Offset])
		b.WriteString(rename(n))
		done = n.Offset + len(n.Name)
	}
	b.WriteString(s.Text[done:])
	return b.String()
}
