package lsp

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestEmacs has Emacs open the desk example: its mode colours and indents, and with eglot it
// shows a finding, goes to a Go function, renames a task and formats.
func TestEmacs(t *testing.T) {
	emacs, err := exec.LookPath("emacs")
	if err != nil {
		t.Skip("emacs is not installed")
	}
	here, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	copyDesk(t, dir)
	cmd := drive(t, dir, emacs, "-q", "--batch", "-l",
		filepath.Join(here, "lsp", "testdata", "emacs.el"))
	cmd.Env = append(cmd.Env, "MODE="+filepath.Join(here, "editors", "emacs", "rocketc-mode.el"))
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "all is well") &&
		!strings.Contains(string(out), "without eglot") {
		t.Errorf("%v: %s", err, out)
	}
}
