package main

import (
	"bytes"
	"errors"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/rocketc/rocketc/internal/pgserver"
)

// TestPostgres runs the scripts of testdata/postgres. Each has a server of its own, and
// DATABASE_URL is the address of a database of that.
func TestPostgres(t *testing.T) {
	repo, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	heedSignals()
	testscript.Run(t, testscript.Params{
		Dir: "testdata/postgres",
		Setup: func(env *testscript.Env) error {
			server, err := pgserver.New()
			if errors.Is(err, pgserver.ErrMissing) {
				env.T().Skip(err)
			}
			env.Defer(func() {
				if err := server.Remove(); err != nil {
					t.Error(err)
				}
			})
			env.Values[serverKey{}] = server
			setApart(env)
			address := server.Address("postgres")
			env.Vars = append(env.Vars, "DATABASE_URL="+urlOf(address), "DATABASE_WORDS="+address,
				"REPO="+repo, "ROCKETC_CACHE="+env.WorkDir+"/.cache", "GOMODCACHE="+env.WorkDir,
				"GOPROXY=off")
			return err
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"terminate": terminate, "status": status, "grows": grows, "until": until,
			"restart": func(ts *testscript.TestScript, _ bool, _ []string) {
				server := ts.Value(serverKey{}).(*pgserver.Server)
				ts.Check(errors.Join(server.Stop(syscall.SIGINT), server.Start()))
			},
		},
	})
}

// serverKey is the key of a script's server.
type serverKey struct{}

// urlOf returns an address that is written in words as a URL.
func urlOf(address string) string {
	query := url.Values{}
	for word := range strings.FieldsSeq(address) {
		name, value, _ := strings.Cut(word, "=")
		query.Set(name, value)
	}
	database := query.Get("dbname")
	query.Del("dbname")
	return "postgres:///" + database + "?" + query.Encode()
}

// grows waits until a file has five more lines.
func grows(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: grows FILE")
	}
	lines := func() int {
		text, err := os.ReadFile(ts.MkAbs(args[0]))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			ts.Check(err)
		}
		return bytes.Count(text, []byte("\n"))
	}
	before, deadline := lines(), time.Now().Add(time.Minute)
	for ; time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if lines() >= before+5 {
			return
		}
	}
	ts.Fatalf("%s has no five more lines after a minute", args[0])
}

// until runs a command until what it prints matches an expression.
func until(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: until PATTERN COMMAND [ARGUMENT…]")
	}
	wanted, err := regexp.Compile("(?m)" + args[0])
	ts.Check(err)
	program := args[1]
	if strings.Contains(program, "/") {
		program = ts.MkAbs(program)
	}
	var out []byte
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		command := exec.Command(program, args[2:]...)
		command.Dir = ts.Getenv("WORK")
		command.Env = []string{"PATH=" + ts.Getenv("PATH"), "HOME=" + ts.Getenv("HOME"),
			"DATABASE_URL=" + ts.Getenv("DATABASE_URL"),
			"RUNTIME_DIRECTORY=" + ts.Getenv("RUNTIME_DIRECTORY"), "TZ=" + ts.Getenv("TZ")}
		if out, _ = command.CombinedOutput(); wanted.Match(out) {
			ts.Logf("%s", out)
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	ts.Fatalf("%q never printed %s, but at last:\n%s", args[1:], args[0], out)
}
