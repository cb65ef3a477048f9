package rocket

import (
	"os/exec"
	goruntime "runtime"
	"sync"
)

// A spawner starts processes from one thread that lasts until it is closed:
// Linux kills a process with the thread that started it, where it is asked to
// kill it with its parent. The zero value is ready; it starts its thread with
// the first process.
type spawner struct {
	once     sync.Once
	requests chan spawnRequest
	ended    chan struct{}
}

type spawnRequest struct {
	cmd     *exec.Cmd
	started chan error
}

// start starts a process. It returns [ErrStopped] after close.
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
		return ErrStopped
	}
}

func (s *spawner) open() {
	s.requests, s.ended = make(chan spawnRequest), make(chan struct{})
}

// serve starts what is asked for. A goroutine that ends while it is locked to
// its thread takes the thread with it.
func (s *spawner) serve() {
	goruntime.LockOSThread()
	for {
		select {
		case req := <-s.requests:
			req.started <- req.cmd.Start()
		case <-s.ended:
			return
		}
	}
}

// close ends the thread, and with it what is still alive of its processes.
func (s *spawner) close() {
	s.once.Do(s.open)
	close(s.ended)
}
