package codegen

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"unicode/utf8"

	"github.com/dave/jennifer/jen"
)

// A literal is the text of a Go expression, as gofmt writes it at its place.
type literal struct {
	text  string
	width int // in runes; tooWide if a composite literal takes several lines
}

// The layout of literals: if a line would be longer than lineWidth, with tabWidth
// for a tab, the innermost literals that make it so are spread over several lines.
const (
	lineWidth = 100
	tabWidth  = 4
	tooWide   = 1 << 20
)

// op returns text as a literal.
func op(text string) literal { return literal{text, utf8.RuneCountInString(text)} }

// before returns l with text in front of it.
func (l literal) before(text string) literal {
	return literal{text + l.text, utf8.RuneCountInString(text) + l.width}
}

// convert returns the conversion of l to a type.
func (l literal) convert(to literal) literal {
	return literal{to.text + "(" + l.text + ")", to.width + l.width + len("()")}
}

// code returns l for a function that jennifer writes.
func (l literal) code() *jen.Statement { return jen.Op(l.text) }

// place is the place of an expression in the text.
type place struct {
	indent int // tabs
	lead   int // runes before the expression on its line, tabs aside
}

func (at place) holds(width int) bool {
	return at.indent*tabWidth+at.lead+width <= lineWidth
}

// inside returns the place of an entry of a composite literal, on a line of its own.
func (at place) inside(key string) place {
	return place{at.indent + 1, entry{key: key}.lead()}
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
	// imported returns the name of a package in the file, which imports the package.
	imported func(path string) string
	// expressions are those that were parsed, by their source.
	expressions map[string][]expressionPart
}

func newPrinter(imported func(path string) string) *printer {
	return &printer{imported: imported, expressions: map[string][]expressionPart{}}
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
	if l, ok, err := p.named(v); ok || err != nil {
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
	return p.basic(v, known)
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
	var entries []entry
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if !field.IsExported() || v.Field(i).IsZero() {
			continue
		}
		l, ok := p.inField(v.Type(), field.Name, v.Field(i))
		if !ok {
			var err error
			if l, err = p.value(v.Field(i), static, at.inside(field.Name)); err != nil {
				return literal{}, fmt.Errorf("%s: %w", field.Name, err)
			}
		}
		entries = append(entries, entry{field.Name, l})
	}
	return p.composite(v.Type(), known, at, entries)
}

func (p *printer) list(v reflect.Value, known typing, at place) (literal, error) {
	if v.Kind() == reflect.Slice && v.IsNil() {
		return op("nil"), nil
	}
	entries := make([]entry, v.Len())
	for i := range entries {
		l, err := p.value(v.Index(i), elided, at.inside(""))
		if err != nil {
			return literal{}, fmt.Errorf("[%d]: %w", i, err)
		}
		entries[i] = entry{"", l}
	}
	return p.composite(v.Type(), known, at, entries)
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
	entries := make([]entry, len(keys))
	for i, k := range keys {
		key, err := p.value(k, elided, at.inside(""))
		if err != nil {
			return literal{}, err
		}
		l, err := p.value(v.MapIndex(k), elided, at.inside(key.text))
		if err != nil {
			return literal{}, fmt.Errorf("[%v]: %w", k, err)
		}
		entries[i] = entry{key.text, l}
	}
	return p.composite(v.Type(), known, at, entries)
}

// composite writes T{…}.
func (p *printer) composite(t reflect.Type, known typing, at place,
	entries []entry) (literal, error) {
	if known == elided {
		return braced(op(""), at, entries), nil
	}
	name, err := p.typeName(t)
	return braced(name, at, entries), err
}

// spread writes a struct as the value of a variable, over several lines even if it
// is short.
func (p *printer) spread(v reflect.Value) (literal, error) {
	return p.value(v, dynamic, place{lead: lineWidth})
}

// typeName writes the name of a type.
func (p *printer) typeName(t reflect.Type) (literal, error) {
	switch {
	case t.Name() != "" && t.PkgPath() == "":
		return op(t.Name()), nil
	case t.Name() != "" && importable(t):
		return p.qualified(t.PkgPath(), t.Name()), nil
	case t.Name() != "":
	case t.Kind() == reflect.Slice:
		return p.elementOf(t, "[]")
	case t.Kind() == reflect.Array:
		return p.elementOf(t, fmt.Sprintf("[%d]", t.Len()))
	case t.Kind() == reflect.Pointer:
		return p.elementOf(t, "*")
	case t.Kind() == reflect.Interface && t.NumMethod() == 0:
		return op("any"), nil
	case t.Kind() == reflect.Map:
		key, err := p.typeName(t.Key())
		if err != nil {
			return literal{}, err
		}
		return p.elementOf(t, "map["+key.text+"]")
	}
	return literal{}, fmt.Errorf("a %s cannot be written as a literal", t)
}

func (p *printer) elementOf(t reflect.Type, prefix string) (literal, error) {
	l, err := p.typeName(t.Elem())
	return l.before(prefix), err
}

// qualified returns the name of a package that the file imports, as in rocket.Task.
func (p *printer) qualified(from, name string) literal {
	return op(p.imported(from) + "." + name)
}
