package lsp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"sync"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
)

// Serve speaks the protocol with one editor until that ends the conversation, or ctx is done.
// The error is nil if the editor has said that it would end it. If in is an [io.Closer], it is
// closed then; else a goroutine may go on waiting for more of it. So is out.
func Serve(ctx context.Context, in io.Reader, out io.Writer, o Options) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	s := newServer(ctx, o)
	ways := pipes{in, out}
	conn := jsonrpc2.NewConn(jsonrpc2.NewStream(ways), jsonrpc2.WithCodec(codec{}))
	s.client = protocol.ClientDispatcher(conn)
	var analyst sync.WaitGroup
	analyst.Go(func() { s.analyse(ctx) })
	conn.Go(ctx, (&requests{server: s, ctx: ctx, live: map[string]func(){}}).handle)
	select {
	case <-conn.Done():
	case <-s.exit:
	case <-ctx.Done():
	}
	stop()
	ways.Close()    // or the analyst may wait for an editor that reads no more
	go conn.Close() // which waits for a message that nobody will write
	analyst.Wait()
	if !s.isShutDown() {
		return errNoShutdown
	}
	return nil
}

var errNoShutdown = errors.New("the editor has ended the conversation without a shutdown")

// pipes are the two directions of a conversation.
type pipes struct {
	io.Reader
	io.Writer
}

// Close closes both, if they can be closed.
func (p pipes) Close() (err error) {
	for _, way := range []any{p.Reader, p.Writer} {
		if c, ok := way.(io.Closer); ok {
			err = errors.Join(err, c.Close())
		}
	}
	return err
}

// codec writes and reads messages with the unions of the protocol.
type codec struct{}

// Marshal returns the JSON of a value.
func (codec) Marshal(v any) ([]byte, error) { return protocol.Marshal(v) }

// Unmarshal reads JSON into a value.
func (codec) Unmarshal(data []byte, v any) error { return protocol.Unmarshal(data, v) }

// requests hands messages to the server: notifications in their order, requests each in a
// goroutine, with a context that a cancellation ends.
type requests struct {
	server *server
	ctx    context.Context // ends with the conversation
	mu     sync.Mutex
	live   map[string]func() // cancels a request, by its id
}

// handle answers a message.
func (r *requests) handle(ctx context.Context, req *jsonrpc2.Request) (any, error) {
	dispatch := protocol.ServerHandler(r.server, nil)
	switch {
	case req.Method() == protocol.MethodCancelRequest:
		r.cancel(req)
		return nil, nil
	case !req.IsCall():
		// An error would end the conversation, and nobody waits for one.
		_, err := r.guarded(r.ctx, req, dispatch)
		if err != nil && !errors.Is(err, jsonrpc2.ErrMethodNotFound) {
			r.server.log("%s: %v", req.Method(), err)
		}
		return nil, nil
	}
	if err := r.server.mayAnswer(req.Method()); err != nil {
		return nil, err
	}
	id := fmt.Sprint(req.ID())
	own, done := context.WithCancel(r.ctx)
	r.mu.Lock()
	r.live[id] = done
	r.mu.Unlock()
	jsonrpc2.Async(ctx)
	defer func() {
		r.mu.Lock()
		delete(r.live, id)
		r.mu.Unlock()
		done()
	}()
	result, err := r.guarded(own, req, dispatch)
	if own.Err() != nil {
		return nil, protocol.ErrRequestCancelled
	}
	return result, err
}

// cancel ends the request that a cancellation names.
func (r *requests) cancel(req *jsonrpc2.Request) {
	var p protocol.CancelParams
	if protocol.Unmarshal(req.Params(), &p) != nil {
		return
	}
	var id jsonrpc2.ID
	switch n := p.ID.(type) {
	case protocol.Integer:
		id = jsonrpc2.NewNumberID(int64(n))
	case protocol.String:
		id = jsonrpc2.NewStringID(string(n))
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if cancel := r.live[fmt.Sprint(id)]; cancel != nil {
		cancel()
	}
}

// guarded answers a message. A panic becomes an error: a mistake of the server must not take
// the editor's other answers along.
func (r *requests) guarded(ctx context.Context, req *jsonrpc2.Request,
	dispatch jsonrpc2.Handler) (result any, err error) {
	defer func() {
		if p := recover(); p != nil {
			r.server.panicked(p, debug.Stack())
			err = fmt.Errorf("%w: %v", jsonrpc2.ErrInternal, p)
		}
	}()
	return dispatch(ctx, req)
}
