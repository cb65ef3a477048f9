package rocket

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/rocketc/rocketc/runtime/process"
)

// tokenName is the variable that has the token of the claim, in the environment of a run on a
// worker.
const tokenName = "RKT_RUN_TOKEN"

// ServeWorker makes this program a worker: it does the runs with execution remote that the session
// which leads the schedule has opened, and decides nothing. A Go function runs in a process of
// its own, as with execution process; a command as a command, with the token of its claim as
// RKT_RUN_TOKEN in its environment. What w leaves empty is filled in: Name is made of the machine,
// the process and a random word, Slots is the number of CPUs.
//
// When drain is closed, the worker takes no more runs, and ServeWorker returns when those that it
// has have ended. When ctx is done, they are asked to end, too. The session must not run, before
// or after.
func ServeWorker(ctx context.Context, s *Session, w WorkerSpec, drain <-chan struct{}) error {
	if s.engine == nil {
		return ErrNoEngine
	}
	if err := s.mayRun(); err != nil {
		return err
	}
	s.child = true
	s.mail.refuse(ErrInProcess)
	s.setCast()
	process.ClearLeftovers()
	defer s.processes.Close()
	ctx = inside(ctx, &call{session: s, stands: true})
	w, err := s.workerSpec(ctx, w)
	if err != nil {
		return err
	}
	serving, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		select {
		case <-drain:
			s.logger.Info("draining: no more runs are taken")
			s.notify("STOPPING=1", "draining")
			stop()
		case <-serving.Done():
		}
	}()
	s.mail.ask(func() { s.facts.Started = s.now() })
	s.notify("READY=1", "worker "+w.Name)
	s.logger.Info("serving", "worker", w.Name, "labels", w.Labels, "slots", w.Slots, "build",
		w.Build)
	err = s.engine.Serve(serving, w, func(alive context.Context, c Claim) RemoteOutcome {
		return s.serve(ctx, alive, c)
	})
	s.logger.Info("worker stopped", "worker", w.Name)
	if ctx.Err() != nil || serving.Err() != nil && errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// Migrate makes or updates the tables of the engine, as [Engine] says.
func (s *Session) Migrate(ctx context.Context) (notes []string, err error) {
	if s.engine == nil {
		return nil, ErrNoEngine
	}
	return s.engine.Migrate(inside(ctx, &call{session: s, stands: true}))
}

// workerSpec fills in what a worker does not say of itself.
func (s *Session) workerSpec(ctx context.Context, w WorkerSpec) (WorkerSpec, error) {
	by := Leader{Schedule: s.schedule.Name, Build: s.schedule.Build}
	if log, ok := s.runLog.(Standby); ok && w.Schedule == "" {
		name, err := log.Name(ctx)
		if err != nil {
			return w, err
		}
		by.Schedule = name
	}
	w.Schedule, w.Build = cmp.Or(w.Schedule, by.Schedule), cmp.Or(w.Build, by.Build)
	w.Host = cmp.Or(w.Host, s.host)
	if w.Name == "" {
		w.Name = fmt.Sprintf("%s:%d:%s", w.Host, os.Getpid(), rand.Text()[:6])
	}
	if len(w.Labels) == 0 {
		w.Labels = []string{DefaultLabel}
	}
	if w.Slots < 1 {
		w.Slots = runtime.NumCPU()
	}
	return w, nil
}

// serve does a run that this worker has claimed, until its context alive or that of the worker is
// done, and says in the log what runs.
func (s *Session) serve(worker, alive context.Context, c Claim) RemoteOutcome {
	logger := s.logger.With("task", c.Task, "run_id", c.RunID)
	logger.Info("run begins", "token", c.Token)
	begin := time.Now()
	r := s.serving.add(s, c, begin)
	defer s.serving.remove(r)
	ctx, cancel := context.WithCancelCause(alive)
	defer cancel(nil)
	defer context.AfterFunc(worker, func() { cancel(errWorkerStops) })()
	report := s.doClaim(ctx, c, r)
	if cause := context.Cause(ctx); cause != nil && report.Error != "" {
		report.Error = cause.Error() + ": " + report.Error
		report.Exit, report.CutOff = nil, errors.Is(cause, ErrCutOff)
	}
	report.Output = s.hide(report.Output)
	report.Secret = s.hide(string(report.Value)) != string(report.Value)
	logger.Info("run ended", "error", s.hide(report.Error), "took_ms",
		milliseconds(time.Since(begin)))
	text, err := marshal(report)
	if err != nil {
		text, _ = marshal(childReport{Error: err.Error()})
	}
	return RemoteOutcome{Report: text}
}

// errWorkerStops is the cause of the contexts of runs whose worker is asked to end at once.
var errWorkerStops = errors.New("the worker was stopped")

// doClaim does a run that this worker has claimed.
func (s *Session) doClaim(ctx context.Context, c Claim, live *Run) childReport {
	t := s.find(c.Task)
	if t == nil {
		return childReport{Error: fmt.Sprintf("this program has no task %q", c.Task)}
	}
	var order childOrder
	if err := json.Unmarshal(c.Order, &order); err != nil {
		return childReport{Error: "reading the arguments of the run: " + err.Error()}
	}
	if _, program := t.Action.(Command); program {
		return s.doCommand(ctx, t, order, c, live)
	}
	reply, err := s.processes.Call(ctx, process.Call{
		Name: c.Task, Args: c.Order, ID: order.Run, Grace: c.Grace,
		Env:   []string{tokenName + "=" + strconv.FormatInt(c.Token, 10)},
		Print: func(stream, line string) { c.Output(stream, s.hide(line)) },
		Note: func(note []byte) {
			live.heedProgress(note)
			c.Progress(note)
		},
	})
	var report childReport
	if err == nil {
		err = json.Unmarshal(reply, &report)
	}
	if err != nil {
		return childReport{Error: s.hide(err.Error())}
	}
	return report
}

// doCommand does a run of a command, in the session of the worker.
func (s *Session) doCommand(ctx context.Context, t *task, order childOrder, c Claim,
	live *Run) childReport {
	r := s.orderedRun(ctx, t, order)
	r.claim = &claimed{order.Params, c.Token, c.Output}
	r.told = func() {
		live.progress.Store(r.progress.Load())
		c.Progress(r.progressMessage())
	}
	for name, raw := range order.Params {
		if s.params.Load().all[name].Secret {
			s.hideValue(raw)
		}
	}
	return r.finish()
}

// A serving is what a worker does: its runs, which are those of another session.
type serving struct {
	mu   sync.Mutex
	runs []*Run // the oldest first
}

// add lists a run.
func (v *serving) add(s *Session, c Claim, begin time.Time) *Run {
	r := &Run{ID: c.RunID, Start: begin, session: s, spec: &TaskSpec{Name: c.Task}}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.runs = append(v.runs, r)
	return r
}

func (v *serving) remove(r *Run) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.runs = slices.DeleteFunc(v.runs, func(other *Run) bool { return other == r })
}

// list returns the runs, without the secrets of the session.
func (v *serving) list() (all []TaskRun) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, r := range v.runs {
		all = append(all, TaskRun{r.spec.Name, LiveRun{ID: r.ID, Start: r.Start}, r.progressNow()})
	}
	return all
}

// notify tells the service manager of the program.
func (s *Session) notify(state, status string) {
	if err := s.service.Notify(state + "\nSTATUS=" + status); err != nil {
		s.logger.Warn("the service manager is not reached", "state", state, "error", err)
	}
}

// hideValue has the value of a secret hidden that the session which leads has set.
func (s *Session) hideValue(raw json.RawMessage) {
	var value any
	if json.Unmarshal(raw, &value) == nil {
		s.hideText(fmt.Sprint(value))
	}
}

// A claimed is what a run of a command on a worker has beside its order.
type claimed struct {
	params map[string]json.RawMessage // those that were set for the session that leads
	token  int64
	wrote  func(stream, line string) // takes its output
}

// paramsOf returns the parameters of a run; nil if it is on no worker.
func (c *claimed) paramsOf() map[string]json.RawMessage {
	if c == nil {
		return nil
	}
	return c.params
}

// variables returns what the environment of a command on a worker says of its claim.
func (c *claimed) variables() []string {
	if c == nil {
		return nil
	}
	return []string{tokenName + "=" + strconv.FormatInt(c.token, 10)}
}
