package arg

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rocketc/rocketc/spelling"
)

// A Var is a source with a name: an environment variable of a command, an argument of a
// step, an entry of a map.
type Var struct {
	Name  string
	Value Source
}

// Join returns the entries of outer of which inner has no entry of the same name, and
// then those of inner.
func Join(outer, inner []Var) []Var {
	if len(outer) == 0 {
		return inner
	}
	var all []Var
	for _, v := range outer {
		if !slices.ContainsFunc(inner, func(w Var) bool { return w.Name == v.Name }) {
			all = append(all, v)
		}
	}
	return append(all, inner...)
}

// A First is the first of its sources that has a value: env "REGION" >> "eu".
type First []Source

// Resolve returns the first value. It has none if no source has one, and ends at an error.
func (f First) Resolve(in Scope) (any, bool, error) {
	for _, from := range f {
		if v, ok, err := from.Resolve(in); ok || err != nil {
			return v, ok, err
		}
	}
	return nil, false, nil
}

// String returns the sources as the language writes them, with >> between them.
func (f First) String() string { return joined(f, " >> ") }

// Sources returns the sources that are tried.
func (f First) Sources() []Source { return f }

// A List is a list of which each element has its own source, for what takes elements of
// any type.
type List []Source

// Resolve returns a []any. An element without a value is an error.
func (l List) Resolve(in Scope) (any, bool, error) {
	values := make([]any, len(l))
	for i, from := range l {
		v, err := Value(in, from)
		if err != nil {
			return nil, false, err
		}
		values[i] = v
	}
	return values, true, nil
}

// String returns the list as the language writes it: [env "A", 1].
func (l List) String() string { return "[" + joined(l, ", ") + "]" }

// Sources returns the elements.
func (l List) Sources() []Source { return l }

// A ListOf is a list with elements of type T, each of which has its own source.
type ListOf[T any] []Source

// Resolve returns a []T. An element that has no value, or is no T, is an error, which says
// at which index.
func (l ListOf[T]) Resolve(in Scope) (any, bool, error) {
	list := make([]T, len(l))
	for i, from := range l {
		v, err := element[T](in, from)
		if err != nil {
			return nil, false, fmt.Errorf("[%d]: %w", i, err)
		}
		list[i] = v
	}
	return list, true, nil
}

// String returns the list as the language writes it.
func (l ListOf[T]) String() string { return List(l).String() }

// Sources returns the elements.
func (l ListOf[T]) Sources() []Source { return l }

// A MapOf is a map of texts to values of type T, each of which has its own source.
type MapOf[T any] []Var

// Resolve returns a map[string]T. A value that is missing, or is no T, is an error, which
// names the entry. If two entries have one name, the later one counts.
func (m MapOf[T]) Resolve(in Scope) (any, bool, error) {
	entries := make(map[string]T, len(m))
	for _, e := range m {
		v, err := element[T](in, e.Value)
		if err != nil {
			return nil, false, fmt.Errorf("%s: %w", e.Name, err)
		}
		entries[e.Name] = v
	}
	return entries, true, nil
}

// String returns the map as the language writes it: { a: 1, b: x }.
func (m MapOf[T]) String() string {
	texts := make([]string, len(m))
	for i, e := range m {
		texts[i] = spelling.Key(e.Name) + ": " + e.Value.String()
	}
	return "{ " + strings.Join(texts, ", ") + " }"
}

// Sources returns the values.
func (m MapOf[T]) Sources() []Source {
	sources := make([]Source, len(m))
	for i, e := range m {
		sources[i] = e.Value
	}
	return sources
}

// element returns the value of a source that is part of another one.
func element[T any](in Scope, from Source) (v T, err error) {
	raw, err := Value(in, from)
	if err != nil {
		return v, err
	}
	return As[T](raw)
}

// joined returns the texts of sources with a separator between them.
func joined(sources []Source, separator string) string {
	texts := make([]string, len(sources))
	for i, from := range sources {
		texts[i] = from.String()
	}
	return strings.Join(texts, separator)
}
