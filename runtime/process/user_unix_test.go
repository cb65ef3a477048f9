//go:build unix

package process_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/rocketc/rocketc/runtime/process"
)

// who says which user and group it runs as.
func who(user string) process.Command {
	command := shell(`echo $(id -u) $(id -g) $USER $HOME`)
	command.User, command.Dir = user, "/"
	return command
}

func TestUser(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can start commands as other users")
	}
	const byNumbers = " (one that is not known can be given by numbers, 1000:1000)"
	for _, test := range []struct{ user, want, err string }{
		{"nobody:root", "65534 0 nobody /nonexistent", ""},
		{"nobody:1", "65534 1 nobody /nonexistent", ""},
		{"4711:4712", "4711 4712", ""},
		{"root", "0 0 root /root", ""},
		{"4711", "", `user "4711": there is no such user` + byNumbers},
		{"no one", "", `user "no one": there is no such user` + byNumbers},
		{"nobody:none", "", `user "nobody:none": there is no group "none"`},
		{"none:root", "", `user "none:root": there is no such user`},
		{":", "", `user ":": there is no such user`},
	} {
		t.Run(test.user, func(t *testing.T) {
			t.Setenv("USER", "somebody")
			t.Setenv("HOME", "/somewhere")
			result, err := supervisor(t).Run(t.Context(), who(test.user))
			got := result.Stdout
			if test.user == "4711:4712" { // whose home is not known
				got = got[:min(len(got), len(test.want))]
			}
			if got != test.want {
				t.Errorf("got %q, want %q", result.Stdout, test.want)
			}
			expectError(t, err, test.err)
			if user := (*process.UserError)(nil); err != nil && !errors.As(err, &user) {
				t.Errorf("got a %T", err)
			}
		})
	}
}

// TestUserOfOthers: a program that is not root's says what it cannot do.
func TestUserOfOthers(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root can start commands as other users")
	}
	_, err := supervisor(t).Run(t.Context(), who("root"))
	if user := (*process.UserError)(nil); !errors.As(err, &user) || user.User != "root" {
		t.Errorf("got %v", err)
	}
}

// TestDirectoryOfAUser: a directory that a user may not enter is the directory's fault,
// not that of the program.
func TestDirectoryOfAUser(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can start commands as other users")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	inner := filepath.Join(dir, "inner")
	if err := os.Mkdir(inner, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, closed := range []string{dir, inner} {
		command := process.Command{Args: []string{"/bin/true"}, Dir: closed, User: "4711:4712"}
		_, err := supervisor(t).Run(t.Context(), command)
		expectError(t, err, fmt.Sprintf("dir %q: permission denied", closed))
	}
	command := process.Command{Args: []string{inner}, Dir: "/", User: "4711:4712"}
	_, err := supervisor(t).Run(t.Context(), command)
	expectError(t, err, "fork/exec "+inner+": permission denied")
}
