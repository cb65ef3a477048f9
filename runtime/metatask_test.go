package rocket_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc/runlog"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/runtime/step"
	"github.com/rocketc/rocketc/stdconds"
)

// steers returns a metatask that starts once, when the session has run for some time, and is
// called by that time.
func steers(at time.Duration, steps ...step.Step) *rocket.TaskSpec {
	return &rocket.TaskSpec{Name: at.String(), When: started{at}, Action: rocket.Do(steps)}
}

// steered are tasks that metatasks steer: a, b and c of the group night, and a check.
func steered(j *journal, takes time.Duration, when rocket.Condition) []*rocket.TaskSpec {
	var tasks []*rocket.TaskSpec
	for _, name := range []string{"night.a", "night.b", "c", "night.check"} {
		tasks = append(tasks, &rocket.TaskSpec{Name: name, When: when, Action: j.does(takes),
			Timeout: rocket.Never, Check: name == "night.check"})
	}
	return tasks
}

// storyOf is the story of the tasks without the metatasks, whose names begin with a digit.
func storyOf(records []rocket.Record) string {
	all := []rocket.Record{{Task: "0", Event: rocket.Started, Start: bubble}}
	for _, r := range records {
		if r.Task[0] > '9' {
			all = append(all, r)
		}
	}
	_, text, _ := strings.Cut(story(all), " ")
	return text
}

// TestStepsForSeveralTasks: each verb for a list, a group and all tasks of a running session.
// A group and all leave out the metatask itself, and checks.
func TestStepsForSeveralTasks(t *testing.T) {
	idle, asked := time.Duration(0), rocket.Condition(nil)
	for name, c := range map[string]struct {
		takes time.Duration
		when  rocket.Condition
		steps []*rocket.TaskSpec
		want  string
	}{
		"run a list": {idle, asked, []*rocket.TaskSpec{
			steers(time.Second, step.Run{Tasks: step.List{"c", "night.a"}}),
		}, "c:run@1s c:success@1s night.a:run@1s night.a:success@1s"},
		"run a group": {idle, asked, []*rocket.TaskSpec{
			steers(time.Second, step.Run{Tasks: step.Group("night")}),
		}, "night.a:run@1s night.a:success@1s night.b:run@1s night.b:success@1s"},
		"run all": {idle, asked, []*rocket.TaskSpec{
			steers(time.Second, step.Run{Tasks: step.All{}}),
		}, "c:run@1s c:success@1s night.a:run@1s night.a:success@1s night.b:run@1s " +
			"night.b:success@1s"},
		"terminate a group": {time.Hour, once{}, []*rocket.TaskSpec{
			steers(time.Second, step.Terminate{Tasks: step.Group("night")}),
			steers(2*time.Second, step.Terminate{Tasks: step.List{"c", "night.check"}}),
		}, "c:run@0s night.a:run@0s night.b:run@0s night.check:run@0s " +
			"night.a:terminate@1s night.b:terminate@1s c:terminate@2s night.check:terminate@2s"},
		"terminate all": {time.Hour, once{}, []*rocket.TaskSpec{
			steers(time.Second, step.Terminate{Tasks: step.All{}},
				step.Terminate{Task: "night.check"}),
		}, "c:run@0s night.a:run@0s night.b:run@0s night.check:run@0s c:terminate@1s " +
			"night.a:terminate@1s night.b:terminate@1s night.check:terminate@1s"},
		"disable a list, enable a group": {idle, started{3 * time.Second}, []*rocket.TaskSpec{
			steers(time.Second, step.Disable{Tasks: step.List{"night.a", "c", "night.check"}}),
			steers(5*time.Second, step.Enable{Tasks: step.Group("night")}),
		}, "night.b:run@3s night.b:success@3s night.a:run@5s night.a:success@5s"},
		"disable all, enable all": {idle, started{3 * time.Second}, []*rocket.TaskSpec{
			steers(time.Second, step.Disable{Tasks: step.All{}}, step.Enable{Task: "7s"}),
			steers(7*time.Second, step.Enable{Tasks: step.All{}}),
		}, "night.check:run@3s night.check:success@3s c:run@7s c:success@7s night.a:run@7s " +
			"night.a:success@7s night.b:run@7s night.b:success@7s"},
		"remove a group": {time.Hour, once{}, []*rocket.TaskSpec{
			steers(time.Second, step.Remove{Tasks: step.Group("night")},
				step.Run{Tasks: step.All{}}, step.Terminate{Tasks: step.All{}}),
		}, "c:run@0s night.a:run@0s night.b:run@0s night.check:run@0s c:terminate@1s " +
			"c:run@1s night.a:terminate@1s night.b:terminate@1s night.check:success@1h0m0s " +
			"c:success@1h0m1s"},
	} {
		t.Run(name, func(t *testing.T) {
			var j journal
			records := live(t, rocket.Schedule{Tasks: append(steered(&j, c.takes, c.when),
				c.steps...)}, func(*rocket.Session) { time.Sleep(2 * time.Hour) })
			expect(t, storyOf(records), c.want)
		})
	}
}

// TestStepOfAListGoesOn: what a step does for several tasks it does for each, also if one of
// them is not there; then the run fails, by name, and the steps after it are not taken.
func TestStepOfAListGoesOn(t *testing.T) {
	var j journal
	records := live(t, rocket.Schedule{Tasks: append(steered(&j, 0, nil),
		steers(time.Second, step.Remove{Task: "night.a"}),
		steers(2*time.Second, step.Run{Tasks: step.List{"night.a", "c", "gone"}},
			step.Run{Task: "night.b"}),
	)}, func(*rocket.Session) { time.Sleep(time.Minute) })
	expect(t, storyOf(records), "c:run@2s c:success@2s")
	last := records[len(records)-3]
	for _, r := range records {
		if r.Task == "2s" && r.Event == rocket.Failed {
			last = r
		}
	}
	expect(t, last.Error, "there is no such task in the session: night.a\n"+
		"there is no such task in the session: gone")
}

// TestSetStep: conditions see the value at once, runs that start from then on; a live run
// keeps its own. A value that a condition cannot use is refused, and nothing changes.
func TestSetStep(t *testing.T) {
	var j journal
	t.Setenv("ROCKETC_TEST_SET", "30")
	gives := rocket.Func(func(context.Context, *rocket.Run) (any, error) { return 40, nil })
	records := live(t, rocket.Schedule{
		Params: []rocket.Param{{Name: "n", Value: arg.Literal{Value: 10}}},
		Tasks: []*rocket.TaskSpec{
			{Name: "says", Action: j.says(arg.Param("n"))},
			{Name: "waits", When: set{"mode", "on"}, Action: j.does(0)},
			{Name: "gives", Action: gives},
			steers(1*time.Second, step.Run{Task: "says"}, step.Set{Param: "n",
				Value: arg.Literal{Value: 20}}, step.Run{Task: "says"}),
			steers(2*time.Second, step.Set{Param: "n", Value: arg.Env("ROCKETC_TEST_SET")},
				step.Run{Task: "says"}, step.Run{Task: "gives"}),
			steers(3*time.Second, step.Set{Param: "n", Value: arg.ReturnOf("gives")},
				step.Run{Task: "says"}),
			steers(4*time.Second, step.Set{Param: "mode", Value: arg.Literal{Value: "on"}}),
			steers(5*time.Second, step.Set{Param: "n", Value: arg.Env("ROCKETC_NO")}),
		},
	}, func(*rocket.Session) { time.Sleep(time.Minute) })
	expect(t, j.text(), "20 20 30 40 waits")
	failed := records[len(records)-1]
	expect(t, failed.Task+" "+failed.Error, `5s set n: env "ROCKETC_NO" has no value`)
}

// TestRecordsOfAMetatask: what the run log says of a metatask and of the runs that it starts
// and ends.
func TestRecordsOfAMetatask(t *testing.T) {
	var j journal
	records := live(t, rocket.Schedule{Tasks: append(steered(&j, time.Hour, once{}),
		steers(time.Second, step.Terminate{Tasks: step.List{"night.a", "c"}}),
		steers(2*time.Second, step.Remove{Task: "night.b"}, step.Run{Task: "c"}),
	)}, func(*rocket.Session) { time.Sleep(time.Minute) })
	var got []string
	for _, r := range records {
		line := fmt.Sprintf("%s %s", r.Task, r.Event)
		if r.Cause != nil {
			line += fmt.Sprintf(" cause=%s %s", r.Cause.Task, r.Cause.Event)
		}
		if r.Error != "" {
			line += fmt.Sprintf(" reason=%s error=%q", r.Reason, r.Error)
		}
		if len(r.Return) > 0 {
			line += " return"
		}
		if at := r.Created.Sub(records[0].Created); at > time.Second/2 && at < time.Minute {
			got = append(got, line)
		}
	}
	slices.Sort(got) // what happens to different tasks at one instant has no order
	expect(t, strings.Join(got, "\n"), strings.Join([]string{
		`1s run`, `1s success`, `2s run`, `2s success`, `c run cause=2s run`,
		`c terminate reason=request error="terminated on request of task \"1s\""`,
		`night.a terminate reason=request error="terminated on request of task \"1s\""`,
		`night.b terminate reason=request error="terminated on request of task \"2s\""`,
	}, "\n"))
}

// TestRemovedLeavesItsHistory: conditions and arguments go on with the history of a task that
// was removed, and a new task of the name with it.
func TestRemovedLeavesItsHistory(t *testing.T) {
	var j journal
	gives := func(n int) rocket.Func {
		return func(context.Context, *rocket.Run) (any, error) { return n, nil }
	}
	records := live(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "a", When: once{}, Action: gives(5)},
		{Name: "uses", Action: j.says(arg.ReturnOf("a"))},
		{Name: "waits", When: after{"a"}, Disabled: true, Action: j.does(0)},
		steers(time.Second, step.Remove{Task: "a"}, step.Run{Task: "uses"}),
		steers(2*time.Second, step.Enable{Task: "waits"}, step.Run{Task: "a"}),
	}}, func(s *rocket.Session) {
		time.Sleep(3 * time.Second)
		a, err := s.Create(rocket.TaskSpec{Name: "a", When: once{}, Action: gives(6)})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second) // once has been: the new task has the history of the old one
		if state := stateOf(a); state.Total(rocket.Started) != 1 || state.Return != 5 {
			t.Errorf("the new task has the state %+v", state)
		}
		s.Task("uses").Run(context.Background(), nil)
		time.Sleep(time.Second)
		a.Run(context.Background(), nil)
		time.Sleep(time.Second) // waits runs
		s.Task("uses").Run(context.Background(), nil)
	})
	expect(t, j.text(), "5 waits 5 waits 6")
	for _, r := range records {
		if r.Task == "2s" && r.Event != rocket.Started && (r.Event != rocket.Failed ||
			r.Error != "there is no such task in the session: a") {
			t.Errorf("running a removed task: %v %s", r.Event, r.Error)
		}
	}
}

// lasting are the steps whose effect a restart by recall keeps.
var lasting = []step.Step{
	step.Disable{Tasks: step.List{"night.a", "night.b"}}, step.Remove{Task: "c"},
	step.Enable{Task: "night.b"}, step.Set{Param: "n", Value: arg.Literal{Value: 2}},
	step.Restart{},
}

// stands says what is so in a session.
func stands(s *rocket.Session) string {
	var words []string
	for _, task := range s.Tasks() {
		if !strings.HasPrefix(task.Name(), "night.") && task.Name() != "c" {
			continue
		}
		words = append(words, fmt.Sprint(task.Name(), " ", stateOf(task).Enabled))
	}
	n, _ := s.Param("n")
	return fmt.Sprint(strings.Join(words, ", "), ", n ", n)
}

// TestMetatasksAndRecall: a restart that runs the loop again keeps what metatasks have done,
// and their runs; a hold, too.
func TestMetatasksAndRecall(t *testing.T) {
	var j journal
	records := live(t, rocket.Schedule{
		Config: rocket.Config{Restarting: rocket.Recall},
		Params: []rocket.Param{{Name: "n", Value: arg.Literal{Value: 1}}},
		Tasks: append(steered(&j, 0, nil), steers(time.Second, lasting...),
			steers(2*time.Second, step.Hold{}, step.Restart{}),
			steers(10*time.Second, step.Run{Tasks: step.Group("night")}, step.Resume{})),
	}, func(s *rocket.Session) {
		time.Sleep(5 * time.Second)
		expect(t, stands(s), "night.a false, night.b true, night.check true, n 2")
		if s.Stats().Hold == nil {
			t.Error("the hold is over")
		}
		time.Sleep(time.Minute)
		if s.Stats().Hold != nil {
			t.Error("the hold goes on")
		}
	})
	// The session has run for 10 seconds since the second restart, at 3s.
	expect(t, story(records), "1s:run@0s 1s:success@0s 2s:run@2s 2s:success@2s "+
		"10s:run@12s 10s:success@12s night.a:run@12s night.a:success@12s night.b:run@12s "+
		"night.b:success@12s")
}

func init() {
	programs["metatasks"] = func() rocket.Schedule {
		var j journal
		again := os.Getenv("ROCKETC_TEST_AGAIN") != ""
		os.Setenv("ROCKETC_TEST_AGAIN", "yes")
		first := &rocket.TaskSpec{Name: "first", When: once{}, Action: rocket.Do(lasting)}
		if again {
			first.Action = rocket.Func(func(ctx context.Context, r *rocket.Run) (any, error) {
				fmt.Println(stands(r.Session()))
				return nil, r.Session().Shutdown(ctx)
			})
		}
		return rocket.Schedule{
			Config: rocket.Config{Restarting: rocket.ReplaceProcess},
			Params: []rocket.Param{{Name: "n", Value: arg.Literal{Value: 1}}},
			Tasks:  append(steered(&j, 0, nil), first),
		}
	}
}

// TestMetatasksAndReplace: a program that starts anew in place of the other begins with what
// its schedule declares.
func TestMetatasksAndReplace(t *testing.T) {
	p := startProgram(t, "metatasks", t.TempDir())
	want := "night.a true, night.b true, c true, night.check true, n 1\n"
	eventually(t, "the second program says how it stands", func() bool {
		return p.out.String() == want
	})
}

// haveRun holds, until its task has started, once all of some tasks have succeeded.
type haveRun []string

func (c haveRun) Observe(o *rocket.Observation) (rocket.State, error) {
	holds := o.History("").Total(rocket.Started) == 0
	for _, name := range c {
		holds = holds && o.History(name).Total(rocket.Succeeded) > 0
	}
	return rocket.State{Holds: holds}, nil
}

func init() {
	programs["metatasks with a run log"] = func() rocket.Schedule {
		var j journal
		again := os.Getenv("ROCKETC_TEST_AGAIN") != ""
		os.Setenv("ROCKETC_TEST_AGAIN", "yes")
		tasks := steered(&j, 0, once{})
		say := func(ctx context.Context, r *rocket.Run) (any, error) {
			fmt.Println(stands(r.Session()))
			return nil, r.Session().Shutdown(ctx)
		}
		return rocket.Schedule{
			Config: rocket.Config{Restarting: rocket.ReplaceProcess, RunID: rocket.Increment},
			Params: []rocket.Param{{Name: "n", Value: arg.Literal{Value: 1}}},
			RunLog: &runlog.File{Path: "runs.jsonl"},
			Tasks: append(tasks,
				&rocket.TaskSpec{Name: "ask", Action: rocket.Do{step.Run{Task: "night.a"}},
					When: haveRun{"night.a", "night.b", "c", "night.check"}},
				&rocket.TaskSpec{Name: "steer", When: twice{"night.a"}, Action: rocket.Do(lasting)},
				&rocket.TaskSpec{Name: "say", When: stdconds.All{when(again), once{}},
					Action: rocket.Func(say)},
			),
		}
	}
}

// twice holds, until its task has started, once another has succeeded twice.
type twice struct{ task string }

func (c twice) Observe(o *rocket.Observation) (rocket.State, error) {
	return rocket.State{Holds: o.History("").Total(rocket.Started) == 0 &&
		o.History(c.task).Total(rocket.Succeeded) == 2}, nil
}

// TestMetatasksAndReplaceWithALog: the program that starts in place of the other knows from
// the run log what metatasks have run and have had run, does none of that again, and gives
// no number a second time. What it declares is as declared, and has its history: of a removed
// task, too.
func TestMetatasksAndReplaceWithALog(t *testing.T) {
	dir := t.TempDir()
	p := startProgram(t, "metatasks with a run log", dir)
	want := "night.a true, night.b true, c true, night.check true, n 1\n"
	eventually(t, "the second program says how it stands", func() bool {
		return p.out.String() == want
	})
	if err := p.Wait(); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range recordsOf(t, &runlog.File{Path: filepath.Join(dir, "runs.jsonl")}) {
		if r.Event != rocket.Started {
			got = append(got, fmt.Sprint(r.Task, " ", r.RunID, " ", r.Event))
		}
	}
	slices.Sort(got) // what happens to different tasks at one instant has no order
	expect(t, strings.Join(got, ", "), "ask 1 success, c 1 success, night.a 1 success, "+
		"night.a 2 success, night.b 1 success, night.check 1 success, say 1 success, "+
		"steer 1 success")
}
