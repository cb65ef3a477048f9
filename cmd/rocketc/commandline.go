package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/rocketc/rocketc/spelling"
)

// A commandLine lists what rocketc takes.
type commandLine struct {
	Help    helpFlag    `short:"h" help:"Shows what a command takes."`
	Version versionFlag `short:"V" help:"Prints the version of rocketc."`

	Build    buildCommand    `cmd:"" help:"Makes one binary of a schedule."`
	Run      runCommand      `cmd:"" help:"Builds a schedule into a cache and runs it."`
	Check    checkCommand    `cmd:"" help:"Finds the mistakes of a schedule."`
	Fmt      fmtCommand      `cmd:"" help:"Gives schedules their one layout."`
	Gen      genCommand      `cmd:"" help:"Writes the Go file of a schedule, for your own package."`
	Init     initCommand     `cmd:"" help:"Writes a first schedule into a directory."`
	Eval     evalCommand     `cmd:"" help:"Tries a condition: does it hold, why, and when next."`
	List     listCommand     `cmd:"" help:"Lists the tasks, and when each starts next."`
	Timeline timelineCommand `cmd:"" help:"Shows what all tasks will do."`
	Diff     diffCommand     `cmd:"" help:"Says how the runs of two schedules differ."`
	Test     testCommand     `cmd:"" help:"Plays the tests of a schedule on a simulated clock."`
	Calendar calendarCommand `cmd:"" help:"Shows the holidays and business days of a year."`
	Import   importCommand   `cmd:"" help:"Makes a schedule of a crontab, and proves it."`
	Export   exportCommand   `cmd:"" help:"Writes timers, a crontab, or a unit of a schedule."`

	History historyCommand `cmd:"" help:"Shows what a run log has; copies and repairs run logs."`

	PS  psCommand  `cmd:"" name:"ps" help:"Lists the programs that run here, and answer."`
	Ctl ctlCommand `cmd:"" help:"Asks a program that runs, or gives it an order."`
	Top topCommand `cmd:"" help:"Shows what a program does, again and again."`

	Lsp lspCommand `cmd:"" help:"Serves an editor: the language server."`

	Completion completionCommand `cmd:"" help:"Prints a script that completes command lines."`
	Print      versionCommand    `cmd:"" name:"version" help:"Prints the version of rocketc."`
	Show       helpCommand       `cmd:"" name:"help" help:"Explains a command, a topic, a code."`
}

const description = `Compiles schedules, written in the .rkt language, into programs.

PATH is a directory, whose .rkt files are one schedule, or files of one directory.`

// newParser returns the parser of a command line, a pointer to a struct.
func newParser(inv *invocation, line any) (*kong.Kong, error) {
	return kong.New(line,
		kong.Name("rocketc"), kong.Description(description), kong.NoDefaultHelp(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.Writers(inv.stdout, inv.stderr), kong.Bind(inv),
		kong.WithHyphenPrefixedParameters(true))
}

// commandLineFor returns the command line for arguments: commandLine without the commands that
// they do not name, because reading all of them takes longer than running a schedule that is
// built already. If the arguments name no command, all are there.
func commandLineFor(args []string) any {
	var fields []reflect.StructField
	known := false
	for f := range reflect.TypeFor[commandLine]().Fields() {
		_, isCommand := f.Tag.Lookup("cmd")
		named := isCommand && len(args) > 0 &&
			args[0] == cmp.Or(f.Tag.Get("name"), strings.ToLower(f.Name))
		known = known || named
		if named || !isCommand {
			fields = append(fields, f)
		}
	}
	if !known {
		return &commandLine{}
	}
	return reflect.New(reflect.StructOf(fields)).Interface()
}

// parseAndRun reads the arguments and runs the command that they name.
func (inv *invocation) parseAndRun(args []string) error {
	parser, err := newParser(inv, commandLineFor(args))
	if err != nil {
		return err
	}
	if len(args) == 0 {
		parser.Stdout = inv.stderr
		if _, err := parser.Parse([]string{"--help"}); !errors.Is(err, errShown) {
			return err
		}
		return usagef("no command")
	}
	node, err := command(parser.Model.Node, args)
	if err != nil {
		return err
	}
	if args, err = spell(node, args); err != nil {
		return misuse(node, err)
	}
	ctx, err := parser.Parse(args)
	if errors.Is(err, errShown) {
		return nil
	}
	if err != nil {
		return misuse(node, missingPath(err))
	}
	return ctx.Run()
}

// command returns the command that the arguments name, or the root if they
// begin with a flag.
func command(root *kong.Node, args []string) (*kong.Node, error) {
	if strings.HasPrefix(args[0], "-") {
		return root, nil
	}
	var names []string
	for _, node := range root.Children {
		if node.Name == args[0] {
			return node, nil
		}
		names = append(names, node.Name)
	}
	text := fmt.Sprintf("there is no command %q", args[0])
	near := spelling.Nearest(args[0], names)
	if _, err := os.Stat(args[0]); err == nil {
		near = "rocketc run " + args[0]
	}
	return nil, misuse(root, meant(text, near))
}

// meant returns an error that asks whether near was meant, if that is not empty.
func meant(text, near string) error {
	if near != "" {
		text += fmt.Sprintf(", did you mean %q?", near)
	}
	return errors.New(text)
}

// spell writes long flags with two dashes if they have one, as Go's tools take
// them: -json becomes --json. The values of flags stay as they are, and so does
// what follows --, or the first path of a program to run. A flag that the command
// does not have, and one without its value, are errors.
func spell(node *kong.Node, args []string) ([]string, error) {
	passes := len(node.Positional) > 0 && node.Positional[0].Passthrough
	out := make([]string, 0, len(args))
	for i := 0; i < len(args); i++ {
		arg := args[i]
		if arg == "--" || passes && i > 0 && !strings.HasPrefix(arg, "-") {
			return append(out, args[i:]...), nil
		}
		if arg == "-" || !strings.HasPrefix(arg, "-") {
			out = append(out, arg)
			continue
		}
		flag, value, hasValue, err := readFlag(node, arg)
		if err != nil {
			return nil, err
		}
		if strings.HasPrefix(arg, "-"+flag.Name) && len(flag.Name) > 1 {
			arg = "-" + arg
		}
		out = append(out, arg)
		if flag.IsBool() {
			continue
		}
		if !hasValue && i+1 < len(args) {
			i++
			value = args[i]
			out = append(out, value)
		}
		if value == "" {
			name, _, _ := strings.Cut(arg, "=")
			return nil, fmt.Errorf("%s needs a %s", name, flagValue(flag))
		}
	}
	return out, nil
}

// readFlag returns the flag that an argument gives, and the value that is in the
// same argument.
func readFlag(node *kong.Node, arg string) (
	flag *kong.Flag, value string, hasValue bool, err error,
) {
	name, value, hasValue := strings.Cut(arg, "=")
	var short *kong.Flag
	var names []string
	for _, group := range node.AllFlags(false) {
		for _, f := range group {
			letter := "-" + string(f.Short)
			switch {
			case name == "--"+f.Name || name == "-"+f.Name:
				return f, value, hasValue, nil
			case arg == letter || !f.IsBool() && strings.HasPrefix(arg, letter):
				short = f
			}
			names = append(names, f.Name)
		}
	}
	if short != nil {
		return short, arg[2:], len(arg) > 2, nil
	}
	near := spelling.Nearest(strings.TrimLeft(name, "-"), names)
	if near != "" {
		near = "--" + near
	}
	return nil, "", false, meant("unknown flag "+name, near)
}

// flagValue says what a flag takes: "file" for one with the placeholder FILE.
func flagValue(f *kong.Flag) string {
	word, _, _ := strings.Cut(f.FormatPlaceHolder(), ",")
	return strings.ToLower(word)
}

// missingPath replaces the error of a command line that lacks its path, or its run log.
func missingPath(err error) error {
	var wrong *kong.ParseError
	if !errors.As(err, &wrong) || wrong.Context == nil ||
		wrong.Context.Error != nil || wrong.Context.Selected() == nil {
		return err
	}
	missing := map[string]error{"path": errNoPath, "log": errNoLog}
	for _, p := range wrong.Context.Selected().Positional {
		if err := missing[p.Name]; err != nil && p.Required && !p.Active {
			return err
		}
	}
	return err
}

// misuse makes an error of the command line one that names the help of its
// command.
func misuse(node *kong.Node, err error) error {
	return usageError{fmt.Errorf("%w\ntry: %s --help", err, node.FullPath())}
}

// errShown is returned by a flag that has shown what it is for.
var errShown = errors.New("shown")

// helpFlag shows the help of the command that it is given to.
type helpFlag bool

// BeforeReset is called by kong before arguments are checked.
func (helpFlag) BeforeReset(ctx *kong.Context) error {
	if err := ctx.PrintUsage(false); err != nil {
		return err
	}
	return errShown
}

// versionFlag prints the version.
type versionFlag bool

// BeforeReset is called by kong before arguments are checked.
func (versionFlag) BeforeReset(inv *invocation) error {
	if err := (versionCommand{}).Run(inv); err != nil {
		return err
	}
	return errShown
}
