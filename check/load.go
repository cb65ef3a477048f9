package check

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/sensor"
)

// load loads the packages of all imports, and the schedule's own if a function of it is
// named. It loads nothing unless a Go function is named, or code needs to know the name of
// a package.
func (c *checker) load() {
	defer c.checkImports()
	patterns := map[string]bool{}
	var first *grammar.Func
	for _, f := range c.funcs() {
		pattern := ownPattern(f)
		if pattern != "" {
			patterns[pattern] = true
		} else if c.isSensor(f) {
			continue
		}
		if first == nil {
			first = f
		}
	}
	if first != nil || c.codeNeedsNames() {
		for _, imports := range c.imports {
			for _, i := range imports.list {
				if i.pkg == nil {
					patterns[i.decl.Path.Value()] = true
				}
			}
		}
		if len(patterns) > 0 {
			c.loadPackages(slices.Sorted(maps.Keys(patterns)), first)
		}
	}
	c.callFuncs()
}

// funcs returns the Go functions that the schedule names, in the order of the files. To visit
// every node of a long schedule takes longer than all other phases before lowering, so only
// hooks are visited and declarations that have the word, which a quoted condition may escape.
func (c *checker) funcs() (list []*grammar.Func) {
	visit := func(n grammar.Node) bool {
		if f, ok := n.(*grammar.Func); ok {
			list = append(list, f)
		}
		return true
	}
	for _, f := range c.files {
		for _, d := range f.Decls {
			_, hook := d.(*grammar.Hook)
			text := f.Source(d)
			if hook || strings.Contains(text, "func") || strings.Contains(text, `\`) {
				grammar.Walk(d, visit)
			}
		}
	}
	return list
}

// isSensor reports whether a function is one of the sensors, whose declarations are known
// without loading them.
func (c *checker) isSensor(f *grammar.Func) bool {
	i := c.importsOf(f.Span().File).lookup(f.Name.Parts[0])
	return i != nil && sensor.Package(i.decl.Path.Value()) != nil
}

// ownPattern returns the pattern of a function's package if no import names it: that of the
// directory in the schedule, or of the schedule's own package.
func ownPattern(f *grammar.Func) string {
	switch {
	case f.In != nil:
		return golang.Directory(f.In.Value())
	case len(f.Name.Parts) == 1:
		return golang.Own
	}
	return ""
}

// codeNeedsNames reports whether code may use an import whose path does not tell the name
// of its package.
func (c *checker) codeNeedsNames() bool {
	if c.options.Dir == "" ||
		!slices.ContainsFunc(c.tasks,
			func(t *task) bool { return actionWord(t.decl.Action) == "code" }) {
		return false
	}
	for _, imports := range c.imports {
		for _, i := range imports.list {
			if path, known := golang.StandardPath(i.name()); i.decl.Alias == nil &&
				(!known || path != i.decl.Path.Value()) {
				return true
			}
		}
	}
	return false
}

// loadPackages loads packages; first is a function that needs them, or nil.
func (c *checker) loadPackages(patterns []string, first *grammar.Func) {
	if c.options.Dir == "" {
		c.loadFailed(first, errors.New("there is no directory to look for it in"))
		return
	}
	o := golang.Options{Dir: c.options.Dir, Tags: c.options.Tags, Load: c.options.Load}
	if slices.Contains(patterns, golang.Own) {
		o.Name = c.packageName()
	}
	loaded, err := golang.Load(o, patterns)
	if err != nil {
		c.loadFailed(first, err)
		return
	}
	c.packages = loaded
	if pkg := loaded[golang.Own]; pkg != nil && pkg.Name != "" {
		c.plan.Own = pkg.Path
	}
	for _, imports := range c.imports {
		for _, i := range imports.list {
			if i.pkg != nil {
				continue
			}
			pattern := i.decl.Path.Value()
			if i.pkg = loaded[pattern]; i.pkg != nil && i.pkg.Name == "main" {
				i.program, i.pkg = true, &golang.Package{Path: pattern}
			}
		}
	}
}

// packageName returns the name of the schedule's own package.
func (c *checker) packageName() string {
	if c.pack != nil {
		return c.pack.Name.Text
	}
	return c.ownDir().Name
}

// ownDir returns what the directory of the schedule declares. It is read once.
func (c *checker) ownDir() *golang.Dir {
	switch {
	case c.ownPackage != nil:
	case c.options.Dir == "":
		c.ownPackage = &golang.Dir{Name: "main"}
	default:
		c.ownPackage = golang.ReadDir(c.options.Dir)
	}
	return c.ownPackage
}

// loadFailed reports that no Go package can be loaded.
func (c *checker) loadFailed(first *grammar.Func, why error) {
	c.noPackages = true
	if first == nil {
		return
	}
	text, help := why.Error(), ""
	if e, failed := errors.AsType[*golang.LoadError](why); failed {
		text, help = e.Msg, e.Help
		if e.Place.IsValid() {
			text = c.goPlace(first, e.Place) + ": " + text
		}
	}
	if errors.Is(why, golang.ErrNoGo) {
		help = "install Go from https://go.dev, or use commands only"
	}
	d := c.diags.Errorf(diag.NoGo, first.Span(), "the Go function %s cannot be found: %s",
		first.Name, text)
	d.Help = help
}
