package console

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rocketc/rocketc/control"
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/spelling"
)

// An order is a command that the program which runs the schedule answers.
type order struct {
	name  string
	takes string // the arguments, as the usage text names them
	about string
	least int // arguments
	most  int // -1: any number
	flags []string
	show  func(*screen, answer) error
}

// orders are all of them. What a command of "RUN|TASK" is about is the request's run.
var orders = []order{
	{"status", "", "what the session does, and what went wrong within a day", 0, 0, nil,
		showStatus},
	{"list", "[TASK…]", "the tasks: state, latest outcome, next start", 0, -1, nil, showTasks},
	{"next", "[TASK…]", "the next starts that the clock tells", 0, -1, []string{countFlag},
		showNext},
	{"why", "TASK", "why it runs or does not, now or at a time of the past", 1, 1,
		[]string{atFlag}, showWhy},
	{"history", "[TASK…]", "how runs have ended, the newest last", 0, -1,
		[]string{followFlag, sinceFlag, failedFlag, countFlag}, showHistory},
	{"logs", "RUN|TASK", "what its runs write", 1, 1, []string{followFlag, countFlag}, showLines},
	{"terminate", "RUN|TASK", "ends its live runs, the one run, or a backfill by its id", 1, 1, nil,
		showDone},
	{"hold", "[TASK…]", "keeps tasks, or all, from starting", 0, -1,
		[]string{forFlag, reasonFlag}, showDone},
	{"resume", "[TASK…]", "ends the hold of tasks, or all holds", 0, -1, nil, showDone},
	{"disable", "TASK…", "keeps tasks from starting by themselves", 1, -1, nil, showDone},
	{"enable", "TASK…", "lets disabled tasks start again", 1, -1, nil, showDone},
	{"backfill", "TASK", "runs it for each window of the past that has had no run", 1, 1,
		[]string{fromFlag, toFlag, dryRunFlag, countFlag, reasonFlag}, showBackfill},
	{"shutdown", "", "ends the session in good order", 0, 0, []string{forceFlag},
		showDone},
	{"restart", "", "restarts the session in good order", 0, 0, nil, showDone},
	{runCommand, "TASK [NAME=VALUE…]", "runs it now", 1, -1, []string{detachFlag}, showRun},
}

// The flags of orders. All orders have jsonFlag and scheduleFlag.
const (
	jsonFlag   = "--json"
	countFlag  = "-n"
	atFlag     = "--at"
	followFlag = "-f"
	sinceFlag  = "--since"
	failedFlag = "--failed"
	forFlag    = "--for"
	reasonFlag = "--reason"
	forceFlag  = "--force"
	detachFlag = "--detach"
	fromFlag   = "--from"
	toFlag     = "--to"
	dryRunFlag = "--dry-run"
)

// orderFlags says of each flag of orders what it takes, and what it is for.
var orderFlags = []flag{
	{name: jsonFlag, about: []string{"answers in JSON, a line each"}},
	{name: scheduleFlag, value: "SOCKET", about: []string{
		"which program is asked, if several run the schedule"}},
	{name: countFlag, value: "N", about: []string{"how many"}},
	{name: atFlag, value: "TIME", about: []string{
		"an instant of the past: 03:00, 2026-03-02T07:00, 2d"}},
	{name: followFlag, about: []string{"goes on with what comes"}},
	{name: sinceFlag, value: "TIME", about: []string{"the earliest that counts, as --at"}},
	{name: failedFlag, about: []string{"only what went wrong"}},
	{name: forFlag, value: "DURATION", about: []string{"how long: 2h"}},
	{name: reasonFlag, value: "TEXT", about: []string{"why"}},
	{name: forceFlag, about: []string{"ends what runs, too"}},
	{name: fromFlag, value: "TIME", about: []string{"windows that begin then or later, as --at"}},
	{name: toFlag, value: "TIME", about: []string{
		"windows that begin before that, as --at; default: now"}},
	{name: dryRunFlag, about: []string{"says which windows there are, and runs nothing"}},
	{name: detachFlag, about: []string{"does not wait for the end of the run"}},
}

// orderNamed returns the order of that name, or nil.
func orderNamed(name string) *order {
	i := slices.IndexFunc(orders, func(o order) bool { return o.name == name })
	if i < 0 {
		return nil
	}
	return &orders[i]
}

// A command is an order with its arguments.
type command struct {
	*order
	request control.Request
	json    bool
	socket  string // of the program that is asked; empty: it is looked for
}

// read reads the arguments of an order.
func (o *order) read(args []string) (c *command, err error) {
	c = &command{order: o, request: control.Request{Do: o.name, By: userName()}}
	var words []string
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		if !strings.HasPrefix(arg, "-") || arg == "-" {
			words = append(words, arg)
			continue
		}
		name, value, given := strings.Cut(arg, "=")
		if name == "--follow" {
			name = followFlag
		}
		f := find(orderFlags, name)
		if f == nil || !slices.Contains(o.takesFlags(), name) {
			return nil, o.unknown(name)
		}
		if f.value != "" && !given {
			if len(args) == 0 {
				return nil, fmt.Errorf("%s needs a value, as in %s", name, f.label())
			}
			value, args = args[0], args[1:]
		}
		if f.value == "" && given {
			return nil, fmt.Errorf("%s takes no value", name)
		}
		if err := c.set(name, value); err != nil {
			return nil, err
		}
	}
	return c, o.take(&c.request, words)
}

// takesFlags returns the flags that an order takes.
func (o *order) takesFlags() []string {
	return append(slices.Clone(o.flags), jsonFlag, scheduleFlag)
}

// unknown is the error for a flag that an order does not take.
func (o *order) unknown(name string) error {
	known := o.takesFlags()
	if near := spelling.Nearest(name, known); near != "" {
		return fmt.Errorf("%s has no flag %s (did you mean %s?)", o.name, name, near)
	}
	return fmt.Errorf("%s has no flag %s: there are %s", o.name, name, strings.Join(known, ", "))
}

// take puts the arguments into the request.
func (o *order) take(r *control.Request, words []string) error {
	switch {
	case len(words) < o.least:
		return fmt.Errorf("it is written: %s %s", o.name, o.takes)
	case o.most >= 0 && len(words) > o.most:
		return fmt.Errorf("unexpected argument %q after %s", words[o.most],
			strings.TrimSpace(o.name+" "+strings.Join(words[:o.most], " ")))
	case o.name == runCommand:
		c := commandLine{args: map[string]any{}}
		for _, word := range words {
			if err := c.runWord(word); err != nil {
				return err
			}
		}
		r.Tasks, r.Args = []string{c.task}, c.args
	case o.takes == "RUN|TASK":
		r.Run = words[0]
	default:
		r.Tasks = words
	}
	return nil
}

// set takes the value of a flag.
func (c *command) set(name, value string) (err error) {
	r := &c.request
	switch name {
	case jsonFlag:
		c.json = true
	case scheduleFlag:
		c.socket = value
	case countFlag:
		r.N, err = strconv.Atoi(value)
		if err != nil || r.N < 1 {
			return fmt.Errorf("-n %s: want a whole number from 1 on", value)
		}
	case atFlag:
		r.At = value
	case sinceFlag:
		r.Since = value
	case followFlag:
		r.Follow = true
	case failedFlag:
		r.Failed = true
	case forceFlag:
		r.Force = true
	case detachFlag:
		r.Detach = true
	case fromFlag:
		r.From = value
	case toFlag:
		r.To = value
	case dryRunFlag:
		r.DryRun = true
	case reasonFlag:
		r.Reason = value
	case forFlag:
		r.For, err = period.ParseDuration(value)
		if err != nil || r.For <= 0 {
			return fmt.Errorf("--for %s: want a duration such as 2h", value)
		}
	}
	return nil
}

// userName returns what the environment calls the user; empty if it does not say.
func userName() string {
	return cmp.Or(os.Getenv("SUDO_USER"), os.Getenv("USER"), os.Getenv("LOGNAME"))
}

// Ask gives an order to the program that listens on a socket (see package control), shows its
// answer, and returns the exit status: 0; 1 if the program has not done it, or if the run that
// was asked for has not succeeded; 2 if args, the first of which is the command, are wrong; 3
// if no program answers.
func Ask(ctx context.Context, socket string, args []string, stdout, stderr io.Writer) int {
	o := orderNamed(args[0])
	if o == nil {
		fmt.Fprintln(stderr, unknownCommand(args[0], orderNames()))
		return exitUsage
	}
	c, err := o.read(args[1:])
	if err != nil {
		fmt.Fprintln(stderr, err)
		return exitUsage
	}
	return c.ask(ctx, cmp.Or(c.socket, socket), stdout, stderr)
}

// ask gives the order to a program, and shows its answer.
func (c *command) ask(ctx context.Context, socket string, stdout, stderr io.Writer) int {
	out := &output{to: stdout}
	s := &screen{out: out, err: stderr, now: time.Now(), json: c.json,
		follows: c.request.Follow}
	err := s.show(c.order, control.Ask(ctx, socket, c.request))
	return s.status(c.order, cmp.Or(err, out.err))
}

// An output is where an answer is written. It keeps the first error.
type output struct {
	to  io.Writer
	err error
}

// Write writes p.
func (o *output) Write(p []byte) (n int, err error) {
	n, err = o.to.Write(p)
	o.err = cmp.Or(o.err, err)
	return n, err
}

func orderNames() (names []string) {
	for _, o := range orders {
		names = append(names, o.name)
	}
	return names
}

// An answer is the data of one.
type answer = iter.Seq2[json.RawMessage, error]

// A screen is where an answer is shown.
type screen struct {
	out, err io.Writer
	now      time.Time
	json     bool
	follows  bool // the answer goes on
	failed   bool // the run that was asked for has not succeeded
}

// show shows an answer.
func (s *screen) show(o *order, lines answer) error {
	if !s.json {
		return o.show(s, lines)
	}
	for data, err := range lines {
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(s.out, "%s\n", data); err != nil {
			return err
		}
		if o.name == runCommand {
			s.failed = isFailure(data)
		}
	}
	return nil
}

// isFailure reports whether a line of the answer to run says that the run has not succeeded.
func isFailure(data json.RawMessage) bool {
	var run control.Run
	if json.Unmarshal(data, &run) != nil || run.Event == "" {
		return false
	}
	return run.Event != rocket.Succeeded.String() && run.Event != rocket.Inacted.String()
}

// status returns the exit status after an answer, and says what was wrong.
func (s *screen) status(o *order, err error) int {
	ends := o.name == "shutdown" || o.name == "restart"
	switch {
	case err == nil && s.failed:
		return exitFailed
	case err == nil, errors.Is(err, context.Canceled), ends && errors.Is(err, control.ErrHungUp):
		return exitOK
	}
	fmt.Fprintln(s.err, Printable(err.Error()))
	switch {
	case errors.Is(err, control.ErrUsage):
		return exitUsage
	case errors.Is(err, control.ErrNobody):
		return exitNobody
	}
	return exitFailed
}
