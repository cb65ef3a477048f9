package lsp

import (
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.lsp.dev/protocol"

	"github.com/rocketc/rocketc/control"
	rocket "github.com/rocketc/rocketc/runtime"
)

// running runs a program of a schedule with two tasks, which answers on its socket, until the
// test ends.
func running(t *testing.T, name string) {
	t.Helper()
	dir, err := os.MkdirTemp("", "rk") // the path of a socket may not be long
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("RUNTIME_DIRECTORY", dir) // so that no other program is seen
	fine := rocket.Func(func(context.Context, *rocket.Run) (any, error) { return nil, nil })
	session, err := rocket.New(&rocket.Schedule{Name: name, Tasks: []*rocket.TaskSpec{
		{Name: "fetch", Action: fine}, {Name: "nightly.dump", Action: fine},
	}}, rocket.WithLogger(slog.New(slog.NewTextHandler(io.Discard, nil))))
	if err != nil {
		t.Fatal(err)
	}
	listener, err := control.Listen(name)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(context.Background(), patience)
	ended, served := make(chan error, 1), make(chan struct{})
	go func() { ended <- session.Run(ctx) }()
	go func() {
		defer close(served)
		server := &control.Server{Session: session, Schedule: name, Tap: &control.Tap{}}
		server.Serve(ctx, listener)
	}()
	t.Cleanup(func() {
		_ = session.Terminate(nil)
		if err := <-ended; err != nil {
			t.Error(err)
		}
		stop()
		<-served
		os.RemoveAll(dir)
	})
}

// TestCodeLens asks for code lenses with and without a program, and does what they say.
func TestCodeLens(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lensed.rkt")
	e := start(t, inUTF16)
	e.open(path, "# ä😀\ntask fetch { command \"true\" }\n"+
		"group nightly { task dump { command \"true\" } }\ntask other { command \"true\" }\n")
	p := &protocol.CodeLensParams{TextDocument: protocol.TextDocumentIdentifier{URI: uriOf(path)}}
	if list, err := e.server.CodeLens(e.ctx, p); err != nil || len(list) != 0 {
		t.Errorf("without a program: %v, %v", list, err)
	}
	running(t, "lensed")
	list, err := e.server.CodeLens(e.ctx, p)
	if err != nil || len(list) != 6 {
		t.Fatalf("%d code lenses, want 3 for each of two tasks (%v)", len(list), err)
	}
	for i, want := range []string{"run now", "why", "idle"} {
		if got := list[i]; got.Command.Title != want || got.Range.Start.Line != 1 {
			t.Errorf("lens %d is %q in line %d, want %q", i, got.Command.Title,
				got.Range.Start.Line, want)
		}
	}
	for i, want := range []string{"asked for a run of fetch", "fetch: "} {
		c := list[i].Command
		if _, err := e.server.ExecuteCommand(e.ctx, &protocol.ExecuteCommandParams{
			Command: c.Command, Arguments: c.Arguments}); err != nil {
			t.Fatal(err)
		}
		e.until(want, func() bool {
			return slices.ContainsFunc(e.shown,
				func(s string) bool { return strings.Contains(s, want) })
		})
	}
	for { // until the run has ended
		list, err := e.server.CodeLens(e.ctx, p)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) == 6 && strings.Contains(list[2].Command.Title, "success") {
			return
		}
	}
}
