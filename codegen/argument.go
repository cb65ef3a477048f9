package codegen

import (
	"fmt"
	exact "go/constant"
	"go/token"
	"go/types"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/dave/jennifer/jen"

	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/plan"
	"github.com/rocketc/rocketc/runtime/arg"
)

// arg writes an argument with its source.
func (g *generator) arg(p plan.GoParam, at place) (literal, error) {
	typ := g.generic(rocketPath, "Arg", p.Plain)
	return braced(typ, at, func(inner place, add func(literal)) error {
		if p.Name != "" && p.Name != "_" {
			add(op("Name: " + quote(p.Name)))
		}
		return g.field("From", p.From, inner, add)
	})
}

// field adds a field of a composite literal.
func (g *generator) field(name string, v any, at place, add func(literal)) error {
	key := name + ": "
	at.lead = len(key)
	l, err := g.printer.value(reflect.ValueOf(v), dynamic, at)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	add(l.before(key))
	return nil
}

// argument writes an argument that has a Go type. For any other argument ok is false.
func (g *generator) argument(a arg.Source, at place) (l literal, ok bool, err error) {
	switch a := a.(type) {
	case *plan.GoLiteral:
		l, err = braced(qualified(argPath, "Literal"), at,
			func(inner place, add func(literal)) error {
				const key = "Value: "
				inner.lead = len(key)
				value, err := g.goLiteral(a.Type, a.Value, dynamic, inner)
				add(value.before(key))
				return err
			})
	case *plan.GoList:
		l, err = braced(g.generic(argPath, "ListOf", a.Elem), at, g.elements(a.List))
	case *plan.GoMap:
		l, err = braced(g.generic(argPath, "MapOf", a.Elem), at, g.entries(a.MapOf))
	case *plan.Converted:
		l, err = braced(g.generic(argPath, "Converted", a.From, a.To), at,
			func(inner place, add func(literal)) error {
				defer add(op("As: " + g.converter(a.From, a.To)))
				return g.field("From", a.Source, inner, add)
			})
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
	return braced(g.generic(argPath, typ, a.Of.Result), at,
		func(inner place, add func(literal)) error {
			add(op("Name: " + quote(a.Of.Name())))
			if len(a.Args) > 0 {
				if err := g.field("Args", a.Args, inner, add); err != nil {
					return err
				}
			}
			add(op("Func: " + function.name))
			return nil
		})
}

// elements writes the arguments of a list.
func (g *generator) elements(list []arg.Source) func(place, func(literal)) error {
	return func(inner place, add func(literal)) error {
		for _, a := range list {
			l, err := g.printer.value(reflect.ValueOf(a), dynamic, inner)
			if err != nil {
				return err
			}
			add(l)
		}
		return nil
	}
}

// entries writes the arguments of a map.
func (g *generator) entries(vars []arg.Var) func(place, func(literal)) error {
	return func(inner place, add func(literal)) error {
		for _, v := range vars {
			l, err := g.printer.value(reflect.ValueOf(v), elided, inner)
			if err != nil {
				return err
			}
			add(l)
		}
		return nil
	}
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
	name, ok := g.imports.names[path]
	err := addImport(g.file, path)
	if !ok {
		err = fmt.Errorf("the plan does not import the package %q", path)
	}
	if err != nil && g.failed == nil {
		g.failed = err
	}
	return name
}

// generic writes an instance of a generic type of a package.
func (g *generator) generic(from, name string, args ...types.Type) literal {
	texts := make([]string, len(args))
	for i, t := range args {
		texts[i] = g.typeText(t)
	}
	list := "[" + strings.Join(texts, ", ") + "]"
	l := qualified(from, name)
	return literal{l.code.Op(list), l.width + utf8.RuneCountInString(list)}
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
		body = []jen.Code{jen.Return(jen.Add(to.code).Parens(jen.Id("v")))}
	default:
		body = g.convertElements(c.from, c.to)
	}
	doc := fmt.Sprintf("%s takes a %s for a %s.", c.name, golang.Short(c.from), golang.Short(c.to))
	return g.render(doc,
		jen.Func().Id(c.name).Params(jen.Id("v").Add(from.code)).Add(to.code).Block(body...))
}

// convertElements converts the elements of a slice, or the values of a map.
func (g *generator) convertElements(from, to types.Type) []jen.Code {
	key, list := "i", "list"
	if _, isMap := from.Underlying().(*types.Map); isMap {
		key, list = "key", "entries"
	}
	elem := to.Underlying().(interface{ Elem() types.Type }).Elem()
	return []jen.Code{
		jen.Id(list).Op(":=").Make(g.typeOf(to).code, jen.Len(jen.Id("v"))),
		jen.For(jen.List(jen.Id(key), jen.Id("e")).Op(":=").Range().Id("v")).Block(
			jen.Id(list).Index(jen.Id(key)).Op("=").Add(g.typeOf(elem).code).Parens(jen.Id("e"))),
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
		return duration(reflect.ValueOf(v), qualified("time", "Duration"), known), nil
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
	return braced(g.literalType(t, known), at, func(inner place, add func(literal)) error {
		for _, v := range list {
			l, err := g.goLiteral(elem, v, elementTyping(elem), inner)
			if err != nil {
				return err
			}
			add(l)
		}
		return nil
	})
}

// mapLiteral writes a map, in the order of its keys.
func (g *generator) mapLiteral(t types.Type, entries map[string]any, known typing,
	at place) (literal, error) {
	m, ok := t.Underlying().(*types.Map)
	if !ok {
		m, known = types.NewMap(types.Typ[types.String], golang.Any), dynamic
		t = m
	}
	names := make([]string, 0, len(entries))
	for name := range entries {
		names = append(names, name)
	}
	slices.Sort(names)
	return braced(g.literalType(t, known), at, func(inner place, add func(literal)) error {
		for _, name := range names {
			key := op(quote(name))
			l, err := g.goLiteral(m.Elem(), entries[name], elementTyping(m.Elem()),
				place{inner.indent, key.width + 2})
			if err != nil {
				return err
			}
			add(literal{jen.Add(key.code).Op(":").Add(l.code), key.width + 2 + l.width})
		}
		return nil
	})
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
