package console

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rocketc/rocketc/control"
	rocket "github.com/rocketc/rocketc/runtime"
)

// A shell completes the command line of a program by asking the program: PROGRAM complete --
// WORDS… prints what the last of the words may become, a line each.

// The commands of completion. The second is for the scripts that the first prints.
const (
	completionCommand = "completion"
	completeCommand   = "complete"
)

// scripts has for each shell the script that completes a program; %[1]s is its name, and %[2]s a
// name that a function can have.
var scripts = map[string]string{
	"bash": `_%[2]s() {
    local IFS=$'\n'
    COMPREPLY=($("${COMP_WORDS[0]}" complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _%[2]s %[1]s
`,
	"zsh": `#compdef %[1]s
_%[2]s() {
    local -a found
    found=("${(@f)$("${words[1]}" complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
    compadd -- $found
}
compdef _%[2]s %[1]s
`,
	"fish": `complete -c %[1]s -f -a '(%[1]s complete -- (commandline -opc)[2..] (commandline -ct))'
`,
}

// completes does what a call for completion asks for, and reports whether the call is one.
func (p *program) completes(s *rocket.Schedule) bool {
	if len(p.args) == 0 {
		return false
	}
	switch p.args[0] {
	case completionCommand:
		p.printScript(p.args[1:])
	case completeCommand:
		words := p.args[1:]
		if len(words) > 0 && words[0] == "--" {
			words = words[1:]
		}
		tasks := func() []string { return tasksOf(s) }
		c := completer{flags: flags(s), tasks: tasks, runs: p.liveIDs, labels: labels(s)}
		for _, word := range c.complete(words) {
			fmt.Fprintln(p.stdout, word)
		}
	default:
		return false
	}
	return true
}

// printScript prints the script for a shell.
func (p *program) printScript(args []string) {
	if len(args) != 1 || scripts[args[0]] == "" {
		_ = p.complain(errors.New("it is written: completion bash, or zsh, or fish"))
		return
	}
	function := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, p.name)
	fmt.Fprintf(p.stdout, scripts[args[0]], p.name, function)
}

// tasksOf returns the names of the tasks that a schedule declares.
func tasksOf(s *rocket.Schedule) (names []string) {
	for _, t := range s.Tasks {
		names = append(names, t.Name)
	}
	return names
}

// liveIDs returns the ids of what is live in the program that runs the schedule.
func (p *program) liveIDs() []string {
	socket, err := control.Find(p.schedule)
	if err != nil {
		return nil
	}
	return idsAt(socket)
}

// completeTime is how long a program that is asked for completion may take.
const completeTime = 500 * time.Millisecond

// idsAt returns the ids of the live runs and the backfills of the program at a socket.
func idsAt(socket string) (ids []string) {
	ctx, stop := context.WithTimeout(context.Background(), completeTime)
	defer stop()
	s, _ := control.Get[control.Status](ctx, socket, control.Request{Do: "status"})
	for _, r := range s.Live {
		ids = append(ids, r.RunID)
	}
	for _, b := range s.Backfills {
		ids = append(ids, b.ID)
	}
	return ids
}

// Complete returns what the last of the words may become if all of them are an order to the
// program at a socket.
func Complete(socket string, words []string) []string {
	tasks := func() (names []string) {
		ctx, stop := context.WithTimeout(context.Background(), completeTime)
		defer stop()
		for t, err := range decoded[control.Task](control.Ask(ctx, socket,
			control.Request{Do: "list"})) {
			if err == nil {
				names = append(names, t.Task)
			}
		}
		return names
	}
	c := completer{orders: true, tasks: tasks, runs: func() []string { return idsAt(socket) }}
	return c.complete(words)
}

// A completer knows what the words of a command line can be.
type completer struct {
	flags       []flag // of the schedule
	orders      bool   // nothing else is a command
	tasks, runs func() []string
	labels      []string // of the tasks that run on workers
}

// complete returns what the last of the words may become, sorted.
func (c *completer) complete(words []string) (found []string) {
	if len(words) == 0 {
		words = []string{""}
	}
	last := words[len(words)-1]
	for _, word := range c.candidates(words[:len(words)-1], last) {
		if strings.HasPrefix(word, last) {
			found = append(found, word)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// candidates returns what can stand after some words.
func (c *completer) candidates(words []string, last string) (list []string) {
	before := slices.IndexFunc(words, func(word string) bool { return orderNamed(word) != nil })
	switch {
	case before >= 0:
		return c.ofOrder(orderNamed(words[before]), words[before+1:], last)
	case len(words) > 0 && slices.Contains(words, workerCommand) && !strings.HasPrefix(last, "-"):
		if words[len(words)-1] == onFlag {
			return c.labels
		}
		return nil
	case len(words) > 0 && words[0] == completionCommand:
		return []string{"bash", "fish", "zsh"}
	case strings.HasPrefix(last, "-"):
		return c.ownFlags()
	case len(words) > 0 && c.orders:
		return nil
	case c.orders:
		return orderNames()
	}
	return commands
}

// ownFlags returns the flags that stand before a command, or without one.
func (c *completer) ownFlags() (list []string) {
	for _, f := range slices.Concat(ownFlags, c.flags, orderFlags[:2]) {
		for name := range strings.SplitSeq(f.name, ", ") {
			list = append(list, name)
		}
	}
	return list
}

// ofOrder returns what can stand after an order and some words.
func (c *completer) ofOrder(o *order, words []string, last string) []string {
	if len(words) > 0 {
		f := find(orderFlags, words[len(words)-1])
		if f != nil && f.value != "" {
			return nil
		}
	}
	given := 0
	for _, word := range words {
		if !strings.HasPrefix(word, "-") {
			given++
		}
	}
	most := o.most
	if o.name == runCommand {
		most = 1
	}
	switch {
	case strings.HasPrefix(last, "-"):
		return o.takesFlags()
	case most >= 0 && given >= most:
		return nil
	case strings.HasPrefix(o.takes, "RUN"):
		return slices.Concat(c.tasks(), c.runs())
	}
	return c.tasks()
}
