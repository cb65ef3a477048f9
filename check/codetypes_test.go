package check_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/internal/diagtest"
)

// typeErrors type-checks a schedule in a directory. It returns the findings as the text at
// each, the code and the message.
func typeErrors(t *testing.T, src, dir string) (found []string) {
	t.Helper()
	_, list := parse("a.rkt", []byte(src), check.Options{Dir: dir, TypeCheck: true})
	for _, d := range list {
		if d.Code != diag.Forgets {
			found = append(found, fmt.Sprintf("%q %s: %s",
				src[d.Span.Start.Offset:d.Span.End.Offset], d.Code, d.Msg))
		}
	}
	return found
}

// TestCodeTypes: what the Go compiler would find in code is found at its place.
func TestCodeTypes(t *testing.T) {
	for _, test := range []struct{ src, want string }{
		{`task a when hourly { code { fmt.Println("x") } }`, ""},
		{`task a when hourly { code { x := 1 } }`, `"x" RKT150: declared and not used: x`},
		{"task a when hourly {\r\n code {\r\n\tx := 1\r\n\tx = x\r\n\ty()\r\n }\r\n}",
			`"y" RKT150: undefined: y`},
		{`task ä when hourly { code { s := "ä"; s.Do() } }`, `"Do" RKT150: s.Do undefined`},
		{`task a when hourly { code int { return "a", nil } }`, `"\"a\"" RKT150: cannot use "a"`},
		{`task a when hourly { code int { return 1 } }`, `"1" RKT150: not enough return values`},
		{`task a when hourly { code time.Day { return 1, nil } }`,
			`"Day" RKT150: undefined: time.Day`},
		{`task a when hourly { code prices.List { return nil, nil } }`,
			`"prices" RKT150: undefined: prices`},
		{`task a when hourly { code { ctx.Stop() } }`, `"Stop" RKT150: ctx.Stop undefined`},
		{`task a when hourly { code { return d + n, nil }; params { d: 3 seconds; n: 5 } }`,
			`"d" RKT150: invalid operation: d + n (mismatched types time.Duration and int)`},
		{`task a when hourly { code { strings.ToUpper(5) } }
import mail "strings"
task b when hourly { code { mail.Fields(true) } }`, `"5" RKT150: cannot use 5`},
		{`task a when hourly { code { for { fmt.Println(r.Name) } } }`, ""},
		{`task a when hourly { code { var x int = "first"; _ = x } }
task b when never { code { } }
task c when hourly { code { } ; timeout 5 parsecs }`, `"parsecs" RKT020`},
	} {
		found := typeErrors(t, test.src+"\n", t.TempDir())
		if test.want == "" && len(found) > 0 || test.want != "" &&
			(len(found) == 0 || !strings.HasPrefix(found[0], test.want)) {
			t.Errorf("%s: got %q, want %s", test.src, found, test.want)
		}
	}
}

// TestCodeTypesInModule: code is checked with the packages of the module, and with what the
// package of the schedule declares. What is generated is not missed.
func TestCodeTypesInModule(t *testing.T) {
	dir := diagtest.WriteTree(t, map[string]string{
		"go.mod": "module example.com/desk\n\ngo 1.25\n",
		"main.go": "package main\n\nfunc main() { _ = TasksOf }\n\n" +
			"func own() int { return 1 }\n",
		"prices/prices.go": "package prices\n\ntype Price struct{ Cents int }\n",
	})
	const src = `import "./prices"
task a when hourly { code prices.Price { return prices.Price{Cents: own()}, nil } }
task b when hourly { code { fmt.Println(p.Euros) }; params { p: return of a } }
task c when hourly { code { _ = TasksOf; _ = own() + "x" } }
`
	want := []string{
		`"Euros" RKT150: p.Euros undefined (type prices.Price has no field or method Euros)`,
		`"own" RKT150: invalid operation: own() + "x" (mismatched types int and untyped string)`,
	}
	got := typeErrors(t, src, dir)
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
