package fleet

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"syscall"
	"time"
)

// MemberVariable has the id of the member in the environment of its processes.
const MemberVariable = "FLEET_MEMBER"

// endLimit is how long the processes of a member may take to end.
const endLimit = time.Minute

// A Fleet is the processes of one program.
type Fleet struct {
	// Program is the path of the program.
	Program string
	// Dir is a directory for what members write.
	Dir string
	// Socket is that of the database server, User and Database are what members connect as and to.
	Socket, User, Database string
	// Env is added to the environment of this process for all members.
	Env []string

	mu      sync.Mutex
	mark    string // tells the processes of this fleet from all others
	started int
	members []*Member
}

// A Member is a process of the fleet, with all that it starts.
type Member struct {
	// ID is the name that Start was given, and what tells the member from all others.
	ID string
	// Proxy is how the member reaches the database.
	Proxy *Proxy

	fleet *Fleet
	cmd   *exec.Cmd
	ended chan struct{}
	err   error // of the process, once ended is closed
}

// Start starts a member: the program with these arguments.
func (f *Fleet) Start(name string, args ...string) (*Member, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.mark == "" {
		f.mark = rand.Text()[:8]
	}
	f.started++
	m := &Member{ID: fmt.Sprintf("%s-%d-%s", name, f.started, f.mark), fleet: f,
		ended: make(chan struct{})}
	if err := os.Mkdir(m.dir(), 0o700); err != nil {
		return nil, err
	}
	var err error
	if m.Proxy, err = NewProxy(f.Socket); err != nil {
		return nil, err
	}
	log, err := os.Create(m.LogFile())
	if err != nil {
		return nil, err
	}
	defer log.Close()
	m.cmd = m.command(args...)
	m.cmd.Stdout, m.cmd.Stderr = log, log
	m.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
	f.members = append(f.members, m)
	return m, m.start()
}

// dir is the directory in which the member listens for questions.
func (m *Member) dir() string { return filepath.Join(m.fleet.Dir, m.ID) }

// LogFile returns the name of the file with what the member has written.
func (m *Member) LogFile() string { return filepath.Join(m.dir(), "log") }

// PID returns the id of the member's first process.
func (m *Member) PID() int { return m.cmd.Process.Pid }

func (m *Member) command(args ...string) *exec.Cmd {
	cmd := exec.Command(m.fleet.Program, args...)
	cmd.Dir = m.dir()
	cmd.Env = append(append(os.Environ(), m.fleet.Env...),
		MemberVariable+"="+m.ID, "RUNTIME_DIRECTORY="+m.dir(),
		fmt.Sprintf("DATABASE_URL=postgres://%s@127.0.0.1:%d/%s?sslmode=disable",
			m.fleet.User, m.Proxy.Port(), m.fleet.Database))
	return cmd
}

// start starts the process, from a thread that lasts as long: the process ends with it.
func (m *Member) start() error {
	started := make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		err := m.cmd.Start()
		if started <- err; err == nil {
			err = m.cmd.Wait()
		}
		m.err = err
		close(m.ended)
	}()
	return <-started
}

// Ask runs the program with other arguments, beside the member and with its environment, and
// returns what it writes to standard output.
func (m *Member) Ask(ctx context.Context, args ...string) (string, error) {
	asked := m.command(args...)
	cmd := exec.CommandContext(ctx, asked.Path, args...)
	cmd.Dir, cmd.Env = asked.Dir, asked.Env
	out, err := cmd.Output()
	return string(out), err
}

// Ended is closed when the member's first process has ended.
func (m *Member) Ended() <-chan struct{} { return m.ended }

// Kill kills the member's first process, and returns when nothing of the member is left: that
// is for the program to see to.
func (m *Member) Kill() error {
	_ = m.cmd.Process.Kill() // it may have ended
	return m.Gone()
}

// Terminate asks the member to end in good order.
func (m *Member) Terminate() error { return m.cmd.Process.Signal(syscall.SIGTERM) }

// Wait waits until the member has ended, and nothing of it is left. Its error is that of the
// process.
func (m *Member) Wait() error {
	if err := m.Gone(); err != nil {
		return err
	}
	return m.err
}

// Gone waits until all processes of the member have ended.
func (m *Member) Gone() error {
	late := time.After(endLimit)
	select {
	case <-m.ended:
	case <-late:
		return fmt.Errorf("%s did not end within %v", m.ID, endLimit)
	}
	m.Proxy.Close()
	for {
		left := processesWith(m.variable())
		if len(left) == 0 {
			return nil
		}
		select {
		case <-late:
			return fmt.Errorf("the processes %v of %s are left over", left, m.ID)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func (m *Member) variable() string { return MemberVariable + "=" + m.ID + "\x00" }

// Freeze stops all processes of the member, until Thaw.
func (m *Member) Freeze() error { return m.signalAll(syscall.SIGSTOP) }

// Thaw lets all processes of the member go on.
func (m *Member) Thaw() error { return m.signalAll(syscall.SIGCONT) }

// signalAll signals all processes of the member, those too that are started meanwhile.
func (m *Member) signalAll(signal syscall.Signal) error {
	var reached []int
	for {
		found := processesWith(m.variable())
		if len(found)+len(reached) == 0 {
			return fmt.Errorf("there is no process of %s", m.ID)
		}
		more := false
		for _, pid := range found {
			if slices.Contains(reached, pid) {
				continue
			}
			err := syscall.Kill(pid, signal)
			if err != nil && !errors.Is(err, syscall.ESRCH) {
				return err
			}
			reached, more = append(reached, pid), true
		}
		if !more {
			return nil
		}
	}
}

// Usage returns how much processor time the member has used, with what it has waited for.
func (m *Member) Usage() (time.Duration, error) { return usage(m.PID()) }

// Close kills all that is left of the fleet.
func (f *Fleet) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	var errs []error
	for _, m := range f.members {
		if m.cmd.Process != nil {
			_ = m.signalAll(syscall.SIGKILL) // there may be none
			errs = append(errs, m.Gone())
		}
	}
	return errors.Join(errs...)
}
