package check_test

import (
	"slices"
	"testing"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
)

// named declares a name of each sort, and uses each.
const named = `config { log memory }
param region = "eu"
calendar fi { holidays ["2026-12-24"] }
pool db 2
cond open(x string) = param region is x
cond "market {name} is closed" = param region is name
group nightly when daily {
    task dump { command "a"; params { region: region } }
    task copy when after dump { command "b"; pool db }
    group inner {
        task deep when after nightly.copy & open("x") { command "c" }
    }
}
task fetch when after nightly.dump & market "a" is closed { command "d" }
task when after any nightly.* failed | business day of fi { command "e f" }
task last when after fetch | after 'e f' & task nightly.inner.deep is running {
    command "g"
    timeout 5 minutes
}
test "runs" {
    at "2026-01-05 09:00"
    run for 1 day
    expect task fetch has started past 1 day == 1
}
`

// unknowns are the codes of names that are not declared.
var unknowns = []diag.Code{diag.UnknownTask, diag.UnknownCond, diag.UnknownParam,
	diag.UnknownCalendar, diag.UnknownPool}

// broken parses and checks a text as the language server does.
func broken(src string) (syntax, found diag.List) {
	tree, syntax := grammar.Parse("s.rkt", []byte(src))
	_, found = check.Check([]*grammar.File{tree}, check.Options{Broken: syntax.HasErrors()})
	return syntax, found
}

// TestBrokenDeclarations inserts what is wrong between any two tokens. The names are still
// declared, so none is called unknown.
func TestBrokenDeclarations(t *testing.T) {
	if syntax, found := broken(named); len(syntax) > 0 || found.HasErrors() {
		t.Fatal(syntax, found)
	}
	for _, wrong := range []string{"\"", "`", "'", "{", "}", "(", ")", "[", "“", "code {\n",
		"task ", "group {\n", "cond ", "= ", ", ", "& ", ";", "\n", "when ", "5 ", "x ", "test {"} {
		for _, token := range grammar.Tokens("s.rkt", []byte(named)) {
			at := token.At.Span().Start.Offset
			src := named[:at] + wrong + named[at:]
			syntax, found := broken(src)
			if !syntax.HasErrors() {
				continue
			}
			for _, d := range found {
				if slices.Contains(unknowns, d.Code) {
					t.Errorf("%q at %d:\n%v\nand also\n%v\nin\n%s", wrong, at, d, syntax, src)
					return
				}
			}
		}
	}
}

// TestUnknownInBroken: what no part that could not be read can declare is unknown, whatever is
// wrong elsewhere.
func TestUnknownInBroken(t *testing.T) {
	const uses = `
task a when after fetsh & opn { command "x"; params { region: regon }; pool dbs }
task b when business day of se | after any nightlies.* failed { command "y" }
task c when market "a" was open { command "z" }
`
	for _, wrong := range []string{"task late when (daily { command \"true\" }\n",
		"tsk fetch2 when daily { command \"true\" }\n", "config { log }\n",
		"task x when daily { comand \"true\" }\n", "“”\n"} {
		syntax, found := broken(named + wrong + uses)
		if !syntax.HasErrors() {
			t.Fatalf("nothing is wrong with %q", wrong)
		}
		count := map[diag.Code]int{}
		for _, d := range found {
			count[d.Code]++
		}
		want := map[diag.Code]int{diag.UnknownTask: 2, diag.UnknownCond: 2, diag.UnknownParam: 1,
			diag.UnknownCalendar: 1, diag.UnknownPool: 1}
		for _, code := range unknowns {
			if count[code] != want[code] {
				t.Errorf("with %q there are %d of %s, want %d: %v", wrong, count[code], code,
					want[code], found)
			}
		}
	}
}

// TestMaybeDeclared: a part that could not be read may declare what has a word of it.
func TestMaybeDeclared(t *testing.T) {
	for src, silent := range map[string]bool{
		"tsk fetch { }\ntask x when after fetch { command \"a\" }":                        true,
		"task my-job { command \"a\" }\ntask x when after 'my-job' { command \"a\" }":     true,
		"task { command tool a }\ntask x when after 'tool' { command \"a\" }":             true,
		"group g { tsk a {} }\ntask x when after any g.* failed { command \"a\" }":        true,
		"cond \"it {x} rains\" = (\ntask x when it \"a\" rains { command \"a\" }":         true,
		"task y { comand }\ntask x when after fetch { command \"a\" }":                    false,
		"cond o(a string, b) = daily\ntask x when o(\"\", 1) { command \"a\" }":           true,
		"group a when ( { task b { command \"a\" } }\ntask x when after a.b { code { } }": true,
	} {
		syntax, found := broken(src)
		unknown := slices.ContainsFunc(found,
			func(d diag.Diagnostic) bool { return slices.Contains(unknowns, d.Code) })
		if !syntax.HasErrors() || unknown == silent {
			t.Errorf("%s\nhas %v and %v", src, syntax, found)
		}
	}
}
