package check

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"slices"
	"strings"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/plan"
)

// What stands around the code of a task, so that it is a Go file.
const (
	codeHead = "package p; func _() {"
	codeTail = "\n}"
)

// code lowers Go statements: it looks for mistakes in their syntax, and for the
// packages that they use. What they mean is the Go compiler's business.
func (c *checker) code(a *grammar.Code) *plan.Code {
	c.plan.NeedsGo = true
	code := &plan.Code{Body: a.Body.Text, Span: a.Body.Span()}
	if a.Type != nil {
		code.Type = a.Type.Text
		c.codeType(code, a.Type)
		code.Result = c.goType(a.Type)
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", codeHead+code.Body+codeTail, parser.ParseComments)
	if err != nil {
		c.goSyntax(err, func(offset int) diag.Span {
			return byteSpan(code.Span, code.Body, offset-len(codeHead))
		})
		return code
	}
	body := file.Decls[0].(*ast.FuncDecl).Body
	code.Terminates = terminates(body)
	c.usePackages(code, file, body)
	return code
}

// codeType looks at the type of the return value.
func (c *checker) codeType(code *plan.Code, t *grammar.GoType) {
	const head = "package p; var _ "
	file, err := parser.ParseFile(token.NewFileSet(), "", head+t.Text, 0)
	if err != nil {
		c.goSyntax(err, func(offset int) diag.Span {
			return byteSpan(t.Span(), t.Text, offset-len(head))
		})
		return
	}
	c.usePackages(code, file, file.Decls[0])
}

// goSyntax reports the first mistake in Go, of which the others mostly follow;
// span returns the place of the byte at an offset of what was parsed.
func (c *checker) goSyntax(err error, span func(offset int) diag.Span) {
	first := &scanner.Error{Msg: err.Error()}
	if list := (scanner.ErrorList)(nil); errors.As(err, &list) && len(list) > 0 {
		first = list[0]
	}
	c.diags.Errorf(diag.GoSyntax, span(first.Pos.Offset), "%s", first.Msg)
}

// usePackages enters the packages that the code refers to: names before a dot
// that are not declared in the code itself.
func (c *checker) usePackages(code *plan.Code, file *ast.File, root ast.Node) {
	free := map[*ast.Ident]bool{}
	for _, id := range file.Unresolved {
		free[id] = true
	}
	ast.Inspect(root, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if id, ok := selector.X.(*ast.Ident); ok && free[id] {
			c.usePackage(code, id.Name)
		}
		return true
	})
}

// usePackage enters the package of that name: an import of the file, else one of
// the standard library. A name that is neither is left to the Go compiler, as it
// may be a variable of the package that the code is generated into.
func (c *checker) usePackage(code *plan.Code, name string) {
	imported, ok := c.importNamed(code.Span.File, name)
	if !ok {
		path, known := golang.StandardPath(name)
		if !known {
			return
		}
		imported = plan.Import{Path: path, Name: name}
	}
	if !slices.Contains(code.Imports, imported) {
		code.Imports = append(code.Imports, imported)
	}
	slices.SortFunc(code.Imports, func(a, b plan.Import) int { return strings.Compare(a.Path, b.Path) })
	c.addImport(imported)
}

// terminates reports whether nothing can follow the statements of a function's
// body, as the Go specification has it, § Terminating statements.
func terminates(body *ast.BlockStmt) bool { return endsList(body.List) }

func endsList(list []ast.Stmt) bool {
	for i := len(list) - 1; i >= 0; i-- {
		if _, empty := list[i].(*ast.EmptyStmt); !empty {
			return ends(list[i], "")
		}
	}
	return false
}

// ends reports whether nothing can follow a statement, which has the label.
func ends(s ast.Stmt, label string) bool {
	switch s := s.(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.BranchStmt:
		return s.Tok == token.GOTO
	case *ast.ExprStmt:
		return isPanic(s.X)
	case *ast.BlockStmt:
		return endsList(s.List)
	case *ast.LabeledStmt:
		return ends(s.Stmt, s.Label.Name)
	case *ast.IfStmt:
		return s.Else != nil && endsList(s.Body.List) && ends(s.Else, "")
	case *ast.ForStmt:
		return s.Cond == nil && !breaks(s.Body, label, true)
	case *ast.SwitchStmt:
		return endsClauses(s.Body, label, true)
	case *ast.TypeSwitchStmt:
		return endsClauses(s.Body, label, true)
	case *ast.SelectStmt:
		return endsClauses(s.Body, label, false)
	}
	return false
}

func isPanic(x ast.Expr) bool {
	call, ok := x.(*ast.CallExpr)
	if !ok {
		return false
	}
	id, ok := call.Fun.(*ast.Ident)
	return ok && id.Name == "panic" && id.Obj == nil
}

// endsClauses reports whether nothing can follow the clauses of a switch, which
// needs a default, or of a select.
func endsClauses(body *ast.BlockStmt, label string, needsDefault bool) bool {
	if breaks(body, label, true) {
		return false
	}
	for _, clause := range body.List {
		var list []ast.Stmt
		switch clause := clause.(type) {
		case *ast.CaseClause:
			list = clause.Body
			needsDefault = needsDefault && clause.List != nil
		case *ast.CommClause:
			list = clause.Body
		}
		if !endsList(list) && !fallsThrough(list) {
			return false
		}
	}
	return !needsDefault
}

func fallsThrough(list []ast.Stmt) bool {
	if len(list) == 0 {
		return false
	}
	branch, ok := list[len(list)-1].(*ast.BranchStmt)
	return ok && branch.Tok == token.FALLTHROUGH
}

// breaks reports whether a break in n leaves the statement with the label; one
// without a label does where implicit is true, and not inside another statement
// that it leaves instead.
func breaks(n ast.Node, label string, implicit bool) (found bool) {
	ast.Inspect(n, func(inner ast.Node) bool {
		switch inner := inner.(type) {
		case *ast.FuncLit:
			return false
		case *ast.BranchStmt:
			if inner.Tok == token.BREAK {
				found = found || inner.Label == nil && implicit || inner.Label != nil && inner.Label.Name == label
			}
		case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
			if implicit {
				found = found || label != "" && breaks(inner, label, false)
				return false
			}
		}
		return !found
	})
	return found
}
