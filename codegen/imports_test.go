package codegen_test

import (
	"go/types"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/runtime/step"
)

// TestOwnImports: a package of the user's, or a declaration in the user's package, that is
// named as one of rocketc's packages gets along with it.
func TestOwnImports(t *testing.T) {
	theirs := plan.Import{Path: "a.com/arg", Name: "arg"}
	takesArg := &plan.GoFunc{Import: theirs, Func: "F", Span: at(1), Params: []plan.GoParam{{
		Name: "arg", Fill: plan.FillArg, Type: types.Typ[types.Int], Plain: types.Typ[types.Int],
		From: arg.Env("N"),
	}}}
	code := &plan.Code{Span: at(2), Imports: []plan.Import{theirs}, Body: body(" arg.G() ")}
	p := &plan.Plan{Files: []string{"a.rkt"}, Imports: []plan.Import{theirs}}
	p.Schedule.Tasks = []*rocket.TaskSpec{
		{Name: "a", Action: takesArg},
		{Name: "b", Action: rocket.Do{step.Run{Task: "a"}}},
		{Name: "c", Action: code},
	}
	for own, wants := range map[string][]string{
		"": {
			"\t\"github.com/rocketc/rocketc/runtime/arg\"\n", "\targ2 \"a.com/arg\"\n",
			`arg: rocket.Arg[int]{Name: "arg", From: arg.Env("N")}`, "arg2.F(arg3)", "arg2.G()",
			"rocket.Do{step.Run{Task: \"a\"}}",
		},
		"step": {
			"\tstep2 \"github.com/rocketc/rocketc/runtime/step\"\n",
			"rocket.Do{step2.Run{Task: \"a\"}}",
		},
	} {
		p.Declared = map[string]string{own: "a.go:1:1"}
		text := generate(t, p, inPackage)
		for _, want := range wants {
			if strings.Count(text, want) != 1 {
				t.Errorf("want once %s in\n%s", want, text)
			}
		}
	}
}
