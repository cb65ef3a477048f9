package console

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/spelling"
)

// A flag is one that the program takes.
type flag struct {
	name  string   // as it is given: --region
	key   string   // as the schedule writes it; the session knows it by this
	value string   // what it takes; empty: nothing
	about []string // what it is for, in lines
}

// ifDueFlag is the flag of run that has it obey the start condition of the task.
const ifDueFlag = "--if-due"

// aloneFlag is the flag of run that has this program run the task.
const aloneFlag = "--alone"

// The program's own flags that take a value.
const (
	scheduleFlag  = "--schedule"
	configFlag    = "--config"
	logFlag       = "--log"
	logFormatFlag = "--log-format"
)

// The flags of worker.
const (
	onFlag    = "--on"
	slotsFlag = "--slots"
)

// The commands of a program. Without one it runs the schedule.
const (
	runCommand     = "run"
	workerCommand  = "worker"
	migrateCommand = "migrate"
	helpCommand    = "help"
	versionCommand = "version"
)

var commands = append(orderNames(), workerCommand, migrateCommand, completionCommand, helpCommand,
	versionCommand)

// ownFlags are the program's own.
var ownFlags = []flag{
	{name: configFlag, value: "KEY=VALUE", about: []string{
		"sets an option of the configuration, see below"}},
	{name: logFlag, value: "LEVEL", about: []string{
		"lowest level that is logged: debug, info, warn or error"}},
	{name: logFormatFlag, value: "FORMAT", about: []string{
		"auto (text on a terminal, journal under systemd, else json),", "text, json or journal"}},
	{name: ifDueFlag, about: []string{
		"of run: only if the start condition of the task holds"}},
	{name: aloneFlag, about: []string{
		"of run: in this program, even if another runs the schedule"}},
	{name: onFlag, value: "LABELS", about: []string{
		"of worker: the labels of the runs that it takes, as in gpu,default"}},
	{name: slotsFlag, value: "N", about: []string{
		"of worker: how many runs it does at a time, 1 to 1000; default: one a CPU"}},
	{name: "-h, --help", about: []string{"shows this text"}},
	{name: "-V, --version", about: []string{"prints what the program is"}},
}

// bareFlags are those of the program's own that take no value.
var bareFlags = []string{"-h", "--help", "-V", "--version", ifDueFlag, aloneFlag, detachFlag,
	jsonFlag}

// Reserved are the flags that a schedule cannot have, because they are the
// program's own, now or later. So are all of one letter.
var Reserved = []string{
	"--alone", "--config", "--detach", "--help", "--if-due", "--json", "--log", "--log-format",
	"--on", "--schedule", "--slots", "--version",
}

// flags returns what the schedule reads from the command line, each flag once,
// in the order of the declarations. A flag that a parameter and a task read is
// about the parameter.
func flags(s *rocket.Schedule) []flag {
	var found []flag
	note := func(keys []string, about ...string) {
		for _, key := range keys {
			if name := flagName(key); find(found, name) == nil {
				found = append(found, flag{name, key, "VALUE", about})
			}
		}
	}
	finder := flagFinder{map[reflect.Type][]int{}}
	for _, p := range s.Params {
		note(finder.in(p.Value), aboutParam(p)...)
	}
	note(finder.in(s.Config), "for the session")
	for _, t := range s.Tasks {
		if keys := finder.in(t); len(keys) > 0 {
			note(keys, "for the task "+t.Name)
		}
	}
	return found
}

// flagName returns the flag as it is given: `cli "region"` is --region.
func flagName(key string) string {
	if strings.HasPrefix(key, "-") {
		return key
	}
	return "--" + key
}

func aboutParam(p rocket.Param) []string {
	about := strings.TrimSpace(p.Description)
	if about == "" {
		about = "the parameter " + p.Name
	}
	lines := strings.Split(about, "\n")
	if !p.Secret {
		lines = append(lines, fmt.Sprintf("(%s = %s)", p.Name, p.Value))
	}
	return lines
}

func find(flags []flag, name string) *flag {
	for i := range flags {
		if flags[i].name == name {
			return &flags[i]
		}
	}
	return nil
}

// A commandLine is what the arguments of the program say.
type commandLine struct {
	command string            // empty: run the schedule
	rest    []string          // the arguments of an order
	socket  string            // of the program that is asked; empty: it is looked for
	alone   bool              // run is done by this program
	detach  bool              // run is not waited for
	json    bool              // run answers in JSON
	task    string            // of run
	args    map[string]any    // of task, by name; texts
	ifDue   bool              // run obeys the condition of the task
	on      string            // what worker was given: labels
	slots   string            // and a number
	values  map[string]string // of the schedule's flags, by their keys
	config  []string          // KEY=VALUE
	log     logOptions
}

// parse returns what the arguments say, or only what is wrong with them.
func parse(known []flag, args []string) (commandLine, error) {
	c, err := read(known, args)
	if err == nil {
		err = c.check()
	}
	if err != nil {
		return commandLine{}, err
	}
	return c, nil
}

// read reads the arguments. After a flag that asks for help or the version
// nothing more is read.
func read(known []flag, args []string) (commandLine, error) {
	c := commandLine{values: map[string]string{}, args: map[string]any{}}
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		switch arg {
		case "-h", "--help":
			return commandLine{command: helpCommand}, nil
		case "-V", "--version":
			return commandLine{command: versionCommand}, nil
		case ifDueFlag:
			c.ifDue = true
			continue
		case aloneFlag:
			c.alone = true
			continue
		case detachFlag:
			c.detach = true
			continue
		case jsonFlag:
			c.json = true
			continue
		}
		if !strings.HasPrefix(arg, "-") || strings.Trim(arg, "-") == "" {
			if err := c.word(arg); err != nil {
				return commandLine{}, err
			}
			if orderNamed(c.command) != nil && c.command != runCommand {
				if slices.Contains(args, "--help") || slices.Contains(args, "-h") {
					return commandLine{command: helpCommand}, nil
				}
				if c.rest = args; c.json {
					c.rest = append([]string{jsonFlag}, args...)
				}
				return c, nil
			}
			continue
		}
		name, value, given := strings.Cut(arg, "=")
		f := find(slices.Concat(ownFlags, orderFlags[:2], known), name)
		switch {
		case given && slices.Contains(bareFlags, name):
			return commandLine{}, fmt.Errorf("%s takes no value", name)
		case f == nil || f.value == "":
			return commandLine{}, unknownFlag(known, name)
		case !given && len(args) == 0:
			return commandLine{}, fmt.Errorf("%s needs a value, as in %s", name, f.label())
		case !given:
			value, args = args[0], args[1:]
		}
		c.set(f, value)
	}
	return c, nil
}

// check returns what is wrong with the command line as a whole.
func (c *commandLine) check() error {
	switch {
	case c.command == runCommand && c.task == "":
		return errors.New("run needs a task, as in run TASK NAME=VALUE")
	case c.command != runCommand && c.ifDue:
		return fmt.Errorf("%s is for run TASK only", ifDueFlag)
	case c.command != runCommand && (c.alone || c.detach):
		return fmt.Errorf("%s and %s are for run TASK only", aloneFlag, detachFlag)
	case c.command != workerCommand && (c.on != "" || c.slots != ""):
		return fmt.Errorf("%s and %s are for worker only", onFlag, slotsFlag)
	case orderNamed(c.command) == nil && (c.json || c.socket != ""):
		return fmt.Errorf("%s and %s are for commands such as status only", jsonFlag, scheduleFlag)
	case c.command == workerCommand:
		_, err := c.workerSpec()
		return err
	}
	return nil
}

// word reads an argument that is no flag: the first is the command.
func (c *commandLine) word(arg string) error {
	switch {
	case c.command == runCommand:
		return c.runWord(arg)
	case c.command != "":
		return fmt.Errorf("unexpected argument %q after %s", arg, c.command)
	case !slices.Contains(commands, arg):
		return unknownCommand(arg, commands)
	}
	c.command = arg
	return nil
}

// runWord reads an argument of run: the task, then NAME=VALUE.
func (c *commandLine) runWord(arg string) error {
	if c.task == "" {
		c.task = arg
		return nil
	}
	name, value, given := strings.Cut(arg, "=")
	switch _, twice := c.args[name]; {
	case !given || name == "":
		return fmt.Errorf("unexpected argument %q after run %s: want NAME=VALUE", arg, c.task)
	case twice:
		return fmt.Errorf("the argument %s is given twice", name)
	}
	c.args[name] = value
	return nil
}

// set notes the value of a flag.
func (c *commandLine) set(f *flag, value string) {
	switch f.name {
	case configFlag:
		c.config = append(c.config, value)
	case scheduleFlag:
		c.socket = value
	case onFlag:
		c.on = cmp.Or(value, " ") // an empty one is given, too, and is no label
	case slotsFlag:
		c.slots = cmp.Or(value, " ")
	case logFlag:
		c.log.level = value
	case logFormatFlag:
		c.log.format = value
	default:
		c.values[f.key] = value
	}
}

// order returns the order that a running program gets, and its arguments; nil if the command
// is none, or is one for this program: run with what another does not have.
func (c *commandLine) order() (*order, []string) {
	o := orderNamed(c.command)
	if o == nil || c.command != runCommand {
		return o, c.rest
	}
	if c.alone || c.ifDue || len(c.values) > 0 || len(c.config) > 0 {
		return nil, nil
	}
	args := []string{c.task}
	for _, name := range slices.Sorted(maps.Keys(c.args)) {
		args = append(args, fmt.Sprintf("%s=%v", name, c.args[name]))
	}
	if c.detach {
		args = append(args, detachFlag)
	}
	if c.json {
		args = append(args, jsonFlag)
	}
	return o, args
}

// A commandError is the error for a command that is none of those that are known.
type commandError struct{ name, hint string }

// Error names the command that was meant, or all that there are.
func (e *commandError) Error() string { return fmt.Sprintf("unknown command %q%s", e.name, e.hint) }

func unknownCommand(name string, known []string) error {
	if near := spelling.Nearest(name, known); near != "" {
		return &commandError{name, " (did you mean " + near + "?)"}
	}
	return &commandError{name, ": there are " + strings.Join(known, ", ")}
}

// taskForCommand returns the error of a command line. Where a task stands for a command, it says
// how the task is run.
func taskForCommand(err error, s *rocket.Schedule) error {
	unknown := (*commandError)(nil)
	if !errors.As(err, &unknown) {
		return err
	}
	for _, t := range s.Tasks {
		if t != nil && t.Name == unknown.name {
			return fmt.Errorf("%q is a task, not a command: write run %s", t.Name,
				spelling.Name(t.Name))
		}
	}
	return err
}

// unknownFlag is the error for a flag that the program does not take. It names the flag that
// was meant, or all that there are.
func unknownFlag(known []flag, name string) error {
	var names []string
	for _, f := range known {
		names = append(names, f.name)
	}
	names = append(names, configFlag, logFlag, logFormatFlag, ifDueFlag, aloneFlag,
		onFlag, slotsFlag, detachFlag, jsonFlag, scheduleFlag, "--help", "--version")
	if near := spelling.Nearest(name, names); near != "" {
		return fmt.Errorf("unknown flag %s (did you mean %s?)", name, near)
	}
	last := len(names) - 1
	return fmt.Errorf("unknown flag %s: there are %s and %s",
		name, strings.Join(names[:last], ", "), names[last])
}

// usage writes what the program takes.
func usage(w io.Writer, program string, known []flag) {
	fmt.Fprintf(w, "Usage: %s [flags]\n       %[1]s COMMAND [arguments] [flags]\n\n", program)
	fmt.Fprint(w, "Runs the schedule until it shuts itself down, or until SIGINT or SIGTERM;\n"+
		"a second signal terminates what still runs.\n\nCommands, which the program that runs the "+
		"schedule answers:\n")
	writeOrders(w)
	fmt.Fprint(w, "  completion SHELL            a script with which bash, zsh or fish completes\n"+
		"  help, version               what this program takes, and what it is\n\n"+
		"They take --json, and --schedule SOCKET if several programs run the schedule. run shows\n"+
		"what the task writes; if no program runs the schedule, it is done by this one.\n\n"+
		"Roles, for a schedule with tasks that have execution remote. Without one, this program\n"+
		"leads, or stands by while another leads:\n"+
		"  worker   does runs of such tasks; the first signal drains it\n"+
		"  migrate  makes the tables that leaders and workers share\n")
	if len(known) > 0 {
		fmt.Fprint(w, "\nFlags of the schedule:\n")
		writeFlags(w, known)
	}
	fmt.Fprint(w, "\nFlags:\n")
	writeFlags(w, ownFlags)
	fmt.Fprint(w, "\nEnvironment:\n  ROCKET_LOG  like --log\n  NO_COLOR    turns colours off\n")
	fmt.Fprint(w, "\nOptions, set by --config, else by ROCKET_CONFIG_ and the key in capitals, "+
		"else by the schedule:\n")
	for _, s := range rocket.Settings() {
		fmt.Fprintf(w, "  %-22s  %s\n", s.Key, s.Values)
	}
}

// OrderUsage says which orders a program takes that runs, and what they are for.
func OrderUsage() string {
	var b strings.Builder
	writeOrders(&b)
	return b.String()
}

// writeOrders writes what orders are for.
func writeOrders(w io.Writer) {
	for _, o := range orders {
		fmt.Fprintf(w, "  %-26s  %s\n", strings.TrimSpace(o.name+" "+o.takes), o.about)
		for _, name := range o.flags {
			f := find(orderFlags, name)
			fmt.Fprintf(w, "    %-24s  %s\n", f.label(), f.about[0])
		}
	}
}

// writeFlags writes what flags are for.
func writeFlags(w io.Writer, flags []flag) {
	width := 0
	for _, f := range flags {
		width = max(width, len(f.label()))
	}
	for _, f := range flags {
		label := f.label()
		for _, line := range f.about {
			fmt.Fprintf(w, "  %-*s  %s\n", width, label, strings.TrimSpace(line))
			label = ""
		}
	}
}

// label is how the usage text names the flag.
func (f flag) label() string {
	if f.value == "" {
		return f.name
	}
	return f.name + " " + f.value
}
