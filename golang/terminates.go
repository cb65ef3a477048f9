package golang

import (
	"go/ast"
	"go/token"
)

// endsList reports whether nothing can follow the statements.
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
				found = found || inner.Label == nil && implicit ||
					inner.Label != nil && inner.Label.Name == label
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
