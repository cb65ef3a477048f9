//go:build linux

package postgres

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/rocketc/rocketc/runlog/runlogtest"
	rocket "github.com/rocketc/rocketc/runtime"
)

// A pooler is a proxy that gives each transaction another connection of the server. It can
// cut a connection at a commit.
type pooler struct {
	dir     string
	servers chan net.Conn // that are free
	cut     atomic.Int32  // cutBefore or cutAfter: what happens to the next write
	clients sync.WaitGroup
}

// The client is cut off before the server gets its statement, or after it has answered.
const (
	cutBefore = 1 + iota
	cutAfter
)

// newPooler returns a pooler for a database of the shared server.
func newPooler(t *testing.T) (p *pooler, address string) {
	t.Helper()
	behind := newAddress(t)
	p = &pooler{dir: t.TempDir(), servers: make(chan net.Conn, 3)}
	for range cap(p.servers) {
		conn, err := pgconn.Connect(t.Context(), behind)
		if err != nil {
			t.Fatal(err)
		}
		hijacked, err := conn.Hijack()
		if err != nil {
			t.Fatal(err)
		}
		p.servers <- hijacked.Conn
	}
	listener, err := net.Listen("unix", filepath.Join(p.dir, ".s.PGSQL.5432"))
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

func (p *pooler) listen(listener net.Listener) {
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
func (p *pooler) transact(client net.Conn) error {
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
func (p *pooler) ask(client, server net.Conn, request []byte) (status byte, err error) {
	cut := int32(0)
	if isWrite(request) {
		cut = p.cut.Swap(0)
	}
	if cut == cutBefore {
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
				cut = cutAfter
			}
		}
		if kind != 'Z' {
			continue
		}
		if cut == cutAfter {
			return 0, io.EOF
		}
		return text[len(text)-1], nil
	}
}

// isWrite reports whether a request appends records.
func isWrite(request []byte) bool {
	return bytes.Contains(request, []byte("SELECT rkt_append("))
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

// TestPooler holds the log to the suite behind a proxy that pools transactions.
func TestPooler(t *testing.T) {
	runlogtest.Test(t, func(t *testing.T) rocket.RunLog {
		_, address := newPooler(t)
		return newLog(address, "pooled")
	})
}

// TestCommitUnknown cuts the connection before and after a commit. A batch that is appended
// again is there once; so is one that follows, if the program gives up the first.
func TestCommitUnknown(t *testing.T) {
	records := []rocket.Record{{Seq: 1, Task: "a"}, {Seq: 2, Task: "a"}, {Seq: 4, Task: "a"}}
	for i := range records {
		records[i].Event, records[i].Created = rocket.Started, start
		records[i].Start, records[i].RunID = start, fmt.Sprint(i)
	}
	for name, c := range map[string]struct {
		cut  int32
		next []rocket.Record // what is appended after the error
		want string
	}{
		"again_before":    {cutBefore, records[:2], "1 2"},
		"again_after":     {cutAfter, records[:2], "1 2"},
		"more_after":      {cutAfter, records, "1 2 4"},
		"given_up_before": {cutBefore, records[2:], "4"},
		"given_up_after":  {cutAfter, records[2:], "1 2 4"},
	} {
		t.Run(name, func(t *testing.T) {
			p, address := newPooler(t)
			log := newLog(address, "a")
			open(t, log)
			p.cut.Store(c.cut)
			if err := log.Append(t.Context(), records[:2]); err == nil {
				t.Fatal("the connection is lost, and there is no error")
			}
			if err := log.Append(t.Context(), c.next); err != nil {
				t.Fatal(err)
			}
			if got := numbers(t, log); got != c.want {
				t.Errorf("the log has the records %s, want %s", got, c.want)
			}
			if sum, _ := log.Resume(t.Context(), start.Add(1)); log.w.now.Before.Runs !=
				int64(len(strings.Fields(c.want))) || sum.Runs != 0 {
				t.Errorf("%d runs are summed up", log.w.now.Before.Runs)
			}
		})
	}
}
