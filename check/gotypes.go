package check

import (
	"go/types"

	"github.com/rocketc/rocketc/plan"
)

// typeText writes a type with full import paths.
func typeText(t types.Type) string { return types.TypeString(t, nil) }

// same reports whether two types are one. Types of one name may be loaded twice.
func same(a, b types.Type) bool {
	return types.Identical(a, b) || typeText(a) == typeText(b)
}

// assignable reports whether a parameter of one type takes a value of another.
func assignable(from, to types.Type) bool { return same(from, to) || types.AssignableTo(from, to) }

func isAny(t types.Type) bool {
	i, ok := t.Underlying().(*types.Interface)
	return ok && i.Empty()
}

func isDuration(t types.Type) bool { return typeText(types.Unalias(t)) == "time.Duration" }

func isStringKind(t types.Type) bool {
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsString != 0
}

// plain returns the basic type that a type such as `type Region string` is made
// of, which is what a schedule has values of; of other types the type itself.
func plain(t types.Type) types.Type {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || isDuration(t) {
		return t
	}
	if basic, ok := named.Underlying().(*types.Basic); ok {
		return basic
	}
	return t
}

// textual reports whether text can be converted to a type.
func textual(t types.Type) bool {
	switch typeText(types.Unalias(t)) {
	case "time.Duration", "time.Time":
		return true
	}
	basic, ok := types.Unalias(t).(*types.Basic)
	return isAny(t) || ok && basic.Info()&(types.IsString|types.IsBoolean|types.IsInteger|types.IsFloat) != 0 && basic.Kind() != types.Uintptr
}

// durationType is time.Duration, for values whose type follows from the
// schedule alone.
func durationType() types.Type {
	name := types.NewTypeName(0, types.NewPackage("time", "time"), "Duration", nil)
	return types.NewNamed(name, types.Typ[types.Int64], nil)
}

// runtimeType is a type of package runtime, by its name.
func runtimeType(name string) types.Type {
	return types.NewNamed(types.NewTypeName(0, types.NewPackage(runtimePath, "runtime"), name, nil), types.NewStruct(nil, nil), nil)
}

// loggerType is *slog.Logger.
func loggerType() types.Type {
	name := types.NewTypeName(0, types.NewPackage("log/slog", "slog"), "Logger", nil)
	return types.NewPointer(types.NewNamed(name, types.NewStruct(nil, nil), nil))
}

// hasInvalid reports whether part of a type is not known.
func hasInvalid(t types.Type) bool {
	switch t := t.(type) {
	case *types.Basic:
		return t.Kind() == types.Invalid
	case *types.Pointer:
		return hasInvalid(t.Elem())
	case *types.Slice:
		return hasInvalid(t.Elem())
	case *types.Array:
		return hasInvalid(t.Elem())
	case *types.Chan:
		return hasInvalid(t.Elem())
	case *types.Map:
		return hasInvalid(t.Key()) || hasInvalid(t.Elem())
	}
	return false
}

// addTypes enters the packages of the declared types that a type is written
// with.
func (c *checker) addTypes(t types.Type) {
	plan.EachNamed(t, func(name *types.TypeName) {
		if pkg := name.Pkg(); pkg != nil && pkg.Path() != c.plan.Own {
			c.addImport(plan.Import{Path: pkg.Path(), Name: pkg.Name()})
		}
	})
}
