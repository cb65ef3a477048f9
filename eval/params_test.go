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
	const at = `"now": "2026-03-02T07:45:00"}`
	for question, want := range map[string]string{
		`{"cond": "daily at (x)", "params": {"x": "07:30"}, ` + at:            `"holds":true,"until":"2026-03-02T08:30:00Z"`,
		`{"cond": "daily at (x)", "params": {"x": "8:00"}, ` + at:             `"holds":false,"until":"2026-03-02T08:00:00Z"`,
		`{"cond": "~time of week on (x)", "params": {"x": "weekdays"}, ` + at: `"holds":false`,
		`{"cond": "every (x)", "params": {"x": 90}, ` + at:                    `"holds":true`,
		`{"cond": "daily at (x)", "params": {"x": "25:00"}, ` + at:            `\"x\" is \"25:00\"`,
		`{"cond": "daily at (x)", "params": {}, ` + at:                        `not declared`,
		`{"cond": "daily & every (x)", ` + at:                                 `every (x): param \"x\" has no value`,
	} {
		var out bytes.Buffer
		if err := eval.Batch(strings.NewReader(question), &out, nil); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s\ngot %swant %s", question, &out, want)
		}
	}
}
