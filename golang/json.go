package golang

import (
	"fmt"
	"go/types"
	"reflect"
)

// LosesJSON looks for a part of a type that does not survive being written and
// read as JSON. path leads to the part, from the type; why says what the part is,
// and is empty if nothing is lost. Types that write and read JSON or text
// themselves are trusted.
func LosesJSON(t types.Type) (path, why string) { return losesJSON(t, Short(t), nil) }

// losesJSON is LosesJSON for the type at path; open are the declared types that
// it is a part of.
func losesJSON(t types.Type, path string, open []types.Type) (at, why string) {
	for _, o := range open {
		if types.Identical(o, t) {
			return path, ""
		}
	}
	if named, ok := types.Unalias(t).(*types.Named); ok {
		open = append(open, t)
		if speaksFor(named) {
			return path, ""
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		if u.Info()&types.IsComplex != 0 || u.Kind() == types.UnsafePointer {
			return path, Short(t)
		}
	case *types.Pointer:
		return losesJSON(u.Elem(), path, open)
	case *types.Slice, *types.Array:
		return losesJSON(u.(interface{ Elem() types.Type }).Elem(), path+"[]", open)
	case *types.Map:
		if !isKey(u.Key()) {
			return path, fmt.Sprintf("a map with keys of type %s", Short(u.Key()))
		}
		return losesJSON(u.Elem(), path+"[]", open)
	case *types.Struct:
		return structLosesJSON(u, path, open)
	case *types.Chan, *types.Signature, *types.Interface:
		return path, Short(t)
	}
	return path, ""
}

// isKey reports whether JSON has objects with keys of the type.
func isKey(t types.Type) bool {
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&(types.IsString|types.IsInteger) != 0 || speaksFor(t)
}

func structLosesJSON(s *types.Struct, path string, open []types.Type) (at, why string) {
	exported := s.NumFields() == 0
	for i := range s.NumFields() {
		f := s.Field(i)
		if !f.Exported() && !f.Embedded() {
			continue
		}
		exported = true
		if reflect.StructTag(s.Tag(i)).Get("json") == "-" {
			continue
		}
		if at, why := losesJSON(f.Type(), path+"."+f.Name(), open); why != "" {
			return at, why
		}
	}
	if !exported {
		return path, "a struct without exported fields"
	}
	return path, ""
}

// speaksFor reports whether a type has methods that write and read it as JSON or
// as text.
func speaksFor(t types.Type) bool {
	if _, isInterface := t.Underlying().(*types.Interface); isInterface {
		return false
	}
	has := func(name string) bool {
		o, _, _ := types.LookupFieldOrMethod(types.NewPointer(t), false, nil, name)
		_, ok := o.(*types.Func)
		return ok
	}
	return has("MarshalJSON") && has("UnmarshalJSON") || has("MarshalText") && has("UnmarshalText")
}
