package rocket_test

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// stuck waits until the test lets it go.
func stuck(free <-chan struct{}) { <-free }

// A slowLog is a run log that is stuck when it is written to.
type slowLog struct {
	rocket.RunLog
	free <-chan struct{}
}

func (l *slowLog) Append(context.Context, []rocket.Record) error {
	stuck(l.free)
	return nil
}

// stuckSchedules are schedules with code that gets stuck, each in another place.
func stuckSchedules(free <-chan struct{}) map[string]rocket.Schedule {
	var j journal
	hook := func(around rocket.HookPoint, after bool) rocket.Hook {
		return rocket.Hook{Around: around, Call: rocket.HookFunc(
			func(_ context.Context, e rocket.HookEvent) error {
				if e.After == after {
					stuck(free)
				}
				return nil
			})}
	}
	task := func(spec rocket.TaskSpec) rocket.Schedule {
		spec.Name = "a"
		if spec.When == nil {
			spec.When = once{}
		}
		return rocket.Schedule{Tasks: []*rocket.TaskSpec{&spec}}
	}
	hooked := func(h rocket.Hook) rocket.Schedule {
		return rocket.Schedule{Hooks: []rocket.Hook{h}}
	}
	asks := asking(func(*rocket.Session) bool { stuck(free); return false })
	return map[string]rocket.Schedule{
		"hook around startup":      hooked(hook(rocket.AroundStartup, false)),
		"hook around  startup":     hooked(hook(rocket.AroundStartup, true)),
		"hook around cycle":        hooked(hook(rocket.AroundCycle, false)),
		"hook around  cycle":       hooked(hook(rocket.AroundCycle, true)),
		"hook around shutdown":     hooked(hook(rocket.AroundShutdown, false)),
		"condition of task a":      task(rocket.TaskSpec{Action: j.does(0), When: asks}),
		"condition of shut_cond":   {Config: rocket.Config{ShutCond: asks}},
		"condition of task a, end": task(rocket.TaskSpec{Action: j.does(time.Hour), Until: asks}),
		"task a": task(rocket.TaskSpec{Execution: rocket.Main, Action: rocket.Func(
			func(context.Context, *rocket.Run) (any, error) { stuck(free); return nil, nil })}),
		"preparation of task a": task(rocket.TaskSpec{Action: j.does(0),
			NameRun: rocket.RunNamerFunc(func(*rocket.Task) string { stuck(free); return "" })}),
		"run log": task(rocket.TaskSpec{Action: j.does(0)}),
	}
}

// plainName returns the name of a stuck schedule as the log has it.
func plainName(name string) string {
	name, _, _ = strings.Cut(name, ",")
	return strings.Join(strings.Fields(name), " ")
}

// playStuck runs a session with code that gets stuck. It returns what it has logged, and
// how long the session has taken to end after at.
func playStuck(t *testing.T, name string, at time.Duration,
	request func(s *rocket.Session, cancel context.CancelCauseFunc, free func()),
) (log string, took time.Duration) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		var text bytes.Buffer
		free := make(chan struct{})
		release := sync.OnceFunc(func() { close(free) })
		options := []rocket.Option{rocket.WithLogger(slog.New(slog.NewTextHandler(&text, nil)))}
		if name == "run log" {
			options = append(options, rocket.WithRunLog(&slowLog{&rocket.MemoryLog{}, free}))
		}
		s := newSession(t, stuckSchedules(free)[name], options...)
		ctx, cancel := context.WithCancelCause(t.Context())
		begin := time.Now()
		var asked sync.WaitGroup
		asked.Go(func() {
			time.Sleep(at)
			request(s, cancel, release)
		})
		_ = s.Run(ctx)
		took = time.Since(begin) - at
		release()
		asked.Wait()
		synctest.Wait()
		log = text.String()
	})
	return log, took
}

// TestSlowCodeIsLogged: code of the program for which the scheduler waits is logged with its
// stack after ten seconds, once, and when it returns.
func TestSlowCodeIsLogged(t *testing.T) {
	for name := range stuckSchedules(nil) {
		log, _ := playStuck(t, name, 20*time.Second,
			func(s *rocket.Session, cancel context.CancelCauseFunc, free func()) {
				if name == "hook around shutdown" {
					cancel(errors.New("SIGTERM"))
					time.Sleep(20 * time.Second)
				}
				free()
				time.Sleep(time.Second)
				cancel(errors.New("SIGTERM"))
				time.Sleep(time.Minute)
				_ = s.Terminate(nil) // a task may be live
			})
		for _, said := range []string{"has not returned", "has returned"} {
			line := said + "\" code=\"" + plainName(name)
			if n := strings.Count(log, line); n != 1 {
				t.Errorf("%s: %q is logged %d times:\n%s", name, said, n, log)
			}
		}
		if !strings.Contains(log, "runtime_test.stuck(") {
			t.Errorf("%s: the log has no stack:\n%s", name, log)
		}
	}
}

// TestForcedEndOfStuckCode: a forced end comes whatever code of the program does, and the log
// says where that stands.
func TestForcedEndOfStuckCode(t *testing.T) {
	for name := range stuckSchedules(nil) {
		log, took := playStuck(t, name, time.Second,
			func(s *rocket.Session, cancel context.CancelCauseFunc, _ func()) {
				cancel(errors.New("SIGTERM"))
				time.Sleep(time.Millisecond)
				_ = s.Terminate(errors.New("SIGTERM"))
			})
		if took > 30*time.Second {
			t.Errorf("%s: the session has ended after %v", name, took)
		}
		waitedFor := name != "condition of task a" && name != "condition of shut_cond" &&
			name != "preparation of task a" // the scheduler does not wait for these
		if waitedFor && !strings.Contains(log, "runtime_test.stuck(") {
			t.Errorf("%s: the log has no stack:\n%s", name, log)
		}
	}
}

// TestContextEndsWithTheSession: code that waits for its context is cancelled when an end is
// requested.
func TestContextEndsWithTheSession(t *testing.T) {
	waits := func(ctx context.Context) error { <-ctx.Done(); return nil }
	hook := func(around rocket.HookPoint, after bool) rocket.Hook {
		return rocket.Hook{Around: around, Call: rocket.HookFunc(
			func(ctx context.Context, e rocket.HookEvent) error {
				if e.After != after {
					return nil
				}
				return waits(ctx)
			})}
	}
	for name, s := range map[string]rocket.Schedule{
		"before the startup": {Hooks: []rocket.Hook{hook(rocket.AroundStartup, false)}},
		"after the startup":  {Hooks: []rocket.Hook{hook(rocket.AroundStartup, true)}},
		"before a round":     {Hooks: []rocket.Hook{hook(rocket.AroundCycle, false)}},
		"after a round":      {Hooks: []rocket.Hook{hook(rocket.AroundCycle, true)}},
		"condition":          {Tasks: []*rocket.TaskSpec{{Name: "a", When: contextual(waits)}}},
		"shut_cond":          {Config: rocket.Config{ShutCond: contextual(waits)}},
	} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			begin := time.Now()
			if err := newSession(t, s).Run(ctx); err != nil || time.Since(begin) != time.Second {
				t.Errorf("%s: ended after %v: %v", name, time.Since(begin), err)
			}
		})
	}
}

// A waitingLog is a run log that is read as long as its context allows.
type waitingLog struct{ rocket.MemoryLog }

func (*waitingLog) Read(ctx context.Context, _ rocket.Query) iter.Seq2[rocket.Record, error] {
	return func(yield func(rocket.Record, error) bool) {
		<-ctx.Done()
		yield(rocket.Record{}, ctx.Err())
	}
}

// TestEndWhileTheLogIsRead: an end that is requested while the run log is read is no error.
func TestEndWhileTheLogIsRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		s := newSession(t, rocket.Schedule{}, rocket.WithRunLog(&waitingLog{}))
		if err := s.Run(ctx); err != nil {
			t.Error(err)
		}
	})
}

// TestNextWhileTheLogIsRead: who asks so early for the next start of a task gets none.
func TestNextWhileTheLogIsRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		when := contextual(func(context.Context) error { return nil })
		s := newSession(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{{Name: "a", When: when}}},
			rocket.WithRunLog(&waitingLog{}))
		ended := make(chan error)
		go func() { ended <- s.Run(ctx) }()
		time.Sleep(time.Second / 2)
		if at, err := s.Tasks()[0].Next(); err != nil || !at.IsZero() {
			t.Errorf("next: %v, %v", at, err)
		}
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// A contextual condition does what takes the context of its observation.
type contextual func(ctx context.Context) error

func (f contextual) Observe(o *rocket.Observation) (rocket.State, error) {
	return rocket.State{}, f(o.Context())
}
