//go:build linux

package postgres

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/rocketc/rocketc/runtime/arg"
)

// A server is a PostgreSQL server of the tests. It listens on a socket in its directory.
type server struct {
	dir, bin string
	attr     *syscall.SysProcAttr
	cmd      *exec.Cmd
	ended    chan error
}

// shared is the server of this test binary; nil if there is none yet, or none can be.
var (
	shared      *server
	errServer   error
	startShared = sync.OnceFunc(func() { shared, errServer = newServer() })
)

// errMissing is why there is no server.
var errMissing = errors.New("there are no programs of a PostgreSQL server; on Debian they are " +
	"in the package postgresql-15")

// newServer makes a database cluster, and starts a server.
func newServer() (s *server, err error) {
	s = &server{}
	if s.bin, err = programs(); err != nil {
		return nil, err
	}
	if s.dir, err = os.MkdirTemp("", "rocketc-pg-"); err != nil {
		return nil, err
	}
	if err = s.beUnprivileged(); err != nil {
		return s, err
	}
	out, err := s.command("initdb", "-D", s.data(), "-A", "trust", "-U", "rocket", "-E", "UTF8",
		"--locale=C", "--no-sync").CombinedOutput()
	if err != nil {
		return s, fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return s, s.start()
}

// programs returns the directory of the server's programs.
func programs() (dir string, err error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb") // the pattern is right
	slices.Sort(found)
	if path, err := exec.LookPath("initdb"); err == nil {
		if path, err = filepath.EvalSymlinks(path); err == nil {
			found = append(found, path)
		}
	}
	if len(found) == 0 {
		return "", errMissing
	}
	return filepath.Dir(found[len(found)-1]), nil
}

// beUnprivileged has the server run as another user if this one is root, as which it does not
// start. It ends when this process ends.
func (s *server) beUnprivileged() error {
	s.attr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGQUIT}
	if os.Getuid() != 0 {
		return nil
	}
	who, err := user.Lookup("postgres")
	if err != nil {
		who, err = user.Lookup("nobody")
	}
	if err != nil {
		return err
	}
	uid, err := strconv.Atoi(who.Uid)
	if err != nil {
		return err
	}
	gid, err := strconv.Atoi(who.Gid)
	if err != nil {
		return err
	}
	s.attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return os.Chown(s.dir, uid, gid)
}

func (s *server) data() string { return filepath.Join(s.dir, "data") }

func (s *server) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(s.bin, name), args...)
	cmd.Dir, cmd.SysProcAttr = s.dir, s.attr
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	return cmd
}

// start starts the server, and returns when it takes connections. A server has ended when
// none of its processes has its stderr any more.
func (s *server) start() error {
	s.cmd = s.command("postgres", "-D", s.data(), "-k", s.dir, "-c", "listen_addresses=",
		"-c", "max_connections=60", "-c", "shared_buffers=16MB")
	stderr, to := io.Pipe()
	s.cmd.Stderr = to
	s.ended = make(chan error, 1)
	started := make(chan error, 1)
	go func() {
		runtime.LockOSThread() // the server ends with the thread that has started it
		err := s.cmd.Start()
		if started <- err; err == nil {
			err = s.cmd.Wait()
		}
		to.Close()
		s.ended <- err
	}()
	err := <-started
	if err == nil {
		err = awaitReady(stderr)
	}
	if err != nil {
		<-s.ended
	}
	return err
}

// awaitReady reads what the server logs until it takes connections, and the rest beside.
func awaitReady(stderr io.Reader) error {
	var said strings.Builder
	for log := bufio.NewScanner(stderr); log.Scan(); {
		fmt.Fprintln(&said, log.Text())
		if strings.Contains(log.Text(), "ready to accept connections") {
			go func() { _, _ = io.Copy(io.Discard, stderr) }()
			return nil
		}
	}
	return fmt.Errorf("the server did not start:\n%s", said.String())
}

// stop ends the server: in good order by SIGINT, as a crash by SIGQUIT.
func (s *server) stop(how syscall.Signal) error {
	if err := s.cmd.Process.Signal(how); err != nil {
		return err
	}
	<-s.ended
	return nil
}

// remove ends the server for good.
func (s *server) remove() error {
	if s == nil {
		return nil
	}
	if s.cmd != nil && s.cmd.Process != nil && s.cmd.ProcessState == nil {
		_ = s.stop(syscall.SIGINT) // then it is removed in any case
	}
	return os.RemoveAll(s.dir)
}

var databases atomic.Int64

// newAddress returns the address of an empty database of the shared server.
func newAddress(t *testing.T) string {
	t.Helper()
	if startShared(); errors.Is(errServer, errMissing) {
		t.Skip(errServer)
	}
	if errServer != nil {
		t.Fatal(errServer)
	}
	name := fmt.Sprint("test", databases.Add(1))
	conn, err := pgx.Connect(t.Context(), shared.address("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	return shared.address(name)
}

func (s *server) address(database string) string {
	return fmt.Sprintf("host=%s user=rocket dbname=%s", s.dir, database)
}

// newLog returns the log of a schedule in a database.
func newLog(address, schedule string) *Log {
	return &Log{Address: arg.Literal{Value: address}, Schedule: schedule}
}
