package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/rocketc/rocketc/build"
	"github.com/rocketc/rocketc/codegen"
	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/simulate"
)

// maxReally is how long a function may take that a test calls really.
const maxReally = time.Minute

// callReally has tests that say `really` call the Go of their schedule, for which its program is
// built. remove removes what was made.
func (inv *invocation) callReally(paths []string, tags tagsFlag, p *plan.Plan,
	tests []*simulate.Test) (remove func(), err error) {
	if !slices.ContainsFunc(tests, (*simulate.Test).CallsGo) {
		return func() {}, nil
	}
	s, err := inv.read(paths, tags)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "rocketc-test-")
	if err != nil {
		return nil, err
	}
	remove = func() { _ = os.RemoveAll(dir) }
	program := filepath.Join(dir, "program")
	if p.Own == "" {
		err = inv.buildProgram(s, program)
	} else {
		err = inv.buildServer(s, program)
	}
	if err != nil {
		remove()
		return nil, inv.explain(s, err)
	}
	for _, t := range tests {
		t.Call = func(r *rocket.Run) (any, error) { return inv.call(program, t, r) }
	}
	return remove, nil
}

// buildProgram builds the program of the schedule.
func (inv *invocation) buildProgram(s *schedule, output string) error {
	program, _, err := inv.program(s)
	if err != nil {
		return err
	}
	defer inv.doing("compiling")()
	return program.Build(inv.ctx, output)
}

// buildServer builds a program that does the runs of a schedule which belongs to a Go package.
func (inv *invocation) buildServer(s *schedule, output string) error {
	options := s.options()
	options.Package = true
	p, err := inv.checked(s, options)
	if err != nil {
		return err
	}
	generated, err := codegen.Generate(p, s.dir)
	if err != nil {
		return err
	}
	defer inv.doing("compiling")()
	joined := build.Joined{Dir: s.dir, Name: p.Package, Generated: generated.Text, Tags: s.tags}
	return joined.BuildServer(inv.ctx, output)
}

// call does the action of a run in a process of the program.
func (inv *invocation) call(program string, t *simulate.Test, r *rocket.Run) (any, error) {
	ctx, cancel := context.WithTimeout(inv.ctx, maxReally)
	defer cancel()
	value, err := rocket.ActIn(ctx, program, r, t.Params)
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		err = fmt.Errorf("it has not ended within %v", maxReally)
	}
	return value, err
}
