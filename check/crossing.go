package check

import (
	"go/types"
	"reflect"
	"strings"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/plan"
)

// judgeCrossing reports what a function takes and returns that does not survive
// the border of a process, which it crosses as JSON.
func (c *checker) judgeCrossing(t *task, f *plan.GoFunc, at diag.Span) {
	for _, p := range f.Params {
		if p.Fill != plan.FillArgument {
			continue
		}
		if handle := handleTypeOf(p.Type); handle == "config" || handle == "logger" {
			continue // the process has its own
		} else if handle != "" {
			d := c.diags.Errorf(diag.ProcessSession, at, "%s takes the %s, which a process of its own cannot reach", t.call.text(), handle)
			d.Help = "execution thread, async or main lets it"
			continue
		}
		c.judgeCrossingType(t, p.Type, at, "parameter "+p.Name)
	}
	if f.Result != nil {
		c.judgeCrossingType(t, f.Result, at, "the return value")
	}
}

func (c *checker) judgeCrossingType(t *task, typ types.Type, at diag.Span, what string) {
	path, why := crossing(typ, nil)
	if why == "" {
		return
	}
	d := c.diags.Errorf(diag.CrossesProcess, at, "%s%s: %s does not cross the border of a process (%s of %s)", shortType(typ), path, why, what, t.call.text())
	d.Help = "values cross as JSON; execution thread passes them as they are"
}

// handleTypeOf returns the handle of a type, or nothing.
func handleTypeOf(t types.Type) string {
	for word, typ := range handleTypes {
		if types.TypeString(t, nil) == typ {
			return word
		}
	}
	return ""
}

// crossing returns the path to the first part of a type that JSON does not keep,
// such as .Done, and what that is; nothing where all of it crosses. open are the
// types that it is part of.
func crossing(t types.Type, open []types.Type) (path, why string) {
	for _, outer := range open {
		if types.Identical(outer, t) {
			return "", ""
		}
	}
	if marshals(t) {
		return "", ""
	}
	open = append(open, t)
	switch u := t.Underlying().(type) {
	case *types.Basic:
		if u.Info()&types.IsComplex != 0 || u.Kind() == types.UnsafePointer {
			return "", shortType(t)
		}
	case *types.Chan, *types.Signature:
		return "", shortType(t)
	case *types.Interface:
		if !u.Empty() {
			return "", "the interface " + shortType(t)
		}
	case *types.Map:
		if b, ok := u.Key().Underlying().(*types.Basic); (!ok || b.Info()&(types.IsString|types.IsInteger) == 0) && !marshals(u.Key()) {
			return "[key]", shortType(u.Key())
		}
		return crossingIn("[…]", u.Elem(), open)
	case *types.Slice:
		return crossingIn("[…]", u.Elem(), open)
	case *types.Array:
		return crossingIn("[…]", u.Elem(), open)
	case *types.Pointer:
		return crossing(u.Elem(), open)
	case *types.Struct:
		return structCrossing(u, t, open)
	}
	return "", ""
}

func crossingIn(step string, t types.Type, open []types.Type) (path, why string) {
	if path, why = crossing(t, open); why != "" {
		path = step + path
	}
	return path, why
}

func structCrossing(s *types.Struct, t types.Type, open []types.Type) (path, why string) {
	shown := 0
	for i := range s.NumFields() {
		f := s.Field(i)
		if _, ok := jsonField(f, s.Tag(i)); !ok {
			continue
		}
		shown++
		if path, why = crossingIn("."+f.Name(), f.Type(), open); why != "" {
			return path, why
		}
	}
	if shown == 0 && s.NumFields() > 0 {
		return "", "the structure " + shortType(t) + ", which has no exported field,"
	}
	return "", ""
}

// jsonField returns the name that a field has in JSON, and whether it is there.
func jsonField(f *types.Var, tag string) (name string, shown bool) {
	name, _, _ = strings.Cut(reflect.StructTag(tag).Get("json"), ",")
	if name == "-" || !f.Exported() && !f.Embedded() {
		return "", false
	}
	if name == "" {
		name = f.Name()
	}
	return name, true
}

// marshals reports whether a type writes and reads itself as JSON or as text.
func marshals(t types.Type) bool {
	if _, ok := t.(*types.Pointer); !ok {
		t = types.NewPointer(t)
	}
	set := types.NewMethodSet(t)
	has := func(name string) bool { return set.Lookup(nil, name) != nil }
	return has("MarshalJSON") && has("UnmarshalJSON") || has("MarshalText") && has("UnmarshalText")
}
