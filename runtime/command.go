package runtime

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// outputDelay is how long output is still read after a command has ended, where
// a process that it left behind holds its output open.
const outputDelay = 500 * time.Millisecond

func (c Command) Act(ctx context.Context, r *Run) (any, error) {
	cmd, err := c.prepare(r)
	if err != nil {
		return nil, &prerunError{err}
	}
	logger := r.Logger()
	stdout := &output{stream: "stdout", logger: logger}
	stderr := &output{stream: "stderr", logger: logger}
	cmd.Stdout, cmd.Stderr = stdout, stderr
	err = r.session.supervise(ctx, cmd, r.task.grace())
	stdout.close()
	stderr.close()
	return stdout.text(), c.judge(err, stderr.text())
}

// prepare makes the process of the command, not started.
func (c Command) prepare(r *Run) (*exec.Cmd, error) {
	flags, err := c.flags(r)
	if err != nil {
		return nil, err
	}
	args := c.words(flags)
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = c.Dir
	cmd.Env = os.Environ()
	for _, v := range c.Env {
		text, err := argumentText(r.scope(), v.Value)
		if err != nil {
			return nil, fmt.Errorf("env %s: %w", v.Name, err)
		}
		cmd.Env = append(cmd.Env, v.Name+"="+text)
	}
	return cmd, nil
}

// flags returns the flags that Params make, each followed by its value.
func (c Command) flags(r *Run) (flags []string, err error) {
	dash := "--"
	if c.ShortFlags {
		dash = "-"
	}
	for _, p := range c.Params {
		text, err := argumentText(r.scope(), p.Value)
		if err != nil {
			return nil, fmt.Errorf("params %s: %w", p.Name, err)
		}
		flags = append(flags, dash+p.Name, text)
	}
	return flags, nil
}

// words returns the program to start and its arguments.
func (c Command) words(flags []string) []string {
	if len(c.Args) > 0 {
		return slices.Concat(c.Args, flags)
	}
	shell, line := c.Shell, strings.TrimRight(c.Line, "\r\n")
	if shell == "" {
		shell = "/bin/sh"
	}
	for _, flag := range flags {
		line += " " + shellQuote(flag)
	}
	return []string{shell, "-c", line}
}

// shellQuote writes a text so that a shell takes it as one word, as it is.
func shellQuote(text string) string {
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// judge decides whether the end of a command is a failure.
func (c Command) judge(err error, stderr string) error {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		if err == nil && len(c.Success) > 0 && !slices.Contains(c.Success, 0) {
			return errors.New("exit status 0 is not among the success codes")
		}
		return err
	}
	if exit.Exited() && slices.Contains(c.Success, exit.ExitCode()) {
		return nil
	}
	if stderr != "" {
		return fmt.Errorf("%w: %s", err, stderr)
	}
	return err
}

// supervise runs a process to its end. When ctx is done, its whole process
// group is asked to end, and killed where it does not within the grace time.
func (s *Session) supervise(ctx context.Context, cmd *exec.Cmd, grace time.Duration) error {
	ownGroup(cmd)
	cmd.WaitDelay = outputDelay
	if err := s.spawn(cmd); err != nil {
		return err
	}
	ended := make(chan struct{})
	over := make(chan struct{})
	go func() {
		defer close(over)
		select {
		case <-ended:
			return
		case <-ctx.Done():
		}
		signalGroup(cmd, false)
		select {
		case <-ended:
		case <-time.After(grace):
		}
		signalGroup(cmd, true)
	}()
	err := cmd.Wait()
	close(ended)
	<-over
	if errors.Is(err, exec.ErrWaitDelay) {
		return nil
	}
	return err
}

// maxOutput is how much of the end of a command's output is kept with the run.
const maxOutput = 64 << 10

// output logs what a command writes, line by line, and keeps the end of it.
type output struct {
	stream string
	logger *slog.Logger
	line   []byte
	tail   []byte
	cut    bool
}

// Write never fails.
func (o *output) Write(p []byte) (int, error) {
	o.keep(p)
	for rest := p; ; {
		line, after, found := bytes.Cut(rest, []byte{'\n'})
		o.line = append(o.line, line...)
		if !found {
			break
		}
		o.flush()
		rest = after
	}
	if len(o.line) > maxOutput {
		o.flush()
	}
	return len(p), nil
}

func (o *output) flush() {
	o.logger.Info("output", "stream", o.stream, "line", strings.TrimSuffix(string(o.line), "\r"))
	o.line = o.line[:0]
}

func (o *output) keep(p []byte) {
	o.tail = append(o.tail, p...)
	if len(o.tail) > 2*maxOutput {
		o.tail = append(o.tail[:0], o.tail[len(o.tail)-maxOutput:]...)
		o.cut = true
	}
}

func (o *output) close() {
	if len(o.line) > 0 {
		o.flush()
	}
}

// text returns the end of the output without its last line break.
func (o *output) text() string {
	tail, cut := o.tail, o.cut
	if len(tail) > maxOutput {
		tail, cut = tail[len(tail)-maxOutput:], true
	}
	text := strings.TrimRight(string(tail), "\r\n")
	if cut {
		return "[…]" + text
	}
	return text
}
