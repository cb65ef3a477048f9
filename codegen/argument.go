package codegen

import (
	"fmt"
	exact "go/constant"
	"go/token"
	"go/types"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dave/jennifer/jen"

	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/plan"
	"github.com/rocketc/rocketc/runtime/arg"
)

// arg writes an argument with its source.
func (g *generator) arg(p plan.GoParam, at place) (literal, error) {
	typ := g.generic(rocketPath, "Arg", p.Plain)
	var entries []entry
	if p.Name != "" && p.Name != "_" {
		entries = append(entries, entry{"Name", op(quote(p.Name))})
	}
	from, err := g.field("From", p.From, at)
	return braced(typ, at, append(entries, from)), err
}

// field writes a field of the composite literal at a place.
func (g *generator) field(name string, v any, at place) (entry, error) {
	l, err := g.printer.value(reflect.ValueOf(v), dynamic, at.inside(name))
	if err != nil {
		return entry{}, fmt.Errorf("%s: %w", name, err)
	}
	return entry{name, l}, nil
}

// argument writes an argument that has a Go type. For any other argument ok is false.
func (g *generator) argument(a arg.Source, at place) (l literal, ok bool, err error) {
	switch a := a.(type) {
	case *plan.GoLiteral:
		const key = "Value"
		l, err = g.goLiteral(a.Type, a.Value, dynamic, at.inside(key))
		l = braced(g.printer.qualified(argPath, "Literal"), at, []entry{{key, l}})
	case *plan.GoList:
		l, err = elements(g, g.generic(argPath, "ListOf", a.Elem), a.List, dynamic, at)
	case *plan.GoMap:
		l, err = elements(g, g.generic(argPath, "MapOf", a.Elem), a.MapOf, elided, at)
	case *plan.Converted:
		var from entry
		from, err = g.field("From", a.Source, at)
		l = braced(g.generic(argPath, "Converted", a.From, a.To), at,
			[]entry{from, {"As", op(g.converter(a.From, a.To))}})
	case *plan.GoValue:
		var function *adapter
		if function, err = g.adapterOf(forValue, a.Of); err == nil {
			l, err = g.goValue(a, function, at)
		}
	default:
		return literal{}, false, nil
	}
	return l, true, err
}

// goValue writes what a Go function returns: a call, with its arguments if it has some.
func (g *generator) goValue(a *plan.GoValue, function *adapter, at place) (literal, error) {
	typ := "Call"
	if len(a.Args) > 0 {
		typ = "Apply"
	}
	entries := []entry{{"Name", op(quote(a.Of.Name()))}}
	if len(a.Args) > 0 {
		args, err := g.field("Args", a.Args, at)
		if err != nil {
			return literal{}, err
		}
		entries = append(entries, args)
	}
	entries = append(entries, entry{"Func", op(function.name)})
	return braced(g.generic(argPath, typ, a.Of.Result), at, entries), nil
}

// elements writes the arguments of a list or a map, as a composite literal of a type.
func elements[T any](g *generator, of literal, all []T, known typing, at place) (literal, error) {
	entries := make([]entry, len(all))
	for i, a := range all {
		l, err := g.printer.value(reflect.ValueOf(a), known, at.inside(""))
		if err != nil {
			return literal{}, err
		}
		entries[i].literal = l
	}
	return braced(of, at, entries), nil
}

// typeOf writes a Go type.
func (g *generator) typeOf(t types.Type) literal { return op(g.typeText(t)) }

// typeText returns a Go type as text, with the names that packages have in the
// file.
func (g *generator) typeText(t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string {
		if p.Path() == g.plan.Own {
			return ""
		}
		return g.packageNamed(p.Path())
	})
}

// packageNamed returns the name that the file has for a package, and imports the
// package.
func (g *generator) packageNamed(path string) string {
	if _, ok := g.imports.names[path]; !ok && g.failed == nil {
		g.failed = fmt.Errorf("the plan does not import the package %q", path)
	}
	return g.file.imported(path)
}

// generic writes an instance of a generic type of a package.
func (g *generator) generic(from, name string, args ...types.Type) literal {
	texts := make([]string, len(args))
	for i, t := range args {
		texts[i] = g.typeText(t)
	}
	return g.printer.qualified(from, name+"["+strings.Join(texts, ", ")+"]")
}

// converter returns the name of the function that converts one type to another.
func (g *generator) converter(from, to types.Type) string {
	key := golang.String(from) + " " + golang.String(to)
	name, ok := g.converters[key]
	if !ok {
		kind := "as"
		if _, basic := to.(*types.Basic); basic {
			kind = "plain"
			name = g.ids.take(g.name(kind, golang.Short(from)))
		} else {
			name = g.ids.take(g.name(kind, golang.Short(to)))
		}
		g.converters[key] = name
		g.conversions = append(g.conversions, conversion{name, from, to})
	}
	return name
}

// A conversion is a function that converts one type to another.
type conversion struct {
	name     string
	from, to types.Type
}

func (g *generator) conversion(c conversion) ([]byte, error) {
	from, to := g.typeOf(c.from), g.typeOf(c.to)
	var body []jen.Code
	switch {
	case types.AssignableTo(c.from, c.to):
		body = []jen.Code{jen.Return(jen.Id("v"))}
	case types.ConvertibleTo(c.from, c.to):
		body = []jen.Code{jen.Return(to.code().Parens(jen.Id("v")))}
	default:
		body = g.convertElements(c.from, c.to)
	}
	doc := fmt.Sprintf("%s takes a %s for a %s.", c.name, golang.Short(c.from), golang.Short(c.to))
	return g.render(doc,
		jen.Func().Id(c.name).Params(jen.Id("v").Add(from.code())).Add(to.code()).Block(body...))
}

// convertElements converts the elements of a slice, or the values of a map.
func (g *generator) convertElements(from, to types.Type) []jen.Code {
	key, list := "i", "list"
	if _, isMap := from.Underlying().(*types.Map); isMap {
		key, list = "key", "entries"
	}
	elem := to.Underlying().(interface{ Elem() types.Type }).Elem()
	return []jen.Code{
		jen.Id(list).Op(":=").Make(g.typeOf(to).code(), jen.Len(jen.Id("v"))),
		jen.For(jen.List(jen.Id(key), jen.Id("e")).Op(":=").Range().Id("v")).Block(
			jen.Id(list).Index(jen.Id(key)).Op("=").Add(g.typeOf(elem).code()).Parens(jen.Id("e"))),
		jen.Return(jen.Id(list)),
	}
}

// goLiteral writes a literal of the schedule as a value of a Go type.
func (g *generator) goLiteral(t types.Type, v any, known typing, at place) (literal, error) {
	switch v := v.(type) {
	case string:
		return g.typed(op(quote(v)), t, types.Typ[types.String], known), nil
	case bool:
		return g.typed(op(strconv.FormatBool(v)), t, types.Typ[types.Bool], known), nil
	case int:
		return g.number(t, plan.Number(strconv.Itoa(v)), known)
	case float64:
		return g.number(t, plan.Number(strconv.FormatFloat(v, 'g', -1, 64)), known)
	case plan.Number:
		return g.number(t, v, known)
	case time.Duration:
		return g.printer.duration(reflect.ValueOf(v),
			g.printer.qualified("time", "Duration"), known), nil
	case []any:
		return g.listLiteral(t, v, known, at)
	case map[string]any:
		return g.mapLiteral(t, v, known, at)
	}
	return literal{}, fmt.Errorf("a %T cannot be written as a literal", v)
}

// typed converts a constant to its type, unless the type is known at that place or
// is the one that the constant has by default.
func (g *generator) typed(l literal, t, byDefault types.Type, known typing) literal {
	if known != dynamic || types.IsInterface(t) || types.Identical(t, byDefault) {
		return l
	}
	return l.convert(g.typeOf(t))
}

// number writes a number.
func (g *generator) number(t types.Type, n plan.Number, known typing) (literal, error) {
	v := exact.MakeFromLiteral(plainNumber(string(n)), token.FLOAT, 0)
	if strings.HasPrefix(string(n), "-") {
		v = exact.UnaryOp(token.SUB, v, 0)
	}
	basic, _ := t.Underlying().(*types.Basic)
	whole := exact.ToInt(v)
	if whole.Kind() == exact.Int && (basic == nil || basic.Info()&types.IsInteger != 0) {
		return g.typed(op(whole.ExactString()), t, types.Typ[types.Int], known), nil
	}
	f, _ := exact.Float64Val(v)
	l, err := float(f, 64, known)
	return g.typed(l, t, types.Typ[types.Float64], known), err
}

// plainNumber returns a number without its sign, in a form that Go reads as decimal.
func plainNumber(text string) string {
	text = strings.TrimLeft(strings.TrimPrefix(text, "-"), "0")
	if text == "" || !('0' <= text[0] && text[0] <= '9') {
		text = "0" + text
	}
	if !strings.ContainsAny(text, ".eE") {
		text += ".0"
	}
	return text
}

// listLiteral writes a list as a slice or an array.
func (g *generator) listLiteral(t types.Type, list []any, known typing, at place) (literal, error) {
	var elem types.Type
	switch u := t.Underlying().(type) {
	case *types.Slice:
		elem = u.Elem()
	case *types.Array:
		elem = u.Elem()
	default:
		elem, known = golang.Any, dynamic
		t = types.NewSlice(elem)
	}
	entries := make([]entry, len(list))
	for i, v := range list {
		l, err := g.goLiteral(elem, v, elementTyping(elem), at.inside(""))
		if err != nil {
			return literal{}, err
		}
		entries[i].literal = l
	}
	return braced(g.literalType(t, known), at, entries), nil
}

// mapLiteral writes a map, in the order of its keys.
func (g *generator) mapLiteral(t types.Type, entries map[string]any, known typing,
	at place) (literal, error) {
	m, ok := t.Underlying().(*types.Map)
	if !ok {
		m, known = types.NewMap(types.Typ[types.String], golang.Any), dynamic
		t = m
	}
	var all []entry
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		key := quote(name)
		l, err := g.goLiteral(m.Elem(), entries[name], elementTyping(m.Elem()), at.inside(key))
		if err != nil {
			return literal{}, err
		}
		all = append(all, entry{key, l})
	}
	return braced(g.literalType(t, known), at, all), nil
}

// literalType returns the type before the braces, or nothing if the type may be
// left out.
func (g *generator) literalType(t types.Type, known typing) literal {
	if known == elided {
		return op("")
	}
	return g.typeOf(t)
}

// elementTyping says how much of an element's type is known.
func elementTyping(elem types.Type) typing {
	if types.IsInterface(elem) {
		return dynamic
	}
	return elided
}
