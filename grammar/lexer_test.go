package grammar_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rocketc/rocketc/grammar"
)

// kinds returns the tokens of src, without space and comments. A line break is ⏎; a token
// whose kind says more than its text is Kind:text.
func kinds(src string) string {
	var out []string
	tokens := grammar.Pieces("x.rkt", src)
	for _, t := range tokens {
		switch t.Kind {
		case "Space", "Comment":
		case "Newline":
			out = append(out, "⏎")
		case "Ident", "Punct", "String":
			out = append(out, t.Text)
		default:
			out = append(out, t.Kind+":"+t.Text)
		}
	}
	return strings.Join(out, " ")
}

func TestNewlines(t *testing.T) {
	for _, test := range []struct{ name, src, want string }{
		{"ends a statement", "a\nb", "a ⏎ b"},
		{"blank lines and comments do not matter", "a\n\n # c\n\n# d\nb", "a ⏎ b"},
		{"a comment at the line's end", "a # c\nb", "a ⏎ b"},
		{"nothing begun at the start", "\n\n# c\na", "a"},
		{"nothing begun after {", "a {\n\nb\n}", "a { b ⏎ }"},
		{"nothing begun after ;", "a;\nb", "a ; b"},
		{"the last", "a\n", "a ⏎"},
		{"CRLF", "a\r\nb\r\n", "a ⏎ b ⏎"},
		{"CR", "a\rb\r\rc", "a ⏎ b ⏎ c"},
		{"in brackets", "f(a\nb, [\nc\n]\n)\nd", "f ( a b , [ c ] ) ⏎ d"},
		{"in braces in brackets", "f({a\nb}\n)\n", "f ( { a ⏎ b } ) ⏎"},
		{"after an operator", "a &\nb |\nc ~\nd ,\ne =\nf >>\ng :\nh",
			"a & b | c ~ d , e = f >> g : h"},
		{"after an operator and a comment", "a & # c\n\nb", "a & b"},
		{"not after others", "a .\nb -\nc", "a . ⏎ b - ⏎ c"},
		{"before an operator", "a\n& b\n| c\n>> d\n{ e", "a & b | c >> d { e"},
		{"before an operator, with comments", "a\n# c\n\n  & b", "a & b"},
		{"before when and until", "a\nwhen b\nuntil c\nwhenever", "a when b until c ⏎ whenever"},
		{"not before when as a key", "{a: b\nwhen: c\nuntil : d\n}",
			"{ a : b ⏎ when : c ⏎ until : d ⏎ }"},
		{"not before others", "a\n~b\n,c\n=d\n>e", "a ⏎ ~ b ⏎ , c ⏎ = d ⏎ > e"},
		{"a bracket is forgotten at a declaration", "f(a\ntask b {\nc\n}",
			"f ( a ⏎ task b { c ⏎ }"},
		{"but not at a condition on a task", "f(a &\ntask b\nhas failed)\n",
			"f ( a & task b has failed ) ⏎"},
		{"nor within a line", "f(a\n task b {\n}\n)", "f ( a task b { } )"},
		{"the wrong bracket closes nothing", "{(}\na\n", "{ ( } ⏎ a ⏎"},
		{"in a raw string", "a `x\ny`\nb", "a `x\ny` ⏎ b"},
	} {
		if d := cmp.Diff(test.want, kinds(test.src)); d != "" {
			t.Errorf("%s: %q\n%s", test.name, test.src, d)
		}
	}
}

func TestTokens(t *testing.T) {
	for _, test := range []struct{ src, want string }{
		{"10 1.5h 07:00:30.5 3rd 15. 1h30m 10am",
			"Num:10 Num:1.5h Num:07:00:30.5 Num:3rd Num:15. Num:1h30m Num:10am"},
		{"1d10:20:30 1h:30m .5h 1.h ١h 100µs 1_000",
			"Num:1d10:20:30 Num:1h:30m Num:.5h Num:1.h Num:١h Num:100µs Num:1_000"},
		{"a:1 {a: 10:b} x:.5", "a : Num:1 { a : Num:10 : b } x : Num:.5"},
		{"a.b é_1 _ x1", "a . b é_1 _ x1"},
		{`"a\"b" 'a"b' ` + "`a\\`", `"a\"b" 'a"b' ` + "`a\\`"},
		{"a&&b||c==d!=e<=f>=g>>h&i|j=k<l>m~n",
			"a && b || c == d != e <= f >= g >> h & i | j = k < l > m ~ n"},
		{"! $ % ^ * / + - @ ? \\ ;", "! $ % ^ * / + - @ ? \\ ;"},
		{"a # b\tc", "a"},
		{"\ufeffa", "a"},
		{"a\u00a0\u3000b", "a b"},

		{"cron * * * * *", "cron CronFields:* * * * *"},
		{"cron  */5  7-18 ? L Fri-Mon,5#3 # c", "cron CronFields:*/5  7-18 ? L Fri-Mon,5#3"},
		{"cron 0 0 1 1 * * 2027 8 & daily", "cron CronFields:0 0 1 1 * * 2027 Num:8 & daily"},
		{"cron @every 5m & daily", "cron CronFields:@every 5m & daily"},
		{"cron 0~59 H/2 * * * & ~x", "cron CronFields:0~59 H/2 * * * & ~ x"},
		{"cron 5 4 * * sun until x", "cron CronFields:5 4 * * sun until x"},
		{"cron LW 15W 5L jan mon{", "cron CronFields:LW 15W 5L jan mon {"},
		{"crontime @daily)", "crontime CronFields:@daily )"},
		{"cron 5 based on", "cron CronFields:5 based on"},
		{"cron when daily", "cron when daily"},
		{"after cron, b", "after cron , b"},
		{"after cron & daily", "after cron & daily"},
		{`cron "* *" cron(minute: 5)`, `cron "* *" cron ( minute : Num:5 )`},
		{"a.cron 5", "a . cron Num:5"},
		{"cron\n5", "cron ⏎ Num:5"},
		{"cron #5", "cron"},

		{"code { a } b", "code { GoCode: a  } b"},
		{"code {}", "code { GoCode: }"},
		{"x { code []map[string]*a.B { { } }; b }",
			"x { code GoType:[]map[string]*a.B { GoCode: { }  } ; b }"},
		{"code interface{} { a }", "code GoType:interface{} { GoCode: a  }"},
		{"code map[string]struct{} {}", "code GoType:map[string]struct{} { GoCode: }"},
		{"'a\\\nb", "Bad:'a\\ ⏎ b"},
		{"code\n\n{ a }", "code { GoCode: a  }"},
		{"code int\n{ a }", "code GoType:int { GoCode: a  }"},
		{"code { \"}\\\"}\" `}` '}' '\\'' /* } */ // }\n }",
			"code { GoCode: \"}\\\"}\" `}` '}' '\\'' /* } */ // }\n  }"},
		{"code { `\ntask a when b {\n` }", "code { GoCode: `\ntask a when b {\n`  }"},
		{"code { \"a\n } b", "code { GoCode: \"a\n  } b"}, // Go's own error
		{"a code { b }", "a code { b }"},
		{"{ code: 5 }", "{ code : Num:5 }"},
		{"code succeeds\nx {", "code succeeds ⏎ x {"},
	} {
		if d := cmp.Diff(test.want, kinds(test.src)); d != "" {
			t.Errorf("%q\n%s", test.src, d)
		}
	}
}

// TestTokensCoverText: the texts of the tokens, joined, are the file, and each token has its
// place.
func TestTokensCoverText(t *testing.T) {
	for _, src := range []string{
		string(readFile(t, "testdata/every_form.rkt")),
		"\ufeffa\r\n\r\n\tb # é\rc `x\r\ny` ç", "\"open\n`open\n", "code {", "\xff\xfe a", "“x",
	} {
		tokens := grammar.Pieces("x.rkt", src)
		var joined strings.Builder
		for _, tok := range tokens {
			if at := tok.Span(); at.Start.Offset != joined.Len() ||
				at.End.Offset != joined.Len()+len(tok.Text) {
				t.Fatalf("%q stands at %v-%v, not at %d", tok.Text, at.Start, at.End, joined.Len())
			}
			joined.WriteString(tok.Text)
		}
		if joined.String() != src {
			t.Errorf("the tokens of %.40q are %.40q", src, joined.String())
		}
	}
}

func TestPositions(t *testing.T) {
	tokens := grammar.Pieces("x.rkt", "é\tb\r\nc\rd `\n`e")
	got := map[string][3]int{}
	for _, tok := range tokens {
		if tok.Kind == "Ident" {
			at := tok.Span().Start
			got[tok.Text] = [3]int{at.Offset, at.Line, at.Col}
		}
	}
	want := map[string][3]int{
		"é": {0, 1, 1}, "b": {3, 1, 3}, "c": {6, 2, 1}, "d": {8, 3, 1}, "e": {13, 4, 2},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
