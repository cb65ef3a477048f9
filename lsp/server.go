package lsp

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/rocketc/rocketc/check"
)

// Options say what a server knows of the world.
type Options struct {
	// Check has what schedules are checked against. Of it Dir, Name, Load and TypeCheck are
	// the server's.
	Check check.Options
	// Version is the version that the server says it has.
	Version string
	// Zone is the time zone of a schedule that names none; nil is UTC.
	Zone *time.Location
	// Now returns the instant from which the next runs are told; nil is [time.Now].
	Now func() time.Time
	// Log gets what goes wrong in the server itself, a text of one or more lines; nil: nobody.
	Log func(text string)
}

// A server answers one editor.
type server struct {
	protocol.UnimplementedServer
	options  Options
	ctx      context.Context // ends with the conversation
	client   protocol.Client
	docs     *documents
	golang   *goFiles
	checking checking
	disk     disk // of the analyst
	// told has what the editor was told last of each file, by path; it is the analyst's.
	told map[string]*protocol.PublishDiagnosticsParams
	exit chan struct{} // closed when the editor ends the conversation

	mu       sync.Mutex
	state    state
	encoding encoding
	can      clientCan
	roots    []string // the folders of the workspace
}

// state is how far the conversation is.
type state int

const (
	beforeInitialize state = iota
	serving
	shutDown
	exited
)

// clientCan are the abilities of an editor that the server asks for.
type clientCan struct {
	snippets, watch, refreshHints, refreshLenses bool
}

func newServer(ctx context.Context, o Options) *server {
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	golang := &goFiles{}
	return &server{options: o, ctx: ctx, docs: newDocuments(), disk: disk{}, golang: golang,
		checking: checking{options: o.Check, loads: &loads{ctx: ctx, files: golang}},
		told:     map[string]*protocol.PublishDiagnosticsParams{}, exit: make(chan struct{})}
}

// now returns the instant from which the next runs are told, in the zone of schedules that
// name none.
func (s *server) now() time.Time {
	return s.options.Now().Truncate(time.Second).In(s.options.Zone)
}

func (s *server) log(format string, args ...any) {
	if s.options.Log != nil {
		s.options.Log(fmt.Sprintf(format, args...))
	}
}

// panicked notes a mistake of the server.
func (s *server) panicked(what any, stack []byte) { s.log("panic: %v\n%s", what, stack) }

// mayAnswer returns the error for a request that comes too early or too late.
func (s *server) mayAnswer(method string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.state == beforeInitialize && method != protocol.MethodInitialize:
		return jsonrpc2.NewError(jsonrpc2.Code(protocol.ErrorCodesServerNotInitialized),
			"initialize comes first")
	case s.state >= shutDown:
		return jsonrpc2.NewError(jsonrpc2.InvalidRequest, "the server has been shut down")
	case s.state == serving && method == protocol.MethodInitialize:
		return jsonrpc2.NewError(jsonrpc2.InvalidRequest, "initialize comes once")
	}
	return nil
}

func (s *server) isShutDown() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state >= shutDown
}

// Initialize agrees with the editor on what both can.
func (s *server) Initialize(_ context.Context, p *protocol.InitializeParams) (
	*protocol.InitializeResult, error,
) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state = serving
	s.can = abilities(&p.Capabilities)
	if g := p.Capabilities.General; g != nil &&
		slices.Contains(g.PositionEncodings, protocol.PositionEncodingKindUTF8) {
		s.encoding = inUTF8
	}
	if folders, ok := p.WorkspaceFolders.Get(); ok {
		for _, f := range folders {
			s.addRoot(f.URI)
		}
	}
	self := protocol.ServerInfo{Name: "rocketc", Version: protocol.NewOptional(s.options.Version)}
	return &protocol.InitializeResult{Capabilities: s.capabilities(), ServerInfo: self}, nil
}

func (s *server) addRoot(u uri.URI) {
	if u.IsFile() {
		s.roots = append(s.roots, filepath.Clean(u.FsPath()))
	}
}

// folders returns the folders of the workspace.
func (s *server) folders() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.roots)
}

// DidChangeWorkspaceFolders takes folders in and out.
func (s *server) DidChangeWorkspaceFolders(_ context.Context,
	p *protocol.DidChangeWorkspaceFoldersParams) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range p.Event.Removed {
		if f.URI.IsFile() {
			gone := filepath.Clean(f.URI.FsPath())
			s.roots = slices.DeleteFunc(s.roots, func(root string) bool { return root == gone })
		}
	}
	for _, f := range p.Event.Added {
		s.addRoot(f.URI)
	}
	return nil
}

// abilities returns which of the abilities that the server asks for an editor has.
func abilities(c *protocol.ClientCapabilities) (can clientCan) {
	is := func(b *bool) bool { return b != nil && *b }
	if t := c.TextDocument; t != nil && t.Completion != nil {
		if item := t.Completion.CompletionItem; item != nil {
			can.snippets = is(item.SnippetSupport)
		}
	}
	if w := c.Workspace; w != nil {
		files := w.DidChangeWatchedFiles
		can.watch = files != nil && is(files.DynamicRegistration)
		can.refreshHints = w.InlayHint != nil && is(w.InlayHint.RefreshSupport)
		can.refreshLenses = w.CodeLens != nil && is(w.CodeLens.RefreshSupport)
	}
	return can
}

// capabilities returns what the server can.
func (s *server) capabilities() protocol.ServerCapabilities {
	encoding := protocol.PositionEncodingKindUTF16
	if s.encoding == inUTF8 {
		encoding = protocol.PositionEncodingKindUTF8
	}
	return protocol.ServerCapabilities{
		PositionEncoding: encoding,
		TextDocumentSync: &protocol.TextDocumentSyncOptions{OpenClose: new(true),
			Change: new(protocol.TextDocumentSyncKindIncremental), Save: protocol.Boolean(true)},
		HoverProvider:             protocol.Boolean(true),
		InlayHintProvider:         protocol.Boolean(true),
		DefinitionProvider:        protocol.Boolean(true),
		ReferencesProvider:        protocol.Boolean(true),
		DocumentHighlightProvider: protocol.Boolean(true),
		DocumentSymbolProvider:    protocol.Boolean(true),
		WorkspaceSymbolProvider:   protocol.Boolean(true),
		FoldingRangeProvider:      protocol.Boolean(true),
		RenameProvider:            &protocol.RenameOptions{PrepareProvider: new(true)},
		CodeActionProvider: &protocol.CodeActionOptions{
			CodeActionKinds: []protocol.CodeActionKind{protocol.CodeActionKindQuickFix}},
		DocumentFormattingProvider:      protocol.Boolean(true),
		DocumentRangeFormattingProvider: protocol.Boolean(true),
		SemanticTokensProvider: &protocol.SemanticTokensOptions{
			Legend: protocol.SemanticTokensLegend{TokenTypes: tokenTypes,
				TokenModifiers: tokenModifiers},
			Full: protocol.Boolean(true), Range: protocol.Boolean(true)},
		CompletionProvider: &protocol.CompletionOptions{TriggerCharacters: []string{"."}},
		SignatureHelpProvider: &protocol.SignatureHelpOptions{
			TriggerCharacters: []string{"(", ","}},
		CodeLensProvider: &protocol.CodeLensOptions{},
		ExecuteCommandProvider: protocol.ExecuteCommandOptions{
			Commands: []string{runCommand, whyCommand}},
	}
}

// Initialized asks the editor to tell of files that change on the disk.
func (s *server) Initialized(context.Context, *protocol.InitializedParams) error {
	s.mu.Lock()
	watch := s.can.watch
	s.mu.Unlock()
	if watch {
		go s.watchFiles()
	}
	return nil
}

// watched are the files whose changes matter.
var watched = []string{"**/*.rkt", "**/*.go", "**/go.mod", "**/go.sum", "**/*.ics"}

func (s *server) watchFiles() {
	var watchers []protocol.FileSystemWatcher
	for _, glob := range watched {
		watchers = append(watchers,
			protocol.FileSystemWatcher{GlobPattern: protocol.Pattern(glob)})
	}
	options, err := protocol.Marshal(
		&protocol.DidChangeWatchedFilesRegistrationOptions{Watchers: watchers})
	if err == nil {
		err = s.client.RegisterCapability(s.ctx, &protocol.RegistrationParams{
			Registrations: []protocol.Registration{{ID: "rocketc-files",
				Method:          protocol.MethodWorkspaceDidChangeWatchedFiles,
				RegisterOptions: protocol.LSPAny(options)}}})
	}
	if err != nil && s.ctx.Err() == nil {
		s.log("the editor does not watch files: %v", err)
	}
}

// Shutdown has no more requests answered.
func (s *server) Shutdown(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state = shutDown
	return nil
}

// Exit ends the conversation.
func (s *server) Exit(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state != exited {
		if s.state == shutDown {
			s.state = exited
		}
		select {
		case <-s.exit:
		default:
			close(s.exit)
		}
	}
	return nil
}

// DidChangeConfiguration is taken and changes nothing: there is nothing to configure.
func (s *server) DidChangeConfiguration(context.Context,
	*protocol.DidChangeConfigurationParams) error {
	return nil
}

// SetTrace is taken and not obeyed: there is no trace.
func (s *server) SetTrace(context.Context, *protocol.SetTraceParams) error { return nil }
