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

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/process"
)

// The exit statuses of a program. A forced end is exitSignal and the number of
// the signal.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
	exitSignal = 128
)

// Main runs the schedule as the command line of the program says, and returns
// the exit status of the program.
func Main(s *rocket.Schedule) int { return Run(s, os.Args) }

// Run is Main with other arguments, the first of which names the program.
func Run(s *rocket.Schedule, args []string) int {
	if status, is, err := process.Init(); is {
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		return status
	}
	signals, stop := listen()
	defer stop()
	return run(s, args, os.Environ(), os.Stdout, os.Stderr, signals)
}

// run does what Main does in the given surroundings. The first of args names
// the program.
func run(s *rocket.Schedule, args []string, env environment, stdout, stderr io.Writer,
	signals <-chan os.Signal) int {
	program, args := programName(args)
	s = named(s, program)
	line, err := parse(flags(s), args)
	switch {
	case err != nil:
		return complain(stderr, program, err)
	case line.command == helpCommand:
		usage(stdout, program, flags(s))
		return exitOK
	case line.command == versionCommand:
		fmt.Fprintln(stdout, version(s))
		return exitOK
	}
	config := s.Config
	if err := override(&config, line.config, env); err != nil {
		return complain(stderr, program, err)
	}
	logger, err := newLogger(stderr, s, line.log, env)
	if err != nil {
		return complain(stderr, program, err)
	}
	env.warn(logger)
	forced, err := runSession(s, line, config, logger, signals)
	number, isForced := forced.(syscall.Signal)
	if err != nil && !errors.Is(err, errStuck) {
		fmt.Fprintf(stderr, "%s: %v\n", program, err)
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

// complain reports a mistake of the command line or the environment.
func complain(stderr io.Writer, program string, err error) int {
	fmt.Fprintf(stderr, "%s: %v\ntry: %[1]s --help\n", program, err)
	return exitUsage
}

// named returns the schedule with a name and a build, which it may lack.
func named(s *rocket.Schedule, program string) *rocket.Schedule {
	clone := *s
	if clone.Name == "" {
		clone.Name = program
	}
	if clone.Build == "" {
		clone.Build = executableBuild()
	}
	return &clone
}

// programName splits the name of the program from its arguments.
func programName(args []string) (string, []string) {
	if len(args) == 0 {
		return "schedule", nil
	}
	return filepath.Base(args[0]), args[1:]
}

// runSession runs the schedule to its end. It returns the signal that has
// forced the end, or nil.
func runSession(s *rocket.Schedule, line commandLine, config rocket.Config,
	logger *slog.Logger, signals <-chan os.Signal) (os.Signal, error) {
	config.Restarting = cmp.Or(config.Restarting, rocket.ReplaceProcess)
	session, err := rocket.New(s,
		rocket.WithFlags(line.values), rocket.WithLogger(logger), rocket.WithServiceManager(),
		rocket.WithConfig(func(c *rocket.Config) { *c = config }))
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancelCause(context.Background())
	defer stop(nil)
	if rocket.ServeChild(ctx, session) {
		return nil, nil
	}
	ended := make(chan error, 1)
	go func() { ended <- line.run(ctx, session) }()
	return obey(session, signals, stop, ended, longestGrace(s))
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
