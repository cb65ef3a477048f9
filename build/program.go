package build

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/internal/module"
)

// A Program holds what a binary is made of.
type Program struct {
	// Main is the generated file, a package main that imports the packages of
	// Runtime by their own paths, github.com/rocketc/rocketc/….
	Main []byte
	// Tasks are further files of the same package.
	Tasks [][]byte
	// Runtime holds the sources of the runtime, a directory for each package. Files
	// that end in _test.go are ignored. If packages import those of other modules, go.mod
	// and go.sum say which these are.
	Runtime fs.FS
	// Dir is the directory of the schedule.
	Dir string
	// Lines is the line map of Main; the other files have none.
	Lines golang.LineMap
	// Imports are the paths of the Go packages that the schedule uses. Packages of
	// the standard library and of the runtime may be among them.
	Imports []string
	// Tags are the build tags of the user's packages.
	Tags []string
	// Key, if it is not empty, is that of [Key]: the cache keeps the program under it if
	// the schedule uses no Go package of the user. Else the generated file says whether
	// the cache has the program.
	Key string
	// Notes are kept beside the program in the cache, for [Kept].
	Notes []byte
}

// Build makes the binary and puts it into the place of the file output, as [Replace] does.
// If the build fails, the file that was there before stays. If Go refuses the program, the
// error is a [*Failure]. If output is the null device, the binary is made and thrown away.
func (p Program) Build(ctx context.Context, output string) error {
	dir, err := realDir(p.Dir)
	if err != nil {
		return err
	}
	p.Dir = dir
	tools, err := findToolchain(ctx, dir)
	if err != nil {
		return err
	}
	return p.build(ctx, tools, output)
}

// workPrefix begins the names of the directories of builds in the temporary directory.
const workPrefix = "rocketc-build-"

// build is Build with a toolchain at hand. p.Dir is a real path.
func (p Program) build(ctx context.Context, tools *toolchain, output string) error {
	if err := safeTemp(os.TempDir()); err != nil {
		return err
	}
	scratch, err := newScratch(os.TempDir(), workPrefix)
	if err != nil {
		return fmt.Errorf("making a temporary directory: %w; TMPDIR can name another place",
			explainRoom(err))
	}
	defer scratch.remove()
	work, err := filepath.EvalSymlinks(scratch.dir)
	if err != nil {
		return err
	}
	l, err := p.layout(ctx, tools, work)
	if err != nil {
		return err
	}
	if tools.vars["GOCACHE"] == "off" {
		l.env = append(l.env, "GOCACHE="+filepath.Join(work, "cache"))
	}
	if tools.vars["GOTMPDIR"] == "" { // so that a dead build has left all in one place
		temp := filepath.Join(work, "temp")
		if err := os.Mkdir(temp, 0o700); err != nil {
			return explainRoom(err)
		}
		l.env = append(l.env, "GOTMPDIR="+temp)
	}
	if err := l.write(); err != nil {
		return explainRoom(err)
	}
	return l.compile(ctx, tools, output)
}

// layout decides how the sources of the program are put before the go command.
func (p Program) layout(ctx context.Context, tools *toolchain, work string) (*layout, error) {
	users := p.userImports(tools)
	if len(users) == 0 {
		return p.alone(tools, work)
	}
	if tools.module() == "" {
		return nil, fmt.Errorf("the schedule uses the Go package %s, but there is no go.mod in "+
			"%s or above it (go mod init makes one)", users[0], p.Dir)
	}
	return p.inside(ctx, tools, work)
}

// userImports returns the packages that are neither the standard library's nor
// the runtime's.
func (p Program) userImports(tools *toolchain) (users []string) {
	for _, path := range p.Imports {
		if !tools.isStandard(path) && !p.isRuntime(path) {
			users = append(users, path)
		}
	}
	return users
}

// addMain adds the files of the main package, below a directory that ends in a slash or is
// empty.
func (p Program) addMain(files map[string][]byte, dir string) {
	files[dir+"main.go"] = p.Main
	for i, text := range p.Tasks {
		files[fmt.Sprintf("%stasks%d.go", dir, i+1)] = text
	}
}

// isRuntime reports whether p.Runtime has the package.
func (p Program) isRuntime(path string) bool {
	dir, ok := strings.CutPrefix(path, module.Path+"/")
	if !ok || !fs.ValidPath(dir) {
		return false
	}
	info, err := fs.Stat(p.Runtime, dir)
	return err == nil && info.IsDir()
}

// compile runs go build, and moves the binary to its place.
func (l *layout) compile(ctx context.Context, tools *toolchain, output string) error {
	if output = filepath.Clean(output); output != os.DevNull {
		if err := replaceable(output); err != nil {
			return err
		}
	}
	made := filepath.Join(l.work, "program")
	// The flag for the compiler is for the generated package alone, so that packages of the
	// standard library that are compiled already stand.
	args := []string{"build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w",
		"-gcflags=-dwarf=false", "-o", made}
	if l.overlay != "" {
		args = append(args, "-overlay", l.overlay)
	}
	if len(l.tags) > 0 {
		args = append(args, "-tags="+strings.Join(l.tags, ","))
	}
	out, err := tools.run(ctx, l.dir, l.env, append(args, l.target)...)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return cmp.Or(roomFailure(out), l.modulesFailure(ctx, tools), l.failure(out, err))
	case output == os.DevNull:
		return nil
	}
	binary, err := os.Open(made)
	if err != nil {
		return err
	}
	defer binary.Close()
	return Replace(output, 0o777, binary)
}

// realDir returns the directory as the go command sees it: absolute, without
// symbolic links.
func realDir(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(abs)
}
