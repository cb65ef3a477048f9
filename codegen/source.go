package codegen

import (
	"cmp"
	"errors"
	"fmt"
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"github.com/rocketc/rocketc/plan"
)

// A goToken is a token of Go source.
type goToken struct {
	kind  token.Token
	text  string
	line  int  // from 1
	first bool // nothing but white space before it on its line
}

// tokens returns the tokens of Go source, comments too, without the semicolons
// that are not written.
func tokens(source []byte) []goToken {
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(source))
	s.Init(file, source, nil, scanner.ScanComments)
	var all []goToken
	ended := 0 // the line on which the token before ended
	for {
		pos, kind, text := s.Scan()
		if kind == token.EOF {
			return all
		}
		if kind == token.SEMICOLON && text != ";" {
			continue
		}
		if text == "" {
			text = kind.String()
		}
		line := file.PositionFor(pos, false).Line
		all = append(all, goToken{kind, text, line, line > ended})
		ended = line + strings.Count(text, "\n")
	}
}

// A source is the Go of a code task, and what the file around it has to know of
// it.
type source struct {
	*plan.Code
	typ, body string
	line      int // at which body begins
	names     []packageName
	// context and run say whether the body uses the parameters ctx and r.
	context, run bool
	// loose are the names that are declared neither in it nor by its imports:
	// those of the package that it joins.
	loose []string
}

// A packageName is a place at which source names an imported package.
type packageName struct {
	offset int // in the source that read makes
	name   string
	path   string
}

// The source of a code task as a file of its own. Its parameters are of a type
// that the body can do nothing with, but using a name is all that is asked.
const (
	fileHead = "package p\n\nfunc _(ctx, r"
	fileType = " any) (_ "
	fileBody = ", _ error) {{"
	fileTail = "\n}}\n"
)

// read finds out what the Go of a code task refers to.
func read(code *plan.Code) (*source, error) {
	body := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(code.Body)
	text := strings.TrimLeft(body, " \t\n")
	s := &source{
		Code: code,
		typ:  cmp.Or(code.Type, "any"),
		body: strings.TrimRight(text, " \t\n"),
		line: code.Span.Start.Line + strings.Count(body[:len(body)-len(text)], "\n"),
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", s.head()+s.typ+fileBody+s.body+fileTail, parser.SkipObjectResolution)
	if err != nil {
		return nil, s.syntaxError(err)
	}
	if len(file.Decls) != 1 {
		return nil, fmt.Errorf("%s: the braces of the Go code do not match", s.Span)
	}
	for _, t := range tokens([]byte(s.body)) {
		// gofmt would move it to the head of the file.
		if t.kind == token.COMMENT && (constraint.IsGoBuild(t.text) || constraint.IsPlusBuild(t.text)) {
			return nil, fmt.Errorf("%s:%d: a build constraint has no place in the code of a task", s.Span.File, s.line+t.line-1)
		}
	}
	s.resolve(fset, file)
	return s, nil
}

// head is what stands before the type: the file up to the parameters, which are
// those of every run and the task's params.
func (s *source) head() string {
	var b strings.Builder
	b.WriteString(fileHead)
	for _, p := range s.Params {
		b.WriteString(", " + p.Name)
	}
	return b.String() + fileType
}

// syntaxError says where in the schedule a syntax error is.
func (s *source) syntaxError(err error) error {
	var list scanner.ErrorList
	if errors.As(err, &list) && len(list) > 0 {
		before := strings.Count(s.head()+s.typ+fileBody, "\n")
		line := s.line + list[0].Pos.Line - 1 - before
		return fmt.Errorf("%s:%d: %s", s.Span.File, line, list[0].Msg)
	}
	return fmt.Errorf("%s: %w", s.Span, err)
}

// resolve finds what the names in the source are, as far as that can be told
// without the packages that it imports.
func (s *source) resolve(fset *token.FileSet, file *ast.File) {
	decl := file.Decls[0].(*ast.FuncDecl)
	params := decl.Type.Params.List[0].Names
	info := types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: noPackages{}, Error: func(error) {}}
	s.addImports(file)
	// What it reports is what the missing packages lead to.
	_ = types.NewChecker(&config, fset, types.NewPackage("p", "p"), &info).Files([]*ast.File{file})
	eachName(decl, func(id *ast.Ident, key bool) {
		use := info.Uses[id]
		pkg, isPackage := use.(*types.PkgName)
		switch {
		case isPackage:
			s.names = append(s.names, packageName{fset.Position(id.Pos()).Offset, id.Name, pkg.Imported().Path()})
		case use == nil:
			if info.Defs[id] == nil && !key {
				s.loose = append(s.loose, id.Name)
			}
		case use == info.Defs[params[0]]:
			s.context = true
		case use == info.Defs[params[1]]:
			s.run = true
		}
	})
	slices.SortFunc(s.names, func(a, b packageName) int { return cmp.Compare(a.offset, b.offset) })
}

// addImports adds the imports of the source to its file.
func (s *source) addImports(file *ast.File) {
	imports := &ast.GenDecl{Tok: token.IMPORT}
	for _, i := range s.Imports {
		imports.Specs = append(imports.Specs, &ast.ImportSpec{
			Name: ast.NewIdent(known(i)),
			Path: &ast.BasicLit{Kind: token.STRING, Value: strconv.Quote(i.Path)},
		})
	}
	file.Decls = slices.Insert(file.Decls, 0, ast.Decl(imports))
}

// eachName visits the identifiers in a declaration that mean what their scope
// says: not those behind a dot. A key of a composite literal may be one or not.
func eachName(decl ast.Decl, visit func(id *ast.Ident, key bool)) {
	selected, keys := map[*ast.Ident]bool{}, map[ast.Expr]bool{}
	ast.Inspect(decl, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			selected[n.Sel] = true
		case *ast.KeyValueExpr:
			keys[n.Key] = true
		case *ast.Ident:
			if !selected[n] {
				visit(n, keys[n])
			}
		}
		return true
	})
}

// named returns the type and the body with the packages called as the file
// around them has it.
func (s *source) named(im *imports) (typ, body string) {
	var b strings.Builder
	text, done := s.head()+s.typ+fileBody+s.body, 0
	bodyAt, shift := len(s.head()+s.typ+fileBody), 0
	for _, n := range s.names {
		b.WriteString(text[done:n.offset])
		b.WriteString(im.names[n.path])
		done = n.offset + len(n.name)
		if n.offset < bodyAt {
			shift += len(im.names[n.path]) - len(n.name)
		}
	}
	b.WriteString(text[done:])
	bodyAt += shift
	return b.String()[len(s.head()) : bodyAt-len(fileBody)], b.String()[bodyAt:]
}

// noPackages is an importer that has none.
type noPackages struct{}

func (noPackages) Import(path string) (*types.Package, error) {
	return nil, errors.New("not loaded")
}
