package web

import (
	"context"
	"net"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
)

// maxConnections is how many connections there are at most.
const maxConnections = 512

// connections are those of a server, the oldest first. If there are too many, the oldest of
// those that have shown no token is closed: who opens thousands of them and says nothing shuts
// nobody out.
type connections struct {
	mu  sync.Mutex
	all []*connection
}

// A connection is one that may have shown a token.
type connection struct {
	net.Conn
	known atomic.Bool
}

type connectionKey struct{}

// context enters a connection.
func (c *connections) context(ctx context.Context, conn net.Conn) context.Context {
	entered := &connection{Conn: conn}
	c.mu.Lock()
	c.all = append(c.all, entered)
	var leaves *connection
	if len(c.all) > maxConnections {
		i := slices.IndexFunc(c.all, func(c *connection) bool { return !c.known.Load() })
		leaves = c.all[i] // there is one: the new
		c.all = slices.Delete(c.all, i, i+1)
	}
	c.mu.Unlock()
	if leaves != nil {
		leaves.Close()
	}
	return context.WithValue(ctx, connectionKey{}, entered)
}

// state takes out a connection that has closed.
func (c *connections) state(conn net.Conn, state http.ConnState) {
	if state != http.StateClosed && state != http.StateHijacked {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.all = slices.DeleteFunc(c.all, func(c *connection) bool { return c.Conn == conn })
}

// show notes that the connection of a request has shown a token.
func show(r *http.Request) {
	if c, ok := r.Context().Value(connectionKey{}).(*connection); ok {
		c.known.Store(true)
	}
}
