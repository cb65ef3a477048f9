package rocket_test

import (
	"context"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// TestRemoteRestart: when a session ends to be started again as another process, its remote runs
// go on, and the next session adopts them: also one of another build. A run that no worker has
// begun waits for one of its own build, and the log says so.
func TestRemoteRestart(t *testing.T) {
	for _, build := range []string{"b1", "b2"} {
		t.Run(build, func(t *testing.T) { restartAs(t, build) })
	}
}

func restartAs(t *testing.T, build string) {
	waiting := remoteTask("waiting", once{})
	waiting.On = "gpu"
	local := &rocket.TaskSpec{Name: "local", When: once{}, Execution: rocket.Thread,
		Action: rocket.Func(func(context.Context, *rocket.Run) (any, error) {
			time.Sleep(5 * time.Second) // until the session knows that it is not to start again
			return nil, nil
		})}
	tasks := []*rocket.TaskSpec{remoteTask("long", once{}), waiting, local}
	acts := map[string]act{"long": {takes: 20 * time.Second, report: `{"value":1}`}}
	inCluster(t, tasks, acts, func(c *cluster) {
		c.schedule.Config.Restarting = rocket.ReplaceProcess
		c.serve("w1", 1)
		first := c.lead()
		time.Sleep(time.Second)
		if err := first.Restart(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		first.end(t)
		if n := len(c.records("long", "waiting")); n != 2 {
			t.Errorf("when the session has ended, the log has %d records of remote runs", n)
		}

		c.schedule.Build = build // of the program that is there now
		c.serve("w2", 1, "gpu")
		if build == "b1" {
			defer c.expectWaited(t, "waiting:run@0s waiting:success@5s")
		}
		var log logLines
		second := c.lead(rocket.WithLogger(log.logger()))
		time.Sleep(10 * time.Second)
		if build != "b1" {
			expectWaits(t, second, "waits for a worker with label gpu: those that are alive "+
				"are of another build")
			if log.count("remote runs wait for a worker") != 1 || log.count("build=b1") != 1 {
				t.Errorf("the log does not say once that a run waits for its build:\n%s",
					log.String())
			}
			c.serveBuild("w3", "b1", 1, "gpu") // the old program, once more
			defer c.expectWaited(t, "waiting:run@0s waiting:success@15s")
		}
		time.Sleep(time.Minute)
		second.end(t)
		expect(t, tale(c.records("long")), "long:run@0s long:success@20s")
	})
}

// expectWaits compares what the live run of the task waiting waits for.
func expectWaits(t *testing.T, l *leader, want string) {
	t.Helper()
	why, err := l.Task("waiting").Why()
	if err != nil || len(why.Live) != 1 {
		t.Fatalf("why: %+v, %v", why, err)
	}
	expect(t, why.Live[0].Waits, want)
}

// expectWaited compares the records of the task waiting.
func (c *cluster) expectWaited(t *testing.T, want string) {
	t.Helper()
	expect(t, tale(c.records("waiting")), want)
}
