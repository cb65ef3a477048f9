package build

import (
	"context"
	"errors"
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
	// Runtime holds the sources of the runtime, a directory for each package. Files
	// that end in _test.go are ignored.
	Runtime fs.FS
	// Dir is the directory of the schedule.
	Dir string
	// Lines is the line map of Main.
	Lines golang.LineMap
	// Imports are the paths of the Go packages that the schedule uses. Packages of
	// the standard library and of the runtime may be among them.
	Imports []string
	// Tags are the build tags of the user's packages.
	Tags []string
}

// Build makes the binary and moves it to the file output. If the build fails, the
// file that was there before stays. If Go refuses the program, the error is a
// [*Failure]. If output is the null device, the binary is made and thrown away.
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

// build is Build with a toolchain at hand. p.Dir is a real path.
func (p Program) build(ctx context.Context, tools *toolchain, output string) error {
	work, err := os.MkdirTemp("", "rocketc-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if work, err = filepath.EvalSymlinks(work); err != nil {
		return err
	}
	l, err := p.layout(ctx, tools, work)
	if err != nil {
		return err
	}
	if err := l.write(); err != nil {
		return err
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

// isRuntime reports whether p.Runtime has the package.
func (p Program) isRuntime(path string) bool {
	dir, ok := strings.CutPrefix(path, module.Path+"/")
	if !ok || !fs.ValidPath(dir) {
		return false
	}
	info, err := fs.Stat(p.Runtime, dir)
	return err == nil && info.IsDir()
}

// compile runs go build. The binary is made beside its final place and then
// moved there, so that nobody sees half a file.
func (l *layout) compile(ctx context.Context, tools *toolchain, output string) error {
	output, err := filepath.Abs(output)
	if err != nil {
		return err
	}
	made := filepath.Join(l.work, "program")
	if output != os.DevNull {
		if made, err = placeBeside(output); err != nil {
			return err
		}
		defer os.Remove(made)
	}
	args := []string{"build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", made}
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
		return l.failure(out, err)
	case output == os.DevNull:
		return nil
	}
	return os.Rename(made, output)
}

// placeBeside returns the name of a file in the directory of output that does
// not exist, so that go build makes it with the usual permissions. It is an error
// if output exists and is no regular file.
func placeBeside(output string) (string, error) {
	if info, err := os.Stat(output); err == nil && !info.Mode().IsRegular() {
		return "", fmt.Errorf("%s is there, and is no regular file", output)
	}
	file, err := os.CreateTemp(filepath.Dir(output), "."+filepath.Base(output)+"-*")
	if err != nil {
		var pathError *fs.PathError
		if errors.As(err, &pathError) {
			err = pathError.Err
		}
		return "", fmt.Errorf("writing %s: %w", output, err)
	}
	return file.Name(), errors.Join(file.Close(), os.Remove(file.Name()))
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
