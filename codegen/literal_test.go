package codegen

import (
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/stdconds"
)

// print writes a value as that of a variable.
func print(t *testing.T, v any) (string, error) {
	t.Helper()
	file := declareImports(newIdentifiers(), nil, nil).newFile("p")
	at := place{lead: len("var x = ")}
	l, err := newPrinter(file.imported).value(reflect.ValueOf(&v).Elem(), dynamic, at)
	return l.text, err
}

// A pair is a type of a test's own, as a package of the user's might have it.
type Pair struct {
	Left, Right any
	hidden      int
}

func TestLiteral(t *testing.T) {
	for _, test := range []struct {
		value any
		want  string
	}{
		{nil, `nil`},
		{true, `true`},
		{0, `0`},
		{-5, `-5`},
		{int64(5), `int64(5)`},
		{uint64(1) << 40, `uint64(0x10000000000)`},
		{uint8(7), `uint8(0x7)`},
		{1.5, `1.5`},
		{2.0, `2.0`},
		{1e100, `1e+100`},
		{float32(0.1), `float32(0.1)`},
		{"", `""`},
		{"plain", `"plain"`},
		{"größe", `"größe"`},
		{`say "hi" to C:\`, "`say \"hi\" to C:\\`"},
		{"a `quoted` \"word\"", `"a ` + "`quoted`" + ` \"word\""`},
		{"two\nlines", "`two\nlines`"},
		{"one line\n", `"one line\n"`},
		{"two\r\nlines", `"two\r\nlines"`},
		{"\x00\xff", `"\x00\xff"`},
		{time.Duration(0), `time.Duration(0)`},
		{time.Duration(-1), `time.Duration(-1)`},
		{time.Second, `time.Second`},
		{7 * time.Hour, `7 * time.Hour`},
		{90 * time.Minute, `90 * time.Minute`},
		{1500 * time.Millisecond, `1500 * time.Millisecond`},
		{-10 * time.Microsecond, `-10 * time.Microsecond`},
		{8*time.Hour + 30500*time.Millisecond, `8*time.Hour + 30500*time.Millisecond`},
		{time.Hour + 1500*time.Microsecond, `time.Hour + 1500*time.Microsecond`},
		{stdconds.Past(time.Hour + time.Millisecond),
			`stdconds.Past(time.Hour + time.Millisecond)`},
		{time.Hour + 7, `time.Duration(3600000000007)`},
		{time.Sunday, `time.Sunday`},
		{time.March, `time.March`},
		{time.Month(13), `time.Month(13)`},
		{stdconds.Const(true), `stdconds.Const(true)`},
		{stdconds.Const(false), `stdconds.Const(false)`},
		{stdconds.Past(2 * time.Hour), `stdconds.Past(2 * time.Hour)`},
		{stdconds.Past(5), `stdconds.Past(5)`},
		{stdconds.Less, `stdconds.Op("<")`},
		{arg.Env("HOME"), `arg.Env("HOME")`},
		{rocket.Failed, `rocket.Failed`},
		{rocket.Succeeded | rocket.Failed, `rocket.Succeeded | rocket.Failed`},
		{stdconds.Ended, `stdconds.Ended`},
		{rocket.Process, `rocket.Process`},
		{stdconds.All{}, `stdconds.All{}`},
		{stdconds.All(nil), `nil`},
		{stdconds.Running{}, `stdconds.Running{}`},
		{&stdconds.Running{Task: "a"}, `&stdconds.Running{Task: "a"}`},
		{(*stdconds.Running)(nil), `nil`},
		{[]string{"a", "b"}, `[]string{"a", "b"}`},
		{[2]int{1, 2}, `[2]int{1, 2}`},
		{[]any{1, "b", nil, 2.0}, `[]any{1, "b", nil, 2.0}`},
		{[]time.Duration{0, time.Hour}, `[]time.Duration{0, time.Hour}`},
		{[]stdconds.Past{stdconds.Past(time.Hour)}, `[]stdconds.Past{stdconds.Past(time.Hour)}`},
		{[]arg.Var{{Name: "a"}, {}}, `[]arg.Var{{Name: "a"}, {}}`},
		{[]*arg.Var{{Name: "a"}, nil}, `[]*arg.Var{{Name: "a"}, nil}`},
		{[]arg.Source{arg.Param("x")}, `[]arg.Source{arg.Param("x")}`},
		{map[string]any{"b": 1, "a": []int{2}}, `map[string]any{"a": []int{2}, "b": 1}`},
		{stdconds.Not{Of: stdconds.Const(true)}, `stdconds.Not{Of: stdconds.Const(true)}`},
		{stdconds.Retry{Times: -1, Backoff: 2}, `stdconds.Retry{Times: -1, Backoff: 2}`},
		{stdconds.Param{Name: "n", Is: 3}, `stdconds.Param{Name: "n", Is: 3}`},
		{rocket.TaskSpec{Timeout: rocket.Never}, `rocket.TaskSpec{Timeout: rocket.Never}`},
		{rocket.Config{CycleSleep: -1, Timeout: rocket.Never},
			`rocket.Config{CycleSleep: -1, Timeout: rocket.Never}`},
		{period.OfMonth{From: period.MonthDay{Nth: -1, Weekday: time.Friday}},
			`period.OfMonth{From: period.MonthDay{Nth: -1, Weekday: time.Friday}}`},
		{
			stdconds.All{stdconds.Once{Period: period.OfDay{From: 7 * time.Hour,
				To: 16 * time.Hour}, Text: "daily between 07:00 and 16:00"}, stdconds.Const(true)},
			`stdconds.All{
	stdconds.Once{
		Period: period.OfDay{From: 7 * time.Hour, To: 16 * time.Hour},
		Text:   "daily between 07:00 and 16:00",
	},
	stdconds.Const(true),
}`,
		},
		{
			map[string]any{"first": strings.Repeat("a", 60), "second": strings.Repeat("b", 60)},
			`map[string]any{
	"first":  "` + strings.Repeat("a", 60) + `",
	"second": "` + strings.Repeat("b", 60) + `",
}`,
		},
	} {
		got, err := print(t, test.value)
		if err != nil || got != test.want {
			t.Errorf("%#v: got\n%s\nerror %v, want\n%s", test.value, got, err, test.want)
		}
	}
}

// TestHiddenFields: what a literal cannot set is left out.
func TestHiddenFields(t *testing.T) {
	got, err := print(t, Pair{Left: 1, hidden: 2})
	if want := `codegen.Pair{Left: 1}`; err != nil || got != want {
		t.Errorf("got %s, error %v, want %s", got, err, want)
	}
}

func TestNoLiteral(t *testing.T) {
	type private struct{ A int }
	number := 3
	for want, value := range map[string]any{
		"a func() cannot be written as a literal": func() {},
		"a *int cannot be written as a literal":   &number,
		"NaN cannot be written as a literal":      math.NaN(),
		"Right: [1]: a chan int cannot be written as a literal": Pair{Right: []any{1,
			make(chan int)}},
		"[a]: +Inf cannot be written as a literal":         map[string]float64{"a": math.Inf(1)},
		"a codegen.private cannot be written as a literal": private{1},
		"a plan.GoFunc cannot be written as a literal":     &plan.GoFunc{},
		"a complex128 cannot be written as a literal":      1i,
		"a chan int cannot be written as a literal":        map[chan int]int{},
	} {
		text, err := print(t, value)
		if err == nil || err.Error() != want {
			t.Errorf("%T: got %s, error %v, want %s", value, text, err, want)
		}
	}
}

// A tone is a type with an expression of its own.
type Tone int

func (t Tone) GoString() string { return map[Tone]string{0: "time.Second", 1: "\"unclosed"}[t] }

func TestGoString(t *testing.T) {
	if got, err := print(t, Tone(0)); err != nil || got != "time.Second" {
		t.Errorf("got %s, error %v", got, err)
	}
	if got, err := print(t, Tone(1)); err == nil {
		t.Errorf("got %s, want an error", got)
	}
}
