package process_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/rocketc/rocketc/runtime/process"
)

func init() {
	programs["upgraded"] = func() int {
		if _, called := process.Called(); called {
			return server()
		}
		exe, err := os.Executable()
		if err == nil {
			err = os.Rename("upgrade", exe)
		}
		var s process.Supervisor
		defer s.Close()
		reply, err2 := s.Call(context.Background(), process.Call{Name: "twice", Args: []byte("a")})
		fmt.Printf("%s %v %v\n", reply, err, err2)
		return 0
	}
}

// TestCallAfterAnUpgrade: a copy of this program is of the file that runs, even if
// another has taken its place.
func TestCallAfterAnUpgrade(t *testing.T) {
	cmd := program(t, "upgraded", t.TempDir())
	was, err := os.Open(cmd.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer was.Close()
	cmd.Path = filepath.Join(cmd.Dir, "program")
	if err := copyTo(cmd.Path, was); err != nil {
		t.Fatal(err)
	}
	upgrade := []byte("#!/bin/sh\nexit 1\n")
	if err := os.WriteFile(filepath.Join(cmd.Dir, "upgrade"), upgrade, 0o700); err != nil {
		t.Fatal(err)
	}
	out, err := cmd.Output()
	want := "this is on standard output, not in the reply\naa <nil> <nil>\n"
	if err != nil || string(out) != want {
		t.Errorf("%v, the program printed:\n%s", err, out)
	}
}

func copyTo(path string, from io.Reader) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o700)
	if err != nil {
		return err
	}
	if _, err := io.Copy(file, from); err != nil {
		return err
	}
	return file.Close()
}
