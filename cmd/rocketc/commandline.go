package main

import (
	"errors"
	"strings"

	"github.com/alecthomas/kong"
)

// A commandLine is what rocketc takes.
type commandLine struct {
	Help helpFlag `short:"h" help:"Shows what a command takes."`

	Build   buildCommand   `cmd:"" help:"Makes one binary of a schedule."`
	Run     runCommand     `cmd:"" help:"Builds a schedule into a cache and runs it."`
	Check   checkCommand   `cmd:"" help:"Finds the mistakes of a schedule."`
	Gen     genCommand     `cmd:"" help:"Writes the Go file of a schedule, for your own package."`
	Init    initCommand    `cmd:"" help:"Writes a first schedule into a directory."`
	Eval    evalCommand    `cmd:"" help:"Tries a condition: does it hold, until when, why, and when next."`
	Version versionCommand `cmd:"" help:"Prints the version of rocketc."`
	HelpOn  helpCommand    `cmd:"" name:"help" help:"Shows what a command takes."`
}

const description = `Compiles schedules, written in the .rkt language, into programs.

PATH is a directory, whose .rkt files are one schedule, or files of one directory.`

// parseAndRun reads the arguments and runs the command that they name.
func (inv *invocation) parseAndRun(args []string) error {
	parser, err := kong.New(&commandLine{},
		kong.Name("rocketc"), kong.Description(description), kong.Writers(inv.stdout, inv.stderr),
		kong.NoDefaultHelp(), kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.Bind(inv))
	if err != nil {
		return err
	}
	if len(args) == 0 {
		parser.Stdout = inv.stderr
		if _, err := parser.Parse([]string{"--help"}); !errors.Is(err, errHelpShown) {
			return err
		}
		return usagef("no command")
	}
	if args[0] == "--version" || args[0] == "-version" {
		args = append([]string{"version"}, args[1:]...)
	}
	ctx, err := parser.Parse(doubleDashes(parser.Model, args))
	if errors.Is(err, errHelpShown) {
		return nil
	}
	if err != nil {
		return usageError{err}
	}
	return ctx.Run()
}

// helpFlag shows the help of the command that it is given to.
type helpFlag bool

var errHelpShown = errors.New("help shown")

// BeforeReset is called by kong before arguments are checked.
func (helpFlag) BeforeReset(ctx *kong.Context) error {
	if err := ctx.PrintUsage(false); err != nil {
		return err
	}
	return errHelpShown
}

// doubleDashes turns long flags with one dash, as Go's tools have them, into
// those with two: -json into --json. What follows the first argument of run
// belongs to the program.
func doubleDashes(model *kong.Application, args []string) []string {
	long := longFlags(model.Node)
	out := make([]string, 0, len(args))
	for i, arg := range args {
		if arg == "--" || len(args[0]) > 0 && args[0] == "run" && i > 0 && !strings.HasPrefix(arg, "-") {
			return append(out, args[i:]...)
		}
		name, _, _ := strings.Cut(strings.TrimPrefix(arg, "-"), "=")
		if strings.HasPrefix(arg, "-") && long[name] {
			arg = "-" + arg
		}
		out = append(out, arg)
	}
	return out
}

func longFlags(node *kong.Node) map[string]bool {
	names := map[string]bool{}
	for _, flag := range node.Flags {
		names[flag.Name] = true
	}
	for _, child := range node.Children {
		for name := range longFlags(child) {
			names[name] = true
		}
	}
	return names
}
