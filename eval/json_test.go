package eval_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/eval"
)

// TestJSON: a line of a batch is JSON however JSON writes it, and its lines are text however
// text has lines.
func TestJSON(t *testing.T) {
	const at = `"task":"a","now":"2026-03-02T06:00:00Z"`
	for _, test := range []struct{ name, line, want string }{
		{"escapes of all strings", `{"\u0069d":"\u0041","c\u006fnd":"has succeede\u0064",` +
			`"task":"\u0061","now":"2026-03-02T06:00:00\u005a",` +
			`"timezone":"Europe\/Helsink\u0069",` +
			`"tasks":["\u0061"],"history":[{"ta\u0073k":"\u0061","event":"succe\u0073s",` +
			`"time":"2026-03-02T05:00:00\u002b00:00","run_id":"1"}]}`,
			`{"id":"\u0041","holds":true,"until":null}`},
		{"a surrogate pair", `{"id":1,"cond":"param 'x' is '\ud83d\ude00'",` + at +
			`,"params":{"x":"😀"}}`, `{"id":1,"holds":true,"until":null}`},
		{"Unicode in names", `{"id":"größe","cond":"after 'größe'",` + at +
			`,"tasks":["gr\u00f6\u00dfe"]}`, `{"id":"größe","holds":false,"until":null}`},
		{"a large id", `{"id":12345678901234567890123,"cond":"true"}`,
			`{"id":12345678901234567890123,"holds":true,"until":null}`},
		{"a large number of a parameter", `{"id":1,"cond":"param 'x' is 9007199254740993",` + at +
			`,"params":{"x":9007199254740993}}`, `{"id":1,"holds":true,"until":null}`},
		{"all of its digits", `{"id":1,"cond":"param 'x' is 9007199254740993",` + at +
			`,"params":{"x":9007199254740992}}`, `{"id":1,"holds":false,"until":null}`},
		{"a whole number with a point", `{"id":1,"cond":"param 'x' is 5",` + at +
			`,"params":{"x":5.0}}`, `{"id":1,"holds":true,"until":null}`},
		{"a number with an exponent", `{"id":1,"cond":"param 'x' is 500",` + at +
			`,"params":{"x":5e2}}`, `{"id":1,"holds":true,"until":null}`},
		{"cycles with an exponent", `{"id":1,"cond":"scheduler has more than 99 cycles",` + at +
			`,"scheduler":{"cycles":1e2}}`,
			`{"id":1,"holds":true,"until":"2026-03-02T06:00:00.1Z"}`},
		{"half a cycle", `{"id":1,"cond":"true",` + at + `,"scheduler":{"cycles":1.5}}`,
			`{"id":1,"error":"not a question: 1.5 is not a number of cycles"}`},
		{"null for what is left out", `{"id":1,"cond":"true","task":null,"now":null,"tasks":null,` +
			`"params":null,"history":null,"timezone":null,"scheduler":null}`,
			`{"id":1,"holds":true,"until":null}`},
		{"unknown keys", `{"id":1,"category":{"x":[1]},"cond":"true",` + at + `,"expect":true}`,
			`{"id":1,"holds":true,"until":null}`},
		{"white space", "  { \t\"id\" : 1 , \"cond\" : \"true\" }  ",
			`{"id":1,"holds":true,"until":null}`},
	} {
		for _, form := range []string{"%\n", "%\r\n", "%", "\uFEFF%\r\n", "\n \n\r\n%\n\n"} {
			var out bytes.Buffer
			in := strings.NewReader(strings.Replace(form, "%", test.line, 1))
			if err := eval.Batch(in, &out, nil); err != nil {
				t.Error(err)
			}
			if got := out.String(); got != test.want+"\n" {
				t.Errorf("%s, as %q:\ngot  %swant %s", test.name, form, got, test.want)
			}
		}
	}
}
