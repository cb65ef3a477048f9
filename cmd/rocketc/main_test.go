package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/rocketc/rocketc/internal/module"
)

func TestMain(m *testing.M) {
	if status, ok := runBundle(os.Args); ok { // a copy of this binary that carries a schedule
		os.Exit(status)
	}
	testscript.Main(m, map[string]func(){"rocketc": main})
}

// TestScript runs the scripts of testdata/script. They have rocketc and a go
// command that shares the Go caches of this machine and is kept from the
// network.
func TestScript(t *testing.T) {
	out, err := exec.Command("go", "env", "GOCACHE", "GOMODCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	rocketc, err := exec.LookPath("rocketc")
	if err != nil {
		t.Fatal(err)
	}
	caches := strings.Fields(string(out))
	// It takes half a minute, which the deadline of the scripts has no room for.
	warm := exec.Command("go", "build", "-trimpath", "modernc.org/sqlite")
	if out, err := warm.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	repo, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	heedSignals()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		Deadline:            time.Now().Add(8 * time.Minute), // for a program that does not end
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			setApart(env)
			env.Vars = append(env.Vars,
				"GOCACHE="+caches[0], "GOMODCACHE="+caches[1], "MODULES="+caches[1],
				"GOENV=off", "GOFLAGS=", "GOPROXY=off",
				"GOSUMDB=off", "GOTOOLCHAIN=local",
				"REPO="+repo, "BIN="+filepath.Dir(rocketc),
				"ROCKETC_CACHE="+env.WorkDir+"/.cache")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"await": await, "status": status, "fill": fill, "same": same, "terminate": terminate,
			"follow": follow,
		},
		Condition: func(cond string) (bool, error) {
			if cond == "root" {
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("unknown condition %q", cond)
		},
	})
}

// setApart keeps the programs of a script from those of other tests and from midnight: they
// listen in a directory of their own, and it is about noon in their zone.
func setApart(env *testscript.Env) {
	east := 12 - time.Now().UTC().Hour()
	env.Vars = append(env.Vars, "RUNTIME_DIRECTORY="+env.WorkDir+"/.run",
		fmt.Sprintf("TZ=Etc/GMT%+d", -east)) // the signs of these zones are reversed
}

// heedSignals has the programs of scripts heed signals that are ignored here, as a shell has them
// in the background: one that this process listens to is not ignored by what it starts.
func heedSignals() {
	for _, s := range []os.Signal{syscall.SIGHUP, syscall.SIGINT} {
		if signal.Ignored(s) {
			signal.Notify(make(chan os.Signal, 1), s)
		}
	}
}

// await waits until a file exists.
func await(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: await FILE")
	}
	deadline := time.Now().Add(time.Minute)
	for ; time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if _, err := os.Stat(ts.MkAbs(args[0])); err == nil {
			return
		}
	}
	ts.Fatalf("there is no %s after a minute", args[0])
}

// terminate sends SIGTERM to the program that was started last.
func terminate(ts *testscript.TestScript, neg bool, args []string) {
	running := ts.BackgroundCmds()
	if neg || len(args) > 0 || len(running) == 0 {
		ts.Fatalf("usage: terminate, while a program runs")
	}
	ts.Check(running[len(running)-1].Process.Signal(syscall.SIGTERM))
}

// follow executes the steps that the last command has printed, one after the other: the
// lines that begin with two blanks. After go mod init the module leads to this repository,
// since no network does, and go run becomes go build -o program, which ends.
func follow(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: follow")
	}
	dir := ts.MkAbs(".")
	for line := range strings.Lines(ts.ReadFile("stdout")) {
		step := strings.TrimSpace(line)
		if !strings.HasPrefix(line, "  ") {
			continue
		}
		if to, isCD := strings.CutPrefix(step, "cd "); isCD {
			ts.Check(ts.Chdir(filepath.Join(dir, strings.Trim(to, "'"))))
			continue
		}
		step = strings.Replace(step, "go run .", "go build -o program .", 1)
		ts.Check(ts.Exec("sh", "-c", step))
		if strings.HasPrefix(step, "go mod init") {
			ts.Check(ts.Exec("sh", "-c", "go mod edit -replace="+module.Path+"=$REPO"))
		}
	}
	ts.Check(ts.Chdir(dir))
}

// status runs a command and compares its exit status.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N PROGRAM [ARG…]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// fill writes a file of so many times the text, in which escapes are those of
// Go.
func fill(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: fill FILE N TEXT")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	text, err := strconv.Unquote(`"` + args[2] + `"`)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Repeat(text, n)), 0o644))
}

// same compares two binary files.
func same(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: same FILE FILE")
	}
	a, b := ts.ReadFile(args[0]), ts.ReadFile(args[1])
	if (a == b) == neg {
		ts.Fatalf("%s and %s: same is %v", args[0], args[1], a == b)
	}
}

func TestSplitArgs(t *testing.T) {
	tests := []struct{ args, paths, rest string }{
		{"a.rkt", "a.rkt", ""},
		{"a.rkt b.rkt --dir /x", "a.rkt b.rkt", "--dir /x"},
		{"a.rkt -- --dir /x", "a.rkt", "--dir /x"},
		{"a.rkt -- x -- y", "a.rkt", "x -- y"},
		{"a.rkt -h a.rkt", "a.rkt", "-h a.rkt"},
		{"-- --dir", "", "--dir"},
		{"", "", ""},
	}
	for _, test := range tests {
		paths, rest := splitArgs(strings.Fields(test.args))
		if got := strings.Join(paths, " "); got != test.paths {
			t.Errorf("paths of %q are %q", test.args, got)
		}
		if got := strings.Join(rest, " "); got != test.rest {
			t.Errorf("the rest of %q is %q", test.args, got)
		}
	}
}

// What goes to a buffer has no colour, and no report is lost.
func TestRunWithoutFiles(t *testing.T) {
	var stdout, stderr bytes.Buffer
	got := run(t.Context(), strings.NewReader(""), &stdout, &stderr, []string{"check", t.TempDir()})
	want := "there are no .rkt files"
	if got != exitUsage || stdout.Len() > 0 || !strings.Contains(stderr.String(), want) {
		t.Errorf("status %d, stdout %q, stderr %q", got, stdout.String(), stderr.String())
	}
	if inColor(&stderr) {
		t.Error("colours in a buffer")
	}
}
