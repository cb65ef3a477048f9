package rocket_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

func TestHooks(t *testing.T) {
	var j journal
	hook := func(name string, around rocket.HookPoint) rocket.Hook {
		return rocket.Hook{Around: around,
			Call: rocket.HookFunc(func(_ context.Context, e rocket.HookEvent) error {
				when := "before"
				if e.After {
					when = "after"
				}
				j.note("%s-%s", name, when)
				if e.Err != nil {
					j.note("(%v)", e.Err)
				}
				return nil
			})}
	}
	_, err := play(t, rocket.Schedule{
		Hooks: []rocket.Hook{
			hook("start", rocket.AroundStartup), hook("end", rocket.AroundShutdown),
			hook("outer", rocket.AroundTask), hook("inner", rocket.AroundTask),
		},
		Tasks: []*rocket.TaskSpec{
			{Name: "setup", OnStartup: true, Action: j.does(0)},
			{Name: "work", When: once{},
				Action: rocket.Func(func(context.Context, *rocket.Run) (any, error) {
					panic("oh")
				})},
			{Name: "flush", OnShutdown: true, Action: j.does(0)},
		},
	}, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	got := j.text()
	got = got[:strings.Index(got, "(panic: oh")] + "(panic) " +
		got[strings.LastIndex(got, "end-before"):]
	expect(t, got, "start-before outer-before inner-before setup inner-after outer-after "+
		"start-after "+
		"outer-before inner-before inner-after (panic) end-before outer-before inner-before "+
		"flush inner-after outer-after end-after")
}

func TestCycleHook(t *testing.T) {
	before, after := 0, 0
	play(t, rocket.Schedule{
		Hooks: []rocket.Hook{{Around: rocket.AroundCycle,
			Call: rocket.HookFunc(func(_ context.Context, e rocket.HookEvent) error {
				if e.After {
					after++
				} else {
					before++
				}
				return nil
			})}},
	}, 150*time.Second)
	if before != after || before < 3 || before > 12 {
		t.Errorf("%d rounds before, %d after; an idle session makes one a minute", before, after)
	}
}

func TestHookThatFails(t *testing.T) {
	var j journal
	for _, call := range []func() error{
		func() error { return errors.New("no") },
		func() error { panic("no") },
	} {
		records, err := play(t, rocket.Schedule{
			Hooks: []rocket.Hook{
				{Around: rocket.AroundStartup,
					Call: rocket.HookFunc(func(context.Context, rocket.HookEvent) error {
						return call()
					})},
				{Around: rocket.AroundTask,
					Call: rocket.HookFunc(func(_ context.Context, e rocket.HookEvent) error {
						return call()
					})},
			},
			Tasks: []*rocket.TaskSpec{{Name: "a", When: once{}, Action: j.does(0)}},
		}, time.Second)
		if err != nil {
			t.Error(err)
		}
		expect(t, story(records), "a:run@0s a:fail@0s")
	}
	if got := j.text(); got != "" {
		t.Errorf("the action began though the hook failed: %s", got)
	}
}
