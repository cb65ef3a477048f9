package process

import (
	"runtime"
	"sync"
)

// A spawner starts processes from threads that last until the spawner is closed:
// Linux, if it is asked to kill a process with its parent, kills it with the thread
// that has started it. The zero value is ready to use; the threads start with the
// first process.
//
// All that a start needs is done by one of these threads, one start after the other. So
// starts that the system has no room for hold no files meanwhile.
type spawner struct {
	once    sync.Once
	starts  chan spawnRequest
	ended   chan struct{}
	closing sync.Once
}

type spawnRequest struct {
	start   func() error
	started chan error
}

// spawnThreads is how many threads start processes: while one waits until the new process
// has become another program, the other prepares the next start.
const spawnThreads = 2

// do calls start in one of the threads, and returns its error. It returns [ErrClosed] after
// close.
func (s *spawner) do(start func() error) error {
	s.once.Do(func() {
		s.open()
		reserveThreads()
		for range spawnThreads {
			go s.serve()
		}
	})
	req := spawnRequest{start, make(chan error, 1)}
	select {
	case s.starts <- req:
		return <-req.started
	case <-s.ended:
		return ErrClosed
	}
}

func (s *spawner) open() {
	s.starts, s.ended = make(chan spawnRequest), make(chan struct{})
}

// serve starts what is asked for. Go ends the thread of a goroutine that ends
// while it is locked to its thread.
func (s *spawner) serve() {
	runtime.LockOSThread()
	for {
		select {
		case req := <-s.starts:
			req.started <- req.start()
		case <-s.ended:
			return
		}
	}
}

// close ends the threads, and with them the processes that are still alive.
func (s *spawner) close() {
	s.once.Do(s.open)
	s.closing.Do(func() { close(s.ended) })
}

// spareThreads is how many threads this program has before it starts a process.
const spareThreads = 8

// reserveThreads makes threads, which Go keeps for later. A Go program that needs a
// thread dies if the system has none, and the processes that it starts may use up
// all that the user may have.
func reserveThreads() {
	var all, begun sync.WaitGroup
	all.Add(spareThreads)
	begun.Add(spareThreads)
	for range spareThreads {
		go func() {
			defer all.Done()
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			begun.Done()
			begun.Wait()
		}()
	}
	all.Wait()
}
