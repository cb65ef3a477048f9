//go:build linux

package river

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rocketc/rocketc/internal/pgserver"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

// shared is the server of this test binary; nil if there is none yet, or none can be.
var (
	shared      *pgserver.Server
	errServer   error
	startShared = sync.OnceFunc(func() { shared, errServer = pgserver.New() })
)

func TestMain(m *testing.M) {
	status := m.Run()
	if err := shared.Remove(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		status = 1
	}
	os.Exit(status)
}

// newAddress returns the address of an empty database of the shared server.
func newAddress(t testing.TB) string {
	t.Helper()
	if startShared(); errors.Is(errServer, pgserver.ErrMissing) {
		t.Skip(errServer)
	}
	if errServer != nil {
		t.Fatal(errServer)
	}
	address, err := shared.NewDatabase()
	if err != nil {
		t.Fatal(err)
	}
	return address
}

// commonAddress returns the address of a database that tests share, one after the other.
func commonAddress(t testing.TB) string {
	t.Helper()
	if common == "" {
		common = newAddress(t)
	}
	return common
}

var common string

// short has things take less time than usual.
var short = times{lease: 2 * time.Second, beat: 400 * time.Millisecond,
	sweep: 100 * time.Millisecond, poll: 300 * time.Millisecond, unclaimed: time.Second,
	forget: time.Minute}

// A store is a database of the shared server.
type store struct {
	address string
	conn    *pgx.Conn
	times   times

	mu       sync.Mutex
	networks map[*Engine]*network
}

// migrated has the databases that have tables.
var migrated = map[string]bool{}

// newStore returns a store with tables and without runs.
func newStore(t testing.TB, address string) *store {
	t.Helper()
	s := &store{address: address, times: short, networks: map[*Engine]*network{}}
	if !migrated[address] {
		if _, err := s.engine().Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		migrated[address] = true
	}
	var err error
	if s.conn, err = pgx.Connect(t.Context(), address); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeConn(context.Background(), s.conn) })
	s.exec(t, "TRUNCATE rkt_run, rkt_run_output, rkt_worker, rkt_lease, rkt_river.river_job")
	return s
}

// exec executes a statement.
func (s *store) exec(t testing.TB, text string, args ...any) {
	t.Helper()
	if _, err := s.conn.Exec(t.Context(), text, args...); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

// query returns what a statement selects.
func query[T any](t testing.TB, s *store, text string, args ...any) (v T) {
	t.Helper()
	if err := s.conn.QueryRow(t.Context(), text, args...).Scan(&v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

// engine returns an engine with a network of its own.
func (s *store) engine() *Engine {
	n := &network{conns: map[net.Conn]bool{}}
	e := &Engine{Address: arg.Literal{Value: s.address}, Schedule: "a", times: &s.times,
		dial: n.dial}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.networks[e] = n
	return e
}

func (s *store) Engine(*testing.T) rocket.Engine { return s.engine() }

func (s *store) Epoch(t *testing.T, schedule string) (epoch int64) { return s.epoch(t, schedule) }

// epoch begins an epoch, as a run log does.
func (s *store) epoch(t testing.TB, schedule string) int64 {
	t.Helper()
	return query[int64](t, s, `
		INSERT INTO rkt_lease AS l (schedule, epoch, seq, host, pid, process, expires_at)
		VALUES ($1, 1, 0, 'host', 1, 'another', clock_timestamp())
		ON CONFLICT (schedule) DO UPDATE SET epoch = l.epoch + 1 RETURNING epoch`, schedule)
}

func (s *store) Cut(_ *testing.T, e rocket.Engine, _ string, cut bool) {
	s.mu.Lock()
	n := s.networks[e.(*Engine)]
	s.mu.Unlock()
	n.cut(cut)
}

func (s *store) Left(t *testing.T, schedule string) string {
	t.Helper()
	const count = "SELECT count(*) FROM "
	runs := query[int](t, s, count+"rkt_run WHERE schedule = $1", schedule)
	chunks := query[int](t, s, count+"rkt_run_output WHERE schedule = $1", schedule)
	jobs := query[int](t, s, count+"rkt_river.river_job")
	if runs+chunks+jobs == 0 {
		return ""
	}
	return fmt.Sprintf("%d runs, %d chunks of output, %d jobs", runs, chunks, jobs)
}

// A network is what an engine dials in. It can be cut, or lose all packets.
type network struct {
	mu      sync.Mutex
	isCut   bool
	conns   map[net.Conn]bool
	stalled atomic.Bool
}

// A stallable is a connection of a network.
type stallable struct {
	net.Conn
	in *network
}

func (c stallable) Read(b []byte) (int, error) {
	for {
		n, err := c.Conn.Read(b)
		if err != nil || !c.in.stalled.Load() {
			return n, err
		}
	}
}

func (c stallable) Write(b []byte) (int, error) {
	if c.in.stalled.Load() {
		return len(b), nil
	}
	return c.Conn.Write(b)
}

var errCut = errors.New("the network is cut")

func (n *network) dial(ctx context.Context, kind, address string) (net.Conn, error) {
	if n.stalled.Load() {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.isCut {
		return nil, errCut
	}
	conn, err := new(net.Dialer).DialContext(ctx, kind, address)
	if err != nil {
		return nil, err
	}
	n.conns[conn] = true
	return stallable{conn, n}, nil
}

// cut closes all connections, and has nobody connect until it is called with false.
func (n *network) cut(cut bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.isCut = cut
	for conn := range n.conns {
		conn.Close()
	}
	clear(n.conns)
}
