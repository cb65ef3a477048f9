package build

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rocketc/rocketc/internal/module"
)

// ErrNoModules is returned if a program links packages of other modules, and the go command
// cannot have these modules.
var ErrNoModules = errors.New("modules are missing")

// thirdParty returns the packages of other modules that the packages of the runtime import
// which the program links. What the user's packages import is not among them.
func (p Program) thirdParty() (found []string, err error) {
	var queue []string
	for _, text := range append([][]byte{p.Main}, p.Tasks...) {
		more, err := imports(text, module.Path+"/")
		if err != nil {
			return nil, err
		}
		queue = append(queue, more...)
	}
	seen := map[string]bool{}
	for len(queue) > 0 {
		name := queue[0]
		if queue = queue[1:]; seen[name] {
			continue
		}
		seen[name] = true
		if !p.isRuntime(name) {
			if hasDomain(name) && !strings.HasPrefix(name, module.Path+"/") {
				found = append(found, name)
			}
			continue
		}
		more, err := p.importsOf(strings.TrimPrefix(name, module.Path+"/"))
		if err != nil {
			return nil, err
		}
		queue = append(queue, more...)
	}
	slices.Sort(found)
	return found, nil
}

// hasDomain reports whether an import path begins with a domain: those of the standard
// library do not.
func hasDomain(importPath string) bool {
	first, _, _ := strings.Cut(importPath, "/")
	return strings.Contains(first, ".")
}

// importsOf returns the imports of a package of the runtime.
func (p Program) importsOf(dir string) (found []string, err error) {
	names, err := fs.Glob(p.Runtime, dir+"/*.go")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := fs.ReadFile(p.Runtime, name)
		if err != nil {
			return nil, err
		}
		more, err := imports(text, "")
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		found = append(found, more...)
	}
	return found, nil
}

// The files of p.Runtime that say which modules its packages need.
const (
	modFile = "go.mod"
	sumFile = "go.sum"
)

// addModules adds the files that say which modules are needed, with the sums of their
// contents.
func (p Program) addModules(files map[string][]byte) error {
	for _, name := range []string{modFile, sumFile} {
		text, err := fs.ReadFile(p.Runtime, name)
		if err != nil {
			return err
		}
		files[name] = text
	}
	return nil
}

// required returns the modules of packages as go get takes them, with the versions that
// p.Runtime says: modernc.org/sqlite@v1.62.0.
func (p Program) required(packages []string) ([]string, error) {
	text, err := fs.ReadFile(p.Runtime, modFile)
	if err != nil {
		return nil, err
	}
	versions := map[string]string{}
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(strings.TrimPrefix(line, "require "))
		if len(words) > 1 && strings.HasPrefix(words[1], "v") {
			versions[words[0]] = words[1]
		}
	}
	found := map[string]bool{}
	for _, name := range packages {
		for dir := name; dir != "."; dir = path.Dir(dir) {
			if version, ok := versions[dir]; ok {
				found[dir+"@"+version] = true
				break
			}
		}
	}
	return slices.Sorted(maps.Keys(found)), nil
}

// CheckModules reports an error that wraps [ErrNoModules], and says what to run, if the
// program links packages of other modules, and the user's module in p.Dir does not have
// them.
func (p Program) CheckModules(ctx context.Context) error {
	packages, err := p.thirdParty()
	if err != nil || len(packages) == 0 {
		return err
	}
	tools, err := findToolchain(ctx, p.Dir)
	if err != nil {
		return err
	}
	return p.inModule(ctx, tools, p.Dir, packages)
}

// inModule is CheckModules for packages that are known. It asks the go command in dir.
func (p Program) inModule(ctx context.Context, tools *toolchain, dir string,
	packages []string) error {
	args := []string{"list", "-e", "-deps", "-f", "{{if .Error}}{{.ImportPath}}{{end}}"}
	out, err := tools.run(ctx, dir, nil, append(args, packages...)...)
	if err == nil && len(strings.TrimSpace(string(out))) == 0 {
		return nil
	}
	modules, err := p.required(packages)
	if err != nil {
		return err
	}
	get := "go get " + strings.Join(modules, " ")
	root := filepath.Dir(tools.module())
	if _, err := os.Stat(filepath.Join(root, "vendor")); err == nil {
		get += ", then go mod vendor,"
	}
	return fmt.Errorf("%w in %s: the schedule links %s; run %s in that directory",
		ErrNoModules, root, strings.Join(modules, " and "), get)
}

// modulesFailure returns an error that wraps [ErrNoModules] if the go command has failed
// because it cannot have the modules of a program that stands alone; else nil.
func (l *layout) modulesFailure(ctx context.Context, tools *toolchain) error {
	if len(l.modules) == 0 {
		return nil
	}
	out, err := tools.run(ctx, l.dir, l.env, "list", "-deps", "-f", "", l.target)
	if err == nil {
		return nil
	}
	text := strings.TrimSpace(string(out))
	_, why, _ := strings.Cut(text[strings.LastIndex(text, "\n")+1:], ": ")
	return fmt.Errorf("%w: the schedule links %s, which cannot be downloaded (%s); "+
		"build the schedule once with a network, and it builds without one from then on",
		ErrNoModules, strings.Join(l.modules, " and "), why)
}
