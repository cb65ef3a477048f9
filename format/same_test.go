package format_test

import (
	"fmt"
	"go/scanner"
	"go/token"
	"reflect"
	"strings"
	"testing"
	"unicode"

	"github.com/rocketc/rocketc/format"
	"github.com/rocketc/rocketc/grammar"
)

// check holds what is promised of the layout of a file: it parses, it has the tree and the
// comments of the file, and it is its own layout. It returns false if the file does not parse.
func check(t *testing.T, src string) bool {
	t.Helper()
	tree, found := grammar.Parse("x.rkt", []byte(src))
	out, err := format.Source("x.rkt", []byte(src))
	if found.HasErrors() != (err != nil) {
		t.Fatalf("parsing %q finds %v, its layout has the error %v", src, found, err)
	}
	if err != nil {
		return false
	}
	again, found := grammar.Parse("x.rkt", out)
	if found.HasErrors() {
		t.Fatalf("the layout of %q does not parse: %v\n%s", src, found, out)
	}
	if got, want := meaning(again), meaning(tree); got != want {
		t.Fatalf("the layout of %q has another tree\n%s\n%s", src, out, difference(want, got))
	}
	if got, want := beside(out), beside([]byte(src)); got != want {
		t.Fatalf("the layout of %q has other comments\n%s\n%s", src, out, difference(want, got))
	}
	second, err := format.Source("x.rkt", out)
	if err != nil || string(second) != string(out) {
		t.Fatalf("the layout of the layout of %q differs (%v)\n%s\n%s", src, err,
			out, difference(string(out), string(second)))
	}
	if s := string(out); strings.Contains(s, "\n\n\n") && !strings.Contains(s, "`") &&
		!strings.Contains(s, "code") ||
		strings.HasPrefix(s, "\n") || s != "" && !strings.HasSuffix(s, "\n") {
		t.Fatalf("the layout of %q has empty lines that nobody wrote\n%s", src, s)
	}
	return true
}

// difference returns the first lines in which two texts differ.
func difference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return fmt.Sprintf("line %d: want %q\nline %d: got  %q", i+1, w[i], i+1, g[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(g), len(w))
}

// meaning returns what a tree says, without the places of its nodes and what the layout sets.
func meaning(n grammar.Node) string {
	var b strings.Builder
	describe(&b, reflect.ValueOf(n), 0)
	return b.String()
}

func describe(b *strings.Builder, v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if v.IsNil() {
			b.WriteString("nil\n")
			return
		}
		if node, ok := v.Interface().(grammar.Node); ok {
			fmt.Fprintf(b, "%T%s\n", node, own(node))
		}
		describe(b, v.Elem(), depth)
	case reflect.Slice:
		for i := range v.Len() {
			fmt.Fprintf(b, "%*s%d ", depth, "", i)
			describe(b, v.Index(i), depth+1)
		}
	case reflect.Struct:
		for field, value := range v.Fields() {
			switch {
			case !field.IsExported() || field.Name == "Place" || field.Name == "Comments":
			case field.Name == "Raw" || field.Name == "Text" && v.NumField() > 1:
			case value.Kind() == reflect.String || value.Kind() == reflect.Bool:
				fmt.Fprintf(b, "%*s%s %q\n", depth, "", field.Name, fmt.Sprint(value))
			default:
				fmt.Fprintf(b, "%*s%s ", depth, "", field.Name)
				describe(b, value, depth+1)
			}
		}
	case reflect.String: // a line of a description, or a part of a path
		fmt.Fprintf(b, "%q\n", strings.TrimRightFunc(v.String(), unicode.IsSpace))
	default:
		fmt.Fprintf(b, "%v\n", v)
	}
}

// own returns the text of a node, as far as it does not depend on the layout.
func own(n grammar.Node) string {
	switch n := n.(type) {
	case *grammar.Text:
		return fmt.Sprintf(" %q %q", n.Raw[0], n.Value())
	case *grammar.CronFields:
		return fmt.Sprintf(" %q", strings.Fields(n.Text))
	case *grammar.GoCode:
		return " " + goText(n.Text)
	case *grammar.Point:
		if n.Param != nil {
			return ""
		}
	case *grammar.Duration:
		if n.Param != nil {
			return ""
		}
		return fmt.Sprintf(" %q", strings.Fields(strings.ReplaceAll(n.Text, ",", " , ")))
	}
	text := reflect.ValueOf(n).Elem().FieldByName("Text")
	if !text.IsValid() {
		return ""
	}
	return fmt.Sprintf(" %q", strings.Join(strings.Fields(text.String()), " "))
}

// goText returns the tokens of Go, comments included, but for those that only separate.
func goText(source string) string {
	var s scanner.Scanner
	src := []byte(source)
	s.Init(token.NewFileSet().AddFile("", -1, len(src)), src, nil, scanner.ScanComments)
	var all []string
	for {
		_, tok, text := s.Scan()
		switch {
		case tok == token.EOF:
			return fmt.Sprintf("%q", all)
		case tok == token.SEMICOLON, tok == token.COMMA:
		case tok == token.COMMENT:
			all = append(all, strings.Join(strings.Fields(text), " "))
		default:
			all = append(all, tok.String(), strings.ToLower(text))
		}
	}
}

// beside returns the comments of a file, in order, each with the token before and after it and
// whether it stands on a line of its own.
func beside(src []byte) string {
	var b strings.Builder
	before, line := "", 0
	var waiting []grammar.Comment
	for _, tok := range grammar.Tokens("x.rkt", src) {
		waiting = append(waiting, tok.Comments...)
		if tok.Kind == grammar.SignToken && (tok.Text == ";" || tok.Text == ",") {
			continue
		}
		text := strings.ReplaceAll(tok.Text, "\r", "")
		switch tok.Kind {
		case grammar.GoCodeToken:
			text = goText(text)
		case grammar.CronToken:
			text = fmt.Sprint(strings.Fields(text))
		}
		for _, c := range waiting {
			fmt.Fprintf(&b, "%q %q %q %v\n", before, strings.TrimRightFunc(c.Text, unicode.IsSpace),
				text, before == "" || c.Span().Start.Line > line)
		}
		waiting = nil
		before, line = text, tok.At.Span().End.Line
	}
	return b.String()
}
