package check

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/types"
	"strconv"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
)

// returns reports whether a task whose return value is used has one; that it has
// none is reported.
func (c *checker) returns(a *grammar.ReturnOf, name string) bool {
	t := c.byName[name]
	if t == nil || t.decl == nil {
		return true
	}
	why := ""
	switch action := t.decl.Action.(type) {
	case *grammar.Do:
		why = "it steers the scheduler"
	case *grammar.Func:
		fn := c.resolve(t.call)
		if fn == nil || resultOf(fn) != nil || fn.Signature().Results().Len() > 1 {
			return true
		}
		why = fmt.Sprintf("%s returns %s", action.Name, shortResults(fn))
	default:
		return true
	}
	d := c.diags.Errorf(diag.NoReturn, a.Span(), "task %s has no return value: %s", taskText(name), why)
	d.Related = []diag.Related{{Span: t.nameSpan(), Msg: "it is declared here"}}
	return false
}

func shortResults(fn *types.Func) string {
	if fn.Signature().Results().Len() == 0 {
		return "nothing"
	}
	return "no more than an error"
}

// resultOf returns the type of the value that a function returns, nil where that
// is none.
func resultOf(fn *types.Func) types.Type {
	results := fn.Signature().Results()
	if results.Len() == 0 || results.Len() > 2 || isError(results.At(0).Type()) {
		return nil
	}
	return results.At(0).Type()
}

// returnType returns the Go type of what a task returns, nil where it is not
// known.
func (c *checker) returnType(t *task) types.Type {
	if t == nil || t.decl == nil {
		return nil
	}
	switch a := t.decl.Action.(type) {
	case *grammar.Command:
		return types.Typ[types.String]
	case *grammar.Func:
		if fn := c.resolve(t.call); fn != nil {
			return resultOf(fn)
		}
	case *grammar.Code:
		if a.Type == nil {
			return types.Universe.Lookup("any").Type()
		}
		return c.goType(a.Type)
	}
	return nil
}

// relateReturn adds to a message where a task gets its return value.
func (c *checker) relateReturn(d *diag.Diagnostic, name string) {
	t := c.byName[name]
	switch a := t.decl.Action.(type) {
	case *grammar.Func:
		msg := fmt.Sprintf("%s returns it", a.Name)
		if at := c.declared(t.call); at != "" {
			msg += ", declared at " + at
		}
		d.Related = append(d.Related, diag.Related{Span: a.Span(), Msg: msg})
	case *grammar.Code:
		if a.Type == nil {
			d.Help = "write the type of the return value before the brace: code []string { … }"
			return
		}
		d.Related = append(d.Related, diag.Related{Span: a.Type.Span(), Msg: "its code returns it"})
	case *grammar.Command:
		d.Help = "a command returns its standard output"
	}
}

// goType returns the Go type that is written before the code of a task. It is nil
// where the packages that it names are not loaded, or it is more than names,
// pointers, slices, arrays, maps and channels.
func (c *checker) goType(t *grammar.GoType) types.Type {
	expr, err := parser.ParseExpr(t.Text)
	if err != nil {
		return nil
	}
	return c.typeOf(expr, t.Span().File)
}

func (c *checker) typeOf(expr ast.Expr, file string) types.Type {
	switch e := expr.(type) {
	case *ast.Ident:
		return c.namedType(e.Name)
	case *ast.ParenExpr:
		return c.typeOf(e.X, file)
	case *ast.SelectorExpr:
		if pkg, ok := e.X.(*ast.Ident); ok {
			return c.importedType(file, pkg.Name, e.Sel.Name)
		}
	case *ast.StarExpr:
		if elem := c.typeOf(e.X, file); elem != nil {
			return types.NewPointer(elem)
		}
	case *ast.ArrayType:
		return c.listType(e, file)
	case *ast.ChanType:
		if elem := c.typeOf(e.Value, file); elem != nil {
			return types.NewChan(chanDirs[e.Dir], elem)
		}
	case *ast.MapType:
		if key, elem := c.typeOf(e.Key, file), c.typeOf(e.Value, file); key != nil && elem != nil {
			return types.NewMap(key, elem)
		}
	}
	return nil
}

var chanDirs = map[ast.ChanDir]types.ChanDir{
	ast.SEND: types.SendOnly, ast.RECV: types.RecvOnly, ast.SEND | ast.RECV: types.SendRecv,
}

func (c *checker) listType(e *ast.ArrayType, file string) types.Type {
	elem := c.typeOf(e.Elt, file)
	if elem == nil {
		return nil
	}
	if e.Len == nil {
		return types.NewSlice(elem)
	}
	if n, ok := e.Len.(*ast.BasicLit); ok {
		if length, err := strconv.ParseInt(n.Value, 0, 64); err == nil {
			return types.NewArray(elem, length)
		}
	}
	return nil
}

// namedType returns a type of the schedule's own package, or of Go itself.
func (c *checker) namedType(name string) types.Type {
	if pkg := c.golang.packages[own]; pkg != nil && pkg.types != nil {
		if o, ok := pkg.types.Scope().Lookup(name).(*types.TypeName); ok {
			return o.Type()
		}
	}
	if o, ok := types.Universe.Lookup(name).(*types.TypeName); ok {
		return o.Type()
	}
	return nil
}

// importedType returns a type of a package that a file imports, or of one of the
// standard library that was loaded with those.
func (c *checker) importedType(file, pkg, name string) types.Type {
	path, _ := standardPackage(pkg)
	if i := c.importsOf(file).lookup(pkg); i != nil {
		path = i.plan().Path
	}
	if path == "time" && name == "Duration" {
		return durationType()
	}
	for _, pattern := range keys(c.golang.packages) {
		p := c.golang.packages[pattern]
		if p.types == nil {
			continue
		}
		for _, dep := range append(p.types.Imports(), p.types) {
			if dep.Path() != path {
				continue
			}
			if o, ok := dep.Scope().Lookup(name).(*types.TypeName); ok {
				return o.Type()
			}
		}
	}
	return nil
}
