package plan

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
	case *types.Pointer:
		EachNamed(t.Elem(), visit)
	case *types.Slice:
		EachNamed(t.Elem(), visit)
	case *types.Array:
		EachNamed(t.Elem(), visit)
	case *types.Chan:
		EachNamed(t.Elem(), visit)
	case *types.Map:
		EachNamed(t.Key(), visit)
		EachNamed(t.Elem(), visit)
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

// Hidden returns a type that a type is written with and that only its own
// package can name, or nothing. own is the package that can.
func Hidden(t types.Type, own string) (hidden string) {
	EachNamed(t, func(name *types.TypeName) {
		if name.Pkg() != nil && name.Pkg().Path() != own && (!name.Exported() || name.Parent() != nil && name.Parent() != name.Pkg().Scope()) {
			hidden = name.Pkg().Name() + "." + name.Name()
		}
	})
	return hidden
}
