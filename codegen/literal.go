package codegen

import (
	"cmp"
	"fmt"
	"path"
	"reflect"
	"slices"
	"unicode/utf8"

	"github.com/dave/jennifer/jen"
)

// A literal is a Go expression with its width on one line.
type literal struct {
	code  *jen.Statement
	width int // in runes; tooWide if the expression takes several lines
}

// The layout of literals: if a line would be longer than lineWidth, with tabWidth
// for a tab, the innermost literals that make it so are spread over several lines.
const (
	lineWidth = 100
	tabWidth  = 4
	tooWide   = 1 << 20
)

// op returns text as a literal.
func op(text string) literal {
	return literal{jen.Op(text), utf8.RuneCountInString(text)}
}

// before returns l with text in front of it.
func (l literal) before(text string) literal {
	return literal{jen.Op(text).Add(l.code), utf8.RuneCountInString(text) + l.width}
}

// convert returns the conversion of l to a type.
func (l literal) convert(to literal) literal {
	return literal{jen.Add(to.code).Parens(l.code), to.width + l.width + 2}
}

// place is the place of an expression in the text.
type place struct {
	indent int // tabs
	lead   int // runes before the expression on its line, tabs aside
}

func (at place) holds(width int) bool {
	return at.indent*tabWidth+at.lead+width <= lineWidth
}

// typing says how much of an expression's type is known at its place.
type typing uint8

const (
	// The type is not known: an interface, or a variable without a type.
	dynamic typing = iota
	// The type is known: a field, an argument.
	static
	// The type is known, and a composite literal may leave it out: an element.
	elided
)

// A printer writes values as Go expressions that need no code to run. Composite
// literals have their fields keyed and in order, without fields that are zero or
// not exported. A printer knows no type of a condition or an action: it can write
// any value made of exported fields.
type printer struct {
	// replace returns the expression for a value that stands for something else. ok
	// is false if the value stands for itself.
	replace func(v any, at place) (l literal, ok bool, err error)
}

// value writes a value. The error says which part of it cannot be written.
func (p *printer) value(v reflect.Value, known typing, at place) (literal, error) {
	if v.Kind() == reflect.Interface {
		if v.IsNil() {
			return op("nil"), nil
		}
		v, known = v.Elem(), dynamic
	}
	if v.CanInterface() && p.replace != nil {
		if l, ok, err := p.replace(v.Interface(), at); ok || err != nil {
			return l, err
		}
	}
	if l, ok, err := named(v); ok || err != nil {
		return l, err
	}
	switch v.Kind() {
	case reflect.Struct:
		return p.structure(v, known, at)
	case reflect.Slice, reflect.Array:
		return p.list(v, known, at)
	case reflect.Map:
		return p.table(v, known, at)
	case reflect.Pointer:
		return p.pointer(v, known, at)
	}
	return basic(v, known)
}

// pointer writes &T{…}, or {…} if the type may be left out.
func (p *printer) pointer(v reflect.Value, known typing, at place) (literal, error) {
	if v.IsNil() {
		return op("nil"), nil
	}
	if v.Elem().Kind() != reflect.Struct {
		return literal{}, fmt.Errorf("a %s cannot be written as a literal", v.Type())
	}
	if known == elided {
		return p.value(v.Elem(), elided, at)
	}
	at.lead++
	l, err := p.value(v.Elem(), dynamic, at)
	return l.before("&"), err
}

func (p *printer) structure(v reflect.Value, known typing, at place) (literal, error) {
	return p.composite(v.Type(), known, at, func(inner place, add func(literal)) error {
		for i := range v.NumField() {
			field := v.Type().Field(i)
			if !field.IsExported() || v.Field(i).IsZero() {
				continue
			}
			key := field.Name + ": "
			inner.lead = len(key)
			l, ok := inField(v.Type(), field.Name, v.Field(i))
			if !ok {
				var err error
				if l, err = p.value(v.Field(i), static, inner); err != nil {
					return fmt.Errorf("%s: %w", field.Name, err)
				}
			}
			add(l.before(key))
		}
		return nil
	})
}

func (p *printer) list(v reflect.Value, known typing, at place) (literal, error) {
	if v.Kind() == reflect.Slice && v.IsNil() {
		return op("nil"), nil
	}
	return p.composite(v.Type(), known, at, func(inner place, add func(literal)) error {
		for i := range v.Len() {
			l, err := p.value(v.Index(i), elided, inner)
			if err != nil {
				return fmt.Errorf("[%d]: %w", i, err)
			}
			add(l)
		}
		return nil
	})
}

// table writes a map, in the order of its keys. Only values of the user's own types
// have maps.
func (p *printer) table(v reflect.Value, known typing, at place) (literal, error) {
	if v.IsNil() {
		return op("nil"), nil
	}
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int {
		return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b))
	})
	return p.composite(v.Type(), known, at, func(inner place, add func(literal)) error {
		for _, k := range keys {
			key, err := p.value(k, elided, inner)
			if err != nil {
				return err
			}
			inner := place{inner.indent, key.width + 2}
			l, err := p.value(v.MapIndex(k), elided, inner)
			if err != nil {
				return fmt.Errorf("[%v]: %w", k, err)
			}
			add(literal{jen.Add(key.code).Op(":").Add(l.code), key.width + 2 + l.width})
		}
		return nil
	})
}

// composite writes T{…} with the elements that fill adds. It takes one line if that
// is wide enough and no element takes several.
func (p *printer) composite(t reflect.Type, known typing, at place,
	fill func(place, func(literal)) error) (literal, error) {
	whole := op("")
	if known != elided {
		var err error
		if whole, err = typeName(t); err != nil {
			return literal{}, err
		}
	}
	return braced(whole, at, fill)
}

// braced writes the type in whole, and between braces the elements that fill adds.
func braced(whole literal, at place, fill func(place, func(literal)) error) (literal, error) {
	whole.width += len("{}")
	var elements []jen.Code
	err := fill(place{indent: at.indent + 1}, func(l literal) {
		if len(elements) > 0 {
			whole.width += len(", ")
		}
		whole.width += l.width
		elements = append(elements, l.code)
	})
	spread := len(elements) > 0 && !at.holds(whole.width)
	if spread {
		whole.width = tooWide
	}
	layout := jen.Options{Open: "{", Close: "}", Separator: ",", Multi: spread}
	whole.code = jen.Add(whole.code).Custom(layout, elements...)
	return whole, err
}

// spread writes a struct as the value of a variable, over several lines even if it
// is short.
func (p *printer) spread(v reflect.Value) (literal, error) {
	return p.value(v, dynamic, place{lead: lineWidth})
}

// typeName writes the name of a type.
func typeName(t reflect.Type) (literal, error) {
	switch {
	case t.Name() != "" && t.PkgPath() == "":
		return op(t.Name()), nil
	case t.Name() != "" && importable(t):
		return qualified(t.PkgPath(), t.Name()), nil
	case t.Name() != "":
	case t.Kind() == reflect.Slice:
		return elementOf(t, "[]")
	case t.Kind() == reflect.Array:
		return elementOf(t, fmt.Sprintf("[%d]", t.Len()))
	case t.Kind() == reflect.Pointer:
		return elementOf(t, "*")
	case t.Kind() == reflect.Interface && t.NumMethod() == 0:
		return op("any"), nil
	case t.Kind() == reflect.Map:
		key, err := typeName(t.Key())
		if err != nil {
			return literal{}, err
		}
		l, err := typeName(t.Elem())
		return literal{jen.Map(key.code).Add(l.code), len("map[]") + key.width + l.width}, err
	}
	return literal{}, fmt.Errorf("a %s cannot be written as a literal", t)
}

func elementOf(t reflect.Type, prefix string) (literal, error) {
	l, err := typeName(t.Elem())
	return l.before(prefix), err
}

// qualified returns the name of a package that the file imports, as in rocket.Task.
func qualified(from, name string) literal {
	short := path.Base(from)
	if from == rocketPath {
		short = "rocket"
	}
	return literal{jen.Qual(from, name), utf8.RuneCountInString(short + "." + name)}
}
