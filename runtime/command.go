package rocket

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
)

// Act runs the command to its end, and returns its standard output.
func (c Command) Act(ctx context.Context, r *Run) (any, error) {
	cmd, err := c.prepare(r)
	if err != nil {
		return nil, &prerunError{err}
	}
	out, err := newOutputs(r.Logger(), c.Output)
	if err != nil {
		return nil, err
	}
	cmd.Stdout, cmd.Stderr = out.stdout.w, out.stderr.w
	p, err := r.session.begin(r, cmd)
	out.started()
	if err == nil {
		err = p.supervise(ctx, r.spec.grace(), out.quiet())
	}
	out.close()
	return out.stdout.text(), c.judge(err, validText(out.stderr.text()))
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
	cmd.Env = childEnviron()
	if c.User != "" {
		if err := runAs(cmd, c.User); err != nil {
			return nil, err
		}
	}
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
		from := p.Value
		if own, ok := r.values[p.Name]; ok {
			from = Literal{own}
		}
		text, err := argumentText(r.scope(), from)
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
