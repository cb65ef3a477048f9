package diagtest

import (
	"strings"
	"testing"

	"github.com/rocketc/rocketc/diag"
)

// recorder is a testing.TB that keeps what goes wrong.
type recorder struct {
	testing.TB
	errors []string
}

func (r *recorder) Helper() {}
func (r *recorder) Errorf(format string, args ...any) {
	r.errors = append(r.errors, format)
}

func at(line int, s diag.Severity, msg string) diag.Diagnostic {
	return diag.Diagnostic{Code: "RKT001", Severity: s, Msg: msg, Help: "a hint",
		Span: diag.Span{File: "x.rkt", Start: diag.Pos{Line: line, Col: 1}}}
}

func TestCheck(t *testing.T) {
	const src = "a # ERROR \"one\" `RKT001.*two`\nb\n# ERROR-1 \"hint$\"\n" +
		"c # WARNING \"^warning\"\n"
	all := diag.List{
		at(1, diag.Error, "two"), at(1, diag.Error, "one"), at(2, diag.Error, "x"),
		at(4, diag.Warning, "w"),
	}
	for _, test := range []struct {
		name  string
		found diag.List
		wrong int
	}{
		{"all", all, 0},
		{"one missing", all[1:], 1},
		{"one too many", append(diag.List{at(3, diag.Error, "x")}, all...), 1},
		{"wrong severity", append(diag.List{at(4, diag.Error, "w")}, all[:3]...), 2},
		{"none", nil, 4},
	} {
		r := &recorder{TB: t}
		Check(r, "x.rkt", []byte(src), func(string, []byte) diag.List { return test.found })
		if len(r.errors) != test.wrong {
			t.Errorf("%s: got %d errors, want %d: %q", test.name, len(r.errors), test.wrong,
				r.errors)
		}
	}
}

func TestExpectationsRejectBadQuotes(t *testing.T) {
	for _, src := range []string{`x # ERROR "a`, `x # ERROR "a" b`, `x # ERROR "("`} {
		if _, err := expectations(src); err == nil || !strings.Contains(err.Error(), "line 1") {
			t.Errorf("expectations(%s): got error %v", src, err)
		}
	}
}
