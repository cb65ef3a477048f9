// Package pooler has a proxy of PostgreSQL that pools transactions, for tests: a client has a
// connection of the server only as long as a transaction lasts, so that its session is another's
// at any time.
package pooler

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
)

// A Pooler is a proxy that gives each transaction another connection of the server. It can cut a
// connection at a commit.
type Pooler struct {
	dir     string
	servers chan net.Conn // that are free
	write   string        // the statement before or after which it cuts
	cut     atomic.Int32  // CutBefore or CutAfter
	clients sync.WaitGroup
}

// A Cut says when a client is cut off: before the server gets its statement, or after it has
// answered.
type Cut int32

// The cuts.
const (
	CutBefore Cut = 1 + iota
	CutAfter
)

// socket is the name of the socket of a server in its directory.
const socket = ".s.PGSQL.5432"

// New returns a pooler for a database, which ends with the test, and the address of the database
// behind it. The pooler has 3 connections.
func New(t testing.TB, behind string) (p *Pooler, address string) {
	t.Helper()
	p = &Pooler{dir: t.TempDir(), servers: make(chan net.Conn, 3)}
	for range cap(p.servers) {
		conn, err := connect(behind)
		if err != nil {
			t.Fatal(err)
		}
		p.servers <- conn
	}
	listener, err := net.Listen("unix", filepath.Join(p.dir, socket))
	if err != nil {
		t.Fatal(err)
	}
	p.clients.Go(func() { p.listen(listener) })
	t.Cleanup(func() {
		listener.Close()
		p.clients.Wait()
		for range cap(p.servers) {
			(<-p.servers).Close()
		}
	})
	return p, fmt.Sprintf("host=%s user=rocket dbname=test", p.dir)
}

// CutAt cuts off the next client that executes a statement, which begins with the text.
func (p *Pooler) CutAt(cut Cut, statement string) {
	p.write = statement
	p.cut.Store(int32(cut))
}

// connect connects to a server that trusts its clients, by an address of package pgserver.
func connect(address string) (net.Conn, error) {
	var dir, user, database string
	if _, err := fmt.Sscanf(address, "host=%s user=%s dbname=%s", &dir, &user,
		&database); err != nil {
		return nil, fmt.Errorf("%s: %w", address, err)
	}
	conn, err := net.Dial("unix", filepath.Join(dir, socket))
	if err != nil {
		return nil, err
	}
	const version = 3 << 16
	text := binary.BigEndian.AppendUint32(nil, version)
	text = fmt.Appendf(text, "user\x00%s\x00database\x00%s\x00\x00", user, database)
	_, err = conn.Write(append(binary.BigEndian.AppendUint32(nil, uint32(len(text)+4)), text...))
	for kind := byte(0); kind != 'Z' && err == nil; {
		if kind, text, err = receive(conn); kind == 'E' {
			err = fmt.Errorf("the server says %q", text)
		}
	}
	return conn, err
}

func (p *Pooler) listen(listener net.Listener) {
	for {
		client, err := listener.Accept()
		if err != nil {
			return // it is closed
		}
		p.clients.Go(func() {
			defer client.Close()
			if welcome(client) == nil {
				for p.transact(client) == nil {
				}
			}
		})
	}
}

// welcome lets a client in, as the server does.
func welcome(client net.Conn) error {
	var length [4]byte
	if _, err := io.ReadFull(client, length[:]); err != nil {
		return err
	}
	n := int64(binary.BigEndian.Uint32(length[:])) - 4
	if _, err := io.CopyN(io.Discard, client, n); err != nil {
		return err
	}
	_, err := client.Write([]byte("R\x00\x00\x00\x08\x00\x00\x00\x00" + // it is trusted
		"K\x00\x00\x00\x0c\x00\x00\x00\x01\x00\x00\x00\x01" +
		"S\x00\x00\x00\x19client_encoding\x00UTF8\x00" +
		"S\x00\x00\x00\x23standard_conforming_strings\x00on\x00" +
		"Z\x00\x00\x00\x05I"))
	return err
}

// transact passes a transaction on to the next server.
func (p *Pooler) transact(client net.Conn) error {
	kind, text, err := receive(client)
	if err != nil || kind == 'X' {
		return errors.Join(err, io.EOF)
	}
	server := <-p.servers
	defer func() { p.servers <- server }()
	for {
		// A request ends with a query or a Sync, the answer with ReadyForQuery.
		var request []byte
		for request = text; kind != 'Q' && kind != 'S'; request = append(request, text...) {
			if kind, text, err = receive(client); err != nil {
				return err
			}
		}
		status, err := p.ask(client, server, request)
		if err != nil || status == 'I' {
			return err
		}
		if kind, text, err = receive(client); err != nil {
			return err
		}
	}
}

// ask passes a request to a server, and the answer to the client.
func (p *Pooler) ask(client, server net.Conn, request []byte) (status byte, err error) {
	cut := Cut(0)
	if p.cut.Load() != 0 && isWrite(request, p.write) {
		cut = Cut(p.cut.Swap(0))
	}
	if cut == CutBefore {
		return 0, io.EOF
	}
	if _, err := server.Write(request); err != nil {
		return 0, err
	}
	for {
		kind, text, err := receive(server)
		if err != nil {
			return 0, err
		}
		if cut == 0 {
			if _, err := client.Write(text); err != nil {
				cut = CutAfter
			}
		}
		if kind != 'Z' {
			continue
		}
		if cut == CutAfter {
			return 0, io.EOF
		}
		return text[len(text)-1], nil
	}
}

// isWrite reports whether a request executes a statement: it does not only prepare that.
func isWrite(request []byte, statement string) bool {
	const execute = "E\x00\x00\x00\x09\x00\x00\x00\x00\x00"
	return bytes.Contains(request, []byte(statement)) &&
		bytes.Contains(request, []byte(execute))
}

// receive reads a message.
func receive(conn net.Conn) (kind byte, text []byte, err error) {
	text = make([]byte, 5)
	if _, err := io.ReadFull(conn, text); err != nil {
		return 0, nil, err
	}
	rest := make([]byte, binary.BigEndian.Uint32(text[1:])-4)
	_, err = io.ReadFull(conn, rest)
	return text[0], append(text, rest...), err
}
