package pgserver

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
	"sync/atomic"
	"syscall"
	"time"
)

// A Server is a PostgreSQL server. It listens on a socket in its directory.
type Server struct {
	dir, bin string
	settings []string // of the command line
	attr     *syscall.SysProcAttr
	cmd      *exec.Cmd
	ended    chan error
	made     atomic.Int64 // databases
}

// New makes a database cluster in a temporary directory, and starts a server, which ends with
// this process at the latest. What is committed outlives the server, however it ends, but it is
// not waited for until the disk has it: a busy disk keeps no test waiting. The error is
// [ErrMissing] if the server's programs are not there. The caller calls Remove, also after an
// error.
func New() (s *Server, err error) { return newServer("fsync=off", "full_page_writes=off") }

// NewDurable is New, but a commit waits until the disk has it, as with a server in use.
func NewDurable() (s *Server, err error) { return newServer() }

func newServer(settings ...string) (s *Server, err error) {
	s = &Server{}
	for _, setting := range append(settings, "listen_addresses=", "max_connections=100",
		"shared_buffers=16MB") {
		s.settings = append(s.settings, "-c", setting)
	}
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
	return s, s.Start()
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
		return "", ErrMissing
	}
	return filepath.Dir(found[len(found)-1]), nil
}

// beUnprivileged has the server run as another user if this one is root, as which it does not
// start. It ends when this process ends.
func (s *Server) beUnprivileged() error {
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

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

func (s *Server) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(s.bin, name), args...)
	cmd.Dir, cmd.SysProcAttr = s.dir, s.attr
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	return cmd
}

// patience is for how long the server may start, or end.
const patience = time.Minute

// Start starts a server that was stopped, and returns when it takes connections. It has ended when
// none of its processes has its stderr any more.
func (s *Server) Start() error {
	s.cmd = s.command("postgres", append(s.settings, "-D", s.data(), "-k", s.dir)...)
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
		late := time.AfterFunc(patience, func() { _ = s.cmd.Process.Kill() })
		err = awaitReady(stderr)
		late.Stop()
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

// Stop ends the server: in good order by SIGINT, as a crash by SIGQUIT.
func (s *Server) Stop(how syscall.Signal) error {
	if err := s.cmd.Process.Signal(how); err != nil {
		return err
	}
	select {
	case <-s.ended:
		return nil
	case <-time.After(patience):
		return errors.Join(fmt.Errorf("the server has not ended within %v", patience),
			s.cmd.Process.Kill())
	}
}

// Remove ends the server for good. It does nothing to a nil server.
func (s *Server) Remove() error {
	if s == nil {
		return nil
	}
	if s.cmd != nil && s.cmd.Process != nil && s.cmd.ProcessState == nil {
		_ = s.Stop(syscall.SIGINT) // then it is removed in any case
	}
	return os.RemoveAll(s.dir)
}

// PID returns the id of the server's first process, whose children do the work.
func (s *Server) PID() int { return s.cmd.Process.Pid }

// Socket returns the path of the server's socket.
func (s *Server) Socket() string { return filepath.Join(s.dir, ".s.PGSQL.5432") }

// Address returns the address of a database, such as postgres, which each server has.
func (s *Server) Address(database string) string {
	return fmt.Sprintf("host=%s user=rocket dbname=%s", s.dir, database)
}

// NewDatabase makes an empty database, and returns its address.
func (s *Server) NewDatabase() (address string, err error) {
	name := fmt.Sprint("test", s.made.Add(1))
	out, err := s.command("createdb", "-h", s.dir, "-U", "rocket", name).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("createdb: %w\n%s", err, out)
	}
	return s.Address(name), nil
}
