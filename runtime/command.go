package rocket

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/runtime/process"
)

// DefaultOutput is how many bytes of the end of a command's output are kept if
// its Output is zero.
const DefaultOutput = process.DefaultKeep

// Act runs the command to its end, and returns its standard output. The error is a
// [*process.ExitError] if the exit status is not in Success.
func (c Command) Act(ctx context.Context, r *Run) (any, error) {
	command, err := c.prepare(r)
	if err != nil {
		return nil, &prerunError{err}
	}
	result, err := r.Session().processes.Run(ctx, command)
	if user := (*process.UserError)(nil); errors.As(err, &user) {
		err = &prerunError{err}
	}
	if exit := (*process.ExitError)(nil); errors.As(err, &exit) {
		exit.Stderr = r.Session().hide(exit.Stderr)
	}
	return result.Stdout, err
}

// prepare resolves the arguments of the command.
func (c Command) prepare(r *Run) (process.Command, error) {
	logger := r.Logger()
	c = c.withDefaults(r.Session().config())
	command := process.Command{
		Dir: c.Dir, User: c.User, ID: r.ID, Success: c.Success, Grace: r.grace(), Keep: c.Output,
		Print: func(stream, line string) {
			switch {
			case !c.NoProgress && r.sayProgress(line):
			case r.claim != nil:
				r.claim.wrote(stream, r.Session().hide(line))
			default:
				logger.Info("output", "stream", stream, "line", line)
			}
		},
	}
	flags, err := c.flags(r)
	if err != nil {
		return command, err
	}
	command.Args = c.words(flags)
	for _, v := range c.Env {
		text, err := r.argument(v.Value)
		if err != nil {
			return command, fmt.Errorf("env %s: %w", v.Name, err)
		}
		if v.Name == "" || strings.Contains(v.Name, "=") {
			return command, fmt.Errorf(
				`env %q: the name of a variable is not empty, and has no "="`,
				v.Name)
		}
		command.Env = append(command.Env, v.Name+"="+text)
	}
	command.Env = append(command.Env, causeVariables(r.Causes)...)
	command.Env = append(command.Env, r.scheduledVariables()...)
	command.Env = append(command.Env, r.claim.variables()...)
	command.Withhold = append(secretVariables(r.Session().schedule.Params),
		causeTask, causeEvent, causeRun, causeError, causeCount, scheduledName, attemptName,
		tokenName)
	command.Whole = r.Session().hiddenTexts()
	return command, command.Check()
}

// withDefaults returns the command with what the configuration says of all commands.
func (c Command) withDefaults(config *Config) Command {
	c.Dir = cmp.Or(c.Dir, config.Dir)
	c.Shell = cmp.Or(c.Shell, config.Shell)
	c.User = cmp.Or(c.User, config.User)
	c.Env = arg.Join(config.Env, c.Env)
	return c
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
			from = arg.Literal{Value: own}
		}
		text, err := r.argument(from)
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
