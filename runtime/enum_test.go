package rocket_test

import (
	"fmt"
	"slices"
	"testing"

	rocket "github.com/rocketc/rocketc/runtime"
)

// TestEnums writes constants as the language and as Go do.
func TestEnums(t *testing.T) {
	for _, test := range []struct {
		constant         fmt.Stringer
		word, expression string
	}{
		{rocket.SessionExecution, "", "rocket.SessionExecution"},
		{rocket.Process, "process", "rocket.Process"},
		{rocket.Main, "main", "rocket.Main"},
		{rocket.Execution(99), "Execution(99)", "rocket.Execution(99)"},
		{rocket.Replace, "replace", "rocket.Replace"},
		{rocket.PreExist(99), "PreExist(99)", "rocket.PreExist(99)"},
		{rocket.ReplaceProcess, "replace", "rocket.ReplaceProcess"},
		{rocket.Recall, "recall", "rocket.Recall"},
		{rocket.Pre, "pre", "rocket.Pre"},
		{rocket.SessionRunID, "", "rocket.SessionRunID"},
		{rocket.Increment, "increment", "rocket.Increment"},
		{rocket.AroundCycle, "cycle", "rocket.AroundCycle"},
		{rocket.HookPoint(4), "HookPoint(4)", "rocket.HookPoint(4)"},
	} {
		word, expression := test.constant.String(), fmt.Sprintf("%#v", test.constant)
		if word != test.word || expression != test.expression {
			t.Errorf("got %q and %s, want %q and %s", word, expression, test.word, test.expression)
		}
	}
}

// TestChoices lists what a schedule can name.
func TestChoices(t *testing.T) {
	if got := rocket.Executions(); !slices.Equal(got,
		[]rocket.Execution{rocket.Process, rocket.Thread, rocket.Main, rocket.Async,
			rocket.Remote}) {
		t.Errorf("got %v", got)
	}
	if got := rocket.RunIDs(); !slices.Equal(got, []rocket.RunID{rocket.UUID, rocket.Increment}) {
		t.Errorf("got %v", got)
	}
}
