package rocket_test

import (
	"strings"
	"testing"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

func TestCommandParams(t *testing.T) {
	params := []arg.Var{
		{Name: "date", Value: arg.Literal{Value: "it's $HOME `x`; \"y\""}},
		{Name: "n", Value: arg.Literal{Value: 3}},
	}
	const values = `it's $HOME ` + "`x`" + `; \"y\"`
	for _, test := range []struct {
		name    string
		command rocket.Command
		want    string
	}{
		{"line", rocket.Command{Line: "echo a\n", Params: params},
			`line="a --date ` + values + ` --n 3"`},
		{"list", rocket.Command{Args: []string{"echo", "a"}, Params: params},
			`line="a --date ` + values + ` --n 3"`},
		{"short", rocket.Command{Args: []string{"echo", "x"}, Params: params[1:], ShortFlags: true},
			`line="x -n 3"`},
		{"short line", rocket.Command{Line: "echo x", Params: params[1:], ShortFlags: true},
			`line="x -n 3"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			if rec, log := runOnce(t, rocket.TaskSpec{Action: test.command},
				rocket.Schedule{}); !strings.Contains(log, test.want) {
				t.Errorf("%+v\n%s\nwant %s", rec, log, test.want)
			}
		})
	}
}

func TestCommandParamWithoutValue(t *testing.T) {
	command := rocket.Command{Line: "echo",
		Params: []arg.Var{{Name: "x", Value: arg.Env("ROCKETC_TEST_NONE")}}}
	rec, _ := runOnce(t, rocket.TaskSpec{Action: command}, rocket.Schedule{})
	if rec.Event != rocket.Failed || rec.Error != `params x: env "ROCKETC_TEST_NONE" has no value` {
		t.Errorf("got %v %q", rec.Event, rec.Error)
	}
}
