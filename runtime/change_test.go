package rocket_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

// changes is a metatask in Go, which changes the session when it has run for some time.
func changes(at time.Duration, change func(*rocket.Session) error) *rocket.TaskSpec {
	return &rocket.TaskSpec{Name: at.String(), When: started{at},
		Action: rocket.Func(func(_ context.Context, r *rocket.Run) (any, error) {
			return nil, change(r.Session())
		})}
}

// TestUpdateKeepsLiveRuns: a live run keeps its action, its arguments, its timeout, its
// environment and its places; the next run has the new ones.
func TestUpdateKeepsLiveRuns(t *testing.T) {
	var j journal
	sleeps := func(says string) rocket.Func {
		x := rocket.Arg[int]{Name: "x", From: arg.Param("n")}
		return func(ctx context.Context, r *rocket.Run) (any, error) {
			v, err := x.Value(r)
			j.note("%s begins", says)
			_, _ = rest(ctx, 10*time.Second)
			j.note("%s %d ends", says, v)
			return nil, err
		}
	}
	records := live(t, rocket.Schedule{
		Params: []rocket.Param{{Name: "n", Value: arg.Literal{Value: 1}}},
		Pools:  []rocket.Pool{{Name: "p", Size: 1}},
		Tasks: []*rocket.TaskSpec{
			{Name: "a", When: every{20 * time.Second}, Action: sleeps("old"),
				Pools: []rocket.PoolShare{{Pool: "p", Weight: 1}}},
			{Name: "b", When: started{2 * time.Second}, Action: j.does(0),
				Pools: []rocket.PoolShare{{Pool: "p", Weight: 1}}},
			changes(time.Second, func(s *rocket.Session) error {
				return errors.Join(s.SetParam(context.Background(), "n", 2),
					s.Task("a").Update(func(spec *rocket.TaskSpec) {
						spec.Action, spec.Timeout, spec.Pools = sleeps("new"), 3*time.Second, nil
					}))
			}),
		},
	}, func(*rocket.Session) { time.Sleep(30 * time.Second) })
	expect(t, j.text(), "old begins old 1 ends b new begins new 2 ends")
	expect(t, storyOf(records), "a:run@0s a:success@10s b:run@10s b:success@10s a:run@20s "+
		"a:terminate@23s")
}

// TestUpdateActsAtOnce: the start condition, the end condition and the priority are the new
// ones at once: for a task that waits for its hour, a live run, and a start that waits for
// places.
func TestUpdateActsAtOnce(t *testing.T) {
	var j journal
	one := []rocket.PoolShare{{Pool: "p", Weight: 1}}
	records := live(t, rocket.Schedule{
		Pools: []rocket.Pool{{Name: "p", Size: 1}},
		Tasks: []*rocket.TaskSpec{
			{Name: "holds", When: once{}, Action: j.does(10 * time.Second), Pools: one,
				Priority: 9},
			{Name: "first", When: once{}, Action: j.does(time.Second), Pools: one},
			{Name: "second", When: once{}, Action: j.does(time.Second), Pools: one},
			{Name: "asked", Action: j.does(time.Second), Pools: one},
			{Name: "later", When: at{bubble.Add(24 * time.Hour)}, Action: j.does(0)},
			{Name: "long", When: once{}, Action: j.does(time.Hour)},
			changes(time.Second, func(s *rocket.Session) error {
				_, err := s.Task("asked").Start(nil)
				urgent := func(spec *rocket.TaskSpec) { spec.Priority += 5 }
				return errors.Join(err, s.Task("second").Update(urgent),
					s.Task("asked").Update(func(spec *rocket.TaskSpec) { spec.Priority = 7 }),
					s.Task("later").Update(func(spec *rocket.TaskSpec) { spec.When = once{} }),
					s.Task("long").Update(func(spec *rocket.TaskSpec) { spec.Until = when(true) }))
			}),
		},
	}, func(*rocket.Session) { time.Sleep(time.Minute) })
	expect(t, storyOf(records), "holds:run@0s long:run@0s later:run@1s later:success@1s "+
		"long:terminate@1s asked:run@10s holds:success@10s asked:success@11s second:run@11s "+
		"first:run@12s second:success@12s first:success@13s")
}

// TestCreateTwice: what a second creation does, by OnExists of the new task, else by the
// session.
func TestCreateTwice(t *testing.T) {
	for name, c := range map[string]struct {
		session, own rocket.PreExist
		names, err   string
	}{
		"the default":   {names: "a", err: `task "a" is already declared`},
		"the session's": {session: rocket.Rename, names: "a, a 1"},
		"its own":       {session: rocket.Rename, own: rocket.Ignore, names: "a"},
		"an error of its own": {session: rocket.Ignore, own: rocket.Raise, names: "a",
			err: `task "a" is already declared`},
		"in its place": {own: rocket.Replace, names: "a"},
	} {
		t.Run(name, func(t *testing.T) {
			var j journal
			var names []string
			records := live(t, rocket.Schedule{Config: rocket.Config{TaskPreExist: c.session},
				Tasks: []*rocket.TaskSpec{{Name: "a", When: once{}, Action: j.does(time.Hour)}}},
				func(s *rocket.Session) {
					time.Sleep(time.Second)
					_, err := s.Create(rocket.TaskSpec{Name: "a", Action: j.does(0),
						OnExists: c.own})
					if fmt.Sprint(err) != c.err && (err != nil || c.err != "") {
						t.Errorf("got the error %v, want %s", err, c.err)
					}
					for _, task := range s.Tasks() {
						names = append(names, task.Name())
					}
				})
			expect(t, strings.Join(names, ", "), c.names)
			ended := records[len(records)-1]
			if replaced := ended.Reason == "request"; replaced != (c.own == rocket.Replace) {
				t.Errorf("the live run of the old task has ended by %s", ended.Reason)
			}
		})
	}
}
