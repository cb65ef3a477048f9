package format

import "github.com/rocketc/rocketc/grammar"

// space returns the white space between a token and the one before it on its line.
func space(before, t *token) string {
	switch {
	case t.has(tight):
		if t.spaced {
			return " "
		}
		return ""
	case before.is("(") || before.is("[") || t.is(")") || t.is("]"),
		before.is("~"), before.is(".") || t.is("."), t.has(calls), t.has(labels),
		before.is("{") && t.is("}"),
		before.kind == grammar.GoCodeToken || t.kind == grammar.GoCodeToken:
		return ""
	}
	return " "
}
