package rocket_test

import (
	"context"
	"errors"
	"fmt"
	goruntime "runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

// live runs a session on the simulated clock while f works with it.
func live(
	t *testing.T, schedule rocket.Schedule, f func(*rocket.Session), options ...rocket.Option,
) (records []rocket.Record) {
	t.Helper()
	schedule.Config.Timezone = "UTC"
	synctest.Test(t, func(t *testing.T) {
		s := newSession(t, schedule, options...)
		done := make(chan error, 1)
		go func() { done <- s.Run(context.Background()) }()
		synctest.Wait()
		f(s)
		s.Shutdown(context.Background())
		if err := <-done; err != nil {
			t.Error(err)
		}
		records = recordsOf(t, s.RunLog())
	})
	return records
}

// stateOf returns the state of a task, the zero one if there is an error.
func stateOf(task *rocket.Task) rocket.TaskState {
	state, _ := task.State()
	return state
}

// says is an action that notes the value of its argument x.
func (j *journal) says(from arg.Source) rocket.Func {
	x := rocket.Arg[int]{Name: "x", From: from}
	return func(_ context.Context, r *rocket.Run) (any, error) {
		v, err := x.Value(r)
		j.note("%d", v)
		return v, err
	}
}

func TestBatchRuns(t *testing.T) {
	var j journal
	records := live(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "a", Action: j.says(arg.Literal{Value: 7}), Execution: rocket.Main},
	}}, func(s *rocket.Session) {
		for i := range 5 {
			if _, err := s.Task("a").Start(map[string]any{"x": i}); err != nil {
				t.Error(err)
			}
		}
		s.Task("a").Start(nil)
		time.Sleep(time.Second)
		if state := stateOf(s.Task("a")); !state.Returned || state.Return != 7 {
			t.Errorf("returned %v, %v", state.Return, state.Returned)
		}
	})
	expect(t, j.text(), "0 1 2 3 4 7")
	if len(records) != 12 {
		t.Errorf("%d records, want 12", len(records))
	}
}

func TestRunsWaitForEachOther(t *testing.T) {
	var j journal
	records := live(t,
		rocket.Schedule{Tasks: []*rocket.TaskSpec{{Name: "a", Action: j.does(time.Second)}}},
		func(s *rocket.Session) {
			s.Task("a").Start(nil)
			s.Task("a").Start(nil)
			time.Sleep(5 * time.Second)
		})
	expect(t, story(records), "a:run@0s a:success@1s a:run@1s a:success@2s")
}

func TestStateOfATask(t *testing.T) {
	var j journal
	live(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "a", When: once{}, Action: j.does(time.Minute)},
		{Name: "b", Disabled: true, When: once{}, Action: j.does(0)},
	}}, func(s *rocket.Session) {
		a, b := s.Task("a"), s.Task("b")
		state := stateOf(a)
		if state.Status != rocket.Started || len(state.Live) != 1 ||
			state.Last(rocket.Started).IsZero() || !state.Last(rocket.Outcome).IsZero() {
			t.Errorf("while it runs: %+v", state)
		}
		if state := stateOf(b); state.Enabled || state.Status != 0 {
			t.Error("b is not disabled, or has run")
		}
		time.Sleep(2 * time.Minute)
		if len(state.Live) != 1 {
			t.Errorf("the state has changed: %+v", state)
		}
		state = stateOf(a)
		if state.Status != rocket.Succeeded || len(state.Live) != 0 ||
			state.Total(rocket.Started) != 1 ||
			state.Last(rocket.Succeeded).Sub(state.Last(rocket.Started)) != time.Minute {
			t.Errorf("after it ran: %+v", state)
		}
		if records := recordsOf(t, s.RunLog(), "a"); len(records) != 2 {
			t.Errorf("%d records", len(records))
		}
	})
}

func TestTasksThatAreNotThere(t *testing.T) {
	live(t, rocket.Schedule{}, func(s *rocket.Session) {
		nobody := s.Task("nobody")
		if nobody != nil {
			t.Fatal("found a task that is not there")
		}
		_, started := nobody.Start(nil)
		_, ran := nobody.Run(context.Background(), nil)
		_, declared := nobody.Spec()
		_, is := nobody.State()
		_, other := new(rocket.Task).Start(nil)
		_, handle := (rocket.Handle[rocket.None, rocket.None]{}).Start()
		_, launch := (*rocket.Launch)(nil).Wait(context.Background())
		for _, err := range []error{
			started, ran, declared, is, other, handle, launch, nobody.Terminate(), nobody.Disable(),
			nobody.Enable(),
			nobody.Remove(), nobody.Update(func(*rocket.TaskSpec) {}),
			(*rocket.Launch)(nil).Terminate(),
		} {
			if !errors.Is(err, rocket.ErrNoTask) {
				t.Errorf("got %v", err)
			}
		}
		if name := fmt.Sprint(nobody, nobody.Name(), rocket.Handle[typed, int]{}.Task().Name(),
			(*rocket.Launch)(nil).ID()); name != "" {
			t.Errorf("a task that is not there is called %q", name)
		}
	})
}

func TestCreateUpdateRemove(t *testing.T) {
	var j journal
	records := live(t, rocket.Schedule{}, func(s *rocket.Session) {
		a, err := s.Create(rocket.TaskSpec{Name: "a", When: every{10 * time.Second},
			Action: j.does(0)})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(15 * time.Second) // runs at 0 and 10
		if err := a.Update(func(t *rocket.TaskSpec) {
			t.When, t.Name = every{time.Minute}, "other"
		}); err != nil {
			t.Error(err)
		}
		time.Sleep(60 * time.Second) // runs at 70
		if err := a.Remove(); err != nil {
			t.Error(err)
		}
		time.Sleep(time.Hour)
		if err := a.Update(func(*rocket.TaskSpec) {}); !errors.Is(err, rocket.ErrNoTask) {
			t.Errorf("update of a removed task: %v", err)
		}
		if s.Task("a") != nil || len(s.Tasks()) != 0 {
			t.Error("the task is still there")
		}
	})
	expect(t, story(records), "a:run@0s a:success@0s a:run@10s a:success@10s a:run@1m10s "+
		"a:success@1m10s")
}

// What a session was made of may be changed afterwards, and a declaration that it
// hands out is a copy. A handle stays the same over changes.
func TestTheDeclarationIsACopy(t *testing.T) {
	var j journal
	declared := &rocket.TaskSpec{Name: "a", When: every{time.Second}, Action: j.does(0)}
	live(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{declared}}, func(s *rocket.Session) {
		a := s.Task("a")
		for i := range 100 {
			declared.Timeout = time.Duration(i)
			if err := a.Update(func(spec *rocket.TaskSpec) {
				spec.Grace += time.Second
			}); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Second)
		}
		spec, err := a.Spec()
		spec.Name = "b"
		if again, _ := a.Spec(); err != nil || again.Name != "a" || again.Timeout != 0 ||
			again.Grace != 100*time.Second {
			t.Errorf("declared as %+v, error %v", again, err)
		}
		if s.Task("a") != a || s.Tasks()[0] != a {
			t.Error("the handle is another one")
		}
	})
}

// Changes that are made at the same time are made one after the other.
func TestUpdatesAtTheSameTime(t *testing.T) {
	live(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{{Name: "a"}}}, func(s *rocket.Session) {
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() {
				s.Task("a").Update(func(spec *rocket.TaskSpec) {
					goruntime.Gosched()
					spec.Priority++
				})
			})
		}
		all.Wait()
		if spec, err := s.Task("a").Spec(); spec.Priority != 50 || err != nil {
			t.Errorf("priority %d, error %v", spec.Priority, err)
		}
	})
}

func TestUpdateOfALiveRun(t *testing.T) {
	var j journal
	records := live(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "a", When: once{}, Action: j.does(time.Hour), Timeout: rocket.Never},
	}}, func(s *rocket.Session) {
		time.Sleep(time.Minute)
		s.Task("a").Update(func(t *rocket.TaskSpec) { t.Until = when(true) })
		time.Sleep(time.Minute)
	})
	expect(t, story(records), "a:run@0s a:terminate@1m0s")
}

func TestRemoveTerminatesLiveRuns(t *testing.T) {
	var j journal
	records := live(t,
		rocket.Schedule{Tasks: []*rocket.TaskSpec{{Name: "a", When: once{},
			Action: j.does(time.Hour)}}},
		func(s *rocket.Session) {
			time.Sleep(time.Second)
			s.Task("a").Remove()
			time.Sleep(time.Second)
		})
	expect(t, story(records), "a:run@0s a:terminate@1s")
}

func TestTaskPreExist(t *testing.T) {
	var j journal
	for _, test := range []struct {
		policy rocket.PreExist
		names  string
		ran    int
	}{
		{rocket.Rename, "a a 1 a 2", 3},
		{rocket.Ignore, "a", 1},
		{rocket.Replace, "a", 1},
	} {
		var names []string
		records := live(t, rocket.Schedule{
			Config: rocket.Config{TaskPreExist: test.policy},
			Tasks: []*rocket.TaskSpec{
				{Name: "a", Action: j.does(0), When: once{}},
				{Name: "a", Action: j.does(0), When: once{}},
			},
		}, func(s *rocket.Session) {
			if _, err := s.Create(rocket.TaskSpec{Name: "a", Action: j.does(0),
				When: once{}}); err != nil {
				t.Error(err)
			}
			time.Sleep(time.Second)
			for _, t := range s.Tasks() {
				names = append(names, t.Name())
			}
		})
		if got := strings.Join(names, " "); got != test.names || len(records) != 2*test.ran {
			t.Errorf("%v: tasks %s, %d records", test.policy, got, len(records))
		}
	}
	live(t,
		rocket.Schedule{Tasks: []*rocket.TaskSpec{{Name: "a",
			Pos: rocket.Pos{File: "x.rkt", Line: 1, Column: 1}}}}, func(s *rocket.Session) {
			_, err := s.Create(rocket.TaskSpec{Name: "a", Action: rocket.Do{}})
			if err == nil ||
				!strings.Contains(err.Error(), `task "a" is already declared at x.rkt:1:1`) {
				t.Errorf("got %v", err)
			}
		})
}

func TestArgumentValues(t *testing.T) {
	schedule := rocket.Schedule{Params: []rocket.Param{
		{Name: "n", Value: arg.Literal{Value: "12"}},
		{Name: "bad", Value: arg.Literal{Value: "twelve"}},
		{Name: "circle", Value: arg.ReturnOf("b")},
	}}
	for _, test := range []struct {
		from arg.Source
		want string
	}{
		{arg.Literal{Value: 3}, "3"},
		{arg.Literal{Value: 3.0}, "3"},
		{arg.Param("n"), "12"},
		{arg.First{arg.Param("none"), arg.Literal{Value: 4}}, "4"},
		{arg.ReturnOf("b"), "99"},
		{arg.Literal{Value: 3.5}, `parameter "x": a value of type float64 is no int`},
		{arg.Param("bad"), `parameter "x": "twelve" is no int`},
		{arg.Param("none"), `parameter "x": none has no value`},
		{arg.ReturnOf("nobody"), `parameter "x": return of nobody has no value`},
		{nil, `parameter "x" has no value`},
	} {
		var j journal
		var got string
		schedule.Tasks = []*rocket.TaskSpec{
			{Name: "a", Action: j.says(test.from)},
			{Name: "b", Action: rocket.Func(func(context.Context, *rocket.Run) (any, error) {
				return 99, nil
			})},
		}
		records := live(t, schedule, func(s *rocket.Session) {
			s.Task("b").Start(nil)
			time.Sleep(time.Second)
			s.Task("a").Start(nil)
			time.Sleep(time.Second)
			got = fmt.Sprint(stateOf(s.Task("a")).Return)
		})
		if last := records[len(records)-1]; last.Event == rocket.Failed {
			got = last.Error
		}
		if got != test.want {
			t.Errorf("%v: got %s, want %s", test.from, got, test.want)
		}
	}
}

func TestRunWaits(t *testing.T) {
	var j journal
	records := live(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "a", Action: j.says(arg.Literal{Value: 7})},
		{Name: "bad", Action: rocket.Func(func(context.Context, *rocket.Run) (any, error) {
			return nil, errors.New("no luck")
		})},
		{Name: "slow", Action: j.does(time.Hour), Timeout: time.Minute},
		{Name: "slower", Action: j.does(time.Hour), Timeout: rocket.Never},
	}}, func(s *rocket.Session) {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
		defer cancel()
		for _, test := range []struct{ task, want string }{
			{"a", "5 <nil>"}, {"bad", "<nil> task bad: no luck"},
			{"slow", "<nil> task slow: timed out after 1m0s"},
			{"slower", "<nil> context deadline exceeded"},
		} {
			v, err := s.Task(test.task).Run(ctx, map[string]any{"x": 5})
			if got := fmt.Sprint(v, " ", err); got != test.want {
				t.Errorf("%s: got %s, want %s", test.task, got, test.want)
			}
		}
		s.Task("slower").Terminate()
	})
	if len(records) != 8 {
		t.Errorf("%d records, want 8", len(records))
	}
}

func TestRunInASessionThatEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSession(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{{Name: "a"}}})
		done := make(chan error, 1)
		go func() { done <- s.Run(context.Background()) }()
		synctest.Wait()
		s.Hold(context.Background(), rocket.Hold{})
		go func() {
			time.Sleep(time.Second)
			s.Terminate(nil)
		}()
		if _, err := s.Task("a").Run(t.Context(), nil); err == nil {
			t.Error("a run that never began has ended well")
		}
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

// A launch is one run: it can be waited for, and ended, before the run starts and
// after.
func TestLaunch(t *testing.T) {
	var j journal
	records := live(t,
		rocket.Schedule{Tasks: []*rocket.TaskSpec{{Name: "a", Action: j.does(time.Hour),
			Timeout: rocket.Never}}}, func(s *rocket.Session) {
			var launches []*rocket.Launch
			for range 3 {
				launch, err := s.Task("a").Start(nil)
				if err != nil {
					t.Fatal(err)
				}
				launches = append(launches, launch)
			}
			synctest.Wait()
			if state := stateOf(s.Task("a")); launches[0].ID() != state.Live[0].ID ||
				launches[1].ID() != "" || state.Demanded != 2 {
				t.Errorf("the ids are %q and %q, the state is %+v", launches[0].ID(),
					launches[1].ID(),
					state)
			}
			launches[1].Terminate()
			if _, err := launches[1].Wait(context.Background()); !errors.Is(err,
				rocket.ErrTerminated) {
				t.Errorf("the second: %v", err)
			}
			launches[0].Terminate()
			if _, err := launches[0].Wait(context.Background()); !errors.Is(err,
				rocket.ErrTerminated) {
				t.Errorf("the first: %v", err)
			}
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			defer cancel()
			if _, err := launches[2].Wait(ctx); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("the third: %v", err)
			}
			waiting, _ := s.Task("a").Start(nil)
			s.Task("a").Remove()
			if _, err := waiting.Wait(context.Background()); !errors.Is(err, rocket.ErrNoTask) {
				t.Errorf("the fourth: %v", err)
			}
			if err := s.Task("a").Terminate(); !errors.Is(err, rocket.ErrNoTask) {
				t.Errorf("terminating a removed task: %v", err)
			}
		})
	expect(t, story(records), "a:run@0s a:terminate@0s a:run@0s a:terminate@1m0s")
}
