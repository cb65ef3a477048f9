package rocket_test

import (
	"context"
	"errors"
	"fmt"
	"os"
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

// TestFormsOfSecrets: no part of a secret is shown if secrets overlap, or if a text quotes
// one.
func TestFormsOfSecrets(t *testing.T) {
	secret := func(name, value string) rocket.Param {
		return rocket.Param{Name: name, Secret: true, Value: arg.Literal{Value: value}}
	}
	params := []rocket.Param{
		secret("short", "abcd1234"), secret("long", "abcd1234zzzz"), secret("tail", "zz99"),
		secret("quotes", `q"\<ä`), secret("lines", "line one\nline two"),
	}
	for said, want := range map[string]string{
		"abcd1234 abcd1234zzzz":        "***** *****",
		"abcd1234zzzz99 zz9 zz99":      "***** zz9 *****",
		"abcd1234abcd1234":             "**********",
		`q"\<ä`:                        "*****",
		fmt.Sprintf("%q", `q"\<ä`):     `"*****"`,
		`{"a":"q\"\\\u003cä"}`:         `{"a":"*****"}`,
		"a\nline two":                  "a\n*****",
		"line one\nline two":           "*****",
		`"line one\nline two"`:         `"*****"`,
		"nothing of this is a secret.": "nothing of this is a secret.",
	} {
		fail := func(context.Context, *rocket.Run) (any, error) { return nil, errors.New(said) }
		rec, _ := runOnce(t, rocket.TaskSpec{Action: rocket.Func(fail)},
			rocket.Schedule{Params: params})
		if rec.Error != want {
			t.Errorf("%q is shown as %q, want %q", said, rec.Error, want)
		}
	}
}

// TestSecretsAreNotHandedOn: a command does not get the variables that secrets are read
// from, unless its task says so.
func TestSecretsAreNotHandedOn(t *testing.T) {
	for _, name := range []string{"A", "B", "C", "D", "E"} {
		t.Setenv("ROCKETC_TEST_"+name, "value "+name)
	}
	env := func(name string) arg.Source { return arg.Env("ROCKETC_TEST_" + name) }
	params := []rocket.Param{
		{Name: "a", Secret: true, Value: arg.First{env("NONE"), env("A"), arg.Literal{Value: "x"}}},
		{Name: "b", Secret: true, Value: arg.Param("c")},
		{Name: "c", Value: arg.First{env("C"), arg.Param("b")}},
		{Name: "d", Value: env("D")},
		{Name: "e", Secret: true, Value: env("E")},
		{Name: "f", Secret: true},
	}
	const line = "set | grep ^ROCKETC_TEST_ | cut -d= -f1 | tr '\\n' ' '; echo $OWN | tr a-z A-Z"
	command := rocket.Command{Line: line, Env: []arg.Var{
		{Name: "OWN", Value: arg.Param("a")}, {Name: "ROCKETC_TEST_E", Value: env("E")},
	}}
	_, log := runOnce(t, rocket.TaskSpec{Action: command}, rocket.Schedule{Params: params})
	const want = `line="ROCKETC_TEST_B ROCKETC_TEST_D ROCKETC_TEST_E VALUE A"`
	if !strings.Contains(log, want) {
		t.Errorf("the log does not have %s:\n%s", want, log)
	}
}

// TestSecretsAreNotCut: a secret is not shown if it stands across the end of a piece of
// output, or across the beginning of what is kept of the output.
func TestSecretsAreNotCut(t *testing.T) {
	const secret = "s3cr3t-value-of-some-length"
	params := []rocket.Param{
		{Name: "token", Secret: true, Value: arg.Literal{Value: secret}},
		{Name: "x", Value: arg.Literal{Value: strings.Repeat("x", 16<<10-10)}},
		{Name: "y", Value: arg.Literal{Value: strings.Repeat("y", 980)}},
	}
	command := rocket.Command{Line: "printf %s $X $T $Y >&2; exit 1", Output: 990, Env: []arg.Var{
		{Name: "T", Value: arg.Param("token")}, {Name: "X", Value: arg.Param("x")},
		{Name: "Y", Value: arg.Param("y")},
	}}
	rec, log := runOnce(t, rocket.TaskSpec{Action: command}, rocket.Schedule{Params: params})
	for _, shown := range []string{rec.Error, log} {
		for _, part := range []string{secret[:6], secret[len(secret)-6:]} {
			if strings.Contains(shown, part) {
				t.Errorf("a part of the secret is shown: %s\n%.200s", part, shown)
			}
		}
	}
	if !strings.Contains(log, "*****yyyy") ||
		!strings.HasPrefix(rec.Error, "exit status 1: […]yyyy") {
		t.Errorf("the error is %.40s, the log has no masked secret", rec.Error)
	}
}

// TestSecretsInErrors: what those get who wait for a run, and hooks, has no secret, and
// is still the error that it was.
func TestSecretsInErrors(t *testing.T) {
	const secret = "s3cr3t-value"
	kind := errors.New("of some kind")
	fail := func(err error) rocket.Func {
		return func(context.Context, *rocket.Run) (any, error) { return nil, err }
	}
	panics := func(context.Context, *rocket.Run) (any, error) { panic("oh " + secret) }
	for name, test := range map[string]struct {
		action rocket.Action
		want   string
		is     func(err error) bool
	}{
		"error": {fail(fmt.Errorf("bad %s: %w", secret, kind)), "bad *****: of some kind",
			func(err error) bool { return errors.Is(err, kind) }},
		"typed nil": {fail((*os.PathError)(nil)),
			"the error cannot be read: its methods panic (is it a typed nil?)",
			func(error) bool { return true }},
		"panic": {rocket.Func(panics), "panic: oh *****", func(err error) bool {
			p := (*rocket.PanicError)(nil)
			return errors.As(err, &p) && len(p.Stack) > 0 && p.Value == "oh *****"
		}},
		"exit": {rocket.Command{Line: "echo " + secret + " >&2; exit 3"}, "exit status 3: *****",
			func(err error) bool {
				exit := (*rocket.ExitError)(nil)
				return errors.As(err, &exit) && exit.Code == 3 && exit.Stderr == "*****"
			}},
	} {
		t.Run(name, func(t *testing.T) {
			hooked := errors.New("")
			hook := func(_ context.Context, e rocket.HookEvent) error {
				if e.After {
					hooked = e.Err
				}
				return nil
			}
			s := newSession(t, rocket.Schedule{
				Params: []rocket.Param{{Name: "t", Secret: true,
					Value: arg.Literal{Value: secret}}},
				Hooks: []rocket.Hook{{Around: rocket.AroundTask, Call: rocket.HookFunc(hook)}},
				Tasks: []*rocket.TaskSpec{{Name: "a", Action: test.action}},
			})
			go func() { _ = s.Run(t.Context()) }()
			_, err := s.Task("a").Run(t.Context(), nil)
			if err.Error() != "task a: "+test.want ||
				!strings.HasSuffix(hooked.Error(), test.want) {
				t.Errorf("got %v, the hook got %v, want %s", err, hooked, test.want)
			}
			if !test.is(err) {
				t.Errorf("the error is not what it was: %#v", err)
			}
		})
	}
}

// TestSecretsInRunIDs: a name of a run that has a secret is not used.
func TestSecretsInRunIDs(t *testing.T) {
	name := rocket.RunArgsNamerFunc(func(t *rocket.Task, args map[string]any) string {
		return fmt.Sprint(t.Name(), " ", args["token"])
	})
	for token, named := range map[string]bool{"s3cr3t": false, "plain": true} {
		s := newSession(t, rocket.Schedule{
			Params: []rocket.Param{{Name: "t", Secret: true, Value: arg.Literal{Value: "s3cr3t"}}},
			Tasks: []*rocket.TaskSpec{{Name: "a", NameRun: name, Action: rocket.Func(
				func(_ context.Context, r *rocket.Run) (any, error) { return r.ID, nil })}},
		})
		id, err := s.RunTask(t.Context(), "a", map[string]any{"token": token})
		if err != nil || (id == "a "+token) != named || fmt.Sprint(id) == "" {
			t.Errorf("the run is named %v: %v", id, err)
		}
	}
}
