package process

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A Command describes a process to start. Its standard input is empty.
type Command struct {
	// Args are the program and its arguments. A program whose name has no slash
	// is looked for in the PATH of this process.
	Args []string
	// Dir is the working directory; empty means that of this process.
	Dir string
	// Env is added to [Environ]. Each element is NAME=value, the last of a name
	// counts.
	Env []string
	// Withhold names variables of [Environ] that the process does not get, unless Env
	// has them.
	Withhold []string
	// User is the user, and after a colon the group, that the process runs as,
	// by name or number; empty means that of this process. The process gets the
	// USER, LOGNAME and HOME of the user. Only root may name others.
	User string
	// ID is the id of the run, which ROCKET_RUN_ID tells to the process. See
	// [KillRuns].
	ID string
	// Success lists the exit statuses that are no failure; empty means 0 only.
	Success []int
	// Grace is how long the process may take to end after it was asked to. Then
	// it is killed. Zero or less means [DefaultGrace].
	Grace time.Duration
	// Keep is how many bytes of the end of each output stream the result has.
	// Zero or less means [DefaultKeep].
	Keep int
	// Print, if not nil, is called with each line of output, without its line
	// break and as valid UTF-8. A line of more than 16 KiB comes in pieces. The
	// stream is "stdout" or "stderr"; each has its own goroutine. A slow Print
	// slows the process down.
	Print func(stream, line string)
	// Whole are texts that no piece of a line, and not the beginning of the result,
	// cuts in two.
	Whole []string
}

// DefaultGrace is the time between SIGTERM and SIGKILL if a command or a call
// sets none.
const DefaultGrace = 10 * time.Second

// DefaultKeep is how many bytes of the end of each output stream a result has if
// the command does not say.
const DefaultKeep = 64 << 10

// A Result is what a process has written. If a stream is longer than the command
// wants to keep, its end is here, and the text begins with […]. The last line
// break is left out.
type Result struct {
	Stdout, Stderr string
}

// An ExitError reports that a process has ended, but without success.
type ExitError struct {
	// Code is the exit status, or -1 if a signal has ended the process.
	Code int
	// Stderr is the end of standard error, as valid UTF-8.
	Stderr string

	cause error
}

// Error says how the process ended, such as "exit status 3" or "signal: killed",
// and adds what it wrote to standard error.
func (e *ExitError) Error() string {
	if e.Stderr == "" {
		return e.cause.Error()
	}
	return fmt.Sprintf("%v: %s", e.cause, e.Stderr)
}

// ExitedElsewhere returns the error of a process on another machine: its exit status, the end of
// its standard error, and how it has ended, in words.
func ExitedElsewhere(code int, stderr, how string) *ExitError {
	return &ExitError{Code: code, Stderr: stderr, cause: errors.New(how)}
}

// Unwrap leads to the [*exec.ExitError] of the process, if its exit status is not 0
// and it was one of this machine.
func (e *ExitError) Unwrap() error { return e.cause }

// Run starts the command and waits for its end. When ctx is done, it ends the
// process and everything that it has started, as the package comment says.
//
// The error is an [*ExitError] if the process ended without success, a
// [*UserError] if it cannot run as its user, a [*RoomError] if ctx was done before
// the system had room for the process, and [ErrClosed] after [Supervisor.Close]; any
// other says why the process did not start. The result is valid beside an ExitError.
// Whether ctx was the reason is for the caller to ask ctx.
func (s *Supervisor) Run(ctx context.Context, c Command) (Result, error) {
	if err := c.Check(); err != nil {
		return Result{}, err
	}
	start := commandStart{command: c}
	t, err := s.start(ctx, c.ID, &start)
	if err != nil {
		return Result{}, c.explain(err)
	}
	out := start.out
	err = t.supervise(ctx, c.Grace, out.stdout.ended, out.stderr.ended)
	out.close()
	result := Result{Stdout: out.stdout.text(), Stderr: out.stderr.text()}
	return result, c.judge(err, result)
}

// commandStart is the launcher of a command.
type commandStart struct {
	command Command
	out     outputs
}

func (c *commandStart) prepare() (*exec.Cmd, error) {
	cmd, err := c.command.prepare()
	if err != nil {
		return nil, err
	}
	if c.out, err = newOutputs(c.command); err != nil {
		return nil, err
	}
	cmd.Stdout, cmd.Stderr = c.out.stdout.w, c.out.stderr.w
	return cmd, nil
}

func (c *commandStart) settle(started bool) {
	c.out.started()
	if !started {
		c.out.close()
	}
}

// Check reports what keeps the command from starting on any system.
func (c Command) Check() error {
	if len(c.Args) == 0 {
		return errors.New("the command names no program")
	}
	if hasNUL(c.Dir) {
		return fmt.Errorf("the directory %q has a NUL byte", c.Dir)
	}
	if i := slices.IndexFunc(c.Args, hasNUL); i >= 0 {
		return fmt.Errorf("the argument %q has a NUL byte", c.Args[i])
	}
	for _, v := range c.Env {
		name, _, _ := strings.Cut(v, "=")
		if name == "" {
			return errors.New("a variable of the environment has no name")
		}
		if hasNUL(v) {
			return fmt.Errorf("the variable %q of the environment has a NUL byte", name)
		}
	}
	return nil
}

func hasNUL(text string) bool { return strings.Contains(text, "\x00") }

// prepare makes the process of the command, not started.
func (c Command) prepare() (*exec.Cmd, error) {
	cmd := exec.Command(c.Args[0], c.Args[1:]...)
	cmd.Dir = c.Dir
	cmd.Env = without(Environ(), c.Withhold...)
	if c.User != "" {
		if err := runAs(cmd, c.User); err != nil {
			return nil, &UserError{c.User, err}
		}
	}
	cmd.Env = append(cmd.Env, c.Env...)
	return cmd, nil
}

// explain says what has kept the command from starting. The system gives the same
// reasons for the program, its interpreter and the working directory.
func (c Command) explain(err error) error {
	path := (*os.PathError)(nil)
	if !errors.As(err, &path) || refused(err) {
		return err
	}
	if reason := c.dirFault(err); reason != nil {
		return fmt.Errorf("dir %q: %w", c.Dir, reason)
	}
	if errors.Is(err, os.ErrNotExist) {
		if interpreter := c.interpreter(); interpreter != "" {
			return fmt.Errorf("%s: its interpreter %q: %w", c.Args[0], interpreter, path.Err)
		}
	}
	return err
}

// dirFault returns why no process can have the working directory.
func (c Command) dirFault(err error) error {
	if c.Dir == "" {
		return nil
	}
	info, fault := os.Stat(c.Dir)
	if path := (*os.PathError)(nil); errors.As(fault, &path) {
		return path.Err
	}
	switch {
	case !info.IsDir():
		return errNoDirectory
	case errors.Is(err, os.ErrPermission) && !mayEnter(c.Dir, c.User):
		return errNotEntered
	}
	return nil
}

// interpreter returns the program that a script names in its first line, if the
// command is a script.
func (c Command) interpreter() string {
	path := c.Args[0]
	if !filepath.IsAbs(path) {
		path = filepath.Join(c.Dir, path)
	}
	script, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer script.Close()
	head := make([]byte, 256)
	n, _ := script.Read(head)
	line, _, _ := strings.Cut(string(head[:n]), "\n")
	line, isScript := strings.CutPrefix(line, "#!")
	if words := strings.Fields(line); isScript && len(words) > 0 {
		return words[0]
	}
	return ""
}

// judge decides whether the end of the process is a failure.
func (c Command) judge(err error, result Result) error {
	code := 0
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		code = exit.ExitCode()
		if exit.Exited() && slices.Contains(c.Success, code) {
			return nil
		}
	} else if err != nil {
		return err
	} else if len(c.Success) == 0 || slices.Contains(c.Success, 0) {
		return nil
	} else {
		err = errors.New("exit status 0 is not among the success codes")
	}
	return &ExitError{Code: code, Stderr: validText(result.Stderr), cause: err}
}

// validText returns the text with U+FFFD for everything that is not UTF-8.
func validText(text string) string { return strings.ToValidUTF8(text, "\uFFFD") }
