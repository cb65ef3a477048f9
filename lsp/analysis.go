package lsp

import (
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/plan"
)

// An analysis is what is known of the files of a directory at a generation.
type analysis struct {
	generation uint64
	schedules  []*schedule
	versions   map[string]int32 // of the open documents, by path
}

// A schedule is the files that are one schedule, checked.
type schedule struct {
	name    string
	dir     string // "" if it is on no disk
	sources []*source
	plan    *plan.Plan // what could be understood
	found   diag.List
	// names finds out what the names stand for, once, and outlook how tasks depend on others.
	names   func() *check.Names
	outlook func() outlook
	secrets *grammar.Secrets // of the texts
}

// source returns the file at a path, or nil.
func (s *schedule) source(path string) *source {
	for _, src := range s.sources {
		if src.path == path {
			return src
		}
	}
	return nil
}

// at returns the schedule that a file belongs to, and the file; nil if there is none.
func (a *analysis) at(path string) (*schedule, *source) {
	if a == nil {
		return nil, nil
	}
	for _, s := range a.schedules {
		if src := s.source(path); src != nil {
			return s, src
		}
	}
	return nil, nil
}

// divide returns the files that are one schedule, for each: all together, or each alone if more
// than one has a config.
func divide(sources []*source) [][]*source {
	configured := 0
	for _, s := range sources {
		configured += min(s.configs(), 1)
	}
	if configured < 2 {
		return [][]*source{sources}
	}
	var each [][]*source
	for _, s := range sources {
		each = append(each, []*source{s})
	}
	return each
}

// A checking says how schedules are checked.
type checking struct {
	options check.Options
	loads   *loads
}

// check checks the files that are one schedule. If types is true, the Go in it is type-checked.
// If stop is not nil, the result is of no use once stop returns true.
func (c *checking) check(sources []*source, types bool, stop func() bool) *schedule {
	s, files, o := c.prepared(sources)
	o.TypeCheck, o.Stop = types, stop
	p, found, names := check.Look(files, o)
	s.plan, s.names = p, sync.OnceValue(names)
	s.outlook = sync.OnceValue(s.relations)
	s.found = s.with(found)
	return s
}

// prepared returns the files that are one schedule, with their syntax errors, and how they are
// checked.
func (c *checking) prepared(sources []*source) (*schedule, []*grammar.File, check.Options) {
	s := &schedule{sources: sources}
	s.name, s.dir = nameOf(sources)
	files, texts := make([]*grammar.File, len(sources)), map[string][]byte{}
	for i, src := range sources {
		files[i], texts[src.path] = src.tree, []byte(src.text.content)
		s.found.Add(src.syntax...)
	}
	s.secrets = grammar.FindSecrets(texts)
	o := c.options
	o.Name, o.Dir, o.Load, o.Broken = s.name, s.dir, c.loads.load, s.found.HasErrors()
	return s, files, o
}

// with returns what was found before together with a list, sorted, without secrets.
func (s *schedule) with(list diag.List) diag.List {
	all := slices.Concat(s.found, list)
	all.Sort()
	s.secrets.Hide(all)
	return all
}

// nameOf returns what the program of a schedule is called, and the directory of the schedule.
func nameOf(sources []*source) (name, dir string) {
	path := sources[0].path
	name = strings.TrimSuffix(filepath.Base(path), ".rkt")
	if !filepath.IsAbs(path) {
		return name, ""
	}
	dir = filepath.Dir(path)
	if len(sources) > 1 {
		name = strings.TrimSuffix(filepath.Base(dir), ".rkt")
	}
	return name, dir
}

// hasCode reports whether the schedule has Go that only the type checker understands.
func (s *schedule) hasCode() bool {
	for _, t := range s.plan.Schedule.Tasks {
		if _, ok := t.Action.(*plan.Code); ok {
			return true
		}
	}
	return false
}
