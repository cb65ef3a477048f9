package rocket_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/runtime/step"
)

// counting is an action as generated code has them: it returns its n times two.
type counting struct {
	n    rocket.Arg[int]
	text rocket.Arg[string]
}

func (c counting) Act(_ context.Context, r *rocket.Run) (any, error) {
	n, err := c.n.Value(r)
	if err != nil {
		return nil, err
	}
	return 2 * n, nil
}

// bench is a schedule of which one task is run.
func bench(j *journal) rocket.Schedule {
	fail := func(context.Context, *rocket.Run) (any, error) { return nil, errors.New("oh") }
	return rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "setup", OnStartup: true, Action: j.does(0)},
		{Name: "always", When: once{}, Action: j.does(0)},
		{Name: "count", When: started{time.Hour}, Action: counting{
			n:    rocket.Arg[int]{Name: "n", From: arg.Literal{Value: 1}},
			text: rocket.Arg[string]{Name: "text"},
		}},
		{Name: "fail", Action: rocket.Func(fail)},
		{Name: "two", Action: rocket.Do{step.Run{Task: "count"}, step.Run{Task: "always"}}},
		{Name: "echo", Action: rocket.Command{Line: "true"}},
		{Name: "again", Action: rocket.Do{step.Restart{}}},
		{Name: "flush", OnShutdown: true, Action: j.does(0)},
	}}
}

// TestRunTask: one run, and nothing else.
func TestRunTask(t *testing.T) {
	type args = map[string]any
	for _, test := range []struct {
		task  string
		args  args
		value any
		err   string
		story string
	}{
		{"count", nil, 2, "", "count:run@0s count:success@0s"},
		{"count", args{"n": "21"}, 42, "", "count:run@0s count:success@0s"},
		{"count", args{"n": "many"}, nil, `parameter "n": "many" `, "count:run@0s count:fail@0s"},
		{"fail", nil, nil, "task fail: oh", "fail:run@0s fail:fail@0s"},
		{"two", nil, nil, "", "always:run@0s always:success@0s count:run@0s count:success@0s " +
			"two:run@0s two:success@0s"},
		{"again", nil, nil, "", "again:run@0s again:success@0s"},
		{"coun", nil, nil, "there is no such task in the session: coun (did you mean count?); " +
			"there are setup, always, count,", ""},
		{"count", args{"tex": 1}, nil, "there is no such argument: task count, tex " +
			"(did you mean text?); it takes n, text", ""},
		{"two", args{"m": 1}, nil, "task two, m; it takes none", ""},
		{"echo", args{"m": 1}, nil, "task echo, m; it takes none", ""},
	} {
		synctest.Test(t, func(t *testing.T) {
			var j journal
			log := &rocket.MemoryLog{}
			s := newSession(t, bench(&j), rocket.WithRunLog(log))
			value, err := s.RunTask(t.Context(), test.task, test.args)
			text := ""
			if err != nil {
				text = err.Error()
			}
			right := strings.Contains(text, test.err) && (text == "") == (test.err == "")
			if value != test.value || !right {
				t.Errorf("%s %v: got %v, %v", test.task, test.args, value, err)
			}
			expect(t, story(recordsOf(t, log)), test.story)
		})
	}
}

// TestRunTaskIfDue: a task runs only if its start condition holds.
func TestRunTaskIfDue(t *testing.T) {
	for task, due := range map[string]bool{"always": true, "count": false, "fail": false} {
		synctest.Test(t, func(t *testing.T) {
			var j journal
			_, err := newSession(t, bench(&j)).RunTaskIfDue(t.Context(), task, nil)
			if due != (err == nil) || !due && !errors.Is(err, rocket.ErrNotDue) {
				t.Errorf("%s: %v", task, err)
			}
		})
	}
	broken := errors.New("broken")
	s := newSession(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "a", When: contextual(func(context.Context) error { return broken })}}})
	if _, err := s.RunTaskIfDue(t.Context(), "a", nil); !errors.Is(err, broken) {
		t.Errorf("a condition that fails: %v", err)
	}
}

// TestRunTaskThatIsStopped: an end that is requested waits for the run.
func TestRunTaskThatIsStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var j journal
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		begin := time.Now()
		s := newSession(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
			{Name: "a", Action: j.does(time.Minute)}}})
		if _, err := s.RunTask(ctx, "a", nil); err != nil || time.Since(begin) != time.Minute {
			t.Errorf("%v after %v", err, time.Since(begin))
		}
		if _, err := s.RunTask(ctx, "a", nil); err == nil {
			t.Error("a session runs twice")
		}
	})
}

// TestUnknownArgument: a run that is asked for with an argument that its task does not take
// is an error, and so is a task without an action.
func TestUnknownArgument(t *testing.T) {
	var j journal
	live(t, bench(&j), func(s *rocket.Session) {
		ctx := context.Background()
		args := map[string]any{"m": 1}
		for _, task := range []string{"count", "two", "echo"} {
			_, err1 := s.Task(task).Start(args)
			_, err2 := s.Task(task).Run(ctx, args)
			if !errors.Is(err1, rocket.ErrNoArgument) || !errors.Is(err2, rocket.ErrNoArgument) {
				t.Errorf("%s: Start: %v, Run: %v", task, err1, err2)
			}
		}
		if v, err := s.Task("count").Run(ctx, map[string]any{"n": 4}); v != 8 || err != nil {
			t.Errorf("got %v, %v", v, err)
		}
		if _, err := s.Create(rocket.TaskSpec{Name: "b"}); err == nil ||
			err.Error() != `task "b" has no action` {
			t.Errorf("a task without an action: %v", err)
		}
		if _, err := s.Create(rocket.TaskSpec{Name: "fail", Action: j.does(0)}); err == nil ||
			err.Error() != `task "fail" is already declared` {
			t.Errorf("a task that is there: %v", err)
		}
	})
}
