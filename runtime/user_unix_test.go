//go:build unix

package rocket_test

import (
	"os"
	"strings"
	"testing"

	rocket "github.com/rocketc/rocketc/runtime"
)

func TestUser(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can start commands as other users")
	}
	for _, test := range []struct{ user, want, err string }{
		{"nobody", "line=\"65534 65534 nobody ", ""},
		{"nobody:root", "line=\"65534 0 nobody ", ""},
		{"nobody:1", "line=\"65534 1 nobody ", ""},
		{"4711:4712", "line=\"4711 4712\"", ""},
		{"root", "line=\"0 0 root /root\"", ""},
		{"4711", "", `user "4711": there is no such user (one that is not known can be given by numbers, 1000:1000)`},
		{"no one", "", `user "no one": there is no such user (one`},
		{"nobody:none", "", `user "nobody:none": there is no group "none"`},
		{"none:root", "", `user "none:root": there is no such user`},
		{":", "", `user ":": there is no such user`},
	} {
		t.Run(test.user, func(t *testing.T) {
			command := rocket.Command{User: test.user, Line: `echo $(id -u) $(id -g) $USER $HOME`, Dir: "/"}
			rec, log := runOnce(t, rocket.TaskSpec{Action: command}, rocket.Schedule{})
			if !strings.Contains(log, test.want) || !strings.HasPrefix(rec.Error, test.err) || (rec.Error == "") != (test.err == "") {
				t.Errorf("got %v %q, want %q\n%s", rec.Action, rec.Error, test.err, log)
			}
		})
	}
}

// TestUserOfOthers: env overrides what comes with the user, and a scheduler
// that is not root says what it cannot do.
func TestUserOfOthers(t *testing.T) {
	if os.Geteuid() != 0 {
		rec, _ := runOnce(t, rocket.TaskSpec{Action: rocket.Command{User: "root", Line: "true"}}, rocket.Schedule{})
		if !strings.HasPrefix(rec.Error, `user "root": only root can start a command as another user`) {
			t.Errorf("got %v %q", rec.Action, rec.Error)
		}
		return
	}
	env := []rocket.Var{{Name: "HOME", Value: rocket.Literal{Value: "/srv"}}}
	_, log := runOnce(t, rocket.TaskSpec{Action: rocket.Command{User: "nobody", Line: "echo $HOME", Env: env, Dir: "/"}}, rocket.Schedule{})
	if !strings.Contains(log, "line=/srv") {
		t.Error(log)
	}
}
