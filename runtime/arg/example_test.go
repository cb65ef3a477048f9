package arg_test

import (
	"fmt"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

// sessionScope returns what sources are resolved in: a session that was started with a flag, and
// has a parameter.
func sessionScope() arg.Scope {
	session, err := rocket.New(
		&rocket.Schedule{Params: []rocket.Param{{Name: "limit", Value: arg.Literal{Value: 3}}}},
		rocket.WithFlags(map[string]string{"--region": "us"}))
	if err != nil {
		panic(err)
	}
	return session.Scope()
}

// The first source that has a value counts, as with >> in the language.
func ExampleFirst() {
	from := arg.First{arg.Env("NO_SUCH_VARIABLE"), arg.Flag("--region"), arg.Literal{Value: "eu"}}
	value, err := arg.Value(sessionScope(), from)
	fmt.Println(from)
	fmt.Println(value, err)
	// Output:
	// env "NO_SUCH_VARIABLE" >> cli "--region" >> "eu"
	// us <nil>
}

// A source of a Go function is resolved each time that the value is wanted.
func ExampleApply() {
	from := arg.Apply[int]{Name: "twice", Args: []arg.Source{arg.Param("limit")},
		Func: func(values []any) (int, error) {
			n, err := arg.As[int](values[0])
			return 2 * n, err
		}}
	value, err := arg.Value(sessionScope(), from)
	fmt.Println(from, "is", value, err)
	// Output: func twice(limit) is 6 <nil>
}

// A text becomes what its parameter is.
func ExampleAs() {
	wait, err := arg.As[time.Duration]("1h30m")
	fmt.Println(wait, err)
	_, err = arg.As[int8]("x")
	fmt.Println(err)
	// Output:
	// 1h30m0s <nil>
	// "x" is no int8
}

// All finds what a source is made of.
func ExampleAll() {
	list := arg.List{arg.Env("A"), arg.First{arg.Param("b"), arg.ReturnOf("c")}}
	for part := range arg.All(list) {
		fmt.Println(part)
	}
	// Output:
	// [env "A", b >> return of c]
	// env "A"
	// b >> return of c
	// b
	// return of c
}
