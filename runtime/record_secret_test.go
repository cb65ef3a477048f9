package rocket_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/stdconds"
)

// TestSecretsInNoField: no field of any record has the value of a secret, whether it comes by
// an argument, an error, a panic, output, a return value, a start condition, the id of a run
// or that of its cause.
func TestSecretsInNoField(t *testing.T) {
	const secret = `hunter2"x`
	log := &rocket.MemoryLog{}
	named := rocket.RunNamerFunc(func(*rocket.Task) string {
		return fmt.Sprint("id-", secret, time.Now().UnixNano())
	})
	does := func(f func() (any, error)) rocket.Action {
		return rocket.Func(func(context.Context, *rocket.Run) (any, error) { return f() })
	}
	ask := stdconds.Any{once{}, stdconds.Param{Name: "p", Is: secret + "?"}}
	tasks := []*rocket.TaskSpec{
		{Name: "error", When: ask, NameRun: named, Action: does(func() (any, error) {
			return nil, errors.New("cannot use " + secret)
		})},
		{Name: "panic", When: ask, Action: does(func() (any, error) { panic(secret) })},
		{Name: "value", When: ask, Action: does(func() (any, error) {
			return map[string]any{"token": secret}, nil
		})},
		{Name: "command", When: ask, Action: rocket.Command{
			Line: "echo $SECRET; echo $SECRET >&2; exit 3",
			Env:  []arg.Var{{Name: "SECRET", Value: arg.Param("p")}}}},
		{Name: "caused", When: stdconds.After{Tasks: []string{"error"}, Did: rocket.Failed},
			Action: does(func() (any, error) { return nil, nil })},
	}
	session := newSession(t, rocket.Schedule{Tasks: tasks, Params: []rocket.Param{
		{Name: "p", Secret: true, Value: arg.Literal{Value: secret}}}}, rocket.WithRunLog(log))
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	outcomes := 0
	done := make(chan error, 1)
	go func() { done <- session.Run(ctx) }()
	for r, err := range session.Follow(ctx, 0) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Event != rocket.Started {
			if outcomes++; outcomes == len(tasks) {
				break
			}
		}
	}
	stop()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	n := 0
	for r, err := range log.Read(t.Context(), rocket.Query{Events: ^rocket.Event(0)}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "hunter2") {
			t.Errorf("the secret is in %s", text)
		}
	}
	if want := 3*len(tasks) + 1; n != want { // the last one says that the session has ended
		t.Errorf("%d records, want %d", n, want)
	}
}
