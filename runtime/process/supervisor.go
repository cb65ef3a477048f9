package process

import (
	"crypto/rand"
	"errors"
	"os/exec"
)

// A Supervisor starts processes, and ends each of them with everything that it
// has started. The zero value is ready to use. A Supervisor must not be copied;
// its methods may be called from any goroutine.
type Supervisor struct {
	spawner    spawner
	enclosures enclosures
}

// ErrClosed is returned if a supervisor is to start a process after
// [Supervisor.Close].
var ErrClosed = errors.New("the supervisor of processes is closed")

// Close ends the thread that starts processes; on Linux, processes that are
// still alive die with it. Nothing starts any more. Further calls do nothing.
func (s *Supervisor) Close() {
	s.spawner.close()
	s.enclosures.close()
}

// start starts a process in a process group of its own, and inside an enclosure
// if there can be one.
func (s *Supervisor) start(cmd *exec.Cmd, id string) (*tree, error) {
	mark := rand.Text()
	cmd.Env = append(cmd.Env, runIDName+"="+id, runMarkName+"="+mark)
	ownGroup(cmd)
	again := exec.Cmd{
		Path: cmd.Path, Args: cmd.Args, Env: cmd.Env, Dir: cmd.Dir, Err: cmd.Err,
		Stdin: cmd.Stdin, Stdout: cmd.Stdout, Stderr: cmd.Stderr,
		ExtraFiles: cmd.ExtraFiles, SysProcAttr: cmd.SysProcAttr,
	}
	e := s.enclosures.add(mark)
	enclosed := e.enclose(cmd)
	err := s.spawner.start(cmd)
	if err != nil && enclosed { // perhaps because processes may not be born in a control group
		e.remove()
		cmd = &again
		err = s.spawner.start(cmd)
	}
	if err != nil {
		e.remove()
		return nil, err
	}
	t := &tree{root: cmd, enclosure: e, ended: make(chan struct{})}
	go t.watch()
	return t, nil
}
