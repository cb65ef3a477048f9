package console

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/process"
)

// The exit statuses of a program.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
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
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	return run(s, args, os.Getenv, os.Stdout, os.Stderr, signals)
}

// run does what Main does in the given surroundings. The first of args names
// the program.
func run(s *rocket.Schedule, args []string, env func(string) string, stdout, stderr io.Writer, signals <-chan os.Signal) int {
	program, args := programName(args)
	known := flags(s)
	line, err := parse(known, args)
	config := s.Config
	if err == nil && !line.help {
		err = override(&config, line.config, env)
	}
	if err != nil {
		fmt.Fprintf(stderr, "%s: %v\nRun %[1]s --help for what it takes.\n", program, err)
		return exitUsage
	}
	if line.help {
		usage(stdout, program, known)
		return exitOK
	}
	level, err := logLevel(env("ROCKET_LOG"))
	if err != nil {
		fmt.Fprintf(stderr, "%s: %v\n", program, err)
		return exitUsage
	}
	if err := runSession(s, line.values, config, newLogger(stderr, level), signals); err != nil {
		fmt.Fprintf(stderr, "%s: %v\n", program, err)
		return exitFailed
	}
	return exitOK
}

// override sets options as the environment and then the command line say.
func override(c *rocket.Config, line []string, env func(string) string) error {
	for _, s := range rocket.Settings() {
		name := "ROCKET_CONFIG_" + strings.ToUpper(s.Key)
		if value := env(name); value != "" {
			if err := c.Set(s.Key, value); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	for _, setting := range line {
		key, value, given := strings.Cut(setting, "=")
		if !given {
			return fmt.Errorf("%s %s: want KEY=VALUE", configFlag, setting)
		}
		if err := c.Set(key, value); err != nil {
			return fmt.Errorf("%s: %w", configFlag, err)
		}
	}
	return nil
}

// programName splits the name of the program from its arguments.
func programName(args []string) (string, []string) {
	if len(args) == 0 {
		return "schedule", nil
	}
	return filepath.Base(args[0]), args[1:]
}

// runSession runs the schedule to its end.
func runSession(s *rocket.Schedule, flags map[string]string, config rocket.Config, logger *slog.Logger, signals <-chan os.Signal) error {
	session, err := rocket.New(s, rocket.WithFlags(flags), rocket.WithLogger(logger), rocket.WithServiceManager(),
		rocket.WithConfig(func(c *rocket.Config) { *c = config }))
	if err != nil {
		return err
	}
	ended := make(chan struct{})
	defer close(ended)
	go obey(session, signals, ended)
	return session.Run(context.Background())
}

// obey shuts the session down at the first signal, and by force at the next.
func obey(session *rocket.Session, signals <-chan os.Signal, ended <-chan struct{}) {
	for force := false; ; force = true {
		select {
		case <-signals:
			session.Shutdown(force)
		case <-ended:
			return
		}
	}
}

// logLevel returns the level of that name; no name is info.
func logLevel(name string) (slog.Level, error) {
	var level slog.Level
	if name == "" {
		return level, nil
	}
	if err := level.UnmarshalText([]byte(strings.TrimSpace(name))); err != nil {
		return level, fmt.Errorf("ROCKET_LOG is %q: want debug, info, warn or error", name)
	}
	return level, nil
}

// newLogger logs for people where w is a terminal, else for machines.
func newLogger(w io.Writer, level slog.Level) *slog.Logger {
	options := &slog.HandlerOptions{Level: level}
	if isTerminal(w) {
		return slog.New(slog.NewTextHandler(w, options))
	}
	return slog.New(slog.NewJSONHandler(w, options))
}

// isTerminal reports whether w is a character device, as terminals are.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
