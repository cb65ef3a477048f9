package rocket_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"

	"github.com/rocketc/rocketc/runtime/arg"
)

func TestArgumentText(t *testing.T) {
	for want, a := range map[string]arg.Source{
		`"eu"`: arg.Literal{Value: "eu"}, "1m30s": arg.Literal{Value: 90 * time.Second},
		`[1, "a", true]`:      arg.Literal{Value: []any{1, "a", true}},
		`{ a: 1, b: [] }`:     arg.Literal{Value: map[string]any{"b": []any{}, "a": 1}},
		"func prices.Where()": arg.Call[int]{Name: "prices.Where"},
		"return of fetch":     arg.Converted[int, string]{From: arg.ReturnOf("fetch")},
		`[env "A", 1]`:        arg.ListOf[int]{arg.Env("A"), arg.Literal{Value: 1}},
		`{ a: x, b: session }`: arg.MapOf[any]{{Name: "a", Value: arg.Param("x")},
			{Name: "b", Value: arg.Session{}}},
		"task": arg.Task(""), "task a": arg.Task("a"), "logger": arg.Logger{},
		"config": arg.Config{},
	} {
		if got := a.String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// argument returns what a task sees of an argument of type T.
func argument[T any](t *testing.T, from arg.Source) string {
	t.Helper()
	got := ""
	rec, _ := runOnce(t,
		rocket.TaskSpec{Action: rocket.Func(func(_ context.Context, r *rocket.Run) (any, error) {
			v, err := rocket.Arg[T]{Name: "x", From: from}.Value(r)
			got = fmt.Sprint(v)
			return nil, err
		})}, rocket.Schedule{})
	if rec.Error != "" {
		return rec.Error
	}
	return got
}

func TestSources(t *testing.T) {
	t.Setenv("ROCKETC_TEST_N", "7")
	double := func(n int) string { return fmt.Sprint(2 * n) }
	none := arg.Env("ROCKETC_TEST_NONE")
	call := func(err error) arg.Source {
		return arg.Call[int]{Name: "f", Func: func() (int, error) { return 3, err }}
	}
	for _, test := range []struct{ got, want string }{
		{argument[int](t, call(nil)), "3"},
		{argument[int](t, call(errors.New("no luck"))), `parameter "x": func f(): no luck`},
		{argument[string](t, arg.Converted[int, string]{From: arg.Env("ROCKETC_TEST_N"),
			As: double}), "14"},
		{argument[string](t, arg.Converted[int, string]{From: none, As: double}),
			`parameter "x": env "ROCKETC_TEST_NONE" has no value`},
		{argument[string](t, arg.First{arg.Converted[int, string]{From: none, As: double},
			arg.Literal{Value: "y"}}), "y"},
		{argument[string](t, arg.Converted[bool, string]{From: arg.Literal{Value: 3}}),
			`parameter "x": a value of type int is no bool`},
		{argument[[]int](t, arg.ListOf[int]{arg.Env("ROCKETC_TEST_N"), arg.Literal{Value: 1}}),
			"[7 1]"},
		{argument[[]int](t, arg.ListOf[int]{arg.Literal{Value: "a"}}),
			`parameter "x": [0]: "a" is no int`},
		{argument[[]int](t, arg.ListOf[int]{none}),
			`parameter "x": [0]: env "ROCKETC_TEST_NONE" has no value`},
		{argument[map[string]int](t, arg.MapOf[int]{{Name: "a", Value: arg.Env("ROCKETC_TEST_N")}}),
			"map[a:7]"},
		{argument[map[string]int](t, arg.MapOf[int]{{Name: "a", Value: none}}),
			`parameter "x": a: env "ROCKETC_TEST_NONE" has no value`},
		{argument[*rocket.Task](t, arg.Task("gone")),
			`parameter "x": there is no such task in the session: gone`},
		{argument[any](t, arg.Literal{Value: map[string]any{"a": 1}}), "map[a:1]"},
		{argument[map[string]float64](t, arg.Literal{Value: map[string]any{"a": 1}}), "map[a:1]"},
	} {
		if test.got != test.want {
			t.Errorf("got %s, want %s", test.got, test.want)
		}
	}
}

// typed are the arguments of a task in these tests.
type typed struct{ N int }

func (a typed) RunArgs() map[string]any {
	if a.N == 0 {
		return map[string]any{}
	}
	return map[string]any{"n": a.N}
}

// TestHandles runs tasks by handles of every kind.
func TestHandles(t *testing.T) {
	double := rocket.Func(func(_ context.Context, r *rocket.Run) (any, error) {
		n, err := rocket.Arg[int]{Name: "n", From: arg.Literal{Value: 4}}.Value(r)
		return 2 * n, err
	})
	ctx := context.Background()
	live(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{{Name: "double", Action: double}}},
		func(s *rocket.Session) {
			task := s.Task("double")
			if _, err := rocket.HandleOf[rocket.None, rocket.None](task).Run(ctx); err != nil {
				t.Error(err)
			}
			if n, err := rocket.HandleOf[rocket.None, int](task).Run(ctx, rocket.None{}); n != 8 ||
				err != nil {
				t.Errorf("got %d, error %v", n, err)
			}
			whole := rocket.HandleOf[typed, int](task)
			for _, test := range []struct {
				args []typed
				want int
			}{{nil, 8}, {[]typed{{}}, 8}, {[]typed{{5}}, 10}, {[]typed{{5}, {}}, 10},
				{[]typed{{5}, {6}, {}}, 12}} {
				if n, err := whole.Run(ctx, test.args...); n != test.want || err != nil {
					t.Errorf("%v: got %d, error %v, want %d", test.args, n, err, test.want)
				}
			}
			if _, err := rocket.HandleOf[typed, string](task).Run(ctx); err == nil {
				t.Error("an int is taken for a string")
			}
			launch, err := whole.Start(typed{3})
			if value, failed := launch.Wait(ctx); value != 6 || err != nil || failed != nil {
				t.Errorf("got %v, errors %v and %v", value, err, failed)
			}
		})
}
