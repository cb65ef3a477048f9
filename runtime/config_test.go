package rocket_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

func TestForceStatusFromLogs(t *testing.T) {
	for _, force := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			var j journal
			log := &rocket.MemoryLog{}
			s := newSession(t, rocket.Schedule{
				Config: rocket.Config{ForceStatusFromLogs: force},
				Tasks: []*rocket.TaskSpec{{Name: "a", When: after{"b"}, Action: j.does(0)},
					{Name: "b"}},
			}, rocket.WithRunLog(log))
			done := make(chan error, 1)
			go func() { done <- s.Run(context.Background()) }()
			time.Sleep(time.Second)
			now := time.Now()
			log.Append(context.Background(), []rocket.Record{ // by something else
				{Task: "b", RunID: "1", Event: rocket.Started, Start: now},
				{Task: "b", RunID: "1", Event: rocket.Succeeded, Start: now, End: now},
			})
			time.Sleep(time.Second)
			if ran := j.text() == "a"; ran != force {
				t.Errorf("force_status_from_logs %v: the task ran: %v", force, ran)
			}
			if seen := !stateOf(s.Task("b")).Last(rocket.Succeeded).IsZero(); seen != force {
				t.Errorf("force_status_from_logs %v: the success is seen: %v", force, seen)
			}
			s.Shutdown(context.Background())
			<-done
		})
	}
}

func TestSilenceTaskPrerun(t *testing.T) {
	for _, stop := range []bool{false, true} {
		var j journal
		records, err := play(t, rocket.Schedule{
			Config: rocket.Config{StopOnPrerun: stop},
			Tasks: []*rocket.TaskSpec{
				{Name: "a", When: once{}, Action: j.says(arg.Param("none"))},
				{Name: "b", When: started{time.Minute}, Action: j.does(0)},
			},
		}, time.Hour)
		want := "a:run@0s a:fail@0s"
		if !stop {
			want += " b:run@1m0s b:success@1m0s"
		}
		expect(t, story(records), want)
		if (err != nil) != stop || stop &&
			!strings.Contains(err.Error(), `task a: parameter "x": none has no value`) {
			t.Errorf("stop %v: got error %v", stop, err)
		}
	}
}

// The scheduler goes on if the run log cannot be written, and says so once.
func TestSilenceTaskLogging(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var j journal
		var log strings.Builder
		s := newSession(t, rocket.Schedule{
			Config: rocket.Config{SilenceTaskLogging: true, RetryLog: rocket.Never},
			Tasks:  []*rocket.TaskSpec{{Name: "a", When: every{time.Second}, Action: j.does(0)}},
		}, rocket.WithRunLog(&fullDisk{left: 2}),
			rocket.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
		ctx, cancel := context.WithTimeout(t.Context(), 3500*time.Millisecond)
		defer cancel()
		if err := s.Run(ctx); err != nil {
			t.Error(err)
		}
		expect(t, j.text(), "a a a a")
		if n := strings.Count(log.String(), "the run log could not be written"); n != 1 {
			t.Errorf("the failure is logged %d times", n)
		}
	})
}

func TestCycleSleep(t *testing.T) {
	// A condition that stays true starts a run once a cycle_sleep.
	for _, test := range []struct {
		sleep time.Duration
		runs  int
	}{{0, 11}, {time.Second, 2}, {-1, 1001}} {
		runs := 0
		play(t, rocket.Schedule{
			Config: rocket.Config{CycleSleep: test.sleep},
			Tasks: []*rocket.TaskSpec{{Name: "a", When: when(true), Multilaunch: -1,
				Action: rocket.Func(func(context.Context, *rocket.Run) (any, error) {
					return nil, nil
				}), Execution: rocket.Main,
			}, {Name: "count", OnShutdown: true,
				Action: rocket.Func(func(_ context.Context, r *rocket.Run) (any, error) {
					records := recordsOf(t, r.Session().RunLog(), "a")
					runs = len(records) / 2
					return nil, nil
				})}},
		}, 1000*time.Millisecond+time.Microsecond)
		if runs != test.runs {
			t.Errorf("cycle_sleep %v: %d runs in a second, want %d", test.sleep, runs, test.runs)
		}
	}
}

func TestTimezone(t *testing.T) {
	var c rocket.Config
	if err := c.Set("timezone", "Asia/Kathmandu"); err != nil {
		t.Fatal(err)
	}
	s := newSession(t, rocket.Schedule{Config: c})
	if got := s.Location().String(); got != "Asia/Kathmandu" {
		t.Errorf("the session's zone is %s", got)
	}
	zone := ""
	c.ShutCond = observer(func(o *rocket.Observation) { zone = o.Now.Location().String() })
	synctest.Test(t, func(t *testing.T) {
		if err := newSession(t, rocket.Schedule{Config: c}).Run(t.Context()); err != nil {
			t.Error(err)
		}
	})
	if zone != "Asia/Kathmandu" {
		t.Errorf("conditions are observed in the zone %s", zone)
	}
}

// observer is a condition that holds, and looks at the observation.
type observer func(*rocket.Observation)

func (f observer) Observe(o *rocket.Observation) (rocket.State, error) {
	f(o)
	return rocket.State{Holds: true}, nil
}

func TestTaskExecution(t *testing.T) {
	// On the loop, two tasks run one after the other; in goroutines together.
	for execution, want := range map[rocket.Execution]string{
		rocket.Main:             "a:run@0s b:run@0s a:success@1s b:success@2s",
		rocket.SessionExecution: "a:run@0s b:run@0s a:success@1s b:success@1s",
		rocket.Async:            "a:run@0s b:run@0s a:success@1s b:success@1s",
	} {
		var j journal
		records, _ := play(t, rocket.Schedule{
			Config: rocket.Config{TaskExecution: execution},
			Tasks: []*rocket.TaskSpec{
				{Name: "a", When: once{}, Action: j.does(time.Second)},
				{Name: "b", When: once{}, Action: j.does(time.Second)},
			},
		}, time.Minute)
		if got := story(records); got != want {
			t.Errorf("%v: got %s, want %s", execution, got, want)
		}
	}
}

func TestShutCond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		var c rocket.Config
		if err := c.Set("shut_cond", "90"); err != nil {
			t.Fatal(err)
		}
		s := newSession(t, rocket.Schedule{Config: c})
		if err := s.Run(t.Context()); err != nil || time.Since(begin) != 90*time.Second {
			t.Errorf("ended after %v, error %v", time.Since(begin), err)
		}
	})
}

func TestRunIDs(t *testing.T) {
	var j journal
	task := func(name string, id rocket.RunNamer) *rocket.TaskSpec {
		return &rocket.TaskSpec{Name: name, When: every{time.Second}, Action: j.does(0),
			NameRun: id}
	}
	records, _ := play(t, rocket.Schedule{
		Config: rocket.Config{RunID: rocket.Increment},
		Tasks: []*rocket.TaskSpec{task("a", nil),
			task("b", rocket.RunNamerFunc(func(t *rocket.Task) string {
				return t.Name() + "-run"
			})),
			task("c", rocket.RunNamerFunc(func(*rocket.Task) string { panic("no name") }))},
	}, 2500*time.Millisecond)
	ids := map[string]string{} // by task: conditions of the program answer in any order
	for _, r := range records {
		if r.Event == rocket.Started {
			if len(r.RunID) == 36 {
				r.RunID = "uuid"
			}
			ids[r.Task] += r.RunID + " "
		}
	}
	expect(t, fmt.Sprint(ids), "map[a:1 2 3  b:b-run b-run b-run  c:uuid uuid uuid ]")

	records, _ = play(t,
		rocket.Schedule{Tasks: []*rocket.TaskSpec{{Name: "a", When: every{time.Second},
			Action: j.does(0), RunID: rocket.UUID}}}, 100*time.Second)
	last := ""
	for _, r := range records {
		if r.Event != rocket.Started {
			continue
		}
		if len(r.RunID) != 36 || r.RunID[14] != '7' || r.RunID <= last {
			t.Errorf("%s is no UUIDv7, or not after %s", r.RunID, last)
		}
		last = r.RunID
	}
}

// sums adds up its arguments; the parameter n can change in the meantime.
type sums struct{ from arg.Source }

func (a sums) Act(_ context.Context, r *rocket.Run) (any, error) {
	time.Sleep(time.Second)
	return rocket.Arg[string]{Name: "x", From: a.from}.Value(r)
}

func (a sums) Sources() []arg.Source { return []arg.Source{a.from} }

func TestParamMaterialize(t *testing.T) {
	for when, want := range map[rocket.Materialize]string{rocket.Pre: "early",
		rocket.Post: "late"} {
		t.Setenv("ROCKETC_TEST_WORD", "early")
		var got any
		live(t, rocket.Schedule{
			Config: rocket.Config{ParamMaterialize: when},
			Tasks: []*rocket.TaskSpec{{Name: "a", When: once{},
				Action: sums{arg.Env("ROCKETC_TEST_WORD")}}},
		}, func(s *rocket.Session) {
			t.Setenv("ROCKETC_TEST_WORD", "late")
			time.Sleep(2 * time.Second)
			got = stateOf(s.Task("a")).Return
		})
		if got != want {
			t.Errorf("%v: got %v, want %s", when, got, want)
		}
	}
}

func TestConfigSet(t *testing.T) {
	for _, test := range []struct{ key, value, want string }{
		{"cycle_sleep", "2s", "CycleSleep:2s"},
		{"cycle_sleep", "0.5", "CycleSleep:500ms"},
		{"cycle_sleep", "none", "CycleSleep:-1ns"},
		{"timeout", "never", "Timeout:-1ns"},
		{"cycle_sleep", "0", "CycleSleep:-1ns"},
		{"cycle_sleep", "0 s", "CycleSleep:-1ns"},
		{"cycle_sleep", "-1", `cycle_sleep is "-1": want a duration`},
		{"timeout", "10", "Timeout:10s"},
		{"timeout", "10 minutes", "Timeout:10m0s"},
		{"timeout", "1 day, 12 hours", "Timeout:36h0m0s"},
		{"timeout", "0", `timeout is "0": want a duration`},
		{"timeout", "1e3", `timeout is "1e3": want a duration`},
		{"timeout", "1h30m", "Timeout:1h30m0s"},
		{"task_execution", "process", "TaskExecution:process"},
		{"task_pre_exist", "rename", "TaskPreExist:rename"},
		{"max_process_count", "7", "MaxProcessCount:7"},
		{"restarting", "recall", "Restarting:recall"},
		{"param_materialize", "pre", "ParamMaterialize:pre"},
		{"run_id", "increment", "RunID:increment"},
		{"silence_task_prerun", "false", "StopOnPrerun:true"},
		{"silence_cond_check", "true", "SilenceCondCheck:true"},
		{"silence_task_logging", "1", "SilenceTaskLogging:true"},
		{"force_status_from_logs", "true", "ForceStatusFromLogs:true"},
		{"instant_shutdown", "true", "InstantShutdown:true"},
		{"multilaunch", "true", "Multilaunch:true"},
		{"timezone", " Europe/Helsinki ", "Timezone:Europe/Helsinki"},
		{"dir", "/srv", "Dir:/srv"},
		{"shell", "bash", "Shell:bash"},
		{"shell", "", "Shell: "},
		{"user", "backup:www-data", "User:backup:www-data"},
		{"env", "A=1", `there is no option "env"`},
		{"timeout", "soon",
			`timeout is "soon": want a duration such as 90s or 1h30m, ` +
				`a number of seconds, or never`},
		{"timeout", "-5", `timeout is "-5": want a duration`},
		{"max_process_count", "0", `max_process_count is "0": want a number greater than 0`},
		{"multilaunch", "perhaps", `multilaunch is "perhaps": want true or false`},
		{"task_execution", "fork",
			`task_execution is "fork": want process, thread, main, async or remote`},
		{"restarting", "later", `restarting is "later": want replace, relaunch, fresh or recall`},
		{"timezone", "Mars/Olympus", `timezone is "Mars/Olympus": unknown time zone Mars/Olympus`},
		{"shut_cond", "daily", `shut_cond is "daily": want a duration`},
		{"colour", "blue", `there is no option "colour"`},
	} {
		var c rocket.Config
		got := ""
		if err := c.Set(test.key, test.value); err != nil {
			got = err.Error()
		} else {
			got = fmt.Sprintf("%+v", c)
		}
		if !strings.Contains(got, test.want) {
			t.Errorf("%s %s: got %s, want %s", test.key, test.value, got, test.want)
		}
	}
}
