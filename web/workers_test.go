package web

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/remote"
	rocket "github.com/rocketc/rocketc/runtime"
)

// TestWorkers: the page, the API and the figures say where runs on workers are.
func TestWorkers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		engine := &remote.Memory{}
		s := open(t, rocket.WithEngine(engine))
		s.desk.server.Build = "" // that of the schedule
		_, err := s.desk.session.Create(rocket.TaskSpec{Name: "far", Execution: rocket.Remote,
			On: "gpu", Action: rocket.Command{Line: "true"}})
		if err != nil {
			t.Fatal(err)
		}
		const waits = "waits for a worker with label gpu: none is alive"
		const heard = 3 * time.Second // within which the session asks for its workers
		s.expect(request("POST", "/v1/run", steerToken, `{"tasks":["far"],"detach":true}`), 200)
		time.Sleep(heard)
		s.expect(request("GET", "/", lookToken, ""), 200, "· leader ·", waits,
			"Workers <small>0</small>", "None is alive")
		s.expect(request("GET", "/runs", lookToken, ""), 200, waits)
		s.expect(request("GET", "/task?name=far", lookToken, ""), 200, waits)
		s.expect(request("GET", "/tasks?state=waiting", lookToken, ""), 200, "name=far")
		s.expect(request("GET", "/v1/status", lookToken, ""), 200, `"role":"leader"`,
			`"waits":"`+waits+`"`)
		s.expect(request("GET", "/v1/why?tasks=far", lookToken, ""), 200, `"waits":"`+waits+`"`)
		s.expect(request("GET", "/v1/list?tasks=far", lookToken, ""), 200, `"state":"waiting"`)
		s.expect(request("GET", "/metrics", lookToken, ""), 200, "\nrocket_leader 1\n",
			"\nrocket_workers{label=\"gpu\"} 0\n", "\nrocket_runs_waiting{label=\"gpu\"} 1\n")

		ctx, stop := context.WithCancel(t.Context())
		served, release := make(chan error, 1), make(chan struct{})
		spec := rocket.WorkerSpec{Schedule: "desk", Name: "w1", Host: "h1",
			Labels: []string{"gpu", "cpu"}, Slots: 3}
		do := func(context.Context, rocket.Claim) rocket.RemoteOutcome {
			<-release
			return rocket.RemoteOutcome{Report: []byte("{}")}
		}
		go func() { served <- engine.Serve(ctx, spec, do) }()
		time.Sleep(heard)
		s.expect(request("GET", "/", lookToken, ""), 200, "on h1 ", ">w1</th>", "gpu, cpu",
			"1 of 3", "serving")
		s.expect(request("GET", "/v1/list?tasks=far", lookToken, ""), 200, `"state":"running"`,
			`"hosts":["h1"]`)
		s.expect(request("GET", "/metrics", lookToken, ""), 200,
			"\nrocket_workers{label=\"cpu\"} 1", "\nrocket_workers{label=\"gpu\"} 1\n",
			"\nrocket_runs_waiting{label=\"gpu\"} 0\n", "\nrocket_worker_slots{host=\"h1\"} 3\n",
			"\nrocket_worker_runs{host=\"h1\"} 1\n")
		close(release)
		s.await("far", rocket.Succeeded)
		stop()
		<-served
		time.Sleep(heard)
		s.expect(request("GET", "/metrics", lookToken, ""), 200,
			"\nrocket_workers{label=\"gpu\"} 0\n")
		s.end()
	})
}
