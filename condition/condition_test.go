package condition_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/condition"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// Example creates a task with a condition that is a text.
func Example() {
	session, err := rocket.New(&rocket.Schedule{Config: rocket.Config{
		ShutCond: stdconds.Has{Task: "second", Did: rocket.Finished}}})
	if err != nil {
		panic(err)
	}
	say := func(text string) rocket.Func {
		return func(context.Context, *rocket.Run) (any, error) {
			fmt.Println(text)
			return nil, nil
		}
	}
	for name, text := range map[string]string{
		"first": "every 1 hour", "second": "after first & ~running",
	} {
		when, err := condition.Parse(text)
		if err != nil {
			panic(err)
		}
		if _, err := session.Create(rocket.TaskSpec{Name: name, When: when,
			Action: say(name)}); err != nil {
			panic(err)
		}
	}
	if err := session.Run(context.Background()); err != nil {
		panic(err)
	}
	// Output:
	// first
	// second
}

// TestParse: a text becomes the condition that the compiler makes of it, and writes itself
// as the language does.
func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"daily after 07:00 & ~running":     "daily after 07:00 & ~running",
		`"hourly" | task 'a b' has failed`: `hourly | task "a b" has failed`,
		"param x is 'y'":                   `param "x" is "y"`,
		"last failed":                      "last failed",
	} {
		cond, err := condition.Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if got := fmt.Sprint(cond); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

// TestParseErrors: an error names the text, and says where in it and why.
func TestParseErrors(t *testing.T) {
	for text, want := range map[string]string{
		"":                         "1:1: ",
		"daly":                     `1:1: error[RKT102]: cond "daly" is not declared`,
		"daily after 25:00":        "1:13: ",
		"daily &":                  "1:8: ",
		"daily {":                  "1:7: ",
		"hourly & func f()":        "1:10: ",
		"every 10 s & x(1) | daly": "1:14: ",
		"daily\n& hourlyy":         "2:3: ",
	} {
		cond, err := condition.Parse(text)
		if err == nil || cond != nil || !strings.Contains(err.Error(), want) ||
			!strings.HasPrefix(err.Error(), "condition ") {
			t.Errorf("%q: got %v, error %v, want %s", text, cond, err, want)
		}
	}
}

// TestSensorsAreRefused: a sensor needs its package linked, or a task that checks it.
func TestSensorsAreRefused(t *testing.T) {
	for _, text := range []string{
		"file_exists('a')", "daily & ~http_ok('http://localhost')", "load_below(1)",
	} {
		if cond, err := condition.Parse(text); err == nil {
			t.Errorf("%s: got %#v, want an error", text, cond)
		}
	}
}
