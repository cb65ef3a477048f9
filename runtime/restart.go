package rocket

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"

	"github.com/rocketc/rocketc/runtime/process"
)

// Restarting is how a session restarts, after an orderly shutdown.
type Restarting uint8

// The ways to restart.
const (
	// DefaultRestarting is Recall; in a program that is nothing but the schedule (see
	// package console), it is ReplaceProcess.
	DefaultRestarting Restarting = iota
	// ReplaceProcess executes the program anew in place of this process: the
	// process id, arguments, environment, inherited files and children stay. On a
	// system that cannot do that, it means Relaunch.
	ReplaceProcess
	// Relaunch starts the program again with the same arguments, environment
	// and standard streams, and ends this process. If that would end a service
	// or a container, it means ReplaceProcess.
	Relaunch
	// Fresh is Relaunch into a session of its own, apart from the terminal.
	Fresh
	// Recall runs the loop again in the same process.
	Recall
)

var restartings = enum[Restarting]{
	DefaultRestarting: {"DefaultRestarting", ""},
	ReplaceProcess:    {"ReplaceProcess", "replace"},
	Relaunch:          {"Relaunch", "relaunch"},
	Fresh:             {"Fresh", "fresh"},
	Recall:            {"Recall", "recall"},
}

// String returns the word the language has for r.
func (r Restarting) String() string { return restartings.String(r) }

// GoString returns the Go expression for r.
func (r Restarting) GoString() string { return restartings.GoString(r) }

// startAgain starts the program that this process runs, unless an end is requested by then,
// which comes before a restart. If it returns nil, this process has nothing more to do.
func (s *Session) startAgain(ctx context.Context, how Restarting) error {
	if how != ReplaceProcess && s.mustStay() {
		s.logger.Warn("a new process would be the end of the service", "restarting", how.String())
		how = ReplaceProcess
	}
	s.processes.Close() // its guard must not take what follows for the death of the program
	if s.staysEnded(ctx) {
		return nil
	}
	s.logger.Info("restarting", "how", how.String())
	if s.executable == "" {
		return errors.New("restarting: the path of the program is not known")
	}
	if err := s.restartAs(ctx, how); err != nil {
		return fmt.Errorf("restarting: %w", err)
	}
	return nil
}

// restartAs starts the program in place of this process, or as another one. A signal that
// asks for the end is heeded if it has come before the signals are reset; from then on it is
// the end of this process.
func (s *Session) restartAs(ctx context.Context, how Restarting) error {
	if how == ReplaceProcess {
		process.ResetSignals()
		if s.staysEnded(ctx) {
			return nil
		}
		err := process.Replace(s.executable, os.Args, os.Environ())
		if !errors.Is(err, errors.ErrUnsupported) {
			return err
		}
	}
	next, err := process.Relaunch(s.executable, os.Args[1:], how == Fresh)
	if err != nil {
		return err
	}
	process.ResetSignals()
	if s.staysEnded(ctx) { // the request was meant for what now runs, too
		_ = next.Signal(syscall.SIGTERM)
	}
	return next.Release()
}

// staysEnded reports whether an end was requested since the session was to restart, or ctx
// is done, and logs by whom.
func (s *Session) staysEnded(ctx context.Context) bool {
	by := s.endBy.Load()
	if err := context.Cause(ctx); by == nil && err != nil {
		text := err.Error()
		by = &text
	}
	if by == nil {
		return false
	}
	s.logger.Info("not restarting", "by", *by)
	return true
}

// mustStay reports whether the end of this process would be the end of a service or
// of a container.
func (s *Session) mustStay() bool {
	return s.service.Managed() || process.EndsContainer()
}
