package build

import (
	"context"
	"encoding/json"
	"fmt"
	"go/version"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/internal/module"
)

const (
	// mainDir is the directory of the main package, below that of the schedule.
	mainDir = "zz_rocketc_main"
	// laidRuntime is the directory of the runtime, below the main package.
	laidRuntime = "internal/rocketc"
)

// A layout is how the sources of a program are put before the go command.
type layout struct {
	tags   []string          // build tags of the user's packages
	dir    string            // in which the go command runs
	target string            // the main package, as an argument of go build
	work   string            // the temporary directory
	env    []string          // added to the environment of the go command
	files  map[string][]byte // by their slash-separated paths below work
	lines  golang.LineMap    // of the generated file
	// modules are those that a program which stands alone needs.
	modules []string

	// If the program is laid over a module: the overlay file, and the directory in
	// the module that stands for work. Otherwise both are empty.
	overlay, over string
}

// alone makes a module of the runtime and the main file.
func (p Program) alone(tools *toolchain, work string) (*layout, error) {
	files, err := sources(p.Runtime)
	if err != nil {
		return nil, err
	}
	p.addMain(files, mainDir+"/")
	l := &layout{
		dir: work, target: "./" + mainDir, work: work, files: files, lines: p.Lines,
		env: []string{"GOFLAGS=", "GOWORK=off", "GOTOOLCHAIN=local", "GO111MODULE=on"},
	}
	packages, err := p.thirdParty()
	if err != nil {
		return nil, err
	}
	if len(packages) > 0 {
		if l.modules, err = p.required(packages); err != nil {
			return nil, err
		}
		return l, p.addModules(files)
	}
	l.env = append(l.env, "GOPROXY=off")
	language := strings.TrimPrefix(version.Lang(tools.vars["GOVERSION"]), "go")
	if language == "" { // a development version
		language = strings.TrimPrefix(minGo, "go")
	}
	files[modFile] = fmt.Appendf(nil, "module %s\n\ngo %s\n", module.Path, language)
	return l, nil
}

// inside lays the main file over the user's module, and the runtime unless the
// module has it.
func (p Program) inside(ctx context.Context, tools *toolchain, work string) (*layout, error) {
	mod, err := readModule(ctx, tools)
	if err != nil {
		return nil, err
	}
	parent, importPath := mod.deepest(p.Dir)
	l := &layout{
		dir: parent, target: "./" + mainDir, work: work, lines: p.Lines,
		tags:    p.Tags,
		overlay: filepath.Join(work, "overlay.json"), over: filepath.Join(parent, mainDir),
		files: map[string][]byte{},
	}
	p.addMain(l.files, "")
	packages, err := p.thirdParty()
	if err == nil && len(packages) > 0 {
		err = p.inModule(ctx, tools, parent, packages)
	}
	if err != nil {
		return nil, err
	}
	has, err := p.hasRuntime(ctx, tools, parent)
	if err != nil {
		return nil, err
	}
	if !has {
		err = l.addRuntime(p, path.Join(importPath, mainDir, laidRuntime))
	}
	if err == nil && version.Compare(mod.language, minGo) < 0 {
		for name, text := range l.files {
			if isGo(name) {
				l.files[name] = requireGo(text, minGo)
			}
		}
	}
	return l, err
}

// addRuntime lays the runtime below the main package. importPath becomes its path.
func (l *layout) addRuntime(p Program, importPath string) error {
	files, err := sources(p.Runtime)
	if err != nil {
		return err
	}
	for name, text := range files {
		l.files[laidRuntime+"/"+name] = text
	}
	for name, text := range l.files {
		if !isGo(name) {
			continue
		}
		if l.files[name], err = moveImports(text, module.Path, importPath); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// hasRuntime reports whether the packages of the runtime that the main package
// imports are within reach of the user's module. If only some are, that is an
// error: a vendor directory holds only what the module itself imports.
func (p Program) hasRuntime(ctx context.Context, tools *toolchain, dir string) (bool, error) {
	var needed []string
	for _, text := range append([][]byte{p.Main}, p.Tasks...) {
		more, err := imports(text, module.Path+"/")
		if err != nil {
			return false, err
		}
		needed = append(needed, more...)
	}
	slices.Sort(needed)
	needed = slices.Compact(needed)
	args := append([]string{"list", "-e", "-f", "{{.ImportPath}} {{.Dir}}"}, needed...)
	out, err := tools.run(ctx, dir, nil, args...)
	if err != nil {
		return false, fmt.Errorf("go list: %w\n%s", err, out)
	}
	var missing []string
	for line := range strings.Lines(string(out)) {
		if name, dir, _ := strings.Cut(strings.TrimSpace(line), " "); dir == "" {
			missing = append(missing, name)
		}
	}
	if n := len(missing); n > 0 && n < len(needed) {
		return false, fmt.Errorf("the module has %s but not its package %s: import that, with "+
			"the name _, and run go mod tidy or go mod vendor", module.Path, missing[0])
	}
	return len(missing) == 0, nil
}

// write puts the files, and the overlay if there is one, into the temporary
// directory.
func (l *layout) write() error {
	replace := map[string]string{}
	for name, text := range l.files {
		file := filepath.Join(l.work, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(file, text, 0o600); err != nil {
			return err
		}
		replace[filepath.Join(l.over, filepath.FromSlash(name))] = file
	}
	if l.overlay == "" {
		return nil
	}
	text, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return err
	}
	return os.WriteFile(l.overlay, text, 0o600)
}

// A userModule is the Go module that a schedule belongs to.
type userModule struct {
	root     string // its directory
	path     string
	language string // such as go1.24
}

// readModule asks the go command for what the go.mod of the schedule says.
func readModule(ctx context.Context, tools *toolchain) (userModule, error) {
	file := tools.module()
	m := userModule{root: filepath.Dir(file), language: "go1.16"}
	out, err := tools.run(ctx, m.root, nil, "mod", "edit", "-json", file)
	if err != nil {
		return m, fmt.Errorf("go mod edit: %w\n%s", err, out)
	}
	var parsed struct {
		Module struct{ Path string }
		Go     string
	}
	if err := json.Unmarshal(out, &parsed); err != nil {
		return m, fmt.Errorf("go mod edit: %w", err)
	}
	m.path = parsed.Module.Path
	if parsed.Go != "" {
		m.language = "go" + parsed.Go
	}
	return m, nil
}

// deepest returns the directory nearest to dir, from dir upwards, that can be a
// Go package, and its import path: the nearer, the more internal packages are
// in sight.
func (m userModule) deepest(dir string) (parent, importPath string) {
	rel, err := filepath.Rel(m.root, dir)
	if err != nil {
		return m.root, m.path
	}
	rel = filepath.ToSlash(rel)
	for rel != "." && !importable(rel) {
		rel = path.Dir(rel)
	}
	return filepath.Join(m.root, filepath.FromSlash(rel)), path.Join(m.path, rel)
}

// importable reports whether a path below a module has only characters that an
// import path may have.
func importable(rel string) bool {
	for elem := range strings.SplitSeq(rel, "/") {
		if strings.HasPrefix(elem, ".") || strings.HasSuffix(elem, ".") ||
			strings.ContainsFunc(elem, outsidePath) {
			return false
		}
	}
	return true
}

// outsidePath reports whether no import path may have the character.
func outsidePath(r rune) bool {
	return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' ||
		strings.ContainsRune("-._~+", r))
}
