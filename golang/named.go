package golang

import "go/types"

// EachNamed visits the declared types that a type is written with.
func EachNamed(t types.Type, visit func(*types.TypeName)) {
	switch t := t.(type) {
	case *types.Alias:
		visit(t.Obj())
		eachArg(t.TypeArgs(), visit)
	case *types.Named:
		visit(t.Obj())
		eachArg(t.TypeArgs(), visit)
	case *types.Map:
		EachNamed(t.Key(), visit)
		EachNamed(t.Elem(), visit)
	case *types.Pointer, *types.Slice, *types.Array, *types.Chan:
		EachNamed(t.(interface{ Elem() types.Type }).Elem(), visit)
	case *types.Signature:
		EachNamed(t.Params(), visit)
		EachNamed(t.Results(), visit)
	case *types.Tuple:
		for v := range t.Variables() {
			EachNamed(v.Type(), visit)
		}
	case *types.Struct:
		for f := range t.Fields() {
			EachNamed(f.Type(), visit)
		}
	case *types.Interface:
		for m := range t.Methods() {
			EachNamed(m.Type(), visit)
		}
		for e := range t.EmbeddedTypes() {
			EachNamed(e, visit)
		}
	}
}

func eachArg(list *types.TypeList, visit func(*types.TypeName)) {
	for t := range list.Types() {
		EachNamed(t, visit)
	}
}

// Hidden returns a type that a type is written with and that only its own package
// can name, such as "prices.region"; empty if there is no such type. own is the
// import path of a package whose names are all in reach.
func Hidden(t types.Type, own string) (hidden string) {
	EachNamed(t, func(name *types.TypeName) {
		if pkg := name.Pkg(); pkg != nil && pkg.Path() != own && !inReach(name) {
			hidden = pkg.Name() + "." + name.Name()
		}
	})
	return hidden
}

// inReach reports whether other packages can name a type: whether it is exported,
// and not declared in a function.
func inReach(name *types.TypeName) bool {
	return name.Exported() && (name.Parent() == nil || name.Parent() == name.Pkg().Scope())
}
