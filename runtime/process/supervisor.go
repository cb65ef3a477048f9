package process

import (
	"context"
	"errors"
	"os/exec"
)

// A Supervisor starts processes, and ends each of them with everything that it
// has started. The zero value is ready to use. A Supervisor must not be copied;
// its methods may be called from any goroutine.
type Supervisor struct {
	// Warn, if not nil, is told why this supervisor has no guard. It is called
	// from any goroutine. It must be set before the first process starts.
	Warn func(err error)

	spawner    spawner
	enclosures enclosures
	guard      guard
	searches   searches
	marks      marks
	tally      tally
}

// ErrClosed is returned if a supervisor is to start a process after
// [Supervisor.Close].
var ErrClosed = errors.New("the supervisor of processes is closed")

// Close ends what is still alive of all processes that the supervisor has started,
// and the guard. Nothing starts any more. Further calls do nothing.
func (s *Supervisor) Close() {
	s.spawner.close()
	s.guard.close()
	s.enclosures.close()
}

// A launcher makes what an attempt to start a process needs. Each attempt calls
// prepare, and then settle if that returned no error.
type launcher interface {
	// prepare returns the process, not started, and opens the files that join it
	// to this process. If it fails, none is left open.
	prepare() (*exec.Cmd, error)
	// settle closes the process's ends of these files, and all ends if the process
	// has not started.
	settle(started bool)
}

// start starts a process in a process group of its own, and inside an enclosure
// if there can be one. If the system has no room for the process, start tries again
// until ctx is done.
func (s *Supervisor) start(ctx context.Context, id string, l launcher) (t *tree, err error) {
	err = untilRoom(ctx, func() error {
		return s.spawner.do(func() (err error) {
			t, err = s.attempt(id, l)
			return err
		})
	})
	return t, err
}

// attempt tries to start a process. It is called by the threads of the spawner.
func (s *Supervisor) attempt(id string, l launcher) (*tree, error) {
	cmd, err := l.prepare()
	if err != nil {
		return nil, err
	}
	mark := s.marks.next()
	cmd.Env = append(cmd.Env, runIDName+"="+id, runMarkName+"="+mark)
	ownGroup(cmd)
	awaitEnd, before := watchEnd(cmd), s.tally.take()
	e := s.enclosures.add(mark)
	if err = s.watch(mark); err == nil {
		cmd, err = e.start(cmd)
	}
	l.settle(err == nil)
	if err != nil {
		e.remove()
		s.guard.forget(mark)
		return nil, err
	}
	if !e.holds() {
		s.guard.group(mark, cmd.Process.Pid)
	}
	t := &tree{root: cmd, mark: mark, supervisor: s, enclosure: e, shortage: before,
		ended: make(chan struct{})}
	go t.watch(awaitEnd)
	return t, nil
}

// watch has the guard watch over the processes with a mark. A program that cannot
// have a guard does without, but for one that has no room for it.
func (s *Supervisor) watch(mark string) error {
	err := s.guard.watch(mark, s.enclosures.path())
	if err == nil || refused(err) {
		return err
	}
	if s.Warn != nil {
		s.Warn(err)
	}
	return nil
}
