package arg_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/rocketc/rocketc/runtime/arg"
)

// scope is what a session knows in these tests. Its session is its own name.
type scope struct {
	params, returns map[string]any
	flags           map[string]string
	// materialized has values by the texts of their sources.
	materialized map[string]any
}

var errParam = errors.New("no luck")

func (s scope) Param(name string) (any, bool, error) {
	if name == "bad" {
		return nil, false, errParam
	}
	v, ok := s.params[name]
	return v, ok, nil
}

func (s scope) Flag(name string) (string, bool) {
	v, ok := s.flags[name]
	return v, ok
}

func (s scope) Return(task string) (any, bool) {
	v, ok := s.returns[task]
	return v, ok
}

func (s scope) Session() (any, bool)                { return "the session", true }
func (s scope) Task(name string) (any, bool, error) { return "the task " + name, true, nil }
func (s scope) Causes() (any, bool)                 { return "the causes", true }
func (s scope) Scheduled() (any, bool)              { return "the instant", true }
func (s scope) Logger() any                         { return "the logger" }
func (s scope) Config() (any, bool)                 { return nil, false }

func (s scope) Materialized(from arg.Source) (any, bool) {
	v, ok := s.materialized[from.String()]
	return v, ok
}

func TestString(t *testing.T) {
	for want, from := range map[string]arg.Source{
		`"eu"`:            arg.Literal{Value: "eu"},
		"1m30s":           arg.Literal{Value: 90 * time.Second},
		"1000000":         arg.Literal{Value: 1e6},
		`[1, "a", true]`:  arg.Literal{Value: []any{1, "a", true}},
		`{ a: 1, b: [] }`: arg.Literal{Value: map[string]any{"b": []any{}, "a": 1}},
		"region":          arg.Param("region"),
		`env "A"`:         arg.Env("A"),
		`cli "--a"`:       arg.Flag("--a"),
		"return of fetch": arg.ReturnOf("fetch"),
		`return of "a b"`: arg.Converted[int, string]{From: arg.ReturnOf("a b")},
		`env "A" >> 1`:    arg.First{arg.Env("A"), arg.Literal{Value: 1}},
		`[env "A", x]`:    arg.List{arg.Env("A"), arg.Param("x")},
		`[env "A", 1]`:    arg.ListOf[int]{arg.Env("A"), arg.Literal{Value: 1}},
		`{ a: x, "b c": session }`: arg.MapOf[any]{{Name: "a", Value: arg.Param("x")},
			{Name: "b c", Value: arg.Session{}}},
		"func prices.Where()": arg.Call[int]{Name: "prices.Where"},
		"task":                arg.Task(""),
		"task a":              arg.Task("a"),
		"logger":              arg.Logger{},
		"config":              arg.Config{},
		"causes":              arg.Causes{},
		"scheduled":           arg.Scheduled{},
	} {
		if got := from.String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestResolve(t *testing.T) {
	t.Setenv("ROCKETC_TEST_N", "7")
	t.Setenv("ROCKETC_TEST_EMPTY", "")
	in := scope{
		params:  map[string]any{"n": 12, "empty": nil},
		returns: map[string]any{"fetch": 99},
		flags:   map[string]string{"--region": "eu"},
	}
	seven, none, bad := arg.Env("ROCKETC_TEST_N"), arg.Env("ROCKETC_TEST_NONE"), arg.Param("bad")
	call := func(err error) arg.Source {
		return arg.Call[int]{Name: "f", Func: func() (int, error) { return 3, err }}
	}
	double := func(n int) string { return fmt.Sprint(2 * n) }
	for _, test := range []struct {
		from arg.Source
		want string // empty: no value
	}{
		{arg.Literal{Value: 1.5}, "float64 1.5"},
		{arg.Literal{}, "<nil> <nil>"},
		{arg.Param("n"), "int 12"},
		{arg.Param("empty"), "<nil> <nil>"},
		{arg.Param("none"), ""},
		{bad, "error no luck"},
		{seven, "string 7"},
		{arg.Env("ROCKETC_TEST_EMPTY"), "string "},
		{none, ""},
		{arg.Flag("--region"), "string eu"},
		{arg.Flag("--none"), ""},
		{arg.ReturnOf("fetch"), "int 99"},
		{arg.ReturnOf("none"), ""},
		{arg.Session{}, "string the session"},
		{arg.Task("a"), "string the task a"},
		{arg.Logger{}, "string the logger"},
		{arg.Config{}, ""},
		{arg.Causes{}, "string the causes"},
		{arg.Scheduled{}, "string the instant"},
		{arg.First{none, seven, bad}, "string 7"},
		{arg.First{none, bad, seven}, "error no luck"},
		{arg.First{none}, ""},
		{arg.First{}, ""},
		{arg.List{seven, arg.Literal{Value: 1}}, "[]interface {} [7 1]"},
		{arg.List{}, "[]interface {} []"},
		{arg.List{none}, `error env "ROCKETC_TEST_NONE" has no value`},
		{arg.ListOf[int]{seven, arg.Literal{Value: 1}}, "[]int [7 1]"},
		{arg.ListOf[int]{seven, arg.Literal{Value: "a"}}, `error [1]: "a" is no int`},
		{arg.ListOf[int]{none}, `error [0]: env "ROCKETC_TEST_NONE" has no value`},
		{arg.MapOf[int]{{Name: "a", Value: seven}}, "map[string]int map[a:7]"},
		{arg.MapOf[int]{{Name: "a", Value: none}},
			`error a: env "ROCKETC_TEST_NONE" has no value`},
		{call(nil), "int 3"},
		{call(errParam), "error func f(): no luck"},
		{arg.Converted[int, string]{From: seven, As: double}, "string 14"},
		{arg.Converted[int, string]{From: none, As: double}, ""},
		{arg.Converted[int, string]{From: bad, As: double}, "error no luck"},
		{arg.Converted[bool, string]{From: arg.Literal{Value: 3}},
			"error a value of type int is no bool"},
	} {
		v, ok, err := test.from.Resolve(in)
		got := ""
		switch {
		case err != nil:
			got = "error " + err.Error()
		case ok:
			got = fmt.Sprintf("%T %v", v, v)
		}
		if got != test.want || err != nil && ok {
			t.Errorf("%s: got %q, want %q", test.from, got, test.want)
		}
	}
}

// TestValue: a value has to be there, and that of the start of the run counts, also for a
// part of a source.
func TestValue(t *testing.T) {
	in := scope{
		params:       map[string]any{"n": 12, "m": 13},
		materialized: map[string]any{"n": 11},
	}
	for _, test := range []struct {
		from arg.Source
		want string
	}{
		{arg.Param("m"), "13 <nil>"},
		{arg.Param("n"), "11 <nil>"},
		{arg.List{arg.Param("m"), arg.Param("n")}, "[13 11] <nil>"},
		{arg.Param("none"), "<nil> none has no value"},
		{arg.Param("bad"), "<nil> no luck"},
	} {
		v, err := arg.Value(in, test.from)
		if got := fmt.Sprint(v, " ", err); got != test.want {
			t.Errorf("%s: got %s, want %s", test.from, got, test.want)
		}
	}
}

func TestAll(t *testing.T) {
	a, b, c := arg.Param("a"), arg.Param("b"), arg.Param("c")
	first := arg.First{
		arg.Converted[int, string]{From: arg.List{a}},
		arg.MapOf[int]{{Name: "x", Value: arg.ListOf[int]{b}}},
	}
	want := []string{"[a] >> { x: [b] }", "[a]", "[a]", "a", "{ x: [b] }", "[b]", "b", "c"}
	var got []string
	for from := range arg.All(first, nil, c) {
		got = append(got, from.String())
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for n := range got {
		some := 0
		for range arg.All(first, nil, c) {
			if some++; some > n {
				break
			}
		}
		if some != n+1 {
			t.Errorf("a loop that ends after %d went on to %d", n+1, some)
		}
	}
}
