package web

import (
	"fmt"
	"strings"
)

// trimUnits takes units of nothing off the end of a duration: 3h0m0s is 3h.
func trimUnits(text string, units ...string) string {
	for _, unit := range units {
		rest, found := strings.CutSuffix(text, unit)
		if !found || strings.HasSuffix(rest, "1") || rest == "" ||
			strings.ContainsAny(rest[len(rest)-1:], "0123456789") {
			break
		}
		text = rest
	}
	return text
}

// plural returns a number of things.
func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// dict returns the values of a part of a template, by their names.
func dict(pairs ...any) map[string]any {
	values := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return values
}
