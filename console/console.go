package console

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/rocketc/rocketc/control"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/process"
)

// The exit statuses of a program. A forced end is exitSignal and the number of
// the signal.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
	exitNobody = 3
	exitSignal = 128
)

// Main runs the schedule as the command line of the program says, and returns
// the exit status of the program.
func Main(s *rocket.Schedule) int { return Run(s, os.Args) }

// Run is Main with other arguments, the first of which names the program.
func Run(s *rocket.Schedule, args []string) int {
	return RunOf(func(options ...rocket.Option) (*rocket.Session, error) {
		return rocket.New(s, options...)
	}, args)
}

// NewSession makes a session, as the function of that name does in the Go package that
// rocketc gen writes into. It hands the options on to [rocket.New], perhaps beside others.
type NewSession func(options ...rocket.Option) (*rocket.Session, error)

// MainOf does all that Main does, for the schedule of a Go package:
//
//	func main() { os.Exit(console.MainOf(NewSession)) }
func MainOf(newSession NewSession) int { return RunOf(newSession, os.Args) }

// RunOf is MainOf with other arguments, the first of which names the program. A program with
// flags of its own hands over what these leave.
func RunOf(newSession NewSession, args []string) int {
	if status, is, err := process.Init(); is {
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		return status
	}
	signals, stop := listen()
	defer stop()
	p := &program{
		env: os.Environ(), stdout: os.Stdout, stderr: os.Stderr, listen: control.Listen,
	}
	return p.run(newSession, args, signals)
}

// run does what Main does in the surroundings of p. The first of args names the program.
func (p *program) run(newSession NewSession, args []string, signals chan os.Signal) int {
	p.name, p.args = programName(args)
	session, err := newSession(rocket.OptionsFor(p.options))
	switch {
	case errors.Is(err, errAnswered):
		return p.status
	case err != nil:
		fmt.Fprintf(p.stderr, "%s: %v\n", p.name, err)
		return exitFailed
	}
	forced, err := p.runSession(session, signals)
	number, isForced := forced.(syscall.Signal)
	if err != nil && !errors.Is(err, errStuck) {
		fmt.Fprintf(p.stderr, "%s: %v\n", p.name, err)
	}
	switch {
	case isForced:
		return exitSignal + int(number)
	case errors.Is(err, rocket.ErrNoTask), errors.Is(err, rocket.ErrNoArgument):
		return exitUsage
	case err != nil:
		return exitFailed
	}
	return exitOK
}

// A program is one call of a program.
type program struct {
	name            string
	args            []string
	env             environment
	stdout, stderr  io.Writer
	line            commandLine
	schedule, build string       // what the program is called
	tap             *control.Tap // of the session's log
	// page answers over the network; nil: nothing does.
	page func(context.Context, *control.Server)
	// listen lets the program be asked; nil: it cannot be.
	listen func(schedule string) (*control.Listener, error)
	grace  time.Duration // how long a run may take to end
	labels []string      // of the tasks that run on workers
	worker *worker       // nil: the program is none
	status int           // of a call that makes no session
}

// errAnswered is the end of a call that makes no session.
var errAnswered = errors.New("the call is answered")

// options reads the command line, and returns the options of the session.
func (p *program) options(s *rocket.Schedule) (_ []rocket.Option, err error) {
	p.describe(s)
	if p.completes(s) {
		return nil, errAnswered
	}
	p.line, err = parse(flags(s), p.args)
	switch {
	case err != nil:
		return nil, p.complain(taskForCommand(err, s))
	case p.line.command == helpCommand:
		usage(p.stdout, p.name, flags(s))
		return nil, errAnswered
	case p.line.command == versionCommand:
		fmt.Fprintln(p.stdout, version(s))
		return nil, errAnswered
	}
	if o, args := p.line.order(); o != nil {
		if status, asked := p.order(o, args); asked {
			p.status = status
			return nil, errAnswered
		}
	}
	config := s.Config
	if err := override(&config, p.line.config, p.env); err != nil {
		return nil, p.complain(err)
	}
	logger, err := newLogger(p.stderr, s, p.line.log, p.env)
	if err != nil {
		return nil, p.complain(err)
	}
	p.env.warn(logger)
	p.tap = &control.Tap{}
	logger = slog.New(p.tap.Handler(logger.Handler()))
	p.grace, p.labels = longestGrace(s), labels(s)
	return append(p.openPage(s),
		rocket.WithFlags(p.line.values), rocket.WithLogger(logger), rocket.WithServiceManager(),
		rocket.WithConfig(func(c *rocket.Config) {
			_ = override(c, p.line.config, p.env) // as it went with the copy
			c.Restarting = cmp.Or(c.Restarting, rocket.ReplaceProcess)
		}),
	), nil
}

// complain reports a mistake of the command line or the environment.
func (p *program) complain(err error) error {
	fmt.Fprintf(p.stderr, "%s: %v\ntry: %[1]s --help\n", p.name, err)
	p.status = exitUsage
	return errAnswered
}

// describe gives the schedule a name and a build, if it lacks them.
func (p *program) describe(s *rocket.Schedule) {
	if s.Name == "" {
		s.Name = p.name
	}
	if s.Build == "" {
		s.Build = executableBuild()
	}
	p.schedule, p.build = s.Name, s.Build
}

// programName splits the name of the program from its arguments.
func programName(args []string) (string, []string) {
	if len(args) == 0 {
		return "schedule", nil
	}
	return filepath.Base(args[0]), args[1:]
}

// runSession runs the session to its end. It returns the signal that has
// forced the end, or nil.
func (p *program) runSession(session *rocket.Session, signals chan os.Signal) (
	os.Signal, error,
) {
	ctx, stop := context.WithCancelCause(context.Background())
	defer stop(nil)
	if rocket.ServeChild(ctx, session) {
		return nil, nil
	}
	ended := make(chan error, 1)
	o := &obedience{
		session: session, signals: signals, stop: stop, ended: ended, grace: p.grace,
		settle: make(chan func()),
	}
	run := func() error { return p.line.run(ctx, session) }
	switch p.line.command {
	case workerCommand:
		run = p.asWorker(ctx, session, o)
	case migrateCommand:
		run = func() error { return p.migrate(ctx, session) }
	}
	process.BeforeReset(o.heedAll)
	if (p.line.command == "" || p.worker != nil) && p.listen != nil {
		defer p.serve(session)()
	}
	go func() { ended <- run() }()
	return o.obey()
}

// run runs the session as the command line says.
func (c *commandLine) run(ctx context.Context, session *rocket.Session) error {
	if c.command != runCommand {
		return session.Run(ctx)
	}
	runTask := session.RunTask
	if c.ifDue {
		runTask = session.RunTaskIfDue
	}
	_, err := runTask(ctx, c.task, c.args)
	if errors.Is(err, rocket.ErrNotDue) {
		session.Logger().Info("not run: its start condition does not hold", "task", c.task)
		return nil
	}
	if run := (*rocket.RunError)(nil); errors.As(err, &run) && run.Event == rocket.Inacted {
		return nil
	}
	return err
}
