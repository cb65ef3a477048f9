package rocket_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

// TestSecretsAreNotShown: tasks get the value of a secret, the log and the
// records do not.
func TestSecretsAreNotShown(t *testing.T) {
	t.Setenv("ROCKETC_TEST_TOKEN", "s3cr3t-value")
	secret := rocket.Param{Name: "token", Secret: true, Value: arg.Env("ROCKETC_TEST_TOKEN")}
	number := rocket.Arg[int]{Name: "n", From: arg.Param("token")}
	text := rocket.Arg[string]{Name: "text", From: arg.Param("token")}
	got := ""
	for _, test := range []struct {
		name   string
		action rocket.Action
		shown  string
	}{
		{"output", rocket.Command{Line: "echo token $T",
			Env: []arg.Var{{Name: "T", Value: arg.Param("token")}}}, "line=\"token *****\""},
		{"standard error", rocket.Command{Line: "echo $T >&2; exit 1",
			Env: []arg.Var{{Name: "T", Value: arg.Param("token")}}}, "exit status 1: *****"},
		{"conversion", rocket.Func(func(_ context.Context, r *rocket.Run) (any, error) {
			return number.Value(r)
		}), `\"*****\" is no int`},
		{"error", rocket.Func(func(_ context.Context, r *rocket.Run) (any, error) {
			v, err := text.Value(r)
			got = v
			return nil, errors.Join(err, fmt.Errorf("bad token %s", v))
		}), "bad token *****"},
		{"user's log", rocket.Func(func(_ context.Context, r *rocket.Run) (any, error) {
			v, err := text.Value(r)
			r.Logger().With("with", v).WithGroup("g").Info("has "+v, "err", errors.New(v))
			return nil, err
		}), `msg="has *****"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			rec, log := runOnce(t, rocket.TaskSpec{Action: test.action},
				rocket.Schedule{Params: []rocket.Param{secret}})
			if strings.Contains(log, "s3cr3t") || strings.Contains(rec.Error, "s3cr3t") {
				t.Errorf("the secret is shown: %q\n%s", rec.Error, log)
			}
			if !strings.Contains(log, test.shown) {
				t.Errorf("the log does not have %s:\n%s", test.shown, log)
			}
		})
	}
	if got != "s3cr3t-value" {
		t.Errorf("the task got %q", got)
	}
}
