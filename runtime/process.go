package runtime

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
)

// The environment of a program that is started for one run of one task.
const (
	childTask = "ROCKET_PROCESS_TASK"
	childRun  = "ROCKET_PROCESS_RUN"
)

// childReport is what the program writes to its parent, as JSON on file
// descriptor 3.
type childReport struct {
	Value    any    `json:"value,omitempty"`
	Error    string `json:"error,omitempty"`
	Inaction bool   `json:"inaction,omitempty"`
}

func childRequested() bool { return os.Getenv(childTask) != "" }

// inProcess does the action of a run in this program started again.
func (s *Session) inProcess(ctx context.Context, r *Run) (any, error) {
	exe, err := os.Executable()
	if err != nil {
		return nil, err
	}
	report, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer report.Close()
	cmd := exec.Command(exe, os.Args[1:]...)
	cmd.Env = append(os.Environ(), childTask+"="+r.task.Name, childRun+"="+r.ID)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.ExtraFiles = []*os.File{w}
	text := make(chan []byte, 1)
	go func() {
		b, _ := io.ReadAll(report)
		text <- b
	}()
	err = s.supervise(ctx, cmd, r.task.grace())
	w.Close()
	return readReport(<-text, err)
}

func readReport(text []byte, exit error) (any, error) {
	var rep childReport
	if err := json.Unmarshal(text, &rep); err != nil {
		if exit == nil {
			exit = errors.New("exit status 0")
		}
		return nil, fmt.Errorf("the process ended without a result: %w", exit)
	}
	switch {
	case rep.Inaction:
		return nil, ErrInaction
	case rep.Error != "":
		return nil, errors.New(rep.Error)
	}
	return rep.Value, nil
}

// runChild does the one run that this program was started for, reports it and
// exits.
func (s *Session) runChild(ctx context.Context) {
	name := os.Getenv(childTask)
	ctx, stop := signal.NotifyContext(ctx, endSignals...)
	defer stop()
	pipe := os.NewFile(3, "report")
	keepPrivate(pipe)
	rep := s.childResult(ctx, name)
	if err := json.NewEncoder(pipe).Encode(rep); err != nil {
		rep = childReport{Error: "the return value does not become JSON: " + err.Error()}
		_ = json.NewEncoder(pipe).Encode(rep)
	}
	os.Exit(0)
}

func (s *Session) childResult(ctx context.Context, name string) childReport {
	t, ok := s.tasks[name]
	if !ok {
		return childReport{Error: fmt.Sprintf("this program has no task %q", name)}
	}
	os.Unsetenv(childTask)
	s.child = true
	r := &Run{ID: os.Getenv(childRun), task: t, session: s, ctx: ctx}
	ended := make(chan result, 1)
	go s.perform(r, Thread, func(res result) { ended <- res })
	res := <-ended
	rep := childReport{Value: res.value, Inaction: errors.Is(res.err, ErrInaction)}
	if res.err != nil {
		rep.Value, rep.Error = nil, res.err.Error()
	}
	return rep
}

// spawn starts a process from the one thread that lasts as long as the
// session: Linux kills a process with the thread that started it where it is
// asked to kill it with its parent.
func (s *Session) spawn(cmd *exec.Cmd) error {
	s.spawner.Do(func() {
		s.spawns = make(chan spawnRequest)
		go func() {
			runtime.LockOSThread()
			for req := range s.spawns {
				req.started <- req.cmd.Start()
			}
		}()
	})
	req := spawnRequest{cmd, make(chan error, 1)}
	s.spawns <- req
	return <-req.started
}

// endSpawner ends the thread that starts processes.
func (s *Session) endSpawner() {
	s.spawner.Do(func() {})
	if s.spawns != nil {
		close(s.spawns)
	}
}

type spawnRequest struct {
	cmd     *exec.Cmd
	started chan error
}
