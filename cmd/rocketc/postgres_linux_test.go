package main

import (
	"bytes"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/rocketc/rocketc/internal/pgserver"
)

// TestPostgres runs the scripts of testdata/postgres, in which DATABASE_URL is the address of a
// database of a server of their own.
func TestPostgres(t *testing.T) {
	server, err := pgserver.New()
	if errors.Is(err, pgserver.ErrMissing) {
		t.Skip(err)
	}
	t.Cleanup(func() {
		if err := server.Remove(); err != nil {
			t.Error(err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	repo, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/postgres",
		Setup: func(env *testscript.Env) error {
			env.Vars = append(env.Vars, "DATABASE_URL="+urlOf(server.Address("postgres")),
				"REPO="+repo, "ROCKETC_CACHE="+env.WorkDir+"/.cache", "GOMODCACHE="+env.WorkDir,
				"GOPROXY=off")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"terminate": terminate, "status": status, "grows": grows,
			"restart": func(ts *testscript.TestScript, _ bool, _ []string) {
				ts.Check(errors.Join(server.Stop(syscall.SIGINT), server.Start()))
			},
		},
	})
}

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
