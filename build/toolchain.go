package build

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/version"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// ErrNoGo is returned if there is no go command.
var ErrNoGo = errors.New("the go command is not on PATH; rocketc makes programs with it " +
	"(https://go.dev/dl)")

// minGo is the oldest Go that compiles the runtime.
const minGo = "go1.25"

// A toolchain is a go command with its settings in the schedule's directory.
type toolchain struct {
	command string
	vars    map[string]string
}

// decisive are the settings of Go that decide what a build of the runtime and the standard
// library makes.
var decisive = []string{
	"GOVERSION", "GOOS", "GOARCH", "GOAMD64", "GO386", "GOARM", "GOARM64", "CGO_ENABLED",
	"GOEXPERIMENT", "GOROOT",
}

// variables are all settings of Go that are asked for: GOMOD is the go.mod of the user's
// module, and GOCACHE is "off" if nothing says where the cache of Go is.
var variables = append([]string{"GOMOD", "GOFLAGS", "GOCACHE", "GOTMPDIR"}, decisive...)

// findToolchain asks the go command on PATH for its settings in dir.
func findToolchain(ctx context.Context, dir string) (*toolchain, error) {
	command, err := exec.LookPath("go")
	if errors.Is(err, exec.ErrNotFound) {
		return nil, ErrNoGo
	}
	if err != nil {
		return nil, err
	}
	t := &toolchain{command: command}
	out, err := t.run(ctx, dir, nil, append([]string{"env", "-json"}, variables...)...)
	if err != nil {
		return nil, fmt.Errorf("go env: %w\n%s", err, out)
	}
	if err := json.Unmarshal(out, &t.vars); err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	if v := t.vars["GOVERSION"]; version.IsValid(v) && version.Compare(v, minGo) < 0 {
		return nil, fmt.Errorf("%s is %s; rocketc needs %s or later", command, v, minGo)
	}
	return t, nil
}

// run runs the go command in dir, with env added to the environment. It returns
// the standard output, and if the command fails, standard error after that.
func (t *toolchain) run(ctx context.Context, dir string, env []string,
	args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, t.command, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PWD="+dir)
	if t.vars != nil {
		cmd.Env = append(cmd.Env, "GOFLAGS="+t.flags())
	}
	cmd.Env = append(cmd.Env, env...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	runtime.LockOSThread() // the command ends with the thread that starts it
	defer runtime.UnlockOSThread()
	endWithParent(cmd)
	if err := cmd.Run(); err != nil {
		return append(stdout.Bytes(), stderr.Bytes()...), err
	}
	return stdout.Bytes(), nil
}

// flags returns the user's GOFLAGS without -mod=mod, which would let the go
// command write to go.mod.
func (t *toolchain) flags() string {
	given := t.vars["GOFLAGS"]
	if !strings.Contains(given, "mod=mod") {
		return given
	}
	var flags []string
	for _, f := range strings.Fields(given) {
		if strings.TrimLeft(f, "-") != "mod=mod" {
			flags = append(flags, f)
		}
	}
	return strings.Join(flags, " ")
}

// module returns the path of the go.mod of the schedule's directory, or "" if
// there is none.
func (t *toolchain) module() string {
	if file := t.vars["GOMOD"]; file != os.DevNull {
		return file
	}
	return ""
}

// isStandard reports whether the standard library has the package.
func (t *toolchain) isStandard(path string) bool {
	if path == "" || path == "C" {
		return path == "C"
	}
	info, err := os.Stat(filepath.Join(t.vars["GOROOT"], "src", filepath.FromSlash(path)))
	return err == nil && info.IsDir()
}
