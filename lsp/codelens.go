package lsp

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"go.lsp.dev/protocol"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/control"
	"github.com/rocketc/rocketc/period"
)

// The commands of code lenses. Their arguments are a socket and a task.
const (
	runCommand = "rocketc.run"
	whyCommand = "rocketc.why"
)

// lensPatience is how long a program may take to answer.
const lensPatience = 2 * time.Second

// CodeLens returns what can be done with each task of a file if a program of the schedule
// answers: have it run, ask why it runs or does not, and how its latest run has ended.
func (s *server) CodeLens(ctx context.Context, p *protocol.CodeLensParams) (
	[]protocol.CodeLens, error,
) {
	path := pathOf(p.TextDocument.URI)
	a, err := s.docs.await(ctx, path)
	sched, src := a.at(path)
	if src == nil {
		return nil, err
	}
	name := cmp.Or(sched.plan.Schedule.Name, sched.name)
	socket, err := control.Find(name)
	if err != nil {
		return []protocol.CodeLens{}, nil // nobody answers, or several do
	}
	ctx, stop := context.WithTimeout(ctx, lensPatience)
	defer stop()
	tasks := map[string]control.Task{}
	for t, err := range asked[control.Task](ctx, socket, control.Request{Do: "list"}) {
		if err != nil {
			return []protocol.CodeLens{}, nil
		}
		tasks[t.Task] = t
	}
	all := []protocol.CodeLens{}
	for _, d := range sched.names().Declared {
		t, runs := tasks[d.Name]
		if d.Kind != check.TaskName || d.Decl.Span().File != path || !runs {
			continue
		}
		at := d.Decl.Span()
		at.End = at.Start
		r := s.rangeOf(src, at)
		all = append(all, lens(r, "run now", runCommand, socket, d.Name),
			lens(r, "why", whyCommand, socket, d.Name),
			lens(r, stateText(t, s.options.Now()), whyCommand, socket, d.Name))
	}
	return all, nil
}

// asked asks a program, and decodes its answer.
func asked[T any](ctx context.Context, socket string, r control.Request) func(
	yield func(T, error) bool) {
	return func(yield func(T, error) bool) {
		for data, err := range control.Ask(ctx, socket, r) {
			var value T
			if err == nil {
				err = json.Unmarshal(data, &value)
			}
			if !yield(value, err) || err != nil {
				return
			}
		}
	}
}

func lens(r protocol.Range, title, command, socket, task string) protocol.CodeLens {
	args := make([]protocol.LSPAny, 2)
	for i, text := range []string{socket, task} {
		encoded, _ := json.Marshal(text) // a text always can be
		args[i] = protocol.LSPAny(encoded)
	}
	return protocol.CodeLens{Range: r,
		Command: protocol.Command{Title: title, Command: command, Arguments: args}}
}

// stateText says what a task does, and how its latest run has ended.
func stateText(t control.Task, now time.Time) string {
	text := t.State
	if t.Outcome == "" {
		return text
	}
	text += ", last: " + t.Outcome
	if ago := now.Sub(t.End).Truncate(time.Second); !t.End.IsZero() && ago >= 0 {
		text += " " + period.FormatDuration(ago) + " ago"
	}
	if t.Failures > 0 {
		text += fmt.Sprintf(", %d failures in a row", t.Failures)
	}
	return text
}

// ExecuteCommand does what a code lens says, and shows the answer.
func (s *server) ExecuteCommand(ctx context.Context, p *protocol.ExecuteCommandParams) (
	protocol.LSPAny, error,
) {
	var socket, task string
	if len(p.Arguments) != 2 || json.Unmarshal(p.Arguments[0], &socket) != nil ||
		json.Unmarshal(p.Arguments[1], &task) != nil {
		return nil, refused("%s takes a socket and a task", p.Command)
	}
	ctx, stop := context.WithTimeout(ctx, lensPatience)
	defer stop()
	var text string
	var err error
	switch p.Command {
	case runCommand:
		text, err = runNow(ctx, socket, task)
	case whyCommand:
		text, err = why(ctx, socket, task)
	default:
		return nil, refused("there is no command %s", p.Command)
	}
	kind := protocol.MessageTypeInfo
	if err != nil {
		text, kind = err.Error(), protocol.MessageTypeError
	}
	return nil, s.client.ShowMessage(ctx, &protocol.ShowMessageParams{Type: kind, Message: text})
}

// runNow asks for a run.
func runNow(ctx context.Context, socket, task string) (string, error) {
	_, err := control.Get[json.RawMessage](ctx, socket, control.Request{Do: "run",
		Tasks: []string{task}, Detach: true, By: "editor"})
	if errors.Is(err, control.ErrHungUp) {
		err = nil // it has nothing to say
	}
	return "asked for a run of " + task, err
}

// why returns why a task runs, or does not.
func why(ctx context.Context, socket, task string) (string, error) {
	w, err := control.Get[control.Why](ctx, socket,
		control.Request{Do: "why", Tasks: []string{task}})
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", w.Task, cmp.Or(w.Obstacle, "its condition is "+w.Truth))
	if w.When != nil {
		writePart(&b, *w.When, 1)
	}
	if !w.Next.IsZero() {
		fmt.Fprintf(&b, "next: %s\n", w.Next.Format("Mon 2006-01-02 15:04:05 MST"))
	}
	return strings.TrimSpace(b.String()), nil
}

// writePart writes a condition and its parts, a line each.
func writePart(b *strings.Builder, p control.Part, depth int) {
	fmt.Fprintf(b, "%s%s: %s\n", strings.Repeat("  ", depth), p.Text,
		strings.TrimSpace(p.Truth+" "+cmp.Or(p.Error, p.Why)))
	for _, inner := range p.Parts {
		writePart(b, inner, depth+1)
	}
}
