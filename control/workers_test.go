//go:build unix

package control_test

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/rocketc/rocketc/control"
	"github.com/rocketc/rocketc/remote"
	rocket "github.com/rocketc/rocketc/runtime"
)

// A takenLog is the run log of a schedule that another program leads.
type takenLog struct {
	rocket.MemoryLog
	waited chan struct{}
}

func (l *takenLog) Open(context.Context) ([]string, error) { return nil, rocket.ErrLogTaken }

func (l *takenLog) Stand(ctx context.Context, waits func(string)) ([]string, error) {
	waits("far:7")
	close(l.waited)
	<-ctx.Done()
	return nil, context.Cause(ctx)
}

func (l *takenLog) Name(context.Context) (string, error) { return "desk", nil }

func (l *takenLog) Epoch() int64 { return 1 }

// remoteSession makes a session of a schedule that has tasks for workers.
func remoteSession(t *testing.T, options ...rocket.Option) *rocket.Session {
	t.Helper()
	s, err := rocket.New(&rocket.Schedule{Name: "desk", Tasks: []*rocket.TaskSpec{{Name: "far",
		Execution: rocket.Remote, Action: rocket.Command{Line: "true"}}}},
		append(options, rocket.WithLogger(slog.New(slog.NewTextHandler(io.Discard, nil))))...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// runs runs a session, or a worker, until the test ends.
func runs(t *testing.T, run func(context.Context) error) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = run(ctx)
	}()
	t.Cleanup(func() {
		stop()
		<-ended
	})
}

// statusOf returns the status that a server tells.
func statusOf(t *testing.T, s *control.Server) (status control.Status) {
	t.Helper()
	for data, err := range s.Answer(t.Context(), control.Request{Do: "status"}) {
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data, &status); err != nil {
			t.Fatal(err)
		}
	}
	return status
}

// orderTo gives an order about the task to a program, and returns its error.
func orderTo(t *testing.T, s *control.Server, do string) (err error) {
	t.Helper()
	r := control.Request{Do: do, Tasks: []string{"far"}, Detach: true}
	for _, err = range s.Answer(t.Context(), r) {
	}
	return err
}

// TestRoles: of programs of one schedule, the one that leads is asked, and each says what it is.
func TestRoles(t *testing.T) {
	dir := inDir(t)
	t.Setenv("RUNTIME_DIRECTORY", dir)
	engine := &remote.Memory{}
	leader := remoteSession(t, rocket.WithEngine(engine))
	runs(t, leader.Run)
	<-leader.Ready()
	log := &takenLog{waited: make(chan struct{})}
	standby := remoteSession(t, rocket.WithEngine(engine), rocket.WithRunLog(log))
	runs(t, standby.Run)
	<-log.waited
	worker := remoteSession(t, rocket.WithEngine(engine))
	spec, drain := rocket.WorkerSpec{Name: "w1", Host: "h1", Slots: 2}, make(chan struct{})
	var draining atomic.Bool
	runs(t, func(ctx context.Context) error { return rocket.ServeWorker(ctx, worker, spec, drain) })

	servers := map[string]*control.Server{
		"leader":  {Session: leader, Schedule: "desk"},
		"standby": {Session: standby, Schedule: "desk"},
		"worker": {Session: worker, Schedule: "desk", Worker: &spec,
			Draining: draining.Load},
	}
	var path string
	for _, role := range []string{"standby", "leader", "worker"} {
		name := "desk"
		if role == "worker" {
			name = control.WorkerName(name)
		}
		l, err := control.Listen(name)
		if err != nil {
			t.Fatal(err)
		}
		if role == "leader" {
			path = l.Path()
		}
		runs(t, func(ctx context.Context) error { servers[role].Serve(ctx, l); return nil })
		status := statusOf(t, servers[role])
		if status.Role != role {
			t.Errorf("the %s says that it is %q", role, status.Role)
		}
		if want := map[string]string{"standby": "far:7"}[role]; status.Leader != want {
			t.Errorf("the %s says that %q leads", role, status.Leader)
		}
	}
	if found, err := control.Find("desk"); err != nil || found != path {
		t.Errorf("found %s (%v), want the leader's %s", found, err, path)
	}
	for role, want := range map[string]string{
		"standby": "this program stands by and takes no orders: give them to the one that leads, " +
			"far:7",
		"worker": "this program is a worker and takes no orders",
	} {
		for _, do := range []string{"run", "hold", "resume", "disable", "enable", "terminate",
			"backfill"} {
			err := orderTo(t, servers[role], do)
			if err == nil || !strings.HasPrefix(err.Error(), want) {
				t.Errorf("%s, asked of the %s: error %v, want %s", do, role, err, want)
			}
		}
	}
	for _, do := range []string{"hold", "resume"} {
		if err := orderTo(t, servers["leader"], do); err != nil {
			t.Errorf("%s, asked of the leader: %v", do, err)
		}
	}
	if h, err := standby.Task("far").Hold(); h != nil || err != nil {
		t.Errorf("the standby holds: %+v, error %v", h, err)
	}
	w := statusOf(t, servers["worker"]).Workers
	if len(w) != 1 || w[0].State != "serving" || w[0].Slots != 2 || len(w[0].Labels) != 1 ||
		w[0].Labels[0] != rocket.DefaultLabel {
		t.Errorf("the worker tells of %+v", w)
	}
	close(drain)
	draining.Store(true)
	if w := statusOf(t, servers["worker"]).Workers; w[0].State != "draining" {
		t.Errorf("a worker that drains is %s", w[0].State)
	}
}
