package rocket_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/remote"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// inCluster calls f in a bubble, with a cluster that is closed when f has returned.
func inCluster(t *testing.T, tasks []*rocket.TaskSpec, acts map[string]act, f func(c *cluster)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		c := newCluster(t, rocket.Schedule{Tasks: tasks}, acts)
		defer c.close()
		f(c)
		if more := c.timesBegun(); len(more) > 0 {
			t.Errorf("begun not once: %v", more)
		}
	})
}

// tale is the story of the records, with their reasons and errors.
func tale(records []rocket.Record) string {
	if len(records) == 0 {
		return ""
	}
	var b strings.Builder
	begin := records[0].Created
	for _, r := range records {
		at := r.Created.Sub(begin).Round(time.Millisecond)
		fmt.Fprintf(&b, "%s:%v@%v", r.Task, r.Event, at)
		if r.Reason != "" {
			fmt.Fprintf(&b, "(%s)", r.Reason)
		} else if r.Error != "" {
			fmt.Fprintf(&b, "(%s)", r.Error)
		}
		b.WriteString(" ")
	}
	return strings.TrimSpace(b.String())
}

func TestRemote(t *testing.T) {
	says := func(c rocket.Claim) {
		c.Output("stdout", "a line")
		c.Progress(json.RawMessage(`{"done":3,"total":4,"text":"rows"}`))
	}
	acts := map[string]act{
		"good": {takes: 2 * time.Second, report: `{"value":{"n":1}}`, says: says},
		"bad":  {takes: time.Second, report: `{"error":"boom"}`},
		"idle": {report: `{"inaction":true}`},
	}
	tasks := []*rocket.TaskSpec{
		remoteTask("good", once{}), remoteTask("bad", once{}), remoteTask("idle", once{}),
	}
	inCluster(t, tasks, acts, func(c *cluster) {
		c.serve("w1", 8)
		l := c.lead()
		time.Sleep(1500 * time.Millisecond)
		o := l.Overview()
		if len(o.Live) != 1 || o.Live[0].Worker != "w1" || o.Live[0].Host != "host of w1" ||
			o.Live[0].Progress.String() != "3/4 rows" || len(o.Workers) != 1 || !o.Remote {
			t.Errorf("overview: %+v", o)
		}
		time.Sleep(time.Minute)
		l.end(t)
		expect(t, tale(c.records("good")), "good:run@0s good:success@2s")
		expect(t, tale(c.records("bad")), "bad:run@0s bad:fail@1s(boom)")
		expect(t, tale(c.records("idle")), "idle:run@0s idle:inaction@0s")
		end := c.records("good")[1]
		if string(end.Return) != `{"n":1}` || end.Host != "host of w1" ||
			end.Progress != "3/4 rows" {
			t.Errorf("the end: %+v", end)
		}
		if c.engine.Size("desk") != 0 {
			t.Errorf("%d runs are not settled", c.engine.Size("desk"))
		}
	})
}

// TestRemoteOpensARoundAtOnce: the runs of one round are opened by one call, in the order in which
// they have started.
func TestRemoteOpensARoundAtOnce(t *testing.T) {
	var tasks []*rocket.TaskSpec
	for i := range 40 {
		task := remoteTask(fmt.Sprint("t", i), once{})
		task.Priority = -i
		tasks = append(tasks, task)
	}
	inCluster(t, tasks, nil, func(c *cluster) {
		c.serve("w1", 100)
		var calls [][]string
		l := c.leadRefusing(func(runs []rocket.RemoteRun) error {
			var names []string
			for _, r := range runs {
				names = append(names, r.Task)
			}
			calls = append(calls, names)
			return nil
		})
		time.Sleep(time.Minute)
		l.end(t)
		if len(calls) != 1 || len(calls[0]) != 40 || calls[0][0] != "t0" || calls[0][39] != "t39" {
			t.Errorf("opened: %v", calls)
		}
	})
}

func TestRemoteWorkerDies(t *testing.T) {
	tasks := []*rocket.TaskSpec{remoteTask("job", every{30 * time.Second})}
	acts := map[string]act{"job": {takes: 10 * time.Second}}
	inCluster(t, tasks, acts, func(c *cluster) {
		c.serve("w1", 1)
		l := c.lead()
		time.Sleep(2500 * time.Millisecond)
		c.engine.Kill("w1")
		c.serve("w2", 1)
		time.Sleep(45 * time.Second)
		l.end(t)
		expect(t, tale(c.records()), "job:run@0s job:crash@7s(worker w1 was lost) "+
			"job:run@30s job:success@40s")
		if n := c.engine.Size("desk"); n != 0 {
			t.Errorf("%d runs are not settled", n)
		}
	})
}

// TestRemoteWorkerCutOff: a worker that is cut off ends its runs before the leader counts it as
// lost, and its late outcome is refused.
func TestRemoteWorkerCutOff(t *testing.T) {
	tasks := []*rocket.TaskSpec{remoteTask("job", every{30 * time.Second})}
	acts := map[string]act{"job": {takes: 10 * time.Second}}
	inCluster(t, tasks, acts, func(c *cluster) {
		c.serve("w1", 1)
		l := c.lead()
		time.Sleep(2500 * time.Millisecond)
		c.engine.Cut("w1", true)
		time.Sleep(10 * time.Second)
		c.engine.Cut("w1", false)
		time.Sleep(35 * time.Second)
		l.end(t)
		records := c.records()
		expect(t, tale(records), "job:run@0s job:crash@7s(worker w1 was lost) "+
			"job:run@30s job:success@40s")
		c.mu.Lock()
		s := *c.spans[records[0].RunID]
		c.mu.Unlock()
		if !errors.Is(s.ended, rocket.ErrCutOff) || !s.to.Before(records[1].End) {
			t.Errorf("ended at %v by %v, crash at %v", s.to, s.ended, records[1].End)
		}
		if c.engine.Refused() != 1 {
			t.Errorf("%d outcomes were refused", c.engine.Refused())
		}
	})
}

// TestRemoteLeaderDies: the next leader adopts the runs; what ends while nobody leads is recorded
// when somebody does.
func TestRemoteLeaderDies(t *testing.T) {
	tasks := []*rocket.TaskSpec{remoteTask("long", once{}), remoteTask("short", once{})}
	acts := map[string]act{"long": {takes: 20 * time.Second, report: `{"value":1}`},
		"short": {takes: 3 * time.Second, report: `{"value":2}`}}
	inCluster(t, tasks, acts, func(c *cluster) {
		c.serve("w1", 2)
		first := c.lead()
		time.Sleep(1100 * time.Millisecond)
		second := c.lead()
		time.Sleep(1400 * time.Millisecond)
		if second.Standby() != "leader 1" {
			t.Errorf("the standby says that %q leads", second.Standby())
		}
		first.kill()
		time.Sleep(6 * time.Second)
		if o := second.Overview(); len(o.Live) != 1 || o.Live[0].Worker != "w1" || o.Standby != "" {
			t.Errorf("after the failover: %+v", o)
		}
		time.Sleep(time.Minute)
		second.end(t)
		short, long := c.records("short"), c.records("long")
		if len(short) != 2 || len(long) != 2 || short[1].Event != rocket.Succeeded ||
			string(short[1].Return) != "2" || string(long[1].Return) != "1" ||
			long[1].Duration != 20*time.Second || long[0].RunID != long[1].RunID {
			t.Errorf("short: %s\nlong: %s", tale(short), tale(long))
		}
		delay := short[1].End.Sub(short[0].Start)
		if delay < 5*time.Second || delay > 8*time.Second {
			t.Errorf("the end of short is recorded after %v", delay)
		}
		if c.engine.Size("desk") != 0 {
			t.Errorf("%d runs are not settled", c.engine.Size("desk"))
		}
	})
}

// TestRemoteLeads: who stands by says so, and who leads, as soon as that is known; and takes orders
// when the leader is dead.
func TestRemoteLeads(t *testing.T) {
	tasks := []*rocket.TaskSpec{remoteTask("job", once{})}
	inCluster(t, tasks, nil, func(c *cluster) {
		c.serve("w1", 1)
		first := c.lead()
		time.Sleep(time.Second)
		second := c.lead()
		err := second.Leads(context.Background()) // it has just begun
		if standby := (*rocket.StandbyError)(nil); !errors.As(err, &standby) ||
			standby.Leader != "leader 1" {
			t.Errorf("the standby says: %v", err)
		}
		if err := first.Leads(context.Background()); err != nil {
			t.Errorf("the leader says: %v", err)
		}
		first.kill()
		time.Sleep(10 * time.Second)
		if err := second.Leads(context.Background()); err != nil {
			t.Errorf("the next leader says: %v", err)
		}
		second.end(t)
		if err := second.Leads(context.Background()); !errors.Is(err, rocket.ErrStopped) {
			t.Errorf("a leader that has ended says: %v", err)
		}
	})
}

// TestRemoteOutputWhileNobodyLeads: the log of the next leader has what a run has written
// meanwhile, and how many lines of it are missing.
func TestRemoteOutputWhileNobodyLeads(t *testing.T) {
	const omitted = 7
	says := func(c rocket.Claim) {
		time.Sleep(2 * time.Second)
		for i := range remote.MaxUnread + omitted {
			c.Output("stdout", fmt.Sprint("line ", i))
		}
	}
	tasks := []*rocket.TaskSpec{remoteTask("job", once{}), remoteTask("more", once{})}
	acts := map[string]act{"job": {says: says}, "more": {says: says, takes: time.Minute}}
	inCluster(t, tasks, acts, func(c *cluster) {
		c.serve("w1", 2)
		first := c.lead()
		time.Sleep(time.Second)
		first.kill()
		var log logLines
		second := c.lead(rocket.WithLogger(log.logger()))
		time.Sleep(2 * time.Minute)
		second.end(t)
		if n := len(c.records("job", "more")); n != 4 {
			t.Errorf("%d records", n)
		}
		if n := log.count("msg=output "); n != 2*remote.MaxUnread {
			t.Errorf("%d lines are in the log", n)
		}
		const said = `msg="output was left out: it was not read in time"`
		if log.count(said) != 2 || log.count(fmt.Sprint("lines=", omitted)) != 2 {
			t.Errorf("what is missing is not said twice:\n%s", log.String())
		}
	})
}

// TestRemoteLeaderDiesBeforeOpen: a run that is recorded, and that no engine has, has crashed.
func TestRemoteLeaderDiesBeforeOpen(t *testing.T) {
	tasks := []*rocket.TaskSpec{remoteTask("job", once{})}
	inCluster(t, tasks, nil, func(c *cluster) {
		c.serve("w1", 1)
		first := c.leadRefusing(func([]rocket.RemoteRun) error { return remote.ErrAway })
		time.Sleep(1500 * time.Millisecond)
		why, err := first.Task("job").Why()
		if err != nil || len(why.Live) != 1 ||
			why.Live[0].Waits != "waits for the engine: the engine is away" {
			t.Errorf("why: %+v, %v", why.Live, err)
		}
		first.kill()
		second := c.lead()
		time.Sleep(time.Minute)
		second.end(t)
		expect(t, tale(c.records()), "job:run@0s job:crash@6s")
		if n := c.countBegun(); n > 0 {
			t.Errorf("%d begun", n)
		}
	})
}

// TestRemoteLeaderDiesWhileItCancels: what the old leader has asked for is what the new one
// records.
func TestRemoteLeaderDiesWhileItCancels(t *testing.T) {
	task := remoteTask("job", once{})
	task.Timeout = 2 * time.Second
	waits := remoteTask("waits", once{})
	waits.On, waits.Timeout = "gpu", 2*time.Second
	inCluster(t, []*rocket.TaskSpec{task, waits}, map[string]act{"job": {takes: time.Hour}},
		func(c *cluster) {
			c.serve("w1", 1)
			first := c.lead()
			time.Sleep(1500 * time.Millisecond)
			c.engine.Cut("w1", true) // it is not told
			time.Sleep(time.Second)
			first.kill()
			c.engine.Cut("w1", false)
			second := c.lead()
			time.Sleep(time.Minute)
			second.end(t)
			got := tale(c.records("job"))
			if !strings.HasPrefix(got, "job:run@0s job:terminate@") ||
				!strings.HasSuffix(got, "(timeout)") {
				t.Error(got)
			}
			expect(t, tale(c.records("waits")), "waits:run@0s waits:terminate@2s(timeout)")
		})
}

func TestRemoteIsEnded(t *testing.T) {
	timed := remoteTask("timed", once{})
	timed.Timeout = 3 * time.Second
	until := remoteTask("until", once{})
	until.Until = after{"timer"}
	timer := remoteTask("timer", once{})
	asked := remoteTask("asked", once{})
	waits := remoteTask("waits", once{})
	waits.On = "gpu"
	acts := map[string]act{"timer": {takes: 4 * time.Second}}
	for _, name := range []string{"timed", "until", "asked"} {
		acts[name] = act{takes: time.Hour}
	}
	inCluster(t, []*rocket.TaskSpec{timed, until, timer, asked, waits}, acts, func(c *cluster) {
		c.serve("w1", 8)
		l := c.lead()
		time.Sleep(5 * time.Second)
		for _, name := range []string{"asked", "waits"} {
			if err := l.Task(name).Terminate(); err != nil {
				t.Error(err)
			}
		}
		time.Sleep(time.Second)
		l.end(t)
		for task, want := range map[string]string{
			"timed": "timed:run@0s timed:terminate@3s(timeout)",
			"until": "until:run@0s until:terminate@4s(until)",
			"asked": "asked:run@0s asked:terminate@5s(request)",
			"waits": "waits:run@0s waits:terminate@5s(request)",
		} {
			expect(t, tale(c.records(task)), want)
		}
		if n := c.countBegun(); n != 4 || c.engine.Size("desk") != 0 {
			t.Errorf("%d begun, %d not settled", n, c.engine.Size("desk"))
		}
	})
}

// TestRemoteDrain: a worker that drains ends what it has, and takes nothing more.
func TestRemoteDrain(t *testing.T) {
	tasks := []*rocket.TaskSpec{remoteTask("job", every{4 * time.Second})}
	inCluster(t, tasks, map[string]act{"job": {takes: 3 * time.Second}}, func(c *cluster) {
		w1 := c.serve("w1", 1)
		l := c.lead()
		time.Sleep(time.Second)
		w1.drain()
		time.Sleep(5 * time.Second)
		live := l.Overview().Live
		const waits = "waits for a worker with label default: none is alive"
		if len(live) != 1 || live[0].Waits != waits {
			t.Errorf("live: %+v", live)
		}
		c.serve("w2", 1)
		time.Sleep(1500 * time.Millisecond)
		l.end(t)
		expect(t, tale(c.records()), "job:run@0s job:success@3s job:run@4s job:success@9s")
		if host := c.records()[3].Host; host != "host of w2" {
			t.Errorf("the second run was on %s", host)
		}
	})
}

// TestRemoteNobodyServes: runs for a label or a build that no worker has wait, and the log and
// Why say so.
func TestRemoteNobodyServes(t *testing.T) {
	gpu := remoteTask("gpu", once{})
	gpu.On = "gpu"
	var log logLines
	inCluster(t, []*rocket.TaskSpec{gpu}, nil, func(c *cluster) {
		c.serve("w1", 1)
		l := c.lead(rocket.WithLogger(log.logger()))
		waits := func() string {
			why, err := l.Task("gpu").Why()
			if err != nil || len(why.Live) != 1 {
				t.Fatalf("why: %+v, %v", why, err)
			}
			return why.Live[0].Waits
		}
		time.Sleep(3 * time.Second)
		expect(t, waits(), "waits for a worker with label gpu: none is alive")
		c.serveBuild("w2", "b0", 1, "gpu")
		time.Sleep(3 * time.Second)
		expect(t, waits(), "waits for a worker with label gpu: those that are alive are of "+
			"another build")
		time.Sleep(10 * time.Second)
		c.serve("w3", 1, "default", "gpu")
		time.Sleep(3 * time.Second)
		l.end(t)
		got := tale(c.records())
		if !strings.HasPrefix(got, "gpu:run@0s gpu:success@16s") {
			t.Error(got)
		}
		if n := log.count("remote runs wait for a worker"); n != 1 {
			t.Errorf("the log says it %d times", n)
		}
		if n := log.count("remote runs wait no longer"); n != 1 {
			t.Errorf("the log says %d times that it is over", n)
		}
	})
}

// TestRemoteEngineAway: remote starts wait for the engine, local runs go on, nothing is lost.
func TestRemoteEngineAway(t *testing.T) {
	local := &rocket.TaskSpec{Name: "local", When: every{time.Second}, Action: (&journal{}).does(0)}
	job := remoteTask("job", every{10 * time.Second})
	var log logLines
	inCluster(t, []*rocket.TaskSpec{local, job}, map[string]act{"job": {takes: time.Second}},
		func(c *cluster) {
			c.serve("w1", 1)
			l := c.lead(rocket.WithLogger(log.logger()))
			time.Sleep(5500 * time.Millisecond)
			c.engine.Away(true)
			time.Sleep(10 * time.Second)
			if live := l.Overview().Live; len(live) != 1 {
				t.Errorf("live: %v", live)
			}
			c.engine.Away(false)
			time.Sleep(3 * time.Second)
			l.end(t)
			got := tale(c.records("job"))
			if !strings.HasPrefix(got, "job:run@0s job:success@1s job:run@10s job:success@1") ||
				strings.Contains(got, "crash") {
				t.Error(got)
			}
			if n := len(c.records("local")); n != 2*19 {
				t.Errorf("%d records of the local task", n)
			}
			away, back := log.count("remote runs wait"), log.count("the engine answers again")
			if away != 1 || back != 1 {
				t.Errorf("the log says %d and %d times", away, back)
			}
		})
}

// TestRemoteRefused: a run that the engine can never take fails, and the others are opened.
func TestRemoteRefused(t *testing.T) {
	tasks := []*rocket.TaskSpec{remoteTask("bad", once{}), remoteTask("good", once{})}
	inCluster(t, tasks, nil, func(c *cluster) {
		c.serve("w1", 1)
		l := c.leadRefusing(func(runs []rocket.RemoteRun) error {
			for _, r := range runs {
				if r.Task == "bad" {
					return &rocket.RefusedError{RunID: r.RunID, Err: errors.New("too long")}
				}
			}
			return nil
		})
		time.Sleep(time.Second)
		l.end(t)
		expect(t, tale(c.records("bad")), "bad:run@0s "+
			"bad:fail@0s(the engine refuses the run: too long)")
		expect(t, tale(c.records("good")), "good:run@0s good:success@0s")
	})
}

// TestRemoteShutdown: a session that ends in good order waits for its remote runs; one that is
// terminated ends them; one that restarts as another process, or is deposed, leaves them.
func TestRemoteShutdown(t *testing.T) {
	job := func() []*rocket.TaskSpec { return []*rocket.TaskSpec{remoteTask("job", once{})} }
	acts := map[string]act{"job": {takes: 10 * time.Second}}
	t.Run("good order", func(t *testing.T) {
		inCluster(t, job(), acts, func(c *cluster) {
			c.serve("w1", 1)
			l := c.lead()
			time.Sleep(time.Second)
			l.end(t)
			expect(t, tale(c.records()), "job:run@0s job:success@10s")
		})
	})
	t.Run("terminated", func(t *testing.T) {
		inCluster(t, job(), acts, func(c *cluster) {
			c.serve("w1", 1)
			l := c.lead()
			time.Sleep(time.Second)
			_ = l.Terminate(nil)
			<-l.Done()
			expect(t, tale(c.records()), "job:run@0s job:terminate@1s(shutdown)")
		})
	})
	t.Run("deposed", func(t *testing.T) {
		inCluster(t, job(), acts, func(c *cluster) {
			c.serve("w1", 1)
			l := c.lead()
			time.Sleep(1500 * time.Millisecond)
			c.log.mu.Lock()
			c.log.expires = time.Time{}
			c.log.mu.Unlock()
			second := c.lead()
			if err := <-l.done; !errors.Is(err, rocket.ErrLogTaken) {
				t.Errorf("the first has ended with %v", err)
			}
			time.Sleep(20 * time.Second)
			second.end(t)
			expect(t, tale(c.records()), "job:run@0s job:success@10s")
		})
	})
}

// TestRemoteSlots: max_process_count and pools hold over all workers, and the default of
// max_process_count does not.
func TestRemoteSlots(t *testing.T) {
	for _, test := range []struct {
		name  string
		count int
		pools []rocket.PoolShare
		most  int
	}{
		{"max_process_count", 3, nil, 3},
		{"pool", 0, []rocket.PoolShare{{Pool: "db"}}, 4},
		{"neither", 0, nil, 12},
	} {
		t.Run(test.name, func(t *testing.T) {
			var tasks []*rocket.TaskSpec
			for i := range 20 {
				task := remoteTask(fmt.Sprint("t", i), once{})
				task.Pools = test.pools
				tasks = append(tasks, task)
			}
			acts := map[string]act{}
			for _, task := range tasks {
				acts[task.Name] = act{takes: time.Second}
			}
			inCluster(t, tasks, acts, func(c *cluster) {
				c.schedule.Config.MaxProcessCount = test.count
				c.schedule.Pools = []rocket.Pool{{Name: "db", Size: 4}}
				for _, name := range []string{"w1", "w2", "w3"} {
					c.serve(name, 4)
				}
				l := c.lead()
				time.Sleep(500 * time.Millisecond)
				if n := c.countBegun(); n != test.most {
					t.Errorf("%d runs at the same time", n)
				}
				time.Sleep(time.Minute)
				l.end(t)
				if n := len(c.records()); n != 40 {
					t.Errorf("%d records", n)
				}
			})
		})
	}
}

// TestRemoteReplace: overlap replace ends the run on its worker, and the new one begins after
// that.
func TestRemoteReplace(t *testing.T) {
	task := remoteTask("job", stdconds.Every{Interval: 10 * time.Second})
	task.Overlap = rocket.OverlapReplace
	acts := map[string]act{"job": {takes: time.Hour}}
	inCluster(t, []*rocket.TaskSpec{task}, acts, func(c *cluster) {
		c.serve("w1", 4)
		l := c.lead()
		time.Sleep(25 * time.Second)
		_ = l.Terminate(nil)
		<-l.Done()
		got := tale(c.records())
		if strings.Count(got, "(replaced)") != 2 || strings.Count(got, "job:run") != 3 {
			t.Error(got)
		}
	})
}

// TestRemoteWithoutEngine: a run that is to be remote fails if the session has no engine.
func TestRemoteWithoutEngine(t *testing.T) {
	records, err := play(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{remoteTask("job", once{})}},
		time.Second)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, tale(records), "job:run@0s "+
		"job:fail@0s(the session has no engine for execution remote)")
}

// TestRemoteMiddlewareCannotRepeat: a middleware that calls a remote action twice is told that it
// cannot.
func TestRemoteMiddlewareCannotRepeat(t *testing.T) {
	twice := func(ctx context.Context, r *rocket.Run, next rocket.Func) (any, error) {
		if _, err := next(ctx, r); err != nil {
			return nil, err
		}
		return next(ctx, r)
	}
	inCluster(t, []*rocket.TaskSpec{remoteTask("job", once{})}, nil, func(c *cluster) {
		c.serve("w1", 1)
		l := c.lead(rocket.WithMiddleware(twice))
		time.Sleep(time.Second)
		l.end(t)
		expect(t, tale(c.records()), "job:run@0s job:fail@0s(a run with execution remote cannot "+
			"be repeated by a middleware)")
	})
}

// TestRemoteBackfill: a backfill goes on under the next leader. Its run that is live then is ended
// and done again, so each window has one run that has not crashed.
func TestRemoteBackfill(t *testing.T) {
	acts := map[string]act{"job": {takes: 5 * time.Minute}}
	inCluster(t, []*rocket.TaskSpec{remoteTask("job", hourly{})}, acts, func(c *cluster) {
		time.Sleep(time.Until(today(10).Add(10 * time.Minute)))
		c.serve("w1", 2)
		first := c.lead()
		<-first.Ready()
		time.Sleep(10 * time.Minute)
		_, err := first.Backfill(context.Background(), rocket.Backfill{Task: "job", From: today(7),
			To: today(10)})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(7*time.Minute + 1500*time.Millisecond) // in the second window
		first.kill()
		second := c.lead()
		time.Sleep(30 * time.Minute)
		second.end(t)
		ended := map[int]string{}
		for _, r := range c.records() {
			if r.Event&rocket.Outcome != 0 {
				ended[r.Scheduled.Hour()] += r.Event.String() + " "
			}
		}
		got := fmt.Sprint(ended[7], ended[8], ended[9], ended[10])
		if strings.Count(got, "success") != 4 || strings.Count(got, "crash") > 1 {
			t.Errorf("the ends by windows: %v", ended)
		}
		if n := c.engine.Size("desk"); n != 0 {
			t.Errorf("%d runs are not settled", n)
		}
	})
}

// TestRemoteHeld: a task that is held starts no remote run; those that are live go on.
func TestRemoteHeld(t *testing.T) {
	acts := map[string]act{"job": {takes: 3 * time.Second}}
	inCluster(t, []*rocket.TaskSpec{remoteTask("job", every{5 * time.Second})}, acts,
		func(c *cluster) {
			c.serve("w1", 1)
			l := c.lead()
			time.Sleep(time.Second)
			if err := l.Hold(context.Background(), rocket.Hold{}); err != nil {
				t.Error(err)
			}
			time.Sleep(10500 * time.Millisecond)
			if err := l.Resume(context.Background()); err != nil {
				t.Error(err)
			}
			time.Sleep(time.Second)
			l.end(t)
			expect(t, tale(c.records()), "job:run@0s job:success@3s job:run@11.5s "+
				"job:success@14.5s")
		})
}

// TestRemoteRunIDs: runs of two tasks that have the same id are two runs, for the next leader,
// too.
func TestRemoteRunIDs(t *testing.T) {
	tasks := []*rocket.TaskSpec{remoteTask("a", once{}), remoteTask("b", once{})}
	acts := map[string]act{"a": {takes: 10 * time.Second, report: `{"value":"of a"}`},
		"b": {takes: 10 * time.Second, report: `{"value":"of b"}`}}
	inCluster(t, tasks, acts, func(c *cluster) {
		c.schedule.Config.RunID = rocket.Increment
		c.serve("w1", 2)
		first := c.lead()
		time.Sleep(2500 * time.Millisecond)
		first.kill()
		second := c.lead()
		time.Sleep(30 * time.Second)
		second.end(t)
		for _, name := range []string{"a", "b"} {
			records := c.records(name)
			if len(records) != 2 || records[0].RunID != "1" || records[1].RunID != "1" ||
				string(records[1].Return) != `"of `+name+`"` {
				t.Errorf("records of %s: %+v", name, records)
			}
		}
		if n := c.engine.Size("desk"); n != 0 {
			t.Errorf("%d runs are not settled", n)
		}
	})
}
