package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/rocketc/rocketc/console"
	"github.com/rocketc/rocketc/control"
	"golang.org/x/term"
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
	roles := false
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
		rows, roles = append(rows, psRow(place, s)), roles || s.Role != ""
	}
	if c.JSON {
		return nil
	}
	if len(rows) == 1 {
		fmt.Fprintln(inv.stderr, "no program answers")
		return nil
	}
	rows[0] = append(rows[0], "ROLE")
	if !roles {
		for i, row := range rows {
			rows[i] = row[:len(row)-1]
		}
	}
	return writeColumns(inv.stdout, rows)
}

// psRow returns the row of a program; its role is last.
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
	up := "-" // it stands by
	if !s.Started.IsZero() {
		up = console.ShortDuration(s.Now.Sub(s.Started))
	}
	return []string{console.Printable(name), fmt.Sprint(s.PID), up, fmt.Sprint(s.Tasks),
		fmt.Sprint(len(s.Live)), fmt.Sprint(len(s.Wrong)), console.Printable(next), s.Role}
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
	screen := isTerminal(inv.stdout)
	for {
		s, err := control.Get[control.Status](inv.ctx, socket, control.Request{Do: "status"})
		if inv.ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		if !screen {
			console.ShowStatus(inv.stdout, &s)
			return nil
		}
		var text strings.Builder
		console.ShowStatus(&text, &s)
		columns, rows := terminalSize(inv.stdout)
		fmt.Fprint(inv.stdout, frame(text.String(), columns, rows))
		select {
		case <-time.After(every):
		case <-inv.ctx.Done():
			return nil
		}
	}
}

// terminalSize returns how large a terminal is, in characters; 0 if it does not say.
func terminalSize(w io.Writer) (columns, rows int) {
	if file, ok := w.(*os.File); ok {
		columns, rows, _ = term.GetSize(int(file.Fd()))
	}
	return columns, rows
}

// frame returns what draws a text over that before it on a terminal. Lines are cut that are wider
// than the terminal; if there are more than it has, the last says how many.
func frame(text string, columns, rows int) string {
	const home, clearLine, clearRest = "\x1b[H", "\x1b[K", "\x1b[J"
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	if rows > 1 && len(lines) >= rows { // the cursor stands in the last
		more := fmt.Sprintf("… and %d lines more", len(lines)-rows+2)
		lines = append(lines[:rows-2], more)
	}
	for i, line := range lines {
		if runes := []rune(line); columns > 0 && len(runes) > columns {
			lines[i] = string(runes[:columns-1]) + "…"
		}
	}
	return home + strings.Join(lines, clearLine+"\n") + clearLine + "\n" + clearRest
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
	if len(found) == 0 {
		return "", control.ErrNobody
	}
	if len(found) == 1 {
		return found[0], nil
	}
	if path, ok := control.Choose(found); ok {
		return path, nil
	}
	return "", usagef("%d programs answer: name one; rocketc ps lists them", len(found))
}
