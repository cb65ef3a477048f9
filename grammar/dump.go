package grammar

import (
	"fmt"
	"io"
	"reflect"
	"strings"
)

// Dump writes a tree for people and golden files: one node a line, with its
// span and its own fields, the nodes in it indented below.
func Dump(w io.Writer, n Node) error {
	var b strings.Builder
	dump(&b, n, 0)
	_, err := io.WriteString(w, b.String())
	return err
}

func dump(b *strings.Builder, n Node, depth int) {
	if isNil(n) {
		return
	}
	s := n.Span()
	fmt.Fprintf(b, "%s%s %d:%d-%d:%d%s\n", strings.Repeat("  ", depth), reflect.TypeOf(n).Elem().Name(),
		s.Start.Line, s.Start.Col, s.End.Line, s.End.Col, ownFields(n))
	for _, child := range children(n) {
		dump(b, child, depth+1)
	}
}

// ownFields returns the fields of n that hold no nodes, where they are set.
func ownFields(n Node) string {
	var b strings.Builder
	v := reflect.ValueOf(n).Elem()
	for i := range v.NumField() {
		f, name := v.Field(i), v.Type().Field(i).Name
		switch {
		case f.IsZero() || name == "Place":
		case f.Kind() == reflect.String:
			fmt.Fprintf(&b, " %s=%q", name, f)
		case f.Kind() == reflect.Bool:
			fmt.Fprintf(&b, " %s", name)
		case f.Type() == reflect.TypeFor[[]string]():
			fmt.Fprintf(&b, " %s=%q", name, f)
		case f.Type() == reflect.TypeFor[Doc]():
			fmt.Fprintf(&b, " Doc=%q", f.Field(0))
		}
	}
	return b.String()
}
