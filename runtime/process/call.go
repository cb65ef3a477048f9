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
// call, or for another program. The copy gets the command-line arguments, the
// environment ([Environ]), the directory and the output streams of this process,
// and an empty standard input. Its main function must come to call [Serve].
type Call struct {
	// Name says what to do; it must not be empty. The copy learns it from
	// [Called], and hands it to the function given to [Serve].
	Name string
	// Program is the file of another program to start, if it is not empty: without command-line
	// arguments, and with the standard error of this process as its standard output.
	Program string
	// Args are handed to that function.
	Args []byte
	// ID is the id of the run, which ROCKET_RUN_ID tells to the copy.
	ID string
	// Grace is how long the copy may take to end after it was asked to. Then it
	// is killed. Zero or less means [DefaultGrace].
	Grace time.Duration
	// Env is added to the environment. Each element is NAME=value.
	Env []string
	// Print, if not nil, is called with each line that the copy writes to its output streams,
	// as that of a [Command], and the streams of this process are not used.
	Print func(stream, line string)
	// Note, if not nil, is called with each note of the copy, of at most 64 KiB, before Call
	// returns. They come at most ten a second.
	Note func(note []byte)
}

// callHello is the first message to the copy.
const callHello = "rocketc: a call"

// Call starts a copy of this program and returns its reply, of any length. When
// ctx is done, it ends the copy and everything that the copy has started, as the
// package comment says.
//
// The error is an [*ExitError] if the copy ended without a complete reply, a
// [*RoomError] if ctx was done before the system had room for the copy, and
// [ErrClosed] after [Supervisor.Close]; any other says why the copy did not start.
// Beside a complete reply, the copy's exit status does not matter.
func (s *Supervisor) Call(ctx context.Context, c Call) (reply []byte, err error) {
	if c.Name == "" {
		return nil, errors.New("the call has no name")
	}
	start := callStart{call: c}
	t, err := s.start(ctx, c.ID, &start)
	if err != nil {
		return nil, err
	}
	talk := start.ours.talk(c.Args, c.Note)
	err = t.supervise(ctx, c.Grace, talk.done)
	start.out.close()
	if reply, complete := start.ours.end(talk); complete {
		return reply, nil
	}
	return nil, withoutReply(err, talk.crash.reason())
}

// withoutReply says how a process has ended that has not replied, and why it has crashed; the
// reason is empty if that is not known.
func withoutReply(exit error, crash string) *ExitError {
	e := &ExitError{}
	if exit == nil {
		exit = errors.New("exit status 0")
	} else if status := (*exec.ExitError)(nil); errors.As(exit, &status) {
		e.Code = status.ExitCode()
	}
	if crash != "" {
		exit = fmt.Errorf("%w: %s", exit, crash)
	}
	e.cause = fmt.Errorf("the process ended without a result: %w", exit)
	return e
}

// callStart is the launcher of a call.
type callStart struct {
	call         Call
	ours, theirs link
	release      func()
	out          outputs // of a call with Print
}

func (c *callStart) prepare() (*exec.Cmd, error) {
	cmd, err := c.command()
	if err != nil {
		return nil, err
	}
	if c.ours, c.theirs, err = newLink(callHello); err != nil {
		return nil, err
	}
	if c.call.Print != nil {
		if c.out, err = newOutputs(Command{Print: c.call.Print, Keep: 1}); err != nil {
			c.ours.close()
			c.theirs.close()
			return nil, err
		}
		cmd.Stdout, cmd.Stderr = c.out.stdout.w, c.out.stderr.w
	}
	cmd.Env = append(Environ(), callName+"="+c.call.Name)
	cmd.Env = append(cmd.Env, c.call.Env...)
	c.release = inherit(cmd, c.theirs)
	return cmd, nil
}

// command returns the command that starts the program.
func (c *callStart) command() (*exec.Cmd, error) {
	if c.call.Program != "" {
		cmd := exec.Command(c.call.Program)
		cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
		return cmd, nil
	}
	exe, err := executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(exe, os.Args[1:]...)
	cmd.Args[0] = os.Args[0]
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd, nil
}

func (c *callStart) settle(started bool) {
	c.release()
	c.theirs.close()
	c.out.started()
	if !started {
		c.out.close()
		c.ours.close()
	}
}

// A conversation with the process of a call is over when the process has no more
// to say.
type conversation struct {
	done  chan struct{}
	reply []byte
	err   error // the reply is not complete
	crash crashText
}

// talk writes the arguments and reads the reply, both at the same time and of any
// length.
func (l link) talk(args []byte, heed func([]byte)) *conversation {
	go func() { _ = writeMessage(l.out, args) }() // a process that dies reads nothing
	c := &conversation{done: make(chan struct{})}
	go func() {
		defer close(c.done)
		c.reply, c.err = c.readReply(l.in, heed)
		_, _ = io.Copy(&c.crash, l.in) // until nobody has the other end open
	}()
	return c
}

// end returns the reply, and whether it is complete. If something that the
// process left behind holds the link, end waits no longer than outputDelay.
func (l link) end(c *conversation) (reply []byte, complete bool) {
	_ = l.in.SetReadDeadline(time.Now().Add(outputDelay))
	<-c.done
	l.close()
	return c.reply, c.err == nil
}
