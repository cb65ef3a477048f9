// Package rocketc reads the text of a schedule: it parses and checks. Package codegen
// makes Go of the result.
//
//	text → grammar → tree → check → plan → codegen → Go
//
// Each name on an arrow is a package, each stop is a plain value. One run reports
// every mistake of a schedule, before any Go is generated.
package rocketc

//go:generate go test . -run TestErrorsPage -update

import (
	"slices"
	"sync"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/diag"
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
// list is sorted, and quotes no secret. If it has errors, the plan is nil; warnings may come with a
// plan.
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
	if len(all) > 0 {
		secrets(sources).Hide(all)
	}
	if all.HasErrors() {
		p = nil
	}
	return p, all
}

// Shown returns the text of each source as diagnostics may show it: without secrets. It is nil
// for a name that no source has.
func Shown(sources []Source) func(name string) []byte {
	find := sync.OnceValue(func() *grammar.Secrets { return secrets(sources) })
	return func(name string) []byte {
		i := slices.IndexFunc(sources, func(s Source) bool { return s.Name == name })
		if i < 0 {
			return nil
		}
		return find().Show(name, sources[i].Text)
	}
}

// secrets returns what of the sources is not shown.
func secrets(sources []Source) *grammar.Secrets {
	texts := map[string][]byte{}
	for _, s := range sources {
		texts[s.Name] = s.Text
	}
	return grammar.FindSecrets(texts)
}
