package rocket

import (
	"fmt"
	"os"
	"os/exec"
)

// Restarting is how a session restarts, after an orderly shutdown.
type Restarting uint8

// The ways to restart.
const (
	// ReplaceProcess executes the program anew in place of this process: the
	// process id, arguments, environment, inherited files and children stay.
	// Where the system cannot do that, it is Relaunch.
	ReplaceProcess Restarting = iota
	// Relaunch starts the program again with the same arguments, environment
	// and standard streams, and ends this process. Where that would end the
	// service or the container that the process is the main one of, it is
	// ReplaceProcess.
	Relaunch
	// Fresh is Relaunch into a session of its own, apart from the terminal.
	Fresh
	// Recall runs the loop again in the same process.
	Recall
)

var restartings = [...]string{"replace", "relaunch", "fresh", "recall"}

// String returns the word the language has for r.
func (r Restarting) String() string { return restartings[r] }

// GoString returns the Go expression for r.
func (r Restarting) GoString() string {
	return "rocket." + [...]string{"ReplaceProcess", "Relaunch", "Fresh", "Recall"}[r]
}

// Restart asks the session to shut down in good order and then to restart, as
// the configuration says. It does not wait.
func (s *Session) Restart() {
	s.request("restart", func(l *loop) {
		l.restart = true
		l.requestStop(false)
	})
}

// startAgain starts the program that this process runs. It returns only where
// this process has nothing more to do, or with the error that kept it from
// starting the program.
func (s *Session) startAgain() error {
	how := s.config.Restarting
	if how != ReplaceProcess && s.mustStay() {
		s.logger.Warn("a new process would be the end of the service", "restarting", how.String())
		how = ReplaceProcess
	}
	s.logger.Info("restarting", "how", how.String())
	if s.executable == "" {
		return fmt.Errorf("restarting: the path of the program is not known")
	}
	if how == ReplaceProcess {
		if err := replaceProcess(s.executable, os.Args, os.Environ()); err != nil {
			return fmt.Errorf("restarting: %w", err)
		}
	}
	cmd := exec.Command(s.executable, os.Args[1:]...)
	if how == Fresh {
		ownSession(cmd)
	} else {
		cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("restarting: %w", err)
	}
	return cmd.Process.Release()
}

// mustStay reports whether the end of this process would be the end of more
// than it: of a service, or of a container.
func (s *Session) mustStay() bool {
	return s.manager.socket != "" || os.Getpid() == 1 || os.Getppid() == 1 && os.Getenv(UnderInit) != ""
}

// UnderInit is set in the environment of a program whose parent, itself started
// again as process 1, reaps orphans for it.
const UnderInit = "ROCKET_UNDER_INIT"
