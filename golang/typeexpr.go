package golang

import (
	"go/ast"
	"go/types"
	"maps"
	"slices"
	"strconv"
)

// TypeOf returns the type that a snippet writes, as the package [Own] means it. It
// is nil if a package that the snippet names is not loaded, or if the type is made
// of more than names, pointers, slices, arrays, maps and channels. pathOf returns
// the import path of the package that goes by a name.
func (p Packages) TypeOf(s *Snippet, pathOf func(name string) string) types.Type {
	return typeReader{p, pathOf}.read(s.expr)
}

// A typeReader finds the types that expressions name.
type typeReader struct {
	packages Packages
	pathOf   func(name string) string
}

func (r typeReader) read(expr ast.Expr) types.Type {
	switch e := expr.(type) {
	case *ast.Ident:
		return r.packages.ownType(e.Name)
	case *ast.ParenExpr:
		return r.read(e.X)
	case *ast.SelectorExpr:
		if pkg, ok := e.X.(*ast.Ident); ok {
			return r.packages.importedType(r.pathOf(pkg.Name), e.Sel.Name)
		}
	case *ast.StarExpr:
		if elem := r.read(e.X); elem != nil {
			return types.NewPointer(elem)
		}
	case *ast.ArrayType:
		return r.list(e)
	case *ast.ChanType:
		if elem := r.read(e.Value); elem != nil {
			return types.NewChan(chanDirs[e.Dir], elem)
		}
	case *ast.MapType:
		if key, elem := r.read(e.Key), r.read(e.Value); key != nil && elem != nil {
			return types.NewMap(key, elem)
		}
	}
	return nil
}

var chanDirs = map[ast.ChanDir]types.ChanDir{
	ast.SEND: types.SendOnly, ast.RECV: types.RecvOnly, ast.SEND | ast.RECV: types.SendRecv,
}

// list returns the type of a slice or an array.
func (r typeReader) list(e *ast.ArrayType) types.Type {
	elem := r.read(e.Elt)
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

// ownType returns a type of the package [Own], or one that Go declares itself.
func (p Packages) ownType(name string) types.Type {
	if pkg := p[Own]; pkg != nil && pkg.Types != nil {
		if o, ok := pkg.Types.Scope().Lookup(name).(*types.TypeName); ok {
			return o.Type()
		}
	}
	if o, ok := types.Universe.Lookup(name).(*types.TypeName); ok {
		return o.Type()
	}
	return nil
}

// importedType returns a type of a loaded package, or of one that a loaded package
// imports.
func (p Packages) importedType(path, name string) types.Type {
	if path == "time" && name == "Duration" {
		return Duration()
	}
	for _, pattern := range slices.Sorted(maps.Keys(p)) {
		pkg := p[pattern].Types
		if pkg == nil {
			continue
		}
		for _, known := range append(pkg.Imports(), pkg) {
			if known.Path() != path {
				continue
			}
			if o, ok := known.Scope().Lookup(name).(*types.TypeName); ok {
				return o.Type()
			}
		}
	}
	return nil
}
