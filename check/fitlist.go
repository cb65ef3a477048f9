package check

import (
	"fmt"
	"go/types"
	"slices"

	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/plan"
	"github.com/rocketc/rocketc/runtime/arg"
)

// fitItems lowers the items of a list, or several arguments for one parameter. at is their
// place.
func (c *checker) fitItems(in *scope, at grammar.Node, items []grammar.Arg,
	s slot) arg.Source {
	elem, ok := c.elements(at, items, s)
	if !ok {
		return nil
	}
	lowered := make([]arg.Source, len(items))
	values := make([]any, 0, len(items))
	for i, item := range items {
		lowered[i] = c.fit(in, item, s.of(elem))
		ok = ok && lowered[i] != nil
		if l, isLiteral := lowered[i].(*plan.GoLiteral); isLiteral {
			values = append(values, l.Value)
		}
	}
	switch {
	case !ok:
		return nil
	case len(values) == len(items):
		return &plan.GoLiteral{Literal: arg.Literal{Value: values}, Type: s.field()}
	}
	elem = golang.Plain(elem)
	list := &plan.GoList{List: lowered, Elem: elem}
	if golang.IsAny(s.typ) {
		return list
	}
	return c.converted(list, types.NewSlice(elem), s)
}

// elements returns the type of the elements of a list for a slot.
func (c *checker) elements(at grammar.Node, items []grammar.Arg, s slot) (types.Type, bool) {
	if golang.IsAny(s.typ) {
		return s.typ, true
	}
	switch t := s.typ.Underlying().(type) {
	case *types.Slice:
		return t.Elem(), true
	case *types.Array:
		if t.Len() == int64(len(items)) && allLiteral(items) {
			return t.Elem(), true
		}
	}
	c.mismatch(at, fmt.Sprintf("a list of %d is given", len(items)), s)
	return nil, false
}

func allLiteral(items []grammar.Arg) bool {
	for _, item := range items {
		if !isLiteral(item) {
			return false
		}
	}
	return true
}

// fitMap lowers a map of texts.
func (c *checker) fitMap(in *scope, m *grammar.Map, s slot) arg.Source {
	elem := s.typ
	if !golang.IsAny(s.typ) {
		t, ok := s.typ.Underlying().(*types.Map)
		if !ok || !golang.IsString(t.Key()) {
			c.mismatch(m, "a map of texts is given", s)
			return nil
		}
		elem = t.Elem()
	}
	values, vars, ok := c.fitEntries(in, m, s.of(elem))
	switch {
	case !ok:
		return nil
	case len(values) == len(vars):
		return &plan.GoLiteral{Literal: arg.Literal{Value: values}, Type: s.field()}
	}
	elem = golang.Plain(elem)
	entries := &plan.GoMap{MapOf: vars, Elem: elem}
	if golang.IsAny(s.typ) {
		return entries
	}
	if t := s.typ.Underlying().(*types.Map); !golang.Same(t.Key(), types.Typ[types.String]) {
		c.mismatch(m, "a map with keys of type string is given", s)
		return nil
	}
	return c.converted(entries, types.NewMap(types.Typ[types.String], elem), s)
}

// fitEntries lowers the entries of a map. values has only the literals among them.
func (c *checker) fitEntries(in *scope, m *grammar.Map, s slot) (values map[string]any,
	vars []arg.Var, ok bool) {
	entries := c.entries(m)
	values, ok = map[string]any{}, len(entries) == len(m.Entries)
	for _, e := range entries {
		lowered := c.fit(in, e.Value, s)
		ok = ok && lowered != nil
		if l, isLiteral := lowered.(*plan.GoLiteral); isLiteral {
			values[e.Key.Text()] = l.Value
		}
		vars = append(vars, arg.Var{Name: e.Key.Text(), Value: lowered})
	}
	return values, vars, ok
}

// isWhole reports whether the only argument of a variadic parameter is the slice itself,
// not one element of it.
func (c *checker) isWhole(in *scope, a grammar.Arg, s slot) bool {
	switch a := a.(type) {
	case *grammar.List:
		elem, _ := s.typ.(*types.Slice)
		_, nested := elem.Elem().Underlying().(*types.Slice)
		return !nested || len(a.Items) == 0 || isList(a.Items[0])
	case *grammar.ReturnOf:
		if name := a.Task.Text(); c.byName[name] != nil {
			typ := c.returnType(c.byName[name])
			return typ != nil && golang.Assignable(typ, s.typ)
		}
	case *grammar.Word:
		if value, ok := in.arg(a.Text); ok {
			l, isLater := value.(later)
			return isLater && c.isWhole(l.in, l.arg, s)
		}
		if p := c.params[a.Text]; p != nil && p.decl != nil && !slices.Contains(s.open, p) {
			s.open = append(s.open, p)
			return c.isWhole(nil, p.decl.Value, s)
		}
	case *grammar.Func:
		fn := c.resolve(c.callOf(a))
		if fn == nil {
			return false
		}
		results, _ := golang.ResultsOf(fn.Signature())
		return results.Value != nil && golang.Assignable(results.Value, s.typ)
	case *grammar.Fallback:
		return slices.ContainsFunc(a.Args,
			func(part grammar.Arg) bool { return c.isWhole(in, part, s) })
	case *grammar.Text, *grammar.Number, *grammar.Bool, *grammar.Duration, *grammar.Map,
		*grammar.EnvArg, *grammar.CLIArg, *grammar.Handle, nil:
	default:
		panic(unforeseen("argument", a))
	}
	return false
}

func isList(a grammar.Arg) bool {
	_, ok := a.(*grammar.List)
	return ok
}
