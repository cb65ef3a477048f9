package golang

import (
	"go/types"
	"path"
)

// Any is the type any.
var Any = types.Universe.Lookup("any").Type()

// String writes a type with the import paths of its packages. Types with equal
// strings are the same type.
func String(t types.Type) string { return types.TypeString(t, nil) }

// Short writes a type with the names of its packages, as Go source does.
func Short(t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string { return path.Base(p.Name()) })
}

// Same reports whether two types are one, even if their packages were loaded
// twice.
func Same(a, b types.Type) bool {
	return types.Identical(a, b) || String(a) == String(b)
}

// Assignable reports whether a variable of the type to takes a value of the type
// from.
func Assignable(from, to types.Type) bool { return Same(from, to) || types.AssignableTo(from, to) }

// IsAny reports whether a variable of a type takes every value.
func IsAny(t types.Type) bool {
	i, ok := t.Underlying().(*types.Interface)
	return ok && i.Empty()
}

// IsError reports whether a type is error.
func IsError(t types.Type) bool {
	return types.Identical(t, types.Universe.Lookup("error").Type())
}

// IsDuration reports whether a type is time.Duration.
func IsDuration(t types.Type) bool { return String(types.Unalias(t)) == "time.Duration" }

// IsString reports whether a type is string, or made of it.
func IsString(t types.Type) bool {
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsString != 0
}

// Plain returns the basic type that a type such as `type Region string` is made
// of. It returns time.Duration and any other type as it is.
func Plain(t types.Type) types.Type {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || IsDuration(t) {
		return t
	}
	if basic, ok := named.Underlying().(*types.Basic); ok {
		return basic
	}
	return t
}

// HasInvalid reports whether part of a type is not known.
func HasInvalid(t types.Type) bool {
	switch t := t.(type) {
	case *types.Basic:
		return t.Kind() == types.Invalid
	case *types.Map:
		return HasInvalid(t.Key()) || HasInvalid(t.Elem())
	case *types.Pointer, *types.Slice, *types.Array, *types.Chan:
		return HasInvalid(t.(interface{ Elem() types.Type }).Elem())
	}
	return false
}

// Duration returns the type time.Duration, which is not loaded.
func Duration() types.Type {
	return declared("time", "time", "Duration", types.Typ[types.Int64])
}

// Opaque returns a type of which only the name is known: name in the package with
// that import path and name.
func Opaque(path, pkg, name string) types.Type {
	return declared(path, pkg, name, types.NewStruct(nil, nil))
}

func declared(path, pkg, name string, underlying types.Type) types.Type {
	object := types.NewTypeName(0, types.NewPackage(path, pkg), name, nil)
	return types.NewNamed(object, underlying, nil)
}

// Kind returns what a declared name is: "function", "type", "constant" or
// "variable".
func Kind(o types.Object) string {
	switch o.(type) {
	case *types.Func:
		return "function"
	case *types.TypeName:
		return "type"
	case *types.Const:
		return "constant"
	}
	return "variable"
}
