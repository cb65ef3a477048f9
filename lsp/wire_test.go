package lsp

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/textproto"
	"strconv"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/runtime/arg"

	rocket "github.com/rocketc/rocketc/runtime"
)

// A wire is a conversation with a server, message by message.
type wire struct {
	t   *testing.T
	out io.Writer
	in  *bufio.Reader
}

// wires starts a server.
func wires(t *testing.T, o Options) (*wire, chan error) {
	ctx, stop := context.WithTimeout(context.Background(), patience)
	t.Cleanup(stop)
	serverIn, out := io.Pipe()
	in, serverOut := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := Serve(ctx, serverIn, serverOut, o)
		ended <- err
	}()
	t.Cleanup(func() { out.Close() })
	return &wire{t, out, bufio.NewReader(in)}, ended
}

// send writes a message.
func (w *wire) send(text string) {
	w.t.Helper()
	if _, err := fmt.Fprintf(w.out, "Content-Length: %d\r\n\r\n%s", len(text), text); err != nil {
		w.t.Fatal(err)
	}
}

// answer reads messages up to the answer to a request, and returns its result and the code of
// its error.
func (w *wire) answer(id int) (result string, code int) {
	w.t.Helper()
	for {
		head, err := textproto.NewReader(w.in).ReadMIMEHeader()
		if err != nil {
			w.t.Fatal(err)
		}
		length, err := strconv.Atoi(head.Get("Content-Length"))
		if err != nil {
			w.t.Fatal(err)
		}
		body := make([]byte, length)
		if _, err := io.ReadFull(w.in, body); err != nil {
			w.t.Fatal(err)
		}
		var m struct {
			ID     *int
			Result json.RawMessage
			Error  *struct{ Code int }
		}
		if err := json.Unmarshal(body, &m); err != nil {
			w.t.Fatalf("%v: %s", err, body)
		}
		if m.ID == nil || *m.ID != id {
			continue
		}
		if m.Error != nil {
			code = m.Error.Code
		}
		return string(m.Result), code
	}
}

const (
	initialize = `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,` +
		`"rootUri":null,"capabilities":{}}}`
	shutdown = `{"jsonrpc":"2.0","id":99,"method":"shutdown"}`
	exit     = `{"jsonrpc":"2.0","method":"exit"}`
)

// TestLifecycle begins and ends conversations well and badly.
func TestLifecycle(t *testing.T) {
	w, ended := wires(t, testOptions(t))
	w.send(`{"jsonrpc":"2.0","id":5,"method":"textDocument/hover","params":{}}`)
	if _, code := w.answer(5); code != -32002 {
		t.Errorf("before initialize: code %d", code)
	}
	w.send(initialize)
	if result, code := w.answer(1); code != 0 || !strings.Contains(result, `"utf-16"`) {
		t.Errorf("initialize: %d %s", code, result)
	}
	w.send(strings.Replace(initialize, `"id":1`, `"id":2`, 1))
	if _, code := w.answer(2); code != -32600 {
		t.Errorf("initialize again: code %d", code)
	}
	w.send(shutdown)
	if _, code := w.answer(99); code != 0 {
		t.Errorf("shutdown: code %d", code)
	}
	w.send(strings.Replace(shutdown, "99", "98", 1))
	if _, code := w.answer(98); code != -32600 {
		t.Errorf("after shutdown: code %d", code)
	}
	w.send(exit)
	if err := <-ended; err != nil {
		t.Error(err)
	}
	w, ended = wires(t, testOptions(t))
	w.send(initialize)
	w.answer(1)
	w.send(exit)
	if err := <-ended; err != errNoShutdown {
		t.Errorf("exit without shutdown: %v", err)
	}
}

// TestWrongMessages: what no editor should send does not end the conversation.
func TestWrongMessages(t *testing.T) {
	o := testOptions(t)
	o.Log = func(string) {} // it may complain
	w, ended := wires(t, o)
	w.send(initialize)
	w.answer(1)
	for _, text := range []string{
		`{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":7}}`,
		`{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":` +
			`{"uri":"file:///none.rkt","version":2},"contentChanges":[{"text":"x"}]}}`,
		`{"jsonrpc":"2.0","method":"textDocument/didClose","params":{"textDocument":` +
			`{"uri":"file:///none.rkt"}}}`,
		`{"jsonrpc":"2.0","method":"no/such"}`,
		`{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":"none"}}`,
		`{"jsonrpc":"2.0","method":"$/cancelRequest","params":[]}`,
		`{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":` +
			`"untitled:Untitled-1","languageId":"rkt","version":1,"text":"task x {"}}}`,
	} {
		w.send(text)
	}
	for id, text := range map[int]string{
		11: `"method":"no/such"`,
		12: `"method":"textDocument/hover","params":{"textDocument":7}`,
		13: `"method":"textDocument/hover","params":{"textDocument":{"uri":"file:///none.rkt"},` +
			`"position":{"line":4294967295,"character":4294967295}}`,
		14: `"method":"textDocument/completion","params":{"textDocument":{"uri":` +
			`"untitled:Untitled-1"},"position":{"line":0,"character":4}}`,
		15: `"method":"workspace/executeCommand","params":{"command":"x"}`,
	} {
		w.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,%s}`, id, text))
		if _, code := w.answer(id); (code == 0) != (id == 13 || id == 14) {
			t.Errorf("%s: code %d", text, code)
		}
	}
	w.send(shutdown)
	w.answer(99)
	w.send(exit)
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// TestCancel cancels a request that waits for an analysis.
func TestCancel(t *testing.T) {
	o := testOptions(t)
	reached, goOn := make(chan struct{}, 100), make(chan struct{})
	o.Check.Notify = func(to, title, message arg.Source) rocket.Action {
		reached <- struct{}{}
		<-goOn // the check takes until the test lets it go on
		return rocket.Do{}
	}
	w, ended := wires(t, o)
	w.send(initialize)
	w.answer(1)
	w.send(`{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":` +
		`"untitled:x","languageId":"rkt","version":1,` +
		`"text":"task x when daily { notify \"ntfy://x/y\" }"}}}`)
	<-reached
	w.send(`{"jsonrpc":"2.0","id":7,"method":"textDocument/hover","params":{"textDocument":` +
		`{"uri":"untitled:x"},"position":{"line":0,"character":5}}}`)
	w.send(`{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":7}}`)
	if _, code := w.answer(7); code != -32800 {
		t.Errorf("a cancelled request has code %d", code)
	}
	close(goOn)
	w.send(shutdown)
	w.answer(99)
	w.send(exit)
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
