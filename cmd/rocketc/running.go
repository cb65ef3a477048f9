package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/rocketc/rocketc/console"
	"github.com/rocketc/rocketc/control"
)

// psCommand lists the programs that answer.
type psCommand struct {
	JSON bool `name:"json" help:"Writes the state of each as JSON, an object a line."`
}

// Help returns what `rocketc help ps` adds.
func (*psCommand) Help() string {
	return `Lists the programs of this user, or as root of all users, that run a schedule on this
machine and answer on their control socket. What is in NAME is what rocketc ctl takes.`
}

// answerTime is how long a program may take to answer what it is asked for a list.
const answerTime = 2 * time.Second

// Run lists the programs.
func (c *psCommand) Run(inv *invocation) error {
	rows := [][]string{{"NAME", "PROCESS", "UP", "TASKS", "RUNNING", "WRONG", "NEXT"}}
	for _, place := range control.Places() {
		ctx, stop := context.WithTimeout(inv.ctx, answerTime)
		s, err := control.Get[control.Status](ctx, place.Path, control.Request{Do: "status"})
		stop()
		switch {
		case err != nil && control.Answers(place.Path):
			fmt.Fprintf(inv.stderr, "rocketc: %s: %s\n", place.Path,
				console.Printable(err.Error()))
			continue
		case err != nil:
			continue // it has ended
		}
		if c.JSON {
			err := json.NewEncoder(inv.stdout).Encode(struct {
				Socket string `json:"socket"`
				control.Status
			}{place.Path, s})
			if err != nil {
				return err
			}
			continue
		}
		rows = append(rows, psRow(place, s))
	}
	if c.JSON {
		return nil
	}
	if len(rows) == 1 {
		fmt.Fprintln(inv.stderr, "no program answers")
		return nil
	}
	return writeColumns(inv.stdout, rows)
}

// psRow returns the row of a program.
func psRow(place control.Place, s control.Status) []string {
	name := place.Name
	if found, err := control.Find(name); err != nil || found != place.Path {
		name = place.Path
	}
	next := "-"
	if s.Next != nil {
		next = s.Next.Task + " in " + console.ShortDuration(s.Next.At.Sub(s.Now))
	}
	if s.Hold != nil {
		next = "on hold"
	}
	return []string{console.Printable(name), fmt.Sprint(s.PID),
		console.ShortDuration(s.Now.Sub(s.Started)), fmt.Sprint(s.Tasks), fmt.Sprint(len(s.Live)),
		fmt.Sprint(len(s.Wrong)), console.Printable(next)}
}

// ctlCommand asks a program, or gives it an order.
type ctlCommand struct {
	Args []string `arg:"" name:"name" passthrough:"partial" help:"A schedule or socket; an order."`
}

// Help returns what `rocketc help ctl` adds.
func (*ctlCommand) Help() string {
	return `Asks the program of a schedule that runs on this machine, as the program itself does.
NAME is the name of the schedule, or the path of a socket:

    rocketc ctl backup status
    rocketc ctl backup why nightly.dump

` + console.OrderUsage()
}

// Run asks the program.
func (c *ctlCommand) Run(inv *invocation) error {
	if c.Args[0] == "complete" {
		return c.complete(inv.stdout)
	}
	if len(c.Args) < 2 {
		return usagef("it is written: rocketc ctl NAME COMMAND, such as status")
	}
	socket, err := socketOf(c.Args[0])
	if err != nil {
		return err
	}
	status := console.Ask(inv.ctx, socket, c.Args[1:], inv.stdout, inv.stderr)
	if status == exitOK {
		return nil
	}
	return exitStatus(status)
}

// complete prints what the last of the words after complete may become, for the shell.
func (c *ctlCommand) complete(out io.Writer) error {
	words := c.Args[1:]
	var found []string
	switch {
	case len(words) < 2:
		for _, place := range control.Places() {
			found = append(found, place.Name)
		}
	default:
		socket, err := socketOf(words[0])
		if err != nil {
			return nil
		}
		found = console.Complete(socket, words[1:])
	}
	for _, word := range found {
		fmt.Fprintln(out, word)
	}
	return nil
}

// socketOf returns the socket of a program that a name or a path means.
func socketOf(name string) (string, error) {
	if filepath.Base(name) != name {
		return name, nil
	}
	return control.Find(name)
}

// topCommand shows the state of a program again and again.
type topCommand struct {
	Name  string `arg:"" optional:"" help:"A schedule, or a socket."`
	Every string `default:"1s" placeholder:"DURATION" help:"How long each state is shown."`
}

// Run shows the state until it is interrupted; once, if the output is no terminal.
func (c *topCommand) Run(inv *invocation) error {
	every, err := time.ParseDuration(c.Every)
	if err != nil || every < 100*time.Millisecond {
		return usagef("--every %s: want a duration of at least 100ms, such as 2s", c.Every)
	}
	socket, err := c.socket()
	if err != nil {
		return err
	}
	const home, clear = "\x1b[H", "\x1b[J"
	screen := isTerminal(inv.stdout)
	for {
		s, err := control.Get[control.Status](inv.ctx, socket, control.Request{Do: "status"})
		if inv.ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		if screen {
			fmt.Fprint(inv.stdout, home+clear)
		}
		console.ShowStatus(inv.stdout, &s)
		if !screen {
			return nil
		}
		select {
		case <-time.After(every):
		case <-inv.ctx.Done():
			return nil
		}
	}
}

// socket returns the socket of the one program that is meant.
func (c *topCommand) socket() (string, error) {
	if c.Name != "" {
		return socketOf(c.Name)
	}
	var found []string
	for _, place := range control.Places() {
		if control.Answers(place.Path) {
			found = append(found, place.Path)
		}
	}
	switch len(found) {
	case 0:
		return "", control.ErrNobody
	case 1:
		return found[0], nil
	}
	return "", usagef("%d programs answer: name one; rocketc ps lists them", len(found))
}
