package rocket_test

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

// seen returns what a task sees of an argument of type T.
func seen[T any](t *testing.T, from arg.Source) (text string) {
	t.Helper()
	action := func(_ context.Context, r *rocket.Run) (any, error) {
		v, err := rocket.Arg[T]{Name: "x", From: from}.Value(r)
		text = fmt.Sprint(v)
		return nil, err
	}
	rec, _ := runOnce(t, rocket.TaskSpec{Name: "a", Action: rocket.Func(action)},
		rocket.Schedule{Config: rocket.Config{Timeout: time.Hour}})
	if rec.Error != "" {
		return rec.Error
	}
	return text
}

// TestSessionSources: the parts of a session are arguments with their own types.
func TestSessionSources(t *testing.T) {
	timeout := func(c rocket.Config) string { return c.Timeout.String() }
	name := func(task *rocket.Task) string { return task.Name() }
	tasks := func(s *rocket.Session) string { return fmt.Sprint(len(s.Tasks())) }
	enabled := func(l *slog.Logger) string {
		return fmt.Sprint(l.Enabled(t.Context(), slog.LevelError))
	}
	for _, test := range []struct{ got, want string }{
		{seen[string](t, arg.Converted[rocket.Config, string]{From: arg.Config{}, As: timeout}),
			"1h0m0s"},
		{seen[string](t, arg.Converted[*rocket.Task, string]{From: arg.Task(""), As: name}), "a"},
		{seen[string](t, arg.Converted[*rocket.Task, string]{From: arg.Task("a"), As: name}), "a"},
		{seen[string](t, arg.Converted[*rocket.Session, string]{From: arg.Session{}, As: tasks}),
			"1"},
		{seen[string](t, arg.Converted[*slog.Logger, string]{From: arg.Logger{}, As: enabled}),
			"true"},
		{seen[*rocket.Task](t, arg.Task("gone")),
			`parameter "x": there is no such task in the session: gone`},
		{seen[int](t, arg.Literal{Value: "a"}), `parameter "x": "a" is no int`},
		{seen[int](t, nil), `parameter "x" has no value`},
	} {
		if test.got != test.want {
			t.Errorf("got %s, want %s", test.got, test.want)
		}
	}
}

// TestArgWithoutSession: in a condition that is tried without a session, what only a
// session has is missing.
func TestArgWithoutSession(t *testing.T) {
	t.Setenv("ROCKETC_TEST_N", "7")
	for _, test := range []struct {
		from arg.Source
		want string
	}{
		{arg.Env("ROCKETC_TEST_N"), "7 <nil>"},
		{arg.Param("p"), `<nil> parameter "x": p has no value`},
		{arg.Flag("--f"), `<nil> parameter "x": cli "--f" has no value`},
		{arg.ReturnOf("a"), `<nil> parameter "x": return of a has no value`},
		{arg.Session{}, `<nil> parameter "x": session has no value`},
		{arg.Task(""), `<nil> parameter "x": task has no value`},
		{arg.Task("a"), `<nil> parameter "x": task a has no value`},
		{arg.Config{}, `<nil> parameter "x": config has no value`},
	} {
		v, err := rocket.Arg[any]{Name: "x", From: test.from}.Observed(new(rocket.Observation))
		if got := fmt.Sprint(v, " ", err); got != test.want {
			t.Errorf("%s: got %s, want %s", test.from, got, test.want)
		}
	}
	logger, err := rocket.Arg[*slog.Logger]{From: arg.Logger{}}.Observed(new(rocket.Observation))
	if logger != slog.Default() || err != nil {
		t.Errorf("got %v, error %v", logger, err)
	}
}

// TestMaterializeWithoutSource: an argument that only the run can give has no value to be
// looked up when the run starts.
func TestMaterializeWithoutSource(t *testing.T) {
	own := func(_ context.Context, r *rocket.Run) (any, error) {
		return rocket.Arg[int]{Name: "n"}.Value(r)
	}
	action := calls{own, []arg.Source{nil}}
	schedule := rocket.Schedule{
		Config: rocket.Config{ParamMaterialize: rocket.Pre},
		Tasks:  []*rocket.TaskSpec{{Name: "a", Action: action}},
	}
	live(t, schedule, func(s *rocket.Session) {
		v, err := s.Task("a").Run(context.Background(), map[string]any{"n": 3})
		if v != 3 || err != nil {
			t.Errorf("got %v, error %v", v, err)
		}
	})
}
