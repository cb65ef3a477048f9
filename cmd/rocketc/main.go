// Command rocketc compiles schedules, written in the .rkt language, into
// programs.
//
// The exit status is 0, 1 if a schedule is wrong or a program cannot be built,
// and 2 if the command line is wrong, which includes a path that cannot be
// read. Findings go to standard error; standard output is for what was asked
// for.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	if status, ok := runBundle(os.Args); ok {
		os.Exit(status)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, os.Stdin, os.Stdout, os.Stderr, os.Args[1:])
	stop()
	os.Exit(status)
}

// The exit statuses.
const (
	exitOK    = 0
	exitWrong = 1
	exitUsage = 2
)

// An invocation is one call of rocketc.
type invocation struct {
	ctx            context.Context
	stdin          io.Reader
	stdout, stderr io.Writer
	began          time.Time
	progress       io.Writer // a terminal that shows what is being done, or nil
}

func newInvocation(ctx context.Context, stdin io.Reader, stdout, stderr io.Writer) *invocation {
	inv := &invocation{ctx: ctx, stdin: stdin, stdout: stdout, stderr: stderr, began: time.Now()}
	if isTerminal(stderr) {
		inv.progress = stderr
	}
	return inv
}

// run does what the arguments say and returns the exit status.
func run(ctx context.Context, stdin io.Reader, stdout, stderr io.Writer, args []string) int {
	inv := newInvocation(ctx, stdin, stdout, stderr)
	err := inv.parseAndRun(args)
	var usage usageError
	var status exitStatus
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errReported):
		return exitWrong
	case errors.As(err, &status):
		return int(status)
	case errors.As(err, &usage):
		fmt.Fprintf(stderr, "rocketc: %v\n", err)
		return exitUsage
	case ctx.Err() != nil:
		err = errors.New("interrupted")
	}
	fmt.Fprintf(stderr, "rocketc: %v\n", err)
	return exitWrong
}

// errReported is returned after everything was said that is to be said.
var errReported = errors.New("reported")

// A usageError is a mistake on the command line.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }
