package step_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/runtime/step"
)

// scheduler notes what it is asked for, and refuses it.
type scheduler struct{ asked string }

var errRefused = errors.New("refused")

func (s *scheduler) ask(what ...any) error {
	s.asked += fmt.Sprint(what...)
	return errRefused
}

func (s *scheduler) Shutdown(force bool) error             { return s.ask("shutdown ", force) }
func (s *scheduler) Restart() error                        { return s.ask("restart") }
func (s *scheduler) Run(task string, args []arg.Var) error { return s.ask("run ", task, args) }
func (s *scheduler) Terminate(task string) error           { return s.ask("terminate ", task) }
func (s *scheduler) Disable(task string) error             { return s.ask("disable ", task) }
func (s *scheduler) Enable(task string) error              { return s.ask("enable ", task) }
func (s *scheduler) Remove(task string) error              { return s.ask("remove ", task) }
func (s *scheduler) Hold() error                           { return s.ask("hold") }
func (s *scheduler) Resume() error                         { return s.ask("resume") }
func (s *scheduler) Set(param string, value arg.Source) error {
	return s.ask("set ", param, " ", value)
}
func (s *scheduler) Tasks(prefix string) []string { return []string{prefix + "1", prefix + "2"} }

// TestSteps: each step asks for one thing, hands on the error, and is written as the
// language has it.
func TestSteps(t *testing.T) {
	args := []arg.Var{{Name: "region", Value: arg.Env("R")}, {Name: "n", Value: arg.Param("x")}}
	for _, test := range []struct {
		step        step.Step
		text, asked string
	}{
		{step.Shutdown{}, "shutdown", "shutdown false"},
		{step.Shutdown{Force: true}, "shutdown force", "shutdown true"},
		{step.Restart{}, "restart", "restart"},
		{step.Run{Task: "a"}, "run a", "run a[]"},
		{step.Run{Task: "a b"}, `run "a b"`, "run a b[]"},
		{step.Run{Task: "a", Args: args}, `run a(region: env "R", n: x)`,
			`run a[{region env "R"} {n x}]`},
		{step.Terminate{Task: "a b"}, `terminate "a b"`, "terminate a b"},
		{step.Disable{Task: "a"}, "disable a", "disable a"},
		{step.Enable{Task: "a"}, "enable a", "enable a"},
		{step.Remove{Task: "a"}, "remove a", "remove a"},
		{step.Hold{}, "hold", "hold"},
		{step.Resume{}, "resume", "resume"},
		{step.Set{Param: "x", Value: arg.Literal{Value: "a"}}, `set x = "a"`, "set x \"a\""},
		{step.Set{Param: "x", Value: arg.Env("X"), Secret: true}, `set x = *****`, `set x env "X"`},
		{step.Run{Tasks: step.List{"a", "b c"}, Args: args[1:]}, `run [a, "b c"](n: x)`,
			"run a[{n x}]run b c[{n x}]"},
		{step.Terminate{Tasks: step.All{}}, "terminate all", "terminate 1terminate 2"},
		{step.Disable{Tasks: step.Group("a b")}, `disable "a b".*`,
			"disable a b.1disable a b.2"},
		{step.Enable{Tasks: step.Group("a.b")}, "enable a.b.*", "enable a.b.1enable a.b.2"},
		{step.Remove{Tasks: step.List{}}, "remove []", ""},
	} {
		var s scheduler
		err := test.step.Take(&s)
		if errors.Is(err, errRefused) != (test.asked != "") || s.asked != test.asked {
			t.Errorf("%s: asked for %q, error %v, want %q", test.text, s.asked, err, test.asked)
		}
		if got := test.step.String(); got != test.text {
			t.Errorf("got %s, want %s", got, test.text)
		}
	}
}
