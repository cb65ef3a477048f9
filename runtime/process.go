package rocket

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// childTask is set in the environment of a program that is started for one run
// of the task it names.
const childTask = "ROCKET_PROCESS_TASK"

// A childOrder is what such a program reads from its parent, as JSON: the run,
// and the values that its arguments may need and that only the parent knows.
type childOrder struct {
	Run          string                     `json:"run"`
	Start        time.Time                  `json:"start"`
	Scheduled    time.Time                  `json:"scheduled"`
	Values       map[string]json.RawMessage `json:"values,omitempty"`
	Returns      map[string]json.RawMessage `json:"returns,omitempty"`
	Materialized map[string]json.RawMessage `json:"materialized,omitempty"`
}

// A childReport is what it writes to its parent, as JSON.
type childReport struct {
	Value    json.RawMessage `json:"value,omitempty"`
	Error    string          `json:"error,omitempty"`
	Inaction bool            `json:"inaction,omitempty"`
	Prerun   bool            `json:"prerun,omitempty"`
}

// inProcess does the action of a run in this program started again.
func (s *Session) inProcess(ctx context.Context, r *Run) (any, error) {
	order, err := r.order()
	if err != nil {
		return nil, &prerunError{err}
	}
	exe, err := ownProgram()
	if err != nil {
		return nil, err
	}
	pipes, err := newChildPipes()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(exe, os.Args[1:]...)
	cmd.Args[0] = os.Args[0]
	cmd.Env = append(childEnviron(), childTask+"="+r.spec.Name)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cleanup := inherit(cmd, pipes.childIn, pipes.childOut)
	p, err := s.begin(r, cmd)
	cleanup()
	reported := pipes.talk(order)
	if err == nil {
		err = p.supervise(ctx, r.spec.grace(), reported.done)
	}
	return readReport(pipes.end(reported), err)
}

// order returns what the program of the run gets to know.
func (r *Run) order() (text []byte, err error) {
	o := childOrder{Run: r.ID, Start: r.Start, Scheduled: r.Scheduled}
	if o.Values, err = rawValues(r.values, "argument %s"); err != nil {
		return nil, err
	}
	if o.Materialized, err = rawValues(r.materialized, "%s"); err != nil {
		return nil, err
	}
	returns := map[string]any{}
	for _, a := range sources(r.spec.Action) {
		eachReturn(a, func(task string) {
			if v, ok := r.session.facts.returned(task); ok {
				returns[task] = v
			}
		})
	}
	if o.Returns, err = rawValues(returns, "return of %s"); err != nil {
		return nil, err
	}
	return json.Marshal(o)
}

// rawValues makes JSON of values. An error names the value by the format.
func rawValues(values map[string]any, format string) (map[string]json.RawMessage, error) {
	raw := make(map[string]json.RawMessage, len(values))
	for name, v := range values {
		text, err := json.Marshal(v)
		if err != nil {
			return nil, fmt.Errorf(format+" does not become JSON: %w", name, err)
		}
		raw[name] = text
	}
	return raw, nil
}

// readReport returns how the run has ended, as its process says; where it says
// nothing, that is a failure, and exit tells how the process has ended.
func readReport(text []byte, exit error) (any, error) {
	var rep childReport
	if err := json.Unmarshal(text, &rep); err != nil {
		if exit == nil {
			exit = errors.New("exit status 0")
		}
		return nil, fmt.Errorf("the process ended without a result: %w", exit)
	}
	switch {
	case rep.Inaction:
		return nil, ErrInaction
	case rep.Prerun:
		return nil, &prerunError{errors.New(rep.Error)}
	case rep.Error != "":
		return nil, errors.New(rep.Error)
	case rep.Value == nil:
		return nil, nil
	}
	return rep.Value, nil
}

// childPipes lead to the process of a run and back.
type childPipes struct {
	childIn, childOut *os.File // the process's ends
	in, out           *os.File // ours
}

func newChildPipes() (p childPipes, err error) {
	if p.childIn, p.in, err = os.Pipe(); err != nil {
		return p, err
	}
	if p.out, p.childOut, err = os.Pipe(); err != nil {
		p.childIn.Close()
		p.in.Close()
	}
	return p, err
}

// A conversation with a process is over when it has no more to say.
type conversation struct {
	done chan struct{}
	text []byte
}

// talk writes what the process is to know and reads what it reports, both at
// the same time and of any length. The process's ends are closed here.
func (p childPipes) talk(order []byte) *conversation {
	p.childIn.Close()
	p.childOut.Close()
	go func() {
		_, _ = p.in.Write(order) // a process that dies reads nothing
		p.in.Close()
	}()
	c := &conversation{done: make(chan struct{})}
	go func() {
		defer close(c.done)
		c.text, _ = io.ReadAll(p.out)
	}()
	return c
}

// end returns what was reported. Where something that the process left behind
// holds the pipe, it waits no longer than outputDelay.
func (p childPipes) end(c *conversation) []byte {
	_ = p.out.SetReadDeadline(time.Now().Add(outputDelay))
	<-c.done
	p.in.Close()
	p.out.Close()
	return c.text
}
