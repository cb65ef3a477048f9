//go:build unix

package console

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestCompletionInShells has each shell complete the command line of a program by the script that
// the program prints. The program stands in for one: it tells the words that it is asked about.
func TestCompletionInShells(t *testing.T) {
	const program = `#!/bin/sh
[ "$1 $2" = "complete --" ] || exit 1
shift 2
[ $# = 2 ] && [ "$1" = why ] && { echo "nightly.dump"; echo "asked for <$2>"; }
exit 0
`
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "desk"), []byte(program), 0o755); err != nil {
		t.Fatal(err)
	}
	for shell, try := range map[string]string{
		"bash": "source ./script\n" +
			"COMP_WORDS=(desk why 'n') COMP_CWORD=2\n_desk\nprintf '%s\\n' \"${COMPREPLY[@]}\"",
		"zsh": "compdef() { }\ncompadd() { shift; print -rl -- \"$@\" }\nwords=(desk why n) " +
			"CURRENT=3\nsource ./script\n_desk",
		"fish": "source ./script\ncomplete -C 'desk why n'",
	} {
		t.Run(shell, func(t *testing.T) {
			path, err := exec.LookPath(shell)
			if err != nil {
				t.Skipf("there is no %s here", shell)
			}
			script := filepath.Join(dir, "script")
			text := fmt.Sprintf(scripts[shell], "desk", "desk")
			if err := os.WriteFile(script, []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(path, "-c", try)
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "PATH="+dir+":"+os.Getenv("PATH"), "HOME="+dir,
				"LC_ALL=C.UTF-8")
			out, err := cmd.CombinedOutput()
			want := "nightly.dump\nasked for <n>"
			if shell == "fish" { // it shows what begins as the word does
				want = "nightly.dump"
			}
			if err != nil || strings.TrimSpace(string(out)) != want {
				t.Errorf("it offers %q, want %q (%v)", out, want, err)
			}
		})
	}
}
