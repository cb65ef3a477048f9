package process_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc/runtime/process"
)

func TestCommand(t *testing.T) {
	dir := t.TempDir()
	script := []byte("#!/bin/sh\necho here\n")
	if err := os.WriteFile(filepath.Join(dir, "here"), script, 0o700); err != nil {
		t.Fatal(err)
	}
	script = []byte("#! /no/such/interpreter -x\necho here\n")
	if err := os.WriteFile(filepath.Join(dir, "script"), script, 0o700); err != nil {
		t.Fatal(err)
	}
	environment := shell(`echo "$ROCKETC_TEST_A" $B $ROCKET_RUN_ID ${NOTIFY_SOCKET-none}`)
	environment.Env, environment.ID = []string{"B=b", "B=c"}, "run-7"
	withheld := shell(`echo ${ROCKETC_TEST_A-none} $ROCKETC_TEST_B`)
	withheld.Withhold = []string{"ROCKETC_TEST_A", "ROCKETC_TEST_B", "ROCKETC_TEST_NONE"}
	withheld.Env = []string{"ROCKETC_TEST_B=c"}
	t.Setenv("ROCKETC_TEST_B", "b")
	t.Setenv("ROCKETC_TEST_A", "of this process")
	t.Setenv("NOTIFY_SOCKET", "/no/such/socket")
	for _, test := range []struct {
		name    string
		command process.Command
		want    string
		err     string
	}{
		{"shell", shell("echo one; echo two"), "one\ntwo", ""},
		{"arguments", process.Command{Args: []string{"echo", "$HOME; x"}}, "$HOME; x", ""},
		{"no arguments", process.Command{}, "", "the command names no program"},
		{"no such program", process.Command{Args: []string{"rocketc-no-such-program"}}, "",
			"executable file not found"},
		{"no program", process.Command{Args: []string{"/"}}, "", "is a directory"},
		{"no such directory", process.Command{Args: []string{"/bin/true"}, Dir: dir + "/none"}, "",
			`dir "` + dir + `/none": no such file or directory`},
		{"no directory", process.Command{Args: []string{"/bin/true"}, Dir: dir + "/here"}, "",
			`dir "` + dir + `/here": not a directory`},
		{"below no directory", process.Command{Args: []string{"./true"}, Dir: dir + "/here/x"}, "",
			`dir "` + dir + `/here/x": not a directory`},
		{"no such program of a directory", process.Command{Args: []string{"./none"}, Dir: dir}, "",
			"fork/exec ./none: no such file or directory"},
		{"no such interpreter", process.Command{Args: []string{"./script"}, Dir: dir}, "",
			`./script: its interpreter "/no/such/interpreter": no such file or directory`},
		{"directory", process.Command{Args: []string{"pwd"}, Dir: dir}, dir, ""},
		{"program of the directory", process.Command{Args: []string{"./here"}, Dir: dir},
			"here", ""},
		{"environment", environment, "of this process c run-7 none", ""},
		{"NUL", process.Command{Args: []string{"true"}, Env: []string{"A=\x00"}}, "",
			`the variable "A" of the environment has a NUL byte`},
		{"NUL of an argument", process.Command{Args: []string{"true", "a", "b\x00"}}, "",
			`the argument "b\x00" has a NUL byte`},
		{"NUL of the directory", process.Command{Args: []string{"true"}, Dir: "\x00"}, "",
			`the directory "\x00" has a NUL byte`},
		{"no name", process.Command{Args: []string{"true"}, Env: []string{"=x"}}, "",
			"a variable of the environment has no name"},
		{"a variable less", withheld, "none c", ""},
		{"standard input", process.Command{Args: []string{"cat"}}, "", ""},
		{"left behind", shell("sleep 20 & echo gone"), "gone", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			result, err := supervisor(t).Run(t.Context(), test.command)
			if result.Stdout != test.want {
				t.Errorf("got %q, want %q", result.Stdout, test.want)
			}
			if text := fmt.Sprint(err); !strings.Contains(text, cmp.Or(test.err, "<nil>")) {
				t.Errorf("got error %s, want %q", text, test.err)
			}
		})
	}
}

func TestExitError(t *testing.T) {
	for _, test := range []struct {
		line    string
		success []int
		code    int
		err     string // "" if there is none
	}{
		{"exit 0", nil, 0, ""},
		{"exit 3", nil, 3, "exit status 3"},
		{"echo bad >&2; exit 3", nil, 3, "exit status 3: bad"},
		{`printf 'a\377' >&2; exit 3`, nil, 3, "exit status 3: a\uFFFD"},
		{"exit 3", []int{0, 3}, 0, ""},
		{"exit 0", []int{3}, 0, "exit status 0 is not among the success codes"},
		{"kill -9 $$", nil, -1, "signal: killed"},
		{"kill -9 $$", []int{-1, 9, 137}, -1, "signal: killed"},
	} {
		command := shell(test.line)
		command.Success = test.success
		_, err := supervisor(t).Run(t.Context(), command)
		if test.err == "" {
			if err != nil {
				t.Errorf("%s: %v", test.line, err)
			}
			continue
		}
		var exit *process.ExitError
		if !errors.As(err, &exit) || exit.Code != test.code || exit.Error() != test.err {
			t.Errorf("%s: got %#v, want %d %q", test.line, err, test.code, test.err)
		}
		var system *exec.ExitError
		if errors.As(err, &system) != (test.code != 0) {
			t.Errorf("%s: the error of os/exec is %v", test.line, system)
		}
	}
}

func TestEndWithChildren(t *testing.T) {
	const pid = `echo $$ > new; mv new pid; `
	for _, test := range []struct {
		name, line, out string
		grace           time.Duration
	}{
		{"asked", `trap 'echo bye; exit 0' TERM; sh -c '` + pid + `exec sleep 60' & wait`, "bye",
			time.Minute},
		{"killed", `trap '' TERM; sh -c '` + pid + `sleep 60; sleep 60' & wait; sleep 60`, "",
			200 * time.Millisecond},
	} {
		t.Run(test.name, func(t *testing.T) {
			command := shell(test.line)
			command.Dir, command.Grace = t.TempDir(), test.grace
			ctx, cancel := context.WithCancel(t.Context())
			pid := 0
			go func() {
				defer cancel()
				pid = pidIn(t, command.Dir, "pid")
			}()
			result, err := supervisor(t).Run(ctx, command)
			if result.Stdout != test.out || (err == nil) != (test.out != "") {
				t.Errorf("got %q, %v", result.Stdout, err)
			}
			eventually(t, "the end of the child", func() bool { return !alive(pid) })
		})
	}
}

// TestClose: nothing starts after Close, and a second Close does nothing.
func TestClose(t *testing.T) {
	var s process.Supervisor
	if _, err := s.Run(t.Context(), shell("true")); err != nil {
		t.Fatal(err)
	}
	s.Close()
	s.Close()
	if _, err := s.Run(t.Context(), shell("true")); !errors.Is(err, process.ErrClosed) {
		t.Errorf("got %v", err)
	}
	var unused process.Supervisor
	unused.Close()
	_, err := unused.Call(t.Context(), process.Call{Name: "twice"})
	if !errors.Is(err, process.ErrClosed) {
		t.Errorf("got %v", err)
	}
}
