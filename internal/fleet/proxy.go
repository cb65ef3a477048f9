package fleet

import (
	"net"
	"sync"
)

// A Proxy leads connections at a port of this machine to a Unix socket. Cut, it loses nothing
// and passes nothing on, not even that an end has closed, as a network does that is cut.
type Proxy struct {
	listener net.Listener
	socket   string

	mu          sync.Mutex
	changed     sync.Cond // of what follows
	cut, closed bool
	open        map[net.Conn]bool
}

// NewProxy makes a proxy for a socket. The caller calls Close.
func NewProxy(socket string) (*Proxy, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &Proxy{listener: listener, socket: socket, open: map[net.Conn]bool{}}
	p.changed.L = &p.mu
	go p.accept()
	return p, nil
}

// Port returns the port at which the proxy listens.
func (p *Proxy) Port() int { return p.listener.Addr().(*net.TCPAddr).Port }

// Cut has nothing pass any more, until Mend.
func (p *Proxy) Cut() { p.set(func() { p.cut = true }) }

// Mend has everything pass again, first what was held back.
func (p *Proxy) Mend() { p.set(func() { p.cut = false }) }

// Close ends all connections.
func (p *Proxy) Close() {
	p.listener.Close()
	p.set(func() {
		p.closed = true
		for conn := range p.open {
			conn.Close()
		}
	})
}

func (p *Proxy) set(change func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change()
	p.changed.Broadcast()
}

func (p *Proxy) accept() {
	for {
		conn, err := p.listener.Accept()
		if err != nil {
			return
		}
		go p.serve(conn)
	}
}

// serve leads a connection to the socket.
func (p *Proxy) serve(client net.Conn) {
	defer client.Close()
	if !p.note(client) || !p.pass() {
		return
	}
	defer p.forget(client)
	server, err := net.Dial("unix", p.socket)
	if err != nil {
		return
	}
	defer server.Close()
	if !p.note(server) {
		return
	}
	defer p.forget(server)
	done := make(chan struct{})
	go func() {
		defer close(done)
		p.pump(server, client)
	}()
	p.pump(client, server)
	<-done
}

// note notes a connection, so that Close ends it; false: the proxy is closed.
func (p *Proxy) note(conn net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open[conn] = true
	return !p.closed
}

func (p *Proxy) forget(conn net.Conn) { p.set(func() { delete(p.open, conn) }) }

// pass waits until the proxy is not cut; false: it is closed.
func (p *Proxy) pass() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.cut && !p.closed {
		p.changed.Wait()
	}
	return !p.closed
}

// pump passes on what one end writes, and that it has closed: then both ends close.
func (p *Proxy) pump(to, from net.Conn) {
	defer to.Close()
	defer from.Close()
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		if !p.pass() {
			return
		}
		if n > 0 {
			if _, err := to.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}
