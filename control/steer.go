package control

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// said logs an order, and tells who gave it that it is done.
func (q *question) said(format string, args ...any) error {
	done := fmt.Sprintf(format, args...)
	q.Session.Logger().Info("asked for", "order", done, "by", q.by())
	return q.send(Done{done})
}

// run has a task run. It sends what the run writes, and how it has ended, unless nobody waits
// for that.
func (q *question) run() error {
	t, err := q.task()
	if err != nil {
		return err
	}
	lines, stop := context.WithCancel(q.ctx)
	defer stop()
	var coming <-chan Line
	if q.Tap != nil && !q.Detach {
		_, coming = q.Tap.Follow(lines, t.Name(), "none")
	}
	launch, err := t.Start(q.Args)
	if errors.Is(err, rocket.ErrNoArgument) {
		return usagef("%v", err)
	}
	if err != nil {
		return err
	}
	q.Session.Logger().Info("asked for", "order", "run "+t.Name(), "by", q.by())
	if q.Detach {
		return q.send(Done{"asked for a run of " + t.Name()})
	}
	ended := make(chan Run, 1)
	go func() { ended <- outcomeOf(q.ctx, t, launch) }()
	for {
		select {
		case line := <-coming:
			if id := launch.ID(); id == "" || line.RunID != id {
				continue
			}
			if err := q.sendLine(line); err != nil {
				return err
			}
		case run := <-ended:
			if err := q.sendLines(drain(coming, run.RunID)); err != nil {
				return err
			}
			return q.send(run)
		case <-q.ctx.Done():
			return nil
		}
	}
}

// drain returns the lines of a run that have come and were not read.
func drain(coming <-chan Line, run string) (lines []Line) {
	for {
		select {
		case line := <-coming:
			if line.RunID == run {
				lines = append(lines, line)
			}
		default:
			return lines
		}
	}
}

// outcomeOf waits for the end of a run.
func outcomeOf(ctx context.Context, t *rocket.Task, launch *rocket.Launch) Run {
	value, err := launch.Wait(ctx)
	run := Run{Task: t.Name(), RunID: launch.ID(), Event: rocket.Succeeded.String()}
	if wrong := (*rocket.RunError)(nil); errors.As(err, &wrong) {
		run.Event = wrong.Event.String()
	} else if err != nil {
		run.Event = rocket.Failed.String()
	}
	if err != nil {
		run.Error = err.Error()
	}
	if value != nil && err == nil {
		run.Return, _ = json.Marshal(value)
	}
	return run
}

// terminate ends the live runs of a task, or one run.
func (q *question) terminate() error {
	if q.Run == "" {
		t, err := q.task()
		if err != nil {
			return err
		}
		return q.terminateAll(t)
	}
	if t := q.Session.Task(q.Run); t != nil {
		return q.terminateAll(t)
	}
	if is, err := q.endBackfill(); is {
		return err
	}
	task, run, err := q.runOf(q.Run)
	if err != nil {
		return err
	}
	if err := q.Session.Task(task).TerminateRun(run); err != nil {
		return err
	}
	return q.said("terminated the run %s of %s", run, task)
}

func (q *question) terminateAll(t *rocket.Task) error {
	state, err := t.State()
	if err != nil {
		return err
	}
	if err := t.Terminate(); err != nil {
		return err
	}
	runs := "runs"
	if len(state.Live) == 1 {
		runs = "run"
	}
	return q.said("terminated %d %s of %s", len(state.Live), runs, t.Name())
}

// hold keeps tasks, or all, from starting.
func (q *question) hold() error {
	names, what, err := q.names()
	if err != nil {
		return err
	}
	h := rocket.Hold{Tasks: names, For: q.For, Reason: q.Reason, By: q.by()}
	if err := q.Session.Hold(q.ctx, h); err != nil {
		return err
	}
	q.sync()
	if q.For > 0 {
		what += fmt.Sprintf(" for %v", q.For)
	}
	return q.send(Done{"holds " + what + "; resume ends that"})
}

// sync waits until an order is in the run log. A log that fails is not waited for: the order
// holds all the same, and the log of the program says that the run log fails.
func (q *question) sync() {
	ctx, stop := context.WithTimeout(q.ctx, syncTime)
	defer stop()
	_ = q.Session.Sync(ctx)
}

// syncTime is how long who gives an order waits for the run log.
const syncTime = 5 * time.Second

// resume ends holds.
func (q *question) resume() error {
	names, what, err := q.names()
	if err != nil {
		return err
	}
	if err := q.Session.ResumeBy(q.ctx, q.by(), names...); err != nil {
		return err
	}
	q.sync()
	return q.said("resumed %s", what)
}

// names returns the names of the tasks that the request is about, none if that is all, and
// says in words which they are.
func (q *question) names() (names []string, what string, err error) {
	if len(q.Tasks) == 0 {
		return nil, "all tasks", nil
	}
	tasks, err := q.tasks()
	for _, t := range tasks {
		names = append(names, t.Name())
	}
	return names, strings.Join(names, ", "), err
}

// disable keeps tasks from starting by themselves.
func (q *question) disable() error { return q.switched("disabled", (*rocket.Task).Disable) }

// enable lets disabled tasks start again.
func (q *question) enable() error { return q.switched("enabled", (*rocket.Task).Enable) }

func (q *question) switched(done string, do func(*rocket.Task) error) error {
	if len(q.Tasks) == 0 {
		return usagef("%s needs a task", q.Do)
	}
	tasks, err := q.tasks()
	if err != nil {
		return err
	}
	for _, t := range tasks {
		if err := do(t); err != nil {
			return err
		}
	}
	_, what, _ := q.names()
	return q.said("%s %s", done, what)
}

// shutdown ends the session in good order, or at once.
func (q *question) shutdown() error {
	if q.Force {
		if err := q.said("shut down at once"); err != nil {
			return err
		}
		return q.Session.Terminate(errors.New(q.by()))
	}
	if err := q.said("shut down"); err != nil {
		return err
	}
	return q.Session.Shutdown(q.ctx)
}

// restart restarts the session in good order.
func (q *question) restart() error {
	if err := q.said("restarted"); err != nil {
		return err
	}
	return q.Session.Restart()
}
