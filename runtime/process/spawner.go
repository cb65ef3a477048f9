package process

import (
	"os/exec"
	"runtime"
	"sync"
)

// A spawner starts processes from one thread, which lasts until the spawner is
// closed: Linux, if it is asked to kill a process with its parent, kills it with
// the thread that has started it. The zero value is ready to use; the thread
// starts with the first process.
type spawner struct {
	once     sync.Once
	requests chan spawnRequest
	ended    chan struct{}
	closing  sync.Once
}

type spawnRequest struct {
	cmd     *exec.Cmd
	started chan error
}

// start starts a process. It returns [ErrClosed] after close.
func (s *spawner) start(cmd *exec.Cmd) error {
	s.once.Do(func() {
		s.open()
		go s.serve()
	})
	req := spawnRequest{cmd, make(chan error, 1)}
	select {
	case s.requests <- req:
		return <-req.started
	case <-s.ended:
		return ErrClosed
	}
}

func (s *spawner) open() {
	s.requests, s.ended = make(chan spawnRequest), make(chan struct{})
}

// serve starts what is asked for. Go ends the thread of a goroutine that ends
// while it is locked to its thread.
func (s *spawner) serve() {
	runtime.LockOSThread()
	for {
		select {
		case req := <-s.requests:
			req.started <- req.cmd.Start()
		case <-s.ended:
			return
		}
	}
}

// close ends the thread, and with it the processes that are still alive.
func (s *spawner) close() {
	s.once.Do(s.open)
	s.closing.Do(func() { close(s.ended) })
}
