package lsp

import (
	"context"
	_ "embed"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// asServer is the variable that makes the program of these tests a server.
const asServer = "ROCKETC_TEST_LSP"

func TestMain(m *testing.M) {
	if os.Getenv(asServer) == "" {
		os.Exit(m.Run())
	}
	if err := Serve(context.Background(), os.Stdin, os.Stdout, Options{}); err != nil {
		os.Exit(1)
	}
	os.Exit(0)
}

//go:embed testdata/neovim.lua
var neovimScript string

// TestNeovim has a real editor open the desk example, see a finding, go to a Go function,
// rename a task and format.
func TestNeovim(t *testing.T) {
	nvim, err := exec.LookPath("nvim")
	if err != nil {
		t.Skip("nvim is not installed")
	}
	dir := t.TempDir()
	copyDesk(t, dir)
	script := filepath.Join(dir, "drive.lua")
	if err := os.WriteFile(script, []byte(neovimScript), 0o666); err != nil {
		t.Fatal(err)
	}
	out, err := drive(t, dir, nvim, "--headless", "-u", "NONE", "-i", "NONE", "-n", "-c",
		"luafile "+script).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "all is well") {
		t.Errorf("%v: %s", err, out)
	}
}

// drive returns the command that has an editor work in a directory without settings of anybody.
// SERVER is the command of the server.
func drive(t *testing.T, dir, editor string, args ...string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(context.Background(), patience)
	t.Cleanup(stop)
	cmd := exec.CommandContext(ctx, editor, args...)
	cmd.Dir = dir
	cmd.WaitDelay = time.Second
	cmd.Env = append(os.Environ(), asServer+"=1", "SERVER="+exe, "HOME="+dir,
		"RUNTIME_DIRECTORY="+t.TempDir(), "XDG_CONFIG_HOME="+dir, "XDG_DATA_HOME="+dir,
		"XDG_STATE_HOME="+dir, "GOCACHE="+goEnv(t, "GOCACHE"),
		"GOMODCACHE="+goEnv(t, "GOMODCACHE"))
	return cmd
}

// copyDesk copies the files of the desk example, as a module that finds this one.
func copyDesk(t *testing.T, dir string) {
	t.Helper()
	desk, err := filepath.Abs("../examples/desk")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(dir, os.DirFS(desk)); err != nil {
		t.Fatal(err)
	}
	mod := filepath.Join(dir, "go.mod")
	text, err := os.ReadFile(mod)
	if err != nil {
		t.Fatal(err)
	}
	root := filepath.Dir(filepath.Dir(desk))
	text = []byte(strings.ReplaceAll(string(text), "../..", root))
	if err := os.WriteFile(mod, text, 0o666); err != nil {
		t.Fatal(err)
	}
}

func goEnv(t *testing.T, name string) string {
	t.Helper()
	out, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}
