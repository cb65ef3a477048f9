package rocket

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"time"

	"github.com/rocketc/rocketc/runtime/process"
)

// An Option changes how [New] makes a session.
type Option interface{ apply(*options) error }

// options are what a session is made of, beside its schedule.
type options struct {
	schedule   *Schedule
	config     Config
	flags      map[string]string
	logger     *slog.Logger
	runLog     RunLog           // nil: one in memory for the session alone
	engine     Engine           // nil: none
	clock      func() time.Time // nil: the system's
	world      World            // nil: the system
	asked      []Condition      // of the world
	service    process.Service
	middleware []Middleware
	traces     []Trace
}

type optionFunc func(*options) error

func (f optionFunc) apply(o *options) error { return f(o) }

// with returns an option that has a value, which must not be nil.
func with(name string, isNil bool, apply func(*options)) Option {
	return optionFunc(func(o *options) error {
		if isNil {
			return fmt.Errorf("rocket.%s(nil)", name)
		}
		apply(o)
		return nil
	})
}

// WithLogger makes the session log to l; the default is [slog.Default]. A logger whose
// level is changed to Info later gets the lines of that level after a second at most.
func WithLogger(l *slog.Logger) Option {
	return with("WithLogger", l == nil, func(o *options) { o.logger = l })
}

// WithRunLog makes the session keep its records in l instead of the run log of the
// schedule. The session closes l only if it has opened it, see [Opener].
func WithRunLog(l RunLog) Option {
	return with("WithRunLog", l == nil, func(o *options) { o.runLog = l })
}

// WithConfig changes the options that the schedule sets, before the session is
// made of them. See [Config.Set] for options as text.
func WithConfig(change func(*Config)) Option {
	return with("WithConfig", change == nil, func(o *options) { change(&o.config) })
}

// WithClock makes the session read the wall clock by now; the default is
// [time.Now]. How long something takes is measured by the system all the same:
// a clock that shows another time is followed as one that was set. To play
// with time itself, run the session in a testing/synctest bubble. The function is called
// on the loop: it must not ask the session.
func WithClock(now func() time.Time) Option {
	return with("WithClock", now == nil, func(o *options) { o.clock = now })
}

// WithFlags gives the values of command-line flags, by their names as the
// schedule writes them ("--region").
func WithFlags(flags map[string]string) Option {
	return optionFunc(func(o *options) error {
		o.flags = maps.Clone(flags)
		return nil
	})
}

// WithServiceManager makes the session report to the service manager that has
// started the program, if one has; see [process.FindService]. It reports READY=1 when
// the on_startup tasks have ended, STOPPING=1 when the shutdown begins (but not if a
// restart follows), and a STATUS with both. If the manager watches this process, the
// scheduler loop itself reports WATCHDOG=1 twice in the manager's patience, so that
// the manager notices a loop that is stuck.
func WithServiceManager() Option {
	return optionFunc(func(o *options) error {
		o.service = process.FindService()
		return nil
	})
}

// WithMiddleware has the actions of all runs called by way of m; the first is the
// outermost. Several options add up.
func WithMiddleware(m ...Middleware) Option {
	return optionFunc(func(o *options) error {
		for _, one := range m {
			if one == nil {
				return errors.New("rocket.WithMiddleware: a middleware is nil")
			}
		}
		o.middleware = append(o.middleware, m...)
		return nil
	})
}

// WithTrace has the functions of t called for what happens. Several options add up.
func WithTrace(t Trace) Option {
	return optionFunc(func(o *options) error {
		o.traces = append(o.traces, t)
		return nil
	})
}

// OptionsFor gives options that depend on the schedule. f gets the session's own copy of it,
// in which it may change the Name and the Build. An error of f is that of [New].
func OptionsFor(f func(*Schedule) ([]Option, error)) Option {
	return optionFunc(func(o *options) error {
		if f == nil {
			return errors.New("rocket.OptionsFor(nil)")
		}
		more, err := f(o.schedule)
		if err != nil {
			return err
		}
		return o.take(more)
	})
}

// takeOptions returns what a session of a schedule is made of. The schedule is the session's
// own copy.
func takeOptions(schedule *Schedule, given []Option) (*options, error) {
	o := &options{
		schedule: schedule, config: schedule.Config, logger: slog.Default(),
		runLog: schedule.RunLog, engine: schedule.Engine,
	}
	err := o.take(given)
	o.config = o.config.withDefaults()
	return o, err
}

// take applies options.
func (o *options) take(given []Option) error {
	for _, option := range given {
		if option == nil {
			return errors.New("rocket.New: an option is nil")
		}
		if err := option.apply(o); err != nil {
			return err
		}
	}
	return nil
}
