package lsp

import (
	"context"
	"io"
	"reflect"
	"sync"
	"testing"
	"time"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/notify"
	"github.com/rocketc/rocketc/web"
)

// An editor is a client of a server, over pipes.
type editor struct {
	t      testing.TB
	ctx    context.Context
	server protocol.Server
	conn   jsonrpc2.Conn
	in     encoding
	ended  chan error // gets what Serve has returned

	mu      sync.Mutex
	changed chan struct{} // closed when found changes
	found   map[uri.URI]*protocol.PublishDiagnosticsParams
	hints   int // how often the editor was asked to ask for hints again
	shown   []string
	texts   map[uri.URI]*document
}

// patience is how long tests wait for an answer.
const patience = 4 * time.Minute

// present is the instant at which the servers of tests are.
var present = time.Date(2026, 3, 2, 6, 59, 0, 0, time.UTC) // a Monday

// testOptions are those of the servers of tests. A panic fails the test.
func testOptions(t testing.TB) Options {
	return Options{
		Check:   check.Options{Notify: notify.New, Console: web.New, Today: present},
		Version: "test", Zone: time.UTC, Now: func() time.Time { return present },
		Log: func(text string) { t.Error("the server says: " + text) },
	}
}

// start starts a server and begins a conversation with it in an encoding.
func start(t testing.TB, in encoding, roots ...string) *editor {
	return startWith(t, testOptions(t), in, roots...)
}

func startWith(t testing.TB, o Options, in encoding, roots ...string) *editor {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), patience)
	e := connect(t, ctx, o)
	e.in = in
	p := &protocol.InitializeParams{}
	p.Capabilities.General = &protocol.GeneralClientCapabilities{}
	if in == inUTF8 {
		p.Capabilities.General.PositionEncodings = []protocol.PositionEncodingKind{
			protocol.PositionEncodingKindUTF8, protocol.PositionEncodingKindUTF16}
	}
	p.Capabilities.TextDocument = &protocol.TextDocumentClientCapabilities{
		Completion: &protocol.CompletionClientCapabilities{
			CompletionItem: &protocol.ClientCompletionItemOptions{SnippetSupport: new(true)}}}
	p.Capabilities.Workspace = &protocol.WorkspaceClientCapabilities{
		InlayHint: &protocol.InlayHintWorkspaceClientCapabilities{RefreshSupport: new(true)}}
	var folders []protocol.WorkspaceFolder
	for _, root := range roots {
		folders = append(folders, protocol.WorkspaceFolder{URI: uri.File(root), Name: root})
	}
	if folders != nil {
		p.WorkspaceFolders = protocol.NewNullable(folders)
	}
	if _, err := e.server.Initialize(ctx, p); err != nil {
		t.Fatal(err)
	}
	if err := e.server.Initialized(ctx, &protocol.InitializedParams{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		e.stop()
		stop()
	})
	return e
}

// connect starts a server without a word.
func connect(t testing.TB, ctx context.Context, o Options) *editor {
	e := &editor{t: t, ctx: ctx, ended: make(chan error, 1), changed: make(chan struct{}),
		found: map[uri.URI]*protocol.PublishDiagnosticsParams{}, texts: map[uri.URI]*document{}}
	serverIn, out := io.Pipe()
	in, serverOut := io.Pipe()
	go func() {
		err := Serve(ctx, serverIn, serverOut, o)
		e.ended <- err
	}()
	e.conn = jsonrpc2.NewConn(jsonrpc2.NewStream(bothWays{in, out}), jsonrpc2.WithCodec(codec{}))
	e.server = protocol.ServerDispatcher(e.conn)
	e.conn.Go(ctx, protocol.ClientHandler(&answers{editor: e}, nil))
	return e
}

// bothWays are the ends of two pipes.
type bothWays struct {
	io.ReadCloser
	out io.WriteCloser
}

func (b bothWays) Write(p []byte) (int, error) { return b.out.Write(p) }

func (b bothWays) Close() error {
	b.out.Close()
	return b.ReadCloser.Close()
}

// stop ends the conversation as the protocol has it.
func (e *editor) stop() {
	if err := e.server.Shutdown(e.ctx); err != nil {
		e.t.Error("shutdown: ", err)
	}
	if err := e.server.Exit(e.ctx); err != nil {
		e.t.Error("exit: ", err)
	}
	if err := <-e.ended; err != nil {
		e.t.Error("the server has ended with: ", err)
	}
	<-e.conn.Done()
}

// answers is what an editor does when the server calls.
type answers struct {
	protocol.UnimplementedClient
	editor *editor
}

func (a *answers) PublishDiagnostics(_ context.Context,
	p *protocol.PublishDiagnosticsParams) error {
	a.editor.mu.Lock()
	defer a.editor.mu.Unlock()
	if reflect.DeepEqual(a.editor.found[p.URI], p) {
		a.editor.t.Errorf("%s is told the same twice: %v", p.URI, p.Diagnostics)
	}
	a.editor.found[p.URI] = p
	a.editor.tell()
	return nil
}

func (a *answers) InlayHintRefresh(context.Context) error {
	a.editor.mu.Lock()
	defer a.editor.mu.Unlock()
	a.editor.hints++
	a.editor.tell()
	return nil
}

func (a *answers) ShowMessage(_ context.Context, p *protocol.ShowMessageParams) error {
	a.editor.mu.Lock()
	defer a.editor.mu.Unlock()
	a.editor.shown = append(a.editor.shown, p.Message)
	a.editor.tell()
	return nil
}

// tell wakes those who wait. The lock is held.
func (e *editor) tell() {
	close(e.changed)
	e.changed = make(chan struct{})
}

// until waits for something that the server tells.
func (e *editor) until(what string, is func() bool) {
	e.t.Helper()
	for {
		e.mu.Lock()
		done, changed := is(), e.changed
		e.mu.Unlock()
		if done {
			return
		}
		select {
		case <-changed:
		case <-e.ctx.Done():
			e.t.Fatalf("waiting for %s: %v", what, context.Cause(e.ctx))
		}
	}
}

// open opens a file with a text.
func (e *editor) open(path, content string) {
	e.t.Helper()
	u := uriOf(path)
	e.texts[u] = &document{u, 1, newText(content)}
	if err := e.server.DidOpen(e.ctx, &protocol.DidOpenTextDocumentParams{
		TextDocument: protocol.TextDocumentItem{URI: u, LanguageID: "rkt", Version: 1,
			Text: content}}); err != nil {
		e.t.Fatal(err)
	}
}

// replace replaces what stands between two offsets of an open file.
func (e *editor) replace(path string, start, end int, with string) {
	e.t.Helper()
	u := uriOf(path)
	doc := e.texts[u]
	r := doc.text.span(start, end, e.in)
	e.texts[u] = &document{u, doc.version + 1, doc.text.edited(r, e.in, with)}
	e.sends(path, &protocol.TextDocumentContentChangePartial{Range: r, Text: with})
}

// sends tells the server of changes.
func (e *editor) sends(path string, changes ...protocol.TextDocumentContentChangeEvent) {
	e.t.Helper()
	u := uriOf(path)
	p := &protocol.DidChangeTextDocumentParams{ContentChanges: changes}
	p.TextDocument.URI, p.TextDocument.Version = u, e.texts[u].version
	if err := e.server.DidChange(e.ctx, p); err != nil {
		e.t.Fatal(err)
	}
}

// close closes a file.
func (e *editor) close(path string) {
	e.t.Helper()
	u := uriOf(path)
	delete(e.texts, u)
	if err := e.server.DidClose(e.ctx, &protocol.DidCloseTextDocumentParams{
		TextDocument: protocol.TextDocumentIdentifier{URI: u}}); err != nil {
		e.t.Fatal(err)
	}
}

// findings waits for what is wrong with the present version of an open file.
func (e *editor) findings(path string) []protocol.Diagnostic {
	e.t.Helper()
	e.settled(path)
	e.until("findings in "+path, func() bool { return e.isFound(path) })
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.found[uriOf(path)].Diagnostics
}

// isFound reports whether there are findings of the present version of a file. The lock is
// held.
func (e *editor) isFound(path string) bool {
	p := e.found[uriOf(path)]
	if p == nil {
		return false
	}
	version, ok := p.Version.Get()
	return ok && version == e.texts[uriOf(path)].version
}

// settled waits until the server has analysed the present text.
func (e *editor) settled(path string) {
	e.t.Helper()
	if _, err := e.server.CodeAction(e.ctx, &protocol.CodeActionParams{
		TextDocument: protocol.TextDocumentIdentifier{URI: uriOf(path)}}); err != nil {
		e.t.Fatal(err)
	}
}

// at is a position in a file.
func at(path string, p protocol.Position) protocol.TextDocumentPositionParams {
	return protocol.TextDocumentPositionParams{
		TextDocument: protocol.TextDocumentIdentifier{URI: uriOf(path)}, Position: p}
}
