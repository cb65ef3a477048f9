// Package rocketc is the way from the text of a schedule to a Go program:
// parse, check, generate.
//
//	text → grammar → tree → check → plan → codegen → Go
//
// Each arrow is a package, each stop a plain value. Everything that is wrong
// with a schedule is found before the last arrow, and all of it in one run.
package rocketc

//go:generate go test . -run TestErrorsPage -update

import (
	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/codegen"
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/plan"
)

// A Source is one .rkt file.
type Source struct {
	// Name is how diagnostics name the file.
	Name string
	Text []byte
}

// Check parses and checks the sources, which together are one schedule. The
// plan is nil where the list has errors. The list is sorted; it may hold
// warnings beside a plan.
func Check(sources []Source, options check.Options) (*plan.Plan, diag.List) {
	var all diag.List
	files := make([]*grammar.File, len(sources))
	for i, src := range sources {
		file, list := grammar.Parse(src.Name, src.Text)
		files[i] = file
		all.Add(list...)
	}
	options.Broken = options.Broken || all.HasErrors()
	p, list := check.Check(files, options)
	all.Add(list...)
	all.Sort()
	if all.HasErrors() {
		p = nil
	}
	return p, all
}

// Compiled is a schedule as Go.
type Compiled struct {
	Plan *plan.Plan
	Go   []byte
}

// Compile checks the sources and writes the Go file of the schedule, which is
// for the directory dir; see [codegen.Generate]. A file for the user's package
// is of the package in options.Dir where the schedule names none. It returns nil
// where the list has errors.
func Compile(sources []Source, options check.Options, mode codegen.Mode, dir string) (*Compiled, diag.List, error) {
	p, list := Check(sources, options)
	if p == nil {
		return nil, list, nil
	}
	if mode == codegen.Package {
		p.Declared = golang.DeclaredIn(options.Dir)
		if p.Package == "" {
			p.Package = golang.PackageIn(options.Dir)
		}
	}
	text, err := codegen.Generate(p, mode, dir)
	return &Compiled{p, text}, list, err
}
