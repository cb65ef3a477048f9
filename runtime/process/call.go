package process

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// A Call is a piece of work for a copy of this program, started for this one
// call. The copy gets the command-line arguments, the environment ([Environ]),
// the directory and the output streams of this process, and an empty standard
// input. Its main function must come to call [Serve].
type Call struct {
	// Name says what to do; it must not be empty. The copy learns it from
	// [Called], and hands it to the function given to [Serve].
	Name string
	// Args are handed to that function.
	Args []byte
	// ID is the id of the run, which ROCKET_RUN_ID tells to the copy.
	ID string
	// Grace is how long the copy may take to end after it was asked to. Then it
	// is killed. Zero or less means [DefaultGrace].
	Grace time.Duration
}

// Call starts a copy of this program and returns its reply, of any length. When
// ctx is done, it ends the copy and everything that the copy has started, as the
// package comment says.
//
// The error is an [*ExitError] if the copy ended without a complete reply, and
// [ErrClosed] after [Supervisor.Close]; any other says why the copy did not start.
// Beside a complete reply, the copy's exit status does not matter.
func (s *Supervisor) Call(ctx context.Context, c Call) (reply []byte, err error) {
	if c.Name == "" {
		return nil, errors.New("the call has no name")
	}
	exe, err := executable()
	if err != nil {
		return nil, err
	}
	pipes, err := newCallPipes()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(exe, os.Args[1:]...)
	cmd.Args[0] = os.Args[0]
	cmd.Env = append(Environ(), callName+"="+c.Name)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	release := inherit(cmd, pipes.childIn, pipes.childOut)
	t, err := s.start(cmd, c.ID)
	release()
	if err != nil {
		pipes.close()
		return nil, err
	}
	talk := pipes.talk(c.Args)
	err = t.supervise(ctx, c.Grace, talk.done)
	if reply, complete := pipes.end(talk); complete {
		return reply, nil
	}
	return nil, withoutReply(err)
}

// withoutReply says how a process has ended that has not replied.
func withoutReply(exit error) *ExitError {
	e := &ExitError{}
	if exit == nil {
		exit = errors.New("exit status 0")
	} else if status := (*exec.ExitError)(nil); errors.As(exit, &status) {
		e.Code = status.ExitCode()
	}
	e.cause = fmt.Errorf("the process ended without a result: %w", exit)
	return e
}

// callPipes lead to the process of a call and back.
type callPipes struct {
	childIn, childOut *os.File // the ends that the process inherits
	in, out           *os.File // the ends of this process
}

func newCallPipes() (p callPipes, err error) {
	if p.childIn, p.in, err = os.Pipe(); err != nil {
		return p, err
	}
	if p.out, p.childOut, err = os.Pipe(); err != nil {
		p.childIn.Close()
		p.in.Close()
	}
	return p, err
}

func (p callPipes) close() {
	for _, f := range []*os.File{p.childIn, p.childOut, p.in, p.out} {
		f.Close()
	}
}

// A conversation with the process of a call is over when the process has no more
// to say.
type conversation struct {
	done  chan struct{}
	reply []byte
	err   error // the reply is not complete
}

// talk writes the arguments and reads the reply, both at the same time and of any
// length. It closes the ends that the process inherits.
func (p callPipes) talk(args []byte) *conversation {
	p.childIn.Close()
	p.childOut.Close()
	go func() {
		_ = writeMessage(p.in, args) // a process that dies reads nothing
		p.in.Close()
	}()
	c := &conversation{done: make(chan struct{})}
	go func() {
		defer close(c.done)
		c.reply, c.err = readMessage(p.out)
		_, _ = io.Copy(io.Discard, p.out) // until nobody has the pipe open
	}()
	return c
}

// end returns the reply, and whether it is complete. If something that the
// process left behind holds the pipe, end waits no longer than outputDelay.
func (p callPipes) end(c *conversation) (reply []byte, complete bool) {
	_ = p.out.SetReadDeadline(time.Now().Add(outputDelay))
	<-c.done
	p.in.Close()
	p.out.Close()
	return c.reply, c.err == nil
}
