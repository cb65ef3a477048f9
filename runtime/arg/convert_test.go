package arg_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc/runtime/arg"
)

// as returns what As makes of a value, or its error.
func as[T any](value any) string {
	v, err := arg.As[T](value)
	if err != nil {
		return "error " + err.Error()
	}
	return fmt.Sprintf("%T %v", v, v)
}

func TestAs(t *testing.T) {
	type region string
	raw := func(text string) json.RawMessage { return json.RawMessage(text) }
	for i, test := range []struct{ got, want string }{
		{as[int](3), "int 3"},
		{as[int](3.0), "int 3"},
		{as[int](3.5), "error a value of type float64 is no int"},
		{as[int](nil), "int 0"},
		{as[any](nil), "<nil> <nil>"},
		{as[any]("x"), "string x"},
		{as[fmt.Stringer](time.Second), "time.Duration 1s"},
		{as[fmt.Stringer](1), "error a value of type int is no fmt.Stringer"},
		{as[region](region("eu")), "arg_test.region eu"},
		{as[region]("eu"), `error "eu" does not convert to arg_test.region`},
		{as[int8](127), "int8 127"},
		{as[int8](128), "error a value of type int is no int8"},
		{as[uint](-1), "error a value of type int is no uint"},
		{as[uint64](1e15), "uint64 1000000000000000"},
		{as[float32](1.5), "float32 1.5"},
		{as[float64](3), "float64 3"},
		{as[float64](math.Inf(1)), "float64 +Inf"},
		{as[float32](math.Inf(1)), "error a value of type float64 is no float32"},
		{as[time.Duration](3), "error a value of type int is no time.Duration"},
		{as[string](3), "error a value of type int is no string"},
		{as[bool](1), "error a value of type int is no bool"},
		{as[int](int64(3)), "error a value of type int64 is no int"},

		{as[string]("x"), "string x"},
		{as[bool]("t"), "bool true"},
		{as[bool]("yes"), `error "yes" is no bool`},
		{as[int]("-7"), "int -7"},
		{as[int]("7.0"), `error "7.0" is no int`},
		{as[int16]("7"), "int16 7"},
		{as[uint8]("256"), `error "256" is no uint8`},
		{as[float32]("1.5"), "float32 1.5"},
		{as[float64]("1e3"), "float64 1000"},
		{as[float64](""), `error "" is no float64`},
		{as[time.Duration]("1h30m"), "time.Duration 1h30m0s"},
		{as[time.Duration]("90"), `error "90" is no time.Duration`},
		{as[time.Time]("2026-03-02T07:00:00Z"), "time.Time 2026-03-02 07:00:00 +0000 UTC"},
		{as[time.Time]("today"), `error "today" is no time.Time`},
		{as[[]int]("1,2"), `error "1,2" does not convert to []int`},
		{as[int](strings.Repeat("9", 50)),
			`error "` + strings.Repeat("9", 40) + `…" is no int`},

		{as[[]int]([]any{1, 2}), "[]int [1 2]"},
		{as[any]([]any{1, "a"}), "[]interface {} [1 a]"},
		{as[map[string]float64](map[string]any{"a": 1}), "map[string]float64 map[a:1]"},
		{as[struct{ A int }](map[string]any{"a": 1}), "struct { A int } {1}"},

		{as[int](raw("3")), "int 3"},
		{as[int](raw(`"3"`)), "int 3"},
		{as[time.Duration](raw(`"1m"`)), "time.Duration 1m0s"},
		{as[time.Duration](raw("1000")), "time.Duration 1µs"},
		{as[[]string](raw(`["a"]`)), "[]string [a]"},
		{as[any](raw("[1]")), "[]interface {} [1]"},
		{as[int](raw(`"three"`)), `error "three" is no int`},
		{as[int](raw("[1]")), "error json: cannot unmarshal array into Go value of type int"},
	} {
		if test.got != test.want {
			t.Errorf("test %d: got %s, want %s", i, test.got, test.want)
		}
	}
}

func TestText(t *testing.T) {
	for _, test := range []struct {
		value any
		want  string
	}{
		{"a b", "a b"},
		{90 * time.Second, "1m30s"},
		{true, "true"},
		{-3, "-3"},
		{1e6, "1e+06"},
		{nil, "null"},
		{[]any{1, "a"}, `[1,"a"]`},
		{struct{ A int }{1}, `{"A":1}`},
		{json.RawMessage(`"a\nb"`), "a\nb"},
		{json.RawMessage(`[1]`), "[1]"},
		{func() {}, "error json: unsupported type: func()"},
	} {
		got, err := arg.Text(test.value)
		if err != nil {
			got = "error " + err.Error()
		}
		if got != test.want {
			t.Errorf("%#v: got %s, want %s", test.value, got, test.want)
		}
	}
}
