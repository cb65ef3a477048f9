package main

import "testing"

func TestSameToken(t *testing.T) {
	for _, test := range []struct {
		line, generated string
		col             int
		want            string // "": none
	}{
		{"x   :=   f( 3 )", "\tx := f(3)", 2, "x"},
		{"x   :=   f( 3 )", "\tx := f(3)", 7, "f"},
		{"task a when daily { code { f(x) } }", "\tf(x)", 4, "x"},
		{"x := 1; y := x", "\ty := x", 7, "x"},
		{"f(`a", "\tf(`a", 2, "f"},
		{"other(3)", "\tf(3)", 2, ""},
		{"f(3)", "\tf(3)", 9, ""},
		{"f(3)", "", 1, ""},
		{"", "\tf(3)", 2, ""},
	} {
		got := ""
		if start, end, ok := sameToken(test.line, test.generated, test.col); ok {
			got = test.line[start:end]
		}
		if got != test.want {
			t.Errorf("%q in %q, column %d: got %q, want %q", test.generated, test.line, test.col, got, test.want)
		}
	}
}
