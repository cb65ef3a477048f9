package eval_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/eval"
)

// TestParamsOfConditions: the params of a question are the points and durations of its
// condition. Without them, or with a wrong one, there is no answer.
func TestParamsOfConditions(t *testing.T) {
	for _, test := range []struct{ cond, params, want string }{
		{"daily at (x)", `"07:30"`, `"holds":true,"until":"2026-03-02T08:30:00Z"`},
		{"daily at (x)", `"8:00"`, `"holds":false,"until":"2026-03-02T08:00:00Z"`},
		{"~time of week on (x)", `"weekdays"`, `"holds":false`},
		{"every (x)", "90", `"holds":true`},
		{"daily at (x)", `"25:00"`, `\"x\" is \"25:00\"`},
		{"daily & every (x)", "null", `every (x): param \"x\" has no value`},
	} {
		question := `{"now": "2026-03-02T07:45:00", "cond": "` + test.cond +
			`", "params": {"x": ` + test.params + "}}"
		var out bytes.Buffer
		if err := eval.Batch(strings.NewReader(question), &out, nil); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), test.want) {
			t.Errorf("%s\ngot %swant %s", question, &out, test.want)
		}
	}
}
