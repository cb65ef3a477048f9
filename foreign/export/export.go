// Package export writes the tasks of a schedule as other schedulers are told them: timers of
// systemd with services, lines of a crontab. What cannot be said there is a note.
//
// A task can be exported that starts by one part of the calendar, or every so often, and runs a
// command. What is written is read again by the package of its kind, so that package proof can
// hold it against the schedule.
package export

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/rocketc/rocketc/foreign"
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/stdconds"
)

// An Export is what is written of a schedule.
type Export struct {
	// Files are the files, Import what their own reader makes of them, without the schedule.
	Files  []foreign.File
	Import *foreign.Import
	// Notes say what cannot be said there, with the names of tasks as places.
	Notes []foreign.Note
}

// A task is one of the schedule that can be exported.
type task struct {
	*rocket.TaskSpec
	command rocket.Command
	when    string // its condition, as the schedule has it
	zone    string // of it; empty: that of the session
	once    stdconds.Once
}

// An exporter collects notes.
type exporter struct {
	schedule *rocket.Schedule
	out      *Export
}

func (e *exporter) note(t *rocket.TaskSpec, format string, args ...any) {
	e.out.Notes = append(e.out.Notes, foreign.Note{Number: len(e.out.Notes) + 1,
		Place: foreign.Place{File: t.Name}, Text: fmt.Sprintf(format, args...)})
}

// tasks returns those tasks that can be exported, and notes the others.
func (e *exporter) tasks() (list []*task) {
	for _, spec := range e.schedule.Tasks {
		t := &task{TaskSpec: spec, zone: e.schedule.Config.Timezone}
		command, is := spec.Action.(rocket.Command)
		switch {
		case !is:
			e.note(spec, "it runs no command")
			continue
		case spec.Disabled:
			e.note(spec, "it is disabled")
			continue
		case spec.Until != nil:
			e.note(spec, "its until cannot be said there")
		}
		t.command = command
		if spec.When == nil && !spec.OnStartup {
			e.note(spec, "nothing starts it by itself")
			continue
		}
		if spec.When != nil && !t.calendar(spec.When) {
			e.note(spec, "its condition cannot be said there: %v", spec.When)
			continue
		}
		list = append(list, t)
	}
	return list
}

// calendar takes a condition apart that is one part of the calendar, or every.
func (t *task) calendar(c rocket.Condition) bool {
	switch c := c.(type) {
	case stdconds.InZone:
		t.zone = c.Zone
		return t.calendar(c.Of)
	case stdconds.Once:
		t.when, t.once = strings.Trim(c.Text, `"'`), c
		return true
	}
	t.when = fmt.Sprint(c)
	return strings.HasPrefix(t.when, "every ") && !strings.ContainsAny(t.when, "&|~(")
}

// spread returns how much later than at the begin of its windows a task may start.
func (t *task) spread() time.Duration {
	if s, moved := t.once.Period.(period.Spread); moved {
		return s.Span
	}
	return 0
}

// overlaps reports whether a task may start beside a run of its own that goes on.
func (e *exporter) overlaps(t *task) bool {
	return t.Multilaunch != 0 && t.Multilaunch != 1 || t.Multilaunch == 0 &&
		e.schedule.Config.Multilaunch
}

// overlap returns what happens if a run of a task is due while it runs.
func (e *exporter) overlap(t *task) rocket.Overlap {
	return cmp.Or(t.Overlap, e.schedule.Config.Overlap, rocket.OverlapSkip)
}

// limit returns how long a run may take; 0: without limit.
func (e *exporter) limit(t *task) time.Duration {
	d := t.Timeout
	if d == 0 {
		d = e.schedule.Config.Timeout
	}
	if d == 0 {
		d = rocket.DefaultTimeout
	}
	return max(d, 0)
}

// variables returns the literal variables of a command, and notes the others.
func (e *exporter) variables(t *task) (list []foreign.Variable) {
	for _, v := range t.command.Env {
		literal, is := v.Value.(arg.Literal)
		if !is {
			e.note(t.TaskSpec, "the variable %s has no literal value: %v", v.Name, v.Value)
			continue
		}
		list = append(list, foreign.Variable{Name: v.Name, Value: fmt.Sprint(literal.Value)})
	}
	return list
}

// line returns the command as a line of the shell, and notes what of it is lost.
func (e *exporter) line(t *task) string {
	line := t.command.Line
	if len(t.command.Args) > 0 {
		var words []string
		for _, a := range t.command.Args {
			words = append(words, foreign.ShellWord(a))
		}
		line = strings.Join(words, " ")
	}
	for _, p := range t.command.Params {
		literal, is := p.Value.(arg.Literal)
		if !is {
			e.note(t.TaskSpec, "the parameter %s has no literal value", p.Name)
			continue
		}
		line += " --" + p.Name + " " + foreign.ShellWord(fmt.Sprint(literal.Value))
	}
	if len(t.Pools) > 0 {
		e.note(t.TaskSpec, "its pools cannot be said there")
	}
	if t.OnShutdown {
		e.note(t.TaskSpec, "that it runs at the shutdown cannot be said there")
	}
	return line
}

// fileName returns a name of a file for a task.
func fileName(name string) string { return strings.ReplaceAll(foreign.Name(name), "_", "-") }
