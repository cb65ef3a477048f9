package rocket_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

// A probe calls a method of the session from code of the program, once.
type probe struct {
	session atomic.Pointer[rocket.Session]
	call    func(ctx context.Context, s *rocket.Session) error
	began   atomic.Bool
	ended   atomic.Bool
	err     error
	took    time.Duration
}

func (p *probe) do(ctx context.Context) {
	if p.began.Swap(true) {
		return
	}
	begin := time.Now()
	p.err = p.call(ctx, p.session.Load())
	p.took = time.Since(begin)
	p.ended.Store(true)
}

// A site is code of the program that a session calls: it makes p part of the schedule,
// or returns options.
type site func(schedule *rocket.Schedule, p *probe) []rocket.Option

func hookSite(around rocket.HookPoint, after bool) site {
	return func(schedule *rocket.Schedule, p *probe) []rocket.Option {
		schedule.Hooks = append(schedule.Hooks, rocket.Hook{Around: around, Call: rocket.HookFunc(
			func(ctx context.Context, e rocket.HookEvent) error {
				if e.After == after {
					p.do(ctx)
				}
				return nil
			})})
		return nil
	}
}

// taskSite is something that the task "site" has, which starts once.
func taskSite(change func(spec *rocket.TaskSpec, p *probe)) site {
	return func(schedule *rocket.Schedule, p *probe) []rocket.Option {
		spec := &rocket.TaskSpec{Name: "site", When: once{}, Action: rocket.Func(nothing)}
		change(spec, p)
		schedule.Tasks = append(schedule.Tasks, spec)
		return nil
	}
}

func nothing(context.Context, *rocket.Run) (any, error) { return nil, nil }

// optionSite is an option, in a session that has something to do.
func optionSite(option func(p *probe) rocket.Option) site {
	return func(schedule *rocket.Schedule, p *probe) []rocket.Option {
		taskSite(func(*rocket.TaskSpec, *probe) {})(schedule, p)
		return []rocket.Option{option(p)}
	}
}

// probing is a condition that calls the probe.
type probing struct{ p *probe }

func (c probing) Observe(o *rocket.Observation) (rocket.State, error) {
	c.p.do(o.Context())
	return rocket.State{Holds: true, Until: o.NextAsk()}, nil
}

// A probingLog calls a probe when it is written to, or read.
type probingLog struct {
	rocket.MemoryLog
	written, read *probe
}

func (l *probingLog) Append(ctx context.Context, records []rocket.Record) error {
	if l.written != nil {
		l.written.do(ctx)
	}
	return l.MemoryLog.Append(ctx, records)
}

func (l *probingLog) Read(ctx context.Context, q rocket.Query) iter.Seq2[rocket.Record, error] {
	if l.read != nil {
		l.read.do(ctx)
	}
	return l.MemoryLog.Read(ctx, q)
}

// A probingHandler calls the probe for a line of the log.
type probingHandler struct{ p *probe }

func (h probingHandler) Enabled(context.Context, slog.Level) bool { return true }
func (h probingHandler) WithAttrs([]slog.Attr) slog.Handler       { return h }
func (h probingHandler) WithGroup(string) slog.Handler            { return h }
func (h probingHandler) Handle(ctx context.Context, _ slog.Record) error {
	h.p.do(ctx)
	return nil
}

// sites has all code of the program that a session calls.
var sites = map[string]site{
	"hook before startup":  hookSite(rocket.AroundStartup, false),
	"hook after startup":   hookSite(rocket.AroundStartup, true),
	"hook before shutdown": hookSite(rocket.AroundShutdown, false),
	"hook after shutdown":  hookSite(rocket.AroundShutdown, true),
	"hook before cycle":    hookSite(rocket.AroundCycle, false),
	"hook after cycle":     hookSite(rocket.AroundCycle, true),
	"hook before task": func(schedule *rocket.Schedule, p *probe) []rocket.Option {
		taskSite(func(*rocket.TaskSpec, *probe) {})(schedule, p)
		return hookSite(rocket.AroundTask, false)(schedule, p)
	},
	"hook after task": func(schedule *rocket.Schedule, p *probe) []rocket.Option {
		taskSite(func(*rocket.TaskSpec, *probe) {})(schedule, p)
		return hookSite(rocket.AroundTask, true)(schedule, p)
	},
	"when": taskSite(func(spec *rocket.TaskSpec, p *probe) { spec.When = probing{p} }),
	"until": taskSite(func(spec *rocket.TaskSpec, p *probe) {
		spec.Until = probing{p}
		spec.Action = rocket.Func(func(ctx context.Context, _ *rocket.Run) (any, error) {
			<-ctx.Done()
			return nil, nil
		})
	}),
	"shut_cond": func(schedule *rocket.Schedule, p *probe) []rocket.Option {
		schedule.Config.ShutCond = probing{p}
		return nil
	},
	"namer": taskSite(func(spec *rocket.TaskSpec, p *probe) {
		spec.NameRun = rocket.RunNamerFunc(func(*rocket.Task) string {
			p.do(context.Background())
			return "x"
		})
	}),
	"early argument": func(schedule *rocket.Schedule, p *probe) []rocket.Option {
		schedule.Config.ParamMaterialize = rocket.Pre
		return taskSite(func(spec *rocket.TaskSpec, p *probe) {
			spec.Action = sums{arg.Call[int]{Name: "f", Func: func() (int, error) {
				p.do(context.Background())
				return 1, nil
			}}}
		})(schedule, p)
	},
	"action": taskSite(func(spec *rocket.TaskSpec, p *probe) {
		spec.Action = rocket.Func(func(ctx context.Context, _ *rocket.Run) (any, error) {
			p.do(ctx)
			return nil, nil
		})
	}),
	"action on the loop": taskSite(func(spec *rocket.TaskSpec, p *probe) {
		spec.Execution = rocket.Main
		spec.Action = rocket.Func(func(ctx context.Context, _ *rocket.Run) (any, error) {
			p.do(ctx)
			return nil, nil
		})
	}),
	"middleware": optionSite(func(p *probe) rocket.Option {
		return rocket.WithMiddleware(func(ctx context.Context, r *rocket.Run,
			next rocket.Func) (any, error) {
			p.do(ctx)
			return next(ctx, r)
		})
	}),
	"trace of a start": optionSite(func(p *probe) rocket.Option {
		return rocket.WithTrace(rocket.Trace{RunStart: func(ctx context.Context, _ rocket.Record) {
			p.do(ctx)
		}})
	}),
	"trace of a round": optionSite(func(p *probe) rocket.Option {
		return rocket.WithTrace(rocket.Trace{Round: func(rocket.RoundInfo) {
			p.do(context.Background())
		}})
	}),
	"run log, written": optionSite(func(p *probe) rocket.Option {
		return rocket.WithRunLog(&probingLog{written: p})
	}),
	"run log, read": optionSite(func(p *probe) rocket.Option {
		return rocket.WithRunLog(&probingLog{read: p})
	}),
	"log handler": optionSite(func(p *probe) rocket.Option {
		return rocket.WithLogger(slog.New(probingHandler{p}))
	}),
	"update of a task": func(_ *rocket.Schedule, p *probe) []rocket.Option {
		time.AfterFunc(time.Second, func() {
			_ = p.session.Load().Task("b").Update(func(*rocket.TaskSpec) {
				p.do(context.Background())
			})
		})
		return nil
	},
	"update of the options": func(_ *rocket.Schedule, p *probe) []rocket.Option {
		time.AfterFunc(time.Second, func() {
			_ = p.session.Load().Update(context.Background(), func(*rocket.Config) {
				p.do(context.Background())
			})
		})
		return nil
	},
}

// A caller calls a method. b is the task "b", which runs for a second.
type caller func(ctx context.Context, s *rocket.Session, b *rocket.Task) error

// plain is a caller of a method that returns at once, without an error.
func plain(f func(s *rocket.Session, b *rocket.Task)) caller {
	return func(_ context.Context, s *rocket.Session, b *rocket.Task) error { f(s, b); return nil }
}

// launched is a caller of a method of a launch.
func launched(f func(ctx context.Context, l *rocket.Launch) error) caller {
	return func(ctx context.Context, s *rocket.Session, b *rocket.Task) error {
		l, err := b.Start(nil)
		if err != nil {
			return err
		}
		return f(ctx, l)
	}
}

// inRun is a caller of a method of a run, if there is one.
func inRun(f func(r *rocket.Run)) caller {
	return func(ctx context.Context, s *rocket.Session, b *rocket.Task) error {
		if r, ok := rocket.RunFrom(ctx); ok {
			f(r)
		}
		return nil
	}
}

func handle(b *rocket.Task) rocket.Handle[rocket.None, any] {
	return rocket.HandleOf[rocket.None, any](b)
}

// callers has a call of every exported method of the types in callable.
var callers = map[string]caller{
	"Session.Config": plain(func(s *rocket.Session, _ *rocket.Task) { s.Config() }),
	"Session.Create": func(_ context.Context, s *rocket.Session, _ *rocket.Task) error {
		_, err := s.Create(rocket.TaskSpec{Name: "new", Action: rocket.Do{}})
		return err
	},
	"Session.Done": plain(func(s *rocket.Session, _ *rocket.Task) { s.Done() }),
	"Session.Follow": followed(func(ctx context.Context, s *rocket.Session) records {
		return s.Follow(ctx, 0)
	}),
	"Session.FollowQuery": followed(func(ctx context.Context, s *rocket.Session) records {
		return s.FollowQuery(ctx, rocket.Query{})
	}),
	"Session.Hold": func(ctx context.Context, s *rocket.Session, _ *rocket.Task) error {
		return s.Hold(ctx, rocket.Hold{Tasks: []string{"b"}})
	},
	"Session.Location": plain(func(s *rocket.Session, _ *rocket.Task) { s.Location() }),
	"Session.Logger":   plain(func(s *rocket.Session, _ *rocket.Task) { s.Logger().Info("hello") }),
	"Session.Param":    plain(func(s *rocket.Session, _ *rocket.Task) { s.Param("x") }),
	"Session.Ready":    plain(func(s *rocket.Session, _ *rocket.Task) { s.Ready() }),
	"Session.Restart": func(_ context.Context, s *rocket.Session, _ *rocket.Task) error {
		return s.Restart()
	},
	"Session.Resume": func(ctx context.Context, s *rocket.Session, _ *rocket.Task) error {
		return s.Resume(ctx)
	},
	"Session.Run": func(ctx context.Context, s *rocket.Session, _ *rocket.Task) error {
		if s.Run(ctx) == nil {
			return errors.New("it ran twice")
		}
		return nil
	},
	"Session.Scope":  plain(func(s *rocket.Session, _ *rocket.Task) { s.Scope() }),
	"Session.RunLog": plain(func(s *rocket.Session, _ *rocket.Task) { s.RunLog() }),
	"Session.SetParam": func(ctx context.Context, s *rocket.Session, _ *rocket.Task) error {
		return s.SetParam(ctx, "x", 1)
	},
	"Session.Shutdown": func(ctx context.Context, s *rocket.Session, _ *rocket.Task) error {
		return s.Shutdown(ctx)
	},
	// No session is simulated here, and the histories are the loop's: it is only made.
	"Session.Observer": plain(func(s *rocket.Session, _ *rocket.Task) { s.Observer(time.Now()) }),
	"Session.Overview": plain(func(s *rocket.Session, _ *rocket.Task) { s.Overview() }),
	"Session.Stats":    plain(func(s *rocket.Session, _ *rocket.Task) { s.Stats() }),
	"Session.Task":     plain(func(s *rocket.Session, _ *rocket.Task) { s.Task("b") }),
	"Session.Tasks":    plain(func(s *rocket.Session, _ *rocket.Task) { s.Tasks() }),
	"Session.Terminate": func(_ context.Context, s *rocket.Session, _ *rocket.Task) error {
		return s.Terminate(nil)
	},
	"Session.Update": func(ctx context.Context, s *rocket.Session, _ *rocket.Task) error {
		return s.Update(ctx, func(*rocket.Config) {})
	},

	"Task.Hold": func(_ context.Context, _ *rocket.Session, b *rocket.Task) error {
		_, err := b.Hold()
		return err
	},
	"Task.Disable": func(_ context.Context, _ *rocket.Session, b *rocket.Task) error {
		return b.Disable()
	},
	"Task.Enable": func(_ context.Context, _ *rocket.Session, b *rocket.Task) error {
		return b.Enable()
	},
	"Task.Name": plain(func(_ *rocket.Session, b *rocket.Task) { b.Name() }),
	"Task.Remove": func(_ context.Context, _ *rocket.Session, b *rocket.Task) error {
		return b.Remove()
	},
	"Task.Run": func(ctx context.Context, _ *rocket.Session, b *rocket.Task) error {
		_, err := b.Run(ctx, nil)
		return err
	},
	"Task.Spec": func(_ context.Context, _ *rocket.Session, b *rocket.Task) error {
		_, err := b.Spec()
		return err
	},
	"Task.Start": func(_ context.Context, _ *rocket.Session, b *rocket.Task) error {
		_, err := b.Start(nil)
		return err
	},
	"Task.State": func(_ context.Context, _ *rocket.Session, b *rocket.Task) error {
		_, err := b.State()
		return err
	},
	"Task.Next": func(_ context.Context, _ *rocket.Session, b *rocket.Task) error {
		_, err := b.Next()
		return err
	},
	"Task.Arguments": func(_ context.Context, _ *rocket.Session, b *rocket.Task) error {
		_, _, err := b.Arguments()
		return err
	},
	"Task.Starts": func(_ context.Context, _ *rocket.Session, b *rocket.Task) error {
		_, err := b.Starts(time.Now().Add(time.Hour), 3)
		return err
	},
	"Task.TerminateRun": func(_ context.Context, _ *rocket.Session, b *rocket.Task) error {
		if err := b.TerminateRun("none"); !errors.Is(err, rocket.ErrNoRun) {
			return err
		}
		return nil
	},
	"Task.Why": func(_ context.Context, _ *rocket.Session, b *rocket.Task) error {
		_, err := b.Why()
		return err
	},
	"Task.WhyAt": func(ctx context.Context, _ *rocket.Session, b *rocket.Task) error {
		_, err := b.WhyAt(ctx, time.Now())
		return err
	},
	"Task.String": plain(func(_ *rocket.Session, b *rocket.Task) { _ = b.String() }),
	"Task.Terminate": func(_ context.Context, _ *rocket.Session, b *rocket.Task) error {
		return b.Terminate()
	},
	"Task.Update": func(_ context.Context, _ *rocket.Session, b *rocket.Task) error {
		return b.Update(func(*rocket.TaskSpec) {})
	},

	"Session.Backfill": func(ctx context.Context, s *rocket.Session, _ *rocket.Task) error {
		order := rocket.Backfill{Task: "b", From: time.Now().Add(-time.Hour), To: time.Now()}
		if _, err := s.Backfill(ctx, order); !errors.Is(err, rocket.ErrNoWindows) {
			return fmt.Errorf("Backfill: %w", err)
		}
		return nil
	},
	"Session.Backfills": plain(func(s *rocket.Session, _ *rocket.Task) { s.Backfills() }),
	"Session.EndBackfill": func(ctx context.Context, s *rocket.Session, _ *rocket.Task) error {
		if err := s.EndBackfill(ctx, "none", ""); !errors.Is(err, rocket.ErrNoBackfill) {
			return err
		}
		return nil
	},
	"Session.ResumeBy": func(ctx context.Context, s *rocket.Session, _ *rocket.Task) error {
		return s.ResumeBy(ctx, "me")
	},
	"Session.Standby": plain(func(s *rocket.Session, _ *rocket.Task) { s.Standby() }),
	"Session.Leads": func(ctx context.Context, s *rocket.Session, _ *rocket.Task) error {
		return s.Leads(ctx)
	},
	"Session.Migrate": func(ctx context.Context, s *rocket.Session, _ *rocket.Task) error {
		if _, err := s.Migrate(ctx); !errors.Is(err, rocket.ErrNoEngine) {
			return fmt.Errorf("Migrate: %w", err)
		}
		return nil
	},
	"Session.Sync": func(ctx context.Context, s *rocket.Session, _ *rocket.Task) error {
		ctx, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		if err := s.Sync(ctx); !errors.Is(err, context.DeadlineExceeded) {
			return err
		}
		return nil
	},
	"Task.Windows": func(ctx context.Context, _ *rocket.Session, b *rocket.Task) error {
		_, err := b.Windows(ctx, time.Now().Add(-time.Hour), time.Now())
		if !errors.Is(err, rocket.ErrNoWindows) {
			return fmt.Errorf("Windows: %w", err)
		}
		return nil
	},
	"Run.Progress": inRun(func(r *rocket.Run) { r.Progress(1, 2, "x") }),

	"Session.RunTask": func(ctx context.Context, s *rocket.Session, _ *rocket.Task) error {
		if _, err := s.RunTask(ctx, "b", nil); err == nil {
			return errors.New("it ran twice")
		}
		return nil
	},
	"Session.RunTaskIfDue": func(ctx context.Context, s *rocket.Session, _ *rocket.Task) error {
		if _, err := s.RunTaskIfDue(ctx, "b", nil); err == nil {
			return errors.New("it ran twice")
		}
		return nil
	},

	"Run.Logger":  inRun(func(r *rocket.Run) { r.Logger().Info("hello") }),
	"Run.Session": inRun(func(r *rocket.Run) { r.Session().Tasks() }),
	"Run.Task":    inRun(func(r *rocket.Run) { _, _ = r.Task().State() }),

	"Launch.ID": launched(func(_ context.Context, l *rocket.Launch) error {
		l.ID()
		return nil
	}),
	"Launch.Terminate": launched(func(_ context.Context, l *rocket.Launch) error {
		return l.Terminate()
	}),
	"Launch.Wait": launched(func(ctx context.Context, l *rocket.Launch) error {
		_, err := l.Wait(ctx)
		return err
	}),

	"Handle.Run": func(ctx context.Context, _ *rocket.Session, b *rocket.Task) error {
		_, err := handle(b).Run(ctx)
		return err
	},
	"Handle.Start": func(_ context.Context, _ *rocket.Session, b *rocket.Task) error {
		_, err := handle(b).Start()
		return err
	},
	"Handle.Task": plain(func(_ *rocket.Session, b *rocket.Task) { handle(b).Task() }),
}

// followed is a caller that reads one record, or waits a second for it.
func followed(f func(ctx context.Context, s *rocket.Session) records) caller {
	return func(ctx context.Context, s *rocket.Session, _ *rocket.Task) error {
		ctx, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		for _, err := range f(ctx, s) {
			if errors.Is(err, context.DeadlineExceeded) {
				return nil
			}
			return err
		}
		return nil
	}
}

// records are what is followed.
type records = iter.Seq2[rocket.Record, error]

// callable has the types whose methods may be called from anywhere.
var callable = map[string]reflect.Type{
	"Session": reflect.TypeFor[*rocket.Session](), "Task": reflect.TypeFor[*rocket.Task](),
	"Run": reflect.TypeFor[*rocket.Run](), "Launch": reflect.TypeFor[*rocket.Launch](),
	"Handle": reflect.TypeFor[rocket.Handle[rocket.None, any]](),
}

// TestEveryMethodIsCalled: callers has all methods, and no others.
func TestEveryMethodIsCalled(t *testing.T) {
	var methods []string
	for name, typ := range callable {
		for m := range typ.Methods() {
			methods = append(methods, name+"."+m.Name)
		}
	}
	slices.Sort(methods)
	for _, name := range methods {
		if callers[name] == nil {
			t.Errorf("the method %s is not called from code of the program; add it to callers",
				name)
		}
	}
	for name := range callers {
		if !slices.Contains(methods, name) {
			t.Errorf("there is no method %s", name)
		}
	}
}

// TestCodeOfTheProgramMayAsk calls every method from everywhere: none hangs, and none
// fails but where waiting would be for itself.
func TestCodeOfTheProgramMayAsk(t *testing.T) {
	for _, where := range slices.Sorted(maps.Keys(sites)) {
		t.Run(where, func(t *testing.T) {
			for _, what := range slices.Sorted(maps.Keys(callers)) {
				synctest.Test(t, func(t *testing.T) { callFrom(t, where, what) })
			}
		})
	}
}

// callFrom calls a method from a site of a session that ends a minute later.
func callFrom(t *testing.T, where, what string) {
	var j journal
	p := &probe{call: func(ctx context.Context, s *rocket.Session) error {
		return callers[what](ctx, s, s.Task("b"))
	}}
	schedule := rocket.Schedule{
		Config: rocket.Config{TaskPreExist: rocket.Replace, CycleSleep: 10 * time.Second},
		Tasks:  []*rocket.TaskSpec{{Name: "b", Action: j.does(time.Second)}},
	}
	options := append([]rocket.Option{rocket.WithLogger(quiet)}, sites[where](&schedule, p)...)
	s, err := rocket.New(&schedule, options...)
	if err != nil {
		t.Fatal(err)
	}
	p.session.Store(s)
	done := make(chan error, 1)
	go func() { done <- s.Run(context.Background()) }()
	time.Sleep(time.Minute)
	if err := shutdownWithin(s, time.Minute); err != nil {
		t.Errorf("%s: the session does not end: %v", what, err)
	}
	s.Terminate(nil)
	if err := <-done; err != nil {
		t.Errorf("%s: Run: %v", what, err)
	}
	waits := slices.Contains([]string{"Task.Run", "Launch.Wait", "Handle.Run", "Session.Follow",
		"Session.FollowQuery", "Session.Sync"}, what)
	stands := strings.HasPrefix(where, "run log") || where == "log handler" ||
		where == "action on the loop"
	switch {
	case !p.ended.Load():
		t.Errorf("%s: it did not return (called: %v)", what, p.began.Load())
	case waits && stands:
		if !errors.Is(p.err, rocket.ErrOnLoop) {
			t.Errorf("%s: got error %v", what, p.err)
		}
	case where == "hook after shutdown" && (waits || strings.HasPrefix(what, "Launch.")):
	case p.err != nil:
		t.Errorf("%s: error %v", what, p.err)
	case p.took > 2*time.Second:
		t.Errorf("%s: it took %v", what, p.took)
	}
}

// ScopeFrom has the schedule's name and parameters for code that the session calls, and
// neither for other code.
func TestScopeFrom(t *testing.T) {
	look := func(ctx context.Context) string {
		name, in := rocket.ScopeFrom(ctx)
		value, ok, err := arg.Param("region").Resolve(in)
		return fmt.Sprint(name, " ", value, " ", ok, " ", err)
	}
	expect(t, look(t.Context()), " <nil> false <nil>")
	got := ""
	play(t, rocket.Schedule{Name: "nightly",
		Params: []rocket.Param{{Name: "region", Value: arg.Literal{Value: "eu"}}},
		Tasks: []*rocket.TaskSpec{{Name: "a", OnStartup: true,
			Action: rocket.Func(func(ctx context.Context, _ *rocket.Run) (any, error) {
				got = look(ctx)
				return nil, nil
			})}},
	}, time.Second)
	expect(t, got, "nightly eu true <nil>")
}
