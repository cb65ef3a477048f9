package grammar

import (
	"cmp"
	"reflect"
	"slices"
	"sync"
)

// Walk calls visit for n and, if visit returns true, for every node in n, in the
// order of the text. It visits no nil node.
func Walk(n Node, visit func(Node) bool) {
	v := reflect.ValueOf(n)
	if !v.IsValid() || v.IsNil() || !visit(n) {
		return
	}
	fields := fieldsOf(v.Type().Elem())
	if len(fields.lists) == 0 {
		for _, i := range fields.single {
			if child := v.Elem().Field(i); !child.IsNil() {
				Walk(child.Interface().(Node), visit)
			}
		}
		return
	}
	for _, child := range children(v.Elem()) {
		Walk(child, visit)
	}
}

// children returns the nodes that the fields of a node hold, in the order of the text.
// That is the order of the fields, but for lists that are mixed in the text.
func children(node reflect.Value) []Node {
	fields := fieldsOf(node.Type())
	all := make([]Node, 0, 4)
	for _, i := range fields.single {
		if v := node.Field(i); !v.IsNil() {
			all = append(all, v.Interface().(Node))
		}
	}
	for _, i := range fields.lists {
		for j := range node.Field(i).Len() {
			all = append(all, node.Field(i).Index(j).Interface().(Node))
		}
	}
	if len(fields.lists) > 0 {
		slices.SortStableFunc(all, func(a, b Node) int {
			return cmp.Compare(a.Span().Start.Offset, b.Span().Start.Offset)
		})
	}
	return all
}

// nodeFields are the indices of the fields that hold nodes.
type nodeFields struct{ single, lists []int }

// known holds the *nodeFields of the types of nodes seen so far.
var known sync.Map

func fieldsOf(t reflect.Type) *nodeFields {
	if f, ok := known.Load(t); ok {
		return f.(*nodeFields)
	}
	f := &nodeFields{}
	for i := range t.NumField() {
		switch field := t.Field(i).Type; {
		case isNode(field):
			f.single = append(f.single, i)
		case field.Kind() == reflect.Slice && isNode(field.Elem()):
			f.lists = append(f.lists, i)
		}
	}
	known.Store(t, f)
	return f
}

// isNode reports whether t is the type of a node: a pointer to one, or an interface.
func isNode(t reflect.Type) bool {
	return t.Kind() != reflect.Struct && t.Implements(reflect.TypeFor[Node]())
}
