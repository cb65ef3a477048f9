package control

import (
	"cmp"
	"context"
	"errors"
	"slices"

	rocket "github.com/rocketc/rocketc/runtime"
)

// The roles of programs of a schedule that has tasks for workers.
const (
	leaderRole  = "leader"
	standbyRole = "standby"
	workerRole  = "worker"
)

// errWorker is the error of an order to a worker.
var errWorker = errors.New("this program is a worker and takes no orders: give them to the one " +
	"that leads; SIGTERM has the worker end in good order")

// mayOrder reports whether the program does what is asked for: only who leads takes orders, but
// for those that are about the program.
func (s *Server) mayOrder(ctx context.Context, do string) error {
	switch {
	case Looks(do):
		return nil
	case s.Worker != nil:
		return errWorker
	case do == "shutdown" || do == "restart":
		return nil
	}
	return s.Session.Leads(ctx)
}

// role returns the role of the program; empty if its schedule has no tasks for workers.
func (q *question) role(now *rocket.Overview) string {
	switch {
	case q.Worker != nil:
		return workerRole
	case now.Standby != "":
		return standbyRole
	case now.Remote:
		return leaderRole
	}
	return ""
}

// workers returns the workers as messages have them: those that a leader knows, or the one
// that the program is.
func (q *question) workers(known []rocket.Worker) (all []Worker) {
	if q.Worker != nil {
		draining := q.Draining != nil && q.Draining()
		known = []rocket.Worker{{WorkerSpec: *q.Worker, Draining: draining}}
	}
	for _, w := range known {
		worker := Worker{
			Name: w.Name, Host: w.Host, Build: w.Build, Slots: w.Slots, State: q.workerState(w),
			Labels: w.Labels, Running: append([]string{}, w.Running...),
			Silent: w.Silent.Milliseconds(),
		}
		if len(worker.Labels) == 0 {
			worker.Labels = []string{rocket.DefaultLabel}
		}
		all = append(all, worker)
	}
	slices.SortStableFunc(all, func(a, b Worker) int {
		return cmp.Or(cmp.Compare(a.Host, b.Host), cmp.Compare(a.Name, b.Name))
	})
	return all
}

// workerState returns the word for what a worker does.
func (q *question) workerState(w rocket.Worker) string {
	switch {
	case w.Lost:
		return "lost"
	case w.Build != q.Build:
		return "other build"
	case w.Draining:
		return "draining"
	}
	return "serving"
}

// place says where the live runs of a task are. If all of them wait for workers, the task waits.
func (t *Task) place(live []rocket.LiveRun) {
	for _, r := range live {
		if r.Host != "" && !slices.Contains(t.Hosts, r.Host) {
			t.Hosts = append(t.Hosts, r.Host)
		}
	}
	if WaitForWorkers(live) {
		t.State = "waiting"
	}
}

// WaitForWorkers reports whether there are live runs, and all of them wait for workers.
func WaitForWorkers(live []rocket.LiveRun) bool {
	begun := func(r rocket.LiveRun) bool { return r.Waits == "" }
	return len(live) > 0 && !slices.ContainsFunc(live, begun)
}

// LiveByTask returns live runs by the names of their tasks.
func LiveByTask(all []rocket.TaskRun) map[string][]rocket.LiveRun {
	live := map[string][]rocket.LiveRun{}
	for _, r := range all {
		live[r.Task] = append(live[r.Task], r.LiveRun)
	}
	return live
}
