package rocket_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

// set holds if a parameter has a value.
type set struct{ name, value string }

func (c set) Observe(o *rocket.Observation) (rocket.State, error) {
	v, _ := o.Param(c.name)
	return rocket.State{Holds: v == c.value && o.History("").Total(rocket.Started) == 0}, nil
}

func TestSetParam(t *testing.T) {
	var j journal
	var log strings.Builder
	logger := slog.New(slog.NewTextHandler(&log, nil))
	schedule := rocket.Schedule{
		Params: []rocket.Param{{Name: "key", Secret: true, Value: arg.Literal{Value: "old"}},
			{Name: "n", Value: arg.Literal{Value: 1}}},
		Tasks: []*rocket.TaskSpec{
			{Name: "a", When: set{"region", "us"}, Action: j.says(arg.Param("n"))},
			{Name: "tells",
				Action: rocket.Func(func(_ context.Context, r *rocket.Run) (any, error) {
					r.Logger().Info("the keys are old and young")
					return nil, nil
				})},
		},
	}
	live(t, schedule, func(s *rocket.Session) {
		ctx := context.Background()
		if v, ok := s.Param("n"); v != 1 || !ok {
			t.Errorf("n is %v, %v", v, ok)
		}
		if _, ok := s.Param("region"); ok {
			t.Error("there is a region")
		}
		for name, value := range map[string]any{"n": 5, "region": "us", "key": "young"} {
			if err := s.SetParam(ctx, name, value); err != nil {
				t.Error(err)
			}
		}
		time.Sleep(time.Second)
		if v, ok := s.Param("region"); v != "us" || !ok {
			t.Errorf("region is %v, %v", v, ok)
		}
		s.Task("tells").Run(ctx, nil)
	}, rocket.WithLogger(logger))
	if j.text() != "5" && j.text() != "1" {
		t.Errorf("said %s", j.text())
	}
	if !strings.Contains(log.String(), "the keys are ***** and *****") {
		t.Errorf("the log is\n%s", log.String())
	}
}

func TestUpdateOfTheOptions(t *testing.T) {
	var j journal
	schedule := rocket.Schedule{Tasks: []*rocket.TaskSpec{{Name: "a", When: every{time.Minute},
		Action: j.does(time.Hour)}}}
	records := live(t, schedule, func(s *rocket.Session) {
		time.Sleep(10 * time.Second)
		err := s.Update(context.Background(), func(c *rocket.Config) {
			c.Timeout, c.Multilaunch, c.ShutCond = 5*time.Second, true, started{130 * time.Second}
		})
		if err != nil || s.Config().Timeout != 5*time.Second {
			t.Errorf("the options are %+v, error %v", s.Config(), err)
		}
		if err := s.Update(context.Background(), func(c *rocket.Config) {
			c.Timezone = "Asia/Kathmandu"
		}); err == nil {
			t.Error("the time zone has changed")
		}
		<-s.Done()
	})
	expect(t, story(records[:5]), "a:run@0s a:run@1m0s a:terminate@1m5s a:run@2m0s "+
		"a:terminate@2m5s")
}

func TestReadyAndDone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var j journal
		s := newSession(t,
			rocket.Schedule{Tasks: []*rocket.TaskSpec{{Name: "setup", OnStartup: true,
				Action: j.does(time.Minute)}}})
		if err := s.Shutdown(t.Context()); err != nil {
			t.Errorf("before it runs: %v", err)
		}
		s = newSession(t,
			rocket.Schedule{Tasks: []*rocket.TaskSpec{{Name: "setup", OnStartup: true,
				Action: j.does(time.Minute)}}})
		begin := time.Now()
		go s.Run(t.Context())
		<-s.Ready()
		if took := time.Since(begin); took != time.Minute {
			t.Errorf("ready after %v", took)
		}
		select {
		case <-s.Done():
			t.Error("done already")
		default:
		}
		if err := s.Shutdown(t.Context()); err != nil {
			t.Error(err)
		}
		<-s.Done()
		for what, err := range map[string]error{"Shutdown": s.Shutdown(t.Context()),
			"Terminate": s.Terminate(nil)} {
			if err != nil {
				t.Errorf("%s after the end: %v", what, err)
			}
		}
		if err := s.Restart(); !errors.Is(err, rocket.ErrStopped) {
			t.Errorf("Restart after the end: %v", err)
		}
	})
}

// A session that is to restart can be shut down, and one that shuts down does not restart.
func TestTheShutdownWins(t *testing.T) {
	for _, first := range []string{"restart", "shutdown"} {
		synctest.Test(t, func(t *testing.T) {
			var j journal
			s := newSession(t,
				rocket.Schedule{Tasks: []*rocket.TaskSpec{{Name: "a", OnShutdown: true,
					Action: j.does(time.Minute)}}})
			done := make(chan error, 1)
			go func() { done <- s.Run(context.Background()) }()
			<-s.Ready()
			if first == "restart" {
				s.Restart()
				time.Sleep(time.Second)
				_ = shutdownWithin(s, time.Second)
			} else {
				_ = shutdownWithin(s, time.Second)
				s.Restart()
			}
			if err := <-done; err != nil {
				t.Error(err)
			}
			expect(t, j.text(), "a")
		})
	}
}

func TestStats(t *testing.T) {
	var j journal
	schedule := rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "a", When: once{}, Action: j.does(time.Hour)},
		{Name: "b", When: at{bubble.Add(24 * time.Hour)}, Action: j.does(0)},
	}}
	live(t, schedule, func(s *rocket.Session) {
		for range 3 {
			s.Task("a").Start(nil)
		}
		time.Sleep(time.Second)
		stats := s.Stats()
		if !stats.Started.Equal(bubble) || stats.Tasks != 2 || stats.Live != 1 ||
			stats.Demanded != 3 ||
			stats.Rounds == 0 || stats.Observed == 0 || stats.Hold != nil || stats.Untraced != 0 {
			t.Errorf("got %+v", stats)
		}
		s.Task("a").Remove()
	})
}

func TestFollow(t *testing.T) {
	var j journal
	schedule := rocket.Schedule{Tasks: []*rocket.TaskSpec{{Name: "a", When: every{time.Second},
		Action: j.does(0)}}}
	var all, later []rocket.Record
	followed := make(chan struct{})
	live(t, schedule, func(s *rocket.Session) {
		go func() {
			defer close(followed)
			for r, err := range s.Follow(context.Background(), 0) {
				if err != nil {
					t.Error(err)
				}
				all = append(all, r)
			}
		}()
		time.Sleep(10500 * time.Millisecond)
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		for r, err := range s.Follow(ctx, 20) {
			if err != nil && !errors.Is(err, context.DeadlineExceeded) {
				t.Error(err)
			}
			later = append(later, r)
		}
	})
	<-followed
	if len(all) != 24 || all[0].Seq != 1 || all[23].Seq != 24 {
		t.Errorf("%d records: %v", len(all), all)
	}
	if len(later) != 5 || later[0].Seq != 21 || later[4].Task != "" { // the last is the error's
		t.Errorf("%d records: %v", len(later), later)
	}
}

// TestFollowQuery: what is followed is what the query asks for, in the order in which it comes.
func TestFollowQuery(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSession(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{{Name: "a",
			Action: rocket.Func(nothing)}}}, rocket.WithRunLog(&rocket.MemoryLog{}))
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- s.Run(ctx) }()
		if err := s.Hold(ctx, rocket.Hold{Tasks: []string{"a"}}); err != nil {
			t.Fatal(err)
		}
		var holds []rocket.Record
		query := rocket.Query{Events: rocket.Held, Limit: 1, Newest: true}
		for r, err := range s.FollowQuery(ctx, query) {
			if err != nil {
				t.Fatal(err)
			}
			if holds = append(holds, r); len(holds) == 2 {
				break
			}
			if err := s.Hold(ctx, rocket.Hold{}); err != nil {
				t.Fatal(err)
			}
		}
		if len(holds) != 2 || holds[0].Task != "a" || holds[1].Task != "" {
			t.Errorf("%d holds: %v", len(holds), holds)
		}
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}
